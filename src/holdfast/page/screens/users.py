"""The screens of users: who may log in, whose sessions hold, what was written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from holdfast.page.screens.said import moment
from holdfast.page.sessions import Token
from holdfast.page.standing import Standing
from holdfast.page.users import COMMAND, Line
from holdfast.page.who import ROLES
from holdfast.show.catalogue import Catalogue

LONGEST_ABOUT = 80


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user in the list."""

    name: str
    role: str
    partner: str
    told: str
    """The role in words, and that it is disabled."""
    disabled: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A session or a token in a list."""

    id: int
    name: str
    """Of its user."""
    told: str


@dataclass(frozen=True, slots=True)
class Screen:
    """The screen of an administrator."""

    users: tuple[UserRow, ...]
    sessions: tuple[Held, ...]
    tokens: tuple[Held, ...]
    lines: tuple[str, ...]


def screen(standing: Standing, me: str, words: Catalogue) -> Screen:
    """All that an administrator sees."""
    say = words.say
    users = tuple(
        UserRow(
            each.name,
            each.role,
            each.partner,
            " · ".join(
                [role_of(each.role, each.partner, words)]
                + ([say("page_users.is_disabled")] if each.disabled else [])
            ),
            each.disabled,
            each.name == me,
        )
        for each in standing.users.all()
    )
    sessions = tuple(
        Held(each.id, each.user, say("page_users.session", place=each.place,
             used=at(each.used, words), about=each.about[:LONGEST_ABOUT]))
        for each in standing.sessions.all()
    )  # fmt: skip
    lines = tuple(line(each, words) for each in standing.users.lines())
    return Screen(users, sessions, tokens(standing.sessions.tokens(), words), lines)


def tokens(found: list[Token], words: Catalogue) -> tuple[Held, ...]:
    """Tokens in a list."""
    return tuple(
        Held(each.id, each.user, words.say(
            "page_users.token", called=each.called, until=at(each.until, words),
            used=at(each.used, words) if each.used else words.say("page_users.never")))
        for each in found
    )  # fmt: skip


def roles(words: Catalogue) -> list[tuple[str, str]]:
    """The roles: (name, as it is shown)."""
    return [(role, words.say(f"page_users.role_{role}")) for role in ROLES]


def role_of(role: str, partner: str, words: Catalogue) -> str:
    """A role in words."""
    said = words.say(f"page_users.role_{role}")
    return words.say("page_users.for_partner", role=said, partner=partner) if partner else said


def at(when: float, words: Catalogue) -> str:
    """A moment in words."""
    return moment(datetime.fromtimestamp(when, UTC), words)


def line(each: Line, words: Catalogue) -> str:
    """Something that was written down, in words."""
    place = words.say("page_users.by_command") if each.place == COMMAND else each.place
    about = (words.say(f"page_users.role_{part}") if part in ROLES else part
             for part in each.about.split(" "))  # fmt: skip
    what = words.say(f"page_users.event_{each.what}", about=" ".join(about))
    return " · ".join(filter(None, (at(each.at, words), each.by, place, what)))
