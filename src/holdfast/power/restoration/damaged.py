"""Grids whose buses may be damaged too, and the MATPOWER files that say what is.

The tables are those of PowerModelsRestoration.jl (Rhodes, Fobes, Coffrin, Roald 2021, Electric
Power Systems Research 190): `mpc.bus_damage`, `gen_damage`, `branch_damage` and `storage_damage`,
one row for each row of the table they belong to, with a line `%column_names%` above that names
`damaged`.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import numpy as np

from holdfast.power.casefile import read_rows
from holdfast.power.grid import Flags, Floats, Grid
from holdfast.power.matpower import read_matpower
from holdfast.power.numbers import flags

KINDS = ("bus", "gen", "branch", "storage")
STORAGE_STATUS = 16
"""Column of a storage unit's status, counted from 0."""


def _no_flags() -> Any:
    return np.zeros(0, dtype=bool)


@dataclasses.dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class DamagedGrid(Grid):
    """A grid some of whose buses are out: until such a bus is repaired, nothing at it works.

    Raises ValueError as `Grid` does, and if `bus_out` does not have one value a bus.
    """

    bus_out: Flags = dataclasses.field(default_factory=_no_flags)
    """(N,) whether a bus is out."""

    def __post_init__(self) -> None:
        """Check and freeze."""
        Grid.__post_init__(self)
        kept = np.array(flags("bus_out", self.bus_out))
        if kept.ndim != 1:
            raise ValueError(f"bus_out has shape {kept.shape}, expected one axis")
        if len(kept) != len(self.buses):
            raise ValueError(f"bus_out has length {len(kept)}, buses {len(self.buses)}")
        kept.flags.writeable = False
        object.__setattr__(self, "bus_out", kept)


def read_restoration(path: str | Path) -> tuple[DamagedGrid, Flags, Flags]:
    """Read a MATPOWER case with tables of damage: the grid, branches (L,) and generators (G,) out.

    What stands at a damaged bus is damaged with it. What is out of service by its status is not
    part of the grid and never repaired. A storage unit becomes a generator of 0 MW, after the
    others: it has to be repaired, and what energy it holds is left out.

    Raises ValueError that names the file, table and row of every fault; OSError if the file cannot
    be read.
    """
    path = Path(path)
    grid = read_matpower(path)
    text = path.read_text(encoding="utf-8", errors="replace")
    faults: list[str] = []
    storage = _storage(text, grid, faults)
    lengths = {
        "bus": len(grid.buses),
        "gen": len(grid.capacity),
        "branch": len(grid.rating),
        "storage": len(storage),
    }
    damaged = {kind: _damaged(text, kind, lengths[kind], faults) for kind in KINDS}
    if not faults and all(flags is None for flags in damaged.values()):
        faults.append("no table of damage, such as mpc.branch_damage")
    if faults:
        raise ValueError("\n".join(f"{path.name}: {fault}" for fault in faults))
    flags = {
        kind: np.zeros(lengths[kind], dtype=bool) if found is None else found
        for kind, found in damaged.items()
    }
    bus = flags["bus"]
    branch = (flags["branch"] | bus[grid.branch_from] | bus[grid.branch_to]) & grid.in_service
    places = storage[:, 0].astype(np.int64)
    generator = (flags["gen"] | bus[grid.generator_bus]) & (grid.capacity > 0)
    stored = (flags["storage"] | bus[places]) & (storage[:, 1] > 0)
    parts = {field.name: getattr(grid, field.name) for field in dataclasses.fields(grid)}
    parts["generator_bus"] = np.r_[grid.generator_bus, places]
    parts["capacity"] = np.r_[grid.capacity, np.zeros(len(places))]
    return DamagedGrid(**parts, bus_out=bus), branch, np.r_[generator, stored]


def _storage(text: str, grid: Grid, faults: list[str]) -> Floats:
    """(units, 2): the bus of each storage unit, counted from 0, and its status."""
    place = {float(name): k for k, name in enumerate(grid.buses)}
    made = []
    for row, cells in enumerate(read_rows(text, "storage") or [], start=1):
        if len(cells) <= STORAGE_STATUS:
            faults.append(f"mpc.storage, row {row}: {len(cells)} columns, at least 17 expected")
            continue
        try:
            bus, status = float(cells[0]), float(cells[STORAGE_STATUS])
        except ValueError:
            faults.append(f"mpc.storage, row {row}: the bus or the status is not a number")
            continue
        if bus not in place:
            faults.append(f"mpc.storage, row {row}, column storage_bus: no bus {cells[0]}")
            continue
        made.append((place[bus], status))
    return np.array(made, dtype=np.float64).reshape(-1, 2)


def _damaged(text: str, kind: str, length: int, faults: list[str]) -> Flags | None:
    """(length,) what a table of damage says, None if there is none."""
    name = f"{kind}_damage"
    rows = read_rows(text, name)
    if rows is None:
        return None
    titled = re.search(rf"^\s*%column_names%([^\n]*)\n\s*mpc\.{name}\s*=", text, re.MULTILINE)
    columns = titled.group(1).split() if titled else []
    if "damaged" not in columns:
        faults.append(f"mpc.{name}: no line %column_names% above it names a column damaged")
        return None
    if len(rows) != length:
        faults.append(f"mpc.{name}: {len(rows)} rows, mpc.{kind} has {length}")
        return None
    column = columns.index("damaged")
    made = np.zeros(length, dtype=bool)
    for row, cells in enumerate(rows):
        value = cells[column] if column < len(cells) else "nothing"
        if value not in ("0", "1"):
            faults.append(
                f"mpc.{name}, row {row + 1}, column damaged: {value!r}, 0 or 1 is allowed"
            )
            continue
        made[row] = value == "1"
    return made
