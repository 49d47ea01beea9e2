"""PRICE: what a rule (a veto, a caveat, a limit) costs: the best package with it and without.

The package with the rule may always be given without it, so the search without begins where the
search with it ended, on one memo, and what it meets that satisfies the rule counts for both: in
the futures of the search a price is never below nought, and a rule that forbids nothing is free.

The choice of both packages varies with the futures that chose them, and the ordinary error does not
see it. So all is done on four batches of futures that share none, each judged on fresh futures of
its own, and the larger of the two errors is given.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from holdfast.arrays import Array
from holdfast.outcome.statistics import POINT, Estimate, estimate, verdict
from holdfast.questions.search.hunt import hunt
from holdfast.questions.search.memo import Memo, pairs
from holdfast.questions.search.problem import Package, Problem
from holdfast.questions.search.trail import Trail


@dataclass(frozen=True, slots=True)
class Batch:
    """Both packages of one batch of futures."""

    ruled: tuple[str, ...]
    free: tuple[str, ...]
    in_sample: float
    """Price on the futures of the search, never below nought."""
    fresh: float
    """Price on the batch's fresh futures."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a rule costs."""

    price: Estimate
    """On fresh futures, with the larger of both errors."""
    ordinary_error: float
    """Over futures, of the packages as they were chosen."""
    choice_error: float
    """Over batches: of futures and of the choice of packages."""
    verdict: str
    ruled: Estimate
    """What the packages with the rule save on fresh futures."""
    free: Estimate
    batches: tuple[Batch, ...]
    evaluations: float
    """Evaluations of 100 futures."""


def price(
    ruled: Problem,
    free: Problem,
    memo: Memo,
    tags: Mapping[str, Iterable[int]],
    futures: int = 100,
    fresh: int = 800,
    most: int = 240,
    batches: int = 4,
    start: int = 0,
) -> Price:
    """The price of what `ruled` forbids and `free` does not, over the same offers.

    `futures` of each of `batches` searches, `fresh` in all for judging. Raises ValueError if
    offers differ, if a package with the rule may not be without it, or if batches are cut within
    a pair.
    """
    if ruled.names != free.names or ruled.cost != free.cost:
        raise ValueError("both problems are to be of the same offers at the same cost")
    each = fresh // batches if batches > 1 else 0
    if each < 2 or futures < 2 or each % 2 or futures % 2 or start % 2:
        raise ValueError("a price needs two batches or more, of whole pairs of futures")
    before = memo.simulated
    made: list[Batch] = []
    values, numbers = [], []
    for k in range(batches):
        first = start + k * (futures + each)
        searched = np.arange(first, first + futures)
        held, let, gained = _both(ruled, free, memo, tags, searched, most)
        new = np.arange(first + futures, first + futures + each)
        saved = memo.values([held, let], new)
        values.append(saved)
        numbers.append(new)
        cost = float((saved[1] - saved[0]).mean())
        made.append(Batch(ruled.named(held), free.named(let), gained, cost))
    both, pair = np.concatenate(values, axis=1), pairs(np.concatenate(numbers))
    apart = both[1] - both[0]
    ordinary = estimate(apart, pair)
    spread = float(np.std([batch.fresh for batch in made], ddof=1)) / math.sqrt(batches)
    whole = _widened(ordinary, spread, batches)
    return Price(
        price=whole,
        ordinary_error=ordinary.standard_error,
        choice_error=spread,
        verdict=verdict(whole, int(np.count_nonzero(apart))),
        ruled=estimate(both[0], pair),
        free=estimate(both[1], pair),
        batches=tuple(made),
        evaluations=(memo.simulated - before) / 100,
    )


def _both(
    ruled: Problem,
    free: Problem,
    memo: Memo,
    tags: Mapping[str, Iterable[int]],
    futures: Array,
    most: int,
) -> tuple[Package, Package, float]:
    """Best package with the rule and without, and the price on the futures of the search."""
    held = Trail(ruled, memo, futures, most)
    hunt(held, tags)
    if not free.feasible(held.best):
        raise ValueError("a package with the rule may not be without it: it is no rule on top")
    let = Trail(free, memo, futures, most)
    hunt(let, tags, seeds=[held.best])
    held = Trail(ruled, memo, futures, 0)
    return held.best, let.best, let.means[let.best] - held.means[held.best]


def _widened(ordinary: Estimate, spread: float, batches: int) -> Estimate:
    """An estimate with the error over batches where that is larger: Student's t between them."""
    if not spread > ordinary.standard_error:
        return ordinary
    half = float(stdtrit(batches - 1, POINT)) * spread
    low = min(ordinary.low, ordinary.mean - half)
    high = max(ordinary.high, ordinary.mean + half)
    return replace(ordinary, standard_error=spread, low=low, high=high)
