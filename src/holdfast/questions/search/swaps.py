"""Neighbours of a package: up to two offers out and up to two in, within every rule."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.search.atoms import closures, without
from holdfast.questions.search.pairs import PairModel
from holdfast.questions.search.problem import Package, Problem
from holdfast.questions.search.trail import Trail

OUT, IN = 2, 2


def neighbours(trail: Trail, model: PairModel, package: Package, most: int) -> list[Package]:
    """The packages near one that the model thinks best of and that were not simulated yet.

    Offers that cannot stand without one that leaves go too; an offer that comes brings along what
    its conditions ask. At most `most`, the best first.
    """
    problem = trail.problem
    found: dict[Package, float] = {}
    for left in _left(problem, package):
        mask = _with(problem, left)
        thought = model.predict(mask)
        thought[~problem.feasible_rows(mask)] = -np.inf
        for k in np.argsort(-thought, kind="stable")[: 2 * most]:
            candidate = frozenset(np.flatnonzero(mask[k]).tolist())
            if np.isfinite(thought[k]) and candidate not in trail.quarter.means:
                found[candidate] = float(thought[k])
    return sorted(found, key=lambda p: (-found[p], sorted(p)))[:most]


def _left(problem: Problem, package: Package) -> list[Package]:
    """What is left of a package when up to two offers go, each once, in order."""
    gone = chain.from_iterable(combinations(sorted(package), k) for k in range(OUT + 1))
    return list(dict.fromkeys(without(problem, package, frozenset(some)) for some in gone))


def _with(problem: Problem, left: Package) -> Array:
    """A package with up to two offers more, each with what it brings along, (P, O) bool."""
    base: Array = problem.mask([left])[0]
    ones = [
        problem.mask([closed])[0]
        for i in problem.usable
        if i not in left
        for closed in closures(problem, i, left, most=2)
    ]
    if not ones:
        return np.array([base])
    single = np.unique(np.array(ones), axis=0)
    first, second = np.triu_indices(len(single), k=1)
    return np.vstack([base[None, :], single, single[first] | single[second]])


def improve(trail: Trail, model: PairModel, starts: list[Package], most: int) -> list[Package]:
    """The best neighbours of several packages by the model, without doubles, at most `most`."""
    each = [neighbours(trail, model, start, most) for start in starts]
    ranked = [p for row in zip(*each, strict=False) for p in row] if each else []
    return list(dict.fromkeys(ranked + list(chain.from_iterable(each))))[:most]
