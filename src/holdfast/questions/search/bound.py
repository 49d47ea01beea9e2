"""BOUND: no package saves more than this, if returns diminish.

Where what an offer adds never grows with what is already there (Nemhauser and Wolsey 1981), for
every set R of offers, with L_i = F(all) - F(all without i), not below nought,

    F(S) <= F(R) - sum_(i in R, not in S) L_i + sum_(j in S, not in R) (F(R and j) - F(R)).

The most that an integer program over packages can reach under such cuts, for R all, none, the best
package and then each optimum, bounds all packages. Help that works only together breaks the
premise, so it is measured: how many of 60 random packages save more than their cuts allow. All is
looked at on a quarter of the futures: a premise that holds in each future holds in the mean of any.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.search.naive import fill
from holdfast.questions.search.problem import NOTHING, Package, Problem
from holdfast.questions.search.program import solve
from holdfast.questions.search.trail import Trail

CLOSE = 0.02
"""Gap at which no further cut is made."""
NODES = 2000
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Bound:
    """What no package passes if returns diminish, and how far they do not."""

    most: float
    """In the mean of the first quarter of the futures of the search."""
    value: float
    """Of the best package that was found, on the same."""
    rounds: int
    checked: int
    """Random packages that were simulated to test the premise."""
    violated: float
    """Share of them that save more than their cuts allow."""
    worst: float
    """Largest ratio of what one saves to what its cuts allow."""
    evaluations: int
    """One on a quarter of the futures counts a quarter."""

    @property
    def gap(self) -> float:
        """Share of what the best saves that another could save more, if returns diminish.

        Never below nought, and inf where the best saves nothing and another could.
        """
        more = max(self.most - self.value, 0.0)
        if self.value > 0:
            return more / self.value
        return math.inf if more > 0 else 0.0

    @property
    def holds(self) -> bool:
        """Whether nothing that was simulated passes its cuts."""
        return self.violated == 0 and self.kept

    @property
    def kept(self) -> bool:
        """Whether the best package saves no more than the bound."""
        return self.value <= self.most * (1 + _ROUNDING) + _ROUNDING


@dataclass(frozen=True, slots=True)
class _Cut:
    """F(S) <= constant + slope y."""

    chosen: Package
    constant: float
    slope: Array
    unseen: Package
    """Offers of which it is not known what they add; their slope is no less if returns diminish."""


def bound(trail: Trail, rounds: int = 4, checks: int = 60, seed: int = 0) -> Bound:
    """The bound of a search on its futures; what it finds joins the trail.

    All on a quarter of the futures, where the search looked at each offer alone and left out of
    all: for losses, for gains, for each further cut an offer that the program gives, and for the
    random packages, a quarter of an evaluation each.
    """
    problem, before = trail.problem, trail.used
    usable = frozenset(problem.usable)
    if not usable:
        return Bound(0.0, 0.0, 0, 0, 0.0, 0.0, 0)
    part = trail.quarter
    part.worth([trail.best, *(frozenset({offer}) for offer in sorted(usable))])
    # all together first: what leaves one out goes on from there
    part.worth([usable])
    part.worth([usable - {offer} for offer in sorted(usable)])
    sets = list(dict.fromkeys([usable, NOTHING, trail.best]))
    most, done = np.inf, 0
    for done in range(1, rounds + 1):
        package, most = _highest(part, sets)
        value = max(part.worth([package])[0], part.means[part.best])
        if 0 <= most - value <= CLOSE * most or done == rounds:
            break
        # what was seen since may have loosened the cuts
        sets = list(dict.fromkeys([*sets, package]))
    trail.worth([part.best])
    best = part.means[trail.best]
    violated, worst, checked = _checked(part, _cuts(part, sets), checks, seed)
    return Bound(float(most), best, done, checked, violated, worst, trail.used - before)


def _cuts(trail: Trail, sets: Sequence[Package]) -> list[_Cut]:
    """The cut of each set of offers, with what is known so far.

    L is the least that leaving out an offer was seen to lose, not below nought: if returns diminish
    what is lost when it alone of all is taken away. Where an offer was seen to add more to a larger
    set than to this one, it counts as much: if returns diminish that is never so. Of what was not
    added to this set the most that it was seen to add anywhere.
    """
    base, added = trail.worth(sets), _added(trail)
    most = np.full(trail.problem.size, -np.inf)
    least = np.full(trail.problem.size, np.inf)
    for offer, _, more in added:
        most[offer], least[offer] = max(most[offer], more), min(least[offer], more)
    loss = np.where(np.isfinite(least), np.maximum(least, 0.0), 0.0)
    made = []
    for chosen, mean in zip(sets, base, strict=True):
        slope, inside = np.full(trail.problem.size, -np.inf), sorted(chosen)
        others = frozenset(trail.problem.usable) - chosen
        seen = frozenset(offer for offer in others if chosen | {offer} in trail.means)
        for offer, rest, more in added:
            if chosen <= rest:
                slope[offer] = max(slope[offer], more)
        unseen = sorted(others - seen)
        slope[unseen] = most[unseen]
        slope[~np.isfinite(slope)] = 0.0
        slope[inside] = loss[inside]
        made.append(_Cut(chosen, mean - float(loss[inside].sum()), slope, others - seen))
    return made


def _added(trail: Trail) -> list[tuple[int, Package, float]]:
    """What each offer added to any package that was seen with and without it."""
    return [
        (offer, rest, mean - trail.means[rest])
        for package, mean in trail.means.items()
        for offer in sorted(package)
        if (rest := package - {offer}) in trail.means
    ]


def _highest(trail: Trail, sets: Sequence[Package]) -> tuple[Package, float]:
    """The package that reaches highest under all cuts, and the dual bound.

    What its offers add is simulated until it is known of all of them, or the bound is close.
    """
    while True:
        cuts = _cuts(trail, sets)
        solved = solve(
            trail.problem,
            gain=np.zeros(trail.problem.size),
            extra=np.ones(1),
            rows=np.array([np.append(cut.slope, -1.0) for cut in cuts]),
            least=np.array([-cut.constant for cut in cuts]),
            upper=np.array([np.inf]),
            nodes=NODES,
        )
        if solved is None:
            raise ValueError("no package satisfies the rules, not even the empty one")
        unseen = [cut.chosen | {j} for cut in cuts for j in sorted(cut.unseen & solved.package)]
        if not unseen or solved.bound - trail.means[trail.best] <= CLOSE * solved.bound:
            return solved.package, solved.bound
        trail.worth(unseen)


def random_packages(problem: Problem, count: int, seed: int) -> list[Package]:
    """Different packages that may be, each filled in a random order; fewer where there are few."""
    draw = np.random.default_rng(seed)
    found: dict[Package, None] = {}
    for _ in range(10 * count):
        if len(found) == count:
            break
        found[fill(problem, draw.permutation(list(problem.usable)).tolist())] = None
    return [package for package in found if package]


def _checked(trail: Trail, cuts: list[_Cut], count: int, seed: int) -> tuple[float, float, int]:
    """Share of random packages above their cuts, the largest ratio, and how many there were."""
    packages = random_packages(trail.problem, count, seed)
    if not packages:
        return 0.0, 0.0, 0
    mask = trail.problem.mask(packages).astype(float)
    allowed = np.min([cut.constant + mask @ cut.slope for cut in cuts], axis=0)
    saved = np.array(trail.worth(packages))
    size = float(np.abs(saved).max())
    above = saved > allowed + _ROUNDING * size
    ratio = np.where(allowed > 0, saved / np.where(allowed > 0, allowed, 1.0), np.nan)
    worst = float(np.nanmax(ratio)) if np.isfinite(ratio).any() else 0.0
    return float(above.mean()), worst, len(packages)
