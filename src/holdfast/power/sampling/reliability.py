"""How often the elements of a grid are out and for how long; tables that say so."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from holdfast.power.grid import Floats, Grid
from holdfast.power.numbers import floats

HOURS_A_YEAR = 8760
TABLES = {
    "buses": ("bus", "demand_mw", "interruption_cost_per_kwh"),
    "generators": ("bus", "capacity_mw", "forced_outage_rate", "repair_hours"),
    "branches": ("from", "to", "reactance_pu", "rating_mw", "outages_per_year", "repair_hours"),
}
"""The tables of a folder and their columns."""
BASE = 100.0
"""MVA of one per unit in these tables."""


def _none() -> Any:
    return np.zeros(0)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Independent outages of generators, branches and links, each up or down.

    A rate is the share of time that an element is out, in [0, 1); a repair is its mean length [h],
    at least 1, which only sequential sampling looks at. An element that is left out never fails.

    Raises ValueError that names the argument if a value does not fit, or if an element would fail
    more than once an hour.
    """

    generator_rate: Floats
    """(G,)"""
    generator_repair: Floats
    """(G,) [h]"""
    branch_rate: Floats = dataclasses.field(default_factory=_none)
    branch_repair: Floats = dataclasses.field(default_factory=_none)
    """(L,) and (L,) [h], or empty."""
    link_rate: Floats = dataclasses.field(default_factory=_none)
    link_repair: Floats = dataclasses.field(default_factory=_none)
    """(K,) and (K,) [h], or empty."""

    def __post_init__(self) -> None:
        """Check and freeze."""
        for kind in ("generator", "branch", "link"):
            pair = [
                np.array(floats(n, getattr(self, n))) for n in (f"{kind}_rate", f"{kind}_repair")
            ]
            rate, repair = pair
            if rate.ndim != 1 or rate.shape != repair.shape:
                raise ValueError(
                    f"{kind}_rate has shape {rate.shape}, {kind}_repair {repair.shape}"
                )
            if not ((rate >= 0) & (rate < 1)).all():
                raise ValueError(f"{kind}_rate must lie in [0, 1)")
            if not ((repair >= 1) & np.isfinite(repair)).all():
                raise ValueError(f"{kind}_repair must be at least 1 hour")
            if (rate > (1 - rate) * repair).any():
                raise ValueError(f"{kind}_rate is too high for its repair: it fails within an hour")
            for name, kept in zip(("rate", "repair"), pair, strict=True):
                kept.flags.writeable = False
                object.__setattr__(self, f"{kind}_{name}", kept)

    def fits(self, grid: Grid) -> Reliability:
        """The same with a value for every element. Raises ValueError if lengths do not fit."""
        made: dict[str, Floats] = {}
        lengths = (
            ("generator", len(grid.capacity)),
            ("branch", len(grid.rating)),
            ("link", len(grid.link_from)),
        )
        for kind, length in lengths:
            rate, repair = getattr(self, f"{kind}_rate"), getattr(self, f"{kind}_repair")
            if not len(rate):
                rate, repair = np.zeros(length), np.ones(length)
            if len(rate) != length:
                raise ValueError(f"{kind}_rate has length {len(rate)}, the grid has {length}")
            made |= {f"{kind}_rate": rate, f"{kind}_repair": repair}
        return Reliability(**made)


def read_reliability(folder: str | Path) -> tuple[Grid, Reliability, Floats]:
    """Read `buses.csv`, `generators.csv`, `branches.csv`: grid, outages, weight of each bus (N,).

    The weight is the cost of an interruption: where it is least, demand is cut first. A branch is
    out for outages x repair of the year. Raises ValueError that names file, row and column of every
    fault; OSError if a file cannot be read.
    """
    folder = Path(folder)
    faults: list[str] = []
    tables = {name: _table(folder / f"{name}.csv", name, faults) for name in TABLES}
    names = [row["bus"] for row in tables["buses"]]
    if len(set(names)) < len(names):
        faults.append("buses.csv, column bus: a bus stands twice")
    place = {name: k for k, name in enumerate(names)}
    ends = {
        column: _places(tables[table], f"{table}.csv", column, place, faults)
        for table, column in (("branches", "from"), ("branches", "to"), ("generators", "bus"))
    }
    numbers = {
        (table, column): _numbers(tables[table], f"{table}.csv", column, faults)
        for table, columns in TABLES.items()
        for column in columns
        if column not in ("bus", "from", "to")
    }
    if faults:
        raise ValueError("\n".join(faults))
    reactance = numbers["branches", "reactance_pu"]
    hours = numbers["branches", "outages_per_year"] * numbers["branches", "repair_hours"]
    grid = Grid(
        buses=tuple(names),
        demand=numbers["buses", "demand_mw"],
        branch_from=ends["from"],
        branch_to=ends["to"],
        susceptance=BASE / reactance,
        rating=numbers["branches", "rating_mw"],
        shift=np.zeros(len(reactance)),
        in_service=np.ones(len(reactance), dtype=bool),
        generator_bus=ends["bus"],
        capacity=numbers["generators", "capacity_mw"],
        base=BASE,
    )
    reliability = Reliability(
        generator_rate=numbers["generators", "forced_outage_rate"],
        generator_repair=numbers["generators", "repair_hours"],
        branch_rate=hours / (HOURS_A_YEAR + hours),
        branch_repair=numbers["branches", "repair_hours"],
    )
    return grid, reliability, numbers["buses", "interruption_cost_per_kwh"]


def _table(path: Path, name: str, faults: list[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [c for c in TABLES[name] if c not in (reader.fieldnames or [])]
        faults.extend(f"{path.name}: column {column} is missing" for column in missing)
        return [] if missing else list(reader)


def _places(
    rows: list[dict[str, str]], file: str, column: str, place: dict[str, int], faults: list[str]
) -> npt.NDArray[np.int64]:
    faults.extend(
        f"{file}, row {number}, column {column}: no bus {row[column]!r}"
        for number, row in enumerate(rows, start=2)
        if row[column] not in place
    )
    return np.array([place.get(row[column], 0) for row in rows], dtype=np.int64)


def _numbers(rows: list[dict[str, str]], file: str, column: str, faults: list[str]) -> Floats:
    made = np.zeros(len(rows))
    for number, row in enumerate(rows):
        try:
            made[number] = float(row[column])
        except (TypeError, ValueError):
            made[number] = np.nan
        low = np.nextafter(0, 1) if column == "reactance_pu" else 0.0
        if not (np.isfinite(made[number]) and made[number] >= low):
            faults.append(
                f"{file}, row {number + 2}, column {column}: {row[column]!r}, a number of at least "
                "0 is allowed" + (", and not 0" if low else "")
            )
    return made
