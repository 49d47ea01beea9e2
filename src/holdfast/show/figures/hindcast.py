"""Public figures against the model: each band drawn to the same width, the model's 90 % across it.

The figures have many units, so each line is scaled to its own band: what is compared is where the
model's median falls, in the band or how many band widths beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import SEMIBOLD, Canvas, boxes, shorten, text_width
from holdfast.show.theme import LIGHT

WIDE = 600
ROW, ROW_NARROW, HEAD = 38, 80, 34
SIDE = 1.75
"""Band widths shown on each side of the band; what lies further is cut and marked by an arrow."""


@dataclass(frozen=True, slots=True)
class Row:
    """One public figure: what, when and who; band, value, the model's 5 %, 50 % and 95 %."""

    name: str
    note: str
    said: str
    model: str
    band: tuple[float, float]
    value: float
    levels: tuple[float, float, float]
    met: bool


def scaled(value: float, band: tuple[float, float]) -> float:
    """Scale a value so that its band runs from 0 to 1."""
    return (value - band[0]) / ((band[1] - band[0]) or 1.0)


def draw(rows: Sequence[Row], width: float, words: Catalogue) -> Canvas:
    """Draw a line for each figure: said on the left, the strip, the model on the right."""
    wide = width > WIDE
    each = ROW if wide else ROW_NARROW
    left, right = (330, 230) if width > 900 else (270, 160) if wide else (0, 0)
    canvas = Canvas(width, HEAD + each * len(rows) + 4)
    room = width - left - right
    axes = canvas.axes((left, HEAD, room, each * len(rows)), (-SIDE, 1 + SIDE), (len(rows), 0))
    canvas.text(
        left + room / 2, HEAD - 12, words.say("hindcast.band"), colour=LIGHT["soft"], align="center"
    )
    if wide:
        canvas.text(0, HEAD - 12, words.say("hindcast.said"), colour=LIGHT["soft"])
        canvas.text(
            width, HEAD - 12, words.say("hindcast.model"), colour=LIGHT["soft"], align="right"
        )
    for i, row in enumerate(rows):
        middle = i + (0.5 if wide else 0.8)
        _strip(axes, row, middle, 0.5 if wide else 0.12)
        top = HEAD + i * each
        _texts(canvas, row, top, (width, left, right) if wide else (width, 0, 0))
        canvas.line((0, width), (top + each, top + each))
    return canvas


def _strip(axes: Axes, row: Row, middle: float, half: float) -> None:
    """Draw the band, the model's 90 % as a line, its median as a dot, the value as a tick."""
    one = np.ones(1)
    boxes(axes, 0 * one, (middle - half) * one, 1, 2 * half * one, LIGHT["line"])
    tick = min(half, 0.2)
    axes.plot(
        [scaled(row.value, row.band)] * 2,
        [middle - tick, middle + tick],
        color=LIGHT["soft"],
        lw=1.5,
        solid_capstyle="butt",
    )
    if any(math.isnan(level) for level in row.levels):
        return
    ends = [scaled(level, row.band) for level in row.levels]
    low, median, high = (min(max(end, -SIDE), 1 + SIDE) for end in ends)
    axes.plot([low, high], [middle] * 2, color=LIGHT["power"], lw=2.5, solid_capstyle="butt")
    for end, place, arrow in ((ends[0], low, "<"), (ends[2], high, ">")):
        if end != place:
            axes.plot(place, middle, arrow, color=LIGHT["power"], ms=7, mew=0, clip_on=False)
    fill = LIGHT["power"] if row.met else LIGHT["ground"]
    shape = "o" if ends[1] == median else "<" if median < 0 else ">"
    axes.plot(
        median, middle, shape, mfc=fill, mec=LIGHT["power"], mew=2, ms=10, clip_on=False, zorder=5
    )


def _texts(canvas: Canvas, row: Row, top: float, sizes: tuple[float, float, float]) -> None:
    width, left, right = sizes
    if not left:
        canvas.text(0, top + 16, shorten(row.name, width, weight=SEMIBOLD), weight=SEMIBOLD)
        canvas.text(0, top + 31, shorten(row.said, width / 2 - 4))
        canvas.text(width, top + 31, shorten(row.model, width / 2 - 4), align="right")
        canvas.text(0, top + 46, shorten(row.note, width), colour=LIGHT["soft"], size=12)
        return
    said, tight = text_width(row.said), left < 300
    name_room = left - 16 - (0 if tight else said + 12)
    note_room = left - 16 - (said + 12 if tight else 0)
    name = shorten(row.name, name_room, weight=SEMIBOLD)
    canvas.text(0, top + 16, name, weight=SEMIBOLD)
    canvas.text(left - 16, top + (31 if tight else 16), row.said, align="right")
    canvas.text(0, top + 31, shorten(row.note, note_room, 12), colour=LIGHT["soft"], size=12)
    canvas.text(width, top + 24, shorten(row.model, right - 12), align="right")
