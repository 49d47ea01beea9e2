"""Ledgers for the tests; those of PostgreSQL only where HOLDFAST_TEST_POSTGRES names a database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from holdfast import ledger
from ledger import pledges

collect_ignore = [] if os.environ.get("HOLDFAST_TEST_POSTGRES") else ["test_postgres.py"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger may be made."""
    return tmp_path / "aid.db"


@pytest.fixture
def book(path: Path) -> ledger.Ledger:
    """A ledger without an entry."""
    return ledger.create(path)


@pytest.fixture
def filled(book: ledger.Ledger) -> ledger.Ledger:
    """The same with a gift from asking to use."""
    pledges.entered(book, *pledges.GIFT)
    return book
