"""What stands on the screen of the ledger: items of help by stage, and what was entered of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from holdfast.ledger.chain import Verified
from holdfast.ledger.entry import Entry, is_correction, number_text
from holdfast.ledger.gifts import WITHDRAWN, Gift
from holdfast.ledger.schema import CORRECTION, POSITION, STAGES, columns, kinds
from holdfast.page.book import State
from holdfast.page.desk import Desk
from holdfast.page.screens.said import moment
from holdfast.page.who import Who
from holdfast.show.catalogue import Catalogue

HEADS = ("name", "stage", "partner", "item", "quantity", "arrived", "used", "said", "due", "late",
         "source")  # fmt: skip
"""Columns of the table, in their order."""
NUMBERS = ("quantity", "arrived", "used", "late")
DAYS = ("said", "due")
SHORT_HEAD = 12
"""Signs of a hash that are shown."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form offers to choose from, as far as the ledger knows it."""

    partners: tuple[str, ...]
    items: tuple[str, ...]
    sources: tuple[str, ...]
    follows: Mapping[str, tuple[tuple[str, str], ...]]
    """Kind -> what it may follow: the name of the matter, and what that is in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the history of an item of help."""

    number: str
    kind: str
    correction: bool
    said: str
    written: str
    fields: tuple[tuple[str, str], ...]
    source: str
    note: str
    corrected: str
    """By which entries; blank if by none."""


def narrowed(
    found: Iterable[Gift], partner: str | None = None, stage: str | None = None, text: str = ""
) -> list[Gift]:
    """Those of a partner and at a stage in which every word of a text stands."""
    words = text.casefold().split()
    return [
        one
        for one in found
        if partner in (None, "", one.partner)
        and stage in (None, "", one.stage)
        and all(word in _told(one) for word in words)
    ]


def _told(one: Gift) -> str:
    said = [one.name, one.partner, one.item, one.region, *one.sources]
    said += [text for entry in one.entries for text in (*entry.fields.values(), entry.who)]
    return " ".join(said).casefold()


def stage_said(stage: str, words: Catalogue) -> str:
    """A stage as a reader is told it."""
    if stage == WITHDRAWN:
        return words.say("page_ledger.withdrawn")
    return words.say(f"terminal.ledger_{stage}")


def row(one: Gift, words: Catalogue) -> dict[str, object]:
    """An item of help as a row of the table: values to sort by, and `_told` texts to show."""
    made: dict[str, object] = {
        "number": one.number,
        "name": one.name,
        "stage": STAGES.index(one.stage) if one.stage in STAGES else len(STAGES),
        "stage_told": stage_said(one.stage, words),
        "partner": one.partner,
        "item": one.item,
        "quantity": _value(one.quantity if one.quantity is not None else one.asked),
        "quantity_told": promised(one, words),
        "arrived": _value(one.came),
        "arrived_told": amount(one.came, "", words) if one.came else "",
        "used": _value(one.used),
        "used_told": amount(one.used, "", words) if one.used else "",
        "said": one.said.isoformat(),
        "said_told": words.numbers.day(one.said, year=True),
        "due": one.due.isoformat() if one.due else "",
        "due_told": words.numbers.day(one.due, year=True) if one.due else "",
        "late": one.late,
        "late_told": late(one, words),
        "source": ", ".join(one.sources),
        "differs": bool(one.differs),
    }
    if one.differs:
        made["source"] = words.say("page_ledger.differ", sources=", ".join(one.sources))
    return made


def _value(quantity: Decimal | None) -> float | None:
    return None if quantity is None else float(quantity)


def amount(quantity: Decimal | None, unit: str, words: Catalogue) -> str:
    """How many of what: "5 boxes"; blank where it was not said."""
    if quantity is None:
        return ""
    return " ".join(filter(None, (words.numbers.exact(float(quantity)), unit)))


def promised(one: Gift, words: Catalogue) -> str:
    """How many are promised; of a request how many are asked for; of a position its stance."""
    if one.stage == POSITION:
        return words.say(f"positions.stance_{one.stance}") if one.stance else ""
    if one.stage == STAGES[0]:
        asked = amount(one.asked, one.unit, words)
        return words.say("page_ledger.asked", amount=asked) if asked else ""
    return amount(one.quantity, one.unit, words)


def late(one: Gift, words: Catalogue) -> str:
    """By how many days it comes later than it was first promised."""
    days = one.late
    if days is None:
        return ""
    if not days:
        return words.say("page_ledger.on_time")
    key = "later" if days > 0 else "earlier"
    return words.say(f"page_ledger.{key}", count=abs(days))


