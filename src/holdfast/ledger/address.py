"""Where a ledger is: the path of a file, or the URL of a database of a team."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from holdfast.ledger.draft import refused
from holdfast.scenario.fault import short

FILE, TEAM = "sqlite", "postgresql"
DRIVERS = {FILE: "sqlite+pysqlite", TEAM: "postgresql+psycopg"}


def address(where: str | os.PathLike[str]) -> URL:
    """The URL of a path or a URL. Raises LedgerError if it is of a database that is not served."""
    text = os.fspath(where)
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
    if kind == FILE and not url.database:
        raise refused("names no file: a ledger is kept, so it needs one", shown(url))
    return url.set(drivername=DRIVERS[kind])


def shown(url: URL) -> str:
    """The URL as it may be shown: a path, or a URL without its password."""
    if url.get_backend_name() == FILE and url.database:
        return url.database
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def file_of(url: URL) -> Path | None:
    """The file of an embedded ledger; None of a team's."""
    return Path(url.database) if url.get_backend_name() == FILE and url.database else None
