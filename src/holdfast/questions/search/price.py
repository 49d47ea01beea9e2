"""PRICE: what rules (vetoes, caveats, limits) cost: the best package with them and without each.

The package with all rules may always be given without one of them, so the search without it begins
where the search with all ended, on one memo, and whatever any search meets counts for all that
allow it: in the futures of the search a price is never below nought, waiving more never costs less,
and a rule that forbids nothing is free. The search with all rules is done once for all of them.

The choice of packages varies with the futures that chose them, and the ordinary error does not see
it. So all is done on batches of futures that share none, each judged on fresh futures of its own:
their means are independent, and the error over batches sees both. The larger of the two errors is
given. A few batches tell their own error badly, so a price is told apart only if it also passes the
quantile of Student's t, with one degree less than batches, that is as rare as three normal errors
(4.5 errors with eight batches; it would be 9.2 with four).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import ndtr, stdtrit

from holdfast.arrays import Array
from holdfast.outcome.statistics import LEANS, POINT, TOLD, TOLD_APART, Estimate, estimate, verdict
from holdfast.questions.search.greedy import whole
from holdfast.questions.search.halving import FALSE_ORDER, groups, threshold
from holdfast.questions.search.hunt import allowed, hunt, widen
from holdfast.questions.search.memo import Memo, pairs
from holdfast.questions.search.problem import NOTHING, Package, Problem
from holdfast.questions.search.trail import Trail

BATCHES = 8


@dataclass(frozen=True, slots=True)
class Batch:
    """Both packages of one batch of futures."""

    ruled: tuple[str, ...]
    free: tuple[str, ...]
    in_sample: float
    """Price on the futures of the search, never below nought."""
    fresh: float
    """Price on the batch's fresh futures."""
    judged: range
    """Numbers of its fresh futures."""


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
    """Evaluations of 100 futures, of all prices that were asked together."""
    values: Array = field(compare=False)
    """(F,) the price in each fresh future, batch after batch."""

    @property
    def changed(self) -> int:
        """Fresh futures in which the packages differ in what they save."""
        return int(np.count_nonzero(self.values))


def price(
    ruled: Problem,
    free: Problem,
    memo: Memo,
    tags: Mapping[str, Iterable[int]],
    futures: int = 100,
    fresh: int = 800,
    most: int = 240,
    batches: int = BATCHES,
    start: int = 0,
) -> Price:
    """The price of what `ruled` forbids and `free` does not; as `prices`, of one rule."""
    return prices(ruled, [free], memo, tags, futures, fresh, (most, most), batches, start)[0]


def prices(
    ruled: Problem,
    free: Sequence[Problem],
    memo: Memo,
    tags: Mapping[str, Iterable[int]],
    futures: int = 100,
    fresh: int = 800,
    most: tuple[int, int] = (240, 60),
    batches: int = BATCHES,
    start: int = 0,
) -> tuple[Price, ...]:
    """The price of what `ruled` forbids and each of `free` does not, over the same offers.

    `futures` of each of `batches` searches, `fresh` in all for judging; `most` packages are tried
    with all rules, and for each problem without some. A problem that allows what another does is
    to come after it. Raises ValueError if offers differ, if a package with the rules may not be
    without them, or if batches are cut within a pair.
    """
    if any(ruled.names != each.names or ruled.cost != each.cost for each in free):
        raise ValueError("all problems are to be of the same offers at the same cost")
    each = fresh // batches if batches > 1 else 0
    if each < 2 or futures < 2 or each % 2 or futures % 2 or start % 2:
        raise ValueError("a price needs two batches or more, of whole pairs of futures")
    before = memo.simulated
    best, gained, judged = [], [], []
    for k in range(batches):
        first, new = start + k * futures, start + batches * futures + k * each
        packages, means = _best(ruled, free, memo, tags, np.arange(first, first + futures), most)
        best.append(packages)
        gained.append(means[1:] - means[0])
        judged.append(range(new, new + each))
    _judge(memo, best, judged)
    saved = [memo.values(some, new) for some, new in zip(best, judged, strict=True)]
    values = np.concatenate(saved, axis=1)
    spent = (memo.simulated - before) / 100
    return tuple(
        _told(
            values[0],
            values[n + 1],
            [
                Batch(ruled.named(some[0]), each.named(some[n + 1]), float(more[n]), 0.0, new)
                for some, more, new in zip(best, gained, judged, strict=True)
            ],
            spent,
        )
        for n, each in enumerate(free)
    )


def _judge(memo: Memo, best: Sequence[Sequence[Package]], judged: Sequence[range]) -> None:
    """Ask for each package once, in the futures of all batches that chose it."""
    wanted: dict[Package, list[int]] = {}
    for some, new in zip(best, judged, strict=True):
        for package in dict.fromkeys(some):
            wanted.setdefault(package, []).extend(new)
    together: dict[tuple[int, ...], list[Package]] = {}
    for package, asked in wanted.items():
        together.setdefault(tuple(asked), []).append(package)
    for futures, packages in together.items():
        memo.values(packages, futures)


def by_batch(values: Array, judged: Sequence[range]) -> list[float]:
    """Mean of each batch of (F,) values, batch after batch."""
    cuts = np.cumsum([len(some) for some in judged])[:-1]
    return [float(part.mean()) for part in np.split(values, cuts)]


