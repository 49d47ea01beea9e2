"""HiGHS with one linear model that is kept."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from holdfast.power import Grid


class Persistent:
    """One model of HiGHS. Columns: dispatch, shed, spilled, angle, flow, what Ohm's law lacks."""

    def __init__(self, grid: Grid, warm: bool) -> None:
        self.grid, self.warm = grid, warm
        buses, branches, generators = len(grid.buses), len(grid.rating), len(grid.capacity)
        each, eye = np.arange(branches), sparse.eye
        balance = sparse.hstack(
            [
                sparse.csr_matrix(
                    (np.ones(generators), (grid.generator_bus, np.arange(generators))),
                    (buses, generators),
                ),
                eye(buses),
                -eye(buses),
                sparse.csr_matrix((buses, buses)),
                sparse.csr_matrix(
                    (
                        np.r_[-np.ones(branches), np.ones(branches)],
                        (np.r_[grid.branch_from, grid.branch_to], np.r_[each, each]),
                    ),
                    (buses, branches),
                ),
                sparse.csr_matrix((buses, branches)),
            ]
        )
        own = grid.susceptance
        ohm = sparse.hstack(
            [
                sparse.csr_matrix((branches, generators + 2 * buses)),
                sparse.csr_matrix(
                    (
                        np.r_[-own, own],
                        (np.r_[each, each], np.r_[grid.branch_from, grid.branch_to]),
                    ),
                    (branches, buses),
                ),
                eye(branches),
                eye(branches),
            ]
        )
        matrix = sparse.vstack([balance, ohm]).tocsc()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
        cost = np.zeros(matrix.shape[1])
        cost[generators : generators + buses] = 1.0
        model.col_cost_ = cost
        whole = np.zeros(branches, dtype=bool)
        model.col_lower_, model.col_upper_ = self.bounds(whole, np.zeros(generators, dtype=bool))
        model.row_lower_ = model.row_upper_ = np.r_[grid.demand, -own * grid.shift]
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        self.columns = np.arange(matrix.shape[1], dtype=np.int32)
        self.solver = highspy.Highs()
        self.solver.silent()
        self.solver.setOptionValue("threads", 1)
        self.solver.passModel(model)
        self.solver.run()

    def bounds(self, branch: np.ndarray, generator: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        grid = self.grid
        on = grid.in_service & ~branch
        rating = np.minimum(grid.rating, 1e5)
        buses, infinite = len(grid.buses), 1e30
        none = np.zeros(buses)
        spill = np.maximum(-grid.demand, 0.0)
        return (
            np.concatenate(
                [
                    np.zeros(len(grid.capacity)),
                    none,
                    none,
                    np.full(buses, -infinite),
                    np.where(on, -rating, 0.0),
                    np.where(on, 0.0, -infinite),
                ]
            ),
            np.concatenate(
                [
                    grid.capacity * ~generator,
                    np.maximum(grid.demand, 0.0),
                    spill,
                    np.full(buses, infinite),
                    np.where(on, rating, 0.0),
                    np.where(on, 0.0, infinite),
                ]
            ),
        )

    def shed(self, branch: np.ndarray, generator: np.ndarray) -> np.ndarray:
        """Least shed of each state [MW]."""
        found = []
        for state in zip(branch, generator, strict=True):
            if not self.warm:
                self.solver.clearSolver()
            self.solver.changeColsBounds(len(self.columns), self.columns, *self.bounds(*state))
            self.solver.run()
            found.append(self.solver.getInfo().objective_function_value)
        return np.array(found)
