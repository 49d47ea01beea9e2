"""Who sends what when: the deliveries of the plan and of what is added, with their caveats."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from holdfast.scenario import Scenario, Table
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import item_names
from holdfast.show.figures import timeline as figure
from holdfast.show.section import Caveat, Drawing, Key, Numbers, Section
from holdfast.show.sides import MILITARY, Story
from holdfast.show.sources import cited

MOST = 36
"""Deliveries drawn; the others stand in the numbers."""
MOST_MARKS = 4
"""Deliveries named above the fan."""
LATE = 0.95
DAYS_PER_DELAY, MOST_DELAYS = 30, 12
"""How a month of delay is counted by arrivals."""
TOKEN_OF_ADDS = {"gas": "gas", "money": "money"}


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery as the plan has it: positions of its days among the reported ones."""

    row: Mapping[str, str]
    item: Mapping[str, str]
    sent: float
    arrives: float
    used: float
    late: float
    firm: bool
    caveat: str


def delays(hazard: float) -> int:
    """Give the months of delay that 95 % of futures do not exceed: P(delay >= k) = hazard^k."""
    if not 0 < hazard < 1:
        return MOST_DELAYS if hazard >= 1 else 0
    months = math.ceil(math.log(1 - LATE) / math.log(hazard)) - 1
    return min(max(months, 0), MOST_DELAYS)


def due(story: Story) -> list[Due]:
    """Give the deliveries that come into use in the reported time, by partner and day."""
    scenario = story.scenario
    items = _by_id(scenario.table("items"))
    offers = _by_id(scenario.table("offers"))
    added = {row["id"] for row in story.added}
    found = []
    for row in scenario.table("deliveries").rows():
        item = items[row["item"]]
        made = _due(story, row, item, offers.get(row.get("offer", ""), {}), row["id"] not in added)
        if made.used >= 0 and made.arrives < len(story.dates):
            found.append(made)
    if story.public:
        found = [each for each in found if each.item["kind"] != MILITARY]
    return sorted(found, key=lambda each: (each.row["partner"], each.used, each.row["id"]))


def _by_id(table: Table) -> dict[str, dict[str, str]]:
    """Give the rows of a table by id, each with the text of every column, defaults filled in."""
    columns = {name: table.text(name) for name in table.schema.columns}
    return {
        key: {name: texts[i] for name, texts in columns.items()}
        for i, key in enumerate(table.text("id"))
    }


def _due(
    story: Story,
    row: Mapping[str, str],
    item: Mapping[str, str],
    offer: Mapping[str, str],
    firm: bool,
) -> Due:
    date = dt.date.fromisoformat(row["date"])
    arrives = float(story.position(date))
    use, lead = float(item["use_days"]), float(item["lead_days"])
    committed = offer.get("committed", "")
    sent = arrives - lead
    if committed:
        sent = float(story.position(dt.date.fromisoformat(committed)))
    scenario = story.scenario
    known = scenario.as_of is not None and date <= scenario.as_of
    slips = row.get("slips", "") != "no" and not known
    months = delays(float(item["slip_per_month"])) if slips else 0
    used = arrives + use
    return Due(
        row,
        item,
        min(sent, arrives),
        arrives,
        used,
        used + DAYS_PER_DELAY * months,
        firm,
        _caveat(scenario, row, offer),
    )


def _caveat(scenario: Scenario, row: Mapping[str, str], offer: Mapping[str, str]) -> str:
    """Give what was said as a condition of a delivery: with the offer, or as a stance on it."""
    if offer.get("caveat"):
        return offer["caveat"]
    positions = scenario.table("positions")
    stances = zip(
        positions.text("partner"),
        positions.text("item"),
        positions.text("stance"),
        positions.text("hardness"),
        positions.text("quote"),
        strict=True,
    )
    for partner, item, stance, hardness, quote in stances:
        if (partner, item) == (row["partner"], row["item"]) and stance == "conditional":
            return "" if hardness == "lifted" else quote
    return ""


def without_names(text: str, scenario: Scenario, words: Catalogue) -> str:
    """Replace every partner's name and code in a text, for a report that names none."""
    actors = scenario.table("actors")
    names = sorted({*actors.text("name"), *actors.text("id")} - {""}, key=len, reverse=True)
    pattern = "|".join(rf"\b{re.escape(name)}\b" for name in names)
    return re.sub(pattern, words.say("plan.partner"), text) if names else text


