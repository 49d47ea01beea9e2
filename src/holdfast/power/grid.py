"""A transmission grid as arrays: buses, generators, branches with reactance, links without."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

from holdfast.power.numbers import above, flags, floats

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def _none() -> Any:
    return np.zeros(0)


def _no_buses() -> Any:
    return np.zeros(0, dtype=np.int64)


@dataclasses.dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Grid:
    """N buses, G generators, L branches (DC) and K links; what is given is checked and frozen.

    A branch carries `susceptance (angle at its first end - angle at its second - shift)` MW, within
    its rating either way. A link carries what one wishes between `link_low` and `link_high` from
    its first end to its second, as PyPSA's Link.

    Raises ValueError that names the argument if a length or a value does not fit.
    """

    buses: tuple[str, ...]
    """N names."""
    demand: Floats
    """(N,) [MW]; a negative one is generation that can be turned down."""
    branch_from: Ints
    branch_to: Ints
    """(L,) buses 0 to N - 1."""
    susceptance: Floats
    """(L,) MW per radian; negative for a series capacitor that overcompensates."""
    rating: Floats
    """(L,) [MW]; infinite if there is none."""
    shift: Floats
    """(L,) phase shift [rad]."""
    in_service: Flags
    """(L,) a branch that is not never carries anything."""
    generator_bus: Ints
    capacity: Floats
    """(G,) most that each generator gives [MW]; the least is 0."""
    link_from: Ints = dataclasses.field(default_factory=_no_buses)
    link_to: Ints = dataclasses.field(default_factory=_no_buses)
    link_low: Floats = dataclasses.field(default_factory=_none)
    link_high: Floats = dataclasses.field(default_factory=_none)
    """(K,) [MW]; low at most 0, high at least 0."""
    base: float = 100.0
    """MVA of one per unit."""

    def __post_init__(self) -> None:
        """Check and freeze."""
        buses = len(self.buses)
        _check_buses(self, buses)
        for names, finite in (
            (("demand",), True),
            (("susceptance", "shift", "rating"), False),
            (("capacity",), True),
            (("link_low", "link_high"), False),
        ):
            for name in names:
                _keep(self, name, floats(name, getattr(self, name)))
                _refuse(name, getattr(self, name), finite or name in ("susceptance", "shift"))
        _keep(self, "in_service", flags("in_service", self.in_service))
        if above("base", self.base).shape != ():
            raise ValueError(f"base is {self.base}: one number is needed")
        for name in ("rating", "capacity", "link_high"):
            if (getattr(self, name) < 0).any():
                raise ValueError(f"{name} holds a value below 0: {getattr(self, name).min()}")
        if (self.link_low > 0).any():
            raise ValueError(f"link_low holds a value above 0: {self.link_low.max()}")
        if len(self.demand) != buses:
            raise ValueError(f"demand has length {len(self.demand)}, buses {buses}")
        _same_length(
            self, "branch_from", "branch_to", "susceptance", "rating", "shift", "in_service"
        )
        _same_length(self, "generator_bus", "capacity")
        _same_length(self, "link_from", "link_to", "link_low", "link_high")
        if (self.in_service & (self.susceptance == 0)).any():
            row = int(np.flatnonzero(self.in_service & (self.susceptance == 0))[0])
            raise ValueError(f"susceptance of branch {row} is 0: take it out of service instead")


def _check_buses(grid: Grid, buses: int) -> None:
    for name in ("branch_from", "branch_to", "generator_bus", "link_from", "link_to"):
        given = np.asarray(getattr(grid, name))
        if given.size and not np.issubdtype(given.dtype, np.integer):
            raise ValueError(f"{name} must be whole numbers, not {given.dtype}")
        _keep(grid, name, given.astype(np.int64))
        kept = getattr(grid, name)
        if kept.size and (kept.min() < 0 or kept.max() >= buses):
            raise ValueError(f"{name} must lie between 0 and {buses - 1}")


def _keep(grid: Grid, name: str, value: Any) -> None:
    if value.ndim != 1:
        raise ValueError(f"{name} has shape {value.shape}, expected one axis")
    kept = np.array(value)
    kept.flags.writeable = False
    object.__setattr__(grid, name, kept)


def _refuse(name: str, values: Floats, finite: bool) -> None:
    if np.isnan(values).any() or (finite and not np.isfinite(values).all()):
        raise ValueError(f"{name} holds a value that is nan or infinite")


def _same_length(grid: Grid, *names: str) -> None:
    lengths = {name: len(getattr(grid, name)) for name in names}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"lengths differ: {said}")
