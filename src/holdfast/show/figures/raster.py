"""The signature of a run: a column a day, a row a tenth of the futures, the darkest on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import SEMIBOLD, SMALL_TEXT, Canvas, boxes
from holdfast.show.reductions import Array
from holdfast.show.theme import CUTS, LAMP, LIGHT, step

CELL = 8
GAP = 12
LABELS = 178
NARROW = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One side of the comparison: its name, a note, and hours without power (tenth, day)."""

    name: str
    note: str
    tenths: Array


@dataclass(frozen=True, slots=True)
class Raster:
    """The rasters of one or two sides over the same days."""

    dates: Sequence[dt.date]
    rows: Sequence[Row]


def _cells(axes: Axes, tenths: Array) -> None:
    """Fill the cells, neighbours of one step joined, one path a step."""
    steps = step(tenths)
    for number, colour in enumerate(LAMP):
        edges = np.diff(np.pad(steps == number, ((0, 0), (1, 1))).astype(int), axis=1)
        row, start = np.nonzero(edges == 1)
        end = np.nonzero(edges == -1)[1]
        if len(row):
            lefts, lows = start.astype(float), row.astype(float)
            boxes(axes, lefts, lows, end - lefts, np.ones(len(row)), colour)


def draw(raster: Raster, width: float, words: Catalogue) -> Canvas:
    """Draw the rasters one above the other, over one axis of days."""
    wide = width > NARROW
    left, head = (LABELS, 0) if wide else (0, 22)
    block = head + CELL * 10 + GAP
    top = len(raster.rows) * block
    canvas = Canvas(width, top + 30)
    axes = None
    for i, row in enumerate(raster.rows):
        y = i * block
        if wide:
            canvas.heading(y, LABELS - 12, row.name, row.note)
        else:
            canvas.text(0, y + 15, row.name, weight=SEMIBOLD)
            canvas.text(width, y + 15, row.note, colour=LIGHT["soft"], align="right")
        box = (left, y + head, width - left, CELL * 10)
        axes = canvas.axes(box, (0, len(raster.dates)), (10, 0))
        axes.grid(False)
        _cells(axes, row.tenths)
    if axes is not None:
        for tick in calendar.ticks(raster.dates, width - left, words):
            x = left + tick.position / len(raster.dates) * (width - left)
            canvas.line((x, x), (top - GAP, top - GAP + 5), LIGHT["none"])
        calendar.draw(canvas, axes, raster.dates, words, below=top + 8, grid=False)
    return canvas


def key(words: Catalogue) -> Canvas:
    """Draw the key of the scale from lit to dark."""
    canvas = Canvas(300, 44)
    canvas.text(0, 11, words.say("raster.key"), colour=LIGHT["soft"])
    each = 300 / len(LAMP)
    axes = canvas.axes((0, 18, 300, 11), (0, len(LAMP)), (1, 0))
    axes.grid(False)
    for i, colour in enumerate(LAMP):
        axes.axvspan(i, i + 1, color=colour, lw=0)
    canvas.line((0, 300, 300, 0, 0), (18, 18, 29, 29, 18), LIGHT["none"], 0.6)
    for i, cut in enumerate(CUTS):
        label = "½" if cut == CUTS[0] else f"{cut:.0f}"
        canvas.text(
            each * (i + 1), 42, label, colour=LIGHT["soft"], align="center", size=SMALL_TEXT + 1
        )
    return canvas
