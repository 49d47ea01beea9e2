"""Connections: one writer at a time, and what is committed is on the disk.

SQLite: a write-ahead log that is synced with every commit (synchronous FULL), BEGIN IMMEDIATE
for a writer, who waits up to PATIENCE for another. PostgreSQL: an advisory lock held to the end of
the transaction, taken before anything is read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from holdfast.ledger.address import FILE, NO_DATABASE, shown
from holdfast.ledger.draft import refused

PATIENCE = 60.0
"""Seconds that a writer waits for another."""
LOCK = 0x686F6C64
"""Number of the advisory lock of all ledgers in one database of PostgreSQL."""
_WRITES = "holdfast_writes"


class LedgerFailure(RuntimeError):
    """The database did not do what was asked; the text says what to do."""


def engine(url: URL) -> Engine:
    """An engine whose connections are opened when they are needed and closed after. Raises
    LedgerFailure without the driver."""
    try:
        if url.get_backend_name() != FILE:
            return create_engine(url, poolclass=NullPool, isolation_level="READ COMMITTED")
        made = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE})
    except (ImportError, NoSuchModuleError):
        raise LedgerFailure(
            f"{shown(url)}: the driver of PostgreSQL is missing: pip install 'holdfast[postgres]'"
        ) from None
    event.listen(made, "connect", _on_connect)
    event.listen(made, "begin", _on_begin)
    return made


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below and not by the driver
    # a text whose bytes were changed is read too, and then found by its hash
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    connection.execute("PRAGMA synchronous=FULL")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(made: Engine) -> Iterator[Connection]:
    """A transaction that reads: it sees the ledger as it is at one moment."""
    with told(made.url), made.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(made: Engine) -> Iterator[Connection]:
    """The one transaction that writes; after the block it is committed and on the disk."""
    with told(made.url), made.connect() as plain:
        connection = plain.execution_options(**{_WRITES: True})
        with connection.begin():
            if connection.dialect.name != FILE:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection


@contextmanager
def told(url: URL) -> Iterator[None]:
    """Errors of the database as one line that says what to do; LedgerError if it is none."""
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise refused(NO_DATABASE, shown(url)) from None
        said = " ".join(str(error.orig).split())
        raise LedgerFailure(f"{shown(url)}: {said}; {_advice(said)}") from error
    except SQLAlchemyError as error:
        said = " ".join(str(error).split())
        raise LedgerFailure(f"{shown(url)}: {said}") from error
    except (sqlite3.Error, UnicodeError) as error:
        said = " ".join(str(error).split())
        raise LedgerFailure(f"{shown(url)}: {said}; {_advice(said)}") from error


def _advice(said: str) -> str:
    low = said.lower()
    if "locked" in low or "timeout" in low:
        return "another writes to it for long: try again"
    if "full" in low:
        return "make room there; nothing was entered"
    if "readonly" in low or "read-only" in low or "unable to open" in low or "denied" in low:
        return "check the path and its permissions"
    if "malformed" in low or "decode" in low or "corrupt" in low:
        return "the file is damaged or no ledger: run `holdfast ledger verify`, restore a copy"
    if "connect" in low:
        return "check the address, the user and that the server runs"
    return "nothing was entered"
