"""Grids from MATPOWER case files (`.m`, version 2)."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

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


def read_matpower(path: str | Path) -> Grid:
    """Read a MATPOWER case for DC: a branch has susceptance base / (x ratio), a ratio of 0 is 1.

    A rate of 0 is no limit; Pmin, angle limits and shunts are left out; a generator that is out of
    service or has Pmax below 0 gives nothing; names are the numbers of the buses.

    Raises ValueError that names the file and, for all faults, the table, row and column; OSError if
    the file cannot be read.
    """
    path = Path(path)
    text = path.read_text(encoding="utf-8", errors="replace")
    faults: list[str] = []
    base = _base(text, faults)
    tables = {name: _table(text, name, faults) for name in COLUMNS}
    if not faults:
        _check(tables, faults)
    if faults:
        raise ValueError("\n".join(f"{path.name}: {fault}" for fault in faults))
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


def read_rows(text: str, name: str) -> list[list[str]] | None:
    """The cells of each row of a table of a case, None if it has no such table."""
    found = re.search(rf"^\s*mpc\.{name}\s*=\s*\[(.*?)\]", text, re.MULTILINE | re.DOTALL)
    if found is None:
        return None
    lines = [line.split("%")[0] for line in found.group(1).splitlines()]
    parts = (part.strip() for line in lines for part in line.split(";"))
    return [part.replace(",", " ").split() for part in parts if part]


def _base(text: str, faults: list[str]) -> float:
    found = re.search(r"^\s*mpc\.baseMVA\s*=\s*([^;%\s]+)", text, re.MULTILINE)
    try:
        base = float(found.group(1)) if found else 0.0
    except ValueError:
        base = 0.0
    if not base > 0:
        faults.append("mpc.baseMVA is missing, or not a number above 0")
    return base


def _table(text: str, name: str, faults: list[str]) -> Floats:
    """The numbers of a table, (rows, columns named in COLUMNS)."""
    wanted = COLUMNS[name]
    found = read_rows(text, name)
    if found is None:
        faults.append(f"mpc.{name} is missing")
        return np.zeros((0, len(wanted)))
    rows: list[list[float]] = []
    for cells in found:
        number = len(rows) + 1
        if len(cells) < len(wanted):
            faults.append(
                f"mpc.{name}, row {number}: {len(cells)} columns, at least {len(wanted)} expected"
            )
            cells += ["0"] * (len(wanted) - len(cells))
        rows.append(
            [_number(name, number, *pair, faults) for pair in zip(wanted, cells, strict=False)]
        )
    return np.array(rows, dtype=np.float64).reshape(-1, len(wanted))


def _number(name: str, row: int, column: str, cell: str, faults: list[str]) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = np.nan
    if np.isnan(value):
        faults.append(f"mpc.{name}, row {row}, column {column}: {cell!r} is not a number")
        return 0.0
    return value


def _check(tables: dict[str, Floats], faults: list[str]) -> None:
    """Buses once each and known; reactances that are not 0."""
    numbers, counts = np.unique(tables["bus"][:, 0], return_counts=True)
    if not len(numbers):
        faults.append("mpc.bus has no rows")
    faults.extend(
        f"mpc.bus, column bus_i: bus {int(number)} stands {count} times"
        for number, count in zip(numbers, counts, strict=True)
        if count > 1
    )
    for name, columns in (("gen", (0,)), ("branch", (0, 1))):
        for row, cells in enumerate(tables[name]):
            faults.extend(
                f"mpc.{name}, row {row + 1}, column {COLUMNS[name][column]}: "
                f"no bus {cells[column]:g}"
                for column in columns
                if cells[column] not in numbers
            )
    faults.extend(
        f"mpc.branch, row {row + 1}, column x: a reactance of 0 has no direct-current flow"
        for row, cells in enumerate(tables["branch"])
        if cells[3] == 0 and cells[10] > 0
    )
