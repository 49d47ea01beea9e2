"""A model of packages from singles and pairs, refitted to what was simulated.

    f(y) = sum_i w_i y_i + sum_(i<j) w_ij y_i y_j

is a ridge regression, weighted near the best package seen, with pairs held tighter than singles.
Its optimum within all rules is an integer program; that package is simulated, and the model fitted
again. The ridge is the one of four that predicts best what it was not shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.search.program import Solved, solve
from holdfast.questions.search.trail import Trail

RIDGES = (1e-4, 1e-3, 1e-2, 1e-1)
PAIR = 0.3
"""Prior size of a pair's weight, in that of a single's."""
NEAR = 0.15
"""Shortfall from the best, as a share of it, at which a package counts 1/e."""
FAINT = 0.02
"""Least weight of a package, so that far ones still shape the model."""
STRONG = 60
"""Pairs that the integer program keeps, the strongest first."""
NODES = 30
ENOUGH = 1e-3
"""Share of the model's best at which its program ends: the model is no better than that."""


@dataclass(frozen=True, slots=True)
class PairModel:
    """Weights of singles (O,) and pairs (O, O), upper triangle."""

    single: Array
    pair: Array

    def predict(self, mask: Array) -> Array:
        """What packages (P, O) are thought to save, (P,)."""
        given = mask.astype(float)
        crossed = ((given @ self.pair) * given).sum(axis=1)
        return np.asarray(given @ self.single + crossed)


def fit(trail: Trail) -> PairModel:
    """The model of all that a search has seen."""
    problem = trail.problem
    about = trail.about
    seen = sorted(about, key=sorted)
    mask = problem.mask(seen).astype(float)
    value = np.array([about[p] for p in seen])
    best = max(trail.means[trail.best], 1e-300)
    weight = np.maximum(np.exp(-np.abs(value - best) / (NEAR * best)), FAINT)
    scale = float(np.abs(value).max()) or 1.0
    kernel = (mask @ mask.T) + PAIR**2 * _crossed(mask)
    size = float(np.median(np.diag(kernel)))
    root = np.sqrt(weight)
    lit = root[:, None] * kernel * root[None, :]
    aim = root * value / scale
    best_error, dual = np.inf, np.zeros(len(seen))
    for ridge in RIDGES:
        inverse = np.linalg.inv(lit + ridge * size * np.eye(len(seen)))
        solved = inverse @ aim
        apart = solved / np.diag(inverse)
        error = float(apart @ apart)
        if error < best_error:
            best_error, dual = error, root * solved * scale
    upper = np.triu((mask.T * dual) @ mask, k=1)
    return PairModel(single=mask.T @ dual, pair=PAIR**2 * upper)


def _crossed(mask: Array) -> Array:
    """Inner products of packages over their pairs, (P, P)."""
    both = mask @ mask.T
    return np.asarray(both * (both - 1.0) / 2.0)


def propose(trail: Trail, model: PairModel) -> Solved | None:
    """The best package of the model, seen or not; None if none was found."""
    problem = trail.problem
    rows, columns = np.nonzero(model.pair)
    strength = np.abs(model.pair[rows, columns])
    kept = np.lexsort((columns, rows, -strength))[:STRONG]
    rows, columns = rows[kept], columns[kept]
    weight = model.pair[rows, columns]
    links, ends = _links(problem.size, rows, columns, weight)
    return solve(problem, model.single, weight, links, ends, np.ones(len(kept)), NODES, ENOUGH)


def _links(offers: int, rows: Array, columns: Array, weight: Array) -> tuple[Array, Array]:
    """x_ij = y_i y_j: below both where the weight is above nought, else above their sum less 1."""
    made: list[Array] = []
    ends: list[float] = []
    for k, (i, j, w) in enumerate(zip(rows, columns, weight, strict=True)):
        sides = [((i,), 1.0, 0.0), ((j,), 1.0, 0.0)] if w > 0 else [((i, j), -1.0, -1.0)]
        for which, sign, end in sides:
            row = np.zeros(offers + len(weight))
            row[list(which)] = sign
            row[offers + k] = -sign
            made.append(row)
            ends.append(end)
    return np.array(made).reshape(len(made), offers + len(weight)), np.array(ends)
