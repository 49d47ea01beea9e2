"""How often a password may be tried: the rule, kept in the database so that no restart helps.

A failure counts for the name from that address, for the address, and for the name. Each has some
free; after these one waits 1, 2, 4, ... seconds, at most 15 minutes. While one waits no password is
looked at, and asking does not make it longer. What has had no failure for a day is forgotten.

Who has logged in from an address within 30 days is not kept waiting there by what strangers try
elsewhere, so nobody is locked out for ever; on the machine itself `holdfast user password` clears
what is counted of a name.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

import sqlalchemy as sql

from holdfast.page import clock
from holdfast.page.base import META, Base

FREE = {"pair": 5, "address": 20, "name": 50}
"""Failures after which one waits."""
LONGEST_WAIT = 900
DAY = 86_400
KNOWN = 30 * DAY

_tries = sql.Table(
    "tries",
    META,
    sql.Column("key", sql.Text, primary_key=True),
    sql.Column("count", sql.Integer, nullable=False),
    sql.Column("last", sql.Float, nullable=False),
)


def wait(kind: str, count: int, since: float) -> float:
    """Seconds that are still to be waited after so many failures, the last `since` seconds ago."""
    over = count - FREE[kind]
    if over < 0 or since >= DAY:
        return 0.0
    return max(0.0, min(LONGEST_WAIT, 2.0 ** min(over, 20)) - since)


def network(address: str) -> str:
    """An address as it is counted: of IPv6 the 64 bits that one household has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


class Tries:
    """What is counted."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def begin(self, name: str, address: str) -> float:
        """Count a try as failed before it is looked at, so that many at once do not slip through.

        Gives the seconds to wait if it may not be looked at; then nothing is counted.
        """
        now, place = clock.now(), network(address)
        with self._base.writing() as base:
            known = self._read(base, f"known:{name}:{place}")
            waits = []
            for kind, key in _keys(name, place):
                if kind == "name" and known is not None and now - known[1] < KNOWN:
                    continue
                count, last = self._read(base, key) or (0, 0.0)
                waits.append(wait(kind, count, now - last))
            if max(waits) > 0:
                return max(waits)
            for _, key in _keys(name, place):
                count, last = self._read(base, key) or (0, 0.0)
                self._write(base, key, 1 if now - last >= DAY else count + 1, now)
        return 0.0

    def good(self, name: str, address: str) -> None:
        """It was the right password: the try was no failure, and the address is known."""
        now, place = clock.now(), network(address)
        with self._base.writing() as base:
            for kind, key in _keys(name, place):
                if kind == "pair":
                    base.execute(sql.delete(_tries).where(_tries.c.key == key))
                elif found := self._read(base, key):
                    self._write(base, key, max(found[0] - 1, 0), found[1])
            self._write(base, f"known:{name}:{place}", 0, now)
            stale = sql.or_(
                sql.and_(_tries.c.key.not_like("known:%"), _tries.c.last < now - DAY),
                _tries.c.last < now - KNOWN,
            )
            base.execute(sql.delete(_tries).where(stale))

    def clear(self, name: str) -> None:
        """Forget what is counted of a name."""
        with self._base.writing() as base:
            mine = sql.or_(
                _tries.c.key == f"name:{name}",
                _tries.c.key.startswith(f"pair:{name}:", autoescape=True),
            )
            base.execute(sql.delete(_tries).where(mine))

    def _read(self, base: sql.Connection, key: str) -> tuple[int, float] | None:
        asked = sql.select(_tries.c.count, _tries.c.last).where(_tries.c.key == key)
        found = base.execute(asked).one_or_none()
        return None if found is None else (found[0], found[1])

    def _write(self, base: sql.Connection, key: str, count: int, last: float) -> None:
        changed = sql.update(_tries).where(_tries.c.key == key).values(count=count, last=last)
        if base.execute(changed).rowcount == 0:
            base.execute(sql.insert(_tries).values(key=key, count=count, last=last))


def _keys(name: str, place: str) -> Iterator[tuple[str, str]]:
    yield "pair", f"pair:{name}:{place}"
    yield "address", f"address:{place}"
    yield "name", f"name:{name}"
