"""Where a ledger is: the path of a file, or the URL of a database of a team."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from holdfast.ledger.draft import refused
from holdfast.scenario.fault import short

FILE, TEAM = "sqlite", "postgresql"
MEMORY = ":memory:"
"""What SQLite calls a database that is gone with the process."""
NO_FILE = "names no file: a ledger is kept, so it needs one"
MAGIC = b"SQLite format 3\0"
"""How a file that is an embedded database begins."""
NO_DATABASE = "is no database: the file is damaged or no ledger; restore a copy or name another"
DRIVERS = {FILE: "sqlite+pysqlite", TEAM: "postgresql+psycopg"}


def address(where: str | os.PathLike[str]) -> URL:
    """The URL of a path or a URL. Raises LedgerError if it is of a database that is not served, or
    of one that is in no file and so would not be kept."""
    text = os.fspath(where)
    if not text.strip():
        raise refused(
            "is blank; the path of a file or postgresql://HOST/DATABASE is needed", "LEDGER"
        )
    if text == MEMORY:
        raise refused(NO_FILE, text)
    if "://" not in text:
        return URL.create(DRIVERS[FILE], database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise refused("is not the URL of a database", short(text.partition("://")[0])) from None
    kind = url.get_backend_name()
    if kind == "postgres":
        kind = TEAM
    if kind not in DRIVERS:
        message = (
            "is not served: give the path of a file, sqlite:///FILE or postgresql://HOST/DATABASE"
        )
        raise refused(message, shown(url))
    if kind == FILE and (url.database in (None, "", MEMORY) or "uri" in url.query):
        raise refused(NO_FILE, shown(url))
    return url.set(drivername=DRIVERS[kind])


def shown(url: URL) -> str:
    """The URL as it may be shown: a path, or a URL without its password."""
    if url.get_backend_name() == FILE and url.database:
        return url.database
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def file_of(url: URL) -> Path | None:
    """The file of an embedded ledger; None of a team's."""
    return Path(url.database) if url.get_backend_name() == FILE and url.database else None


def refuse_file(path: Path, *, needed: bool) -> None:
    """Raise LedgerError if what stands at a path is no database; nothing may, unless `needed`.

    A file with nothing in it may become one.
    """
    name = short(str(path))
    try:
        if not path.exists():
            if needed:
                raise refused(f"is not there; `holdfast ledger init {path}` makes a ledger", name)
            return
        if not path.is_file():
            raise refused("is not a file: name that of a ledger", name)
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except OSError as error:
        raise refused(f"cannot be read: {(error.strerror or str(error)).lower()}", name) from None
    if head not in (b"", MAGIC):
        raise refused(NO_DATABASE, name)
