"""Lazy greedy searches: from nothing up, by ratio and by gain, and from everything down.

Up: the offer, with what its conditions bring along, that adds most (for what it takes of the
budgets) is added; gains are asked again only when they come to the top (Minoux 1978). Down: from
all offers those are dropped whose loss is least for what they take, until the rest may be. Down
finds what is worth something only together, which no way up can see.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Literal, TypeAlias

from holdfast.questions.search.atoms import cheapest, closures, without
from holdfast.questions.search.naive import fill
from holdfast.questions.search.problem import NOTHING, Package, Problem
from holdfast.questions.search.trail import Trail

By: TypeAlias = Literal["ratio", "gain"]
WAYS: tuple[By, ...] = ("ratio", "gain")
AHEAD = 3
"""Offers at the top that each way up asks again at once: packages tried together cost a fraction of
those that are tried one by one."""
TWO = 2
"""Sets looked at of those that an offer can bring along."""
_LEAST = 1e-9


def upward(trail: Trail, ways: Sequence[By], most: int, start: Package = NOTHING) -> list[Package]:
    """Lazy greedy upwards by each of the ways, side by side, within `most` evaluations in all."""
    until = trail.used + most
    climbs = [_Climb(trail, by, start) for by in ways]
    while trail.used < until:
        asked = [package for climb in climbs for package in climb.asked()]
        if not asked:
            break
        trail.worth(asked)
    return [climb.package for climb in climbs]


class _Climb:
    """One way up: the package so far, and the offers by what each added when it was last asked."""

    def __init__(self, trail: Trail, by: By, start: Package) -> None:
        self.package = start
        self._trail, self._by = trail, by
        self._heap = [entry for i in trail.problem.usable if (entry := self._first(i))]
        heapq.heapify(self._heap)
        self._open: list[int] = []
        """Offers that are being asked again."""

    def asked(self) -> list[Package]:
        """Climbs as far as is known; packages to be tried before it goes on, none at the top."""
        while True:
            lacking = [p for i in self._open for p in self._with(i) if p not in self._trail.means]
            if lacking:
                return lacking
            for offer in self._open:
                gained = max(self._score(p, self.package) for p in self._with(offer))
                if gained > 0:
                    heapq.heappush(self._heap, (-gained, offer, self.package))
            self._open = self._next()
            if not self._open:
                return []

    def _next(self) -> list[int]:
        """The offers to ask again, after all that can be added before; none at the top."""
        found: list[int] = []
        while self._heap and len(found) < AHEAD:
            _, offer, base = self._heap[0]
            fresh = base == self.package
            if fresh and found:
                break
            heapq.heappop(self._heap)
            if offer in self.package or not self._with(offer):
                continue
            if fresh and all(p in self._trail.means for p in self._with(offer)):
                below = self.package
                self.package = max(self._with(offer), key=lambda p: self._score(p, below))
            else:
                found.append(offer)
        return found

    def _with(self, offer: int) -> list[Package]:
        """The package with an offer, and what it brings along, in the cheapest ways that may be."""
        problem = self._trail.problem
        closed = closures(problem, offer, self.package)
        return [package for package in closed if problem.feasible(package)][:TWO]

    def _first(self, offer: int) -> tuple[float, int, Package] | None:
        """The entry of an offer on the heap before anything is asked of it in this package."""
        atom = cheapest(self._trail.problem, offer)
        if atom is None or not self._trail.problem.feasible(atom):
            return None
        return -self._score(atom, NOTHING), offer, NOTHING

    def _score(self, package: Package, base: Package) -> float:
        """Gain of a package over its base, or gain for what it takes more of the budgets."""
        above, below = self._trail.worth([package, base])
        if self._by == "gain":
            return above - below
        takes = sum(self._trail.problem.weight[i] for i in sorted(package - base))
        return (above - below) / max(float(takes), _LEAST)


def downward(trail: Trail) -> Package:
    """From all offers down by least loss for what they take; costs an evaluation an offer.

    What an offer without variants loses is looked at among all offers, of all variants too, where
    the bound asks for it again; that of a variant where it is the only one.
    """
    problem, every = trail.problem, frozenset(trail.problem.usable)
    everything = whole(problem)
    order = sorted(everything)
    less = {i: without(problem, everything, frozenset({i})) for i in order}
    varied = frozenset[int]().union(*problem.exclusive)
    top = {i: everything if i in varied or less[i] != everything - {i} else every for i in order}
    less |= {i: every - {i} for i in order if top[i] == every}
    trail.worth(list(top.values()))
    trail.worth(list(less.values()))
    loss = {i: trail.means[top[i]] - trail.means[less[i]] for i in order}
    package = everything
    for offer in sorted(order, key=lambda i: (loss[i] / max(float(problem.weight[i]), _LEAST), -i)):
        if problem.feasible(package):
            break
        package = without(problem, package, frozenset({offer}))
    return fill(problem, sorted(order, key=lambda i: (-loss[i], i)), package)


def whole(problem: Problem) -> Package:
    """All offers that can come together: the dearest variant of each, whose ties can be met."""
    dropped = {
        i
        for group in problem.exclusive
        for i in sorted(group & set(problem.usable), key=lambda i: (-problem.cost[i], i))[1:]
    }
    stay = frozenset(problem.usable) - dropped
    return without(problem, stay, frozenset())
