"""The tables of a PyPSA network, from its folder of csv files or its netCDF file.

PyPSA itself is not needed: both layouts are one table a kind of component, with the columns that
differ from the defaults, and one table a column that changes with the snapshots.
"""

from __future__ import annotations

import csv
import dataclasses
import importlib.util
import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from holdfast.adopt.grid.found import OUT, GridError, fault
from holdfast.arrays import Array
from holdfast.power.casefile import is_sized
from holdfast.scenario import Fault

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


NEEDED = {
    "lines": ("bus0", "bus1"),
    "transformers": ("bus0", "bus1"),
    "links": ("bus0", "bus1"),
    "generators": ("bus",),
    "storage_units": ("bus",),
    "loads": ("bus",),
}
"""Columns for which PyPSA has no default."""


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """Rows by kind and name, and series (snapshot,) by kind, column and name."""

    file: str
    rows: dict[str, dict[str, Row]]
    hours: Array
    """(T,) hour of the day of each snapshot; empty if snapshots are no times."""
    series: dict[tuple[str, str], dict[str, Array]]
    at: dict[str, dict[str, int]]
    """Line of the file, or place in the dataset from 1, of each component by kind and name."""
    faults: list[Fault]
    """What is wrong with the tables as such."""
    ending: str = ""
    """Of the file of a table of the folder; "" if there is one file."""

    def place(self, table: str) -> str:
        """Where a table stands: "net/lines.csv", or "net.nc lines"."""
        return f"{self.file}/{table}{self.ending}" if self.ending else f"{self.file} {table}"


def read_network(path: Path) -> Network:
    """Read a folder of csv files or a netCDF file; what is wrong with its tables stands in it.

    Raises GridError if it is no network, OSError.
    """
    made = _of_folder(path) if path.is_dir() else _of_netcdf(path)
    if not made.rows["buses"]:
        if made.faults:
            raise GridError(made.faults)
        raise GridError([fault(path.name, "holds no buses: it is no network of PyPSA")])
    for kind, columns in NEEDED.items():
        for column in columns:
            rows = made.rows[kind]
            if rows and not any(column in row for row in rows.values()):
                message = "is not there; it has no default"
                made.faults.append(fault(made.place(kind), message, column))
    made.faults.extend(_wrong_series(made))
    return made


def _wrong_series(made: Network) -> list[Fault]:
    wrong: list[Fault] = []
    unread = {each.file for each in made.faults if each.column is None}
    for (kind, column), values in made.series.items():
        place = made.place(f"{kind}-{column}")
        if made.place(kind) in unread:
            continue
        for name, each in values.items():
            if name not in made.rows[kind]:
                message = f"is no name of {made.place(kind)}"
                wrong.append(fault(place, message, None, name))
            elif len(made.hours) and len(each) != len(made.hours):
                message = f"has {len(each)} rows, but there are {len(made.hours)} snapshots"
                wrong.append(fault(place, message))
                break
            wrong += [
                fault(place, OUT, name, value, row)
                for row, value in enumerate(each.tolist(), start=2)
                if not is_sized(value) and not math.isnan(value)
            ]
    return wrong


def _of_folder(path: Path) -> Network:
    tables = {kind: _Table(path, kind) for kind in KINDS}
    faults = [each for table in tables.values() for each in table.faults]
    series = {}
    for kind, column in SERIES:
        table = _Table(path, f"{kind}-{column}")
        series[kind, column] = table.series()
        faults += table.faults
    snapshots = _Table(path, "snapshots")
    times = [row.get("snapshot", name) for name, row in snapshots.rows.items()]
    faults += snapshots.faults
    return Network(
        path.name,
        {kind: table.rows for kind, table in tables.items()},
        _hours(times, snapshots.place, faults),
        series,
        {kind: table.at for kind, table in tables.items()},
        faults,
        ".csv",
    )


