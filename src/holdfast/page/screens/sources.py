"""What stands on the screen of sources: who said what when, and how each figure is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.page.desk import Desk
from holdfast.page.errors import Faulty
from holdfast.page.testimony import (
    DEFAULTS,
    SAID,
    STATUSES,
    UNSAID,
    Row,
    Source,
    Statement,
    Testimony,
    testimony,
)
from holdfast.scenario import ScenarioError, read_scenario
from holdfast.scenario.cells import known
from holdfast.show.catalogue import Catalogue
from holdfast.show.sources import NONE

STEP = 20
"""Statements that are shown at first on each side of the scenario's day."""
MOST_ROWS = 200
"""Rows that rest on a source and are listed; the others are counted."""
HEADS = ("published", "outlet", "speaker", "statement", "rows", "status", "seen")
EXPORTED = ("id", "published", "outlet", "speaker", "statement", "address", "status", "seen",
            "tables", "rows")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for."""

    text: str = ""
    actor: str = ""
    kind: str = ""
    first: str = ""
    last: str = ""
    seen: str = ""
    """"before" or "after" the scenario's day; blank: both."""


def read(desk: Desk, name: str) -> Testimony:
    """What a scenario of the folder rests on. Raises Missing, Refused, Faulty."""
    kept = desk.shelf.scenario(name)
    try:
        return testimony(read_scenario(desk.place.of(kept.name)))
    except ScenarioError as error:
        raise Faulty([str(fault) for fault in error.faults]) from None


def status_said(status: str, words: Catalogue) -> str:
    """How a row is known."""
    return words.say(f"status.{status}" if status in STATUSES else "page_sources.unsaid")


def seen_said(later: bool, freeze: date | None, words: Catalogue) -> str:
    """Whether it was public on the scenario's day."""
    if freeze is None:
        return ""
    return words.say("page_sources.after" if later else "page_sources.before")


def plain(text: str, words: Catalogue) -> str:
    """Words of a table in the reader's language; blank for those that stand for none."""
    return "" if text.strip(" -") in ("", NONE) else words.own(text)


def sources(found: Testimony, asked: Asked, words: Catalogue) -> list[dict[str, object]]:
    """Rows of the table of sources that are looked for; `number` is that of the source."""
    made = []
    for number, one in enumerate(found.sources, start=1):
        if not _fits_source(one, asked):
            continue
        made.append(
            {
                "number": number,
                "published": one.published if one.published.strip(" -") else "",
                "outlet": plain(one.outlet, words),
                "speaker": plain(one.speaker, words),
                "statement": plain(one.statement, words),
                "rows": one.rows,
                "rows_told": words.numbers.fixed(one.rows),
                "status": status_said(one.status, words),
                "seen": seen_said(one.later, found.freeze, words),
            }
        )
    return made


def _fits_source(one: Source, asked: Asked) -> bool:
    told = " ".join((one.id, one.outlet, one.speaker, one.statement, one.address)).casefold()
    return (
        all(word in told for word in asked.text.casefold().split())
        and asked.kind in ("", one.status or "NONE")
        and _between(one.published, asked)
        and asked.seen in ("", "after" if one.later else "before")
    )


def _between(published: str, asked: Asked) -> bool:
    if not (asked.first or asked.last):
        return True
    try:
        day = known(published).isoformat()
    except ValueError:
        return False
    return asked.first <= day and (not asked.last or day <= asked.last)


def statements(found: Testimony, asked: Asked) -> list[Statement]:
    """What was said and is looked for, by day."""
    return [one for one in found.statements if _fits(one, asked)]


def _fits(one: Statement, asked: Asked) -> bool:
    told = " ".join((one.name, one.actor, one.to, one.text, one.about, *one.sources)).casefold()
    day = one.day.isoformat()
    return (
        all(word in told for word in asked.text.casefold().split())
        and asked.actor in ("", one.actor)
        and asked.kind in ("", one.kind)
        and asked.first <= day
        and (not asked.last or day <= asked.last)
        and asked.seen in ("", "after" if one.later else "before")
    )


