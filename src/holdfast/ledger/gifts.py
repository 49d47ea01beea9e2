"""Items of help: each gift from its offer to its use as one, with how far it has come and how late.

A request to which nobody has answered is one too, and so is a position, which is no help yet.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from holdfast.ledger.entry import Entry
from holdfast.ledger.held import Account, Held, Matter
from holdfast.ledger.schema import GIVEN, STAGES

WITHDRAWN = "withdrawn"
"""Stage of what was taken back."""
COMING = ("offer", "commitment", "shipment")
"""Stages of what is not there yet."""


@dataclasses.dataclass(frozen=True, slots=True)
class Gift:
    """One item of help as it stands."""

    name: str
    number: int
    """Of its first entry, by which it is asked for."""
    stage: str
    """The furthest that is told of, one of STAGES; or position, or WITHDRAWN."""
    partner: str
    item: str
    """Of a position its topic."""
    unit: str
    region: str
    asked: Decimal | None
    """How many were asked for, where it answers a request or is one."""
    quantity: Decimal | None
    """How many are promised: committed, else offered."""
    came: Decimal
    used: Decimal
    said: date
    """Day of its first stage."""
    promised: date | None
    """The first day by which it was said to arrive, as it was first entered."""
    due: date | None
    """The day by which it is now said to arrive; on which the last came, if all has."""
    sources: tuple[str, ...]
    differs: tuple[str, ...]
    """Fields on which its sources do not agree."""
    entries: tuple[Entry, ...]
    """All that was ever entered of it, in that order: corrections, and what was taken back, too."""
    stance: str = ""
    """Of a position."""

    @property
    def late(self) -> int | None:
        """Days later than it was first promised, below 0 if earlier; None where no day was said."""
        return None if self.promised is None or self.due is None else (
            self.due - self.promised
        ).days  # fmt: skip


def gifts(now: Held) -> list[Gift]:
    """All items of help, in the order of their first entries."""
    told: dict[str, list[Account]] = {}
    for account in now.accounts.values():
        told.setdefault(account.entry.name, []).append(account)
    made = [_gift(now, matter, told) for matter in now.matters.values() if _heads(now, matter)]
    made += [_gone(told[name]) for name in now.gone]
    return sorted(made, key=lambda one: one.number)


def family(now: Held, root: str) -> Iterator[Matter]:
    """A gift's matters, its offer and each stage after the one before it."""
    matter = now.matters[root]
    yield matter
    for stage in now.stages(root):
        yield from family(now, stage.name)


def _heads(now: Held, matter: Matter) -> bool:
    """Whether an item of help begins with it."""
    if matter.kind in GIVEN:
        return not any(before.kind in GIVEN for before in now.before(matter))
    return matter.kind != STAGES[0] or not now.stages(matter.name)


def _gift(now: Held, root: Matter, told: dict[str, list[Account]]) -> Gift:
    whole = list(family(now, root.name))
    first = root.first
    asks = [one for one in (root, *now.before(root)) if one.kind == STAGES[0]]
    promises = [one for one in whole if one.kind == "commitment"] or [
        one for one in whole if one.kind == "offer"
    ]
    came, used = (_total(whole, kind) for kind in ("arrival", "in_service"))
    quantity = _sum(promises)
    accounts = [account for one in (*asks, *whole) for account in told[one.name]]
    named = {one.name: one for one in (*asks, *whole)}.values()
    return Gift(
        root.name,
        root.first.number,
        _furthest(whole),
        first.get("partner"),
        first.get("item") or first.get("topic"),
        next((one.first.get("unit") for one in named if one.first.get("unit")), ""),
        next((one.first.get("region") for one in reversed(whole) if one.first.get("region")), ""),
        _sum(asks),
        quantity,
        came,
        used,
        min(account.day for account in root.accounts),
        _promised(accounts),
        _due(now, whole, quantity, came),
        tuple(dict.fromkeys(source for one in whole for a in one.accounts for source in a.sources)),
        tuple(dict.fromkeys(field for one in whole for field in one.differs)),
        _entries(accounts),
        first.get("stance"),
    )


def _gone(accounts: Sequence[Account]) -> Gift:
    """What was taken back, as it stood before that."""
    first = accounts[0]
    day = first.fields.get("due")
    return Gift(
        first.entry.name, first.number, WITHDRAWN, first.get("partner"),
        first.get("item") or first.get("topic"), first.get("unit"), first.get("region"),
        None, first.quantity, Decimal(0), Decimal(0), first.day, None,
        date.fromisoformat(day) if day else None, first.sources, (), _entries(accounts),
        first.get("stance"),
    )  # fmt: skip


def _furthest(whole: Sequence[Matter]) -> str:
    kinds = {one.kind for one in whole}
    return next((kind for kind in reversed(STAGES) if kind in kinds), whole[0].kind)


def _sum(matters: Sequence[Matter]) -> Decimal | None:
    """The most that is told of each, together; None where no number is said."""
    said = [max(one.quantities()) for one in matters if one.quantities()]
    return sum(said, Decimal(0)) if said else None


def _total(whole: Sequence[Matter], kind: str) -> Decimal:
    return _sum([one for one in whole if one.kind == kind]) or Decimal(0)


def _promised(accounts: Sequence[Account]) -> date | None:
    """What was first promised, whatever was corrected since."""
    said = [
        one.entry
        for one in accounts
        if one.entry.kind in GIVEN and "due" in one.entry.fields and not one.withdrawn
    ]
    first = min(said, key=lambda entry: (entry.known, entry.number), default=None)
    return None if first is None else date.fromisoformat(first.fields["due"])


def _due(
    now: Held, whole: Sequence[Matter], quantity: Decimal | None, came: Decimal
) -> date | None:
    """The day by which the last of what is still to come is said to arrive."""
    if quantity and came >= quantity:
        return max(a.day for one in whole if one.kind == "arrival" for a in one.accounts)
    days = [_day(now, one) for one in whole if _open(now, one)]
    return max(filter(None, days), default=None)


def _open(now: Held, matter: Matter) -> bool:
    """Whether some of it is still to come and no later stage tells of that."""
    if matter.kind not in COMING:
        return False
    most, later = matter.quantities(), _sum(now.stages(matter.name))
    return not most or later is None or later < max(most)


def _day(now: Held, matter: Matter) -> date | None:
    """The day by which it is due, its own or that of the nearest stage before that says one."""
    for one in (matter, *(each for each in now.before(matter) if each.kind in GIVEN)):
        days = [account.get("due") for account in one.accounts if account.get("due")]
        if days:
            return date.fromisoformat(max(days))
    return None


def _entries(accounts: Sequence[Account]) -> tuple[Entry, ...]:
    found = {one.number: one for each in accounts for one in (each.entry, *each.corrections)}
    return tuple(found[number] for number in sorted(found))