class _Table:
    """The rows of a csv file by its first column, which is the name of the component."""

    def __init__(self, folder: Path, name: str) -> None:
        path = folder / f"{name}.csv"
        self.place = f"{folder.name}/{path.name}"
        self.rows: dict[str, Row] = {}
        self.at: dict[str, int] = {}
        self.faults: list[Fault] = []
        if not path.exists():
            return
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                self.take(csv.reader(file, strict=True))
        except IsADirectoryError:
            self.faults.append(fault(self.place, "is a folder, not a csv file"))
        except (UnicodeDecodeError, csv.Error):
            self.faults.append(fault(self.place, "cannot be read as csv in UTF-8"))

    def take(self, reader: Iterator[list[str]]) -> None:
        head = next(reader, [])
        for sign, word in ((";", "semicolons"), ("\t", "tabs")):
            if len(head) == 1 and sign in head[0]:
                message = (
                    f"has its columns separated by {word}; PyPSA separates them by commas, with "
                    "points in numbers: save it that way"
                )
                self.faults.append(fault(self.place, message, row=1))
                return
        for column in {each for each in head if each and head.count(each) > 1}:
            self.faults.append(fault(self.place, "stands twice in the head", None, column, 1))
        for line, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            name = cells[0]
            if len(cells) != len(head):
                message = f"has {len(cells)} cells, the head has {len(head)}"
                self.faults.append(fault(self.place, message, row=line, name=name))
            elif name in self.rows:
                message = f"stands twice; it stands in row {self.at[name]} already"
                self.faults.append(fault(self.place, message, head[0] or "name", name, line, name))
            else:
                self.at[name] = line
                self.rows[name] = dict(zip(head, cells, strict=True))

    def series(self) -> dict[str, Array]:
        """The numbers of each column but the first; nan where there is none."""
        made: dict[str, Array] = {}
        for name in list(next(iter(self.rows.values()), {}))[1:]:
            values = []
            for label, row in self.rows.items():
                good = is_number(row[name])
                if not good:
                    message = "is not a number"
                    said = row[name] or "(blank)"
                    self.faults.append(fault(self.place, message, name, said, self.at[label]))
                values.append(float(row[name]) if good else math.nan)
            if name not in ("snapshot", "name", "timestep"):
                made[name] = np.array(values)
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

    if not path.is_file():
        raise FileNotFoundError(2, "No such file", str(path))
    with path.open("rb"):
        pass  # what may not be read is no fault of its contents
    try:
        with xarray.open_dataset(path, engine="h5netcdf") as data:
            rows = {kind: _table(data, kind) for kind in KINDS}
            series = {(kind, column): _changing(data, kind, column) for kind, column in SERIES}
            held = [data[name] for name in ("snapshots_snapshot", "snapshots") if name in data]
            said = [str(one) for one in np.atleast_1d(held[0].values)] if held else []
    except Exception:
        # the libraries raise whatever a damaged byte leads them to
        raise GridError([fault(path.name, "cannot be read as a netCDF file")]) from None
    at = {kind: {name: n for n, name in enumerate(own, start=1)} for kind, own in rows.items()}
    faults = _unread(path.name, series)
    hours = _hours(said, f"{path.name} snapshots", faults)
    return Network(path.name, rows, hours, series, at, faults)


def _unread(file: str, series: Mapping[tuple[str, str], Mapping[str, Array]]) -> list[Fault]:
    return [
        fault(f"{file} {kind}-{column}", "is not a number", name, "nan", row)
        for (kind, column), values in series.items()
        for name, each in values.items()
        for row, value in enumerate(each.tolist(), start=1)
        if math.isnan(value)
    ]


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


def _hours(times: list[str], place: str, faults: list[Fault]) -> Array:
    """Hour of each snapshot, "2031-01-15 07:00:00" or with a T between; empty if none is a time.

    Where some are times and others are not, those are faults.
    """
    hours = [_hour(time) for time in times]
    if all(hour is None for hour in hours):
        return np.zeros(0)
    for row, (time, hour) in enumerate(zip(times, hours, strict=True), start=2):
        if hour is None:
            message = "is no time as 2031-01-15 07:00:00, as the others are"
            faults.append(fault(place, message, "snapshot", time or "(blank)", row))
    return np.array([math.nan if hour is None else hour for hour in hours])


def _hour(time: str) -> float | None:
    try:
        return float(datetime.fromisoformat(time[:19]).hour)
    except ValueError:
        return None


def is_number(text: str) -> bool:
    """Whether a cell holds a finite number."""
    try:
        return math.isfinite(float(text)) and "_" not in text
    except ValueError:
        return False
