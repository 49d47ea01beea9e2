"""A small gift from asking to use, as rows of a ledger, and ways to enter it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from holdfast.ledger import Appended, Ledger

WHO, WRITTEN = "A. Analyst", "2031-01-01T09:00:00Z"
GIFT = (
    {"kind": "request", "id": "R1", "asked_by": "VA", "partner": "EN", "item": "generator_set",
     "quantity": "60", "unit": "set", "date": "2030-11-01", "due": "2030-12-01", "source": "desk"},
    {"kind": "offer", "id": "O1", "of": "R1", "partner": "EN", "item": "generator_set",
     "quantity": "50", "unit": "set", "date": "2030-11-05", "due": "2030-12-01", "source": "desk"},
    {"kind": "commitment", "id": "C1", "of": "O1", "quantity": "50", "date": "2030-11-10",
     "due": "2030-12-10", "region": "UPP", "source": "desk"},
    {"kind": "shipment", "id": "S1", "of": "C1", "quantity": "30", "date": "2030-11-20",
     "due": "2030-12-05", "region": "UPP", "source": "desk"},
    {"kind": "arrival", "id": "A1", "of": "S1", "quantity": "20", "date": "2030-12-04",
     "region": "UPP", "source": "desk"},
    {"kind": "in_service", "id": "U1", "of": "A1", "quantity": "15", "date": "2030-12-14",
     "source": "desk"},
)  # fmt: skip
STANCE = {
    "kind": "position", "id": "P1", "partner": "EN", "topic": "air defence", "stance": "refuses",
    "hardness": "soft", "date": "2030-11-02", "source": "desk",
}  # fmt: skip


def entered(book: Ledger, *rows: dict[str, str]) -> Appended:
    """Enter rows."""
    return book.append(rows, who=WHO, written=WRITTEN)


def faults(book: Ledger, *rows: dict[str, str]) -> list[str]:
    """What is wrong with rows, as "column: message"; nothing may be entered."""
    from holdfast.ledger import LedgerError

    before = book.head()
    try:
        entered(book, *rows)
    except LedgerError as error:
        assert book.head() == before
        return [
            f"{fault.row or 1} {fault.column}: {fault.message}"
            if fault.column
            else f"{fault.row or 1}: {fault.message}"
            for fault in error.faults
        ]
    return []


def changed(row: dict[str, str], **fields: str) -> dict[str, str]:
    """A row with other fields."""
    return {**row, **fields}


def raw(path: Path, *statements: str | tuple[str, Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Run statements past the ledger, straight in its file; the rows of the last."""
    connection = sqlite3.connect(path)
    try:
        found: list[tuple[Any, ...]] = []
        for statement in statements:
            sql, values = (statement, ()) if isinstance(statement, str) else statement
            found = connection.execute(sql, values).fetchall()
        connection.commit()
        return found
    finally:
        connection.close()


UNGUARDED = (
    "DROP TRIGGER entries_no_update",
    "DROP TRIGGER entries_no_delete",
    "DROP TRIGGER entries_at_end",
)
"""What a person does first who means to change an entry."""


def guarded_again(path: Path) -> None:
    """Put back the triggers, as a careful forger would."""
    from holdfast.ledger.migrations.versions import r0002_append_only

    raw(path, *r0002_append_only.statements(embedded=True))
