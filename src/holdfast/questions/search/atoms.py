"""Conditions closed into atoms: the least sets in which every tie is met.

Where an offer needs all of a set there is one such set; where it needs any, or some, there are
several. Offers that need each other, in a ring of any length, come together or not at all.
"""

from __future__ import annotations

import heapq

from holdfast.questions.search.problem import NOTHING, Package, Problem

ALTERNATIVES = 4
"""Closures of one offer that a search looks at, the cheapest first."""


def closures(
    problem: Problem,
    offer: int,
    given: Package = NOTHING,
    most: int = ALTERNATIVES,
    within: bool = False,
) -> list[Package]:
    """The cheapest sets that hold `given` and `offer` and meet all ties; budgets are not asked.

    None holds a barred offer, nor two variants of one, nor another of them; with `within` none
    passes a limit, which no more offers can mend. At most `most`, by cost of what is added and then
    by name; empty if there is none.
    """

    def allowed(package: Package) -> bool:
        return _allowed(problem, package) and (not within or problem.within(package))

    first = given | {offer}
    if allowed(first) and _missing(problem, first) is None:
        return [first]
    heap = [_keyed(problem, first, given)] if allowed(first) else []
    seen, found = {first}, list[Package]()
    while heap and len(found) < most:
        package = frozenset(heapq.heappop(heap)[2])
        if any(made <= package for made in found):
            continue
        missing = _missing(problem, package)
        if missing is None:
            found.append(package)
            continue
        for need in sorted(missing):
            more = package | {need}
            if more not in seen and allowed(more):
                seen.add(more)
                heapq.heappush(heap, _keyed(problem, more, given))
    return found


def cheapest(problem: Problem, offer: int, within: bool = False) -> Package | None:
    """The cheapest closed set with an offer in it; None where no set can hold it."""
    found = closures(problem, offer, most=1, within=within)
    return found[0] if found else None


def without(problem: Problem, package: Package, offers: Package) -> Package:
    """A package less some offers and all that cannot stand without them."""
    left = package - offers
    while True:
        fallen = {
            t.offer for t in problem.ties if t.offer in left and len(t.needs & left) < t.least
        }
        if not fallen:
            return left
        left -= fallen


def _missing(problem: Problem, package: Package) -> Package | None:
    """Offers of which one more is needed for the first tie that is not met; None if all are."""
    for tie in problem.ties:
        if tie.offer in package and len(tie.needs & package) < tie.least:
            return tie.needs - package
    return None


def _allowed(problem: Problem, package: Package) -> bool:
    """Whether nothing in a package is barred and no two are variants of one offer."""
    if any(offer in package for offer in problem.barred or {}):
        return False
    return all(len(group & package) <= 1 for group in problem.exclusive)


def _keyed(
    problem: Problem, package: Package, given: Package
) -> tuple[float, tuple[int, ...], tuple[int, ...]]:
    """A package by cost of what it adds, then by names."""
    added = tuple(sorted(package - given))
    return float(sum(problem.cost[i] for i in added)), added, tuple(sorted(package))
