"""What common futures are worth, and how often a 95 % interval holds the truth.

The difference of two plans lived in the same futures is known far better than that of two lived in
futures of their own. The first table sets both errors side by side.

The second says how often an interval holds the truth over 200 reruns of 200 futures. So many fresh
futures would take hours, so each rerun is drawn with return from the pairs of futures of the first
table, whose mean is the truth (the bootstrap world of Efron and Tibshirani 1993, "An Introduction
to the Bootstrap"). What is rarer than one pair among them no rerun can meet.
`benchmarks/interval_coverage.py` asks the same of futures that are all fresh.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.statistics import difference, estimate
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.judged import nothing
from holdfast.questions.validate.ways import Way, packages, plan_with

POOL = 240
"""Futures that are lived at least, for so many pairs are drawn from."""
RERUNS, EACH = 200, 200
"""Reruns, and futures of each."""
CARRIED, COVERED = 20.0, 0.90
"""n_eff from which coverage is asked for, and how much of it."""
COLUMNS = (
    "package", "cost", "saved", "paired_error", "unpaired_error", "ratio", "fewer_futures",
    "n_eff",
)  # fmt: skip
COVERAGE = (
    "package", "truth", "n_eff", "coverage", "carried", "coverage_carried",
    "coverage_carried_error",
)  # fmt: skip


def find(given: Given, pool: int = POOL) -> Finding:
    """Both tables; holds where every paired error is the smaller and coverage is at least .90.

    Where the scenario has no package it only says so.
    """
    ways = packages(given.scenario)
    if not ways:
        return nothing(7, "paired", "no_package")
    futures = np.arange(max(given.futures, pool))
    counted = _counted(given, ways, futures)
    errors = pd.DataFrame(
        [both(w, counted[0], a, pairs(futures)) for w, a in zip(ways, counted[1:], strict=True)],
        columns=list(COLUMNS),
    )
    draw = np.random.default_rng(given.seed)
    rows = [coverage(counted[0] - after, draw) for after in counted[1:]]
    covered = pd.DataFrame(
        [(way.name, *row) for way, row in zip(ways, rows, strict=True)], columns=list(COVERAGE)
    )
    carried = covered["carried"].to_numpy(float)
    held = float(np.nansum(carried * covered["coverage_carried"].to_numpy(float)))
    share = held / carried.sum() if carried.sum() else math.nan
    gains = errors["ratio"].to_numpy(float)
    holds = bool((gains > 1).all() and share >= COVERED) if carried.sum() else None
    values = {
        "least": float(gains.min()), "most": float(gains.max()), "coverage": share,
        "intervals": int(carried.sum()), "n": len(futures),
    }  # fmt: skip
    which = "hold" if holds else "few" if holds is None else "fail"
    how = {"reruns": RERUNS, "each": EACH, "pool": len(futures)}
    return Finding(
        7, "paired", holds, Sentence(which, values), {"errors": errors, "coverage": covered},
        (Sentence("how", how), Sentence("carried")),
        command="python benchmarks/interval_coverage.py",
    )  # fmt: skip


def _counted(given: Given, ways: list[Way], futures: Array) -> Array:
    """(1 + W, F) suffering in all of the plan itself and of each way."""
    changes = [frozenset({number}) for number in range(len(ways))]
    size = (1 + len(ways)) * len(futures)
    with Trials(
        given.scenario, plan_with(given.scenario, ways), given.seed, given.workers,
        given.progress, size,
    ) as trials:  # fmt: skip
        return trials.counted([frozenset(), *changes], futures)[:, -2]


def both(way: Way, before: Array, after: Array, pair: Array) -> tuple[object, ...]:
    """What a way saves with its paired and its unpaired error; (F,) suffering and pair numbers."""
    made = difference(after, before, pair, "more")
    gain = made.paired_gain
    error = made.estimate.standard_error
    apart = math.sqrt(gain) * error if math.isfinite(gain) else math.nan
    return (
        way.name, way.cost, made.estimate.mean, error, apart, math.sqrt(gain), gain,
        made.estimate.n_eff,
    )  # fmt: skip


def coverage(saved: Array, draw: np.random.Generator) -> tuple[object, ...]:
    """How often the interval of EACH futures holds the mean of the pool, as COVERAGE.

    saved (F,) in the order of the futures, so that two that follow one another are a pair.
    """
    truth, pair = float(saved.mean()), pairs(np.arange(EACH))
    inside, carried = np.zeros(RERUNS, bool), np.zeros(RERUNS)
    for rerun in range(RERUNS):
        first = 2 * draw.integers(len(saved) // 2, size=EACH // 2)
        made = estimate(saved[np.stack([first, first + 1], axis=1).ravel()], pair)
        inside[rerun] = made.low <= truth <= made.high
        carried[rerun] = made.n_eff
    enough = carried >= CARRIED
    count = int(enough.sum())
    share = float(inside[enough].mean()) if count else math.nan
    error = math.sqrt(share * (1 - share) / count) if count else math.nan
    return truth, float(np.median(carried)), float(inside.mean()), count, share, error