def around(
    found: Sequence[Statement], freeze: date | None, before: int, after: int
) -> tuple[int, int, int]:
    """The first statement after the scenario's day, and from which to which are shown.

    Without such a day they are shown from the first on.
    """
    if freeze is None:
        return 0, 0, min(before + after, len(found))
    cut = sum(one.day <= freeze for one in found)
    return cut, max(0, cut - before), min(len(found), cut + after)


def actors(found: Testimony, words: Catalogue) -> list[tuple[str, str]]:
    """Who says something: id and name, by name."""
    named = {one.actor: words.own(one.name) for one in found.statements}
    return sorted(named.items(), key=lambda one: one[1].casefold())


def act_said(one: Statement, words: Catalogue) -> str:
    """What kind of statement it is: asks, offers, or which stance."""
    if one.kind == SAID[2]:
        return words.say(f"positions.stance_{one.stance}")
    return words.say(f"page_sources.act_{one.kind}")


def table_said(name: str, words: Catalogue) -> str:
    """What a table is called."""
    return words.say("page_sources.defaults") if name == DEFAULTS else f"{name}.csv"


def resting(found: Testimony, number: int) -> tuple[Source, Sequence[Row]]:
    """A source by its number with the rows that rest on it."""
    one = found.sources[number - 1]
    return one, found.resting(one.id)


def total(found: Testimony, words: Catalogue) -> str:
    """How the rows of all tables are known, in a sentence."""
    read_, memory, estimate, unsaid = found.counts
    said = [words.say("basis.counts", read=read_, memory=memory, estimate=estimate)]
    if unsaid:
        said.append(words.say("page_sources.unsaid_count", count=unsaid))
    if ranged := sum(one.ranged for one in found.known):
        said.append(words.say("page_sources.ranged", count=ranged))
    return " ".join(said)


def ways(words: Catalogue) -> list[tuple[str, str]]:
    """Ways in which rows are known: status and what that is called."""
    return [(status, status_said(status, words)) for status in (*STATUSES, UNSAID)]


def exported(found: Testimony, words: Catalogue) -> list[tuple[str, list[list[str]]]]:
    """Sheets: sources with what rests on them, statements, and how each row is known."""
    say = words.say
    listed = [[say(f"page_sources.head_{name}") for name in EXPORTED]]
    for one in found.sources:
        tables = "; ".join(f"{table} {count}" for table, count in one.tables)
        listed.append(
            [one.id, one.published, one.outlet, one.speaker, one.statement, one.address,
             one.status, seen_said(one.later, found.freeze, words), tables, str(one.rows)]
        )  # fmt: skip
    heads = ("day", "kind", "actor", "to", "statement", "about", "source", "status", "seen")
    spoken = [[say(f"page_sources.head_{name}") for name in heads]]
    for said in found.statements:
        spoken.append(
            [said.day.isoformat(), act_said(said, words), said.actor, said.to, said.text,
             said.about, ";".join(said.sources), said.status,
             seen_said(said.later, found.freeze, words)]
        )  # fmt: skip
    return [
        (say("page.sources"), listed),
        (say("page_sources.statements"), spoken),
        (say("page_sources.figures"), [_row_heads(words), *_row_cells(found.rows, found, words)]),
    ]


def _row_heads(words: Catalogue) -> list[str]:
    names = ("table", "line", "key", "status", "source", "seen", "note")
    return [words.say(f"page_sources.head_{name}") for name in names]


def _row_cells(rows: Iterable[Row], found: Testimony, words: Catalogue) -> list[list[str]]:
    return [
        [table_said(row.table, words), str(row.line), row.key, row.status, ";".join(row.sources),
         seen_said(row.later, found.freeze, words), row.note]
        for row in rows
    ]  # fmt: skip
