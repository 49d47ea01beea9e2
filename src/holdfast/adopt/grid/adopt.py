"""The tables of a grid, written into a new folder that is to become a scenario."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path

from holdfast.adopt.grid.found import Found, GridError, counted, fault
from holdfast.adopt.grid.matpower import found_in_matpower
from holdfast.adopt.grid.pandapower import found_in_pandapower
from holdfast.adopt.grid.pypsa import found_in_pypsa
from holdfast.adopt.grid.regions import demand, regions_of
from holdfast.adopt.grid.tables import SOURCE, grid_tables, merged, name_all, texts, with_source
from holdfast.arrays import Array
from holdfast.scenario import schemas
from holdfast.whole import put_files, refuse_folder, whole_folder

READERS: dict[str, Callable[[Path], Found]] = {
    ".m": found_in_matpower,
    ".nc": found_in_pypsa,
    ".json": found_in_pandapower,
}
"""Who reads a file, by its ending; a folder is one of PyPSA."""


@dataclasses.dataclass(frozen=True, slots=True)
class Adopted:
    """What was written: rows by table, and sentences for the reader."""

    rows: dict[str, int]
    lines: tuple[str, ...]


def find(source: str | os.PathLike[str]) -> Found:
    """Read a grid by what it is: a case (.m), a network (.nc, .json) or a folder of csv files.

    Like parallel corridors are one with that many circuits. Raises GridError with all faults;
    OSError.
    """
    path = Path(source)
    if not path.exists():
        raise GridError([fault(str(source), "there is no such file or folder")])
    if path.is_dir():
        return merged(found_in_pypsa(path))
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        message = (
            "is no grid that is known: a MATPOWER case (.m), a PyPSA network (.nc, or a folder of "
            "csv files) or a pandapower network (.json)"
        )
        raise GridError([fault(path.name, message)])
    if not path.is_file():
        raise GridError([fault(str(source), "is no ordinary file")])
    return merged(reader(path))


def adopt_grid(
    source: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    regions: int | None = None,
    keep_names: bool = False,
) -> Adopted:
    """Write the tables of a grid to a new folder; whole or not at all.

    Raises GridError with all faults, FileExistsError if something stands there.
    """
    refuse_folder(Path(folder))
    found = find(source)
    file = Path(source).name
    region, called = regions_of(found, file, regions)
    named = name_all(found, file, called, keep_names)
    tables = {name: with_source(rows) for name, rows in grid_tables(found, region, named).items()}
    tables["regions"] = _regions(found, region, named.regions)
    tables["sources"] = [
        ["id", "outlet", "statement"],
        [SOURCE, file, "The grid that was taken in; coordinates are not kept"],
    ]
    counts = {name: len(rows) - 1 for name, rows in tables.items()}
    said = ", ".join(
        counted(counts[name], word, several)
        for name, word, several in (
            ("regions", "region", ""),
            ("power/buses", "bus", "buses"),
            ("power/branches", "branch", "branches"),
            ("power/generators", "generator", ""),
        )
    )
    told = {"regions": str(len(named.regions))}
    return put_tables(folder, tables, "holdfast.adopt.grid", file, said, found.lines, told)


def put_tables(
    folder: str | os.PathLike[str],
    tables: Mapping[str, list[list[str]]],
    package: str,
    file: str,
    said: str,
    lines: Sequence[str],
    told: Mapping[str, str] | None = None,
) -> Adopted:
    """Write tables and the README of a package's `README.in` to a new folder; whole or not at all.

    `file` is what was taken in, `said` how much, `lines` what a reader must know, `told` what else
    the README says.
    """
    files = texts({name: tables[name] for name in schemas() if name in tables})
    readme = (resources.files(package) / "README.in").read_text("utf-8")
    listed = "\n".join(f"- {line}" for line in lines)
    files["README.md"] = readme.format(file=file, counts=said, lines=listed, **(told or {}))
    with whole_folder(Path(folder)) as made:
        put_files(made, files)
    return Adopted({name: len(rows) - 1 for name, rows in tables.items()}, (said, *lines))


def _regions(found: Found, region: Array, names: Sequence[str]) -> list[list[str]]:
    """Regions with what a grid tells of them; people and air defence are left blank."""
    mean = demand(found).mean(axis=1)
    total = max(float(mean.sum()), 1e-12)
    rows = [["id", "name", "population", "defence_share", "note"]]
    for r, name in enumerate(names):
        share = float(mean[region == r].sum()) / total
        rows.append([name, f"Region {r + 1}", "", "", f"{share:.1%} of the demand of the grid"])
    return rows
