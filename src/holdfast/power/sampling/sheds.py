"""What is shed with elements out at an hour; each state is solved once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.power.grid import Flags, Floats, Grid, Ints
from holdfast.power.numbers import floats
from holdfast.power.shedding import least_shed

LOST = 1e-6
"""Share of demand from which on shed counts as a loss of load."""


class Sheds:
    """Shed by bus for outages and hours of a load.

    If the load is one shape for all buses, no demand is negative and no branch shifts phase, what
    is served in full at the peak is served in full at every hour: all flows may be scaled down.
    Then such outages are solved once, at the peak.
    """

    def __init__(
        self, grid: Grid, load: npt.ArrayLike, weight: npt.ArrayLike | None, workers: int
    ) -> None:
        """Raises ValueError that names `load` if its shape or a value does not fit."""
        given = floats("load", load)
        buses = len(grid.buses)
        if not (given.ndim == 1 or (given.ndim == 2 and given.shape[1] == buses)) or not given.size:
            raise ValueError(f"load has shape {given.shape}, expected (hours,) or (hours, {buses})")
        if not np.isfinite(given).all() or (given.ndim == 1 and (given < 0).any()):
            raise ValueError("load holds a value that is nan, infinite or a share below 0")
        self.grid, self.weight, self.workers = grid, weight, workers
        self.hours = len(given)
        if given.ndim == 1:
            levels, self.level = np.unique(given, return_inverse=True)
            self.demand = levels[:, None] * grid.demand
        else:
            self.level, self.demand = np.arange(len(given)), given
        shifted = (grid.shift[grid.in_service] != 0).any()
        self.screens = bool(given.ndim == 1 and not shifted and (grid.demand >= 0).all())
        self.rows: dict[bytes, int] = {}
        self.clear: list[bool] = []
        self.known: dict[tuple[int, int], Floats] = {}

    @property
    def solved(self) -> int:
        """States that were solved."""
        return len(self.known) + (len(self.clear) if self.screens else 0)

    def number(self, out: Flags) -> Ints:
        """(E,) numbers of outages (E, G + L + K), the same for the same outages."""
        keys = [row.tobytes() for row in np.packbits(out, axis=1)]
        first: dict[bytes, int] = {}
        for place, key in enumerate(keys):
            if key not in self.rows and key not in first:
                first[key] = place
        if first:
            fresh = out[list(first.values())]
            for key in first:
                self.rows[key] = len(self.rows)
            if self.screens:
                # Levels ascend: the last is the peak.
                peak = np.full(len(fresh), len(self.demand) - 1)
                self.clear += (self._solve(fresh, peak).sum(axis=1) <= self._least(peak)).tolist()
            else:
                self.clear += [False] * len(fresh)
        return np.array([self.rows[key] for key in keys], dtype=np.int64)

    def safe(self, numbers: Ints) -> Flags:
        """(E,) whether outages shed nothing at any hour."""
        return np.array(self.clear, dtype=bool)[numbers]

    def shed(self, out: Flags, numbers: Ints, hours: Ints) -> Floats:
        """(E, N) shed [MW] with outages (E, G + L + K), numbered, at hours (E,)."""
        found = np.zeros((len(out), len(self.grid.buses)))
        level = self.level[hours]
        risky = np.flatnonzero(~self.safe(numbers))
        pairs, first, which = np.unique(
            np.column_stack([numbers[risky], level[risky]]),
            axis=0,
            return_index=True,
            return_inverse=True,
        )
        keys = [(int(a), int(b)) for a, b in pairs]
        fresh = [k for k, key in enumerate(keys) if key not in self.known]
        if fresh:
            rows = risky[first[fresh]]
            solved = self._solve(out[rows], level[rows])
            solved[solved.sum(axis=1) <= self._least(level[rows])] = 0.0
            self.known.update(zip((keys[k] for k in fresh), solved, strict=True))
        if keys:
            found[risky] = np.array([self.known[key] for key in keys])[which.ravel()]
        return found

    def _least(self, level: Ints) -> Floats:
        asked = np.maximum(self.demand[level], 0.0).sum(axis=1)
        return np.asarray(LOST * asked + 1e-12)

    def _solve(self, out: Flags, level: Ints) -> Floats:
        """(E, N) shed [MW]."""
        generators, branches = len(self.grid.capacity), len(self.grid.rating)
        parts = np.split(out, [generators, generators + branches], axis=1)
        result = least_shed(
            self.grid,
            parts[1],
            parts[0],
            demand=self.demand[level],
            weight=self.weight,
            link_out=parts[2],
            workers=self.workers,
        )
        return result.shed
