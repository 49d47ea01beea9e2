"""Where, on the map of a fictional country: each region in the colour of its value, printed in it.

Only outlines that a scenario brings are drawn, in units of drawing; a real country has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import NAME_TEXT, SEMIBOLD, SMALL_TEXT, broken, text_width
from holdfast.show.figures.plane import Plane
from holdfast.show.figures.regions import Tiles
from holdfast.show.reductions import Array
from holdfast.show.theme import LAMP, LIGHT, on_step, step

BESIDE = 900
"""Width from which two maps stand side by side."""
WIDEST, GAP = 640.0, 32.0
LARGE = 12.5
"""Size of names where there is room for it."""
_LINES = 120
"""Heights at which a name is tried in its region."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The regions of a country on a map of a width, in pixels from its upper left corner."""

    width: float
    height: float
    size: float
    """Of names."""
    outlines: tuple[Array, ...]
    """Corners (P, 2) of each region; y runs down."""
    middles: tuple[Array, ...]
    """(2,) between the name of each region and its value."""


def placed(
    names: Sequence[str], decimals: int, outlines: Sequence[Array], width: float, words: Catalogue
) -> Placed | None:
    """Lay regions out on a map of a width; None if a name does not fit its region.

    outlines are the corners (P, 2) of each region, y upwards.
    """
    corners = np.concatenate(outlines)
    low, high = corners.min(axis=0), corners.max(axis=0)
    scale = width / (high[0] - low[0])
    drawn = [(outline - [low[0], high[1]]) * [scale, -scale] for outline in outlines]
    size = LARGE if width > 420 else SMALL_TEXT
    middles = []
    for outline, name in zip(drawn, names, strict=True):
        middle = _middle(outline, _room(name, decimals, words, size), 2 * size + 4)
        if middle is None:
            return None
        middles.append(middle)
    height = float(high[1] - low[1]) * scale
    return Placed(width, height, size, tuple(drawn), tuple(middles))


def maps(view: Tiles, outlines: Sequence[Array], width: float, words: Catalogue) -> Canvas | None:
    """Draw a map for each side; None if a name does not fit its region at this width.

    outlines are the corners (P, 2) of each region of the view, y upwards.
    """
    beside = width >= BESIDE and len(view.sides) > 1
    across = len(view.sides) if beside else 1
    each = min((width - GAP * (across - 1)) / across, WIDEST)
    laid = placed(view.regions, view.decimals, outlines, each, words)
    if laid is None:
        return None
    heads = [broken(name, each, NAME_TEXT, SEMIBOLD) for name, _, _ in view.sides]
    head = 18.0 * max(map(len, heads)) + 24
    rows = -(-len(view.sides) // across)
    canvas = Canvas(width, rows * (head + laid.height + 20) - 20)
    whole = (0, 0, canvas.width, canvas.height)
    axes = canvas.axes(whole, (0, canvas.width), (canvas.height, 0))
    for i, (_, note, hours) in enumerate(view.sides):
        x, y = i % across * (each + GAP), i // across * (head + laid.height + 20)
        below = canvas.lines(x, y + 16, heads[i], step=18, weight=SEMIBOLD, size=NAME_TEXT)
        canvas.lines(x, below - 1, broken(note, each), colour=LIGHT["soft"])
        place = np.array([x, y + head])
        for r, (outline, middle) in enumerate(zip(laid.outlines, laid.middles, strict=True)):
            _region(canvas, axes, outline + place, middle + place, view, r, hours, laid.size, words)
    return canvas


def _room(name: str, decimals: int, words: Catalogue, size: float) -> float:
    """Pixels that the name of a region takes, and its widest value."""
    value = words.say("regions.hours", hours=words.numbers.fixed(24.0, decimals))
    return max(text_width(name, size), text_width(value, size, SEMIBOLD)) + 6


def _region(
    canvas: Canvas,
    axes: Plane,
    outline: Array,
    middle: Array,
    view: Tiles,
    r: int,
    hours: Array,
    size: float,
    words: Catalogue,
) -> None:
    """Draw one region with its name and value."""
    value = float(hours[r])
    number = int(step(round(value, view.decimals)))
    axes.polygon(outline, LAMP[number], LIGHT["none"], 0.8)
    said = words.say("regions.hours", hours=words.numbers.fixed(value, view.decimals))
    x, y = float(middle[0]), float(middle[1])
    colour = on_step(number)
    canvas.text(x, y - 2, view.regions[r], colour=colour, align="center", size=size)
    canvas.text(x, y + size + 1, said, colour=colour, weight=SEMIBOLD, align="center", size=size)


def _middle(outline: Array, room: float, tall: float) -> Array | None:
    """The place in a polygon where a box of this size has most room, None if it has none."""
    low, high = outline[:, 1].min(), outline[:, 1].max()
    centre = (low + high) / 2
    best, found = 0.0, None
    for y in np.linspace(low + tall / 2, high - tall / 2, _LINES):
        spans = [_widest(outline, y + shift * tall) for shift in (-0.5, -0.25, 0.0, 0.25, 0.5)]
        left, right = max(span[0] for span in spans), min(span[1] for span in spans)
        # a little room is given up to stand near the middle
        score = right - left - 1.5 * abs(y - centre)
        if right - left >= room and (found is None or score > best):
            best, found = score, np.array([(left + right) / 2, y])
    return found


def _widest(outline: Array, y: float) -> tuple[float, float]:
    """The widest stretch of a horizontal line that lies within a polygon."""
    one, other = outline, np.roll(outline, -1, axis=0)
    crosses = (one[:, 1] <= y) != (other[:, 1] <= y)
    a, b = one[crosses], other[crosses]
    if not len(a):
        return 0.0, 0.0
    at = np.sort(a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0]))
    spans = list(zip(at[::2].tolist(), at[1::2].tolist(), strict=False))
    return max(spans, key=lambda span: span[1] - span[0])
