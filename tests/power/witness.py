"""The same problem for HiGHS and PIQP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import piqp
from scipy import sparse

from holdfast.power import Grid
from holdfast.power.inputs import Inputs, read_inputs
from holdfast.power.reference import bounds_of, columns_of, rows_of, solve_reference
from holdfast.power.states import blank_found


def inputs_of(grid: Grid, states: dict[str, np.ndarray]) -> Inputs:
    given = {"demand": None, "weight": None, "link_out": None} | states
    return read_inputs(grid, **given)


def least(grid: Grid, states: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Least weighted shed of each state by HiGHS, and the weighted demand."""
    inputs = inputs_of(grid, states)
    found = blank_found(inputs.given, len(grid.buses))
    count = len(inputs.given.branch)
    for state in range(count):
        solve_reference(inputs.lines, inputs.weights, inputs.given, found, state)
    asked = np.maximum(inputs.given.demand, 0.0) * inputs.weights
    total = (found.shed * inputs.weights).sum(axis=(1, 2)) * inputs.unit
    return total, np.broadcast_to(asked.sum(axis=(1, 2)) * inputs.unit, (count,))


class Fair(NamedTuple):
    shed: np.ndarray
    asked: np.ndarray


def fair_shed(
    grid: Grid, states: dict[str, np.ndarray], totals: np.ndarray
) -> Iterator[tuple[int, Fair]]:
    """Of each state in which PIQP settles: least sum of shed^2 / demand among those of a total.

    A state in which a hundred millionth more shed would share it out otherwise is left out: there
    the witness's own tolerance decides.
    """
    inputs = inputs_of(grid, states)
    for state, total in enumerate(totals):
        asked = inputs.given.demand[state if len(inputs.given.demand) > 1 else 0]
        asked = np.maximum(asked, 0.0)
        made = [_shared(inputs, state, total / inputs.unit, more, asked) for more in (1e-9, 1e-8)]
        if made[0] is not None and made[1] is not None:
            apart = np.abs(made[0] - made[1]) / np.maximum(asked, 1e-9)
            if apart[asked > 0].max(initial=0.0) < 1e-4:
                yield state, Fair(made[0], asked)


def _shared(
    inputs: Inputs, state: int, total: float, more: float, asked: np.ndarray
) -> np.ndarray | None:
    """Shed by PIQP with a total that may be `more` of it higher; None if it does not settle."""
    parts = columns_of(inputs.lines, inputs.weights, inputs.given, state)
    matrix, right = rows_of(inputs.lines, inputs.weights, inputs.given, state)
    bounds = bounds_of(inputs.lines, inputs.weights, inputs.given, state)
    bounds[np.r_[parts["over"], parts["under"]], 1] = 0.0
    curve, cost = np.zeros(len(bounds)), np.zeros(len(bounds))
    curve[parts["shed"]] = 1.0 / np.maximum(asked.ravel(), 1e-9)
    cost[parts["shed"]] = inputs.weights.ravel()
    free = np.flatnonzero(bounds[:, 0] < bounds[:, 1])
    fixed = np.flatnonzero(bounds[:, 0] == bounds[:, 1])
    solver = piqp.SparseSolver()
    solver.settings.eps_abs = solver.settings.eps_rel = 1e-10
    solver.settings.max_iter = 500
    solver.setup(
        sparse.diags(curve[free]).tocsc(),
        np.zeros(len(free)),
        sparse.csc_matrix(matrix[:, free]),
        right - matrix[:, fixed] @ bounds[fixed, 0],
        sparse.csc_matrix(cost[free][None]),
        None,
        np.array([total * (1 + more) + more]),
        np.maximum(bounds[free, 0], -1e30),
        np.minimum(bounds[free, 1], 1e30),
    )
    if solver.solve() != piqp.PIQP_SOLVED:
        return None
    values = bounds[:, 0].copy()
    values[free] = solver.result.x
    return values[parts["shed"]].reshape(asked.shape)
