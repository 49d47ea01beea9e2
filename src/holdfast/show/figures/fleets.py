"""How much of each type of air defence is ready: small multiples over the weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from holdfast.model.types import WEEK
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import calendar
from holdfast.show.figures.canvas import Canvas
from holdfast.show.figures.measure import NAME_TEXT, SEMIBOLD, broken
from holdfast.show.figures.plane import Plane
from holdfast.show.reductions import Array, Days
from holdfast.show.theme import LIGHT

FOOT, BELOW = 36, 20
LEFT, GAP = 50, 24
WIDEST = 480
BAND = 0.24
LEVELS = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Ready:
    """Shares (week,) at weeks (week,) counted from the first: low, middle and high."""

    weeks: Days
    low: Array
    middle: Array
    high: Array

    @classmethod
    def of(cls, rows: pd.DataFrame, first: dt.date, side: str = "") -> Ready:
        """Rows of weeks, with the points of one side; `side` stands before their columns."""
        weeks = np.array([(week - first).days // WEEK for week in rows["week"]], dtype=np.int64)
        points = (
            rows[f"{side}{point}"].to_numpy(dtype=float) for point in ("p10", "median", "p90")
        )
        return cls(weeks, *points)


@dataclass(frozen=True, slots=True)
class Fleet:
    """One type: its name, a note, what is ready, and on the other side of a comparison."""

    name: str
    note: str
    shown: Ready
    baseline: Ready | None = None


@dataclass(frozen=True, slots=True)
class Fleets:
    """Types over the same days."""

    dates: Sequence[dt.date]
    fleets: Sequence[Fleet]


def _runs(weeks: Days) -> list[slice]:
    """Weeks that follow one another: a fleet can be gone for some."""
    cuts = [0, *(np.flatnonzero(np.diff(weeks) != 1) + 1).tolist(), len(weeks)]
    return [slice(first, last) for first, last in pairwise(cuts)]


def _middles(weeks: Days, days: int) -> Array:
    """The middle of each week on the axis of days; the last may be cut short."""
    first = weeks * WEEK
    return np.asarray((first + np.minimum(first + WEEK, days)) / 2.0)


def _curves(axes: Plane, fleet: Fleet, days: int) -> None:
    colour = LIGHT["defence"]
    at = _middles(fleet.shown.weeks, days)
    for run in _runs(fleet.shown.weeks):
        low, high = fleet.shown.low[run], fleet.shown.high[run]
        axes.fill_between(at[run], low, high, color=colour, alpha=BAND)
        axes.plot(at[run], fleet.shown.middle[run], color=colour, lw=2, butt=True)
    if fleet.baseline is not None:
        at = _middles(fleet.baseline.weeks, days)
        for run in _runs(fleet.baseline.weeks):
            middle = fleet.baseline.middle[run]
            axes.plot(at[run], middle, color=LIGHT["none"], lw=1.6, ls=(0, (4, 3)))


def draw(view: Fleets, width: float, words: Catalogue) -> Canvas:
    """Draw the types, three, two or one to a row, all on the axis from nought to all."""
    across = 3 if width > 900 else 2 if width > 600 else 1
    across = min(across, max(1, len(view.fleets)))
    each = (width - LEFT * across - GAP * (across - 1)) / across
    each = min(each, WIDEST) if width > 600 else each
    texts = [
        (broken(fleet.name, each, NAME_TEXT, SEMIBOLD), broken(fleet.note, each))
        for fleet in view.fleets
    ]
    head = max(10.0 + 17 * len(name) + 16 * len(note) for name, note in texts)
    tall = 130 if width > 600 else 96
    block = head + tall + FOOT + BELOW
    canvas = Canvas(width, -(-len(view.fleets) // across) * block - BELOW)
    for place, fleet in enumerate(view.fleets):
        x, y = LEFT + place % across * (each + LEFT + GAP), place // across * block
        axes = canvas.axes((x, y + head, each, tall), (0, len(view.dates)), (0, 1))
        calendar.shade_winters(axes, view.dates)
        axes.grid(ys=LEVELS)
        for level in LEVELS:
            text = words.say("form.percent", value=words.numbers.fixed(100 * level))
            base = y + head + tall * (1 - level) + 4
            canvas.text(x - 7, base, text, colour=LIGHT["soft"], align="right", size=12)
        axes.axhline(0, color=LIGHT["none"], lw=1.5)
        _curves(axes, fleet, len(view.dates))
        name, note = texts[place]
        below = canvas.lines(x, y + 14, name, step=17, weight=SEMIBOLD, size=NAME_TEXT)
        canvas.lines(x, below, note, colour=LIGHT["soft"])
        calendar.draw(canvas, axes, view.dates, words, below=y + head + tall + 16)
    return canvas
