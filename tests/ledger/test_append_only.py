"""The database itself refuses what is not an entry at the end of the chain."""

from __future__ import annotations

import sqlite3

import pytest

from ledger.pledges import GIFT, entered, raw


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET quantity = '7' WHERE number = 2",
        "DELETE FROM entries WHERE number = 6",
        "DELETE FROM entries",
        "REPLACE INTO entries SELECT * FROM entries WHERE number = 2",
        "INSERT INTO entries SELECT * FROM entries WHERE number = 2",
        "INSERT INTO entries (number, written, who, digest, previous, hash) "
        "VALUES (9, 'w', 'x', 'd', (SELECT hash FROM entries WHERE number = 6), 'h')",
        "INSERT INTO entries (number, written, who, digest, previous, hash) "
        "VALUES (7, 'w', 'x', 'd', (SELECT hash FROM entries WHERE number = 5), 'h')",
        "REPLACE INTO entries (number, written, who, digest, previous, hash) "
        "VALUES (7, 'w', 'x', (SELECT digest FROM entries WHERE number = 2), "
        "(SELECT hash FROM entries WHERE number = 6), 'h')",
    ],
)
def test_refused(filled, path, statement):
    before = filled.entries()
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|at the end of the chain"):
        raw(path, statement)
    assert filled.entries() == before
    assert filled.verify().whole


def test_what_is_at_the_end_is_taken(book):
    for place, row in enumerate(GIFT, start=1):
        made = entered(book, row)
        assert [entry.number for entry in made.new] == [place]
        assert made.head == book.head()
    assert book.verify().entries == len(GIFT)


def test_a_row_that_is_there_adds_nothing(filled):
    before = filled.entries()
    made = entered(filled, *GIFT)
    assert made.new == ()
    assert list(made.known) == before
    assert filled.entries() == before


def test_the_file_is_written_ahead_and_synced(filled, path):
    assert raw(path, "PRAGMA journal_mode") == [("wal",)]
    with filled._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() >= 30_000
