"""What a search has seen: each package on the same futures, and the best by evaluations used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.problem import NOTHING, Package, Problem


class Trail:
    """Packages and what they save in the mean of the search's futures.

    It begins with all that the memo knows of these futures, so that a search that follows another
    on one memo can never end below it.
    """

    def __init__(self, problem: Problem, memo: Memo, futures: Array, most: int) -> None:
        self.problem, self.memo, self.futures, self.most = problem, memo, futures, most
        self.means: dict[Package, float] = {NOTHING: 0.0}
        self.used = 0
        """Packages simulated by this search."""
        self.best: Package = NOTHING
        self.trace: list[tuple[int, float]] = []
        """(packages simulated, best mean) whenever it rises."""
        self.worth([p for p in memo.known(futures) if not p & set(problem.barred or {})])

    @property
    def left(self) -> int:
        """Packages that may still be simulated."""
        return max(self.most - self.used, 0)

    def worth(self, packages: Sequence[Package]) -> list[float]:
        """Mean of each package; those that are new are simulated, beyond `most` too."""
        new = [p for p in dict.fromkeys(packages) if p not in self.means]
        if new:
            before = self.memo.simulated
            means = self.memo.means(new, self.futures)
            fresh = (self.memo.simulated - before) > 0
            allowed = self.problem.feasible_rows(self.problem.mask(new))
            for package, mean, feasible in zip(new, means.tolist(), allowed, strict=True):
                self.used += int(fresh)
                self.means[package] = mean
                if feasible and self._better(package, mean):
                    self.best = package
                    self.trace.append((self.used, mean))
        return [self.means[package] for package in packages]

    def feasible(self) -> list[Package]:
        """Packages seen that may be, the best first, equal ones by cost and then by name."""
        seen = sorted(self.means, key=sorted)
        allowed = self.problem.feasible_rows(self.problem.mask(seen))
        kept = [p for p, may in zip(seen, allowed, strict=True) if may]
        return sorted(kept, key=lambda p: (-self.means[p], self._cost(p), sorted(p)))

    def _better(self, package: Package, mean: float) -> bool:
        """Whether a package comes before the best."""
        best = self.means[self.best]
        mine, theirs = self._cost(package), self._cost(self.best)
        return (-mean, mine, sorted(package)) < (-best, theirs, sorted(self.best))

    def _cost(self, package: Package) -> float:
        return float(np.sum([self.problem.cost[i] for i in sorted(package)]))
