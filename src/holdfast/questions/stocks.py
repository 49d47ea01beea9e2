"""When do interceptors, transformers, fuel run out?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.model import stock
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.spread import spread
from holdfast.outcome.stockouts import NEVER, gone_by, reached
from holdfast.outcome.windows import as_date
from holdfast.questions.sparing import sparing

LIKELY, HALF = 0.10, 0.50
"""Shares of futures that are out, whose days are given."""
AT_ONCE = 32_000_000
"""Bytes of pieces held that are read at a time."""
BY_DATE = ("item", "date", "p05", "median", "p95", "p_empty")
RUNS_OUT = (
    "item",
    "name",
    "held_at_first",
    "passes_10_percent",
    "days_of_supply",
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
    """A row an item, columns RUNS_OUT: median held at dawn of the first reported day, the first
    day on which at least a tenth of the futures have run out, the days from the first reported one
    to it, the first day on which at least half have (None if never), the chance of running out at
    all, the unit of a piece, whether any future ever holds one, and the chance of being out already
    on the first reported day."""
    by_date: pd.DataFrame
    """A row for each item and reported day, columns BY_DATE: pieces held at midnight, and the
    chance of having run out by then."""
    spares: pd.DataFrame
    """A row a system and class for which its rounds are spared, columns `sparing.SPARES`."""
    outcome: Outcome
    """The run that was asked."""


def stocks(outcome: Outcome) -> Stocks:
    """Fans and run-out days of every item that is stocked or ever held, in reported time.

    Out is an item that is empty at midnight and was there before: what is pledged and has not come
    has not run out, and what was used up before reported time is out on its first day.
    """
    window = outcome.windows()[-1]
    among = window.among(outcome.data["day"].values)
    days = [as_date(day) for day in outcome.data["day"].values[among]]
    items = [str(item) for item in outcome.data["item"].values]
    names, known = (
        outcome.data["item_name"].values,
        set(outcome.scenario.table("stocks").text("item")),
    )
    table = outcome.scenario.table("items")
    unit = dict(zip(table.text("id"), table.text("unit"), strict=True))
    first, ever = outcome.first_outs(), _ever_held(outcome, among)
    shown = [place for place, item in enumerate(items) if item in known or ever[place]]
    outs: list[tuple[object, ...]] = []
    dates: list[tuple[object, ...]] = []
    dawn = _at_dawn(outcome, among.start or 0)
    for place, held in _held(outcome, shown, among):
        item, out = items[place], first[:, place]
        share = gone_by(out, len(days))
        tenth = reached(out, LIKELY)
        low, middle, high = spread(held, (0.05, 0.5, 0.95))
        outs.append(
            (
                item,
                str(names[place]),
                float(np.median(dawn[:, place])),
                _day(days, tenth),
                None if tenth == NEVER else tenth,
                _day(days, reached(out, HALF)),
                float(share[-1]),
                unit.get(item, ""),
                bool(ever[place] or share[-1] > 0),
                float(share[0]),
            )
        )
        dates += zip([item] * len(days), days, low, middle, high, share, strict=True)
    runs_out = pd.DataFrame(outs, columns=list(RUNS_OUT), dtype=object).infer_objects()
    by_date = pd.DataFrame(dates, columns=list(BY_DATE))
    return Stocks(runs_out, by_date, sparing(outcome.scenario), outcome)


def _at_dawn(outcome: Outcome, day: int) -> Array:
    """(F or 1, I) pieces held at dawn of a day: what the midnight before left, or the start."""
    if day:
        held = outcome.data["held"].isel(day=day - 1).transpose("future", "item").values
        return np.asarray(held, dtype=float)
    luck = outcome.scenario.luck(outcome.seed, outcome.futures)
    return stock.prepare(outcome.scenario, luck).first


def _ever_held(outcome: Outcome, among: slice) -> Array:
    """(I,) whether any future holds an item in these days."""
    parts = [part["held"].isel(day=among).values.any(axis=(0, 1)) for part in outcome.read("held")]
    return np.asarray(np.any(parts, axis=0))


def _held(outcome: Outcome, places: list[int], among: slice) -> Iterator[tuple[int, Array]]:
    """Pieces held (F, D) of each of these items, a few items at a time in memory."""
    held = outcome.data["held"].isel(day=among)
    size = max(1, AT_ONCE // (held.dtype.itemsize * held.sizes["future"] * held.sizes["day"]))
    for start in range(0, held.sizes["item"], size):
        some = [place for place in places if start <= place < start + size]
        if some:
            # a slice: items that are picked one by one would be picked from all of the variable
            some_held = held.isel(item=slice(start, start + size))
            read = some_held.transpose("future", "day", "item").values
            yield from ((place, read[:, :, place - start]) for place in some)


def _day(days: list[date], place: int) -> date | None:
    return None if place == NEVER else days[place]
