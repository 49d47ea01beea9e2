"""Gas by month: where it came from, where it went, and what was left in store."""

from __future__ import annotations

import numpy as np
import pandas as pd

from holdfast.questions.gas_balance import COST, DRIVERS, LEFT, gas_by_month, has
from holdfast.show import reductions
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import stocks as figure
from holdfast.show.reductions import Array, Days
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.show.sections.unfolds import month_name
from holdfast.show.sides import Side, Story

LEAST = 0.01
"""Share of what stores hold when full under which they count as empty."""
TOLD = (
    "produced", "struck", "in_dark", "imported", "from_store", "given", "used", "for_power",
    "unserved",
)  # fmt: skip
"""Flows of the table, beside what only some scenarios have."""


def gas(story: Story, words: Catalogue) -> Section | None:
    """The fan of what is in store, and a table of all flows by month; None where no gas is kept."""
    if not all(has(side.outcome) for side in story.sides):
        return None
    tables = [gas_by_month(side.outcome) for side in story.sides]
    title, measure = _title(tables[-1], story, words), words.say("gas.measure")
    there = set(tables[-1]["flow"])
    flows = (*TOLD, *(name for name in (DRIVERS, COST) if name in there), LEFT)
    head = [
        *(["gas.side"] if story.paired else []),
        "gas.month",
        *(f"gas.{name}" for name in flows),
    ]
    lines = [
        line
        for side, table in zip(story.sides, tables, strict=True)
        for line in _lines(side, table, flows, story, words)
    ]
    view = _view(story, words)
    drawing = None
    if view is not None:
        drawn = view
        drawing = Drawing.of("gas", title, measure, lambda width: figure.draw(drawn, width, words))
    keys = [Key("gas", words.say("gas.key")), Key("none", story.baseline.label, "dash")]
    return Section(
        identity="gas",
        title=title,
        measure=measure,
        drawing=drawing,
        keys=keys[: 1 + story.paired] if view else (),
        numbers=Numbers(
            words.say("gas.numbers"), tuple(map(words.say, head)), tuple(lines), paper=0
        ),
        notes=[words.say("gas.note")],
    )


def _title(table: pd.DataFrame, story: Story, words: Catalogue) -> str:
    """Say at the end of which month least is in store in the median future, and how much."""
    left = table[table["flow"] == LEFT]
    least = left.sort_values("p50", kind="stable").iloc[0]
    key = "gas.title" if _capacity(story) > 0 else "gas.title_none"
    amount = float(least["p50"])
    return words.say(
        key,
        month=month_name(least["month"], words),
        amount=words.numbers.number(amount),
        count=amount,
    )


def _capacity(story: Story) -> float:
    """What all stores hold when full [mcm]."""
    return float(story.scenario.table("gas/storage").number("capacity_mcm").sum())


def _view(story: Story, words: Catalogue) -> figure.Stocks | None:
    """What is drawn: gas in store by day; None where the country has no store."""
    least = LEAST * _capacity(story)
    if not least:
        return None
    held = [_held(side) for side in story.sides]
    bands = [reductions.bands(reductions.by_week(x) if story.public else x) for x in held]
    first = [_first(each, least, story) for each in held]
    item = figure.Item(
        words.say("gas.name"), "", "gas", bands[-1], bands[0][2] if story.paired else None, first
    )
    return figure.Stocks(story.dates, [item], weekly=story.public)


def _held(side: Side) -> Array:
    """(future, day) gas in store at the end of each reported day [mcm]."""
    one = side.outcome.data["gas_stock"].isel(day=side.days).transpose("future", "day")
    return np.asarray(one.values, dtype=float)


def _first(held: Array, least: float, story: Story) -> Days:
    """The first day on which stores are empty, of a public report that of its week; or -1."""
    empty = held < least
    days = np.where(empty.any(axis=1), empty.argmax(axis=1), -1)
    if story.public:
        first = story.dates[0].weekday()
        days = np.where(days < 0, days, np.maximum(days - (days + first) % 7, 0))
    return np.asarray(days, dtype=np.int64)


def _lines(
    side: Side, table: pd.DataFrame, flows: tuple[str, ...], story: Story, words: Catalogue
) -> list[tuple[str, ...]]:
    """A line a month of one side."""
    found = table.set_index(["month", "flow"])[["mean", "p05", "p95"]]
    lines = []
    for month in dict.fromkeys(table["month"]):
        cells = [_cell(found.loc[(month, name)], words) for name in flows]
        own = [side.label] if story.paired else []
        lines.append((*own, month_name(month, words), *cells))
    return lines


def _cell(row: pd.Series, words: Catalogue) -> str:
    """The mean and the points between which nine futures in ten lie."""
    mean, low, high = (float(row[name]) for name in ("mean", "p05", "p95"))
    widest = max(abs(mean), abs(low), abs(high))
    if widest < LEAST:
        return "0"
    shown = [words.numbers.beside(value, widest, 3) for value in (mean, low, high)]
    return words.say("gas.cell", mean=shown[0], low=shown[1], high=shown[2])
