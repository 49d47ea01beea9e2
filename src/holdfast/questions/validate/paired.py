"""What common futures are worth, and how often a 95 % interval holds the truth.

The difference of two plans lived in the same futures is known far better than that of two lived in
futures of their own. The first table sets both errors side by side.

The second says how often an interval holds the truth over 200 reruns of 200 futures. So many fresh
futures would take hours, so each rerun is drawn with return from the pairs of futures of the first
table, whose mean is the truth (the bootstrap world of Efron and Tibshirani 1993, "An Introduction
to the Bootstrap"). What is rarer than one pair among them no rerun can meet, and it is what makes
intervals miss. So the third table asks it of futures that are all fresh, over a winter (`fresh`).
`benchmarks/interval_coverage.py` does so on the valley.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.statistics import difference, estimate
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.questions.validate import fresh
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.judged import nothing
from holdfast.questions.validate.ways import Way, packages, plan_with
from holdfast.scenario import Scenario

POOL = 240
"""Futures that are lived at least, for so many pairs are drawn from."""
RERUNS, EACH = 200, 200
"""Reruns, and futures of each."""
CARRIED, COVERED = 20.0, 0.90
"""n_eff from which coverage is asked for, and how much of it: of each package, and of each span of
fresh futures."""
COLUMNS = (
    "package", "cost", "saved", "paired_error", "unpaired_error", "ratio", "fewer_futures",
    "n_eff",
)  # fmt: skip
COVERAGE = (
    "package", "truth", "n_eff", "coverage", "carried", "coverage_carried",
    "coverage_carried_error",
)  # fmt: skip


def find(given: Given, pool: int = POOL, more: int = fresh.FUTURES) -> Finding:
    """The tables; holds where every paired error is the smaller and coverage is at least .90.

    It is asked of each package in the pool, and of fresh futures at the end of each span. Where the
    scenario has no package it only says so.
    """
    ways = packages(given.scenario)
    if not ways:
        return nothing(7, "paired", "no_package")
    futures, plans = np.arange(max(given.futures, pool)), _early(given, ways)
    runs = (1 + len(ways)) * len(futures), (1 + len(plans)) * more if plans else 0
    counted = _counted(given, ways, futures, sum(runs))
    errors = pd.DataFrame(
        [both(w, counted[0], a, pairs(futures)) for w, a in zip(ways, counted[1:], strict=True)],
        columns=list(COLUMNS),
    )
    draw = np.random.default_rng(given.seed)
    rows = [coverage(counted[0] - after, draw) for after in counted[1:]]
    covered = pd.DataFrame(
        [(way.name, *row) for way, row in zip(ways, rows, strict=True)], columns=list(COVERAGE)
    )
    beyond = _fresh(given, plans, len(futures) + len(futures) % 2, more, runs)
    holds, told = _verdict(errors, covered, beyond)
    tables = {"errors": errors, "coverage": covered}
    if not beyond.empty:
        tables["fresh"] = beyond
    return Finding(
        7, "paired", holds, told, tables, tuple(_remarks(len(futures), more, beyond)),
        command="python benchmarks/interval_coverage.py",
    )  # fmt: skip


def _early(given: Given, ways: list[Way]) -> list[Scenario]:
    """The plan with each way that comes early in the reported winter."""
    every = plan_with(given.scenario, ways)
    return fresh.early(given.scenario, [every(frozenset({k})) for k in range(len(ways))])


def _fresh(
    given: Given, plans: list[Scenario], first: int, count: int, runs: tuple[int, int]
) -> pd.DataFrame:
    """What so many futures from one on tell, as `fresh.table`; empty where nothing comes early.

    `runs` are those of the pool and of these, by which progress is told.
    """
    if not plans:
        return pd.DataFrame(columns=list(fresh.COLUMNS))
    made = []
    for batch in fresh.saved(given, plans, range(first, first + count)):
        made.append(batch)
        done = sum(each.shape[-1] for each in made) * (1 + len(plans))
        given.tell(runs[0] + done, sum(runs))
    spans = fresh.spans_of(given.scenario)
    return fresh.table(np.concatenate(made, axis=-1), spans, CARRIED)


def _counted(given: Given, ways: list[Way], futures: Array, expected: int) -> Array:
    """(1 + W, F) suffering in all of the plan itself and of each way."""
    changes = [frozenset({number}) for number in range(len(ways))]
    with Trials(
        given.scenario, plan_with(given.scenario, ways), given.seed, given.workers,
        given.progress, expected,
    ) as trials:  # fmt: skip
        return trials.counted([frozenset(), *changes], futures)[:, -2]


def _verdict(
    errors: pd.DataFrame, covered: pd.DataFrame, beyond: pd.DataFrame
) -> tuple[bool | None, Sentence]:
    """Whether the part holds, and what is said of it; None where too few futures carry anything."""
    gains, pooled = errors["ratio"].to_numpy(float), covered["coverage_carried"].to_numpy(float)
    spans = {days: made for days, made in fresh.by_span(beyond).items() if made[1]}
    shares = [*pooled[np.isfinite(pooled)], *(held / count for held, count in spans.values())]
    holds = bool((gains > 1).all() and min(shares) >= COVERED) if shares else None
    values: dict[str, object] = {"least": float(gains.min()), "most": float(gains.max())}
    if holds is None:
        return None, Sentence("few", values)
    values["pooled"] = float(np.nanmin(pooled)) if np.isfinite(pooled).any() else math.nan
    values["spans"] = tuple(
        Sentence("span", {"held": held, "intervals": count, "days": days})
        for days, (held, count) in spans.items()
    ) or Sentence("none")  # fmt: skip
    return holds, Sentence("hold" if holds else "fail", values)


def _remarks(pool: int, more: int, beyond: pd.DataFrame) -> Iterator[Sentence]:
    """How it was asked, what is asked for, and how few futures are too few for an interval."""
    yield Sentence("how", {"reruns": RERUNS, "each": EACH, "pool": pool})
    if not beyond.empty:
        yield Sentence("fresh", {"futures": more})
        rules = fresh.fewest(beyond)
        yield Sentence("rule", {"rules": tuple(_rule(beyond, *each) for each in rules.items())})
    yield Sentence("carried")


def _rule(beyond: pd.DataFrame, days: int, size: int | None) -> Sentence:
    """Whether the largest sample, none, or samples under a size are too few."""
    tried = beyond.loc[beyond["days"] == days, "size"]
    if size is None:
        return Sentence("even", {"days": days, "size": int(tried.max())})
    return Sentence("enough" if size == tried.min() else "too_few", {"days": days, "size": size})


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
