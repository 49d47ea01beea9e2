"""Where: a tile for each region with its value printed, and small multiples, darkest first.

There is no map: the shape of a real country says where things stand, and no figure goes below
the region. Tiles need no outline.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import (
    SEMIBOLD,
    SMALL_TEXT,
    Canvas,
    broken,
    shorten,
    text_width,
)
from holdfast.show.figures.fan import axis_top
from holdfast.show.reductions import Array
from holdfast.show.theme import LAMP, LIGHT, on_step, step

TILE, TILE_GAP, TILE_LEAST, TILE_MOST = 58, 4, 104, 180
LABELS = 178
SMALL_HEIGHT, SMALL_HEAD, SMALL_FOOT = 92, 24, 34


@dataclass(frozen=True, slots=True)
class Tiles:
    """Names of the regions and, for each side, its name and hours a day (region)."""

    regions: Sequence[str]
    sides: Sequence[tuple[str, str, Array]]


@dataclass(frozen=True, slots=True)
class Multiples:
    """A small panel a region: its name, a note, and the bands (level, day) of each side."""

    dates: Sequence[dt.date]
    regions: Sequence[tuple[str, str]]
    bands: Sequence[Sequence[Array]]
    tokens: Sequence[str]


def _tile(
    canvas: Canvas,
    axes: Axes,
    box: tuple[float, float, float],
    name: str,
    hours: float,
    words: Catalogue,
) -> None:
    """Draw one tile at (x, y) of a width: its colour, the name in one or two lines, the value."""
    x, y, width = box
    number = int(step(hours))
    axes.add_artist(Rectangle((x, y), width, TILE, facecolor=LAMP[number], lw=0))
    colour, middle = on_step(number), x + width / 2
    lines = broken(name, width - 8, 12)
    for i, line in enumerate(lines):
        base = y + (22 if len(lines) == 1 else 16) + 14 * i
        canvas.text(middle, base, line, colour=colour, align="center", size=12)
    value = words.say("regions.hours", hours=words.numbers.fixed(hours, 1))
    base = y + (42 if len(lines) == 1 else 48)
    canvas.text(middle, base, value, colour=colour, weight=SEMIBOLD, align="center")


def tiles(view: Tiles, width: float, words: Catalogue) -> Canvas:
    """Draw a row of tiles for each side, in the order given."""
    wide = width > 500
    left, head = (LABELS, 0) if wide else (0, 24)
    room = width - left
    most = max(1, int((room + TILE_GAP) // (TILE_LEAST + TILE_GAP)))
    across = min(len(view.regions), most)
    rows = -(-len(view.regions) // across)
    across = -(-len(view.regions) // rows)
    each = min(TILE_MOST, (room - TILE_GAP * (across - 1)) / across)
    block = head + rows * (TILE + TILE_GAP) + 12
    canvas = Canvas(width, block * len(view.sides) - 12)
    whole = (0, 0, canvas.width, canvas.height)
    axes = canvas.axes(whole, (0, canvas.width), (canvas.height, 0))
    axes.grid(False)
    for i, (side, note, hours) in enumerate(view.sides):
        top = i * block
        if wide:
            canvas.heading(top, LABELS - 12, side, note)
        else:
            canvas.text(0, top + 15, side, weight=SEMIBOLD)
            canvas.text(width, top + 15, note, colour=LIGHT["soft"], align="right")
        for r, name in enumerate(view.regions):
            x = left + (r % across) * (each + TILE_GAP)
            y = top + head + (r // across) * (TILE + TILE_GAP)
            _tile(canvas, axes, (x, y, each), name, float(hours[r]), words)
    return canvas


def multiples(view: Multiples, width: float, words: Catalogue) -> Canvas:
    """Draw a small panel for each region: the median and the half band of each side."""
    across = 3 if width > 600 else 2
    gap = 28 if across == 3 else 18
    left = 30
    each = (width - left - gap * (across - 1)) / across
    block = SMALL_HEAD + SMALL_HEIGHT + SMALL_FOOT + 10
    rows = -(-len(view.regions) // across)
    canvas = Canvas(width, rows * block)
    top = axis_top(max(float(side[3].max()) for region in view.bands for side in region))
    at = calendar.thinned(len(view.dates), each)
    for i, (name, note) in enumerate(view.regions):
        x, y = left + i % across * (each + gap), i // across * block
        box = (x, y + SMALL_HEAD, each, SMALL_HEIGHT)
        axes = canvas.axes(box, (0, len(view.dates)), (0, top))
        calendar.shade_winters(axes, view.dates)
        axes.set_yticks([0, top / 2, top], [""] * 3)
        for side, token in zip(view.bands[i], view.tokens, strict=True):
            alpha = 0.22 if token == "none" else 0.35
            low, median, high = side[1:4, at]
            axes.fill_between(at + 0.5, low, high, color=LIGHT[token], alpha=alpha, lw=0)
            axes.plot(at + 0.5, median, color=LIGHT[token], lw=1.6)
        axes.axhline(0, color=LIGHT["none"], lw=1.5)
        if i % across == 0:
            for level in (top / 2, top):
                base = y + SMALL_HEAD + SMALL_HEIGHT * (1 - level / top) + 4
                canvas.text(
                    x - 6,
                    base,
                    words.numbers.exact(level) + " h",
                    colour=LIGHT["soft"],
                    align="right",
                    size=SMALL_TEXT,
                )
        taken = text_width(note, SMALL_TEXT) + 8 if each > 200 else 0
        canvas.text(x, y + 14, shorten(name, each - taken, weight=SEMIBOLD), weight=SEMIBOLD)
        if taken:
            canvas.text(
                x + each, y + 14, note, colour=LIGHT["soft"], align="right", size=SMALL_TEXT
            )
        calendar.draw(
            canvas,
            axes,
            view.dates,
            words,
            size=SMALL_TEXT,
            below=y + SMALL_HEAD + SMALL_HEIGHT + 13,
        )
    return canvas
