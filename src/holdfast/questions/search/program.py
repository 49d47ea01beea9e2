"""Integer programs over packages, solved by HiGHS within a number of nodes, never of seconds."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array

from holdfast.arrays import Array
from holdfast.power.quiet import Quiet
from holdfast.questions.search.problem import Package, Problem

CLOSELY = 1e-9
"""By how much a row may be passed: as little as a package that may be, see `Problem.feasible`."""


@dataclass(frozen=True, slots=True)
class Solved:
    """The best package of a program, what it promises and the most that any could."""

    package: Package
    value: float
    bound: float
    """Dual bound: no package of the program is worth more, by its own model."""


def solve(
    problem: Problem,
    gain: Array,
    extra: Array,
    rows: Array,
    least: Array,
    upper: Array,
    nodes: int,
    close: float = 1e-6,
) -> Solved | None:
    """Most of gain y + extra x over packages y (O,) and x (X,) in [-inf or 0, upper].

    `rows` (rows, O + X) of [y, x] are at least `least`. x is free downward where its upper end is
    infinite, else from 0. It ends within a share `close` of the best, or after so many `nodes`.
    None where no package is found. Raises RuntimeError if HiGHS fails.
    """
    offers, more = problem.size, len(extra)
    matrix, most, _ = problem.rows
    allowed = np.zeros(offers)
    allowed[list(problem.usable)] = 1.0
    held = np.hstack([matrix, np.zeros((len(most), more))])
    ends = np.concatenate([most, -least])
    table = csr_array(np.vstack([held, -rows.reshape(-1, offers + more)]))
    gains = np.concatenate([gain, extra])
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = offers + more, len(ends)
    model.col_cost_ = -gains
    model.col_lower_ = np.concatenate([np.zeros(offers), np.where(np.isfinite(upper), 0, -np.inf)])
    model.col_upper_ = np.concatenate([allowed, upper])
    model.row_lower_ = np.full(len(ends), -np.inf)
    model.row_upper_ = ends
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = table.indptr.astype(np.int32)
    model.a_matrix_.index_ = table.indices.astype(np.int32)
    model.a_matrix_.value_ = table.data
    whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [whole] * offers + [real] * more
    solver = Quiet()
    for name, value in (
        ("parallel", "off"),
        ("mip_max_nodes", nodes),
        ("mip_feasibility_tolerance", CLOSELY),
        ("primal_feasibility_tolerance", CLOSELY),
        ("mip_rel_gap", close),
    ):
        solver.setOptionValue(name, value)
    solver.passModel(model)
    if solver.run() == highspy.HighsStatus.kError:
        raise RuntimeError(f"HiGHS could not run a program of {offers} offers")
    point = np.array(solver.getSolution().col_value)
    if len(point) != offers + more:
        return None
    package = frozenset(np.flatnonzero(point[:offers] > 0.5).tolist())
    if not problem.feasible(package):
        return None
    return Solved(package, float(gains @ point), -float(solver.getInfo().mip_dual_bound))
