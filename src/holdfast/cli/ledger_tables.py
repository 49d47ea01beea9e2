"""A ledger as tables for a reader, or as JSON: what holds, or every entry as it was written."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from holdfast.cli import output
from holdfast.ledger.draft import LedgerError
from holdfast.ledger.entry import GENESIS, Entry
from holdfast.ledger.held import Account, Held, Matter, held
from holdfast.ledger.schema import STAGES, columns
from holdfast.scenario import Fault
from holdfast.scenario.fault import hint
from holdfast.show.voice import Voice

KINDS = {
    "request": "ledger_request",
    "offer": "ledger_offer",
    "commitment": "ledger_commitment",
    "shipment": "ledger_shipment",
    "arrival": "ledger_arrival",
    "in_service": "ledger_in_service",
    "position": "ledger_position",
    "correction": "ledger_correction",
}
"""What each kind is called at a terminal."""


@dataclasses.dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; None asks for all."""

    partner: str | None
    item: str | None
    stage: str | None

    @classmethod
    def of(cls, partner: str | None, item: str | None, stage: str | None) -> Filter:
        """The filter. Raises LedgerError if there is no such stage, or a name is blank."""
        kind = None if stage is None else stage.lower().replace(" ", "_").replace("-", "_")
        allowed = (*STAGES, "position")
        faults = [
            Fault(option, None, None, None, "is blank; name one, or leave the option out for all")
            for option, name in (("--partner", partner), ("--item", item))
            if name is not None and not name.strip()
        ]
        if kind is not None and kind not in allowed:
            message = f"is no stage; {hint(kind, allowed)}"
            faults.append(Fault("--stage", None, None, stage, message))
        if faults:
            raise LedgerError(faults)
        return cls(partner, item, kind)

    def takes(self, account: Account) -> bool:
        """Whether an account is asked for."""
        return (
            self.partner in (None, account.get("partner"))
            and self.item in (None, account.get("item"))
            and self.stage in (None, account.entry.kind)
        )


def print_held(
    entries: Sequence[Entry],
    wanted: Filter,
    as_of: date | None,
    place: str,
    voice: Voice,
    json: bool,
) -> None:
    """What holds, or what was known on a day."""
    now = held(entries, as_of)
    matters = [one for one in now.matters.values() if any(map(wanted.takes, one.accounts))]
    head = entries[-1].hash if entries else GENESIS
    if json:
        rows = [_row(matter, one) for matter in matters for one in matter.accounts]
        about = output.without_run(place)
        output.print_json({"rows": rows, "head": head, "as_of": output.plain(as_of), **about})
        return
    if matters:
        key = "terminal.ledger_holds" if as_of is None else "terminal.ledger_held_then"
        title = voice.say(key, place=place, day=as_of or "")
        lines = [_line(matter, one, voice) for matter in matters for one in matter.accounts]
        heads = voice.heads(
            "ledger_entry", "ledger_date", "ledger_stage", "ledger_partner", "item",
            "ledger_quantity", "ledger_due", "region", "ledger_of", "ledger_source", "ledger_note",
        )  # fmt: skip
        output.print_table(title, heads, lines, words=(0, 2, 3, 4, 7, 8, 9, 10), drop=(7, 8, 1))
        if apart := sum(bool(matter.differs) for matter in matters):
            output.say(voice.say("terminal.ledger_apart", count=apart))
    else:
        output.say(voice.say("terminal.ledger_nothing", place=place))
    output.say(voice.say("terminal.ledger_head", head=head))


def _row(matter: Matter, one: Account) -> dict[str, Any]:
    """An account as JSON: its fields as corrected, what corrects it, where sources differ."""
    return {
        "matter": matter.name,
        "number": one.number,
        **{name: one.get(name) or None for name in columns()},
        "known": one.known.isoformat(),
        "corrections": [entry.number for entry in one.corrections],
        "sources_differ": list(matter.differs),
    }


def _line(matter: Matter, one: Account, voice: Voice) -> tuple[str, ...]:
    several = len(matter.accounts) > 1
    return (
        f"{matter.name} L{one.number}" if several else matter.name,
        one.get("date"),
        voice.say(f"terminal.{KINDS[matter.kind]}"),
        one.get("partner"),
        one.get("item") or one.get("topic"),
        _amount(one.fields),
        one.get("due"),
        one.get("region"),
        one.get("of"),
        ", ".join(one.sources),
        _note(matter, one, voice),
    )


def _amount(fields: Mapping[str, str]) -> str:
    """How many of what: "5 boxes"; of a position its stance."""
    parts = (fields.get("quantity"), fields.get("quantity") and fields.get("unit"))
    return " ".join(filter(None, parts)) or fields.get("stance", "")


def _note(matter: Matter, one: Account, voice: Voice) -> str:
    parts = []
    if matter.differs:
        fields = ", ".join(matter.differs)
        parts.append(voice.say("terminal.ledger_differ", fields=fields))
    if one.corrections:
        listed = ", ".join(f"L{entry.number}" for entry in one.corrections)
        parts.append(voice.say("terminal.ledger_corrected", entries=listed))
    return "; ".join(filter(None, (*parts, one.get("note"))))


def print_chain(
    entries: Sequence[Entry],
    wanted: Filter,
    as_of: date | None,
    place: str,
    voice: Voice,
    json: bool,
) -> None:
    """Every entry as it was written, with the corrections of those that are asked for."""
    now = held(entries, as_of)
    shown = [entry for entry in entries if entry.number in _numbers(now, wanted)]
    head = entries[-1].hash if entries else GENESIS
    if json:
        rows = [entry.row() for entry in shown]
        about = output.without_run(place)
        output.print_json({"rows": rows, "head": head, "as_of": output.plain(as_of), **about})
        return
    if shown:
        lines = [_written(entry, voice) for entry in shown]
        heads = voice.heads(
            "ledger_entry", "ledger_written", "ledger_who", "ledger_stage", "ledger_says"
        )
        title = voice.say("terminal.ledger_chain", place=place)
        output.print_table(title, heads, lines, words=(0, 2, 3, 4))
    else:
        output.say(voice.say("terminal.ledger_nothing", place=place))
    output.say(voice.say("terminal.ledger_head", head=head))


def _numbers(now: Held, wanted: Filter) -> set[int]:
    """The entries of accounts that are asked for, and their corrections."""
    found = [one for one in now.accounts.values() if wanted.takes(one)]
    return {one.number for one in found} | {
        entry.number for one in found for entry in one.corrections
    }


def _written(entry: Entry, voice: Voice) -> tuple[str, ...]:
    said = [f"{name}={text}" for name, text in entry.fields.items() if name != "kind"]
    kind = voice.say(f"terminal.{KINDS[entry.kind]}")
    return f"L{entry.number}", entry.written, entry.who, kind, " ".join(said)
