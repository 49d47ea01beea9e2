"""Public figures against the model: each band drawn to the same width, the model's 90 % across it.

The figures have many units, so each line is scaled to its own band: what is compared is where the
model's median falls, in the band or how many band widths beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import SEMIBOLD, broken, text_width
from holdfast.show.figures.plane import Plane
from holdfast.show.theme import LIGHT

WIDE = 600
HEAD, TICK = 34, 8
ARROW = 8
"""Pixels left at both ends of a strip for the arrow that leads out of it."""
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
    left, right = (380, 210) if width > 900 else (300, 150) if wide else (0, 0)
    texts = [_lines(row, left - 16 if wide else width, right, words) for row in rows]
    heights = [_height(lines) + (4 if wide else 34) for lines in texts]
    whole = sum(heights)
    canvas = Canvas(width, HEAD + whole + 4)
    room = width - left - right
    edge = ARROW / room * (1 + 2 * SIDE)
    limits = (-SIDE - edge, 1 + SIDE + edge)
    axes = canvas.axes((left, HEAD, room, whole), limits, (whole, 0))
    canvas.text(
        left + room / 2, HEAD - 12, words.say("hindcast.band"), colour=LIGHT["soft"], align="center"
    )
    if wide:
        canvas.text(0, HEAD - 12, words.say("hindcast.said"), colour=LIGHT["soft"])
        canvas.text(
            width, HEAD - 12, words.say("hindcast.model"), colour=LIGHT["soft"], align="right"
        )
    top = 0.0
    for row, lines, height in zip(rows, texts, heights, strict=True):
        middle = top + (height / 2 if wide else height - 16)
        _strip(axes, row, middle, height / 2 if wide else 10)
        _write(canvas, lines, HEAD + top, (width, left, height))
        top += height
        canvas.line((0, width), (HEAD + top, HEAD + top))
    return canvas


def _write(canvas: Canvas, lines: _Lines, top: float, sizes: tuple[float, float, float]) -> None:
    """Write the texts of a row: what was said beside its name where it fits, else below."""
    width, left, height = sizes
    below = canvas.lines(0, top + 16, lines.name, weight=SEMIBOLD)
    if lines.said_beside:
        canvas.text(left - 16, top + 16, lines.said[0], align="right")
    else:
        below = canvas.lines(0, below, lines.said)
    if not lines.beside:
        below = canvas.lines(0, below, lines.model)
    canvas.lines(0, below - 1, lines.note, step=15, colour=LIGHT["soft"], size=12)
    if lines.beside:
        start = top + height / 2 + 4 - 8 * (len(lines.model) - 1)
        canvas.lines(width, start, lines.model, align="right")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The texts of a row, broken to their room; the model's stand beside where it is wide."""

    name: list[str]
    said: list[str]
    note: list[str]
    model: list[str]
    beside: bool
    said_beside: bool


def _lines(row: Row, room: float, right: float, words: Catalogue) -> _Lines:
    """Break the texts of a row to their room; `right` is that beside the strip, 0 if narrow."""
    said, model = row.said, row.model
    if not right:
        said = words.say("hindcast.said_line", value=said)
        model = words.say("hindcast.model_line", value=model)
    taken = text_width(row.name, weight=SEMIBOLD) + text_width(row.said) + 14
    return _Lines(
        broken(row.name, room, weight=SEMIBOLD),
        broken(said, room),
        broken(row.note, room, 12),
        broken(model, right - 12 if right else room),
        right > 0,
        right > 0 and taken <= room,
    )


def _height(lines: _Lines) -> float:
    own = len(lines.name) + (0 if lines.said_beside else len(lines.said))
    own += 0 if lines.beside else len(lines.model)
    return 4 + 16 * own + 15.0 * len(lines.note)


def _strip(axes: Plane, row: Row, middle: float, half: float) -> None:
    """Draw the band, the model's 90 % as a line, its median as a dot, the value as a tick."""
    one = np.ones(1)
    axes.boxes(0 * one, (middle - half) * one, 1, 2 * half * one, LIGHT["line"])
    tick = min(half, TICK)
    axes.plot(
        [scaled(row.value, row.band)] * 2,
        [middle - tick, middle + tick],
        color=LIGHT["soft"],
        lw=1.5,
        butt=True,
    )
    if any(math.isnan(level) for level in row.levels):
        return
    ends = [scaled(level, row.band) for level in row.levels]
    low, median, high = (min(max(end, -SIDE), 1 + SIDE) for end in ends)
    axes.plot([low, high], [middle] * 2, color=LIGHT["power"], lw=2.5, butt=True)
    for end, place, arrow in ((ends[0], low, "<"), (ends[2], high, ">")):
        if end != place:
            axes.plot(place, middle, arrow, color=LIGHT["power"], ms=7, mew=0, clip_on=False)
    fill = LIGHT["power"] if row.met else LIGHT["ground"]
    shape = "o" if ends[1] == median else "<" if median < 0 else ">"
    axes.plot(
        median, middle, shape, mfc=fill, mec=LIGHT["power"], mew=2, ms=10, clip_on=False, zorder=5
    )
