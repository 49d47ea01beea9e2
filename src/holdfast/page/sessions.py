"""Sessions of browsers, and tokens of programs: who comes with one, as long as it holds.

Of either only the hash is kept. What was found is believed for BELIEVED seconds, so that not every
request asks the database; what ends here is ended at once, what ends by the command line within
that time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sql

from holdfast.page import clock, secret
from holdfast.page.base import META, Base
from holdfast.page.errors import Missing, Taken
from holdfast.page.users import ENDED, TOKEN, UNTOKEN, USERS, write
from holdfast.page.who import Who
from holdfast.questions.refused import Refused

IDLE, WHOLE = 8 * 3600, 7 * 86_400
"""Seconds after which a session ends: unused, and in any case."""
BELIEVED = 2.0
WRITTEN = 60.0
"""Seconds between two times at which it is written down that one is used."""
MOST_DAYS = 366
MOST_TOKENS = 20
"""Of one user."""
MOST_CALLED = 60

_sessions = sql.Table(
    "sessions",
    META,
    sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("hash", sql.Text, nullable=False, unique=True),
    sql.Column("user", sql.Integer, nullable=False, index=True),
    sql.Column("made", sql.Float, nullable=False),
    sql.Column("used", sql.Float, nullable=False),
    sql.Column("place", sql.Text, nullable=False),
    sql.Column("about", sql.Text, nullable=False),
    sqlite_autoincrement=True,
)
_tokens = sql.Table(
    "tokens",
    META,
    sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("hash", sql.Text, nullable=False, unique=True),
    sql.Column("user", sql.Integer, nullable=False, index=True),
    sql.Column("called", sql.Text, nullable=False),
    sql.Column("made", sql.Float, nullable=False),
    sql.Column("until", sql.Float, nullable=False),
    sql.Column("used", sql.Float, nullable=False),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is logged in."""

    id: int
    user: str
    made: float
    used: float
    place: str
    about: str


@dataclass(frozen=True, slots=True)
class Token:
    """What a program comes with."""

    id: int
    user: str
    called: str
    made: float
    until: float
    used: float
    """0 as long as it was not used."""


@dataclass(slots=True)
class _Known:
    who: Who | None
    until: float
    """Up to when it is believed, by the clock that only goes forward."""
    written: float


