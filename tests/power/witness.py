"""The same problem for HiGHS and PIQP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import piqp
from scipy import sparse

from holdfast.power import Grid
from holdfast.power.inputs import Inputs, read_inputs
from holdfast.power.linear import bounds_of, columns_of, program_of, rows_of
from holdfast.power.linear import least as solved


def inputs_of(grid: Grid, states: dict[str, np.ndarray]) -> Inputs:
    given = {"demand": None, "weight": None, "link_out": None} | states
    return read_inputs(grid, **given)


def least(grid: Grid, states: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Least weighted shed of each state by HiGHS, and the weighted demand."""
    inputs = inputs_of(grid, states)
    count = len(inputs.given.branch)
    total = np.full(count, np.nan)
    for state in range(count):
        program = program_of(inputs.lines, inputs.weights, inputs.given, state)
        if (answer := solved(program)) is not None:
            shed = (answer.x * program.units)[program.parts["shed"]]
            total[state] = shed @ inputs.weights.ravel() * inputs.unit
    asked = np.maximum(inputs.given.demand, 0.0) * inputs.weights
    return total, np.broadcast_to(asked.sum(axis=(1, 2)) * inputs.unit, (count,))


class Fair(NamedTuple):
    shed: np.ndarray
    asked: np.ndarray


def fair_shed(
    grid: Grid, states: dict[str, np.ndarray], totals: np.ndarray
) -> Iterator[tuple[int, Fair]]:
    """Of each state in which PIQP settles: the shares that two small terms of sharing agree on.

    A state in which they do not, or lead away from the total, is left out: there the witness's own
    tolerance decides, or the total depends on the term.
    """
    inputs = inputs_of(grid, states)
    for state, total in enumerate(totals):
        asked = inputs.given.demand[state if len(inputs.given.demand) > 1 else 0]
        asked = np.maximum(asked, 0.0)
        made = [_shared(inputs, state, small, asked) for small in (1e-5, 1e-4)]
        if made[0] is not None and made[1] is not None:
            apart = np.abs(made[0] - made[1]) / np.maximum(asked, 1e-9)
            found = (made[1] * inputs.weights).sum() * inputs.unit
            near = abs(found - total) <= 2e-6 * (asked * inputs.weights).sum() * inputs.unit
            if near and apart[asked > 0].max(initial=0.0) < 2e-4:
                yield state, Fair(made[1], asked)


def _shared(inputs: Inputs, state: int, small: float, asked: np.ndarray) -> np.ndarray | None:
    """Shed by PIQP with `small` times shed^2 / demand on top; None if it does not settle.

    All MW are in shares of demand, and what is shed in shares of what its bus asks for.
    """
    parts = columns_of(inputs.lines, inputs.weights, inputs.given, state)
    matrix, right = rows_of(inputs.lines, inputs.weights, inputs.given, state)
    bounds = bounds_of(inputs.lines, inputs.weights, inputs.given, state)
    bounds[np.r_[parts["over"], parts["under"]], 1] = 0.0
    unit = asked.sum() or 1.0
    part, weights = asked.ravel() / unit, inputs.weights.ravel()
    scale, cost, curve = np.ones(len(bounds)), np.zeros(len(bounds)), np.zeros(len(bounds))
    scale[parts["shed"]] = np.where(part > 0, part, 1.0)
    cost[parts["shed"]] = weights * scale[parts["shed"]]
    curve[parts["shed"]] = 2 * small * np.maximum(weights, weights[weights > 0].min()) * part
    matrix, bounds = matrix @ sparse.diags(scale), bounds / unit / scale[:, None]
    free = np.flatnonzero(bounds[:, 0] < bounds[:, 1])
    fixed = np.flatnonzero(bounds[:, 0] == bounds[:, 1])
    solver = piqp.SparseSolver()
    solver.settings.eps_abs = solver.settings.eps_rel = 1e-13
    solver.settings.eps_duality_gap_abs = solver.settings.eps_duality_gap_rel = 1e-14
    solver.settings.max_iter = 500
    solver.setup(
        sparse.diags(curve[free]).tocsc(),
        cost[free],
        sparse.csc_matrix(matrix[:, free]),
        right / unit - matrix[:, fixed] @ bounds[fixed, 0],
        None,
        None,
        None,
        np.maximum(bounds[free, 0], -1e30),
        np.minimum(bounds[free, 1], 1e30),
    )
    if solver.solve() not in (piqp.PIQP_SOLVED, piqp.PIQP_MAX_ITER_REACHED):
        return None
    values = bounds[:, 0].copy()
    values[free] = solver.result.x
    return (values * scale * unit)[parts["shed"]].reshape(asked.shape)
