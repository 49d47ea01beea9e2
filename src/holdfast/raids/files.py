"""Rows of a table in a file, with the numbers of the lines on which they end; shipped settings."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from os import PathLike
from typing import Any

MOST = 40
"""Faults of one file that are told; the others are counted."""


@cache
def settings_in(name: str) -> dict[str, Any]:
    """The settings of a file that is shipped beside this one, by section."""
    return tomllib.loads(resources.files("holdfast.raids").joinpath(name).read_text("utf-8"))


def rows_of(
    path: str | PathLike[str], needed: tuple[str, ...], faults: list[str]
) -> list[tuple[int, dict[str, str | None]]]:
    """Rows of a file with the numbers of the lines on which they end, blank lines left out.

    Rows with more cells than the header are left out and told in `faults`. Raises ValueError naming
    the file if a column is missing.
    """
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: no column {', '.join(missing)}")
        made = []
        for row in reader:
            if None in row:
                most = len(reader.fieldnames or ())
                faults.append(
                    f"{path}, row {reader.line_num}: too many cells: {most + len(row[None])} where "
                    f"the header has {most}"
                )
                continue
            made.append((reader.line_num, dict(row)))
        return made


def refuse(faults: list[str]) -> None:
    """Raise ValueError with these faults, a line each, if there are any; many are counted."""
    if faults:
        more = len(faults) - MOST
        raise ValueError(
            "\n".join([*faults[:MOST], *([f"and {more:,} faults more"] if more > 0 else [])])
        )


def model_of(cell: str) -> str:
    """The model that a cell names; ValueError if it is blank."""
    if not cell.strip():
        raise ValueError("is blank")
    return cell.strip()
