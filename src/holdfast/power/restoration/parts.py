"""What is out and can be repaired, and what a grid serves with some of it repaired."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from holdfast.power.grid import Flags, Floats, Grid, Ints
from holdfast.power.inputs import read_demand, read_weights
from holdfast.power.numbers import floats
from holdfast.power.restoration.damaged import DamagedGrid
from holdfast.power.shedding import least_shed

DIGITS = 7
"""Digits of served shares of demand in which sets of repairs are told apart."""
BATCH = 8192
"""States that are handed to the kernel at once."""


class Part(NamedTuple):
    """One thing to repair: a bus, a branch or a generator, by its row in the grid."""

    kind: str
    row: int


@dataclasses.dataclass(frozen=True, slots=True)
class Damage:
    """A grid, what of it is out and asked for, and the P parts: buses, branches, generators."""

    grid: Grid
    bus: Ints
    branch: Ints
    generator: Ints
    """Rows of the grid that are out, ascending."""
    demand: Floats
    """(N, K) [MW]; a negative one is generation that can be turned down."""
    worth: Floats
    """(N, K) what a MW of it weighs [1]."""

    @property
    def count(self) -> int:
        """Number of parts, P."""
        return len(self.bus) + len(self.branch) + len(self.generator)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The P parts."""
        named = (("bus", self.bus), ("branch", self.branch), ("generator", self.generator))
        return tuple(Part(kind, int(row)) for kind, rows in named for row in rows)

    @property
    def is_branch(self) -> Flags:
        """(P,) whether a part is a branch, which may be left open."""
        return np.array([part.kind == "branch" for part in self.parts], dtype=bool)

    @property
    def asked(self) -> float:
        """Demand of the whole grid, weighted [MW]."""
        return float((np.maximum(self.demand, 0.0) * self.worth).sum())


def damage_of(
    grid: Grid,
    branch_out: npt.ArrayLike,
    generator_out: npt.ArrayLike,
    demand: npt.ArrayLike | None = None,
    weight: npt.ArrayLike | None = None,
) -> Damage:
    """What is out of a grid, and what is asked of it. Raises ValueError that names the argument."""
    branch = _rows("branch_out", branch_out, len(grid.rating))
    generator = _rows("generator_out", generator_out, len(grid.capacity))
    bus = np.flatnonzero(grid.bus_out) if isinstance(grid, DamagedGrid) else np.zeros(0, np.int64)
    asked = _one_state(grid, demand)
    worth, unit = read_weights(grid, weight, asked.shape[1])
    return Damage(grid, bus, branch, generator, asked, worth * unit)


def _one_state(grid: Grid, value: npt.ArrayLike | None) -> Floats:
    """(N, K) MW: (N,) or (N, K), of one state."""
    given, buses = floats("demand", grid.demand if value is None else value), len(grid.buses)
    if given.ndim not in (1, 2) or len(given) != buses:
        said = f"demand has shape {given.shape}, expected ({buses},) or ({buses}, slices)"
        raise ValueError(said)
    return np.asarray(read_demand(grid, given.reshape(1, buses, -1))[0])


def _rows(name: str, value: npt.ArrayLike, length: int) -> Ints:
    given = floats(name, value)
    if given.shape != (length,):
        raise ValueError(f"{name} has shape {given.shape}, expected ({length},)")
    if not np.isin(given, (0, 1)).all():
        raise ValueError(f"{name} must be bool: a part is out or it is not")
    return np.flatnonzero(given)


class Served:
    """What a damaged grid serves with sets of parts in use; what was asked once is remembered."""

    def __init__(self, damage: Damage, workers: int = 1) -> None:
        """Nothing is solved yet."""
        self.damage, self.workers = damage, workers
        self.known: dict[bytes, float] = {}

    def __call__(self, used: Flags) -> Floats:
        """(S,) demand served [share of all, weighted, to seven digits], parts (S, P) in use."""
        packed = np.packbits(used, axis=1)
        keys = [row.tobytes() for row in packed]
        new = list(dict.fromkeys(key for key in keys if key not in self.known))
        if new:
            rows = np.frombuffer(b"".join(new), dtype=np.uint8).reshape(len(new), -1)
            sets = np.unpackbits(rows, axis=1, count=used.shape[1]).astype(bool)
            self.known.update(zip(new, np.round(self.shares(sets), DIGITS).tolist(), strict=True))
        return np.array([self.known[key] for key in keys])

    def shares(self, used: Flags) -> Floats:
        """(S,) demand served [share of all, weighted], solved anew and not rounded."""
        return self.megawatts(used)[:, 0] / (self.damage.asked or 1.0)

    def megawatts(self, used: Flags) -> Floats:
        """(S, 2) demand served, weighted and as it is [MW], solved anew."""
        served = [self._solve(used[k : k + BATCH]) for k in range(0, len(used), BATCH)]
        return np.concatenate(served)

    def _solve(self, used: Flags) -> Floats:
        """(S, 2) MW served, weighted and as it is."""
        grid, damage = self.damage.grid, self.damage
        buses, branches = len(damage.bus), len(damage.branch)
        dark, branch, generator = (
            np.zeros((len(used), length), dtype=bool)
            for length in (len(grid.buses), len(grid.rating), len(grid.capacity))
        )
        dark[:, damage.bus] = ~used[:, :buses]
        branch[:, damage.branch] = ~used[:, buses : buses + branches]
        generator[:, damage.generator] = ~used[:, buses + branches :]
        branch |= dark[:, grid.branch_from] | dark[:, grid.branch_to]
        generator |= dark[:, grid.generator_bus]
        demand = np.where(dark[:, :, None], 0.0, damage.demand)
        links = dark[:, grid.link_from] | dark[:, grid.link_to]
        found = least_shed(
            grid,
            branch,
            generator,
            demand=demand,
            weight=damage.worth,
            link_out=links,
            workers=self.workers,
        )
        asked = np.maximum(demand, 0.0)
        weighted = (asked * damage.worth).sum(axis=(1, 2)) - found.weighted_shed
        return np.column_stack([weighted, asked.sum(axis=(1, 2)) - found.shed.sum(axis=1)])
