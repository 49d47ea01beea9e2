"""The rows of the brief: which deliveries, and what is said of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from holdfast.outcome.numbers import SPACE
from holdfast.outcome.statistics import Difference
from holdfast.outcome.windows import Window, reported_from
from holdfast.questions.worth import Worth
from holdfast.show import caveats
from holdfast.show.brief import flipping
from holdfast.show.brief.fit import SIZE, cut
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import item_names, verdict_words, window_name
from holdfast.show.figures.measure import SEMIBOLD, text_width
from holdfast.show.headline import TOLD, verdict_key
from holdfast.show.nameless import in_public
from holdfast.show.sections.plan import Due, due, partner_names, worth
from holdfast.show.sides import Story
from holdfast.show.sources import cited
from holdfast.show.tokens import token
from holdfast.show.verdicts import rare

MOST = 10
"""Rows of the table."""
MOST_VALUED = 20
"""Rows whose worth is computed, the costliest: each takes most of a run."""
SOON = 30
"""Days by which an order may be late and still be hurried; past that only stock comes in time."""
PARTNER, NAME, CAVEAT = (88, 1), (88, 3), (72, 5)
"""Room of a text: its width [pt] and lines."""
NUMBER = 43.0
"""Points of a number with its error; a wider one may break before the error."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: a delivery, what it saves in each window, and in all."""

    due: Due
    worth: Worth
    saved: tuple[Difference, ...]
    """For each window shown."""
    whole: Difference


def candidates(story: Story) -> list[Due]:
    """The deliveries to be valued, the costliest first."""
    return sorted(_rows(story), key=lambda each: (-worth(each), each.row["id"]))[:MOST_VALUED]


def count(story: Story) -> int:
    """How many deliveries there are to be valued, were there time for all."""
    return len(_rows(story))


def hidden(story: Story) -> int:
    """How many deliveries a public brief leaves out of those to be valued."""
    return len(_rows(replace(story, public=False))) - len(_rows(story))


def _rows(story: Story) -> list[Due]:
    """Of two plans what the second adds; of one what arrives after the day of knowledge.

    Where a scenario has no such day: what arrives from the first reported day on.
    """
    scenario = story.scenario
    known = scenario.as_of or reported_from(scenario.settings) - dt.timedelta(days=1)
    return [
        each
        for each in due(story)
        if (not each.firm if story.paired else dt.date.fromisoformat(each.row["date"]) > known)
    ]


def shown_windows(story: Story) -> list[Window]:
    """The first two winters; of a shorter time its only winter, and all of it."""
    return list(story.windows[:2])


def ranked(story: Story, worths: Sequence[Worth]) -> list[Row]:
    """The rows by what they save in all, the most first.

    Rows that save rarely come after them, and last those that change no future: the costliest of
    either first, so that of many rows a dear one is not left out for one that does nothing.
    """
    pair = story.shown.outcome.pair
    by_id = {made.delivery: made for made in worths}
    rows = []
    for each in candidates(story):
        made = by_id[each.row["id"]]
        saved = tuple(made.saved(i, pair) for i in range(len(shown_windows(story))))
        rows.append(Row(each, made, saved, made.saved(-1, pair)))
    return sorted(rows, key=_rank)


def _rank(row: Row) -> tuple[int, float]:
    last = {"rare": 1, "none": 2}.get(verdict_key(row.whole), 0)
    return last, -worth(row.due) if last else -row.whole.estimate.mean


def heads(story: Story, words: Catalogue) -> list[str]:
    """The heads of the columns."""
    names = [window_name(window, story, words) for window in shown_windows(story)]
    return [
        words.say("brief.help"),
        words.say("brief.order"),
        words.say("brief.use"),
        *(words.say("brief.saved", window=name) for name in names),
        words.say("brief.cost"),
        words.say("brief.caveat"),
        words.say("brief.flips"),
    ]


