"""What a search has seen: each package on the same futures, and the best by evaluations used."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.search.memo import Memo
from holdfast.questions.search.problem import NOTHING, Package, Problem

LEAST = 20
"""Futures that are enough to look at what need not be known so well."""
_ROUNDING = 1e-6


class Trail:
    """Packages and what they save in the mean of the search's futures.

    It begins with all that the memo knows of these futures, so that a search that follows another
    on one memo can never end below it. What need not be known so well is looked at on `half` or on
    `quarter`; an evaluation there counts as much less.
    """

    def __init__(
        self, problem: Problem, memo: Memo, futures: Array, most: int, whole: Trail | None = None
    ) -> None:
        self.problem, self.memo, self.futures, self.most = problem, memo, futures, most
        self.means: dict[Package, float] = {NOTHING: 0.0}
        self.spent = 0.0
        """Evaluations of all futures, whole and in parts, that this search took."""
        self.best: Package = NOTHING
        self.trace: list[tuple[int, float]] = []
        """(evaluations used, best mean) whenever it rises."""
        self._whole = whole or self
        self._part: Trail | None = None
        self.worth([p for p in memo.known(futures) if not p & set(problem.barred or {})])

    @property
    def half(self) -> Trail:
        """The same search on the first half of its futures, by pairs; itself where they are few."""
        return self.part() if self._whole is self else self

    @property
    def quarter(self) -> Trail:
        """The same on the first half of those; the half itself where they are few."""
        return self._whole.half.part()

    @property
    def used(self) -> int:
        """Evaluations taken, those on a part of the futures by their share, rounded up."""
        return math.ceil(self._whole.spent - _ROUNDING)

    @property
    def left(self) -> int:
        """Evaluations that may still be taken."""
        return max(self.most - self.used, 0)

    def part(self) -> Trail:
        """The same search on the first half of these futures, by pairs, of a half too.

        Itself where they are few. It knows all that is known of its futures.
        """
        count = _part_of(len(self.futures))
        if count == len(self.futures):
            return self
        if self._part is None:
            some = self.futures[:count]
            self._part = Trail(self.problem, self.memo, some, self.most, self._whole)
        return self._part

    def worth(self, packages: Sequence[Package]) -> list[float]:
        """Mean of each package; those that are new are simulated, beyond `most` too."""
        new = [p for p in dict.fromkeys(packages) if p not in self.means]
        if new:
            before, whole = self.memo.simulated, self._whole
            means = self.memo.means(new, self.futures)
            each = (self.memo.simulated - before) / len(whole.futures) / len(new)
            allowed = self.problem.feasible_rows(self.problem.mask(new))
            for package, mean, feasible in zip(new, means.tolist(), allowed, strict=True):
                whole.spent += each
                self.means[package] = mean
                if feasible and self._better(package, mean):
                    self.best = package
                    self.trace.append((self.used, mean))
            if self.part() is not self:
                self.part().worth(new)
        return [self.means[package] for package in packages]

    @property
    def about(self) -> dict[Package, float]:
        """What is known of each package: its mean, or that of a part of the futures, to scale."""
        less = self.part()
        if less is self:
            return dict(self.means)
        rough = less.about
        both = [p for p in self.means if p in less.means]
        known, seen = sum(self.means[p] for p in both), sum(less.means[p] for p in both)
        scale = known / seen if known > 0 and seen > 0 else 1.0
        return {p: scale * mean for p, mean in rough.items()} | self.means

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


def quarter_of(futures: int) -> int:
    """How many of so many futures the quarter is, see `Trail.quarter`."""
    return _part_of(_part_of(futures))


def _part_of(futures: int) -> int:
    """The first half of them, in whole pairs; all where that would be too few."""
    half = 2 * math.ceil(futures / 4)
    return half if half >= LEAST else futures
