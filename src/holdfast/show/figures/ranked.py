"""Things one below the other on one axis: mean, 95 % interval, rival models, groups."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from matplotlib.ticker import MaxNLocator

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import (
    CHART_TEXT,
    NAME_TEXT,
    SEMIBOLD,
    SMALL_TEXT,
    broken,
    text_width,
)
from holdfast.show.figures.plane import Plane
from holdfast.show.theme import LIGHT

WIDE = 600
HEAD, GUTTER, BETWEEN, PAD, STRIP = 34, 26, 10, 6, 24
NAME_LINE, NOTE_LINE = 17, 15
VALUES = {True: 200, False: 160}
NAMES = {True: 330, False: 236}
MARKERS = {"power": "s", "defence": "o", "gas": "^", "heat": "D", "money": "P", "none": "s"}
PALE = 0.45
MARK_OFF = 9.0
"""Pixels from the middle of a row to the middle of a mark above or below it."""
RIVAL_MARKS = ((-MARK_OFF, "v"), (MARK_OFF, "^"), (MARK_OFF, "s"))
"""Where the mark of each rival model stands, and its shape."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: what it is called, its mean with the ends of its 95 % interval, and two texts.

    `marks` are its means under the rival models of air defence, nan where rare, `pale` is what was
    left early or is not judged, `group` the number of those it is not told apart from.
    """

    name: str
    note: str
    mean: float
    interval: tuple[float, float]
    value: str
    verdict: str = ""
    token: str = "power"
    marks: tuple[float, ...] = ()
    group: int | None = None
    pale: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """Rows on one axis; `guides` are values at which a faint line stands.

    With `whole` no interval is cut, that of a pale row neither.
    """

    rows: Sequence[Row]
    whole: bool = False
    guides: Sequence[float] = field(default=())


@dataclass(frozen=True, slots=True)
class _Place:
    """A row laid out: its lines, its top, its height, and where its strip lies in it [pixels]."""

    row: Row
    name: list[str]
    note: list[str]
    beside: list[str]
    top: float
    height: float
    middle: float


def limits_of(view: Ranked) -> tuple[float, float]:
    """Give the ends of the axis: all means and marks, and the intervals of what is not pale.

    An interval of what is judged on few futures may be wide beyond all others; it is cut at the
    axis and marked by an arrow.
    """
    firm = [row for row in view.rows if view.whole or not row.pale] or list(view.rows)
    ends = [0.0, *(end for row in firm for end in row.interval)]
    ends += [value for row in view.rows for value in (row.mean, *row.marks)]
    known = [end for end in ends if math.isfinite(end)]
    pad = (max(known) - min(known)) * 0.04 or 1.0
    return min(known) - pad, max(known) + pad


def draw(view: Ranked, width: float, words: Catalogue) -> Canvas:
    """Draw the rows on one axis with the line of nought."""
    wide = width > WIDE
    grouped = any(row.group is not None for row in view.rows)
    gutter = GUTTER if grouped else 0
    left = gutter + NAMES[width > 900] if wide else gutter
    right = VALUES[width > 900] if wide else 0
    joint = words.say("form.joint")
    places = _laid_out(view.rows, (left - 14 if wide else width, right), gutter, wide, joint)
    whole = places[-1].top + places[-1].height
    canvas = Canvas(width, HEAD + whole + 4)
    limits, room = limits_of(view), width - left - right
    axes = canvas.axes((left, HEAD, room, whole), limits, (whole, 0))

    def x(value: float) -> float:
        return left + (value - limits[0]) / (limits[1] - limits[0]) * room

    bands = [(place.top, place.top + place.height) for place in places]
    if not wide:  # no line runs through a text
        bands = [(place.top + place.middle - 12, place.top + place.middle + 12) for place in places]
    _ticks(canvas, axes, view, x, words)
    _lines(axes, view, bands)
    for number, place in enumerate(places):
        _texts(canvas, place, gutter, width if wide else 0, right)
        _strip(axes, place, limits, f"interval-{number}")
        bottom = HEAD + place.top + place.height
        if place is not places[-1] and view.rows[number + 1].group == place.row.group:
            canvas.line((gutter, width), (bottom, bottom))
    if grouped:
        _brackets(canvas, places, width)
    return canvas


def _laid_out(
    rows: Sequence[Row], rooms: tuple[float, float], gutter: float, wide: bool, joint: str
) -> list[_Place]:
    """Break the texts of each row and place the rows below one another."""
    names, right = rooms
    made: list[_Place] = []
    top = 0.0
    for number, row in enumerate(rows):
        if number and rows[number - 1].group != row.group:
            top += BETWEEN
        name = broken(row.name, names - gutter, NAME_TEXT, SEMIBOLD)
        note, beside = row.note, []
        if wide:
            beside = broken(row.verdict, right - 18) if row.verdict else []
        else:
            told = ", ".join(filter(None, (row.value, row.verdict)))
            note = joint.join(filter(None, (told, row.note)))
        lines = broken(note, names - gutter) if note else []
        texts = NAME_LINE * len(name) + NOTE_LINE * len(lines)
        if wide:
            height = max(texts, NAME_LINE + NOTE_LINE * len(beside), STRIP) + 2 * PAD
            middle = height / 2
        else:
            height = texts + STRIP + 2 * PAD
            middle = height - PAD - STRIP / 2
        made.append(_Place(row, name, lines, beside, top, height, middle))
        top += height
    return made


def _ticks(
    canvas: Canvas, axes: Plane, view: Ranked, x: Callable[[float], float], words: Catalogue
) -> None:
    """Name the values of the axis above it."""
    limits = axes.across
    ticks = MaxNLocator(6 if canvas.width > WIDE else 4).tick_values(*limits)
    ticks = [tick for tick in ticks if limits[0] <= tick <= limits[1]]
    if canvas.width > WIDE:
        axes.grid(xs=ticks)
    for tick in ticks:
        text = words.numbers.exact(tick)
        half = text_width(text) / 2
        place = min(max(x(tick), half), canvas.width - half)
        canvas.text(place, HEAD - 12, text, colour=LIGHT["soft"], align="center")


def _lines(axes: Plane, view: Ranked, bands: Sequence[tuple[float, float]]) -> None:
    """Draw the line of nought and the guides beside each strip."""
    for top, bottom in bands:
        axes.plot([0, 0], [top, bottom], color=LIGHT["none"], lw=1.5)
        for guide in view.guides:
            axes.plot([guide] * 2, [top, bottom], color=LIGHT["none"], lw=1, ls=(0, (1, 2)))


def _texts(canvas: Canvas, place: _Place, gutter: float, width: float, right: float) -> None:
    """Write name and note, and value and verdict beside the strip where it is wide."""
    texts = NAME_LINE * len(place.name) + NOTE_LINE * len(place.note)
    slack = (place.height - texts) / 2 if width else PAD
    ink = LIGHT["soft"] if place.row.pale else LIGHT["ink"]
    below = canvas.lines(
        gutter, HEAD + place.top + slack + 13, place.name, step=NAME_LINE, colour=ink,
        weight=SEMIBOLD, size=NAME_TEXT,
    )  # fmt: skip
    canvas.lines(gutter, below - 1, place.note, step=NOTE_LINE, colour=LIGHT["soft"])
    if width:
        tall = NAME_LINE + NOTE_LINE * len(place.beside)
        base = HEAD + place.top + (place.height - tall) / 2 + 13
        start = width - right + 18
        canvas.text(start, base, place.row.value, colour=ink, weight=SEMIBOLD)
        canvas.lines(
            start, base + NAME_LINE - 1, place.beside, step=NOTE_LINE, colour=LIGHT["soft"]
        )


def _strip(axes: Plane, place: _Place, limits: tuple[float, float], gid: str) -> None:
    """Draw the interval, the marks of the rival models and the mean; what lies outside is cut."""
    row, middle = place.row, place.top + place.middle
    colour, alpha = LIGHT[row.token], PALE if row.pale else 1.0
    if all(map(math.isfinite, row.interval)):
        low, high = (min(max(end, limits[0]), limits[1]) for end in row.interval)
        axes.plot(
            [low, high], [middle] * 2, color=LIGHT["ink"], lw=2, alpha=alpha,
            butt=True, gid=gid,
        )  # fmt: skip
        for end, cut, arrow in ((row.interval[0], low, "<"), (row.interval[1], high, ">")):
            if end != cut:
                axes.plot(cut, middle, arrow, color=LIGHT["ink"], alpha=alpha, ms=6, mew=0)
    for value, (off, shape) in zip(row.marks, RIVAL_MARKS, strict=False):
        if math.isfinite(value):
            axes.plot(value, middle + off, shape, color=LIGHT["soft"], alpha=alpha, ms=6, mew=0)
    if math.isfinite(row.mean):
        face = LIGHT["ground"] if row.pale else colour
        edge = colour if row.pale else LIGHT["ink"]
        how: dict[str, Any] = {"mfc": face, "mec": edge, "mew": 1.2, "ms": 9}
        axes.plot(row.mean, middle, MARKERS[row.token], clip_on=False, zorder=5, **how)


def _brackets(canvas: Canvas, places: Sequence[_Place], width: float) -> None:
    """Hold together what is not told apart by a bracket with the number of the group."""
    for group, some in groupby(places, key=lambda place: place.row.group):
        held = list(some)
        top, last = HEAD + held[0].top + 3, held[-1]
        bottom = HEAD + last.top + last.height - 3
        if held[0] is not places[0]:
            edge = top - 3 - BETWEEN / 2
            canvas.line((0, width), (edge, edge), LIGHT["line"])
        if group is None:
            continue
        canvas.line((12, 5, 5, 12), (top, top, bottom, bottom), LIGHT["none"], 1.5)
        canvas.text(
            5, (top + bottom) / 2 + 4, str(group), colour=LIGHT["soft"], weight=SEMIBOLD,
            align="center", size=SMALL_TEXT if len(held) == 1 else CHART_TEXT, halo=True,
        )  # fmt: skip
