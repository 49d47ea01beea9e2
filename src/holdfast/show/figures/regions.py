"""Where: a tile for each region with its value printed, and small multiples, darkest first.

Of a real country there is no map: its shape says where things stand, and no figure goes below the
region. Tiles need no outline. A fictional country may bring outlines: see `land`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.fan import axis_top
from holdfast.show.figures.measure import SEMIBOLD, SMALL_TEXT, broken
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array
from holdfast.show.theme import LAMP, LIGHT, on_step, step

TILE, TILE_GAP, TILE_LEAST, TILE_MOST = 58, 4, 104, 180
BAR = 4
"""Height of the bar at the foot of a tile, as long as its value beside the largest of all."""
LABELS = 178
SMALL_HEIGHT, SMALL_FOOT = 92, 34


@dataclass(frozen=True, slots=True)
class Tiles:
    """Names of the regions and, for each side, its name and hours a day (region)."""

    regions: Sequence[str]
    sides: Sequence[tuple[str, str, Array]]
    decimals: int = 1
    """Decimals of the values; a colour is that of the value as it is printed."""


@dataclass(frozen=True, slots=True)
class Multiples:
    """A small panel a region: name, note, and for each side its bands (level, day) and mean."""

    dates: Sequence[dt.date]
    regions: Sequence[tuple[str, str]]
    bands: Sequence[Sequence[tuple[Array, Array]]]
    tokens: Sequence[str]


def tile_height(names: Sequence[str], width: float) -> float:
    """Give the height of tiles of a width, so that every name stands whole on its own."""
    return TILE + 14.0 * (max(len(broken(name, width - 8, 12)) for name in names) - 1)


def _tile(
    canvas: Canvas,
    axes: Plane,
    box: tuple[float, float, float, float],
    name: str,
    value: float,
    view: Tiles,
    words: Catalogue,
) -> None:
    """Draw one tile at (x, y) of a size: its colour, the name in its lines, the value.

    The values of a row of tiles stand on one line, however many lines a name takes.
    """
    x, y, width, height = box
    number = int(step(round(value, view.decimals)))
    axes.boxes(x, y, width, height, LAMP[number])
    colour, middle = on_step(number), x + width / 2
    longest = max(float(hours.max()) for _, _, hours in view.sides)
    if longest > 0:
        axes.boxes(x, y + height - BAR, width * value / longest, BAR, colour)
    lines = broken(name, width - 8, 12)
    most = max(len(broken(each, width - 8, 12)) for each in view.regions)
    base = y + (height - 14 * most - 20) / 2 + 11 + 14 * (most - len(lines))
    below = canvas.lines(middle, base, lines, step=14, colour=colour, align="center", size=12)
    said = words.say("regions.hours", hours=words.numbers.fixed(value, view.decimals))
    canvas.text(middle, below + 5, said, colour=colour, weight=SEMIBOLD, align="center")


def tiles(view: Tiles, width: float, words: Catalogue) -> Canvas:
    """Draw a row of tiles for each side, in the order given."""
    wide = width > 500
    left = LABELS if wide else 0
    room = width - left
    most = max(1, int((room + TILE_GAP) // (TILE_LEAST + TILE_GAP)))
    across = min(len(view.regions), most)
    rows = -(-len(view.regions) // across)
    across = -(-len(view.regions) // rows)
    each = min(TILE_MOST, (room - TILE_GAP * (across - 1)) / across)
    tile = tile_height(view.regions, each)
    heads = [
        _heading(side, note, room if not wide else LABELS - 12) for side, note, _ in view.sides
    ]
    head = 0.0 if wide else max(8 + 16.0 * (len(a) + len(b)) for a, b in heads)
    block = head + rows * (tile + TILE_GAP) + 12
    if wide:
        block = max(block, *(30 + 18.0 * len(a) + 16 * len(b) for a, b in heads))
    canvas = Canvas(width, block * len(view.sides) - 12)
    whole = (0, 0, canvas.width, canvas.height)
    axes = canvas.axes(whole, (0, canvas.width), (canvas.height, 0))
    for i, (side, note, hours) in enumerate(view.sides):
        top = i * block
        if wide:
            canvas.heading(top, LABELS - 12, side, note)
        else:
            below = canvas.lines(0, top + 15, heads[i][0], weight=SEMIBOLD)
            canvas.lines(0, below, heads[i][1], colour=LIGHT["soft"])
        for r, name in enumerate(view.regions):
            x = left + (r % across) * (each + TILE_GAP)
            y = top + head + (r // across) * (tile + TILE_GAP)
            _tile(canvas, axes, (x, y, each, tile), name, float(hours[r]), view, words)
    return canvas


def _heading(name: str, note: str, room: float) -> tuple[list[str], list[str]]:
    return broken(name, room, weight=SEMIBOLD), broken(note, room)


def multiples(view: Multiples, width: float, words: Catalogue) -> Canvas:
    """Draw a small panel for each region: the median and the half band of each side."""
    across = 3 if width > 600 else 2
    gap = 28 if across == 3 else 18
    left = 30
    each = (width - left - gap * (across - 1)) / across
    texts = [_small(name, note, each) for name, note in view.regions]
    head = max(10.0 + 16 * len(name) + 13 * len(note) for name, note in texts)
    block = head + SMALL_HEIGHT + SMALL_FOOT + 10
    rows = -(-len(view.regions) // across)
    canvas = Canvas(width, rows * block)
    top = axis_top(
        max(
            float(max(bands[3].max(), mean.max()))
            for region in view.bands
            for bands, mean in region
        )
    )
    at = calendar.thinned(len(view.dates), each)
    for i, (name, note) in enumerate(texts):
        x, y = left + i % across * (each + gap), i // across * block
        box = (x, y + head, each, SMALL_HEIGHT)
        axes = canvas.axes(box, (0, len(view.dates)), (0, top))
        calendar.shade_winters(axes, view.dates)
        axes.grid(ys=[0, top / 2, top])
        for (bands, mean), token in zip(view.bands[i], view.tokens, strict=True):
            alpha = 0.22 if token == "none" else 0.35
            axes.fill_between(at + 0.5, bands[1, at], bands[3, at], color=LIGHT[token], alpha=alpha)
            dashes = (0, (4, 3)) if token == "none" else "-"
            axes.plot(at + 0.5, mean[at], color=LIGHT[token], lw=1.6, ls=dashes)
        axes.axhline(0, color=LIGHT["none"], lw=1.5)
        if i % across == 0:
            for level in (top / 2, top):
                base = y + head + SMALL_HEIGHT * (1 - level / top) + 4
                canvas.text(
                    x - 6,
                    base,
                    words.numbers.exact(level) + " h",
                    colour=LIGHT["soft"],
                    align="right",
                    size=SMALL_TEXT,
                )
        below = canvas.lines(x, y + 14, name, weight=SEMIBOLD)
        canvas.lines(x, below - 2, note, step=13, colour=LIGHT["soft"], size=SMALL_TEXT)
        calendar.draw(
            canvas,
            axes,
            view.dates,
            words,
            size=SMALL_TEXT,
            below=y + head + SMALL_HEIGHT + 13,
        )
    return canvas


def _small(name: str, note: str, room: float) -> tuple[list[str], list[str]]:
    return broken(name, room, weight=SEMIBOLD), broken(note, room, SMALL_TEXT)
