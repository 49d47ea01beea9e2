"""One entry of the chain: its canonical form, and the hash that binds it to the one before."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from holdfast.ledger.schema import CORRECTION
from holdfast.scenario.cells import known

GENESIS = "0" * 64
"""Hash before the first entry."""
_WRITTEN = "%Y-%m-%dT%H:%M:%SZ"
NUMBERED = re.compile(r"L([1-9][0-9]*)")
"""The name of an entry by its number; an id may not look like it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """What was entered once and is never changed."""

    number: int
    """From 1, without gaps."""
    written: str
    """When it was entered, as YYYY-MM-DDThh:mm:ssZ."""
    who: str
    """Who entered it."""
    fields: Mapping[str, str]
    """What it says, by field; blank fields are left out."""
    previous: str
    """Hash of the entry before, GENESIS for the first."""
    hash: str

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.fields["kind"]

    @property
    def name(self) -> str:
        """What later entries call its matter: its id, or L and its number."""
        return self.fields.get("id") or f"L{self.number}"

    @property
    def known(self) -> date:
        """The day on which it became public."""
        return known(self.fields.get("as_of") or self.fields["date"])

    @property
    def digest(self) -> str:
        """Hash of what it says alone, whoever entered it and when: the same for the same row."""
        return digest(self.fields)

    def row(self) -> dict[str, object]:
        """The entry as a row: number, when, who, its fields, hashes."""
        return {
            "number": self.number,
            "written": self.written,
            "who": self.who,
            **self.fields,
            "previous": self.previous,
            "hash": self.hash,
        }


def link(number: int, written: str, who: str, fields: Mapping[str, str], previous: str) -> Entry:
    """The entry that follows the one with the hash `previous`."""
    content = {
        "number": number,
        "written": written,
        "who": who,
        "fields": dict(fields),
        "previous": previous,
    }
    return Entry(number, written, who, dict(fields), previous, _hash(content))


def digest(fields: Mapping[str, str]) -> str:
    """Hash of the fields that are not blank."""
    return _hash({name: text for name, text in fields.items() if text})


def canonical(content: object) -> str:
    """JSON with sorted keys and without spaces or signs beyond ASCII: one text for one content."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _hash(content: object) -> str:
    return hashlib.sha256(canonical(content).encode("ascii")).hexdigest()


def is_time(text: str) -> bool:
    """Whether it is a time as YYYY-MM-DDThh:mm:ssZ, of a day that there is."""
    try:
        return datetime.strptime(text, _WRITTEN).strftime(_WRITTEN) == text
    except ValueError:
        return False


def number_text(text: str) -> str:
    """A number as it is kept: 4.0, +4 and 4e0 are 4."""
    made = Decimal(text).normalize()
    return format(made if made else Decimal(0), "f")


def is_correction(entry: Entry) -> bool:
    """Whether it corrects another."""
    return entry.kind == CORRECTION
