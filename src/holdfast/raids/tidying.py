"""The record as tidy rows: one class a row, and what had to be decided on the way."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from holdfast.raids.classes import UNKNOWN, known, models_of
from holdfast.raids.days import LEFT_OUT, class_weights, ends, split_counts
from holdfast.raids.record import SPLIT

COLUMNS = [
    *("window", "time_start", "time_end", "class", "model", "launched", "destroyed"),
    *("not_reach_goal", "target", "mixed", "row"),
]
COUNTS = ["launched", "destroyed", "not_reach_goal"]


@dataclass(frozen=True)
class Tidied:
    """Tidy rows, and by row of the file what was odd: row, time_start, model, reason."""

    rows: pd.DataFrame
    oddities: pd.DataFrame
    left_out: int
    """Rows of LEFT_OUT classes."""
    mixed: int
    """Rows that were split."""
    unknown: dict[str, int]
    """Rows by model that the table of classes lacks."""


def tidy(record: pd.DataFrame, classes: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Rows (window, class, model, launched, destroyed, not_reach_goal, target) of a record.

    `record` is as `read_record` gives it, `classes` the class of each model. window is an interval
    by ISO 8601: rows with the same one form one raid. A mixed salvo becomes a row for each class,
    split by the launches of each model in single-model rows of the days before; mixed marks them.
    Left out are rows of LEFT_OUT classes and rows that do not say what was launched. Counts are
    those published, nan where they are blank; row is the line of the file.
    """
    return tidied(record, classes).rows


def tidied(record: pd.DataFrame, classes: Mapping[str, str] | None = None) -> Tidied:
    """The tidy rows of a record, with all that was odd about it."""
    table = known() if classes is None else classes
    ended = ends(record)
    single = np.array([len(models_of(text)) == 1 for text in record["model"]], dtype=bool)
    alone = record[single]
    alone = alone[alone["launched"].notna()]
    made: list[dict[str, Any]] = []
    odd: list[tuple[int, pd.Timestamp, str, str]] = []
    left_out, mixed, unknown = 0, 0, Counter[str]()
    named_rows: list[dict[str, Any]] = [
        {str(name): cell for name, cell in row.items()} for row in record.to_dict("records")
    ]
    for place, row in enumerate(named_rows):
        models = models_of(row["model"])
        of = [table.get(model, UNKNOWN) for model in models]
        reasons = row["odd"].split("; ") if row["odd"] else []
        unknown.update(model for model, name in zip(models, of, strict=True) if name == UNKNOWN)
        if set(of) <= set(LEFT_OUT):
            left_out += 1
        elif not math.isnan(row["launched"]):
            base = {**row, "window": _window(row["time_start"], row["time_end"])}
            if len(set(of)) == 1:
                made.append({**base, "class": of[0], "mixed": False})
            else:
                earlier = alone[ended[alone.index] < ended.iloc[place].normalize()]
                before = Counter(earlier.groupby("model")["launched"].sum().astype(int).to_dict())
                how: list[str] = []
                parts = _parts(row, class_weights(models, of, before, how))
                reasons = [reason for reason in reasons if reason != SPLIT] + how
                mixed += 1
                for name, counts in parts.items():
                    own = [model for model, its in zip(models, of, strict=True) if its == name]
                    if name not in LEFT_OUT:
                        named = {"class": name, "model": " and ".join(own), "mixed": True}
                        made.append({**base, **named, **counts})
        odd += [(row["row"], row["time_start"], row["model"], reason) for reason in reasons]
    return Tidied(
        pd.DataFrame(made, columns=COLUMNS),
        pd.DataFrame(odd, columns=["row", "time_start", "model", "reason"]),
        left_out,
        mixed,
        dict(unknown),
    )


def _parts(row: Mapping[str, Any], weights: dict[str, int]) -> dict[str, dict[str, float]]:
    """Counts of each class of a mixed row; what is blank stays blank."""
    launched = int(row["launched"])
    gone = None if math.isnan(row["destroyed"]) else min(int(row["destroyed"]), launched)
    lost = 0 if math.isnan(row["not_reach_goal"]) else int(row["not_reach_goal"])
    split = split_counts((launched, gone, min(lost, launched - (gone or 0))), weights)
    made = {
        name: dict(zip(COUNTS, map(float, counts), strict=True)) for name, counts in split.items()
    }
    if math.isnan(row["not_reach_goal"]):
        for counts in made.values():
            counts["not_reach_goal"] = math.nan
    return made


def _window(start: pd.Timestamp, end: Any) -> str:
    """The window as YYYY-MM-DDTHH:MM/YYYY-MM-DDTHH:MM; no end where it is blank."""
    return f"{start:%Y-%m-%dT%H:%M}/" + ("" if pd.isna(end) else f"{end:%Y-%m-%dT%H:%M}")
