"""What holds now, or held on a day: a view over the chain, in which nothing is overwritten.

Entries about one matter (of one kind, under one id) from several sources are its accounts and
stand side by side. A correction changes the account that it names from the day on which it is
known, and the entry stays in the chain as it was written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from holdfast.ledger.entry import NUMBERED, Entry, is_correction
from holdfast.ledger.schema import CLEARED, GIVEN, kinds

INHERITED = ("partner", "item", "unit")
"""Fields that a stage takes from the one before where it leaves them blank."""
DIFFER = ("quantity", "unit", "date", "due", "region", "stance", "hardness")
"""Fields in which accounts of one matter may differ."""


@dataclasses.dataclass(slots=True)
class Account:
    """What one source says of a matter, as corrected."""

    entry: Entry
    fields: dict[str, str]
    corrections: list[Entry] = dataclasses.field(default_factory=list)
    withdrawn: bool = False

    @property
    def number(self) -> int:
        """The number of its entry."""
        return self.entry.number

    def get(self, field: str) -> str:
        """The text of a field; "" where it is blank."""
        return self.fields.get(field, "")

    @property
    def day(self) -> date:
        """The day on which it was said or happened."""
        return date.fromisoformat(self.fields["date"])

    @property
    def quantity(self) -> Decimal | None:
        """How many; None where it was not said."""
        return Decimal(self.fields["quantity"]) if self.get("quantity") else None

    @property
    def known(self) -> date:
        """The day since which all that it says is known."""
        return max(one.known for one in (self.entry, *self.corrections))

    @property
    def sources(self) -> tuple[str, ...]:
        """Who says so: its source, and those of its corrections."""
        said = (one.fields["source"] for one in (self.entry, *self.corrections))
        return tuple(dict.fromkeys(said))


@dataclasses.dataclass(slots=True)
class Matter:
    """One thing that was said or happened, by every source that tells of it."""

    name: str
    kind: str
    accounts: list[Account] = dataclasses.field(default_factory=list)

    @property
    def of(self) -> str:
        """The name of the matter of which it is a stage; "" where it is of none."""
        return next((one.get("of") for one in self.accounts if one.get("of")), "")

    @property
    def first(self) -> Account:
        """The account that was entered first."""
        return self.accounts[0]

    @property
    def differs(self) -> tuple[str, ...]:
        """Fields on which its sources do not agree; what a source leaves blank it does not say."""
        said = {name: {one.get(name) for one in self.accounts} - {""} for name in DIFFER}
        return tuple(name for name, texts in said.items() if len(texts) > 1)

    def quantities(self) -> list[Decimal]:
        """Every quantity that is told."""
        return [one.quantity for one in self.accounts if one.quantity is not None]


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """All matters that hold, by name, in the order of their first entries."""

    matters: Mapping[str, Matter]
    gone: frozenset[str]
    """Names of matters that were taken back."""
    accounts: Mapping[int, Account]
    """Every account by the number of its entry, those taken back too."""
    after: Mapping[str, Sequence[Matter]]
    """The matters that are stages of each, by its name."""

    def before(self, matter: Matter) -> Iterator[Matter]:
        """The matters of which it is a stage, the nearest first."""
        seen = {matter.name}
        while (found := self.matters.get(matter.of)) is not None and found.name not in seen:
            seen.add(found.name)
            yield found
            matter = found

    def stages(self, name: str) -> Sequence[Matter]:
        """The matters that are stages of this one itself."""
        return self.after.get(name, ())


def names(entries: Iterable[Entry]) -> dict[str, str]:
    """The matter that each name calls: an id itself, and L and a number the entry's matter."""
    made = {}
    for entry in entries:
        if not is_correction(entry):
            made[entry.name] = made[f"L{entry.number}"] = entry.name
    return made


def corrected(entry: Entry, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that a correction may mean: the one of that number, or all of that id."""
    name = entry.fields["of"]
    others = [one for one in entries if not is_correction(one)]
    if found := NUMBERED.fullmatch(name):
        return [one for one in others if one.number == int(found[1])]
    return [one for one in others if one.name == name]


def held(entries: Iterable[Entry], as_of: date | None = None) -> Held:
    """What holds, of all that is known; with `as_of` of what was known then."""
    chain = [one for one in entries if as_of is None or one.known <= as_of]
    called = names(chain)
    accounts: dict[int, Account] = {}
    by_name: dict[str, list[Account]] = {}
    for entry in chain:
        if not is_correction(entry):
            fields = dict(entry.fields)
            if "of" in fields:
                fields["of"] = called.get(fields["of"], fields["of"])
            accounts[entry.number] = account = Account(entry, fields)
            by_name.setdefault(entry.name, []).append(account)
    for entry in filter(is_correction, chain):
        name = entry.fields["of"]
        numbered = NUMBERED.fullmatch(name)
        found = [accounts[int(numbered[1])]] if numbered and int(numbered[1]) in accounts else []
        for account in found or by_name.get(name, []):
            _correct(account, entry)
    matters: dict[str, Matter] = {}
    for account in accounts.values():
        if not account.withdrawn:
            entry = account.entry
            matter = matters.setdefault(entry.name, Matter(entry.name, entry.kind))
            matter.accounts.append(account)
    gone = frozenset(one.entry.name for one in accounts.values()) - matters.keys()
    after: dict[str, list[Matter]] = {}
    for matter in matters.values():
        after.setdefault(matter.of, []).append(matter)
    made = Held(matters, gone, accounts, after)
    _inherit(made)
    return made


def _correct(account: Account, entry: Entry) -> None:
    account.corrections.append(entry)
    if entry.fields.get("withdrawn"):
        account.withdrawn = True
        return
    for name in (*kinds()[entry.kind].takes, "date", "note"):
        text = entry.fields.get(name, "")
        if text == CLEARED:
            account.fields.pop(name, None)
        elif text:
            account.fields[name] = text


def _inherit(made: Held) -> None:
    """Fill in what a stage leaves to the one before; earlier kinds come first."""
    order = {name: place for place, name in enumerate(kinds())}
    for matter in sorted(made.matters.values(), key=lambda one: order[one.kind]):
        before = made.matters.get(matter.of)
        if matter.kind not in GIVEN or before is None or before.kind not in GIVEN:
            continue
        for account in matter.accounts:
            for name in INHERITED:
                if not account.get(name) and (text := before.first.get(name)):
                    account.fields[name] = text
