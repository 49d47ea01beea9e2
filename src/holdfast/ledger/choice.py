"""Which account of a matter an export takes, where its sources do not agree."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from holdfast.ledger.held import Account, Matter
from holdfast.scenario.fault import Fault


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of a matter: one account, or what several that agree say together."""

    name: str
    kind: str
    fields: Mapping[str, str]
    sources: tuple[str, ...]
    known: date
    numbers: tuple[int, ...]
    """Of the entries that it rests on."""

    def get(self, field: str) -> str:
        """The text of a field; "" where it is blank."""
        return self.fields.get(field, "")

    @property
    def quantity(self) -> Decimal | None:
        """How many; None where it was not said."""
        return Decimal(self.fields["quantity"]) if self.get("quantity") else None

    @property
    def note(self) -> str:
        """Its note, with the entries that it rests on."""
        listed = ", ".join(f"L{number}" for number in self.numbers)
        return "; ".join(filter(None, (self.get("note"), f"ledger {listed}")))


def taken(matter: Matter, accounts: Sequence[Account]) -> Taken:
    """What these accounts of a matter say together; the first that says something counts.

    It is known since the last of those that say something of it was.
    """
    fields: dict[str, str] = {}
    known = date.min
    for account in sorted(accounts, key=lambda one: one.known):
        if account.fields.keys() - fields.keys() - {"as_of"}:
            known = account.known
        fields = {**account.fields, **fields}
    sources = dict.fromkeys(source for one in accounts for source in one.sources)
    numbers = sorted({one.number for one in accounts} | _corrections(accounts))
    return Taken(matter.name, matter.kind, fields, tuple(sources), known, tuple(numbers))


def _corrections(accounts: Sequence[Account]) -> set[int]:
    return {entry.number for one in accounts for entry in one.corrections}


def side_by_side(matter: Matter, prefer: Sequence[str]) -> list[Taken]:
    """One where the sources agree or a preferred one tells of it; else one for each account."""
    if not matter.differs:
        return [taken(matter, matter.accounts)]
    for source in prefer:
        found = [one for one in matter.accounts if source in one.sources]
        if found:
            return [taken(matter, found)]
    return [taken(matter, [one]) for one in matter.accounts]


def one_of(matter: Matter, prefer: Sequence[str], faults: list[Fault]) -> Taken:
    """The one that counts; a fault if the sources differ and none is preferred."""
    found = side_by_side(matter, prefer)
    if len(found) > 1:
        said = "; ".join(
            f"{' and '.join(one.get(name) or 'blank' for name in matter.differs)} "
            f"(source {', '.join(one.sources)})"
            for one in found
        )
        listed = " or ".join(one.sources[0] for one in found)
        fields = ", ".join(matter.differs)
        message = (
            f"has sources that differ in {fields}: {said}; one has to count: --prefer {listed}"
        )
        faults.append(Fault("ledger", None, None, matter.name, message))
    return found[0]
