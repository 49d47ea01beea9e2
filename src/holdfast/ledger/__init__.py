"""The ledger of help: who said what and when, from request to use, append-only.

    book = holdfast.ledger.create("aid.db")
    book.append([{"kind": "offer", ...}], who="A. Analyst", written="2022-12-01T09:00:00Z")
    book.verify()

It needs SQLAlchemy and alembic: pip install 'holdfast[ledger]'. Names are loaded when they are
first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.ledger.chain import Verified
    from holdfast.ledger.connect import LedgerFailure
    from holdfast.ledger.draft import Draft, LedgerError
    from holdfast.ledger.entry import Entry
    from holdfast.ledger.exporting import export
    from holdfast.ledger.sheet import read_file
    from holdfast.ledger.store import Appended, Ledger, create, upgrade
    from holdfast.ledger.store import open_ledger as open

_PLACES = {
    "Appended": ("store", "Appended"),
    "Draft": ("draft", "Draft"),
    "Entry": ("entry", "Entry"),
    "Ledger": ("store", "Ledger"),
    "LedgerError": ("draft", "LedgerError"),
    "LedgerFailure": ("connect", "LedgerFailure"),
    "Verified": ("chain", "Verified"),
    "create": ("store", "create"),
    "export": ("exporting", "export"),
    "open": ("store", "open_ledger"),
    "read_file": ("sheet", "read_file"),
    "upgrade": ("store", "upgrade"),
}
NEEDED = ("sqlalchemy", "alembic")

__all__ = [
    "Appended",
    "Draft",
    "Entry",
    "Ledger",
    "LedgerError",
    "LedgerFailure",
    "Verified",
    "create",
    "export",
    "open",
    "read_file",
    "upgrade",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use; RuntimeError if what it needs is not installed."""
    if name not in _PLACES:
        raise AttributeError(f"module 'holdfast.ledger' has no attribute {name!r}")
    module, inner = _PLACES[name]
    try:
        return getattr(importlib.import_module(f"holdfast.ledger.{module}"), inner)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in NEEDED:
            raise RuntimeError(
                f"the ledger needs {error.name}: pip install 'holdfast[ledger]'"
            ) from None
        raise