class Sessions:
    """The sessions and tokens of one database; any thread may ask."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._known: dict[str, _Known] = {}
        self._guard = threading.Lock()

    # ---- browsers ------------------------------------------------------------------------------

    def begin(self, user: int, place: str, about: str) -> str:
        """A session of a user; the secret of its cookie."""
        made, now = secret.token(), clock.now()
        row = {"hash": secret.digest(made), "user": user, "made": now, "used": now,
               "place": place[:64], "about": about[:200]}  # fmt: skip
        with self._base.writing() as base:
            old = sql.or_(_sessions.c.made < now - WHOLE, _sessions.c.used < now - IDLE)
            base.execute(sql.delete(_sessions).where(old))
            base.execute(sql.insert(_sessions).values(row))
        return made

    def who(self, cookie: str, used: bool) -> Who | None:
        """Who comes with a cookie, None if it holds no more; `used` says that it is by a person."""
        return self._found(secret.digest(cookie), used, self._session)

    def end(self, cookie: str) -> None:
        """End the session of a cookie."""
        mark = secret.digest(cookie)
        with self._base.writing() as base:
            base.execute(sql.delete(_sessions).where(_sessions.c.hash == mark))
        self.forget()

    def end_one(self, number: int, by: str, place: str) -> None:
        """End one by its number. Raises Missing."""
        with self._base.writing() as base:
            mine = _sessions.c.id == number
            asked = sql.select(USERS.c.name).join(_sessions, _sessions.c.user == USERS.c.id)
            name = base.execute(asked.where(mine)).scalar()
            if name is None:
                raise Missing("this session has ended already")
            base.execute(sql.delete(_sessions).where(mine))
            write(base, by, place, ENDED, name)
        self.forget()

    def end_all(self, user: int, tokens: bool = False, but: str = "") -> None:
        """End all of a user, but that of a cookie, and their `tokens` too."""
        with self._base.writing() as base:
            mine = _sessions.c.user == user
            kept = secret.digest(but) if but else ""
            base.execute(sql.delete(_sessions).where(mine, _sessions.c.hash != kept))
            if tokens:
                base.execute(sql.delete(_tokens).where(_tokens.c.user == user))
        self.forget()

    def all(self) -> list[Session]:
        """Those that hold, the last used first."""
        now = clock.now()
        asked = (
            sql.select(_sessions, USERS.c.name)
            .join(USERS, _sessions.c.user == USERS.c.id)
            .where(_sessions.c.made >= now - WHOLE, _sessions.c.used >= now - IDLE)
            .order_by(_sessions.c.used.desc())
        )
        with self._base.reading() as base:
            return [Session(row["id"], row["name"], row["made"], row["used"], row["place"],
                            row["about"]) for row in base.execute(asked).mappings()]  # fmt: skip

    # ---- programs ------------------------------------------------------------------------------

    def make_token(self, user: int, called: str, days: int, by: str, place: str) -> str:
        """A token for programs; it is shown this once. Raises Refused, Taken."""
        name = called.strip()
        if not name or len(name) > MOST_CALLED or not name.isprintable():
            raise Refused(f"called: a token has a name of 1 to {MOST_CALLED} signs")
        if not 1 <= days <= MOST_DAYS:
            raise Refused(f"days: a token holds 1 to {MOST_DAYS} days")
        made, now = secret.token(), clock.now()
        row = {"hash": secret.digest(made), "user": user, "called": name, "made": now,
               "until": now + days * 86_400, "used": 0.0}  # fmt: skip
        with self._base.writing() as base:
            base.execute(sql.delete(_tokens).where(_tokens.c.until < now))
            mine = sql.select(sql.func.count()).where(_tokens.c.user == user)
            if base.execute(mine).scalar_one() >= MOST_TOKENS:
                raise Taken(f"a user has at most {MOST_TOKENS} tokens: take one back first")
            base.execute(sql.insert(_tokens).values(row))
            owner = base.execute(sql.select(USERS.c.name).where(USERS.c.id == user)).scalar_one()
            write(base, by, place, TOKEN, f"{owner} {name}")
        return made

    def program(self, token: str) -> Who | None:
        """Who comes with a token, None if it holds no more."""
        return self._found(secret.digest(token), True, self._program)

    def tokens(self, user: int | None = None) -> list[Token]:
        """Those that hold, of a user or of all."""
        asked = sql.select(_tokens, USERS.c.name).join(USERS, _tokens.c.user == USERS.c.id)
        asked = asked.where(_tokens.c.until >= clock.now()).order_by(USERS.c.name, _tokens.c.id)
        if user is not None:
            asked = asked.where(_tokens.c.user == user)
        with self._base.reading() as base:
            return [Token(row["id"], row["name"], row["called"], row["made"], row["until"],
                          row["used"]) for row in base.execute(asked).mappings()]  # fmt: skip

    def end_token(self, number: int, user: int | None, by: str, place: str) -> None:
        """Take a token back; of a `user` if one is named. Raises Missing."""
        with self._base.writing() as base:
            mine = [_tokens.c.id == number, *([] if user is None else [_tokens.c.user == user])]
            asked = sql.select(USERS.c.name, _tokens.c.called)
            found = base.execute(
                asked.join(_tokens, _tokens.c.user == USERS.c.id).where(*mine)
            ).first()
            if found is None:
                raise Missing("this token has ended already")
            base.execute(sql.delete(_tokens).where(*mine))
            write(base, by, place, UNTOKEN, " ".join(found))
        self.forget()

    # ---- within --------------------------------------------------------------------------------

    def forget(self) -> None:
        """Believe nothing that was found before."""
        with self._guard:
            self._known.clear()

    def _found(self, mark: str, used: bool, look: Callable[[str, bool], Who | None]) -> Who | None:
        now = time.monotonic()
        with self._guard:
            known = self._known.get(mark)
            if known is not None and now < known.until:
                fresh = not used or known.who is None or now - known.written < WRITTEN
                if fresh:
                    return known.who
        write_down = used and (known is None or now - known.written >= WRITTEN)
        who = look(mark, write_down)
        with self._guard:
            if len(self._known) > 10_000:
                self._known.clear()
            written = now if write_down else known.written if known else now - WRITTEN
            self._known[mark] = _Known(who, now + BELIEVED, written)
        return who

    def _session(self, mark: str, write_down: bool) -> Who | None:
        now = clock.now()
        holds = (
            _sessions.c.made >= now - WHOLE,
            _sessions.c.used >= now - IDLE,
        )
        return self._of(_sessions, mark, holds, now if write_down else None)

    def _program(self, mark: str, write_down: bool) -> Who | None:
        now = clock.now()
        holds = (_tokens.c.until >= now,)
        return self._of(_tokens, mark, holds, now if write_down else None)

    def _of(
        self,
        table: sql.Table,
        mark: str,
        holds: Sequence[sql.ColumnElement[bool]],
        now: float | None,
    ) -> Who | None:
        asked = sql.select(USERS.c.name, USERS.c.role, USERS.c.partner)
        asked = asked.join(table, table.c.user == USERS.c.id)
        mine = table.c.hash == mark
        with self._base.reading() as base:
            found = base.execute(asked.where(mine, *holds, sql.not_(USERS.c.disabled))).first()
        if found is None:
            return None
        if now is not None:
            with self._base.writing() as base:
                base.execute(sql.update(table).where(mine).values(used=now))
        return Who(*found)
