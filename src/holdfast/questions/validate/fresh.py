"""How often an interval of few futures holds the truth, of futures that are all fresh.

Many futures are lived over one winter with and without each package that comes early in it, and cut
into samples that share none. Each has an interval of its own, of what was saved by the end of a
short and of a long span of the same runs. The truth is the mean of all. A sample is a part of it,
so its distance from the truth is too small by sqrt(1 - n / N) in the mean, and is stretched by so
much. Blocks of several sizes are of the same futures, and packages meet the same winters: their
intervals are not independent.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.batch import WIDE
from holdfast.campaign.branch import Branch
from holdfast.campaign.pool import Standing, hands
from holdfast.outcome import Outcome
from holdfast.outcome.metrics import WEIGHED, suffering
from holdfast.outcome.statistics import estimate
from holdfast.outcome.windows import Window, reported_from
from holdfast.questions.deliveries import fork
from holdfast.questions.search.memo import pairs
from holdfast.questions.validate.finding import Given
from holdfast.scenario import Scenario

FUTURES = 1600
"""Futures that are lived, after all others."""
SPANS = (60, 120)
"""Reported days after which savings are told: half of a winter, and a winter."""
SIZES = (20, 40, 100, 200, 400)
"""Futures of a sample."""
NOMINAL = 0.95
"""How often an interval says that it holds the truth."""
COLUMNS = (
    "days", "size", "intervals", "n_eff", "coverage", "worst", "carried", "coverage_carried",
)  # fmt: skip


def spans_of(scenario: Scenario) -> list[int]:
    """Reported days after which savings are told; no more than there are."""
    settings = scenario.settings
    there = (settings.last - reported_from(settings)).days + 1
    return sorted({min(days, there) for days in SPANS})


def early(scenario: Scenario, plans: Sequence[Scenario]) -> list[Scenario]:
    """The plans that differ from the scenario before the first span ends."""
    end = reported_from(scenario.settings) + timedelta(days=spans_of(scenario)[0])
    days = [fork(scenario, plan) for plan in plans]
    return [plan for plan, day in zip(plans, days, strict=True) if day is not None and day < end]


def saved(given: Given, plans: Sequence[Scenario], futures: range) -> Iterator[Array]:
    """(spans, plans, f) million person-hours that plans save, batch by batch of the futures."""
    scenario = given.scenario
    first, spans = reported_from(scenario.settings), spans_of(given.scenario)
    until = scenario.day(first) + spans[-1]
    windows = [Window(str(days), first, first + timedelta(days=days)) for days in spans]
    with Standing(given.workers) as crew:
        for start in range(futures.start, futures.stop, WIDE):
            numbers = range(start, min(start + WIDE, futures.stop))
            base = ensemble.run(
                scenario, numbers, given.seed, crew, until=until, only=WEIGHED
            )  # fmt: skip
            left: dict[int, dict[int, Outcome]] = {}
            asked = [_branch(scenario, plan, base, hands(crew)) for plan in plans]
            for number, batch, part in ensemble.branches(asked, crew):
                left.setdefault(number, {})[batch] = part
            after = [[part for _, part in sorted(left[place].items())] for place in sorted(left)]
            yield np.stack([_told(window, base, after) for window in windows])


def _branch(scenario: Scenario, plan: Scenario, base: Outcome, cut: int) -> Branch:
    day = fork(scenario, plan)
    assert day is not None
    return Branch.of(plan, base, max(scenario.day(day), 0), cut, WEIGHED)


def _told(window: Window, base: Outcome, after: Sequence[Sequence[Outcome]]) -> Array:
    """(plans, f) of a span."""
    without = suffering(base.view(window))
    each = [np.concatenate([suffering(part.view(window)) for part in parts]) for parts in after]
    return np.stack([without - values for values in each])


def samples(values: Array, size: int) -> tuple[Array, Array]:
    """Whether the interval of each sample of (F,) values holds the mean of all, and its n_eff.

    Futures from an even number on, in order, so that no pair is cut.
    """
    truth, inside, carried = float(values.mean()), [], []
    for start in range(0, len(values) - size + 1, size):
        made = estimate(values[start : start + size], pairs(np.arange(size)))
        apart = (truth - made.mean) / math.sqrt(1 - size / len(values))
        inside.append(made.low - made.mean <= apart <= made.high - made.mean)
        carried.append(made.n_eff)
    return np.array(inside), np.array(carried)


def table(values: Array, spans: Sequence[int], least: float) -> pd.DataFrame:
    """By span and size of sample how many intervals hold the truth, columns COLUMNS.

    values (spans, plans, F). `worst` is the least of a plan; carried are those of n_eff `least` or
    more. A plan that saves nothing by the end of a span is left out of it.
    """
    rows = []
    for days, of_span in zip(spans, values, strict=True):
        live = [one for one in of_span if one.any()]
        for size in (size for size in SIZES if 2 * size <= values.shape[-1] and live):
            each = [samples(one, size) for one in live]
            inside, carried = (np.concatenate(some) for some in zip(*each, strict=True))
            enough = carried >= least
            rows.append(
                (days, size, len(inside), float(np.median(carried)), float(inside.mean()),
                 min(float(one.mean()) for one, _ in each), int(enough.sum()),
                 float(inside[enough].mean()) if enough.any() else math.nan)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def by_span(found: pd.DataFrame) -> dict[int, tuple[int, int]]:
    """By span, of its intervals that enough futures carry, how many hold the truth of how many."""
    made = {}
    for days in found["days"].unique().tolist():
        rows = found[found["days"] == days]
        held = np.nansum(rows["carried"].to_numpy(float) * rows["coverage_carried"].to_numpy(float))
        made[days] = round(float(held)), int(rows["carried"].sum())
    return made


def fewest(found: pd.DataFrame) -> dict[int, int | None]:
    """By span the smallest sample from which on intervals hold as often as they say, but for luck.

    Two standard errors of so many intervals are luck. None if those of the largest sample do not.
    """
    made: dict[int, int | None] = {}
    for days in found["days"].unique().tolist():
        rows = found[found["days"] == days]
        slack = 2 * np.sqrt(NOMINAL * (1 - NOMINAL) / rows["intervals"])
        good = (rows["coverage"] >= NOMINAL - slack).to_numpy()
        bad = np.flatnonzero(~good)
        sizes = rows["size"].tolist()
        made[days] = next(iter(sizes[int(bad[-1]) + 1 :] if bad.size else sizes), None)
    return made
