"""A gas network as arrays: nodes, pipes, compressors, regulators and ties."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_ENDS = (
    ("pipe_from", "pipe_to"),
    ("compressor_from", "compressor_to"),
    ("regulator_from", "regulator_to"),
    ("tie_from", "tie_to"),
)
_PER_NODE = ("pressure_min", "pressure_max", "supply_pressure", "supply", "demand")
_PER_PIPE = ("resistance", "volume")
_PER_COMPRESSOR = ("ratio", "set_point", "most_flow", "most_power", "fuel")
_PER_REGULATOR = ("regulator_set_point", "regulator_most_flow")
_MAY_BE_INFINITE = frozenset(
    {"pressure_max", "set_point", "most_flow", "most_power", "regulator_most_flow"}
)


def _none() -> Any:
    return np.zeros(0)


def _no_nodes() -> Any:
    return np.zeros(0, dtype=np.int64)


def _no_flags() -> Any:
    return np.zeros(0, dtype=np.bool_)


@dataclasses.dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Network:
    """N nodes, P pipes, C compressors, V regulators, T ties; what is given is checked and frozen.

    Flow is counted in one unit throughout, `unit`. In a pipe `p_from^2 - p_to^2 = resistance x flow
    x |flow|` (Weymouth); a compressor lifts the pressure forward by at most `ratio`, to at most
    `set_point`; a regulator lets gas through forward and holds what leaves it at or under its set
    point; a tie (short pipe, open valve) makes two nodes one.

    Raises ValueError that names the argument if a length or a value does not fit.
    """

    nodes: tuple[str, ...]
    """N names."""
    pressure_min: Floats
    """(N,) least pressure at which gas is delivered [bar]."""
    pressure_max: Floats
    """(N,) most that a node through which gas flows may have [bar]; infinite if there is none."""
    supply_pressure: Floats
    """(N,) most pressure at which what is supplied enters [bar]."""
    supply: Floats
    """(N,) what is supplied when nothing is lost [unit]."""
    demand: Floats
    """(N,) what is asked for in the nominated state [unit]."""
    pipe_from: Ints
    pipe_to: Ints
    """(P,) nodes 0 to N - 1."""
    resistance: Floats
    """(P,) [bar^2 / unit^2], above 0."""
    volume: Floats
    """(P,) inner volume [m3]; 0 for a resistor."""
    compressor_from: Ints = dataclasses.field(default_factory=_no_nodes)
    compressor_to: Ints = dataclasses.field(default_factory=_no_nodes)
    ratio: Floats = dataclasses.field(default_factory=_none)
    """(C,) most that outlet pressure is over inlet pressure, 1 or more."""
    set_point: Floats = dataclasses.field(default_factory=_none)
    """(C,) most outlet pressure [bar]; infinite if there is none."""
    most_flow: Floats = dataclasses.field(default_factory=_none)
    """(C,) [unit]; infinite if there is none."""
    most_power: Floats = dataclasses.field(default_factory=_none)
    """(C,) [MW]; infinite if there is none."""
    electric: Flags = dataclasses.field(default_factory=_no_flags)
    """(C,) driven by power; the others burn gas."""
    fuel: Floats = dataclasses.field(default_factory=_none)
    """(C,) gas that is burnt at the inlet for the power that lifts [unit/MW], see `with_fuel`; not
    given it is 0, as it is for electric ones."""
    bypass: Flags = dataclasses.field(default_factory=_no_flags)
    """(C,) gas may go back through the bypass of one that does not lift; not given it may not."""
    regulator_from: Ints = dataclasses.field(default_factory=_no_nodes)
    regulator_to: Ints = dataclasses.field(default_factory=_no_nodes)
    regulator_set_point: Floats = dataclasses.field(default_factory=_none)
    """(V,) [bar]."""
    regulator_most_flow: Floats = dataclasses.field(default_factory=_none)
    """(V,) [unit]; infinite if there is none, or if it is not given."""
    tie_from: Ints = dataclasses.field(default_factory=_no_nodes)
    tie_to: Ints = dataclasses.field(default_factory=_no_nodes)
    unit: str = "kg/s"
    """Unit of flow, `kg/s` or `mcm/day`."""
    sound_speed: float = 350.0
    """Isothermal speed of sound a [m/s]: p = a^2 x density."""
    normal_density: float = 0.785
    """Density at 0 degrees and 1.01325 bar [kg/m3], by which mcm are kg; 0.7 to 0.85."""
    efficiency: float = 0.8
    """Share of a compressor's power that lifts the gas, isentropically."""

    def __post_init__(self) -> None:
        """Check and freeze."""
        for ends in _ENDS:
            for name in ends:
                _keep_nodes(self, name)
            _same_length(self, *ends)
        stations = len(self.ratio)
        if np.size(self.fuel) == 0:
            _keep(self, "fuel", np.zeros(stations))
        if np.size(self.regulator_most_flow) == 0:
            _keep(self, "regulator_most_flow", np.full(len(self.regulator_from), np.inf))
        if np.size(self.bypass) == 0:
            _keep(self, "bypass", np.zeros(stations, dtype=np.bool_))
        _keep(self, "bypass", np.asarray(self.bypass, dtype=np.bool_))
        for name in (*_PER_NODE, *_PER_PIPE, *_PER_COMPRESSOR, *_PER_REGULATOR):
            _keep(self, name, np.asarray(getattr(self, name), dtype=np.float64))
            _refuse(name, getattr(self, name))
        _keep(self, "electric", np.asarray(self.electric, dtype=np.bool_))
        for name in _PER_NODE:
            if len(getattr(self, name)) != len(self.nodes):
                raise ValueError(
                    f"{name} has length {len(getattr(self, name))}, nodes {len(self.nodes)}"
                )
        _same_length(self, "pipe_from", *_PER_PIPE)
        _same_length(self, "compressor_from", *_PER_COMPRESSOR, "electric", "bypass")
        _same_length(self, "regulator_from", *_PER_REGULATOR)
        if (self.resistance <= 0).any():
            raise ValueError(f"resistance holds a value not above 0: {self.resistance.min()}")
        burning = np.flatnonzero((self.fuel > 0) & self.electric)
        if burning.size:
            raise ValueError(
                f"fuel of compressor {burning[0]} is {self.fuel[burning[0]]}, but it is electric"
            )
        if (self.ratio < 1).any():
            raise ValueError(f"ratio holds a value below 1: {self.ratio.min()}")
        above = np.flatnonzero(self.pressure_min > self.pressure_max)
        if above.size:
            node = int(above[0])
            raise ValueError(
                f"pressure_min of {self.nodes[node]} is {self.pressure_min[node]}, above its"
                f" pressure_max {self.pressure_max[node]}"
            )
        if not self.sound_speed > 0:
            raise ValueError(f"sound_speed is {self.sound_speed}: a number above 0 is needed")
        if not self.normal_density > 0:
            raise ValueError(f"normal_density is {self.normal_density}: a number above 0 is needed")
        if not 0 < self.efficiency <= 1:
            raise ValueError(f"efficiency is {self.efficiency}: above 0 and at most 1 is needed")
        if self.unit not in ("kg/s", "mcm/day"):
            raise ValueError(f"unit is {self.unit!r}: kg/s or mcm/day")


