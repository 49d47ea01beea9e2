"""A ledger: entries are added at its end, in one transaction or not at all, and never changed."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from holdfast.ledger import connect, migrate
from holdfast.ledger.address import FILE, TEAM, address, file_of, refuse_file, shown
from holdfast.ledger.chain import Verified, head_fault, walk, with_head
from holdfast.ledger.connect import LedgerFailure
from holdfast.ledger.draft import Draft, LedgerError, draft, refused
from holdfast.ledger.entry import GENESIS, Entry, is_time
from holdfast.ledger.guards import unguarded
from holdfast.ledger.held import Held, held
from holdfast.ledger.judge import Judged, judge
from holdfast.ledger.tables import ENTRIES
from holdfast.scenario.fault import Fault

STEP = 500
"""Entries between two words of progress."""
Bar = Callable[[Sequence[Entry], Judged], Iterable[Fault]]
"""Why some of what rows come to, after a chain, may not be entered by whoever enters it."""
_CLOCK = {
    FILE: "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
    TEAM: "SELECT to_char(timezone('UTC', now()), 'YYYY-MM-DD\"T\"HH24\\:MI\\:SS\"Z\"')",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Appended:
    """What adding rows came to."""

    new: tuple[Entry, ...]
    known: tuple[Entry, ...]
    """Entries that said the same already: their rows added nothing."""
    head: str
    """Hash of the last entry: write it down elsewhere, and a cut end will be found."""


class Ledger:
    """An open ledger. `open_ledger` and `create` make one; it holds no connection open."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def place(self) -> str:
        """Where it is, without a password."""
        return shown(self._engine.url)

    def append(
        self,
        rows: Sequence[Draft | Mapping[str, str]],
        who: str,
        written: str,
        bar: Bar | None = None,
    ) -> Appended:
        """Enter rows, all or none; when this returns they are on the disk.

        `who` enters them and `written` is when, as YYYY-MM-DDThh:mm:ssZ; one that is earlier than
        that of the entry before is taken, and told by `verify`. A row that says what an
        entry says already adds nothing. Raises LedgerError with all faults, those that `bar` finds
        too, LedgerFailure if the database fails or the chain is broken.
        """
        self._refuse(who, written)
        with connect.writing(self._engine) as connection:
            chain = self._chain(connection)
            made = _judged(chain, rows, who, written, bar)
            if made.new:
                connection.execute(insert(ENTRIES), [_row(entry) for entry in made.new])
        return _appended(chain, made)

    def tried(
        self,
        rows: Sequence[Draft | Mapping[str, str]],
        who: str,
        written: str,
        bar: Bar | None = None,
    ) -> Appended:
        """What `append` would come to now; nothing is entered. Raises as it does."""
        self._refuse(who, written)
        chain = self.entries()
        return _appended(chain, _judged(chain, rows, who, written, bar))

    def entries(self) -> list[Entry]:
        """Every entry as it was written. Raises LedgerFailure if the chain is broken."""
        with connect.reading(self._engine) as connection:
            return self._chain(connection)

    def held(self, as_of: date | None = None) -> Held:
        """What holds now, or what held by all that was known on a day."""
        return held(self.entries(), as_of)

    def head(self) -> str:
        """Hash of the last entry; zeros where there is none."""
        with connect.reading(self._engine) as connection:
            query = select(ENTRIES.c.hash).order_by(ENTRIES.c.number.desc()).limit(1)
            found = connection.execute(query).scalar()
        return GENESIS if found is None else str(found)

    def now(self) -> str:
        """The time by the clock of the database, as `append` takes it."""
        with connect.reading(self._engine) as connection:
            return str(connection.execute(text(_CLOCK[connection.dialect.name])).scalar())

    def verify(
        self, head: str | None = None, progress: Callable[[int, int], None] | None = None
    ) -> Verified:
        """Compute the whole chain again; `head` is the hash of an entry, written down elsewhere.

        `progress` is told how many entries are done and how many there are.
        """
        if head is not None and (message := head_fault(head)):
            raise refused(message, f"head {head[:70]!r}")
        entries: list[Entry] = []
        try:
            with self._engine.connect() as connection, connection.begin():
                entries, found = walk(_told(connection, progress))
                if found.whole:
                    found = dataclasses.replace(found, why=_around(connection))
        except (SQLAlchemyError, UnicodeError) as error:
            said = " ".join(str(getattr(error, "orig", None) or error).split())
            return Verified(0, GENESIS, None, f"the database cannot be read through: {said}")
        return found if head is None else with_head(found, entries, head)

    def _chain(self, connection: Connection) -> list[Entry]:
        entries, found = walk(_rows(connection))
        if not found.whole:
            raise LedgerFailure(
                f"{self.place}: the chain is broken at entry {found.first}: {found.why}; nothing "
                "is read or entered; restore a copy (`holdfast ledger verify` looks at it)"
            )
        return entries

    def _refuse(self, who: str, written: str) -> None:
        if not who.strip():
            raise refused("is blank: name the person who enters this", "who")
        if not is_time(written):
            raise refused("is not a time as YYYY-MM-DDThh:mm:ssZ", f"written {written[:40]!r}")


