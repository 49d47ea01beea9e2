"""The axis of days: months named as densely as the room allows, years beneath, winters shaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import CHART_TEXT, text_width
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import winter_spans
from holdfast.show.theme import LIGHT

STEPS = (1, 2, 3, 6)
GAP = 14.0
DAYS_PER_PIXEL = 0.7
SHADE = 0.55


@dataclass(frozen=True, slots=True)
class Tick:
    """A named month: where it begins, its name, and the year where it is to be said."""

    position: int
    month: str
    year: str


def ticks(
    dates: Sequence[dt.date], room: float, words: Catalogue, size: float = CHART_TEXT
) -> list[Tick]:
    """Choose the months to name so that no two names touch; January always is among them."""
    firsts = [i for i, date in enumerate(dates) if date.day == 1]
    names = words.numbers.months_short
    widest = max(text_width(name, size) for name in names)
    for every in STEPS:
        if room / len(dates) * 30.4 * every >= widest + GAP:
            break
    chosen = [i for i in firsts if (dates[i].month - 1) % every == 0]
    tick_room = room / len(dates)
    chosen = [
        i for i in chosen if (len(dates) - i) * tick_room > text_width(names[dates[i].month - 1])
    ]
    found: list[Tick] = []
    for i in chosen:
        new = not found or dates[i].month == 1
        year = str(dates[i].year) if new else ""
        found.append(Tick(i, names[dates[i].month - 1], year))
    return found


def thinned(days: int, room: float) -> npt.NDArray[np.int64]:
    """Choose the days to draw: all of them, or fewer where they would fall closer than a pixel."""
    every = max(1, int(days // (room * DAYS_PER_PIXEL)))
    return np.unique(np.r_[np.arange(0, days, every), days - 1])


def shaded(dates: Sequence[dt.date]) -> bool:
    """Tell whether winters are shaded: where there is more than one season to tell apart."""
    return any(last - first < len(dates) for first, last in winter_spans(dates))


def shade_winters(axes: Plane, dates: Sequence[dt.date]) -> None:
    """Lay a faint ground under the winters, where `shaded` says so."""
    for first, last in winter_spans(dates):
        if last - first < len(dates):
            axes.axvspan(first, last, color=LIGHT["faint"], alpha=SHADE)


def draw(
    canvas: Canvas,
    axes: Plane,
    dates: Sequence[dt.date],
    words: Catalogue,
    *,
    below: float,
    size: float = CHART_TEXT,
    years: bool = True,
    grid: bool = True,
) -> None:
    """Name the months under (or over) axes whose x runs over the days.

    `below` is the base line of the names in pixels from the top of the canvas.
    """
    left, _, room, _ = axes.box
    named = ticks(dates, room, words, size)
    if grid:
        axes.grid(xs=[tick.position for tick in named])
    for tick in named:
        x = left + tick.position / len(dates) * room + (4 if grid else 0)
        canvas.text(x, below, tick.month, colour=LIGHT["soft"], size=size)
        if tick.year and years:
            canvas.text(x, below + size + 3, tick.year, colour=LIGHT["soft"], size=size)