def _keep_nodes(network: Network, name: str) -> None:
    given = np.asarray(getattr(network, name))
    if given.size and not np.issubdtype(given.dtype, np.integer):
        raise ValueError(f"{name} must be whole numbers, not {given.dtype}")
    _keep(network, name, given.astype(np.int64))
    nodes, last = getattr(network, name), len(network.nodes) - 1
    if nodes.size and (nodes.min() < 0 or nodes.max() > last):
        raise ValueError(f"{name} must lie between 0 and {last}")


def _keep(network: Network, name: str, value: Any) -> None:
    if value.ndim != 1:
        raise ValueError(f"{name} has shape {value.shape}, expected one axis")
    kept = np.array(value)
    kept.flags.writeable = False
    object.__setattr__(network, name, kept)


def _refuse(name: str, values: Floats) -> None:
    if np.isnan(values).any() or (name not in _MAY_BE_INFINITE and np.isinf(values).any()):
        raise ValueError(f"{name} holds a value that is nan or infinite")
    if (values < 0).any():
        raise ValueError(f"{name} holds a value below 0: {values.min()}")


def _same_length(network: Network, *names: str) -> None:
    lengths = {name: len(getattr(network, name)) for name in names}
    if len(set(lengths.values())) > 1:
        said = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"lengths differ: {said}")
