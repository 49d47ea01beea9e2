"""Lazy greedy searches: from nothing up, by ratio and by gain, and from everything down.

Up: the offer, with what its conditions bring along, that adds most (for what it takes of the
budgets) is added; gains are asked again only when they come to the top (Minoux 1978). Down: from
all offers those are dropped whose loss is least for what they take, until the rest may be. Down
finds what is worth something only together, which no way up can see.
"""

from __future__ import annotations

import heapq
from typing import Literal

from holdfast.questions.search.atoms import cheapest, closures, without
from holdfast.questions.search.naive import fill
from holdfast.questions.search.problem import NOTHING, Package, Problem
from holdfast.questions.search.trail import Trail

_LEAST = 1e-9


def upward(
    trail: Trail, by: Literal["ratio", "gain"], most: int, start: Package = NOTHING
) -> Package:
    """Lazy greedy upwards within `most` evaluations."""
    problem, package = trail.problem, start
    until = trail.used + most
    heap = [entry for i in problem.usable if (entry := _first(trail, i, by, package))]
    heapq.heapify(heap)
    while heap and trail.used < until:
        _, offer, base = heapq.heappop(heap)
        if offer in package:
            continue
        options = [p for p in closures(problem, offer, package) if problem.feasible(p)]
        if not options:
            continue
        if base != package:
            gained = max(_score(trail, p, package, by) for p in options[:2])
            if gained > 0:
                heapq.heappush(heap, (-gained, offer, package))
            continue
        base = package
        package = max(options[:2], key=lambda p: _score(trail, p, base, by))
    return package


def downward(trail: Trail) -> Package:
    """From all offers down by least loss for what they take; costs an evaluation an offer."""
    problem = trail.problem
    everything = whole(problem)
    order = sorted(everything)
    less = [without(problem, everything, frozenset({i})) for i in order]
    top = trail.worth([everything])[0]
    loss = {i: top - value for i, value in zip(order, trail.worth(less), strict=True)}
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


def _first(
    trail: Trail, offer: int, by: Literal["ratio", "gain"], package: Package
) -> tuple[float, int, Package] | None:
    """The entry of an offer on the heap before anything is asked of it in this package."""
    atom = cheapest(trail.problem, offer)
    if atom is None or not trail.problem.feasible(atom):
        return None
    return -_score(trail, atom, NOTHING, by), offer, NOTHING


def _score(trail: Trail, package: Package, base: Package, by: Literal["ratio", "gain"]) -> float:
    """Gain of a package over its base, or gain for what it takes more of the budgets."""
    above, below = trail.worth([package, base])
    if by == "gain":
        return above - below
    takes = sum(trail.problem.weight[i] for i in sorted(package - base))
    return (above - below) / max(float(takes), _LEAST)