def over_batches(values: Array, judged: Sequence[range]) -> tuple[Estimate, float, float]:
    """Mean of (F,) values, batch after batch, with the larger of two errors; then both errors.

    The ordinary error is that over futures; the other is that over batches, with Student's t. The
    interval is the wider of both.
    """
    ordinary = estimate(values, pairs(np.concatenate(judged)))
    means = by_batch(values, judged)
    spread = float(np.std(means, ddof=1)) / math.sqrt(len(means))
    return _widened(ordinary, spread, len(means)), ordinary.standard_error, spread


def judged_by_both(ordinary: Estimate, spread: float, batches: int, changed: int) -> str:
    """The verdict on a mean by both errors: over futures, and over batches.

    Over batches it must be as rare by Student's t as two, or three, normal errors are.
    """
    said = verdict(ordinary, changed)
    if said == TOLD and abs(ordinary.mean) <= errors_of(TOLD_APART, batches) * spread:
        said = "leans"
    if said == "leans" and abs(ordinary.mean) < errors_of(LEANS, batches) * spread:
        said = "not told apart"
    return said


def errors_of(normal: float, batches: int) -> float:
    """Errors over so many batches that are as rare as these normal errors."""
    return float(stdtrit(batches - 1, ndtr(normal)))


def grouped(made: Sequence[Price]) -> list[int | None]:
    """Group of each price, 1 the dearest: those of one group are not told apart by both errors.

    None of a price that too few futures carry to be ranked.
    """
    firm = [k for k, each in enumerate(made) if not each.verdict.startswith("rare")]
    order = sorted(firm, key=lambda k: (-made[k].price.mean, k))
    found: list[int | None] = [None] * len(made)
    if order:
        judged = [batch.judged for batch in made[order[0]].batches]
        values = np.stack([made[k].values for k in order])
        futures = np.concatenate(judged)
        compared = len(order) * (len(order) - 1) // 2
        chance = min(FALSE_ORDER / 2.0 / max(compared, 1), float(ndtr(-TOLD_APART)))
        need = threshold(compared, len(np.unique(pairs(futures))))
        # errors over batches weigh so much more that theirs are passed as seldom as `need`
        weight = float(stdtrit(len(judged) - 1, 1.0 - chance)) / need

        def judge(values: Array) -> Estimate:
            whole, ordinary, spread = over_batches(values, judged)
            return replace(whole, standard_error=max(ordinary, weight * spread))

        for k, group in zip(order, groups(values, futures, judge), strict=True):
            found[k] = group
    return found


def _told(ruled: Array, free: Array, batches: list[Batch], evaluations: float) -> Price:
    """The price of one rule, from (F,) what both packages save in the fresh futures."""
    judged = [batch.judged for batch in batches]
    apart = free - ruled
    widest, ordinary, spread = over_batches(apart, judged)
    means = by_batch(apart, judged)
    pair = pairs(np.concatenate(judged))
    return Price(
        price=widest,
        ordinary_error=ordinary,
        choice_error=spread,
        verdict=judged_by_both(
            estimate(apart, pair), spread, len(batches), int(np.count_nonzero(apart))
        ),
        ruled=estimate(ruled, pair),
        free=estimate(free, pair),
        batches=tuple(replace(b, fresh=mean) for b, mean in zip(batches, means, strict=True)),
        evaluations=evaluations,
        values=apart,
    )


def _best(
    ruled: Problem,
    free: Sequence[Problem],
    memo: Memo,
    tags: Mapping[str, Iterable[int]],
    futures: Array,
    most: tuple[int, int],
) -> tuple[list[Package], Array]:
    """Best package with all rules and of each free problem, and their means in these futures."""
    limited = not ruled.feasible(whole(ruled))
    tries = allowed(len(ruled.usable), most[0], len(futures)) if limited else most[0]
    held = Trail(ruled, memo, futures, tries)
    if not limited:
        widen(held, NOTHING, ruled.usable, most[0])  # no budget: rules for one would be in vain
    else:
        hunt(held, tags)
    narrow = set(ruled.usable)
    for each in free:
        if not each.feasible(held.best):
            raise ValueError("a package with the rule may not be without it: it is no rule on top")
        freed = set(each.usable) - narrow
        if freed or not _as_narrow(ruled, each):
            widen(Trail(each, memo, futures, most[1]), held.best, freed, most[0])
    # what any of the searches met counts for all
    trails = [Trail(each, memo, futures, 0) for each in (ruled, *free)]
    return [t.best for t in trails], np.array([t.means[t.best] for t in trails])


def _as_narrow(ruled: Problem, free: Problem) -> bool:
    """Whether the rows of two problems are the same, so that they differ in what is barred only."""
    return (ruled.budgets, ruled.limits, ruled.ties, ruled.exclusive) == (
        free.budgets,
        free.limits,
        free.ties,
        free.exclusive,
    )


def _widened(ordinary: Estimate, spread: float, batches: int) -> Estimate:
    """An estimate with the larger of both errors, and the wider of both intervals."""
    half = float(stdtrit(batches - 1, POINT)) * spread
    low = min(ordinary.low, ordinary.mean - half)
    high = max(ordinary.high, ordinary.mean + half)
    error = max(ordinary.standard_error, spread)
    return replace(ordinary, standard_error=error, low=low, high=high)
