"""Rows of a table in a file, with the numbers of the lines on which they end; shipped settings."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from os import PathLike
from typing import Any


@cache
def settings_in(name: str) -> dict[str, Any]:
    """The settings of a file that is shipped beside this one, by section."""
    return tomllib.loads(resources.files("holdfast.raids").joinpath(name).read_text("utf-8"))


def rows_of(
    path: str | PathLike[str], needed: tuple[str, ...]
) -> list[tuple[int, dict[str, str | None]]]:
    """Rows of a file with the numbers of the lines on which they end, blank lines left out.

    Raises ValueError naming the file, and the row if one has more cells than the header.
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
                raise ValueError(
                    f"{path}, row {reader.line_num}: too many cells: {most + len(row[None])} where "
                    f"the header has {most}"
                )
            made.append((reader.line_num, dict(row)))
        return made


def model_of(cell: str) -> str:
    """The model that a cell names; ValueError if it is blank."""
    if not cell.strip():
        raise ValueError("is blank")
    return cell.strip()
