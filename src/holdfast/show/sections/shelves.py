"""How long stocks last: which are shown, and the day on which they run out."""

from __future__ import annotations

import numpy as np

from holdfast.outcome.statistics import difference
from holdfast.show import reductions
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import defended, item_names, run_out
from holdfast.show.figures import stocks as figure
from holdfast.show.headline import verdict_key
from holdfast.show.reductions import Days
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.show.sides import MILITARY, Story

MOST = 6
"""Stocks shown: those whose running out counts first, then the likeliest to run out."""
DATE_AT = 0.10
"""Chance of having run out whose day is given in the numbers."""


def chosen(story: Story) -> list[str]:
    """Choose the stocks to show: defended ones first, each group likeliest to run out first."""
    held = [str(item) for item in story.scenario.table("stocks").text("item")]
    counts = set(defended(story))
    chance = {item: max(float(run_out(side, item).mean()) for side in story.sides) for item in held}
    ranked = sorted(held, key=lambda item: (item not in counts, -chance[item], held.index(item)))
    return [item for item in ranked if item in counts or chance[item] > 0][:MOST]


def _token(story: Story, item: str) -> str:
    items = story.scenario.table("items")
    kinds = dict(zip(items.text("id"), items.text("kind"), strict=True))
    return "defence" if kinds[item] == MILITARY else "power"


def stocks(story: Story, words: Catalogue) -> Section | None:
    """Draw the stocks that matter; None where the scenario counts none."""
    items = chosen(story)
    if not items:
        return None
    named, views, lines = item_names(story), [], []
    for item in items:
        held = [
            side.outcome.data["held"].sel(item=item).values[:, side.days].astype(float)
            for side in story.sides
        ]
        if story.public:
            held = [reductions.by_week(pieces) for pieces in held]
        first = [side.first_empty(item) for side in story.sides]
        chances = [round(100 * float((days >= 0).mean())) for days in first]
        key = "stocks.note_pair" if story.paired else "stocks.note"
        note = words.say(key, a=chances[0], b=chances[-1])
        baseline = reductions.bands(held[0])[2] if story.paired else None
        bands = reductions.bands(held[-1])
        views.append(figure.Item(named[item], note, _token(story, item), bands, baseline, first))
        lines.append(_line(story, named[item], first, words))
    view = figure.Stocks(story.dates, views, weekly=story.public)
    title = _title(story, items[0], words)
    columns = ("side_chance", "side_tenth", "side_median")
    head = [words.say("stocks.item")]
    for side in story.sides:
        head += [words.say(f"stocks.{column}", side=side.label) for column in columns]
    return Section(
        identity="stocks",
        title=title,
        measure=words.say(
            "stocks.measure_pair" if story.paired else "stocks.measure", label=story.baseline.phrase
        ),
        drawing=Drawing.of("stocks", title, lambda width: figure.draw(view, width, words)),
        keys=_keys(story, views, words),
        numbers=Numbers(words.say("form.numbers"), tuple(head), tuple(lines)),
        notes=[words.say("stocks.bars"), *_floor_note(story, items, words)],
    )


def _keys(story: Story, views: list[figure.Item], words: Catalogue) -> list[Key]:
    """Give the key: a colour for each kind of stock shown, and the dashed baseline."""
    tokens = dict.fromkeys(view.token for view in views)
    keys = [Key(token, words.say(f"stocks.key_{token}")) for token in tokens]
    return [*keys, Key("none", story.baseline.label, "dash")] if story.paired else keys


def _title(story: Story, item: str, words: Catalogue) -> str:
    """Say how often the likeliest of the stocks that count runs out."""
    out = [run_out(side, item) for side in story.sides]
    shares = [round(100 * float(each.mean())) for each in out]
    if max(shares) == 0:
        return words.say("stocks.title_none")
    key = "title"
    if story.paired:
        found = difference(out[0], out[1], story.shown.outcome.pair, "less")
        told = verdict_key(found) == "told"
        key = "title_same" if shares[0] == shares[-1] else "title_pair" if told else "title_unsure"
    name = item_names(story)[item]
    return words.say(
        f"stocks.{key}", item=name, count=shares[-1], before=shares[0], label=story.baseline.phrase
    )


def _floor_note(story: Story, items: list[str], words: Catalogue) -> list[str]:
    """Say which of the stocks shown count against the floor of service."""
    counting = [item_names(story)[item] for item in items if item in defended(story)]
    return [words.say("stocks.floor", items=", ".join(counting))] if counting else []


def _line(story: Story, name: str, first: list[Days], words: Catalogue) -> tuple[str, ...]:
    line = [name]
    for days in first:
        share = float((days >= 0).mean())
        line.append(words.say("form.percent", value=words.numbers.number(100 * share, 3)))
        line += [_day_reached(story, days, level, words) for level in (DATE_AT, 0.5)]
    return tuple(line)


def _day_reached(story: Story, first: Days, level: float, words: Catalogue) -> str:
    """Give the first day by which a share of futures has run out, or a dash."""
    reached = np.sort(first[first >= 0])
    needed = int(np.ceil(level * len(first)))
    if len(reached) < needed:
        return "–"
    date = story.dates[int(reached[needed - 1])]
    if story.public:
        return words.say("form.week_of", day=words.numbers.monday(date, year=True))
    return words.numbers.day(date, year=True)
