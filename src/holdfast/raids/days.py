"""The raid record by day and class.

A day is the date on which a reporting window ended. A mixed row, whose models are of several
classes, is split by what single-model rows launched of each model on the days before.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from holdfast.raids.classes import class_of, models_of
from holdfast.raids.files import settings_in
from holdfast.raids.record import (
    CLASSES,
    NO_DESTROYED,
    NO_END,
    NO_LAUNCHED,
    SPLIT,
    SPLIT_EQUALLY,
    TOO_MANY_DESTROYED,
    TOO_MANY_LOST,
)

_TABLE = settings_in("scored.toml")
SCORED: tuple[str, ...] = tuple(_TABLE["scored"])
"""Classes that are scored and forecast, in the order of every table made from the record."""
LEFT_OUT: tuple[str, ...] = tuple(_TABLE["left_out"])
"""Classes whose rows say nothing of what got through."""
CITED: str = _TABLE["cited"]
"""Whose record it is, and under which terms."""


def daily(
    record: pd.DataFrame, classes: Mapping[str, str], scored: Sequence[str] = SCORED
) -> pd.DataFrame:
    """Launched, destroyed and not reached [1] of each scored class on each day that has any.

    `record` is as `read_record` gives it, `classes` the class of each model (`read_classes`). The
    rows have date (datetime64), class, launched and not_reached (int64) and destroyed (float64, nan
    where a row of that day and class does not say), in order of date and of `scored`. Totals of
    rows are kept: a split is rounded to whole numbers by largest remainders. A blank in
    not_reach_goal is 0. `.attrs["oddities"]` lists, by kind, the day and model of each row that was
    not plain.

    Raises ValueError if a model has no class.
    """
    _all_known(record, classes)
    oddities: dict[str, list[str]] = defaultdict(list)
    counts: dict[tuple[pd.Timestamp, str], list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    before: Counter[str] = Counter()
    for day, rows in record.groupby(ends(record).dt.normalize(), sort=True):
        today: Counter[str] = Counter()
        for row in rows.to_dict("records"):
            models = models_of(row["model"])
            if len(models) == 1 and not math.isnan(row["launched"]):
                today[row["model"]] += int(row["launched"])
            of = [classes[model] for model in models]
            if not set(of) & set(scored):
                continue
            odd: list[str] = [NO_END] if pd.isna(row["time_end"]) else []
            if math.isnan(row["launched"]):
                odd.append(NO_LAUNCHED)
            else:
                weights = class_weights(models, of, before, odd)
                totals = _plain(row["launched"], row["destroyed"], row["not_reach_goal"], odd)
                for name, parts in split_counts(totals, weights).items():
                    kept = counts[cast(pd.Timestamp, day), name]
                    kept[:] = [have + part for have, part in zip(kept, parts, strict=True)]
            for kind in odd:
                oddities[kind].append(f"{day:%Y-%m-%d} {row['model']}")
        before += today
    return _frame(counts, scored, dict(oddities))


def ends(record: pd.DataFrame) -> Any:
    """When each row's window ended (datetime64); when it began, where that is not said."""
    return record["time_end"].fillna(record["time_start"])


def launched_by_day(record: pd.DataFrame, before: date) -> npt.NDArray[np.int64]:
    """Launched (D, SCORED) on each day from the first of the record to the one before `before`.

    The launched of `daily`, by the classes that the record was read with; models that have none
    launch nothing.
    Reads only rows that ended earlier than `before`; (0, SCORED) if there are none.
    """
    day = ends(record).dt.normalize()
    rows = pd.DataFrame({"day": day, "model": record["model"], "launched": record["launched"]})
    rows = rows[day < pd.Timestamp(before)]
    if rows.empty:
        return np.zeros((0, len(SCORED)), np.int64)
    first = rows["day"].min()
    counts = np.zeros(((pd.Timestamp(before) - first).days, len(SCORED)), np.int64)
    rows = rows[rows["launched"].notna()]
    models = {text: models_of(text) for text in rows["model"].unique()}
    table = record.attrs.get(CLASSES)
    classes = {text: [class_of(model, table) for model in of] for text, of in models.items()}
    alone = rows[rows["model"].map(lambda text: len(models[text]) == 1)]
    for text, today in rows.groupby("model", sort=False):
        names = classes[text]
        places = (today["day"] - first).dt.days.to_numpy()
        whole = today["launched"].to_numpy(np.int64)
        if len(set(names)) == 1 and names[0] in SCORED:
            np.add.at(counts[:, SCORED.index(names[0])], places, whole)
        elif len(set(names)) > 1 and set(names) & set(SCORED):
            for on, place, launched in zip(today["day"], places, whole, strict=True):
                earlier = alone[alone["day"] < on].groupby("model")["launched"].sum()
                weights = class_weights(
                    models[text], names, Counter(earlier.astype(int).to_dict()), []
                )
                parts = share_out(int(launched), list(weights.values()))
                for name, part in zip(weights, parts, strict=True):
                    if name in SCORED:
                        counts[place, SCORED.index(name)] += part
    return counts


