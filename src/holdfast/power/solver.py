"""The kernel for who asks again and again: one grid, made ready once, its states in MW.

`least_shed` is for a caller with one question; a campaign asks thousands of times a second.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.power.grid import Flags, Floats, Grid
from holdfast.power.inputs import Inputs, lines_of, read_merit, read_weights
from holdfast.power.shedding import bench_for, chunk_of, parts_of, solve_parts
from holdfast.power.states import Given, blank_found, prepared_for


class Solver:
    """Least shed of states of one grid, with weights and an order of use that stay the same."""

    def __init__(
        self,
        grid: Grid,
        weight: npt.ArrayLike | None = None,
        merit: npt.ArrayLike | None = None,
        slices: int = 1,
    ) -> None:
        """Make the grid ready; arguments as `least_shed` has them, `slices` of demand at a bus.

        Raises ValueError that names the argument.
        """
        weights, unit = read_weights(grid, weight, slices)
        self._grid = grid
        self._weights, self._unit = weights, unit
        self._merit, self._lines = read_merit(grid, merit), lines_of(grid)
        self._size = chunk_of(grid)
        self._prepared = prepared_for(grid, weights, self._merit, True)

    def solve(
        self, branch: Floats, generation: Floats, link: Floats, demand: Floats
    ) -> tuple[Floats, Floats, Flags]:
        """Shed (S, N, K) and dispatch (S, G) in MW of S states, and which needed a second try (S,).

        `branch` (S, L) is the share of each branch in service, `generation` (S, G) [MW] what can be
        given, at 0 where the grid's capacity is 0; `link` (S, K) how many times its bounds a link
        carries; `demand` (S, N, K) [MW]. Nothing is checked but shapes: ValueError.
        """
        # arrays that are frozen would be another type to compile for
        given = Given(
            *(np.require(a, np.float64, ("C", "W")) for a in (branch, generation, demand, link))
        )
        count, buses = len(given.branch), len(self._grid.buses)
        expected = (
            (count, len(self._grid.branch_from)),
            (count, len(self._grid.capacity)),
            (count, buses, self._weights.shape[1]),
            (count, len(self._grid.link_from)),
        )
        if tuple(a.shape for a in given) != expected:
            raise ValueError(f"shapes are {tuple(a.shape for a in given)}, expected {expected}")
        inputs = Inputs(given, self._weights, self._unit, self._lines, self._merit)
        found, proof = blank_found(given, buses), np.empty((count, 5))
        again = np.zeros(count, dtype=bool)
        parts = parts_of(count, self._size)
        with bench_for(self._prepared, min(self._size, count)) as bench:
            solve_parts(self._grid, inputs, found, proof, again, parts, bench)
        return found.shed, found.dispatch, again