def _judged(
    chain: Sequence[Entry],
    rows: Sequence[Draft | Mapping[str, str]],
    who: str,
    written: str,
    bar: Bar | None,
) -> Judged:
    """What rows come to after a chain. Raises LedgerError with all faults."""
    drafts = [
        one if isinstance(one, Draft) else draft(one, row=at if len(rows) > 1 else None)
        for at, one in enumerate(rows, start=1)
    ]
    made = judge(chain, drafts, " ".join(who.split()), written)
    if bar is not None and (faults := list(bar(chain, made))):
        raise LedgerError(faults)
    return made


def _appended(chain: Sequence[Entry], made: Judged) -> Appended:
    whole = [*chain, *made.new]
    return Appended(made.new, made.known, whole[-1].hash if whole else GENESIS)


def create(where: str | os.PathLike[str]) -> Ledger:
    """Make a ledger in a new file, or in a database that holds none.

    Raises FileExistsError if there is one already, LedgerError if something else stands there;
    that is then as it was.
    """
    url = address(where)
    path = file_of(url)
    engine = connect.engine(url)
    if path is not None:
        refuse_file(path, needed=False)
        if path.exists():
            with connect.reading(engine) as connection:
                _refuse_taken(connection)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_ahead(engine)
    with connect.writing(engine) as connection:
        _refuse_taken(connection)
        migrate.upgrade(connection)
    return Ledger(engine)


def _refuse_taken(connection: Connection) -> None:
    """Raise an error if a database holds a ledger, or tables of something else."""
    place = shown(connection.engine.url)
    if migrate.revision(connection) is not None:
        raise FileExistsError(f"{place} is a ledger already; choose another name")
    if not migrate.is_empty(connection):
        raise refused("holds tables of something else: choose another name", place)


def upgrade(where: str | os.PathLike[str]) -> tuple[str, str]:
    """Bring a ledger of an earlier version to this one's schema: the revisions before and after.

    Raises LedgerError if there is no ledger, or one of a later version.
    """
    engine = _engine_of(where)
    with connect.writing(engine) as connection:
        found = migrate.revision(connection)
        if found is None:
            raise refused("holds no ledger; `holdfast ledger init` makes one", shown(engine.url))
        if not migrate.is_known(found):
            raise migrate.too_new(shown(engine.url), found)
        migrate.upgrade(connection)
    return found, migrate.newest()


def open_ledger(where: str | os.PathLike[str]) -> Ledger:
    """The ledger in a file or a database. Raises LedgerError if there is none of this version."""
    engine = _engine_of(where)
    with connect.reading(engine) as connection:
        migrate.refuse_other(connection)
    return Ledger(engine)


def _engine_of(where: str | os.PathLike[str]) -> Engine:
    url = address(where)
    path = file_of(url)
    if path is not None:
        refuse_file(path, needed=True)
    return connect.engine(url)


def _write_ahead(engine: Engine) -> None:
    """Let readers read while one writes; the file keeps this."""
    with connect.told(engine.url):
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode=WAL")
        finally:
            raw.close()


def _rows(connection: Connection) -> Iterator[Mapping[str, object]]:
    for row in connection.execute(select(ENTRIES).order_by(ENTRIES.c.number)).mappings():
        yield dict(row)


def _told(
    connection: Connection, progress: Callable[[int, int], None] | None
) -> Iterator[Mapping[str, object]]:
    total = connection.execute(text("SELECT count(*) FROM entries")).scalar() or 0
    for done, row in enumerate(_rows(connection), start=1):
        yield row
        if progress is not None and (done % STEP == 0 or done == total):
            progress(done, total)


def _row(entry: Entry) -> dict[str, object]:
    blank = {column.name: "" for column in ENTRIES.columns}
    own = {"number": entry.number, "written": entry.written, "who": entry.who}
    ends = {"digest": entry.digest, "previous": entry.previous, "hash": entry.hash}
    return {**blank, **own, **entry.fields, **ends}


def _around(connection: Connection) -> str:
    """What is wrong with the database around its entries; "" if nothing is."""
    if why := unguarded(connection):
        return why
    if connection.dialect.name == FILE:
        try:
            found = list(connection.execute(text("PRAGMA integrity_check")).scalars())
        except DBAPIError as error:
            found = [str(error.orig)]
        if found != ["ok"]:
            return f"the file is damaged beside its entries: {found[0]}"
    return ""
