"""The table "What changes, and how sure we are": means, errors, paired differences, verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from holdfast.outcome.statistics import Difference, difference, estimate
from holdfast.outcome.windows import Window
from holdfast.questions.cost import cost as price
from holdfast.show.catalogue import Catalogue
from holdfast.show.headline import verdict_key, winter_name
from holdfast.show.reductions import Array
from holdfast.show.sides import DAILY, Side, Story

GROUPS = {
    "power": (
        DAILY,
        "person_hours_without_power",
        "worst_region_hours",
        "collapses",
        "survival",
    ),
    "heat": ("cold_hours", "degree_hours", "gas_unserved"),
    "defence": ("leaked",),
    "money": ("import_cost",),
}
"""Metrics by the kind of thing they are about, in the order in which they stand."""
BY_WINTER = (DAILY, "cold_hours")
"""Metrics told for each winter too."""
PARTS = {DAILY: ("hours_planned", "hours_uncontrolled")}
"""Metrics that are parts of another and stand under it."""
SHARES = ("survival",)
"""Metrics that are yes or no in each future: given as futures in 100, without a range."""
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table, as text; `sub` marks a row that is part of the one above."""

    name: str
    unit: str
    values: tuple[str, ...]
    difference: str
    futures: str
    verdict: str
    sub: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows about one kind of thing, under its token."""

    token: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The table: heads of its columns and its groups."""

    heads: tuple[str, ...]
    groups: tuple[Group, ...]


def changes(story: Story, words: Catalogue) -> Changes:
    """Lay out the table of a report."""
    span = words.say(
        "form.span",
        start=words.numbers.day(story.dates[0], year=True),
        end=words.numbers.day(story.dates[-1], year=True),
    )
    heads = [span, *(side.label for side in story.sides)]
    if story.paired:
        heads.append(words.say("changes.difference"))
    heads.append(words.say("changes.futures"))
    if story.paired:
        heads.append(words.say("changes.verdict"))
    groups = []
    for token, metrics in GROUPS.items():
        lines = [line for metric in metrics for line in _lines(story, metric, words)]
        if token == "defence":
            lines += _empty_lines(story, words)
        if token == "money":
            lines += _cost_lines(story, words)
        groups.append(Group(token, words.say(f"group.{token}"), tuple(lines)))
    return Changes(tuple(heads), tuple(groups))


def _lines(story: Story, metric: str, words: Catalogue) -> Iterator[Line]:
    """Give the row of a metric in all, then its parts, its winters and the rival models."""
    whole = story.windows[-1]
    yield _line(story, metric, whole, words.say(f"metric.{metric}.name"), words)
    for part in PARTS.get(metric, ()):
        yield _line(story, part, whole, words.say(f"metric.{part}.name"), words, sub=True)
    for window in story.windows[:-1] if metric in BY_WINTER else ():
        yield _line(story, metric, window, winter_name(window.first, words), words, sub=True)
    if metric == DAILY:
        yield from _rival_lines(story, words)


def _line(
    story: Story, metric: str, window: Window, name: str, words: Catalogue, sub: bool = False
) -> Line:
    unit = "" if sub else words.say(f"metric.{metric}.unit")
    values = [side.metric(metric, window) for side in story.sides]
    found = story.difference(metric, window) if story.paired else None
    pair = story.shown.outcome.pair
    return line(words, name, unit, values, pair, found, share=metric in SHARES, sub=sub)


def line(
    words: Catalogue,
    name: str,
    unit: str,
    values: list[Array],
    pair: Array,
    found: Difference | None,
    share: bool = False,
    sub: bool = False,
) -> Line:
    """Write one row: values are one (future,) array a side, `found` their paired difference."""
    scale = PERCENT if share else 1.0
    numbers = words.numbers
    made = [estimate(value * scale, pair) for value in values]
    means = tuple(numbers.plus_minus(each.mean, each.standard_error) for each in made)
    spread = values[-1] - values[0] if found else values[0]
    ends = np.quantile(spread, (0.05, 0.95))
    futures = "–" if share else numbers.span(float(ends[0]), float(ends[1]), sign=found is not None)
    if found is None:
        return Line(name, unit, means, "", futures, "", sub)
    moved = found.estimate
    text = numbers.plus_minus(moved.mean * scale, moved.standard_error * scale, sign=True)
    if found.changed == 0:
        text, futures = "0", "–"
    return Line(name, unit, means, text, futures, verdict_words(found, words), sub)


def verdict_words(found: Difference, words: Catalogue) -> str:
    """Give the verdict on a difference in words."""
    return words.say(f"verdict.{verdict_key(found)}", count=found.changed, futures=found.estimate.n)


def _rival_lines(story: Story, words: Catalogue) -> Iterator[Line]:
    """Give the hours without power under each rival model of air defence alone."""
    drawn = np.asarray(story.shown.outcome.data["rival"].values, dtype=str)
    models = sorted(set(drawn.tolist()))
    if len(models) < 2:
        return
    window = story.windows[-1]
    for model in models:
        among = drawn == model
        values = [side.metric(DAILY, window)[among] for side in story.sides]
        found = story.difference(DAILY, window, among) if story.paired else None
        name = words.say("form.if", model=words.say(f"rival.{model}"))
        yield line(words, name, "", values, story.shown.outcome.pair[among], found, sub=True)


def run_out(side: Side, item: str) -> Array:
    """Tell for each future whether a stock runs out in the reported time: 0 or 1."""
    return np.asarray(side.first_empty(item) >= 0, dtype=float)


def defended(story: Story) -> list[str]:
    """Give the items whose running out counts against survival."""
    stocks = story.scenario.table("stocks")
    return [
        item
        for item, flag in zip(stocks.text("item"), stocks.flag("defended"), strict=True)
        if flag
    ]


def _empty_lines(story: Story, words: Catalogue) -> Iterator[Line]:
    """Give for each defended item the futures in 100 in which it runs out."""
    pair = story.shown.outcome.pair
    names = item_names(story)
    for item in defended(story):
        values = [run_out(side, item) for side in story.sides]
        found = difference(values[0], values[1], pair, "less") if story.paired else None
        name = words.say("changes.runs_out", item=names[item])
        yield line(words, name, words.say("changes.in_hundred"), values, pair, found, share=True)


def item_names(story: Story) -> dict[str, str]:
    """Give the name of each item of the catalogue by its id."""
    items = story.scenario.table("items")
    return dict(zip(items.text("id"), items.text("name"), strict=True))


def cost(story: Story) -> tuple[float, float, float]:
    """Give what the added deliveries cost [EUR million]: by stated prices, and by their ranges."""
    found = price(story.scenario, story.added, story.removed)
    return found.stated, found.low, found.high


def _cost_lines(story: Story, words: Catalogue) -> Iterator[Line]:
    """Give the cost of what is added, where two plans are compared."""
    if not story.paired:
        return
    stated, low, high = cost(story)
    numbers = words.numbers
    yield Line(
        words.say("changes.cost"),
        words.say("changes.cost_unit"),
        ("–", "–"),
        numbers.number(stated, sign=True),
        numbers.span(low, high, digits=3) if low != high else "–",
        words.say("changes.cost_verdict"),
    )


def window_name(window: Window, story: Story, words: Catalogue) -> str:
    """Name a window: a winter by its years, or the reported time in all."""
    if window is story.windows[-1]:
        return words.say("form.in_all")
    return winter_name(window.first, words)
