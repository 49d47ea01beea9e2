"""Rules between entries: stages follow, their days are in order, no more comes than was said."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from holdfast.ledger.entry import number_text
from holdfast.ledger.held import Account, Held, Matter
from holdfast.ledger.schema import GIVEN, kinds
from holdfast.scenario.fault import hint

SAME = ("partner", "item")
"""Fields in which all accounts and all stages of a gift agree."""


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an account beside others."""

    number: int
    """Of the entry."""
    field: str
    message: str


def problems(now: Held) -> Iterator[Problem]:
    """All that is wrong between the accounts that hold."""
    for matter in now.matters.values():
        for rule in _RULES:
            yield from rule(now, matter)
    yield from _quantities(now)


def _links(now: Held, matter: Matter) -> Iterator[Problem]:
    """A stage names an entry that it can be a stage of."""
    for account in matter.accounts:
        name = account.get("of")
        if not name:
            continue
        allowed = kinds()[matter.kind].follows
        found = now.matters.get(name)
        if found is not None and found.kind in allowed:
            continue
        if found is not None:
            message = f"is of kind {_said(found.kind)}; allowed: {_or(allowed)}"
        else:
            known = [one.name for one in now.matters.values() if one.kind in allowed]
            what = "taken back" if name in now.gone else f"no entry of kind {_or(allowed)}"
            message = f"is {what}; {hint(name, known)}"
        yield Problem(account.number, "of", message)


def _accounts(now: Held, matter: Matter) -> Iterator[Problem]:
    """Accounts of one matter are of one kind, one gift, and one source each."""
    first, told = matter.first, {matter.first.entry.fields["source"]: matter.first.number}
    for account in matter.accounts[1:]:
        if account.entry.kind != matter.kind:
            message = (
                f"is the id of entry {first.number}, of kind {_said(matter.kind)}: give another id"
            )
            yield Problem(account.number, "id", message)
            continue
        source = account.entry.fields["source"]
        if source in told:
            message = (
                f"is told by source {source} in entry {told[source]} already: enter a correction "
                f"of L{told[source]}, or give the source that says otherwise"
            )
            yield Problem(account.number, "id", message)
        told.setdefault(source, account.number)
        for name in (*SAME, "of", "topic"):
            said = account.get(name)
            if said != first.get(name) and not (name == "of" and "" in (said, first.get(name))):
                message = (
                    f"is not that of entry {first.number} on the same matter, "
                    f"{first.get(name) or 'blank'}: give another id"
                )
                yield Problem(account.number, name, message)


def _whole(now: Held, matter: Matter) -> Iterator[Problem]:
    """A gift has a partner and an item, its own or those of the stage before."""
    if matter.kind in GIVEN and matter.of not in now.gone:
        for account in matter.accounts:
            for name in SAME:
                if not account.get(name):
                    message = "is needed where no offer or commitment before it has one"
                    yield Problem(account.number, name, message)


def _same_gift(now: Held, matter: Matter) -> Iterator[Problem]:
    """Stages of a gift are of one partner, item and unit."""
    before = _gift_before(now, matter)
    if before is None:
        return
    units = {one.get("unit") for one in before.accounts} - {""}
    for account in matter.accounts:
        for name in SAME:
            said = before.first.get(name)
            if account.get(name) != said:
                message = f"is not that of {before.name}, of which it is a stage: {said}"
                yield Problem(account.number, name, message)
        unit = account.get("unit")
        if unit and units and unit not in units:
            message = f"is not the unit of {before.name}: {_or(sorted(units))}"
            yield Problem(account.number, "unit", message)


def _days(now: Held, matter: Matter) -> Iterator[Problem]:
    """No stage is earlier than the one before."""
    before = now.matters.get(matter.of)
    if before is not None:
        earliest = min(one.day for one in before.accounts)
        for account in matter.accounts:
            if account.day < earliest:
                message = f"is before {before.name}, of {earliest}: a later day is needed"
                yield Problem(account.number, "date", message)
    for account in matter.accounts:
        due = account.get("due")
        if due and due < account.get("date"):
            message = f"is before the day on which it was said, {account.get('date')}"
            yield Problem(account.number, "due", message)


def _quantities(now: Held) -> Iterator[Problem]:
    """Of each later stage no more than of the earlier ones, unless a note says why."""
    totals: dict[tuple[str, str], Decimal] = {}
    for matter in now.matters.values():
        told = matter.quantities()
        if matter.kind not in GIVEN or not told:
            continue
        over: list[tuple[Decimal, str, Decimal]] = []
        for before in now.before(matter):
            limit = before.quantities()
            if before.kind not in GIVEN or not limit or before.kind == matter.kind:
                continue
            key = (before.name, matter.kind)
            totals[key] = totals.get(key, Decimal(0)) + min(told)
            if totals[key] > max(limit):
                over.append((max(limit), before.name, totals[key]))
        if over and not any(one.get("note") for one in matter.accounts):
            most, name, total = min(over)
            message = (
                f"makes {number_text(str(total))} of kind {_said(matter.kind)}, more than the "
                f"{number_text(str(most))} of {name}: at most that, or a note that says why"
            )
            yield Problem(_last(matter).number, "quantity", message)


def _gift_before(now: Held, matter: Matter) -> Matter | None:
    before = now.matters.get(matter.of)
    of_gift = before is not None and matter.kind in GIVEN and before.kind in GIVEN
    return before if of_gift else None


def _last(matter: Matter) -> Account:
    return max(matter.accounts, key=lambda one: one.number)


def _said(kind: str) -> str:
    return kind.replace("_", " ")


def _or(names: Sequence[str]) -> str:
    return " or ".join(map(_said, names))


_RULES: tuple[Callable[[Held, Matter], Iterator[Problem]], ...] = (
    _links,
    _accounts,
    _whole,
    _same_gift,
    _days,
)
