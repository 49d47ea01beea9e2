"""PLAN: the package of help that saves most within every rule, and how good the search was.

Three errors are kept apart: the search may have missed a better package (`search_gap`, if returns
diminish), the bound's premise may fail (`bound.violated`), and the best of many looks better in
the futures that chose it than it is, so it is judged on fresh futures (`fresh`), beside the rules
that need no search.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from holdfast.arrays import Array
from holdfast.outcome.statistics import TOLD, TOLD_APART, Difference, Estimate, difference, estimate
from holdfast.questions.search.bound import Bound, bound
from holdfast.questions.search.hunt import allowed, hunt, lean
from holdfast.questions.search.memo import Memo, fresh_after, pairs
from holdfast.questions.search.problem import NOTHING, Package, Problem
from holdfast.questions.search.trail import Trail

SECOND = "second plan"
LOOKS = (0.125, 0.25, 0.5, 1.0)
"""Shares of the fresh futures after which a contender is judged."""
HOPE = 0.025
"""Chance below which it is idle to wait for a difference to be told apart on all of them."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Another package beside the plan: a naive rule, or the second best of the search."""

    rule: str
    package: tuple[str, ...]
    in_sample: float
    """Mean on the futures of the search, never above the plan's."""
    fresh: Estimate
    """On so many fresh futures as it took to tell it from the plan, at most all."""
    behind: Difference
    """The plan less this, on the same; below nought where this is better."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The best package found, what it saves and how sure that is."""

    package: Package
    names: tuple[str, ...]
    spent: Mapping[str, float]
    """Cost by kind of budget."""
    in_sample: Estimate
    """On the futures that chose it: too high."""
    fresh: Estimate
    """On futures that chose nothing: what to print."""
    contenders: tuple[Contender, ...]
    bound: Bound | None
    """None if no bound was asked."""
    exact: bool
    """Whether every package that may be was simulated."""
    evaluations: Mapping[str, int]
    """Packages simulated: search, trim (without what is idle), bound, and on the fresh futures."""
    trace: tuple[tuple[int, float], ...]
    """(packages simulated, best mean so far) whenever it rose."""

    @property
    def search_gap(self) -> float | None:
        """Share that a better package could save more, if returns diminish; 0 where exact."""
        return 0.0 if self.exact else None if self.bound is None else self.bound.gap

    @property
    def sampling_error(self) -> float:
        """Standard error on fresh futures as a share of the mean; inf of nothing."""
        mean = abs(self.fresh.mean)
        return self.fresh.standard_error / mean if mean > 0 else float("inf")

    @property
    def violation(self) -> float | None:
        """Share of random packages that break diminishing returns; None if no bound was asked."""
        return None if self.bound is None else self.bound.violated


def plan(
    problem: Problem,
    memo: Memo,
    tags: Mapping[str, Iterable[int]],
    futures: Sequence[int] | Array = range(100),
    fresh: int = 800,
    most: int = 150,
    seeds: Iterable[Package] = (),
    rounds: int = 4,
    checks: int = 60,
    seed: int = 0,
) -> Plan:
    """The best package of about `most` evaluations of `futures`, judged on `fresh` new ones.

    Of many offers it takes more, see `allowed`.
    `tags` are the kinds of help that naive rules give all of ("defence", "transformers"): offers by
    number. `seeds` are packages to begin with: what goes together (bundles), an older plan; those
    that may not be are passed over. `rounds` of cuts bound it; 0 asks no bound. Raises ValueError
    for fewer than two futures.
    """
    if len(futures) < 2 or fresh < 2:
        raise ValueError("a plan needs at least two futures to search and two fresh ones")
    numbers = np.asarray(futures, dtype=np.int64)
    trail = Trail(problem, memo, numbers, allowed(len(problem.usable), most, len(numbers)))
    rules, exact = hunt(trail, tags, seeds)
    searched = trail.used
    lean(trail)
    trimmed = trail.used - searched
    bounded = bound(trail, rounds, checks, seed) if rounds else None
    package = trail.best
    others = [p for p in trail.feasible() if p and trail.means[p] != trail.means[package]]
    beside = ({SECOND: others[0]} if others else {}) | rules
    new = fresh_after(futures, fresh)
    made = memo.values([package], new)[0]
    return Plan(
        package=package,
        names=problem.named(package),
        spent=problem.spent(package),
        in_sample=estimate(memo.values([package], futures)[0], pairs(futures)),
        fresh=estimate(made, pairs(new)),
        contenders=_contenders(trail, beside, made, new),
        bound=bounded,
        exact=exact,
        evaluations={
            "search": searched,
            "trim": trimmed,
            "bound": bounded.evaluations if bounded else 0,
            "fresh": len({package, *beside.values()} - {NOTHING}),
        },
        trace=tuple(trail.trace),
    )


def _contenders(
    trail: Trail, beside: Mapping[str, Package], plan: Array, futures: Array
) -> tuple[Contender, ...]:
    """Other packages against the plan's (F,) savings, on an eighth of the futures, then a quarter,
    half and all.

    What is told apart is not looked at in more, nor what would hardly be on all.
    """
    judged: dict[str, Contender] = {}
    left = dict(beside)
    for share in LOOKS:
        count = min(len(futures), 2 * math.ceil(share * len(futures) / 2))
        some = futures[:count]
        rows = trail.memo.values(list(left.values()), some)
        for (rule, package), row in zip(list(left.items()), rows, strict=True):
            behind = difference(row, plan[:count], pairs(some), "more")
            judged[rule] = Contender(
                rule=rule,
                package=trail.problem.named(package),
                in_sample=trail.means[package],
                fresh=estimate(row, pairs(some)),
                behind=behind,
            )
            if behind.verdict == TOLD or hopeless(behind.estimate, count / len(futures)):
                del left[rule]
    return tuple(judged[rule] for rule in beside)


def hopeless(made: Estimate, share: float) -> bool:
    """Whether a difference on this share of the futures would hardly be told apart on all of them.

    Of a difference of z standard errors, and nothing known before, that on all is normal about
    z / sqrt(share) with variance (1 - share) / share (Spiegelhalter, Freedman and Blackburn 1986,
    predictive power). What few futures carry is waited for.
    """
    if share >= 1.0 or not (made.trusted and made.standard_error > 0):
        return False
    middle = abs(made.mean) / made.standard_error / math.sqrt(share)
    spread = math.sqrt((1.0 - share) / share)
    above = ndtr((middle - TOLD_APART) / spread) + ndtr((-middle - TOLD_APART) / spread)
    return bool(above < HOPE)
