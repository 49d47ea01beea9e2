"""Whether a chain is as it was written: every hash is computed again, from the first entry on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from holdfast.ledger.entry import GENESIS, Entry, digest, link
from holdfast.ledger.schema import columns

SHORTEST_HEAD = 12
"""Signs of a hash that are enough to know it by."""
_HEAD = re.compile(rf"[0-9a-fA-F]{{{SHORTEST_HEAD},{len(GENESIS)}}}")


@dataclasses.dataclass(frozen=True, slots=True)
class Verified:
    """What was found."""

    entries: int
    """How many entries are whole, from the first on."""
    head: str
    """Hash of the last of them."""
    first: int | None = None
    """The number of the first entry that is not as it was written; None if all are, or if it is
    not an entry."""
    why: str = ""
    """What is wrong; "" if nothing is."""
    held: int | None = None
    """The number of the entry whose hash was written down elsewhere: whether entries after it were
    cut off cannot be told. None if no hash was given, or none is so."""
    backdated: tuple[int, ...] = ()
    """The numbers of entries whose `written` is earlier than that of the entry before: they are as
    they were entered, and whoever entered one of the two typed another time than it was."""

    @property
    def whole(self) -> bool:
        """Whether all is as it was written."""
        return not self.why


def entry_of(row: Mapping[str, Any]) -> Entry:
    """The entry of a row of the database, as it stands there."""
    fields = {name: row[name] for name in columns() if row[name] != ""}
    return Entry(row["number"], row["written"], row["who"], fields, row["previous"], row["hash"])


def walk(rows: Iterable[Mapping[str, Any]]) -> tuple[list[Entry], Verified]:
    """The entries up to the first that is not as it was written, and what is wrong with it."""
    entries: list[Entry] = []
    head = GENESIS
    for row in rows:
        number = len(entries) + 1
        if why := _why(row, number, head):
            return entries, Verified(len(entries), head, number, why)
        entries.append(entry_of(row))
        head = entries[-1].hash
    return entries, Verified(len(entries), head, backdated=_backdated(entries))


def _backdated(entries: Sequence[Entry]) -> tuple[int, ...]:
    return tuple(one.number for before, one in pairwise(entries) if one.written < before.written)


def _why(row: Mapping[str, Any], number: int, head: str) -> str:
    """What is wrong with the row that should be entry `number` after the hash `head`."""
    texts = [name for name in row if name != "number"]
    if not isinstance(row["number"], int) or not all(isinstance(row[name], str) for name in texts):
        return "it holds what is no text: it was changed"
    if row["number"] > number:
        return "it is missing: it was taken out"
    if row["number"] < number:
        return f"a row numbered {row['number']} stands in its place: it was put in"
    made = entry_of(row)
    again = link(made.number, made.written, made.who, made.fields, row["previous"])
    if again.hash != row["hash"] or digest(made.fields) != row["digest"]:
        return "what it says does not give its hash: it was changed, or another put in its place"
    if row["previous"] != head:
        return "it does not follow the entry before: one was changed, put in or taken out"
    return ""


def head_fault(head: str) -> str:
    """Why a text cannot be the hash of an entry that was written down; "" if it can."""
    if not _HEAD.fullmatch(head):
        return f"is not a hash: {SHORTEST_HEAD} to {len(GENESIS)} of the signs 0 to 9 and a to f"
    if GENESIS.startswith(head):
        return (
            "is the head of a ledger with no entry, which every ledger once had: it proves nothing"
        )
    return ""


def with_head(found: Verified, entries: Sequence[Entry], head: str) -> Verified:
    """The same, judged by the hash of an entry that was written down elsewhere."""
    wanted = head.strip().lower()
    if not found.whole:
        return found
    if held := next((one.number for one in entries if one.hash.startswith(wanted)), None):
        return dataclasses.replace(found, held=held)
    why = (
        f"no entry has the hash {wanted[:SHORTEST_HEAD]}… that was written down elsewhere: the end "
        "was cut off, or all was written anew"
    )
    return dataclasses.replace(found, why=why)
