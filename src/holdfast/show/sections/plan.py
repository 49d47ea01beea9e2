"""Who sends what when: the deliveries of both plans, with their caveats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from holdfast.outcome.numbers import percent
from holdfast.show import objected
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import item_names
from holdfast.show.due import FIRM, OPEN, OTHER, Due, delays, due, every, worth
from holdfast.show.figures import timeline as figure
from holdfast.show.nameless import in_public
from holdfast.show.plans import amount
from holdfast.show.section import Caveat, Drawing, Key, Numbers, Section
from holdfast.show.sections.unfolds import Marks, shaded
from holdfast.show.sides import Story
from holdfast.show.sources import cited
from holdfast.show.tokens import token

__all__ = [
    "Due",
    "delays",
    "due",
    "every",
    "marks",
    "partner_names",
    "timeline",
    "worth",
]

MOST = 36
"""Deliveries drawn; the others stand in the numbers."""
MOST_MARKS = 4
"""Deliveries named above a fan; the others are counted."""


def timeline(story: Story, words: Catalogue) -> Section | None:
    """Draw the deliveries; None where there is none in the reported time."""
    found = every(story)
    if not found:
        return None
    costs = np.array([worth(each) for each in found])
    kept = set(np.argsort(-costs, kind="stable")[:MOST].tolist())
    shown = [each for i, each in enumerate(found) if i in kept]
    numbering = _numbering(shown)
    rows = [
        _drawn(each, story, words, numbering.get((each.row["partner"], each.caveat), ""))
        for each in shown
    ]
    view = figure.Timeline(story.dates, rows)
    title = _title(found, story, words)
    notes = [words.say("plan.decided_note")]
    if len(found) > len(shown):
        notes.append(words.say("plan.more", count=len(found) - len(shown)))
    if share := _never(found):
        notes.append(words.say("plan.never", share=words.numbers.local(percent(share))))
    if story.public:
        notes.append(words.say("plan.public"))
    measure = shaded(
        words.say("plan.measure_public" if story.public else "plan.measure"), story, words
    )
    return Section(
        identity="timeline",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "timeline", title, measure, lambda width: figure.draw(view, width, words)
        ),
        keys=_keys(rows, story, words),
        numbers=_numbers(found, story, words),
        notes=notes,
        of_numbers=[words.say("plan.numbers_note")],
        caveats=[
            *_caveats(numbering, story, words),
            *(Caveat("", text) for text in objected.lines(story, words)),
        ],
    )


def _never(found: Sequence[Due]) -> float:
    """Give the largest share of promises of one item, of those that may slip, that never come."""
    open_ = (float(each.item["never_share"]) for each in found if each.row.get("slips") != "no")
    return max(open_, default=0.0)


def _numbering(shown: Sequence[Due]) -> dict[tuple[str, str], str]:
    """Number the caveats in the order in which they appear, each once a partner."""
    keys = dict.fromkeys((each.row["partner"], each.caveat) for each in shown if each.caveat)
    return {key: str(i) for i, key in enumerate(keys, start=1)}


def _caveats(
    numbering: Mapping[tuple[str, str], str], story: Story, words: Catalogue
) -> list[Caveat]:
    """Give the caveats by their numbers; in a public report without numbers, names and order."""
    if not story.public:
        partners = partner_names(story)
        return [
            Caveat(
                mark,
                words.say("plan.caveat", partner=partners[partner], text=words.own(text)),
            )
            for (partner, text), mark in numbering.items()
        ]
    withheld = words.say("plan.withheld")
    said = [in_public(text, story.scenario, words) for _, text in numbering]
    shown = [Caveat("", text) for text in sorted({*said} - {withheld})]
    hidden = said.count(withheld)
    return [*shown, Caveat("", words.say("plan.withheld_count", count=hidden))] if hidden else shown


def partner_names(story: Story) -> dict[str, str]:
    """Give the names of partners by their codes, in the language of the report."""
    actors = story.scenario.table("actors")
    named = {
        code: story.words.own(name)
        for code, name in zip(actors.text("id"), actors.text("name"), strict=True)
    }
    rows = [row for each in story.sides for row in each.outcome.scenario.table("deliveries").rows()]
    return {row["partner"]: row["partner"] for row in rows} | named


def when(each: Due, story: Story, words: Catalogue) -> str:
    """Write the day of use and, where it may slip, the day by which 95 % of futures have it."""
    days = [story.dates[0] + dt.timedelta(days=int(day)) for day in (each.used, each.late)]
    if story.public:
        days = [day - dt.timedelta(days=day.weekday()) for day in days]
    written = [words.numbers.day(day) for day in days]
    text = (
        written[0] if written[0] == written[1] else f"{written[0]} {words.numbers.to} {written[1]}"
    )
    return words.say("form.week_of", day=text) if story.public else text


def _drawn(each: Due, story: Story, words: Catalogue, mark: str) -> figure.Delivery:
    """Lay out one delivery; a public report knows its week and nothing of its way."""
    note = [_only(each, story, words), cited(each.row.get("source", ""), story.scenario)]
    days = (each.sent, each.arrives, each.used, each.late)
    if story.public:
        used, late = (_monday(day, story) for day in days[2:])
        days = (used, used, used, late)
    return figure.Delivery(
        partner=partner_names(story)[each.row["partner"]],
        item=_what(each, story, words),
        token=token(each.item),
        sent=days[0],
        arrives=days[1],
        used=days[2],
        late=days[3],
        kind=each.kind,
        when=when(each, story, words),
        note=" ".join(filter(None, note)),
        mark="" if story.public else mark,
    )


def _monday(position: float, story: Story) -> float:
    """Give the place of the Monday of a day's week."""
    return position - (story.dates[0] + dt.timedelta(days=int(position))).weekday()


