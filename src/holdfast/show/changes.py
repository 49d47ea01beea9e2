"""The table "What changes, and how sure we are": means, errors, paired differences, verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from holdfast.outcome.statistics import Difference, difference, estimate
from holdfast.outcome.windows import Window
from holdfast.show.catalogue import MANY, Catalogue
from holdfast.show.costed import costs
from holdfast.show.headline import SUFFERING, verdict_key, winter_name
from holdfast.show.reductions import Array
from holdfast.show.sides import DAILY, MILITARY, Side, Story
from holdfast.show.verdicts import message

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
PEOPLE = "people"
"""The group that follows where homes are modelled: power and cold in one unit."""
BY_WINTER = (DAILY, "cold_hours", SUFFERING)
"""Metrics told for each winter too."""
SURVIVAL = "survival"
SURVIVALS = ("survival_of_service", "survival_of_grid", "survival_of_stocks")
"""The three parts of the floor of service; each can fail alone."""
PARTS = {
    DAILY: ("hours_planned", "hours_uncontrolled"),
    "worst_region_hours": ("longest_run",),
    SURVIVAL: SURVIVALS,
    "cold_hours": ("frozen_hours", "warmed"),
}
"""Metrics that are parts of another and stand under it."""
IF_COUNTED = {"heat": ("dry_hours",), "money": ("gas_cost",)}
"""Metrics that follow in a group if the runs have them."""
SHARES = (SURVIVAL, *SURVIVALS)
"""Metrics that are yes or no in each future: given as futures in 100, without a range."""
PERCENT = 100.0
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table, as text.

    `cells` stand under the heads but the first; `parent` is the row that a part belongs to.
    """

    name: str
    unit: str
    cells: tuple[str, ...]
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows about one kind of thing, under its token."""

    token: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The table: heads of its columns, the class of each cell, and its groups."""

    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    groups: tuple[Group, ...]


def changes(story: Story, words: Catalogue, within: Window | None = None) -> Changes:
    """Lay out the table of a report: of all the reported time, or `within` one of its winters.

    Of a winter alone stand the metrics and their parts; winters, rival models, stocks that run out
    and costs are of all the time.
    """
    window = story.windows[-1] if within is None else within
    whole_time = window == story.windows[-1]
    span = words.say(
        "form.span",
        start=words.numbers.day(window.first, year=True),
        end=words.numbers.day(window.last, year=True),
    )
    heads, kinds = [span, *(side.label for side in story.sides)], ["v"] * len(story.sides)
    if story.paired:
        heads += [words.say(f"changes.{name}") for name in ("difference", "futures")]
        heads += [words.say("changes.both", count=whole(story.futures))]
        heads += [words.say("changes.verdict")]
        kinds += ["b", "r", "r", "r t"]
    else:
        heads.append(words.say("changes.futures"))
        kinds.append("r")
    groups = []
    for token, metrics in GROUPS.items():
        more = [name for name in IF_COUNTED.get(token, ()) if _counted(story, name)]
        lines = [
            line for metric in (*metrics, *more) for line in _lines(story, metric, words, window)
        ]
        if token == "defence" and whole_time:
            lines += _empty_lines(story, words)
        if token == "money" and whole_time:
            lines += _cost_lines(story, words)
        groups.append(Group(token, words.say(f"group.{token}"), tuple(lines)))
        if token == "heat" and story.homes:
            both_in_one = tuple(_lines(story, SUFFERING, words, window))
            groups.append(Group("ink", words.say(f"group.{PEOPLE}"), both_in_one))
    return Changes(tuple(heads), tuple(kinds), tuple(groups))


def _lines(story: Story, metric: str, words: Catalogue, within: Window) -> Iterator[Line]:
    """Give the row of a metric, then its parts, and in all its winters and the rival models."""
    name = words.say(f"metric.{metric}.name")
    yield _line(story, metric, within, name, words)
    for part in (each for each in PARTS.get(metric, ()) if _counted(story, each)):
        yield _line(story, part, within, words.say(f"metric.{part}.name"), words, parent=name)
    if within != story.windows[-1]:
        return
    for window in story.windows[:-1] if metric in BY_WINTER else ():
        yield _line(story, metric, window, winter_name(window.first, words), words, parent=name)
    if metric == DAILY:
        yield from _rival_lines(story, words, name)


def _counted(story: Story, metric: str) -> bool:
    """Whether all sides have a metric."""
    return all(metric in {each.name for each in side.outcome.metrics} for side in story.sides)


def _line(
    story: Story, metric: str, window: Window, name: str, words: Catalogue, parent: str = ""
) -> Line:
    unit = "" if parent else words.say(f"metric.{metric}.unit", count=MANY)
    values = [side.metric(metric, window) for side in story.sides]
    found = story.difference(metric, window) if story.paired else None
    pair = story.shown.outcome.pair
    cells = told(words, values, pair, found, story.futures, share=metric in SHARES)
    return Line(name, unit, cells, parent)


