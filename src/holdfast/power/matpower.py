"""Grids from MATPOWER case files (`.m`, version 2)."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from pathlib import Path

import numpy as np

from holdfast.power.casefile import (
    LEAST,
    MOST,
    CaseError,
    CaseFault,
    is_closed,
    is_sized,
    number,
    plain,
    ragged,
    read_rows,
    row_name,
)
from holdfast.power.grid import Floats, Grid

COLUMNS = {
    "bus": ("bus_i", "type", "Pd"),
    "gen": ("bus", "Pg", "Qg", "Qmax", "Qmin", "Vg", "mBase", "status", "Pmax"),
    "branch": (
        "fbus",
        "tbus",
        "r",
        "x",
        "b",
        "rateA",
        "rateB",
        "rateC",
        "ratio",
        "angle",
        "status",
    ),
}
"""What is read of each table, by position (MATPOWER manual, appendix B)."""
_BUSES = ("bus_i", "bus", "fbus", "tbus")
"""Columns of numbers of buses."""
_USED = ("Pd", "status", "Pmax", "x", "rateA", "ratio", "angle")
"""Columns whose size is checked."""
_POSITIVE = ("rateA", "ratio")
_UNLIMITED = ("rateA",)
"""Columns that may be infinite."""
_GEN_OF_2 = 21
"""Columns from which MATPOWER takes generators of a case without a version as of version 2."""


def read_matpower(path: str | Path) -> Grid:
    """Read a MATPOWER case for DC: a branch has susceptance base / (x ratio), a ratio of 0 is 1.

    A rate of 0 is no limit; Pmin, angle limits and shunts are left out; a generator that is out of
    service or has Pmax below 0 gives nothing; names are the numbers of the buses.

    Raises CaseError, a ValueError, with all faults by table, row and column; OSError if the file
    cannot be read.
    """
    path = Path(path)
    reader = _Reader(path.read_text(encoding="utf-8", errors="replace"))
    base = reader.base()
    tables = {name: reader.table(name) for name in COLUMNS}
    reader.check(tables)
    if reader.faults:
        raise CaseError(path.name, reader.faults)
    bus, gen, branch = tables["bus"], tables["gen"], tables["branch"]
    place = {int(number): k for k, number in enumerate(bus[:, 0])}
    ratio = np.where(branch[:, 8] == 0, 1.0, branch[:, 8])
    return Grid(
        buses=tuple(str(int(number)) for number in bus[:, 0]),
        demand=bus[:, 2],
        branch_from=np.array([place[int(n)] for n in branch[:, 0]], dtype=np.int64),
        branch_to=np.array([place[int(n)] for n in branch[:, 1]], dtype=np.int64),
        susceptance=base / np.where(branch[:, 3] == 0, np.inf, branch[:, 3] * ratio),
        rating=np.where(branch[:, 5] > 0, branch[:, 5], np.inf),
        shift=np.deg2rad(branch[:, 9]),
        in_service=branch[:, 10] > 0,
        generator_bus=np.array([place[int(n)] for n in gen[:, 0]], dtype=np.int64),
        capacity=np.where(gen[:, 7] > 0, np.maximum(gen[:, 8], 0.0), 0.0),
        base=base,
    )


@dataclasses.dataclass(slots=True)
class _Reader:
    """The text of one case, and what is wrong with it."""

    text: str
    faults: list[CaseFault] = dataclasses.field(default_factory=list)
    rows: dict[str, list[list[str]]] = dataclasses.field(default_factory=dict)
    """The cells of each table that is there."""

    def wrong(self, table: str, row: int, column: str, message: str) -> None:
        cells = self.rows[table][row - 1]
        value = cells[COLUMNS[table].index(column)]
        name = row_name(table, cells)
        self.faults.append(CaseFault(f"mpc.{table}", row, name, column, value, message))

    def alone(self, name: str) -> str | None:
        """What is given to a field that is no table, without quotes; None if it is not there."""
        found = re.search(rf"^\s*mpc\.{name}\s*=\s*([^;\s]*)", plain(self.text), re.MULTILINE)
        return found and found.group(1).strip("'\"")

    def base(self) -> float:
        """The base [MVA], 1 if it is none; and whether the case is of version 2."""
        version, gen = self.alone("version"), read_rows(self.text, "gen")
        if version is None and gen and max(map(len, gen)) < _GEN_OF_2:
            self.told("mpc.version", None, "is missing; only cases of version '2' are read")
        elif version not in (None, "2"):
            message = "is not read; only version '2' is: let MATPOWER's savecase write it anew"
            self.told("mpc.version", version, message)
        text = self.alone("baseMVA")
        if text is None:
            self.told("mpc.baseMVA", None, "is missing; a number above 0 is needed")
            return 1.0
        base = number(text)
        if base is None or not base > 0 or not is_sized(base):
            self.told("mpc.baseMVA", text, f"is not a number above 0, of {LEAST:g} to {MOST:g}")
            return 1.0
        return base

    def told(self, table: str, value: str | None, message: str) -> None:
        self.faults.append(CaseFault(table, None, "", None, value, message))

    def table(self, name: str) -> Floats:
        """The numbers of a table, (rows, columns named in COLUMNS); nan where there is none."""
        wanted = COLUMNS[name]
        found = read_rows(self.text, name)
        if found is None:
            self.told(f"mpc.{name}", None, f"is missing; `mpc.{name} = [ ... ];` is needed")
            return np.zeros((0, len(wanted)))
        self.rows[name] = found
        if not is_closed(self.text, name):
            self.told(f"mpc.{name}", None, "is not closed by ]")
        self.faults += ragged(name, found, len(wanted))
        made = np.full((len(found), len(wanted)), math.nan)
        for k, cells in enumerate(found):
            for j, (column, cell) in enumerate(zip(wanted, cells, strict=False)):
                value = number(cell)
                if message := _refused(column, value):
                    self.wrong(name, k + 1, column, message)
                elif value is not None:
                    made[k, j] = value
        return made

    def check(self, tables: dict[str, Floats]) -> None:
        """Buses once each and known; reactances that are not 0."""
        listed = Counter(each for each in tables["bus"][:, 0].tolist() if not math.isnan(each))
        if "bus" in self.rows and not len(tables["bus"]):
            self.told("mpc.bus", None, "has no rows; a grid needs at least one bus")
        seen: set[float] = set()
        for row, bus in enumerate(tables["bus"][:, 0].tolist(), start=1):
            if bus in seen and listed[bus] > 1:
                self.wrong("bus", row, "bus_i", "stands twice; each bus has a number of its own")
            seen.add(bus)
        for name, columns in (("gen", (0,)), ("branch", (0, 1))):
            for row, cells in enumerate(tables[name].tolist(), start=1):
                for column in columns:
                    if listed and not math.isnan(cells[column]) and cells[column] not in listed:
                        self.wrong(name, row, COLUMNS[name][column], "is no bus of mpc.bus")
        for row, cells in enumerate(tables["branch"].tolist(), start=1):
            if cells[3] == 0 and cells[10] > 0:
                message = "is no reactance: a branch in service needs one that is not 0"
                self.wrong("branch", row, "x", message)


def _refused(column: str, value: float | None) -> str:
    """What is wrong with a number of a column; "" if nothing is."""
    if value is None:
        return "is not a number"
    if column in _BUSES and not (value > 0 and value == math.floor(min(value, MOST))):
        return "is no number of a bus: a whole number of at least 1"
    if column in _POSITIVE and value < 0:
        return "is below 0; 0 is no limit" if column == "rateA" else "is below 0"
    if column in _USED and not is_sized(value) and not (column in _UNLIMITED and math.isinf(value)):
        return f"is out of all range: 0, or {LEAST:g} to {MOST:g} in size"
    return ""
