"""How long stocks last: which are shown, and the day on which they run out."""

from __future__ import annotations

import datetime as dt

import numpy as np

from holdfast.model.types import WEEK
from holdfast.outcome.statistics import difference
from holdfast.outcome.stockouts import NEVER, reached
from holdfast.questions.sparing import sparing
from holdfast.questions.stocks import HALF, LIKELY
from holdfast.show import reductions, spares_said
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import defended, item_names, military, run_out
from holdfast.show.figures import stocks as figure
from holdfast.show.headline import verdict_key
from holdfast.show.of_futures import counted
from holdfast.show.reductions import Array, Days
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.show.sides import MILITARY, Side, Story
from holdfast.show.voice import Voice

MOST = 6
"""Stocks shown: those whose running out counts first, then the likeliest to run out."""
LEVELS = (LIKELY, HALF)
"""Shares of futures that have run out, whose days are given: those of `holdfast stocks`."""


def chosen(story: Story) -> list[str]:
    """Choose the stocks to show: defended ones first, each group likeliest to run out first."""
    held = [str(item) for item in story.scenario.table("stocks").text("item")]
    if story.public:
        held = [item for item in held if item not in military(story)]
    counts = set(defended(story))
    chance = {item: _chance(story, item) for item in held}
    ranked = sorted(held, key=lambda item: (item not in counts, -chance[item], held.index(item)))
    return [item for item in ranked if item in counts or chance[item] > 0][:MOST]


def _chance(story: Story, item: str) -> float:
    """Give the share of futures in which a stock runs out, of the side where it is larger."""
    return max(float(run_out(side, item).mean()) for side in story.sides)


def _by_week(days: Days, story: Story) -> Days:
    """Give days as they are; in a public report the first reported day of their week."""
    if not story.public:
        return days
    first = story.dates[0].weekday()
    return np.where(days < 0, days, np.maximum(days - (days + first) % WEEK, 0))


def _token(story: Story, item: str) -> str:
    items = story.scenario.table("items")
    kinds = dict(zip(items.text("id"), items.text("kind"), strict=True))
    return "defence" if kinds[item] == MILITARY else "power"


def stocks(story: Story, words: Catalogue, leads: str = "") -> Section | None:
    """Draw the stocks that matter; None where the scenario counts none. The title is of the stock
    that `leads`, if it is drawn, else of the one that runs out most often."""
    items = chosen(story)
    if not items:
        return None
    named, views, lines = item_names(story), [], []
    for item in items:
        held = [_bands(side.held(item), story.public) for side in story.sides]
        first = [_by_week(side.first_empty(item), story) for side in story.sides]
        chances, of = counted([float((days >= 0).mean()) for days in first], story.futures, words)
        key = "stocks.note_pair" if story.paired else "stocks.note"
        note = words.say(key, a=chances[0], b=chances[-1], of=of)
        baseline = held[0][2] if story.paired else None
        bands = held[-1]
        views.append(figure.Item(named[item], note, _token(story, item), bands, baseline, first))
        lines.append(_line(story, item, words))
    view = figure.Stocks(story.dates, views, weekly=story.public)
    likeliest = max(items, key=lambda item: _chance(story, item))
    title = _title(story, leads if leads in items else likeliest, words)
    columns = ("side_chance", "side_tenth", "side_median")
    head = [words.say("stocks.item")]
    for side in story.sides:
        head += [words.say(f"stocks.{column}", side=side.label) for column in columns]
    measure = words.say(
        "stocks.measure_pair" if story.paired else "stocks.measure",
        label=story.baseline.phrase,
        other=story.shown.phrase,
    )
    return Section(
        identity="stocks",
        title=title,
        measure=measure,
        drawing=Drawing.of("stocks", title, measure, lambda width: figure.draw(view, width, words)),
        keys=_keys(story, views, words),
        numbers=Numbers(words.say("form.numbers"), tuple(head), tuple(lines)),
        notes=[
            words.say("stocks.bars"),
            *_floor_note(story, items, words),
            *_sooner(story, items, words),
            *_spares(story, words),
        ],
    )


def _bands(held: Array, public: bool) -> Array:
    """Give the levels of the fan of a stock, from pieces held (future, day)."""
    return reductions.bands(reductions.by_week(held) if public else held)


