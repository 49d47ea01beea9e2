"""Rows of a table in a file, with the numbers of the lines on which they end."""

from __future__ import annotations

import csv
from os import PathLike


def rows_of(
    path: str | PathLike[str], needed: tuple[str, ...]
) -> list[tuple[int, dict[str, str | None]]]:
    """Rows of a file with the numbers of the lines on which they end, blank lines left out."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: no column {', '.join(missing)}")
        return [(reader.line_num, dict(row)) for row in reader]


def model_of(cell: str) -> str:
    """The model that a cell names; ValueError if it is blank."""
    if not cell.strip():
        raise ValueError("is blank")
    return cell.strip()
