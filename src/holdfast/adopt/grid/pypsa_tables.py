"""The tables of a PyPSA network, from its folder of csv files or its netCDF file.

PyPSA itself is not needed: both layouts are one table a kind of component, with the columns that
differ from the defaults, and one table a column that changes with the snapshots.
"""

from __future__ import annotations

import csv
import dataclasses
import importlib.util
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from holdfast.adopt.grid.found import GridError, fault, is_sized
from holdfast.arrays import Array

if TYPE_CHECKING:
    import xarray

KINDS = (
    "buses",
    "lines",
    "transformers",
    "links",
    "generators",
    "storage_units",
    "stores",
    "loads",
    "shunt_impedances",
)
"""Kinds of component that are looked at."""
SERIES = (("loads", "p_set"), ("generators", "p_max_pu"))
"""Columns that may change with the snapshots and are read."""
Row = dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """Rows by kind and name, and series (snapshot,) by kind, column and name."""

    file: str
    rows: dict[str, dict[str, Row]]
    hours: Array
    """(T,) hour of the day of each snapshot; empty if snapshots are no times."""
    series: dict[tuple[str, str], dict[str, Array]]


def read_network(path: Path) -> Network:
    """Read a folder of csv files or a netCDF file. Raises GridError, OSError."""
    made = _of_folder(path) if path.is_dir() else _of_netcdf(path)
    if not made.rows["buses"]:
        raise GridError([fault(path.name, "holds no buses: it is no network of PyPSA")])
    wrong = [
        fault(f"{made.file} {kind} '{name}'", "holds what is no number", column)
        for (kind, column), values in made.series.items()
        for name, each in values.items()
        if not (np.isfinite(each).all() and all(map(is_sized, each.tolist())))
    ]
    if wrong:
        raise GridError(wrong)
    return made


def _of_folder(path: Path) -> Network:
    rows = {kind: _rows(path / f"{kind}.csv") for kind in KINDS}
    series = {
        (kind, column): _series(path / f"{kind}-{column}.csv", path.name) for kind, column in SERIES
    }
    times = [row.get("snapshot", name) for name, row in _rows(path / "snapshots.csv").items()]
    return Network(path.name, rows, _hours(times), series)


def _rows(path: Path) -> dict[str, Row]:
    """Rows by the first column, which is the name of the component."""
    if not path.is_file():
        return {}
    place = f"{path.parent.name} {path.name}"
    made: dict[str, Row] = {}
    twice = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            head = next(reader, [])
            for cells in filter(None, reader):
                if cells[0] in made:
                    twice.append(fault(place, "stands twice", head[0] or "name", cells[0]))
                made[cells[0]] = dict(zip(head, cells, strict=False))
    except (UnicodeDecodeError, csv.Error):
        raise GridError([fault(place, "cannot be read as csv in UTF-8")]) from None
    if twice:
        raise GridError(twice)
    return made


def _series(path: Path, book: str) -> dict[str, Array]:
    made, wrong = {}, []
    rows = _rows(path)
    for name in next(iter(rows.values()), {}):
        cells = [row[name] for row in rows.values()]
        if name in ("", "snapshot", "name"):
            continue
        try:
            made[name] = np.array([float(cell or "nan") for cell in cells])
        except ValueError:
            wrong.append(fault(f"{book} {path.name}", "holds what is no number", name))
    if wrong:
        raise GridError(wrong)
    return made


def _of_netcdf(path: Path) -> Network:
    if importlib.util.find_spec("h5netcdf") is None or importlib.util.find_spec("h5py") is None:
        raise GridError(
            [
                fault(
                    path.name,
                    "netCDF files need the library h5netcdf: install it with "
                    "`pip install 'holdfast[adopt]'`, or export the network as csv files",
                )
            ]
        )
    import xarray

    try:
        data = xarray.open_dataset(path, engine="h5netcdf")
    except (OSError, ValueError) as error:
        if isinstance(error, (FileNotFoundError, PermissionError, IsADirectoryError)):
            raise
        raise GridError([fault(path.name, "cannot be read as a netCDF file")]) from None
    with data:
        rows = {kind: _table(data, kind) for kind in KINDS}
        series = {(kind, column): _changing(data, kind, column) for kind, column in SERIES}
        held = [data[name] for name in ("snapshots_snapshot", "snapshots") if name in data]
        said = [str(one) for one in np.atleast_1d(held[0].values)] if held else []
    return Network(path.name, rows, _hours(said), series)


def _table(data: xarray.Dataset, kind: str) -> dict[str, Row]:
    """Rows of one kind: variables `lines_x` along the dimension `lines_i`."""
    axis, mark = f"{kind}_i", f"{kind}_"
    if axis not in data.dims:
        return {}
    names = [str(name) for name in data[axis].values]
    made: dict[str, Row] = {name: {} for name in names}
    for variable, values in data.data_vars.items():
        if str(variable).startswith(mark) and values.dims == (axis,):
            for name, value in zip(names, values.values, strict=True):
                made[name][str(variable).removeprefix(mark)] = str(value)
    return made


def _changing(data: xarray.Dataset, kind: str, column: str) -> dict[str, Array]:
    variable, axis = f"{kind}_t_{column}", f"{kind}_t_{column}_i"
    if variable not in data:
        return {}
    values = np.asarray(data[variable].transpose(..., axis).values, dtype=float)
    return {str(name): values[:, k] for k, name in enumerate(data[axis].values)}


def _hours(times: list[str]) -> Array:
    """Hour of each snapshot, "2031-01-15 07:00:00" or with a T between; empty if any is none."""
    made = []
    for time in times:
        clock = time.replace("T", " ").partition(" ")[2]
        if len(time) < 10 or time[4:5] != "-":
            return np.zeros(0)
        made.append(float(clock[:2] or 0))
    return np.array(made)


def is_number(text: str) -> bool:
    """Whether a cell holds a finite number."""
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
