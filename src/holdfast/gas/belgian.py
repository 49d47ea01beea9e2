"""The Belgian network of De Wolf and Smeers (2000), from two csv files."""

from __future__ import annotations

import csv
import dataclasses
import math
from pathlib import Path

import numpy as np

from holdfast.gas.fault import GasError, GasFault
from holdfast.gas.limits import hold_limits
from holdfast.gas.network import Flags, Floats, Ints, Network
from holdfast.gas.units import AIR_DENSITY, NORMAL_PRESSURE, NORMAL_TEMPERATURE

NODES, ARCS = "belgium20_nodes.csv", "belgium20_arcs.csv"
_NODE = (
    "supply_min_1e6_m3_per_day",
    "supply_max_1e6_m3_per_day",
    "pressure_min_bar",
    "pressure_max_bar",
)
_ARC = ("diameter_mm", "length_km")
_WEYMOUTH = 96.07483e-15
"""Of the law below; mm, km, K, million m3 a day, bar."""
_NORMAL = NORMAL_PRESSURE / NORMAL_TEMPERATURE
"""Pa/K."""


def read_belgian(
    folder: str | Path,
    *,
    ratio: float = 1.3,
    limits_held: bool = True,
    roughness: float = 0.05,
    temperature: float = 281.15,
    compressibility: float = 0.8,
    density: float = 0.616,
) -> Network:
    """Read the two csv of a network written as the Belgian one; flows are in mcm/day.

    A pipe obeys sign(f) f^2 = c^2 (p_i^2 - p_j^2), c^2 = 96.07483e-15 D^5 / (lambda z T L delta),
    lambda = (2 log10(3.7 D / roughness))^-2, D and `roughness` [mm], L [km], T = `temperature` [K],
    z = `compressibility`, delta = `density` relative to air; the defaults are those of De Wolf and
    Smeers (2000). An arc with `compressor` 1 is its pipe, then a node of its own
    (`Voeren-Berneau 1`) with the limit of the first node, then a compressor up to that of the last.

    The figures give compressors no limit: `ratio` is the most that they lift. `limits_held` applies
    `hold_limits`; without it supplies enter at up to `pressure_max` of their node. What a node must
    buy at least (`supply_min`) and its price are left out.

    Raises GasError, a ValueError, with all faults by row and column; OSError if a file cannot be
    read.
    """
    for name, value, least in (
        ("ratio", ratio, 1.0),
        ("roughness", roughness, 1e-6),
        ("temperature", temperature, 1.0),
        ("compressibility", compressibility, 1e-3),
        ("density", density, 1e-3),
    ):
        if not least <= value <= 1e4:
            raise ValueError(f"{name} is {value}: a number of {least:g} to 10000 is needed")
    nodes = _Table(Path(folder) / NODES, ("node", *_NODE))
    arcs = _Table(Path(folder) / ARCS, ("from", "to", *_ARC, "compressor"))
    names, limits = _nodes(nodes)
    ends, sizes, lifted = _arcs(arcs, names)
    faults = [(table, fault) for table in (nodes, arcs) for fault in table.faults]
    if faults:
        raise GasError(
            "", [dataclasses.replace(f, place=f"{t.name} {f.place}".strip()) for t, f in faults]
        )
    bore, length = sizes[:, 0], sizes[:, 1]
    friction = (2.0 * np.log10(3.7 * bore / roughness)) ** -2
    constant = compressibility * temperature * density / _WEYMOUTH
    held = _network(names, limits, ends, lifted, ratio)
    made = dataclasses.replace(
        held,
        resistance=friction * constant * length / bore**5,
        volume=np.pi / 4.0 * (bore / 1e3) ** 2 * length * 1e3,
        sound_speed=math.sqrt(_NORMAL * compressibility * temperature / (density * AIR_DENSITY)),
        normal_density=density * AIR_DENSITY,
    )
    return hold_limits(made) if limits_held else made