def _keys(story: Story, views: list[figure.Item], words: Catalogue) -> list[Key]:
    """Give the key: a colour for each kind of stock shown, and the dashed baseline."""
    tokens = dict.fromkeys(view.token for view in views)
    keys = [Key(token, words.say(f"stocks.key_{token}")) for token in tokens]
    return [*keys, Key("none", story.baseline.label, "dash")] if story.paired else keys


def _title(story: Story, item: str, words: Catalogue) -> str:
    """Say how often a stock runs out."""
    out = [run_out(side, item) for side in story.sides]
    shares, of = counted([float(each.mean()) for each in out], story.futures, words)
    if max(shares) == 0:
        return words.say("stocks.title_none")
    key = "title"
    if story.paired:
        found = difference(out[0], out[1], story.shown.outcome.pair, "less")
        told = verdict_key(found) == "told"
        key = "title_same" if shares[0] == shares[-1] else "title_pair" if told else "title_unsure"
    name = item_names(story)[item]
    return words.say(
        f"stocks.{key}",
        item=name,
        count=shares[-1],
        of=of,
        before=shares[0],
        label=story.baseline.phrase,
        other=story.shown.phrase,
    )


def _floor_note(story: Story, items: list[str], words: Catalogue) -> list[str]:
    """Say which of the stocks shown count against the floor of service."""
    counting = [item_names(story)[item] for item in items if item in defended(story)]
    return [words.say("stocks.floor", items=", ".join(counting))] if counting else []


def _spares(story: Story, words: Catalogue) -> list[str]:
    """For which class each system spares what it fires; nothing of it in a public report."""
    if story.public:
        return []
    return spares_said.sentences(sparing(story.scenario), Voice.of(words))


def _sooner(story: Story, items: list[str], words: Catalogue) -> list[str]:
    """Say why a stock runs out in more futures on the second side, where the numbers show it.

    They do if that side has more launchers that fire the item and fires more of it.
    """
    if not story.paired or "fired" not in story.shown.outcome.data:
        return []
    said = []
    for item in items:
        shares = [float(run_out(side, item).mean()) for side in story.sides]
        (before, after), of = counted(shares, story.futures, words)
        if after <= before or more_launchers(story, item) <= 0:
            continue
        a, b = (_fired(side, item) for side in story.sides)
        found = difference(a, b, story.shown.outcome.pair, "less")
        made = found.estimate
        if verdict_key(found) == "told" and made.mean > 0:
            said.append(
                words.say(
                    "stocks.sooner",
                    item=item_names(story)[item],
                    before=before,
                    count=after,
                    of=of,
                    label=story.baseline.phrase,
                    other=story.shown.phrase,
                    fired=words.numbers.plus_minus(made.mean, made.standard_error),
                )
            )
    return said


def more_launchers(story: Story, item: str) -> float:
    """Give how many more launchers that fire an item the second side has."""
    systems = story.scenario.table("defence/systems")
    fires = {
        name
        for name, what in zip(systems.text("id"), systems.text("item"), strict=True)
        if what == item
    }
    others = story.scenario.table("defence/fires")
    pairs = zip(others.text("system"), others.text("item"), strict=True)
    fires |= {name for name, what in pairs if what == item}
    goods = story.scenario.table("items")
    rows = zip(goods.text("id"), goods.text("adds"), goods.text("adds_to"), strict=True)
    adds = {name for name, what, to in rows if what == "system" and to in fires}
    count = sum(float(row["quantity"]) for row in story.added if row["item"] in adds)
    return count - sum(float(row["quantity"]) for row in story.removed if row["item"] in adds)


def _fired(side: Side, item: str) -> Array:
    """Give the pieces fired in the reported time, (future,)."""
    fired = side.outcome.data["fired"].isel(day=side.days).sel(item=item).values
    return np.asarray(fired.sum(axis=1), dtype=float)


def _line(story: Story, item: str, words: Catalogue) -> tuple[str, ...]:
    """Give the chance of running out, and the days of a tenth and of half, for each side."""
    line = [item_names(story)[item]]
    for side in story.sides:
        share = 100 * float(run_out(side, item).mean())
        line.append(words.say("form.percent", value=words.numbers.number(share, 3)))
        first = side.first_empty(item)
        out = [reached(first, level) for level in LEVELS]
        line += [_dated(None if at == NEVER else story.dates[at], story, words) for at in out]
    return tuple(line)


def _dated(day: dt.date | None, story: Story, words: Catalogue) -> str:
    if day is None:
        return "–"
    if story.public:
        return words.say("form.week_of", day=words.numbers.monday(day, year=True))
    return words.numbers.day(day, year=True)