def help_rows(found: Sequence[Gift], words: Catalogue) -> list[list[str]]:
    """Items of help as the rows of a sheet, under their headings; days and numbers as such."""
    made = [[words.say(f"page_ledger.head_{name}") for name in HEADS]]
    for one in found:
        told = row(one, words)
        cells: dict[str, object] = told | {
            "stage": told["stage_told"],
            "quantity": _plain(one.quantity),
            "arrived": _plain(one.came),
            "used": _plain(one.used),
            "late": "" if one.late is None else str(one.late),
        }
        made.append([str(cells[name]) for name in HEADS])
    return made


def _plain(quantity: Decimal | None) -> str:
    return "" if quantity is None else number_text(str(quantity))


def history(one: Gift, words: Catalogue) -> list[Line]:
    """All that was ever entered of an item of help, in that order."""
    made = []
    for entry in one.entries:
        fields = [
            (words.say(f"page_ledger.field_{name}"), text)
            for name, text in entry.fields.items()
            if name not in ("kind", "date", "source", "note")
        ]
        by = [f"L{each.number}" for each in one.entries if _corrects(each, entry, one)]
        day = date.fromisoformat(entry.fields["date"]) if "date" in entry.fields else entry.known
        made.append(
            Line(
                f"L{entry.number}",
                stage_said(entry.kind, words),
                is_correction(entry),
                words.numbers.day(day, year=True),
                words.say("page_ledger.by", who=entry.who, when=when(entry.written, words)),
                tuple(fields),
                entry.fields["source"],
                entry.fields.get("note", ""),
                words.say("terminal.ledger_corrected", entries=", ".join(by)) if by else "",
            )
        )
    return made


def _corrects(each: Entry, entry: Entry, one: Gift) -> bool:
    if not is_correction(each) or is_correction(entry):
        return False
    return each.fields["of"] in (f"L{entry.number}", entry.name)


def when(written: str, words: Catalogue) -> str:
    """A time as it was written, by the clock of this machine."""
    return moment(datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC), words)


def unbroken(found: Verified, entries: Sequence[Entry], words: Catalogue) -> str:
    """What the check of the chain found, in a sentence."""
    if not found.whole:
        where = words.say("page_ledger.at_entry", number=str(found.first)) if found.first else ""
        return " ".join(filter(None, (words.say("page_ledger.broken"), where, found.why)))
    if not entries:
        return words.say("page_ledger.empty")
    first = datetime.strptime(entries[0].written, "%Y-%m-%dT%H:%M:%SZ").date()
    return words.say(
        "page_ledger.unbroken",
        count=found.entries,
        day=words.numbers.day(first, year=True),
    )


def choices(desk: Desk, state: State, who: Who) -> Choices:
    """What the ledger and the scenarios of the folder know: partners, items, sources, matters."""
    partners: dict[str, None] = {}
    for one in state.gifts:
        partners[one.partner] = None
    known = {
        name: {
            entry.fields[name]: None for entry in reversed(state.entries) if name in entry.fields
        }
        for name in ("item", "source")
    }
    follows: dict[str, tuple[tuple[str, str], ...]] = {}
    for kind, spec in kinds().items():
        follows[kind] = tuple(
            (matter.name, _matter(matter.name, matter.first.fields))
            for matter in reversed(list(state.now.matters.values()))
            if matter.kind in spec.follows
            and (not who.partner or matter.first.get("partner") in ("", who.partner))
        )
    listed = tuple(sorted(filter(None, partners)))
    return Choices(
        (who.partner,) if who.partner else listed,
        tuple(known["item"]),
        tuple(known["source"]),
        follows,
    )


def _matter(name: str, fields: Mapping[str, str]) -> str:
    parts = (fields.get("partner"), fields.get("quantity"), fields.get("item"), fields.get("date"))
    return " ".join(filter(None, (name, *parts)))


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields of a form for a kind, what is needed first; the kind itself is chosen above."""
    spec = kinds()[kind]
    needed = [
        name
        for name in spec.may
        if name != "kind"
        and (name in spec.needs or columns()[name].required or (name == "of" and not spec.free))
    ]
    rest = [name for name in spec.may if name not in ("kind", *needed)]
    if kind == CORRECTION:
        rest = [name for name in rest if name != "id"]
    order = ("of", "partner", "item", "quantity", "unit", "date", "due")
    place = {name: at for at, name in enumerate((*order, *columns()))}
    return (*sorted(needed, key=lambda name: place[name]), *rest)


def needs(kind: str, name: str) -> bool:
    """Whether a field may not be blank in an entry of a kind."""
    spec = kinds()[kind]
    must_follow = name == "of" and bool(spec.follows) and not spec.free
    return name in spec.needs or columns()[name].required or must_follow
