"""What is told of one future: what it is among the others, and which of its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from holdfast.outcome.outcome import Outcome
from holdfast.questions.explain import refuse_absent
from holdfast.questions.judging import rivals_of
from holdfast.questions.ranking import METRIC, MIDDLE, future_at
from holdfast.questions.unknowns import Unknown, most_extreme

DARK = 0.5
"""Hours without power per person above which a day is told even if nothing else happened."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is to be known of a future before its days are read."""

    future: int
    totals: tuple[tuple[str, float], ...]
    """Name of each window, and hours without power per person in it."""
    rank: int
    """1 is the darkest of the run's futures."""
    futures: int
    middle: float
    """Hours of the run's middle future, in all."""
    rival: str
    """The model of air defence that it drew."""
    others: int
    """Other models of air defence that a future may draw."""
    unknowns: tuple[Unknown, ...]
    """What it drew furthest from the middle of what nobody knows."""
    longest: tuple[date, date, float] | None
    """First and last day of the longest run of dark days, both included, and the hours in it."""
    reported: date
    """First day that is counted; what is before is a warm-up."""


def head(outcome: Outcome, future: int, days: pd.DataFrame) -> Head:
    """The head of a future of a run; `days` is what `explain` gives of it.

    Raises Refused for a future that the run does not hold.
    """
    refuse_absent(outcome, future)
    place = outcome.futures.index(future)
    windows = outcome.windows()
    hours = outcome.values(METRIC, windows[-1])
    first = windows[-1].first
    return Head(
        future=future,
        totals=tuple(
            (window.name, float(outcome.values(METRIC, window)[place])) for window in windows
        ),
        rank=int((hours > hours[place]).sum()) + 1,
        futures=len(hours),
        middle=float(hours[outcome.futures.index(future_at(outcome, MIDDLE))]),
        rival=str(outcome.data["rival"].values[place]),
        others=len(rivals_of(outcome.scenario)) - 1,
        unknowns=tuple(most_extreme(outcome.scenario, outcome.seed, future)),
        longest=_longest(days[days["date"] >= first]),
        reported=first,
    )


def told(days: pd.DataFrame, reported: date) -> list[tuple[int, int]]:
    """Days to be told alone, and stretches between them, as (first place, place after the last).

    Alone stands a day with an event, with planned cuts, or with more than DARK hours without power.
    No stretch goes on over the first reported day.
    """
    alone = (
        (days["events"] != "") | (days["hours_planned"] > 0) | (days[METRIC] > DARK)
    ).to_numpy()
    made: list[tuple[int, int]] = []
    begins = (days["date"] == reported).to_numpy()
    for place, stands in enumerate(alone.tolist()):
        if not stands and made and not alone[place - 1] and not begins[place]:
            made[-1] = (made[-1][0], place + 1)
        else:
            made.append((place, place + 1))
    return made


def _longest(days: pd.DataFrame) -> tuple[date, date, float] | None:
    """The longest run of days of more than DARK hours, the darker of two of like length."""
    hours, dates = days[METRIC].to_numpy(), list(days["date"])
    best, begin = (0, 0.0, 0), 0
    for place, dark in enumerate((hours > DARK).tolist()):
        if not dark:
            begin = place + 1
        best = max(best, (place + 1 - begin, float(hours[begin : place + 1].sum()), begin))
    count, amount, first = best
    return (dates[first], dates[first + count - 1], amount) if count else None
