"""The public raid record as it is published: one row per reporting window and model.

Who compiled it, and its licence, stand beside the file. It holds the claims of one side: what was
launched and what was destroyed are as announced.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from os import PathLike
from typing import Any

import pandas as pd

from holdfast.raids.classes import MIXED, UNKNOWN, class_of
from holdfast.raids.files import model_of, refuse, rows_of

NEEDED = ("time_start", "time_end", "model", "launched", "destroyed")
"""Columns that a record must have; those of MAY_HAVE are blank where the file lacks them."""
MAY_HAVE = ("target", "not_reach_goal", "still_attacking")
NO_LAUNCHED = "launched is blank: the row is left out"
NO_DESTROYED = "destroyed is blank: not said for this day and class"
NO_END = "time_end is blank: time_start is taken"
TOO_MANY_DESTROYED = "more destroyed than launched: cut to what was launched"
TOO_MANY_LOST = "more destroyed and not reached than launched: not reached is cut"
SPLIT = "several classes: split by the launches of each model before"
SPLIT_EQUALLY = "several classes, none launched alone before: split equally by model"
NO_CLASS = "a model that the table of classes lacks: not forecast"
BACKWARD = "time_end is before time_start"
ALIKE = "the same as an earlier row in all that is read: both are kept"
CLASSES = "classes"
"""Where a record carries the class of each model that it was read with; None: the shipped table."""
FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")


def read_record(
    path: str | PathLike[str], classes: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """The record as rows in the order of the file, with the columns that matter.

    time_start, time_end (datetime64, NaT where blank), model (text; several joined by " and " are
    one mixed salvo with one total), target (text), launched, destroyed, not_reach_goal (fell or was
    jammed) and still_attacking [1] (float, nan where blank). A date without time is midnight. Then
    come class (by `classes`, the class of each model, the shipped table if left out; MIXED for
    models of several classes, UNKNOWN if one is not in the table), mixed (whether it is MIXED), odd
    (what is not plain about the row, joined by "; ") and row (the line on which it ends). Forecasts
    use `classes` too, which the record carries as `.attrs["classes"]`.

    Raises ValueError naming file, row (the header is row 1), column and value, a line a fault, if a
    cell is no such date or no whole number from 0 up, a row has too many cells, or a column is
    missing; OSError if there is no such file.
    """
    faults: list[str] = []
    rows = rows_of(path, NEEDED, faults)
    columns: Mapping[str, Callable[[str], Any]] = {
        "time_start": _moment,
        "time_end": _moment,
        "model": model_of,
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
                faults.append(f"{path}, row {number}, {column}: {cell!r} {error}")
        if not (row.get("time_start") or "").strip():
            faults.append(f"{path}, row {number}, time_start: is blank")
    refuse(faults)
    frame = pd.DataFrame(made)
    for column in ("time_start", "time_end"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[ns]")
    for column in ("launched", "destroyed", "not_reach_goal", "still_attacking"):
        frame[column] = frame[column].astype("float64")
    marked = _marked(frame, classes, [number for number, _ in rows])
    marked.attrs[CLASSES] = None if classes is None else dict(classes)
    return marked


def _marked(
    frame: pd.DataFrame, classes: Mapping[str, str] | None, numbers: list[int]
) -> pd.DataFrame:
    """The rows with their class, and what is odd about them."""
    given = {text: class_of(text, classes) for text in frame["model"].unique()}
    frame = frame.assign(**{"class": frame["model"].map(given).astype("str")})
    destroyed, lost = frame["destroyed"].fillna(0), frame["not_reach_goal"].fillna(0)
    over = destroyed > frame["launched"]
    plain = frame.columns[:-1].tolist()
    reasons = {
        NO_END: frame["time_end"].isna(),
        BACKWARD: frame["time_end"] < frame["time_start"],
        NO_LAUNCHED: frame["launched"].isna(),
        NO_DESTROYED: frame["destroyed"].isna(),
        TOO_MANY_DESTROYED: over,
        TOO_MANY_LOST: ~over & (destroyed + lost > frame["launched"]) | (over & (lost > 0)),
        SPLIT: frame["class"] == MIXED,
        NO_CLASS: frame["class"] == UNKNOWN,
        ALIKE: frame.duplicated(plain),
    }
    odd = [
        "; ".join(reason for reason, place in zip(reasons, places, strict=True) if place)
        for places in zip(*reasons.values(), strict=True)
    ]
    return frame.assign(
        mixed=(frame["class"] == MIXED).astype(bool),
        odd=pd.Series(odd, index=frame.index, dtype="str"),
        row=pd.Series(numbers, index=frame.index, dtype="int64"),
    )


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
