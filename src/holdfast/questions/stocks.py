"""When do interceptors, transformers, fuel run out?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import xarray as xr

from holdfast.arrays import Array
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.stockouts import NEVER, first_days, reached
from holdfast.outcome.windows import as_date

LIKELY, HALF = 0.10, 0.50
"""Shares of futures that are out, whose days are given."""
BY_DATE = ("item", "date", "p05", "median", "p95", "p_empty")
RUNS_OUT = (
    "item",
    "name",
    "held_at_first",
    "passes_10_percent",
    "median_zero_day",
    "p_empty",
    "unit",
    "ever_held",
    "p_out_at_first",
)


@dataclass(frozen=True, slots=True)
class Stocks:
    """How stocks go down, and when they are gone."""

    runs_out: pd.DataFrame
    """A row an item, columns RUNS_OUT: median held at midnight of the first reported day, the first
    days on which at least a tenth and at least half of the futures have run out (None if never),
    the chance of running out at all, the unit of a piece, whether any future ever holds one, and
    the chance of being out already on the first reported day."""
    by_date: pd.DataFrame
    """A row for each item and reported day, columns BY_DATE: pieces held at midnight, and the
    chance of having run out by then."""


def stocks(outcome: Outcome) -> Stocks:
    """Fans and run-out days of every item that is stocked or ever held, in reported time.

    Out is an item that is empty at midnight and was there before: what is pledged and has not come
    has not run out, and what was used up before reported time is out on its first day.
    """
    window = outcome.windows()[-1]
    among = window.among(outcome.data["day"].values)
    data = outcome.data.isel(day=among)
    days = [as_date(day) for day in data["day"].values]
    known = set(outcome.scenario.table("stocks").text("item"))
    items = outcome.scenario.table("items")
    unit = dict(zip(items.text("id"), items.text("unit"), strict=True))
    outs: list[tuple[object, ...]] = []
    dates: list[tuple[object, ...]] = []
    for item, name, held, out in _items(data, outcome.ran_out[:, among]):
        if item not in known and not held.any():
            continue
        first = first_days(out)
        share = np.maximum.accumulate(out, axis=1).mean(axis=0)
        low, middle, high = np.quantile(held, (0.05, 0.5, 0.95), axis=0)
        outs.append(
            (
                item,
                name,
                float(middle[0]),
                _day(days, reached(first, LIKELY)),
                _day(days, reached(first, HALF)),
                float(share[-1]),
                unit.get(item, ""),
                bool(held.any() or out.any()),
                float(share[0]),
            )
        )
        dates += zip([item] * len(days), days, low, middle, high, share, strict=True)
    return Stocks(
        pd.DataFrame(outs, columns=list(RUNS_OUT)), pd.DataFrame(dates, columns=list(BY_DATE))
    )


def _day(days: list[date], place: int) -> date | None:
    return None if place == NEVER else days[place]


def _items(data: xr.Dataset, out: Array) -> Iterator[tuple[str, str, Array, Array]]:
    """Each item with its name, pieces held (F, D) and whether it has run out (F, D)."""
    held = data["held"].transpose("item", "future", "day").values.astype(float)
    names = data["item_name"].values
    for place, item in enumerate(data["item"].values):
        yield str(item), str(names[place]), held[place], out[:, :, place]
