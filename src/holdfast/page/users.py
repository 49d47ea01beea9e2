"""Users, and what was written down of logins and of changes of users."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sql

from holdfast.page import clock, secret
from holdfast.page.base import META, Base, Twice
from holdfast.page.errors import Missing, Taken
from holdfast.page.who import ADMINISTRATOR, EDITOR, ROLES, Who
from holdfast.questions.refused import Refused
from holdfast.scenario.fault import short

MOST_TOLD = 200
"""Lines of what was written down that are shown."""
MOST_WRITTEN = 100_000
"""Lines that are kept of it."""
LONGEST_PARTNER = 40
_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,62}[a-z0-9]|[a-z0-9]")

USERS = sql.Table(
    "users",
    META,
    sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("name", sql.Text, nullable=False, unique=True),
    sql.Column("role", sql.Text, nullable=False),
    sql.Column("partner", sql.Text, nullable=False, server_default=""),
    sql.Column("password", sql.Text, nullable=False),
    sql.Column("disabled", sql.Boolean, nullable=False),
    sql.Column("made", sql.Float, nullable=False),
    sql.Column("changed", sql.Float, nullable=False),
    sqlite_autoincrement=True,
)
_audit = sql.Table(
    "audit",
    META,
    sql.Column("id", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("at", sql.Float, nullable=False),
    sql.Column("by", sql.Text, nullable=False),
    sql.Column("place", sql.Text, nullable=False),
    sql.Column("what", sql.Text, nullable=False),
    sql.Column("about", sql.Text, nullable=False),
    sqlite_autoincrement=True,
)
LOGIN, REFUSED, WAITED, LOGOUT = "login", "refused", "waited", "logout"
ADDED, ROLE, PASSWORD, DISABLED, ENABLED, REMOVED, ENDED, TOKEN, UNTOKEN = (
    "added", "role", "password", "disabled", "enabled", "removed", "ended", "token", "untoken",
)  # fmt: skip
EVENTS = (LOGIN, REFUSED, WAITED, LOGOUT, ADDED, ROLE, PASSWORD, DISABLED, ENABLED, REMOVED, ENDED,
          TOKEN, UNTOKEN)  # fmt: skip
"""What is written down."""
COMMAND = "command"
"""Where somebody was who used the command line of the machine."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in."""

    id: int
    name: str
    role: str
    partner: str
    disabled: bool
    made: float
    changed: float
    """When the password was last set."""

    @property
    def who(self) -> Who:
        """As who they come before the page."""
        return Who(self.name, self.role, self.partner)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was written down."""

    at: float
    by: str
    place: str
    what: str
    about: str


def called(text: str) -> str:
    """A name as it is kept. Raises Refused for what is none."""
    name = secret.plain(text).strip().casefold()
    if not _NAME.fullmatch(name):
        raise Refused(
            f"'{short(text)}' is no name of a user: 1 to 64 of a-z, 0-9 and . _ @ + - that begin "
            "and end with a letter or digit"
        )
    return name


def standing(role: str, partner: str) -> tuple[str, str]:
    """A role and its partner. Raises Refused where they do not go together."""
    if role not in ROLES:
        raise Refused(f"role: '{short(role)}' is none of {', '.join(ROLES)}")
    partner = partner.strip()
    if role == EDITOR and not partner:
        raise Refused("partner: an editor speaks for one partner; name it by its id")
    if role != EDITOR and partner:
        raise Refused(f"partner: an editor speaks for a partner, a {role} for none")
    if len(partner) > LONGEST_PARTNER or (partner and not partner.isprintable()):
        raise Refused(f"partner: '{short(partner)}' is no id of a partner")
    return role, partner


class Users:
    """The users of one database; `by` is who asks, `place` where from."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def all(self) -> list[User]:
        """All of them by name."""
        with self._base.reading() as base:
            rows = base.execute(sql.select(USERS).order_by(USERS.c.name)).mappings()
            return [_user(row) for row in rows]

    def any(self) -> bool:
        """Whether there is one."""
        with self._base.reading() as base:
            return base.execute(sql.select(USERS.c.id).limit(1)).first() is not None

    def get(self, name: str) -> User:
        """One of them. Raises Missing, Refused."""
        kept = called(name)
        with self._base.reading() as base:
            row = base.execute(sql.select(USERS).where(USERS.c.name == kept)).mappings().first()
        if row is None:
            raise Missing(f"there is no user '{kept}'")
        return _user(row)

    def add(self, name: str, role: str, partner: str, password: str, by: str, place: str) -> User:
        """A further one. Raises Refused, Taken."""
        kept = called(name)
        role, partner = standing(role, partner)
        now, hashed = clock.now(), secret.hashed(secret.fit(password, kept))
        row = {"name": kept, "role": role, "partner": partner, "password": hashed,
               "disabled": False, "made": now, "changed": now}  # fmt: skip
        try:
            with self._base.writing() as base:
                base.execute(sql.insert(USERS).values(row))
                write(base, by, place, ADDED, _about(kept, role, partner))
        except Twice:
            raise Taken(f"there is a user '{kept}' already") from None
        return self.get(kept)

    def set_role(self, name: str, role: str, partner: str, by: str, place: str) -> None:
        """Another role. Raises Missing, Refused, Taken for the last administrator."""
        role, partner = standing(role, partner)
        self._change(self.get(name), by, place, ROLE, role=role, partner=partner)

    def set_password(self, name: str, password: str, by: str, place: str) -> None:
        """Another password. Raises Missing, Refused."""
        user = self.get(name)
        kept = secret.hashed(secret.fit(password, user.name))
        self._change(user, by, place, PASSWORD, password=kept, changed=clock.now())

    def set_disabled(self, name: str, disabled: bool, by: str, place: str) -> None:
        """Let one log in no more, or again. Raises Missing, Taken for the last administrator."""
        what = DISABLED if disabled else ENABLED
        self._change(self.get(name), by, place, what, disabled=disabled)

    def remove(self, name: str, by: str, place: str) -> None:
        """One less. Raises Missing, Taken for the last administrator."""
        user = self.get(name)
        with self._base.writing() as base:
            self._keep_one(base, user)
            base.execute(sql.delete(USERS).where(USERS.c.id == user.id))
            write(base, by, place, REMOVED, user.name)

    def right(self, name: str, password: str) -> User | None:
        """The user of a name and a password; None if they do not go together, in the same time."""
        with self._base.reading() as base:
            kept = secret.plain(name).strip().casefold()
            row = base.execute(sql.select(USERS).where(USERS.c.name == kept)).mappings().first()
        good = secret.right(row["password"] if row and not row["disabled"] else "", password)
        return _user(row) if good and row else None

    def note(self, by: str, place: str, what: str, about: str = "") -> None:
        """Write something down."""
        with self._base.writing() as base:
            write(base, by, place, what, about)

    def lines(self, most: int = MOST_TOLD) -> list[Line]:
        """What was written down, the last first."""
        asked = sql.select(_audit).order_by(_audit.c.id.desc()).limit(most)
        with self._base.reading() as base:
            return [Line(row["at"], row["by"], row["place"], row["what"], row["about"])
                    for row in base.execute(asked).mappings()]  # fmt: skip

    def _change(self, user: User, by: str, place: str, what: str, **values: object) -> None:
        with self._base.writing() as base:
            if values.get("disabled") or values.get("role", ADMINISTRATOR) != ADMINISTRATOR:
                self._keep_one(base, user)
            base.execute(sql.update(USERS).where(USERS.c.id == user.id).values(**values))
            about = _about(user.name, *map(str, (values["role"], values["partner"]))) if (
                what == ROLE) else user.name  # fmt: skip
            write(base, by, place, what, about)

    def _keep_one(self, base: sql.Connection, user: User) -> None:
        """Raise Taken where none but this one could administer."""
        others = sql.select(USERS.c.id).where(
            USERS.c.role == ADMINISTRATOR, sql.not_(USERS.c.disabled), USERS.c.id != user.id
        )
        last = user.role == ADMINISTRATOR and not user.disabled
        if last and base.execute(others.limit(1)).first() is None:
            raise Taken(f"'{user.name}' is the last administrator: add another one first")


def write(base: sql.Connection, by: str, place: str, what: str, about: str = "") -> None:
    """Write something down within a transaction; of very much the first is let go."""
    row = {"at": clock.now(), "by": by[:64], "place": place[:64], "what": what,
           "about": about[:200]}  # fmt: skip
    made = base.execute(sql.insert(_audit).values(row)).inserted_primary_key
    if made is not None and made[0] % 1000 == 0:
        base.execute(sql.delete(_audit).where(_audit.c.id <= made[0] - MOST_WRITTEN))


def _about(name: str, role: str, partner: str) -> str:
    return " ".join(filter(None, (name, role, partner)))


def _user(row: sql.RowMapping) -> User:
    return User(row["id"], row["name"], row["role"], row["partner"], bool(row["disabled"]),
                row["made"], row["changed"])  # fmt: skip
