"""BOUND: no package saves more than this, if returns diminish.

Where what an offer adds never grows with what is already there (Nemhauser and Wolsey 1981), for
every set R of offers, with L_i = F(all) - F(all without i), not below nought,

    F(S) <= F(R) - sum_(i in R, not in S) L_i + sum_(j in S, not in R) (F(R and j) - F(R)).

The most that an integer program over packages can reach under such cuts, for R all, none, the best
package and then each optimum, bounds all packages. Help that works only together breaks the
premise, so it is measured: how many of 60 random packages save more than their cuts allow, both on
half of the futures.
"""

from __future__ import annotations

import math
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
    """In the mean of the futures of the search."""
    value: float
    """Of the best package seen."""
    rounds: int
    checked: int
    """Random packages that were simulated, on half of the futures, to test the premise."""
    violated: float
    """Share of them that save more than their cuts allow."""
    worst: float
    """Largest ratio of what one saves to what its cuts allow."""
    evaluations: int
    """Of all futures; one on half of them counts half."""

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

    constant: float
    slope: Array


def bound(trail: Trail, rounds: int = 4, checks: int = 60, seed: int = 0) -> Bound:
    """The bound of a search on its futures; packages of its cuts join the trail.

    Costs an evaluation an offer for losses, as many for gains, fewer for each further cut. Whether
    its premise holds is looked at on the first half of the futures, with their own cuts.
    """
    problem, before = trail.problem, trail.used
    usable = frozenset(problem.usable)
    if not usable:
        return Bound(0.0, 0.0, 0, 0, 0.0, 0.0, 0)
    loss = _losses(trail, usable)
    sets = list(dict.fromkeys([usable, NOTHING, trail.best]))
    cuts = [_cut(trail, usable, loss, chosen) for chosen in sets]
    most, done = np.inf, 0
    for done in range(1, rounds + 1):
        solved = _highest(problem, cuts)
        if solved is None:
            raise ValueError("no package satisfies the rules, not even the empty one")
        package, reach = solved
        most = min(most, reach)
        value = max(trail.worth([package])[0], trail.means[trail.best])
        if most - value <= CLOSE * most or package in sets or done == rounds:
            break
        sets.append(package)
        cuts.append(_cut(trail, usable, loss, package))
    best, used = trail.means[trail.best], trail.used - before
    half = _half(trail)
    loss = _losses(half, usable)
    cuts = [_cut(half, usable, loss, chosen) for chosen in sets]
    violated, worst, checked = _checked(half, cuts, checks, seed)
    used += math.ceil(half.used * len(half.futures) / len(trail.futures))
    return Bound(float(most), best, done, checked, violated, worst, used)


def _half(trail: Trail) -> Trail:
    """The search on half of its futures, by pairs: enough to see whether returns diminish."""
    count = len(trail.futures)
    fewer = 2 * math.ceil(count / 4)
    return Trail(trail.problem, trail.memo, trail.futures[: fewer if fewer < count else count], 0)


def _losses(trail: Trail, usable: Package) -> Array:
    """L (O,): what is lost when one offer of all is taken away, not below nought."""
    made = np.zeros(trail.problem.size)
    order = sorted(usable)
    top = trail.worth([usable])[0]
    made[order] = np.maximum(top - np.array(trail.worth([usable - {i} for i in order])), 0.0)
    return made


def _cut(trail: Trail, usable: Package, loss: Array, chosen: Package) -> _Cut:
    """The cut of one set of offers."""
    others = sorted(usable - chosen)
    base = trail.worth([chosen])[0]
    slope = np.zeros(trail.problem.size)
    slope[others] = np.array(trail.worth([chosen | {j} for j in others])) - base
    inside = sorted(chosen)
    slope[inside] = loss[inside]
    return _Cut(base - float(loss[inside].sum()), slope)


def _highest(problem: Problem, cuts: list[_Cut]) -> tuple[Package, float] | None:
    """The package that reaches highest under all cuts, and the dual bound."""
    solved = solve(
        problem,
        gain=np.zeros(problem.size),
        extra=np.ones(1),
        rows=np.array([np.append(cut.slope, -1.0) for cut in cuts]),
        least=np.array([-cut.constant for cut in cuts]),
        upper=np.array([np.inf]),
        nodes=NODES,
    )
    return None if solved is None else (solved.package, solved.bound)


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
