"""What answers that try many changes have in common: on which futures, by winter, by rival."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from holdfast.arrays import Array
from holdfast.model.types import RIVALS
from holdfast.outcome.statistics import TRUSTED, estimate, verdict
from holdfast.outcome.windows import Window, windows
from holdfast.questions.refused import Refused
from holdfast.questions.search.halving import Schedule
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.scenario import Scenario

MOST, FIRST, KEEP, FEWEST = 800, 50, 6, 20
"""Futures of the last round and of the first, those never halved, futures that tell anything."""
SPAN = ("from", "to", "mean", "standard_error", "low", "high", "n", "n_eff")
Spanned = tuple[date, date, float, float, float, float, int, float]
ALONE = tuple(f"{rival}{end}" for rival in RIVALS for end in ("", "_error", "_n"))
"""Columns of what is saved under each rival model of air defence alone: its mean (nan where under
five futures drew it), its standard error, and the futures that drew it."""


def schedule_of(futures: int) -> Schedule:
    """Halving up to so many futures. Raises Refused for too few."""
    if futures < FEWEST:
        raise Refused(f"{futures} futures tell nothing apart: ask for {FEWEST} or more")
    return Schedule(first=min(FIRST, futures), most=futures, keep=KEEP)


def runs_of(count: int, schedule: Schedule) -> int:
    """Future-runs of a halving of so many changes, those on fresh futures and of the plan too."""
    alive, n, done, total = count, schedule.first, 0, 0
    while True:
        total += alive * (n - done)
        if n >= schedule.most:
            return total + alive * schedule.most + 2 * schedule.most
        alive = min(alive, max(schedule.keep, (alive + 1) // 2))
        n, done = min(2 * n, schedule.most), n


def judged_on(schedule: Schedule, finalist: bool, n: int) -> Array:
    """(n,) the numbers of the futures that a change is judged on."""
    return schedule.fresh if finalist else schedule.start + np.arange(n)


def spans_of(scenario: Scenario) -> tuple[Window, ...]:
    """The windows of a run of all days of a scenario."""
    first = np.datetime64(scenario.settings.start, "D")
    return windows(scenario.settings, first + np.arange(scenario.settings.days))


def by_rival(values: Array, futures: Array, trials: Trials) -> list[float]:
    """(F,) values under each of the rival models of air defence alone, columns ALONE."""
    drawn = np.array([trials.rival[int(one)] for one in futures])
    return told_by_rival(values, drawn, pairs(futures))


def told_by_rival(values: Array, drawn: Array, pair: Array) -> list[float]:
    """(F,) values of (F,) pairs by the rival model that (F,) futures drew, columns ALONE."""
    made: list[float] = []
    for among in (drawn == rival for rival in RIVALS):
        count = int(among.sum())
        told = estimate(values[among], pair[among]) if count >= TRUSTED else None
        made += [told.mean, told.standard_error] if told else [math.nan, math.nan]
        made.append(count)
    return made


def rivals_of(scenario: Scenario) -> tuple[str, ...]:
    """The rival models of air defence that a scenario may draw: those of a weight above nought."""
    first, mixed = (
        scenario.parameters[f"defence.{name}_probability"] for name in ("proportional", "mixed")
    )
    may = (first.high > 0.0, first.low + mixed.low < 1.0, mixed.high > 0.0)
    return tuple(name for name, drawn in zip(RIVALS, may, strict=True) if drawn)


def told(values: Array, pair: Array) -> tuple[object, ...]:
    """What (F,) differences come to: mean, standard error, interval, n, n_eff, verdict, changed."""
    made, changed = estimate(values, pair), int(np.count_nonzero(values))
    numbers = made.mean, made.standard_error, made.low, made.high, made.n, made.n_eff
    return *numbers, verdict(made, changed), changed


def by_window(
    trials: Trials,
    change: frozenset[int],
    futures: Array,
    beside: frozenset[int] = frozenset(),
) -> list[Spanned]:
    """What a change saves in each window beyond another change, as SPAN."""
    without, within = trials.counted([beside, change], futures)
    rows: list[Spanned] = []
    for span, values in zip(spans_of(trials.scenario), without[:-1] - within[:-1], strict=True):
        made = estimate(values, pairs(futures))
        numbers = made.mean, made.standard_error, made.low, made.high, made.n, made.n_eff
        rows.append((span.first, span.end, *numbers))
    return rows
