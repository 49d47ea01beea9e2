"""The fields of an entry as they are typed: kind=offer partner=EN quantity=5."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.ledger.draft import Draft, LedgerError, draft
from holdfast.ledger.schema import columns
from holdfast.scenario.fault import Fault, hint, short

PLACE = "entry"
"""What faults call it."""


def fields_of(texts: Sequence[str]) -> Draft:
    """The entry that is typed. Raises LedgerError with every text that is no field."""
    made: dict[str, str] = {}
    faults = []
    for text in texts:
        name, between, value = text.partition("=")
        name = name.strip().lower()
        if not between:
            message = "is not FIELD=VALUE, such as partner=EN"
            faults.append(Fault(PLACE, None, None, short(text), message))
        elif name not in columns():
            message = f"is not a field; {hint(name, columns())}"
            faults.append(Fault(PLACE, None, None, short(name), message))
        elif name in made:
            faults.append(Fault(PLACE, None, name, short(value), "is given twice"))
        else:
            made[name] = value
    if faults:
        raise LedgerError(faults)
    return draft(made, PLACE)