def table(story: Story, rows: Sequence[Row], words: Catalogue) -> list[dict[str, object]]:
    """The rows as the template sets them."""
    among = flipping.parts(story.shown.outcome)
    partners = partner_names(story)
    known = story.scenario.as_of or story.dates[0]
    made: list[dict[str, object]] = []
    for row in rows:
        partner = partners[row.due.row["partner"]]
        found = flipping.flips_of(row.worth, story.shown.outcome, among)
        made.append(
            {
                "token": token(row.due.item),
                "partner": cut(partner, *PARTNER, bold=True),
                "what": cut(what(row.due, story, words), *NAME),
                "order": order(row.due, known, story, words),
                "use": _use(row.due, story, words),
                "saved": [change(each, words) for each in row.saved],
                "cost": words.numbers.number(worth(row.due), 3),
                "kind": words.say(f"brief.kind_{row.due.item['kind']}"),
                "caveat": cut(caveat(row.due, story, words), *CAVEAT)
                or words.say("brief.no_caveat"),
                "flips": flipping.written(found, row.whole, words),
            }
        )
    return made


def what(each: Due, story: Story, words: Catalogue) -> str:
    """How many of what, and where it goes if that is said."""
    quantity = words.numbers.exact(float(each.row["quantity"]))
    text = f"{quantity} × {item_names(story)[each.row['item']]}"
    region = each.row.get("region", "")
    return f"{text}, {region}" if region else text


def caveat(each: Due, story: Story, words: Catalogue) -> str:
    """The caveat of a row with its sources; a public brief names no partner in it."""
    found = caveats.stance(story.scenario, each.row)
    if story.public and found is not None:
        told = in_public(found.text, story.scenario, words)
        return told if told == words.say("plan.withheld") else caveats.framed(found, told, words)
    text = caveats.written(found, words)
    sources = cited(found.source, story.scenario) if found else ""
    return f"{text} {sources}".strip()


def _day(position: float, story: Story) -> dt.date:
    return story.dates[0] + dt.timedelta(days=int(position))


def _dated(day: dt.date, story: Story, words: Catalogue) -> str:
    """A day with its year; in a public brief its week."""
    if story.public:
        return words.say("form.week_of", day=words.numbers.monday(day, year=True))
    return words.numbers.day(day, year=True)


def order(each: Due, known: dt.date, story: Story, words: Catalogue) -> list[str]:
    """The day of the order; where it is past when nothing is decided, by how much."""
    day = _day(each.sent, story)
    if each.firm or day >= known:
        return [_dated(day, story, words), ""]
    late = (known - day).days
    key = "brief.from_stock" if late > SOON or story.public else "brief.late_by"
    return [words.say("brief.at_once"), words.say(key, count=late)]


def _use(each: Due, story: Story, words: Catalogue) -> list[str]:
    """The day of use, and the day by which 95 % of futures have it if it may slip."""
    first, late = _day(each.used, story), _day(each.late, story)
    more = words.say("brief.late", day=_dated(late, story, words)) if late > first else ""
    return [_dated(first, story, words), more]


def change(found: Difference, words: Catalogue, always: bool = False) -> list[str]:
    """A change with its error, and its verdict unless it is told apart; no mean if rare.

    `always` writes that it is told apart too.
    """
    if found.changed == 0:
        return ["0", words.say("verdict.none")]
    if verdict_key(found) == "rare":
        key = rare("brief.rare_of", found.changed)
        share = words.say(key, count=found.changed, futures=found.estimate.n)
        return [words.say("brief.rare"), share]
    made = found.estimate
    value = words.numbers.plus_minus(made.mean, made.standard_error, sign=True)
    if text_width(value, SIZE, SEMIBOLD) > NUMBER:
        value = value.replace(f"{SPACE}±", " ±")
    silent = found.verdict == TOLD and not always
    return [value, "" if silent else verdict_words(found, words)]
