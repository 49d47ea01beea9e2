"""Among all ways to shed as little, the one that cuts alike: a quadratic program for HiGHS.

Of all answers of a linear program those are as good in which every column with a reduced cost stays
at its bound: its face of least cost. On it the sum of weight times shed^2 / demand is made least
(active sets, HiGHS), which has one answer. Whether it is that one is proven by one more linear
program: with slopes g of the sum at the answer s, no other is better by more than g s - min g t
over the face (Frank and Wolfe 1956, Naval Research Logistics Quarterly 3).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import highspy
import numpy as np
from scipy import sparse

from holdfast.power.grid import Flags, Floats
from holdfast.power.linear import Program, least_within
from holdfast.power.quiet import Quiet

REDUCED = 1e-7
"""Reduced cost [1] from which on a column stays at its bound: the tolerance of HiGHS."""
SCALES = (1e2, 1e3, 1.0)
"""What the sum is multiplied by, in turn. HiGHS adds 1e-7 x^2 of all columns to it, so that more is
more exact; but with more it may go in circles."""
STEPS = 5000
"""Steps of the quadratic program at most."""
NEAR = 1e-8
"""How far a cut may move from what the quadratic program found [share of its demand], so that
balance and Ohm's law hold to the last digits."""
LATER = 1e-3
"""Cost of the last generators in the order of use, beside the slopes of the sum."""
ALIKE = 1e-7
"""Proven distance from the least sum, in shares of demand times the least weight that is cut, up to
which cuts count as shared."""


class Face(NamedTuple):
    """The answers of a linear program that are as good as the one that was found."""

    bounds: Floats
    """(C, 2) least and most of each column among them."""

    @classmethod
    def of(cls, program: Program, answer: Any) -> Face:
        """From an answer of `linear.least`."""
        bounds = program.bounds.copy()
        held = np.abs(answer.lower.marginals + answer.upper.marginals) > REDUCED
        held[np.r_[program.parts["over"], program.parts["under"]]] = True
        bounds[held] = answer.x[held, None]
        return cls(bounds)


class _Sum(NamedTuple):
    """Sum of curve x^2 / 2 over columns of shed: what is made least."""

    curve: Floats
    """(C,) 0 but for shed."""
    asked: Floats
    """(C,) demand of columns of shed [share], else 0."""
    lightest: float
    """Least weight of what may be cut more or less."""


def shared_alike(
    program: Program, face: Face, weights: Floats, corner: Floats, order: Floats
) -> Floats | None:
    """(C,) the answer on the face whose cuts are alike, generators in order; None if not proven.

    `weights` (N, K) are those of demand, `corner` (C,) is one answer, `order` (G,) the cost of
    using each generator where that moves no cut.
    """
    total = _sum_of(program, weights, face)
    if total is None:
        return _in_order(program, face, None, corner, order)
    for scale in SCALES:
        near = _quadratic(program, face, total, scale)
        if near is None:
            continue
        made = _in_order(program, face, total, near, order)
        if made is not None and _excess(program, face, total, made) <= ALIKE * total.lightest:
            return made
    return None


def _sum_of(program: Program, weights: Floats, face: Face) -> _Sum | None:
    """What is made least; None where the face leaves no cut a choice."""
    place = program.parts["shed"]
    asked = np.zeros(len(program.cost))
    asked[place] = program.bounds[place, 1]
    cells = weights.ravel()
    heavy = np.maximum(cells, cells[cells > 0].min(initial=1.0))
    curve = np.zeros(len(asked))
    curve[place] = np.divide(heavy, asked[place], out=np.zeros(len(heavy)), where=asked[place] > 0)
    free: Flags = face.bounds[place, 1] > face.bounds[place, 0]
    return _Sum(curve, asked, float(heavy[free].min())) if free.any() else None


def _quadratic(program: Program, face: Face, total: _Sum, scale: float) -> Floats | None:
    """What HiGHS finds, to about its tolerance; None if it finds no numbers.

    Columns of shed are in units that give all the same curve. HiGHS may call an answer an error
    whose cuts are right: `_excess` judges, not its word.
    """
    units = np.where(total.curve > 0, 1.0 / np.sqrt(np.where(total.curve > 0, total.curve, 1)), 1.0)
    matrix = sparse.csc_matrix(program.matrix @ sparse.diags(units))
    bounds = face.bounds / units[:, None]
    columns = np.flatnonzero(total.curve)
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = np.zeros(len(units))
    lp.col_lower_, lp.col_upper_ = bounds.T.copy()
    lp.row_lower_ = lp.row_upper_ = program.right
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.indptr, matrix.indices
    lp.a_matrix_.value_ = matrix.data
    model.hessian_.dim_ = len(units)
    model.hessian_.format_ = highspy.HessianFormat.kTriangular
    model.hessian_.start_ = np.searchsorted(columns, np.arange(len(units) + 1)).astype(np.int32)
    model.hessian_.index_ = columns.astype(np.int32)
    model.hessian_.value_ = np.full(len(columns), scale / total.lightest)
    solver = Quiet()
    solver.setOptionValue("qp_iteration_limit", STEPS)
    solver.passModel(model)
    solver.run()
    values = np.array(solver.getSolution().col_value)
    if values.shape != units.shape or not np.isfinite(values).all():
        return None
    return np.asarray(values * units)


def _in_order(
    program: Program, face: Face, total: _Sum | None, near: Floats, order: Floats
) -> Floats | None:
    """(C,) an answer on the face whose cuts are those of `near`, generators in their order.

    With a sum that is made least cuts may move by a little, down its slopes.
    """
    bounds, cost, room = face.bounds.copy(), np.zeros(len(near)), np.zeros(len(near))
    if total is not None:
        cost, room = total.curve * near, NEAR * total.asked
    cost[program.parts["dispatch"]] = LATER * order
    place = program.parts["shed"]
    low, high = face.bounds[place].T
    bounds[place, 0] = np.clip(near[place] - room[place], low, high)
    bounds[place, 1] = np.clip(near[place] + room[place], low, high)
    answer = least_within(program, cost, bounds)
    return None if answer is None else np.asarray(answer.x)


def _excess(program: Program, face: Face, total: _Sum, made: Floats) -> float:
    """What the sum can be above the least at most."""
    slope = total.curve * made
    best = least_within(program, slope, face.bounds)
    return np.inf if best is None else float(slope @ made - best.fun)
