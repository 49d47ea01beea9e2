"""The database of the page: queue, users and sessions, in a file or, for a team, in PostgreSQL.

A database is of one folder: it says which, and the folder bears the same mark. What goes wrong with
it is `Lost`: whoever asks is told so and may ask again, and the server goes on.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sql
from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from holdfast.ledger import connect
from holdfast.ledger.address import FILE, address, refuse_file, shown
from holdfast.ledger.draft import LedgerError
from holdfast.page.errors import Lost
from holdfast.questions.refused import Refused
from holdfast.whole import put_file

DATABASE = "HOLDFAST_DATABASE"
"""Where the address of a database stands that is not given otherwise."""
LAYOUT = 1
"""Number of the tables' layout."""
HELD = 0x70616765
"""Number of the advisory lock that whoever serves a database of PostgreSQL holds."""
SOON = 0.2
"""Seconds between two tries to be the one who serves."""
SECONDS = 5
"""After which a database that does not answer is lost."""
MARK = "folder"
"""Under which name a database says whose it is, and the folder bears the same."""

META = sql.MetaData()
KEPT = sql.Table(
    "page_kept",
    META,
    sql.Column("name", sql.Text, primary_key=True),
    sql.Column("value", sql.Text, nullable=False),
)


class Twice(Exception):
    """A row that may stand once would stand twice."""


class Base:
    """One database; any thread may ask."""

    def __init__(self, where: str | os.PathLike[str]) -> None:
        """Open it, and make the tables that are not there. Raises Refused, Lost."""
        try:
            self.url: URL = address(where)
            self.team = self.url.get_backend_name() != FILE
            if not self.team:
                refuse_file(Path(self.url.database or ""), needed=False)
        except LedgerError as error:
            said = "; ".join(f"{fault.file} {fault.message}" for fault in error.faults)
            raise Refused(f"--database: {said}") from None
        self._engine = _engine(self.url, self.team)
        self._held: Connection | None = None
        self._guard = threading.Lock()
        with self.writing() as base:
            self._make(base)

    @property
    def shown(self) -> str:
        """Its address without a password."""
        return shown(self.url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads. Raises Lost."""
        with _told(self.shown), connect.reading(self._engine) as base:
            yield base

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, one at a time, on the disk once it ends. Raises Lost, Twice.

        In the block an IntegrityError is raised as Twice.
        """
        with _told(self.shown), connect.writing(self._engine) as base:
            try:
                yield base
            except IntegrityError as error:
                raise Twice from error

    def belongs(self, own: Path) -> None:
        """Let it be the database of a folder, whose own files are at `own`.

        Raises Refused if it is of another. A file that stands among these is of that folder.
        """
        mark = own / MARK
        mine = mark.read_text(encoding="ascii").strip() if mark.is_file() else ""
        kept = Path(self.url.database or "")
        inside = not self.team and kept.resolve().parent == own.resolve()
        with self.writing() as base:
            whose = base.execute(sql.select(KEPT.c.value).where(KEPT.c.name == MARK)).scalar()
            if whose and whose != mine and not inside:
                raise Refused(
                    f"--database: {self.shown} holds queue and users of another folder; name "
                    "another database, or none for the folder's own"
                )
            if whose is None:
                whose = mine or secrets.token_hex(16)
                base.execute(sql.insert(KEPT).values(name=MARK, value=whose))
        if whose != mine:
            put_file(mark, f"{whose}\n")

    def hold(self) -> None:
        """Be the only one who serves it; taken again where the connection was lost.

        Raises Refused if another serves it, Lost.
        """
        if not self.team:
            return
        with self._guard, _told(self.shown), connect.told(self.url):
            if self._held is not None:
                try:
                    self._held.execute(sql.text("SELECT 1"))
                    return
                except DBAPIError:
                    held, self._held = self._held, None
                    held.invalidate()
                    held.close()
            plain = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            asked = sql.text("SELECT pg_try_advisory_lock(:lock)")
            until = time.monotonic() + SECONDS
            # that of a server that was killed, or of a connection that dropped, is let go of soon
            while not plain.execute(asked, {"lock": HELD}).scalar():
                if time.monotonic() < until:
                    time.sleep(SOON)
                    continue
                plain.close()
                raise Refused(
                    f"--database: {self.shown} is served already, by another server: end that one "
                    "before another is begun"
                )
            self._held = plain

    def close(self) -> None:
        """Let go of it."""
        with self._guard:
            held, self._held = self._held, None
        if held is not None:
            try:
                held.invalidate()
                held.close()
            except SQLAlchemyError:
                pass  # it was lost, and with it what it held
        self._engine.dispose()

    def _make(self, base: Connection) -> None:
        there = set(sql.inspect(base).get_table_names())
        ours = set(META.tables)
        if self.team and there and not there & ours:
            raise Refused(
                f"--database: {self.shown} holds other tables; make a database for the page alone"
            )
        if not self.team:
            layout = base.exec_driver_sql("PRAGMA user_version").scalar_one()
            if there and not there & ours:
                raise Refused(f"--database: {self.shown} holds other tables; name another file")
            if layout not in (0, LAYOUT):
                raise self._other(str(layout))
            base.exec_driver_sql(f"PRAGMA user_version={LAYOUT}")
        META.create_all(base)
        layout = base.execute(sql.select(KEPT.c.value).where(KEPT.c.name == "layout")).scalar()
        if layout is None:
            base.execute(sql.insert(KEPT).values(name="layout", value=str(LAYOUT)))
        elif layout != str(LAYOUT):
            raise self._other(layout)

    def _other(self, layout: str) -> Refused:
        return Refused(
            f"{self.shown} has layout {layout}, this version reads {LAYOUT}: move it away, or "
            "serve with the version that wrote it"
        )


def _engine(url: URL, team: bool) -> Engine:
    """Of a team connections are kept, and looked at before they are used: one that dropped is
    opened anew."""
    made = connect.engine(url)  # tells a missing driver
    if not team:
        return made
    told = {"connect_timeout": SECONDS, "tcp_user_timeout": 3000 * SECONDS}
    waits = {name: value for name, value in told.items() if name not in url.query}
    return create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=12,
        pool_timeout=SECONDS,
        connect_args=waits,
    )


@contextmanager
def _told(where: str) -> Iterator[None]:
    try:
        yield
    except connect.LedgerFailure as error:
        raise Lost(f"the database does not answer: {error}") from error
