"""Where a ledger is, and the schema of its database: made, checked, upgraded, refused."""

from __future__ import annotations

import subprocess
import sys

import pytest
from alembic.operations import Operations

from holdfast import ledger
from holdfast.ledger import connect, migrate
from holdfast.ledger.address import address, shown
from holdfast.ledger.migrations.versions import r0001_entries
from holdfast.ledger.schema import columns
from holdfast.ledger.tables import ENTRIES
from ledger.pledges import GIFT, entered, raw


def at_revision(path, revision: str) -> None:
    """Make a ledger of an earlier version's schema."""
    path.touch()
    with connect.writing(connect.engine(address(path))) as connection:
        migrate.upgrade(connection, revision)


def test_a_ledger_is_made_once(book, path):
    with pytest.raises(FileExistsError, match="is a ledger already"):
        ledger.create(path)
    assert ledger.open(path).entries() == []


def test_what_migrations_make_is_what_is_read(book, path):
    there = [row[1] for row in raw(path, "PRAGMA table_info(entries)")]
    assert there == [column.name for column in ENTRIES.columns]
    assert tuple(columns()) == r0001_entries.TEXTS


def test_folders_are_made_and_an_empty_file_is_taken(tmp_path):
    ledger.create(tmp_path / "new" / "aid.db")
    (tmp_path / "empty.db").touch()
    assert ledger.create(tmp_path / "empty.db").verify().whole


def test_an_earlier_schema_is_brought_here_only_when_asked(path):
    at_revision(path, "0001")
    with pytest.raises(ledger.LedgerError, match=r"earlier version; `holdfast ledger init .* --up"):
        ledger.open(path)
    assert ledger.upgrade(path) == ("0001", "0002")
    book = ledger.open(path)
    entered(book, *GIFT)
    assert book.verify().whole
    assert ledger.upgrade(path) == ("0002", "0002")


def test_a_later_schema_is_refused(filled, path):
    raw(path, "UPDATE alembic_version SET version_num = '0999'")
    for act in (ledger.open, ledger.upgrade):
        with pytest.raises(ledger.LedgerError, match="of a later version of holdfast"):
            act(path)


def test_an_upgrade_that_fails_leaves_all_as_it_was(path, monkeypatch):
    at_revision(path, "0001")
    before = raw(path, "SELECT sql FROM sqlite_master")

    def half(self, statement, **_):
        if "entries_no_delete" in str(statement):
            raise RuntimeError("killed")
        return execute(self, statement)

    execute = Operations.execute
    monkeypatch.setattr(Operations, "execute", half)
    with pytest.raises(RuntimeError, match="killed"):
        ledger.upgrade(path)
    assert raw(path, "SELECT sql FROM sqlite_master") == before
    assert raw(path, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_tables_of_something_else_are_let_be(path):
    raw(path, "PRAGMA journal_mode=DELETE", "CREATE TABLE mine (a)")
    before = path.read_bytes()
    with pytest.raises(ledger.LedgerError, match="holds tables of something else"):
        ledger.create(path)
    with pytest.raises(ledger.LedgerError, match="holds no ledger"):
        ledger.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("none.db", "is not there; `holdfast ledger init none.db` makes a ledger"),
        (".", "is not a file"),
        ("mysql://host/aid", "is not served: give the path of a file"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///file:aid?mode=memory&uri=true", "names no file"),
        (":memory:", "names no file"),
        ("", "LEDGER: is blank"),
        ("L" * 300, "cannot be read: file name too long"),
        ("://", "is not the URL of a database"),
    ],
)
def test_places_that_cannot_be(tmp_path, monkeypatch, where, said):
    monkeypatch.chdir(tmp_path)
    for act in (ledger.open, ledger.upgrade, *([] if where == "none.db" else [ledger.create])):
        with pytest.raises(ledger.LedgerError) as caught:
            act(where)
        assert said in str(caught.value)
        assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database(path):
    for text in ("x", "not a database " * 400, "SQLite format 3\0 and no more" * 400):
        path.write_text(text)
        for act in (ledger.open, ledger.create, ledger.upgrade):
            with pytest.raises(ledger.LedgerError, match="is damaged or no ledger"):
                act(path)
            assert path.read_text() == text


def test_a_password_is_not_shown():
    url = address("postgresql://me:secret@host/aid")
    assert shown(url) == "postgresql://me:***@host/aid"
    assert url.drivername == "postgresql+psycopg"


def test_a_server_that_is_not_there_is_one_line():
    with pytest.raises(ledger.LedgerFailure) as caught:
        ledger.open("postgresql://me:secret@127.0.0.1:1/aid?connect_timeout=2")
    assert "secret" not in str(caught.value)
    assert "check the address" in str(caught.value)
    assert "\n" not in str(caught.value)


BLOCKED = """
import sys
for name in ("sqlalchemy", "alembic"):
    sys.modules[name] = None
import holdfast
try:
    holdfast.ledger.open("aid.db")
except RuntimeError as error:
    print(error)
"""


def test_without_what_it_needs_it_says_what_to_install():
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True)
    assert done.stdout == "the ledger needs sqlalchemy: pip install 'holdfast[ledger]'\n"
    assert done.stderr == ""