def _network(names: list[str], limits: Floats, ends: Ints, lifted: Flags, ratio: float) -> Network:
    """The network, its pipes still without size."""
    lift = np.flatnonzero(lifted)
    added = len(names) + np.arange(len(lift))
    last = ends[:, 1].copy()
    last[lift] = added
    high, least, most = limits[:, 1:].T
    none = np.zeros(len(lift))
    above = np.concatenate([most, most[ends[lift, 0]]])
    return Network(
        nodes=(*names, *_stations(names, ends, lift)),
        pressure_min=np.concatenate([least, none]),
        pressure_max=above,
        supply_pressure=above,
        supply=np.concatenate([np.maximum(high, 0.0), none]),
        demand=np.concatenate([np.maximum(-high, 0.0), none]),
        pipe_from=ends[:, 0],
        pipe_to=last,
        resistance=np.ones(len(ends)),
        volume=np.ones(len(ends)),
        compressor_from=added,
        compressor_to=ends[lift, 1],
        ratio=np.full(len(lift), ratio),
        set_point=most[ends[lift, 1]],
        most_flow=none + np.inf,
        most_power=none + np.inf,
        electric=np.zeros(len(lift), dtype=np.bool_),
        unit="mcm/day",
    )


def _nodes(table: _Table) -> tuple[list[str], Floats]:
    names: list[str] = []
    made = []
    for row, cells in table.rows:
        name = cells["node"].strip()
        if not name or name in names:
            table.wrong(row, "node", name, "each node needs a name of its own")
        names.append(name)
        low, high, least, most = (table.number(row, cells, column) for column in _NODE)
        if low > high:
            table.wrong(row, _NODE[0], cells[_NODE[0]], f"is above {_NODE[1]} {high:g}")
        if least < 0 or most <= 0 or least > most:
            table.wrong(row, _NODE[2], cells[_NODE[2]], f"must lie from 0 to {_NODE[3]} {most:g}")
        made.append((low, high, least, most))
    return names, np.array(made).reshape(-1, 4)


def _arcs(table: _Table, names: list[str]) -> tuple[Ints, Floats, Flags]:
    """Ends (P, 2), bore and length (P, 2), and whether each is lifted (P,)."""
    place = {name: k for k, name in enumerate(names)}
    ends, sizes, lifted = [], [], []
    for row, cells in table.rows:
        for column in ("from", "to"):
            if cells[column].strip() not in place:
                table.wrong(row, column, cells[column], f"is no node of {NODES}")
        ends.append([place.get(cells[column].strip(), 0) for column in ("from", "to")])
        if cells["from"].strip() == cells["to"].strip():
            table.wrong(row, "to", cells["to"], "is where the arc begins too")
        sizes.append([table.number(row, cells, column, above=0.0) for column in _ARC])
        if cells["compressor"].strip() not in ("0", "1"):
            table.wrong(row, "compressor", cells["compressor"], "is neither 0 nor 1")
        lifted.append(cells["compressor"].strip() == "1")
    shaped = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return shaped, np.array(sizes).reshape(-1, 2), np.array(lifted, dtype=np.bool_)


def _stations(names: list[str], ends: Ints, lift: Ints) -> list[str]:
    """A name for the inlet of each compressor: its arc, counted among those with the same ends."""
    seen: dict[str, int] = {}
    made = []
    for arc in lift:
        name = f"{names[ends[arc, 0]]}-{names[ends[arc, 1]]}"
        seen[name] = seen.get(name, 0) + 1
        made.append(f"{name} {seen[name]}")
    return made


class _Table:
    """The rows of a csv file, numbered as an editor shows them, and what is wrong with them."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self.name = path.name
        self.faults: list[GasFault] = []
        self.rows: list[tuple[int, dict[str, str]]] = []
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            for name in missing:
                self.faults.append(GasFault("row 1", name, None, "the column is missing"))
            if missing:
                return
            for cells in reader:
                self.rows.append((reader.line_num, {k: cells[k] or "" for k in columns}))
        if not self.rows:
            self.faults.append(GasFault("", None, None, "has no rows; at least one is needed"))

    def wrong(self, row: int, column: str, value: str, message: str) -> None:
        self.faults.append(GasFault(f"row {row}", column, value, message))

    def number(
        self, row: int, cells: dict[str, str], column: str, above: float | None = None
    ) -> float:
        """A finite number; 1 if it is wrong."""
        try:
            value = float(cells[column])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.wrong(row, column, cells[column], "is no finite number")
        elif above is not None and not value > above:
            self.wrong(row, column, cells[column], f"is not above {above:g}")
        else:
            return value
        return 1.0
