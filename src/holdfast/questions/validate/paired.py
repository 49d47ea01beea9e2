"""What common futures are worth, and how often a 95 % interval holds the truth.

Two plans lived in the same futures differ by far less than two lived in futures of their own. The
first table sets both errors side by side. The second asks, over reruns that share no future, how
often the interval of one rerun holds the mean of all of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.branch import Branch
from holdfast.campaign.pool import Standing, hands
from holdfast.outcome.metrics import WEIGHED
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import Estimate, difference, estimate
from holdfast.outcome.windows import reported_from
from holdfast.questions.options import with_options
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.ways import Way, at_once, packages, plan_with

RERUNS, EACH, DAYS = 200, 40, 21
"""Reruns, futures of each, and reported days of each: what fits the time of the dossier."""
TOGETHER = 10
"""Reruns that are lived at once, so that memory stays small."""
CARRIED, COVERED = 20.0, 0.90
"""n_eff from which coverage is asked for, and how much of it."""
COLUMNS = (
    "package", "cost", "mean", "paired_error", "unpaired_error", "ratio", "fewer_futures", "n",
    "n_eff",
)  # fmt: skip
COVERAGE = ("n_eff", "intervals", "held", "coverage", "standard_error")


def find(given: Given, reruns: int = RERUNS, each: int = EACH) -> Finding:
    """Both tables; holds where every paired error is the smaller and coverage is at least .90.

    Raises Refused if the scenario has no package.
    """
    ways = packages(given.scenario)
    errors = _errors(given, ways)
    probe = at_once(given.scenario, ways[0])
    found = list(_reruns(given, probe, reruns, each))
    covered = coverage(found)
    asked = covered.iloc[0]
    enough = int(asked["intervals"]) > 0
    gains = errors["ratio"].to_numpy(float)
    holds = bool((gains > 1).all() and asked["coverage"] >= COVERED) if enough else None
    values = {
        "least": float(gains.min()), "most": float(gains.max()), "coverage": asked["coverage"],
        "intervals": int(asked["intervals"]), "reruns": reruns, "n": given.futures,
    }  # fmt: skip
    how = {"reruns": reruns, "each": each, "days": DAYS, "package": ways[0].name}
    return Finding(
        7,
        "paired",
        holds,
        Sentence("paired.hold" if holds else "paired.fail" if enough else "paired.few", values),
        {"errors": errors, "coverage": covered},
        (Sentence("paired.how", how),),
        command="python benchmarks/interval_coverage.py",
    )


def _errors(given: Given, ways: list[Way]) -> pd.DataFrame:
    """A row a package: what it saves over all days, with both errors, columns COLUMNS."""
    futures = np.arange(given.futures)
    changes = [frozenset({number}) for number in range(len(ways))]
    with Trials(
        given.scenario, plan_with(given.scenario, ways), given.seed, given.workers, given.progress
    ) as trials:
        counted = trials.counted([frozenset(), *changes], futures)[:, -2]
    rows = [
        both(way, counted[0], after, pairs(futures))
        for way, after in zip(ways, counted[1:], strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def both(way: Way, before: Array, after: Array, pair: Array) -> tuple[object, ...]:
    """What a way saves with its paired and its unpaired error; (F,) suffering and pair numbers."""
    made = difference(after, before, pair, "more")
    gain = made.paired_gain
    error = made.estimate.standard_error
    apart = math.sqrt(gain) * error if math.isfinite(gain) else math.nan
    return (
        way.name, way.cost, made.estimate.mean, error, apart, math.sqrt(gain), gain,
        made.estimate.n, made.estimate.n_eff,
    )  # fmt: skip


def _reruns(given: Given, probe: Way, reruns: int, each: int) -> Iterator[Estimate]:
    """What the probe saves in each rerun over the first reported days [million person-hours]."""
    scenario = given.scenario
    begin = max(scenario.day(reported_from(scenario.settings)), 0)
    until = min(begin + DAYS, scenario.settings.days)
    plan = with_options(scenario, probe.options)
    with Standing(given.workers) as crew:
        for start in range(0, reruns, TOGETHER):
            some = range(start * each, min(start + TOGETHER, reruns) * each)
            base = ensemble.run(scenario, some, given.seed, crew, until=until, only=WEIGHED)
            branch = Branch.of(plan, base, begin, hands(crew), WEIGHED)
            parts = {place: part for _, place, part in ensemble.branches([branch], crew)}
            after = np.concatenate([suffered(parts[place]) for place in sorted(parts)])
            saved = suffered(base) - after
            for first in range(0, len(saved), each):
                mine = saved[first : first + each]
                yield estimate(mine, pairs(np.arange(each)))
            if given.progress:
                given.progress(min(start + TOGETHER, reruns), reruns)


def suffered(outcome: Outcome) -> Array:
    """(F,) million person-hours from the first reported day to the last that was lived."""
    return np.asarray(outcome.values("suffering", outcome.windows()[-1]))


def coverage(found: list[Estimate]) -> pd.DataFrame:
    """How many intervals hold the mean of all reruns, where enough carry it and where not."""
    truth = float(np.mean([one.mean for one in found]))
    inside = np.array([one.low <= truth <= one.high for one in found])
    enough = np.array([one.n_eff >= CARRIED for one in found])
    rows = []
    for name, which in (("20+", enough), ("under 20", ~enough)):
        count, held = int(which.sum()), int(inside[which].sum())
        share = held / count if count else math.nan
        error = math.sqrt(share * (1 - share) / count) if count else math.nan
        rows.append((name, count, held, share, error))
    return pd.DataFrame(rows, columns=list(COVERAGE))
