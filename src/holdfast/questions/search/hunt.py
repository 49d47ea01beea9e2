"""One search on one set of futures: rules, ways up and down, then model, program and swaps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from holdfast.outcome.statistics import estimate
from holdfast.questions.search.atoms import closures, without
from holdfast.questions.search.greedy import WAYS, downward, upward, whole
from holdfast.questions.search.memo import pairs
from holdfast.questions.search.naive import fill, naive_rules
from holdfast.questions.search.pairs import fit, propose
from holdfast.questions.search.problem import Package, Problem
from holdfast.questions.search.swaps import improve
from holdfast.questions.search.trail import Trail, quarter_of

GREEDY = 0.25
"""Share of the evaluations that the two ways up may use together, and no more than twice that of
what is left."""
LOOKED = 8
"""Packages looked at between two fits of the model."""
REACH = 1.0
"""Standard errors of the paired difference by which a package that is looked at may be behind."""
STALE = 3
"""Looks in a row that find nothing better, after which a search ends."""
ENOUGH = 3
"""Evaluations an offer: with fewer a larger budget was seen to save less in 5 to 15 of a hundred
steps, with as many in none (`benchmarks/budgets.py`)."""
FAR = 12
"""Best packages whose neighbours are looked at once those of the first two are all known."""


def allowed(offers: int, most: int, futures: int) -> int:
    """Evaluations of a search over so many offers: `most`, or more where these would be used up.

    Each offer is looked at alone and as the only one missing, on a quarter of the `futures` unless
    they are few; half of `most` is left for the rest.
    """
    return max(most, math.ceil(2 * offers * quarter_of(futures) / futures) + most // 2)


def enough(offers: int) -> int:
    """Evaluations from which a larger budget is seldom seen to save less, of so many offers."""
    return ENOUGH * offers


def hunt(
    trail: Trail, tags: Mapping[str, Iterable[int]], seeds: Iterable[Package] = ()
) -> tuple[dict[str, Package], bool]:
    """Search within the trail's evaluations; gives the naive rules' packages and whether exact.

    Where all packages that may be are no more than the evaluations, each is simulated: exact.
    """
    problem = trail.problem
    given = [p for p in seeds if problem.feasible(p)]
    rules = naive_rules(problem, trail.quarter, tags)
    trail.worth([*given, *rules.values()])
    everything = enumerated(problem, trail.left)
    if everything is not None:
        trail.worth(everything)
        return rules, True
    down = downward(trail.quarter)
    share = min(GREEDY * trail.most, 2 * GREEDY * trail.left)
    ups = upward(trail.quarter, WAYS, int(share))
    trail.worth(_within_reach(trail, [down, *ups]))
    refine(trail)
    return rules, False


def widen(trail: Trail, base: Package, freed: Iterable[int], few: int) -> None:
    """Search on from the best package of a narrower problem, of the same offers on one memo.

    What is `freed` is added to that package, all that fits and one by one; where all offers may be
    together, each of these is left out instead. Then offers are swapped within the trail's
    evaluations. Where all packages are no more than `few`, each is simulated.
    """
    problem, more = trail.problem, sorted(freed)
    together = fill(problem, sorted(more, key=lambda i: (problem.cost[i], i)), base)
    everything = whole(problem)
    trail.worth([base, together])
    every = enumerated(problem, few)
    if every is not None:
        trail.worth(every)
        return
    if problem.feasible(everything):
        # nothing limits: only what does harm, or is not needed, is to be left out
        less = [without(problem, everything, frozenset({i})) for i in more]
        trail.worth([everything, *less[: max(trail.left - 1, 0)]])
    else:
        # dear, but where not all may be it alone sees what works only together
        trail.worth([downward(trail)])
        alone = [closed for i in more for closed in closures(problem, i, base)[:1]]
        trail.worth([p for p in alone if problem.feasible(p)][: trail.left])
        upward(trail, ["gain"], min(int(GREEDY * trail.most), trail.left), start=base)
    refine(trail)


def refine(trail: Trail) -> None:
    """Model, program and swaps about the best packages until the evaluations are used.

    What is thought best is looked at on a quarter of the futures first, then on half. The search
    ends earlier where STALE looks in a row, each with a model fitted anew, find nothing better.
    """
    stale = 0
    while trail.left and stale < STALE:
        with threadpool_limits(limits=1, user_api="blas"):  # more threads only wait for each other
            found = _promising(trail)
        if not found:
            break
        before = trail.best
        trail.worth(_within_reach(trail, found)[: trail.left])
        stale = 0 if trail.best != before else stale + 1


def _promising(trail: Trail) -> list[Package]:
    """Packages that the model thinks best of, seen on no part of the futures, the best first."""
    model, best = fit(trail), trail.feasible()
    size = min(LOOKED, 2 * trail.left)
    found = improve(trail, model, best[:2], size) or improve(trail, model, best[2:FAR], size)
    solved = propose(trail, model)
    if solved and solved.package not in trail.quarter.means:
        found = list(dict.fromkeys([solved.package, *found]))[:size]
    return found


def _within_reach(trail: Trail, packages: Sequence[Package]) -> list[Package]:
    """Those that neither a quarter of the futures nor half tells below the best by REACH.

    Both looks together reject a package that is as good as the best with a chance of a quarter, and
    one that is better by a standard error (of half) with one of a twentieth. Where futures are few
    all are kept.
    """
    kept = list(packages)
    for part in dict.fromkeys((trail.quarter, trail.half)):
        if part is trail:
            return kept
        part.worth(kept)
        best, pair = trail.memo.values([trail.best], part.futures)[0], pairs(part.futures)
        behind = [estimate(best - row, pair) for row in trail.memo.values(kept, part.futures)]
        kept = [
            package
            for package, made in zip(kept, behind, strict=True)
            if made.mean <= REACH * made.standard_error
        ]
    return sorted(kept, key=lambda p: -trail.half.means[p])


def lean(trail: Trail) -> None:
    """Leave out of the best package what saves nothing beside the rest, for what it costs.

    Each offer is left out on a quarter of the futures, then on half, then on all, as far as these
    leave it open, within the trail's evaluations or not.
    """
    while True:
        best = trail.best
        less = {best - {offer}: offer for offer in sorted(best)}
        near = _within_reach(trail, list(less))
        worth = zip(near, trail.worth(near), strict=True)
        idle = frozenset(less[package] for package, mean in worth if mean >= trail.means[best])
        trail.worth([best - idle])
        if trail.best == best:
            return


def enumerated(problem: Problem, most: int) -> list[Package] | None:
    """All packages that may be, or None if there are more than `most`, or too many to look at.

    Offers are added one by one in order; ties are looked at only at the end.
    """
    matrix, limit, why = problem.rows
    hard = [k for k, reason in enumerate(why) if reason.rule != "tie" and (matrix[k] >= 0).all()]
    reach: list[Package] = [frozenset()]
    for offer in problem.usable:
        more = [package | {offer} for package in reach]
        asked = problem.mask(more).astype(float) @ matrix[hard].T
        within = np.all(asked <= limit[hard] * (1 + 1e-9) + 1e-9, axis=1).tolist()
        reach += [package for package, may in zip(more, within, strict=True) if may]
        if len(reach) > 16 * max(most, 1):
            return None
    allowed = problem.feasible_rows(problem.mask(reach))
    found = [package for package, may in zip(reach, allowed, strict=True) if may and package]
    return found if len(found) <= most else None
