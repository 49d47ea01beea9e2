"""When do interceptors, transformers, fuel run out?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from holdfast.arrays import Array
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.windows import as_date

LIKELY = 0.10
"""Chance of having run out, passed on the day that is warned of."""
BY_DATE = ("item", "date", "p05", "median", "p95", "p_empty")
RUNS_OUT = ("item", "name", "held_at_first", "passes_10_percent", "median_zero_day", "p_empty")


@dataclass(frozen=True, slots=True)
class Stocks:
    """How stocks go down, and when they are gone."""

    runs_out: pd.DataFrame
    """A row an item, columns RUNS_OUT: median held at midnight of the first reported day, the first
    day on which the chance of having run out by then passes 10 % (None if never), the median day of
    first running out (None if under half of the futures do), the chance of running out at all."""
    by_date: pd.DataFrame
    """A row for each item and reported day, columns BY_DATE: pieces held at midnight, and the
    chance of having run out by then."""


def stocks(outcome: Outcome) -> Stocks:
    """Fans and run-out days of every item that is ever held, in reported time."""
    window = outcome.windows()[-1]
    among = window.among(outcome.data["day"].values)
    data = outcome.data.isel(day=among)
    days = [as_date(day) for day in data["day"].values]
    known = set(outcome.scenario.table("stocks").text("item"))
    outs: list[tuple[object, ...]] = []
    dates: list[tuple[object, ...]] = []
    for item, name, held, out in _items(data, outcome.ran_out[:, among]):
        if item not in known and not held.any():
            continue
        gone = np.maximum.accumulate(out, axis=1)
        share = gone.mean(axis=0)
        low, middle, high = np.quantile(held, (0.05, 0.5, 0.95), axis=0)
        likely = np.flatnonzero(share > LIKELY)
        half = np.flatnonzero(share >= 0.5)
        outs.append(
            (
                item,
                name,
                float(middle[0]),
                days[likely[0]] if likely.size else None,
                days[half[0]] if half.size else None,
                float(share[-1]),
            )
        )
        dates += zip([item] * len(days), days, low, middle, high, share, strict=True)
    return Stocks(
        pd.DataFrame(outs, columns=list(RUNS_OUT)), pd.DataFrame(dates, columns=list(BY_DATE))
    )


def _items(data: xr.Dataset, out: Array) -> Iterator[tuple[str, str, Array, Array]]:
    """Each item with its name, pieces held (F, D) and whether it has run out (F, D)."""
    held = data["held"].transpose("item", "future", "day").values.astype(float)
    names = data["item_name"].values
    for place, item in enumerate(data["item"].values):
        yield str(item), str(names[place]), held[place], out[:, :, place]
