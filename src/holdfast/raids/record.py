"""The public raid record as it is published: one row per reporting window and model.

Who compiled it, and its licence, stand beside the file. It holds the claims of one side: what was
launched and what was destroyed are as announced.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from os import PathLike
from typing import Any

import pandas as pd

NEEDED = ("time_start", "time_end", "model", "launched", "destroyed")
"""Columns that a record must have; those of MAY_HAVE are blank where the file lacks them."""
MAY_HAVE = ("target", "not_reach_goal", "still_attacking")
FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")


def read_record(path: str | PathLike[str]) -> pd.DataFrame:
    """The record as rows in the order of the file, with the columns that matter.

    time_start, time_end (datetime64, NaT where blank), model (text; several joined by " and " are
    one mixed salvo with one total), target (text), launched, destroyed, not_reach_goal (fell or was
    jammed) and still_attacking [1] (float, nan where blank). A date without time is midnight.

    Raises ValueError naming file, row (the header is row 1), column and value if a cell is no such
    date or no whole number from 0 up, or if a column is missing; OSError if there is no such file.
    """
    rows = _rows(path, NEEDED)
    columns: Mapping[str, Callable[[str], Any]] = {
        "time_start": _moment,
        "time_end": _moment,
        "model": _model,
        "target": str.strip,
        "launched": _count,
        "destroyed": _count,
        "not_reach_goal": _count,
        "still_attacking": _count,
    }
    made: dict[str, list[Any]] = {column: [] for column in columns}
    for number, row in rows:
        for column, read in columns.items():
            cell = row.get(column) or ""
            try:
                made[column].append(read(cell))
            except ValueError as error:
                raise ValueError(f"{path}, row {number}, {column}: {cell!r} {error}") from None
        if made["time_start"][-1] is pd.NaT:
            raise ValueError(f"{path}, row {number}, time_start: is blank")
    frame = pd.DataFrame(made)
    for column in ("time_start", "time_end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    for column in ("launched", "destroyed", "not_reach_goal", "still_attacking"):
        frame[column] = frame[column].astype("float64")
    return frame


def read_classes(path: str | PathLike[str]) -> dict[str, str]:
    """Class of each model, from a table with the columns model and class.

    Raises ValueError if a column is missing or a model stands there twice.
    """
    made: dict[str, str] = {}
    for number, row in _rows(path, ("model", "class")):
        model = _model(row["model"] or "")
        if model in made:
            raise ValueError(f"{path}, row {number}, model: {model!r} stands there twice")
        made[model] = (row["class"] or "").strip()
    return made


def _rows(
    path: str | PathLike[str], needed: tuple[str, ...]
) -> list[tuple[int, dict[str, str | None]]]:
    """Rows of a file with the numbers of the lines on which they end, blank lines left out."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: no column {', '.join(missing)}")
        return [(reader.line_num, dict(row)) for row in reader]


def _moment(cell: str) -> Any:
    text = cell.strip()
    if not text:
        return pd.NaT
    for form in FORMATS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError("is not a date (YYYY-MM-DD) or a date with time (YYYY-MM-DD HH:MM)")


def _model(cell: str) -> str:
    if not cell.strip():
        raise ValueError("is blank")
    return cell.strip()


def _count(cell: str) -> float:
    text = cell.strip()
    if not text:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0 and value == int(value)):
        raise ValueError("is not a whole number from 0 up")
    return value
