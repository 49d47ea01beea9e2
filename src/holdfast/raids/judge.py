"""Both forecasts held against what came, beside their baselines.

A case is a row of the record (destroyed), or one class over the days from one origin (launches).
The frame of cases has forecast, class and day (the day of the row, or the origin), and for ours and
for the baseline the score, whether the interval of 90 % covered what came (1 or 0), and the chance
of fewer (below) and of as many or fewer (upto).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from holdfast.raids import scores
from holdfast.raids.baselines import LEAST, resampled_launches, rolling_destroyed, said
from holdfast.raids.days import SCORED, launched_by_day
from holdfast.raids.destroyed import forecast_destroyed
from holdfast.raids.launches import forecast_launches

HORIZON, STEP = 30, 10
"""Days that launches are forecast over, and between two origins."""
FUTURES = 2000
SEED = 1
BLOCKS = {"destroyed": 30, "launches": 90}
"""Days that stay together when standard errors are found."""
UNITS = {"destroyed": "share of launched", "launches": "launches in 30 days"}
PLACES = ("score", "covered", "below", "upto")
SIDES = ("ours", "baseline")
BINS = 10


def last_day(record: pd.DataFrame) -> date:
    """The day after the last one on which a row of the record began."""
    return pd.Timestamp(record["time_start"].max()).date() + timedelta(days=1)


def cases_of_destroyed(record: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """A case for each row that began from `start` on and before `end` and is forecast.

    Raises ValueError if a forecast names a row that the record has not, or leaves one out.
    """
    rows = said(record)
    day = rows["time_start"].dt.normalize()
    due = rows["class"].isin(SCORED) & (rows["launched"] >= LEAST) & (day >= pd.Timestamp(start))
    rows = rows[due]
    told = _keyed(rows).drop(columns="class")[[*KEY, "destroyed"]]
    sides = {
        side: _keyed(made)
        for side, made in zip(
            SIDES, (forecast_destroyed(record, start), rolling_destroyed(record, start)), strict=True
        )
    }
    joined = told
    for side, made in sides.items():
        joined = joined.merge(made[[*KEY, "pmf"]].rename(columns={"pmf": side}), on=KEY, how="outer")
        if len(joined) != len(told) or joined[side].isna().any() or joined["destroyed"].isna().any():
            raise ValueError(f"forecast of destroyed ({side}): not the rows that are to be forecast")
    joined["class"] = joined["class"] if "class" in joined else rows["class"].to_numpy()
    made = []
    for row in joined.to_dict("records"):
        seen = int(row["destroyed"])
        case = {"forecast": "destroyed", "class": row["class"], "day": row["time_start"].normalize()}
        for side in SIDES:
            low, high = scores.pmf_interval(row[side])
            values = (scores.pmf_score(row[side], seen), float(low <= seen <= high))
            case |= _case(side, values, scores.pmf_pit(row[side], seen))
        made.append(case)
    frame = _frame(made)
    return frame[frame["day"] < pd.Timestamp(end)].reset_index(drop=True)