def _only(each: Due, story: Story, words: Catalogue) -> str:
    """Say of which plan a delivery is, where both sides propose."""
    if each.firm or not story.removed:
        return ""
    if each.other:
        return words.say("plan.only", plan=story.baseline.phrase)
    added = any(row["id"] == each.row["id"] for row in story.added)
    return words.say("plan.only", plan=story.shown.phrase) if added else ""


def _keys(rows: list[figure.Delivery], story: Story, words: Catalogue) -> list[Key]:
    tokens = dict.fromkeys(row.token for row in rows)
    keys = [Key(name, words.say(f"plan.key_{name}")) for name in tokens]
    kinds = {row.kind for row in rows}
    if OPEN in kinds:
        text = words.say("plan.key_open")
        if OTHER in kinds:
            text = words.say("plan.key_of", plan=story.shown.phrase)
        keys.append(Key("none", text, "hollow"))
    if OTHER in kinds:
        text = words.say("plan.key_of", plan=story.baseline.phrase)
        keys.append(Key("none", text, "dotted"))
    return keys


def _title(found: list[Due], story: Story, words: Catalogue) -> str:
    """Count the pledges that are due in use by the end of the first window, and the proposals."""
    end = story.windows[0].end
    pledged = [each for each in found if each.kind == FIRM]
    count = sum(each.used < story.position(end) for each in pledged)
    last = words.numbers.day(story.windows[0].last, year=True, short=False)
    said = [words.say("plan.title", count=count, all=len(pledged), end=last)]
    open_, other = (sum(each.kind == kind for each in found) for kind in (OPEN, OTHER))
    if other:
        said.append(
            words.say(
                "plan.title_both",
                count=open_,
                other=story.shown.phrase,
                before=other,
                label=story.baseline.phrase,
            )
        )
    elif open_:
        said.append(words.say("plan.title_open", count=open_))
    return words.say("form.joint").join(said)


def _numbers(found: list[Due], story: Story, words: Catalogue) -> Numbers:
    partners, names = partner_names(story), item_names(story)
    head = tuple(
        words.say(f"plan.{column}")
        for column in ("who", "what", "quantity", "use", "status", "sources")
    )
    lines = tuple(
        (
            partners[each.row["partner"]],
            names[each.row["item"]],
            words.numbers.exact(float(each.row["quantity"])),
            when(each, story, words),
            _only(each, story, words) or words.say(f"plan.{FIRM if each.firm else OPEN}"),
            cited(each.row.get("source", ""), story.scenario),
        )
        for each in found
    )
    return Numbers(words.say("form.numbers"), head, lines)


def marks(story: Story, words: Catalogue) -> list[Marks]:
    """Name the costliest proposals of each side by the day of their use, for the fan."""
    found = [each for each in every(story) if not each.firm and each.used < len(story.dates)]
    sides = [[each for each in found if each.other]] if story.paired else []
    sides.append([each for each in found if not each.other])
    made: list[Marks] = []
    for proposed in sides:
        ranked = sorted(proposed, key=lambda each: -worth(each))
        named = sorted(
            (
                int(max(_monday(each.used, story), 0) if story.public else each.used),
                _what(each, story, words),
            )
            for each in ranked[:MOST_MARKS]
        )
        left = len(ranked) - len(named)
        made.append((named, words.say("fan.more", count=left) if left else ""))
    return made


def _what(each: Due, story: Story, words: Catalogue) -> str:
    """Say how many of what."""
    return amount(each.row, story.scenario, words)