def timeline(story: Story, words: Catalogue) -> Section | None:
    """Draw the deliveries; None where there is none in the reported time."""
    found = due(story)
    if not found:
        return None
    costs = np.array([worth(each) for each in found])
    kept = set(np.argsort(-costs, kind="stable")[:MOST].tolist())
    shown = [each for i, each in enumerate(found) if i in kept]
    numbering = _numbering(shown, story)
    partners = _partners(story)
    caveats = [
        Caveat(mark, _caveat_text(text, partner, partners, story, words))
        for (partner, text), mark in numbering.items()
    ]
    rows = [
        _drawn(
            each,
            story,
            words,
            "" if story.public else numbering.get((each.row["partner"], each.caveat), ""),
        )
        for each in shown
    ]
    view = figure.Timeline(story.dates, rows)
    title = _title(found, story, words)
    notes = [words.say("plan.numbers_note")]
    if len(found) > len(shown):
        notes.append(words.say("plan.more", count=len(found) - len(shown)))
    if story.public:
        notes.append(words.say("plan.public"))
    return Section(
        identity="timeline",
        title=title,
        measure=words.say("plan.measure"),
        drawing=Drawing.of("timeline", title, lambda width: figure.draw(view, width, words)),
        keys=_keys(rows, words),
        numbers=_numbers(found, story, words),
        notes=notes,
        caveats=caveats,
    )


def _numbering(shown: list[Due], story: Story) -> dict[tuple[str, str], str]:
    """Number the caveats in the order in which they appear, each once a partner."""
    keys = dict.fromkeys((each.row["partner"], each.caveat) for each in shown if each.caveat)
    return {key: str(i) for i, key in enumerate(keys, start=1)}


def _caveat_text(
    text: str, partner: str, partners: Mapping[str, str], story: Story, words: Catalogue
) -> str:
    if story.public:
        return without_names(text, story.scenario, words)
    return words.say("plan.caveat", partner=partners.get(partner, partner), text=text)


def _partners(story: Story) -> dict[str, str]:
    actors = story.scenario.table("actors")
    return dict(zip(actors.text("id"), actors.text("name"), strict=True))


def token(item: Mapping[str, str]) -> str:
    """Give the token of an item: what kind of help it is."""
    if item["kind"] == MILITARY:
        return "defence"
    if item["kind"] == "financial":
        return "money"
    return TOKEN_OF_ADDS.get(item["adds"], "power")


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
    return figure.Delivery(
        partner=_partners(story).get(each.row["partner"], each.row["partner"]),
        item=_what(each, story, words),
        token=token(each.item),
        sent=each.sent,
        arrives=each.arrives,
        used=each.used,
        late=each.late,
        firm=each.firm,
        when=when(each, story, words),
        sources=cited(each.row.get("source", ""), story.scenario),
        mark=mark,
    )


def _keys(rows: list[figure.Delivery], words: Catalogue) -> list[Key]:
    tokens = dict.fromkeys(row.token for row in rows)
    keys = [Key(name, words.say(f"plan.key_{name}")) for name in tokens]
    if any(not row.firm for row in rows):
        keys.append(Key("none", words.say("plan.key_open"), "hollow"))
    return keys


def _title(found: list[Due], story: Story, words: Catalogue) -> str:
    """Count the deliveries that are due in use by the end of the first window."""
    end = story.windows[0].end
    count = sum(each.used < story.position(end) for each in found)
    last = words.numbers.day(end - dt.timedelta(days=1), year=True, short=False)
    return words.say("plan.title", count=count, all=len(found), end=last)


def _numbers(found: list[Due], story: Story, words: Catalogue) -> Numbers:
    partners, names = _partners(story), item_names(story)
    head = tuple(
        words.say(f"plan.{column}")
        for column in ("who", "what", "quantity", "use", "status", "sources")
    )
    lines = tuple(
        (
            partners.get(each.row["partner"], each.row["partner"]),
            names[each.row["item"]],
            words.numbers.exact(float(each.row["quantity"])),
            when(each, story, words),
            words.say("plan.firm" if each.firm else "plan.open"),
            cited(each.row.get("source", ""), story.scenario),
        )
        for each in found
    )
    return Numbers(words.say("form.numbers"), head, lines)


def marks(story: Story, words: Catalogue) -> list[tuple[int, str]]:
    """Name the costliest of what is added by the day of its use, for the fan."""
    days = len(story.dates)
    found = [each for each in due(story) if not each.firm and each.used < days]
    found.sort(key=lambda each: -worth(each))
    named = [(int(each.used), _what(each, story, words)) for each in found[:MOST_MARKS]]
    return sorted(named)


def worth(each: Due) -> float:
    """Give what a delivery costs [EUR million]."""
    return float(each.row["quantity"]) * float(each.item["unit_cost_meur"])


def _what(each: Due, story: Story, words: Catalogue) -> str:
    """Say how many of what."""
    quantity = words.numbers.exact(float(each.row["quantity"]))
    return f"{quantity} × {item_names(story)[each.row['item']]}"
