"""Networks of pandapipes from their json file; the library itself is not needed."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from holdfast.gas.fault import GasError
from holdfast.gas.friction import friction_factor, resistance, square_of_sound
from holdfast.gas.limits import hold_limits
from holdfast.gas.network import Floats, Ints, Network
from holdfast.gas.pandapipes_tables import Tables, read_tables
from holdfast.gas.units import BAR, NORMAL_PRESSURE

AIR = NORMAL_PRESSURE / BAR
"""Pressure of the air, which pandapipes leaves out of its pressures [bar]."""
REFUSED = (
    "pump",
    "flow_control",
    "mass_storage",
    "heat_consumer",
    "heat_exchanger",
    "circ_pump_mass",
    "circ_pump_pressure",
)
"""Elements that a `Network` has nothing for."""


def read_pandapipes(
    path: str | Path,
    *,
    least_pressure: float = 0.0,
    highest_pressure: float = math.inf,
    compressibility: float | None = None,
    keep_names: bool = False,
    limits_held: bool = True,
) -> Network:
    """Read what `pandapipes.to_json` wrote; flows are in kg/s, pressures absolute.

    The file has no limits of pressure: `least_pressure` at which gas is delivered and
    `highest_pressure` [bar] hold for all nodes, and `limits_held` applies `hold_limits`. The
    `compressibility` K of the fluid is that at the highest pressure of external grids, unless it is
    given. Junctions are called `junction 7`, with `keep_names` as in the file; coordinates are
    dropped.

    Rules: friction is fully rough (Nikuradse), without 64 / Re; an external grid gives at its
    pressure at most what all sinks ask for; sources enter at up to the highest pressure of external
    grids; a pressure control is a regulator; an open valve joins two junctions or, with a loss
    coefficient, is a pipe without volume; what is out of service is left out. Heights are left out.

    Raises GasError, a ValueError, with all faults by element and column; OSError if the file cannot
    be read.
    """
    for name, value in (("least_pressure", least_pressure), ("highest_pressure", highest_pressure)):
        if not value >= 0:
            raise ValueError(f"{name} is {value}: a number of at least 0 is needed")
    if compressibility is not None and not 0 < compressibility < math.inf:
        raise ValueError(f"compressibility is {compressibility}: a number above 0 is needed")
    path = Path(path)
    reader = _Reader(read_tables(path))
    made = reader.network(least_pressure, highest_pressure, compressibility, keep_names)
    if made is None:
        raise GasError(path.name, reader.tables.faults)
    return hold_limits(made) if limits_held else made


@dataclasses.dataclass(slots=True)
class _Links:
    """Elements between two junctions, and numbers of each."""

    ends: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    values: list[tuple[float, ...]] = dataclasses.field(default_factory=list)

    def add(self, ends: tuple[int, int], *values: float) -> None:
        """One more."""
        self.ends.append(ends)
        self.values.append(values)

    def column(self, at: int) -> Floats:
        """One of the numbers of all."""
        return np.array([row[at] for row in self.values], dtype=np.float64)

    def side(self, at: int) -> Ints:
        """Where all begin (0) or end (1)."""
        return np.array([pair[at] for pair in self.ends], dtype=np.int64)


@dataclasses.dataclass(slots=True)
class _Reader:
    """The tables of one file, and the place of each junction that is in service."""

    tables: Tables
    place: dict[Any, int] = dataclasses.field(default_factory=dict)

    def network(
        self, least: float, highest: float, compressibility: float | None, keep_names: bool
    ) -> Network | None:
        """The network, None if anything is wrong."""
        tables = self.tables
        self.place = {key: k for k, key in enumerate(tables.running("junction"))}
        for name in REFUSED:
            for key in tables.running(name):
                tables.wrong(name, key, None, None, "is not read; take it out of service")
        grids = self.grids()
        top = float(grids.max(initial=0.0))
        if not top > 0:
            tables.wrong("ext_grid", None, None, None, "has no rows in service; one is needed")
        factor = tables.compressibility(top) if compressibility is None else compressibility
        density = tables.density()
        square = square_of_sound(density, self.kelvin(), factor)
        closed, ties = set[Any](), _Links()
        fittings = self.valves(closed, ties)
        pipes, lifts, valves = self.pipes(closed, fittings), self.lifts(), self.regulators()
        entering, asked = self.amounts("source"), self.amounts("sink")
        names = self.names(keep_names)
        if tables.faults:
            return None
        length, bore, rough, loss = (pipes.column(k) for k in range(4))
        none = np.zeros(len(lifts.ends))
        return Network(
            nodes=names,
            pressure_min=np.full(len(names), min(least, highest)),
            pressure_max=np.full(len(names), highest),
            supply_pressure=np.minimum(np.where(grids > 0, grids, top), highest),
            supply=np.where(grids > 0, asked.sum(), 0.0) + entering,
            demand=asked,
            pipe_from=pipes.side(0),
            pipe_to=pipes.side(1),
            resistance=resistance(
                length, bore, friction_factor("nikuradse", bore, rough), square, loss
            ),
            volume=np.pi / 4.0 * bore**2 * length,
            compressor_from=lifts.side(0),
            compressor_to=lifts.side(1),
            ratio=lifts.column(0),
            set_point=none + np.inf,
            most_flow=none + np.inf,
            most_power=none + np.inf,
            electric=none > 0,
            regulator_from=valves.side(0),
            regulator_to=valves.side(1),
            regulator_set_point=valves.column(0),
            tie_from=ties.side(0),
            tie_to=ties.side(1),
            unit="kg/s",
            sound_speed=math.sqrt(float(square)),
            normal_density=density,
        )

    def names(self, keep: bool) -> tuple[str, ...]:
        """What junctions are called; a name that stands twice is given its index."""
        if not keep:
            return tuple(f"junction {key}" for key in self.place)
        rows = self.tables.rows["junction"]
        told = [str(rows[key].get("name") or f"junction {key}") for key in self.place]
        twice = {name for name, count in Counter(told).items() if count > 1}
        return tuple(
            f"{name} ({key})" if name in twice else name
            for name, key in zip(told, self.place, strict=True)
        )

    def kelvin(self) -> float:
        """Mean temperature of the junctions [K]."""
        each = [
            self.tables.number("junction", key, "tfluid_k", 0.0, above=True) for key in self.place
        ]
        return float(np.mean(each)) if each else 1.0

    def at(self, table: str, key: Any, column: str) -> int | None:
        """The place of a junction, None if it is out of service or none."""
        value = self.tables.rows[table][key].get(column)
        if isinstance(value, bool) or value not in self.tables.rows["junction"]:
            self.tables.wrong(table, key, column, value, "is no index of junction")
            return None
        return self.place.get(value)

    def between(self, table: str, key: Any, one: str, other: str) -> tuple[int, int] | None:
        """The places of both ends, None if one is out of service."""
        start, end = self.at(table, key, one), self.at(table, key, other)
        return None if start is None or end is None else (start, end)

    def grids(self) -> Floats:
        """Absolute pressure of the external grid at each node [bar], 0 where there is none."""
        made = np.zeros(len(self.place))
        for key in self.tables.running("ext_grid"):
            node = self.at("ext_grid", key, "junction")
            bar = self.tables.number("ext_grid", key, "p_bar", 0.0) + AIR
            if node is not None:
                made[node] = max(made[node], bar)
        return made

    def amounts(self, table: str) -> Floats:
        """What sinks take or sources give at each node [kg/s]."""
        made = np.zeros(len(self.place))
        for key in self.tables.running(table):
            node = self.at(table, key, "junction")
            amount = self.tables.number(table, key, "mdot_kg_per_s", 0.0)
            scaling = self.tables.number(table, key, "scaling", 0.0, otherwise=1.0)
            if node is not None:
                made[node] += amount * scaling
        return made

    def pipes(self, closed: set[Any], fittings: _Links) -> _Links:
        """Pipes that are in service and open, and fittings behind them."""
        made, tables = _Links(), self.tables
        for key in tables.running("pipe"):
            ends = self.between("pipe", key, "from_junction", "to_junction")
            if ends is None or key in closed:
                continue
            length = 1e3 * tables.number("pipe", key, "length_km", 0.0, above=True)
            bore = self.bore("pipe", key)
            rough = tables.number("pipe", key, "k_mm", 0.0, above=True) / 1e3
            if not rough < bore / 2:
                value = tables.rows["pipe"][key].get("k_mm")
                tables.wrong("pipe", key, "k_mm", value, "is not under half the diameter")
            loss = tables.number("pipe", key, "loss_coefficient", 0.0, otherwise=0.0)
            made.add(ends, length, bore, rough, loss)
        for pair, values in zip(fittings.ends, fittings.values, strict=True):
            made.add(pair, *values)
        return made

    def bore(self, table: str, key: Any) -> float:
        """Inner diameter [m], in m by older releases and in mm by newer."""
        if "inner_diameter_mm" in self.tables.rows[table][key]:
            return self.tables.number(table, key, "inner_diameter_mm", 0.0, above=True) / 1e3
        return self.tables.number(table, key, "diameter_m", 0.0, above=True)

    def valves(self, closed: set[Any], ties: _Links) -> _Links:
        """Fittings that open valves are; those without loss are added to `ties`.

        A pipe at whose end a valve is closed is added to `closed`.
        """
        made, tables = _Links(), self.tables
        for key in tables.running("valve"):
            row = tables.rows["valve"][key]
            opened = tables.flag("valve", key, "opened")
            if row.get("et") == "pi":
                if row.get("element") not in tables.rows.get("pipe", {}):
                    tables.wrong("valve", key, "element", row.get("element"), "is no pipe")
                elif not opened:
                    closed.add(row["element"])
                continue
            newer = "element" in row
            names = ("junction", "element") if newer else ("from_junction", "to_junction")
            ends = self.between("valve", key, *names)
            loss = tables.number("valve", key, "loss_coefficient", 0.0, otherwise=0.0)
            if not opened or ends is None:
                continue
            if loss > 0:
                bore = self.bore("valve", key)
                made.add(ends, 0.0, bore, 1e-4 * bore, loss)
            else:
                ties.add(ends)
        return made

    def lifts(self) -> _Links:
        """Compressors and their ratio."""
        made = _Links()
        for key in self.tables.running("compressor"):
            ends = self.between("compressor", key, "from_junction", "to_junction")
            ratio = self.tables.number("compressor", key, "pressure_ratio", 1.0)
            if ends is not None:
                made.add(ends, ratio)
        return made

    def regulators(self) -> _Links:
        """Pressure controls and what they hold, absolute [bar]."""
        made, tables = _Links(), self.tables
        for key in tables.running("press_control"):
            row = tables.rows["press_control"][key]
            ends = self.between("press_control", key, "from_junction", "to_junction")
            bar = tables.number("press_control", key, "controlled_p_bar", 0.0) + AIR
            if not tables.flag("press_control", key, "control_active"):
                tables.wrong("press_control", key, "control_active", False, "is not read")
            elif row.get("controlled_junction") != row.get("to_junction"):
                value = row.get("controlled_junction")
                said = "is not where it leads to, to_junction; no other is read"
                tables.wrong("press_control", key, "controlled_junction", value, said)
            elif ends is not None:
                made.add(ends, bar)
        return made
