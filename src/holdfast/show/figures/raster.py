"""The signature of a run: a column a day, a row a tenth of the futures, the darkest on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import NAME_TEXT, SEMIBOLD, SMALL_TEXT, broken
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array
from holdfast.show.theme import CUTS, LAMP, LIGHT, step

CELL = 8
GAP = 12
LABELS = 178
NARROW = 500
CHANGE_FOOT, AXIS = 4, 44


@dataclass(frozen=True, slots=True)
class Row:
    """One side of the comparison: its name, a note, and hours without power (tenth, day)."""

    name: str
    note: str
    tenths: Array


@dataclass(frozen=True, slots=True)
class Change:
    """The second side less the first: its name, a note, and hours a day, mean of all (day,)."""

    name: str
    note: str
    hours: Array


@dataclass(frozen=True, slots=True)
class Raster:
    """The rasters of one or two sides over the same days, and what lies between them."""

    dates: Sequence[dt.date]
    rows: Sequence[Row]
    change: Change | None = None


def _cells(axes: Plane, tenths: Array) -> None:
    """Fill the cells, neighbours of one step joined, one path a step."""
    steps = step(tenths)
    for number, colour in enumerate(LAMP):
        edges = np.diff(np.pad(steps == number, ((0, 0), (1, 1))).astype(int), axis=1)
        row, start = np.nonzero(edges == 1)
        end = np.nonzero(edges == -1)[1]
        if len(row):
            lefts, lows = start.astype(float), row.astype(float)
            axes.boxes(lefts, lows, end - lefts, np.ones(len(row)), colour)


def draw(raster: Raster, width: float, words: Catalogue) -> Canvas:
    """Draw the rasters one above the other, the change below, over one axis of days."""
    wide = width > NARROW
    left = LABELS if wide else 0
    named: list[Row | Change] = [*raster.rows, *([raster.change] if raster.change else [])]
    heads = [0.0 if wide else _head(each.name, each.note, width) for each in named]
    blocks = [head + CELL * 10 + GAP for head in heads]
    if wide:
        blocks = [
            max(block, _label_height(each.name, each.note, _room(each)) + GAP)
            for block, each in zip(blocks, named, strict=True)
        ]
    top = sum(blocks) + (CHANGE_FOOT if raster.change else 0)
    canvas = Canvas(width, top + 30)
    axes: Plane | None = None
    y = 0.0
    for head, block, each in zip(heads, blocks, named, strict=True):
        if wide:
            canvas.heading(y, _room(each), each.name, each.note)
        else:
            _name(canvas, y, each.name, each.note)
        box = (left, y + head, width - left, CELL * 10)
        if isinstance(each, Row):
            axes = canvas.axes(box, (0, len(raster.dates)), (10, 0))
            _cells(axes, each.tenths)
        else:
            _change(canvas, box, each, raster.dates, words)
        y += block
    if axes is not None:
        for tick in calendar.ticks(raster.dates, width - left, words):
            x = left + tick.position / len(raster.dates) * (width - left)
            canvas.line((x, x), (top - GAP, top - GAP + 5), LIGHT["none"])
        calendar.draw(canvas, axes, raster.dates, words, below=top + 8, grid=False)
    return canvas


def _room(each: Row | Change) -> float:
    """Give the room for the name beside a raster; the change has its axis there too."""
    return LABELS - 12 - (AXIS if isinstance(each, Change) else 0)


def _label_height(name: str, note: str, room: float) -> float:
    """Give the height of a name and a note beside a raster."""
    lines = broken(name, room, NAME_TEXT, SEMIBOLD)
    return 26 + 18 * len(lines) + 16 * (len(broken(note, room)) - 1)


def _head(name: str, note: str, width: float) -> float:
    """Give the height of a name and a note above a raster."""
    return 7 + 16 * len([*broken(name, width, weight=SEMIBOLD), *broken(note, width)])


def _name(canvas: Canvas, y: float, name: str, note: str) -> None:
    """Write a name and a note above a raster, each in as many lines as it takes."""
    below = canvas.lines(0, y + 13, broken(name, canvas.width, weight=SEMIBOLD), weight=SEMIBOLD)
    canvas.lines(0, below, broken(note, canvas.width), colour=LIGHT["soft"])


def _change(
    canvas: Canvas,
    box: tuple[float, float, float, float],
    change: Change,
    dates: Sequence[dt.date],
    words: Catalogue,
) -> None:
    """Draw the change as a line from no change, with the ends of its axis written on it."""
    low, high = min(float(change.hours.min()), 0.0), max(float(change.hours.max()), 0.0)
    pad = (high - low) * 0.06 or 1.0
    axes = canvas.axes(box, (0, len(dates)), (low - pad, high + pad))
    calendar.shade_winters(axes, dates)
    at = np.arange(len(dates)) + 0.5
    axes.fill_between(at, 0, change.hours, color=LIGHT["power"], alpha=0.35)
    axes.plot(at, change.hours, color=LIGHT["power"], lw=1.6)
    axes.axhline(0, color=LIGHT["none"], lw=1.2)
    x, y, _, height = box
    largest = low if -low >= high else high
    for value in dict.fromkeys((0.0, largest)):
        down = y + height * (high + pad - value) / (high - low + 2 * pad)
        text = words.say("regions.hours", hours=words.numbers.number(value, 2, sign=True))
        if x > 0:
            canvas.text(x - 6, down + 4, text, colour=LIGHT["soft"], align="right", size=SMALL_TEXT)
        else:
            base = down + (12 if down < y + height / 2 else -4)
            canvas.text(2, base, text, size=SMALL_TEXT, halo=True)


def key(words: Catalogue, cuts: Sequence[float] = CUTS) -> Canvas:
    """Draw the key of the scale from lit to dark, cut at these hours."""
    canvas = Canvas(300, 44)
    canvas.text(0, 11, words.say("raster.key"), colour=LIGHT["soft"])
    each = 300 / len(LAMP)
    axes = canvas.axes((0, 18, 300, 11), (0, len(LAMP)), (1, 0))
    for i, colour in enumerate(LAMP):
        axes.axvspan(i, i + 1, color=colour)
    canvas.line((0, 300, 300, 0, 0), (18, 18, 29, 29, 18), LIGHT["none"], 0.6)
    for i, cut in enumerate(cuts):
        label = "½" if cut == 0.5 and tuple(cuts) == CUTS else words.numbers.exact(cut)
        canvas.text(
            each * (i + 1), 42, label, colour=LIGHT["soft"], align="center", size=SMALL_TEXT + 1
        )
    return canvas
