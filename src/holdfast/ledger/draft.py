"""What is to be entered: the texts of one row, judged cell by cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from holdfast.ledger.entry import NUMBERED, number_text
from holdfast.ledger.schema import CLEARED, CORRECTION, Kind, columns, kinds
from holdfast.scenario.cells import reader, words
from holdfast.scenario.fault import Fault, ScenarioError, hint, short


class LedgerError(ScenarioError):
    """Entries that cannot be taken, or a ledger that cannot be read; `faults` lists it all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        head = f"the ledger finds {len(self.faults)} fault{'' if len(self.faults) == 1 else 's'}"
        self.args = ("\n".join([f"{head}:", *(f"  {fault}" for fault in self.faults)]),)


def refused(message: str, place: str) -> LedgerError:
    """The error of one fault that no row has."""
    return LedgerError([Fault(place, None, None, None, message)])


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A row before it is an entry."""

    fields: Mapping[str, str]
    """Texts by field, as they are kept; blank ones left out."""
    file: str = "entry"
    row: int | None = None
    labels: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the row calls a field, where that is not its name."""

    def get(self, field: str) -> str:
        """The text of a field; "" where it is blank."""
        return self.fields.get(field, "")

    def fault(self, field: str, message: str) -> Fault:
        """The fault of one of its fields."""
        value = self.get(field)
        label = self.labels.get(field, field)
        return Fault(self.file, self.row, label, short(value) if value else None, message)


def draft(
    texts: Mapping[str, str],
    file: str = "entry",
    row: int | None = None,
    labels: Mapping[str, str] | None = None,
) -> Draft:
    """The row with its texts as they are kept: without spaces around, numbers in one form.

    A kind may be written "in service" and an entry by its bare number, 12 for L12.
    """
    kept = {}
    for name, text in texts.items():
        clean = " ".join(text.split())
        spec = columns().get(name)
        sound = spec is not None and spec.type == "number" and not reader(spec)(clean)
        if name == "kind":
            clean = clean.lower().replace(" ", "_").replace("-", "_")
        if name == "of" and clean.isdecimal():
            clean = f"L{int(clean)}"
        if clean:
            kept[name] = number_text(clean) if sound else clean
    return Draft(kept, file, row, labels or {})


def cell_faults(one: Draft) -> Iterator[Fault]:
    """What is wrong with a row by itself."""
    for name, text in one.fields.items():
        if name not in columns():
            yield one.fault(name, f"is not a field; {hint(name, columns())}")
        elif not _kept(text):
            yield one.fault(name, "holds a sign that no database keeps: take it out")
    kind = kinds().get(one.get("kind"))
    for name, spec in columns().items():
        text = one.get(name)
        if not text and spec.required:
            yield one.fault(name, f"is needed: {words(spec)}")
        cleared = text == CLEARED and one.get("kind") == CORRECTION
        if text and not cleared and (message := reader(spec)(text)):
            yield one.fault(name, f"{message}; allowed: {words(spec)}")
    if kind is not None:
        yield from _kind_faults(one, kind)


def _kept(text: str) -> bool:
    """Whether every database keeps a text: none does half of a pair, and one no zero."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _kind_faults(one: Draft, kind: Kind) -> Iterator[Fault]:
    said = kind.name.replace("_", " ")
    for name in kind.needs:
        if not one.get(name) and not columns()[name].required:
            yield one.fault(name, f"is needed with kind {said}: {words(columns()[name])}")
    for name in one.fields:
        if name in columns() and name not in kind.may:
            allowed = ", ".join(kind.may)
            yield one.fault(name, f"is not used with kind {said}: leave it blank (used: {allowed})")
    if kind.follows and not kind.free and not one.get("of"):
        before = " or ".join(kind.follows[:2])
        what = "the entry that it corrects" if kind.name == CORRECTION else f"its {before}"
        yield one.fault("of", f"is needed with kind {said}: {what}, by id or number")
    name = one.get("id")
    if name.isdigit() or NUMBERED.fullmatch(name):
        message = "is like the number of an entry: give an id with other letters, or leave it blank"
        yield one.fault("id", message)
    if kind.name == CORRECTION:
        yield from _correction_faults(one, kind)


def _correction_faults(one: Draft, kind: Kind) -> Iterator[Fault]:
    if one.get("id"):
        yield one.fault("id", "is not used with kind correction: name the entry in `of`")
    changes = [name for name in (*kind.takes, "date") if one.get(name)]
    if not changes:
        allowed = ", ".join((*kind.takes, "date"))
        yield one.fault("of", f"is not changed: give what is right in one of {allowed}")
    elif one.get("withdrawn") and len(changes) > 1:
        yield one.fault("withdrawn", "takes the entry back: leave the other fields blank")
    for name in ("date", "as_of", "note", "source", "of"):
        if one.get(name) == CLEARED:
            yield one.fault(name, "cannot be cleared")
