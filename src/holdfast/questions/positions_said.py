"""The rows of what is said beside stances: conditions, limits, asks and offers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from holdfast.aid import coalition, rules
from holdfast.aid.limits import LIMIT
from holdfast.questions.fields import Listed
from holdfast.questions.objected import need
from holdfast.questions.said import Said
from holdfast.scenario import Scenario, Table
from holdfast.scenario.cells import day as parsed
from holdfast.scenario.cells import known

Cells = dict[str, Any]
"""A row by its columns."""
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """Names and kinds of actors by their ids."""

    names: Mapping[str, str]
    kinds: Mapping[str, str]


def known_as(scenario: Scenario) -> Known:
    """What the actors of a scenario are called and are."""
    actors = scenario.table("actors")
    ids = actors.text("id")
    return Known(
        dict(zip(ids, actors.text("name"), strict=True)),
        dict(zip(ids, actors.text("kind"), strict=True)),
    )


def named(known_: Known, identity: str) -> str:
    """The name of an actor, or its id if it has none."""
    return known_.names.get(identity, identity)


def conditions(scenario: Scenario, who: str = "", history: bool = False) -> Iterator[Cells]:
    """Those that hold, or all that were ever said, by the id and the day."""
    plan = coalition.in_order(coalition.gifts(scenario))
    holding = coalition.ties(scenario)
    held, standing = rules.kept(plan, holding), {tie.row for tie in holding if tie.needs}
    rows = _rows(scenario.table("conditions"))
    for row in sorted(rows, key=lambda each: (each["id"], each["date"], each["source"])):
        partners = {row["partner"]} if row["partner"] else _givers(scenario, row["gift"])
        if (who and partners and who not in partners) or not (history or row["row"] in standing):
            continue
        tie = coalition.tie_of(row, row["row"], scenario.day(parsed(row["date"])))
        yield {
            "condition": row["id"],
            "partner": ", ".join(sorted(partners)),
            "gift": row["gift"],
            "gift_words": need(row["gift"], scenario),
            "least": tie.least,
            "of": len(tie.needs),
            "needs": "; ".join(tie.needs),
            "needs_words": _listed(scenario, tie.needs),
            "met": rules.met(tie, held),
            "planned": any(tie.binds(gift) for gift in plan),
            "quote": row["quote"],
            "since": parsed(row["date"]),
            **_told(row),
            "holds": row["row"] in standing,
            "row": row["row"],
        }


def limits(scenario: Scenario, who: str = "") -> Iterator[Cells]:
    """What partners can give at most; a limit of pieces and of worth is two rows."""
    plan = coalition.in_order(coalition.gifts(scenario))
    names, items = known_as(scenario), _names(scenario, "items")
    rows = {row["row"]: row for row in _rows(scenario.table("limits"))}
    caps = [cap for cap in coalition.caps(scenario) if cap.rule == LIMIT]
    for cap in sorted(caps, key=lambda each: (each.partner, each.name, each.of_value)):
        if who and cap.partner != who:
            continue
        row = rows[cap.row]
        yield {
            "limit": cap.name,
            "partner": cap.partner,
            "name": named(names, cap.partner),
            "item": cap.item,
            "kind": cap.kind,
            "what": items[cap.item] if cap.item else Said(f"kind_{cap.kind or 'all'}"),
            "most": cap.most,
            "of_value": cap.of_value,
            "by": _day(row["by"]),
            "reached": math.fsum(cap.share(gift) for gift in plan),
            **_told(row),
            "row": cap.row,
        }


def asks(scenario: Scenario, who: str = "") -> Iterator[Cells]:
    """What was asked, by meeting; those of no meeting last.

    Of one partner: what it asked, and what was asked of it or of words that are no ids, which may
    mean it.
    """
    names, meetings = known_as(scenario), _names(scenario, "meetings")
    order = ("meeting", "date", "id")
    rows = _rows(scenario.table("asks"))
    for row in sorted(rows, key=lambda each: (not each["meeting"], *(each[key] for key in order))):
        if who and row["asked_by"] != who and not _asked(row["asked_of"], who, names):
            continue
        yield {
            "ask": row["id"],
            "meeting": row["meeting"],
            "meeting_name": meetings.get(row["meeting"], row["meeting"]),
            "date": parsed(row["date"]),
            "asked_by": row["asked_by"],
            "name": named(names, row["asked_by"]),
            **{column: row[column] for column in ("asked_of", "item")},
            "quantity": float(row["quantity"] or "nan"),
            **{column: row[column] for column in ("unit", "by_when")},
            **_told(row),
            "row": row["row"],
        }


def offers(scenario: Scenario, who: str = "") -> Iterator[Cells]:
    """What was offered, by partner and day of the pledge."""
    names = known_as(scenario)
    rows = _rows(scenario.table("offers"))
    for row in sorted(rows, key=lambda each: (each["partner"], each["committed"], each["id"])):
        if who and row["partner"] != who:
            continue
        yield {
            "offer": row["id"],
            "partner": row["partner"],
            "name": named(names, row["partner"]),
            **{column: row[column] for column in ("said", "item")},
            "quantity": float(row["quantity"] or "nan"),
            **{column: row[column] for column in ("unit", "kind")},
            **{column: _day(row[column]) for column in ("committed", "delivered", "in_service")},
            "caveat": row["caveat"],
            **_told(row),
            "row": row["row"],
        }


def _asked(asked_of: str, who: str, names: Known) -> bool:
    """Whether an ask is of an actor; words that are no ids may mean anybody."""
    said = {part.strip() for part in re.split(r"[;,]", asked_of) if part.strip()}
    return who in said or not said <= set(names.names) or not said


def _givers(scenario: Scenario, gift: str) -> set[str]:
    """Whose gift a condition ties; nobody's alone if it is an item of whoever gives it."""
    partner, colon, _ = gift.partition(":")
    if colon:
        return {partner}
    tables = (("deliveries", "id"), ("offers", "id"), ("packages", "package"))
    return {
        row["partner"]
        for name, key in tables
        for row in scenario.table(name).rows()
        if row[key] == gift
    }


def _listed(scenario: Scenario, needs: tuple[str, ...]) -> Said | str:
    if not needs:
        return ""
    return Said("listed", parts=Listed(tuple(need(each, scenario) for each in needs), "; "))


def _rows(table: Table) -> list[Cells]:
    """The rows of a table with the text of every column, defaults filled in, and their numbers."""
    columns = {name: table.text(name) for name in (*table.schema.columns, "source", "status")}
    as_of = table.text("as_of")
    return [
        {name: texts[at] for name, texts in columns.items()} | {"as_of": as_of[at], "row": line}
        for at, line in enumerate(table.lines)
    ]


def _told(row: Cells) -> Cells:
    """Where a row comes from, and since when it is known."""
    as_of = known(row["as_of"]) if row["as_of"] else None
    return {"source": row["source"], "status": row["status"], "as_of": as_of}


def _names(scenario: Scenario, name: str) -> dict[str, str]:
    table = scenario.table(name)
    return dict(zip(table.text("id"), table.text("name"), strict=True))


def _day(text: str) -> date | None:
    return parsed(text) if text else None