def told(
    words: Catalogue,
    values: list[Array],
    pair: Array,
    found: Difference | None,
    futures: int,
    share: bool = False,
) -> tuple[str, ...]:
    """Write the cells of a row: values are one (future,) array a side, `found` their difference.

    `futures` are all that the table is of, of which a row may have some.
    """
    scale = PERCENT if share else 1.0
    numbers = words.numbers
    made = [estimate(value * scale, pair) for value in values]
    means = tuple(numbers.plus_minus(each.mean, each.standard_error) for each in made)
    if found is not None:
        moved = found.estimate
        gap = scale * moved.mean, scale * moved.standard_error
        levels = [(each.mean, each.standard_error) for each in made]
        means = tuple(numbers.levels(levels, *gap))
    spread = values[-1] - values[0] if found else values[0]
    ends = np.quantile(spread, (0.05, 0.95))
    low, high = float(ends[0]), float(ends[1])
    range_ = NOTHING if share else numbers.span(low, high, sign=found is not None)
    if found is None:
        return (*means, range_)
    if found.changed == 0:
        return (*means, "0", NOTHING, NOTHING, verdict_words(found, words))
    text = numbers.plus_minus(moved.mean * scale, moved.standard_error * scale, sign=True)
    return (*means, text, range_, both(found, futures, words), short_verdict(found, words))


def whole(futures: int) -> int:
    """Give of how many futures is told: of 100, or of all where there are fewer."""
    return min(futures, round(PERCENT))


def both(found: Difference, all_futures: int, words: Catalogue) -> str:
    """Say in how many futures the second side is better, and in how many worse.

    Of 100, or of all where there are fewer, as the head says. Of some of these alone, and where a
    share is not nothing and yet rounds to it, or is not all and yet rounds to all, and where a
    difference is called rare, the futures themselves are counted, as its verdict does.
    """
    futures = found.estimate.n
    counts = [round(share * futures) for share in (found.p_better, found.p_worse)]
    shares = [PERCENT * count / futures for count in counts]
    if futures == all_futures < PERCENT:
        better, worse = map(words.numbers.fixed, counts)
        return words.say("changes.better_worse", better=better, worse=worse)
    bent = any(
        (round(share) in (0, PERCENT)) != (count in (0, futures))
        for share, count in zip(shares, counts, strict=True)
    )
    if bent or futures < PERCENT or verdict_key(found) == "rare":
        better, worse = map(words.numbers.fixed, counts)
        return words.say("changes.better_worse_of", better=better, worse=worse, count=futures)
    better, worse = map(words.numbers.fixed, shares)
    return words.say("changes.better_worse", better=better, worse=worse)


def short_verdict(found: Difference, words: Catalogue) -> str:
    """Give the verdict where there is little room and another place says what rare means."""
    return words.say("form.rare") if verdict_key(found) == "rare" else verdict_words(found, words)


def verdict_words(found: Difference, words: Catalogue) -> str:
    """Give the verdict on a difference in words."""
    if not found.changed:
        return words.say("verdict.none")
    key = message(found.verdict, found.changed)
    return words.say(key, count=found.changed, futures=found.estimate.n)


def _rival_lines(story: Story, words: Catalogue, parent: str) -> Iterator[Line]:
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
        held = words.say("form.if", model=words.say(f"rival.{model}"))
        name = words.say("form.alone_futures", value=held, count=int(among.sum()))
        cells = told(words, values, story.shown.outcome.pair[among], found, story.futures)
        yield Line(name, "", cells, parent)


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


def military(story: Story) -> set[str]:
    """Give the items that are military help, of which a public report says little."""
    items = story.scenario.table("items")
    pairs = zip(items.text("id"), items.text("kind"), strict=True)
    return {name for name, kind in pairs if kind == MILITARY}


def _empty_lines(story: Story, words: Catalogue) -> Iterator[Line]:
    """Give for each defended item the futures in 100 in which it runs out."""
    pair = story.shown.outcome.pair
    names, hidden = item_names(story), military(story) if story.public else set()
    for item in defended(story):
        if item in hidden:
            continue
        values = [run_out(side, item) for side in story.sides]
        found = difference(values[0], values[1], pair, "less") if story.paired else None
        name = words.say("changes.runs_out", item=names[item])
        cells = told(words, values, pair, found, story.futures, share=True)
        yield Line(name, words.say("changes.in_hundred"), cells)


def item_names(story: Story) -> dict[str, str]:
    """Give the name of each item of the catalogue by its id, in the language of the report."""
    items = story.scenario.table("items")
    named = map(story.words.own, items.text("name"))
    return dict(zip(items.text("id"), named, strict=True))


def _cost_lines(story: Story, words: Catalogue) -> Iterator[Line]:
    """Give the cost of what each side adds, where two plans are compared."""
    if not story.paired:
        return
    cells = [
        _priced(each, words, sign)
        for each, sign in zip(costs(story), (False, False, True), strict=True)
    ]
    yield Line(
        words.say("changes.cost"),
        words.say("changes.cost_unit"),
        (*cells, NOTHING, NOTHING, words.say("changes.cost_verdict")),
    )


def _priced(made: tuple[float, float, float], words: Catalogue, sign: bool) -> str:
    """Write a cost with the range of its prices in brackets."""
    stated, low, high = made
    text = words.numbers.number(stated, sign=sign)
    if low == high:
        return text
    return f"{text} ({words.numbers.span(low, high, digits=3, sign=sign)})"


def window_name(window: Window, story: Story, words: Catalogue) -> str:
    """Name a window: a winter by its years, or the reported time in all."""
    if window is story.windows[-1]:
        return words.say("form.in_all")
    return winter_name(window.first, words)