def _all_known(record: pd.DataFrame, classes: Mapping[str, str]) -> None:
    """Raise ValueError naming the models that have no class."""
    found = {model for text in record["model"].unique() for model in models_of(text)}
    unknown = sorted(found - set(classes))
    if unknown:
        raise ValueError(f"classes: no class for {', '.join(unknown)}")


def _plain(
    launched: float, destroyed: float, not_reached: float, odd: list[str]
) -> tuple[int, int | None, int]:
    """Counts that fit together; what was odd about them is added to `odd`."""
    most = int(launched)
    shot = None if math.isnan(destroyed) else int(destroyed)
    lost = 0 if math.isnan(not_reached) else int(not_reached)
    if shot is None:
        odd.append(NO_DESTROYED)
    elif shot > most:
        odd.append(TOO_MANY_DESTROYED)
        shot = most
    if lost > most - (shot or 0):
        odd.append(TOO_MANY_LOST)
        lost = most - (shot or 0)
    return most, shot, lost


def class_weights(
    models: list[str], of: list[str], before: Counter[str], odd: list[str]
) -> dict[str, int]:
    """Weight of each class in a row; that it had to be split is added to `odd`."""
    if len(set(of)) == 1:
        return {of[0]: 1}
    known = any(before[model] for model in models)
    odd.append(SPLIT if known else SPLIT_EQUALLY)
    weights: dict[str, int] = dict.fromkeys(of, 0)
    for model, name in zip(models, of, strict=True):
        weights[name] += before[model] if known else 1
    return weights


def split_counts(
    totals: tuple[int, int | None, int], weights: dict[str, int]
) -> dict[str, tuple[float, float, float]]:
    """Launched, destroyed, not reached by class: no class loses more than it launched.

    Destroyed are split as launched were, not reached as what was left of them.
    """
    launched, destroyed, not_reached = totals
    flown = share_out(launched, list(weights.values()))
    shot = [0] * len(flown) if destroyed is None else share_out(destroyed, flown)
    lost = share_out(not_reached, [have - gone for have, gone in zip(flown, shot, strict=True)])
    said = [math.nan] * len(flown) if destroyed is None else [float(number) for number in shot]
    parts = zip(map(float, flown), said, map(float, lost), strict=True)
    return dict(zip(weights, parts, strict=True))


def share_out(total: int, weights: Sequence[int]) -> list[int]:
    """Whole numbers that add up to `total`, in proportion to weights by largest remainders.

    Equal remainders go to the earlier weight. All 0 where every weight is 0.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    exact = [Fraction(total * weight, whole) for weight in weights]
    made = [int(part) for part in exact]
    order = sorted(range(len(made)), key=lambda i: (made[i] - exact[i], i))
    for i in order[: total - sum(made)]:
        made[i] += 1
    return made


def _frame(
    counts: Mapping[tuple[pd.Timestamp, str], Sequence[float]],
    scored: Sequence[str],
    oddities: dict[str, list[str]],
) -> pd.DataFrame:
    """The scored counts as rows."""
    rank = {name: place for place, name in enumerate(scored)}
    kept = sorted(
        (key for key, value in counts.items() if key[1] in rank and value[0] > 0),
        key=lambda key: (key[0], rank[key[1]]),
    )
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime([day for day, _ in kept]).astype("datetime64[ns]"),
            "class": pd.Series([name for _, name in kept], dtype="str"),
            "launched": pd.Series([counts[key][0] for key in kept], dtype="int64"),
            "destroyed": pd.Series([counts[key][1] for key in kept], dtype="float64"),
            "not_reached": pd.Series([counts[key][2] for key in kept], dtype="int64"),
        }
    )
    frame.attrs["oddities"] = oddities
    return frame
