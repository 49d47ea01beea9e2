"""The same over PostgreSQL; collected where HOLDFAST_TEST_POSTGRES is the URL of a database.

That database is let be: the tests make one of their own beside it.
"""

from __future__ import annotations

import os

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from holdfast import ledger
from holdfast.ledger import connect, migrate
from holdfast.ledger.address import address
from ledger.pledges import GIFT, STANCE, entered, faults
from ledger.writers import PAIR, at_once, started, told

GIVEN = os.environ["HOLDFAST_TEST_POSTGRES"]
NAME = f"holdfast_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
URL = address(GIVEN).set(database=NAME).render_as_string(hide_password=False)
URL = URL.replace("+psycopg", "")


def straight(*statements: str) -> None:
    """Run statements past the ledger."""
    engine = create_engine(address(URL))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="module", autouse=True)
def database():
    """A database for this module alone."""
    engine = create_engine(address(GIVEN), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {NAME}"))
        yield
        connection.execute(text(f"DROP DATABASE {NAME} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def book() -> ledger.Ledger:
    straight("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return ledger.create(URL)


@pytest.fixture
def filled(book) -> ledger.Ledger:
    entered(book, *GIFT)
    return book


def test_the_chain_is_that_of_sqlite(filled, path):
    other = ledger.create(path)
    entered(other, *GIFT)
    assert filled.entries() == other.entries()
    assert filled.verify(other.head()) == other.verify(filled.head())
    assert entered(filled, *GIFT, STANCE).new[0].number == 7
    assert faults(filled, {"kind": "gift", "source": "desk"})
    assert len(filled.now()) == len("2031-01-01T09:00:00Z")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET quantity = '7' WHERE number = 2",
        "DELETE FROM entries WHERE number = 6",
        "TRUNCATE entries",
        "INSERT INTO entries (number, written, who, digest, previous, hash) VALUES "
        "(9, 'w', 'x', 'd', 'p', 'h')",
    ],
)
def test_the_database_refuses(filled, statement):
    with pytest.raises(DBAPIError, match=r"append-only|at the end of the chain"):
        straight(statement)
    assert filled.verify().whole


def test_a_changed_entry_and_a_lost_trigger_are_found(filled):
    straight(
        "ALTER TABLE entries DISABLE TRIGGER entries_no_update",
        "UPDATE entries SET quantity = '7' WHERE number = 2",
    )
    assert filled.verify().first == 2
    straight("UPDATE entries SET quantity = '50' WHERE number = 2")
    found = filled.verify()
    assert (found.first, "entries_no_update was taken away" in found.why) == (None, True)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "CREATE OR REPLACE FUNCTION entries_kept() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RETURN OLD; END $$",
            "entries_no_delete, entries_no_truncate, entries_no_update does not say",
        ),
        (
            "CREATE OR REPLACE TRIGGER entries_at_end BEFORE INSERT ON entries FOR EACH ROW "
            "WHEN (false) EXECUTE FUNCTION entries_ordered()",
            "entries_at_end does not say what it was written to say",
        ),
        ("ALTER TABLE entries ENABLE REPLICA TRIGGER entries_at_end", "entries_at_end was taken"),
        (
            "CREATE TRIGGER more BEFORE INSERT ON entries FOR EACH ROW "
            "EXECUTE FUNCTION entries_kept()",
            "more was put in",
        ),
    ],
)
def test_a_hollow_trigger_is_found(filled, statement, expected):
    assert filled.verify().whole
    straight(statement)
    assert expected in filled.verify().why


def test_a_ledger_is_made_once_and_upgraded_when_asked(book):
    with pytest.raises(FileExistsError):
        ledger.create(URL)
    straight("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    with connect.writing(connect.engine(address(URL))) as connection:
        migrate.upgrade(connection, "0001")
    with pytest.raises(ledger.LedgerError, match="earlier version"):
        ledger.open(URL)
    assert ledger.upgrade(URL) == ("0001", "0002")
    assert ledger.open(URL).verify().whole


def test_writers_at_once_wait_for_each_other(book):
    states, found = at_once(URL, writers=3, pairs=10)
    assert states == [0, 0, 0]
    assert found.acknowledged == found.entries == 3 * 10 * PAIR
    assert (found.lost, found.doubled, found.torn, found.broken) == (0, 0, 0, [])


def test_a_killed_writer_loses_nothing(book):
    import signal
    import time

    acknowledged = []
    for turn in range(10):
        child, pipe = started(URL, f"w{turn}")
        time.sleep(0.05 * (turn + 1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        acknowledged += told(pipe)
    there = {(entry.number, entry.hash) for entry in book.entries()}
    assert set(acknowledged) <= there
    assert len(there) % PAIR == 0
    assert book.verify().whole
