"""Where two gifts meet: what the later one saves beyond the earlier, by the day it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.ticker import MaxNLocator

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import SEMIBOLD, broken, text_width
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array
from holdfast.show.theme import LIGHT

WIDE = 600
LEFT, RIGHT, FOOT, SIDE = 56, 10, 40, 20
LINE = 16
Style = Literal["solid", "dashed", "dotted"]
DASHES: Mapping[Style, Any] = {"solid": "solid", "dashed": (0, (4, 3)), "dotted": (0, (1, 2))}
BAND = 0.28


@dataclass(frozen=True, slots=True)
class Line:
    """A day that is marked on the drawing: its place, what is said of it, and how it is drawn.

    The crossing is solid, days from which the sides are told apart are dashed, B as it was asked
    for is dotted.
    """

    place: float
    text: str
    style: Style

    @property
    def firm(self) -> bool:
        """Whether it is the crossing."""
        return self.style == "solid"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Differences (look,) with their intervals at places among the dates, and marked days.

    `above` and `below` say which side saves more over and under nought.
    """

    dates: Sequence[dt.date]
    places: Array
    means: Array
    ends: tuple[Array, Array]
    lines: Sequence[Line]
    above: str
    below: str


def draw(view: Meeting, width: float, words: Catalogue) -> Canvas:
    """Draw the difference within its band over the days, with nought and the marked days."""
    height = 300 if width > 900 else 250 if width > WIDE else 240
    room = width - LEFT - RIGHT
    texts = [broken(line.text, min(room, 420)) for line in view.lines]
    head = 8 + LINE * sum(map(len, texts)) + (6 if texts else 0)
    canvas = Canvas(width, head + height + FOOT)
    low, high = min(0.0, float(view.ends[0].min())), max(0.0, float(view.ends[1].max()))
    pad = (high - low) * 0.02 or 1.0
    # room for the names of the sides in the corners, clear of the band
    span = high - low + 2 * pad
    extra = span * SIDE / (height - 2 * SIDE)
    limits = (low - pad - extra, high + pad + extra)
    axes = canvas.axes((LEFT, head, room, height), (0, len(view.dates)), limits)
    _levels(canvas, axes, (head, height), words)
    days = view.places + 0.5
    axes.fill_between(days, *view.ends, color=LIGHT["power"], alpha=BAND, gid="band")
    axes.axhline(0, color=LIGHT["none"], lw=1.5)
    axes.plot(days, view.means, color=LIGHT["ink"], lw=1.6)
    axes.plot(
        days, view.means, "s", mfc=LIGHT["power"], mec=LIGHT["ink"], mew=1, ms=6, clip_on=False
    )
    for text, top in ((view.above, True), (view.below, False)):
        base = head + 14 if top else head + height - 6
        canvas.text(width - RIGHT, base, text, colour=LIGHT["soft"], weight=SEMIBOLD, align="right")
    _lines(canvas, view, texts, (head, height, room))
    calendar.draw(canvas, axes, view.dates, words, below=head + height + 16)
    return canvas


def _levels(canvas: Canvas, axes: Plane, where: tuple[float, float], words: Catalogue) -> None:
    """Name the values of the axis left of it."""
    head, height = where
    low, high = axes.down
    levels = [tick for tick in MaxNLocator(5).tick_values(low, high) if low <= tick <= high]
    axes.grid(ys=levels)
    for level in levels:
        base = head + height * (high - level) / (high - low) + 4
        sign = "+" if level > 0 else ""
        text = sign + words.numbers.exact(level)
        canvas.text(LEFT - 8, base, text, colour=LIGHT["soft"], align="right", size=12)


def _lines(
    canvas: Canvas,
    view: Meeting,
    texts: Sequence[Sequence[str]],
    where: tuple[float, float, float],
) -> None:
    """Draw each marked day from its text down to the axis; every text has lines of its own."""
    head, height, room = where
    y = 8.0 + 10
    placed: list[tuple[float, float, str, bool]] = []
    owners = [line for line, some in zip(view.lines, texts, strict=True) for _ in some]
    for line, some in zip(view.lines, texts, strict=True):
        x = LEFT + (line.place + 0.5) / len(view.dates) * room
        dashes = DASHES[line.style]
        ink = LIGHT["ink"] if line.firm else LIGHT["soft"]
        wide = max(map(text_width, some)) + 8
        on_left = x + wide > canvas.width and x - wide > 0
        start = min(x + 8, canvas.width - wide) if not on_left else x - 8
        first = y - 4 if on_left or start > x else y + LINE * (len(some) - 1) + 4
        canvas.line((x, x), (first, head + height), ink, 1.6 if line.firm else 1.2, ls=dashes)
        if first == y - 4:
            canvas.mark(x, first, "o", 6, ink)
        placed += [(start, y + LINE * number, text, on_left) for number, text in enumerate(some)]
        y += LINE * len(some)
    for (start, base, text, on_left), line in zip(placed, owners, strict=True):
        canvas.text(
            start, base, text, align="right" if on_left else "left", halo=True,
            colour=LIGHT["ink" if line.firm else "soft"], weight=SEMIBOLD if line.firm else 400,
        )  # fmt: skip
