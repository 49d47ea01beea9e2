"""Users, sessions, tries and the database they stand in: in a file and in PostgreSQL alike."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sql
from starlette.datastructures import Headers

from holdfast.page import secret, sessions, users
from holdfast.page.base import Base
from holdfast.page.errors import Barred, Missing, Taken
from holdfast.page.sessions import IDLE, WHOLE
from holdfast.page.standing import Came, Standing, Terms
from holdfast.page.who import (
    ADMINISTRATOR,
    ANALYST,
    EDITOR,
    READER,
    Who,
)  # fmt: skip
from holdfast.questions.refused import Refused

GOOD = "correct horse battery"
OTHER = "staple of another kind"
BY = ("root", "command")
pytestmark = pytest.mark.usefixtures("light")


@pytest.fixture
def standing(base):
    return Standing(base, Terms(login=True))


def add(standing, name, role=READER, partner="", password=GOOD):
    return standing.users.add(name, role, partner, password, *BY)


def came(standing, cookie, used=False):
    return standing.came(Headers({"cookie": f"holdfast_session={cookie}"}), used)


# ---- passwords -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "at least 12 signs; this one has 0"),
        ("x" * 11, "this one has 11"),
        ("aaaaaaaaaaaa", "that are not the same"),
        ("maramaramara", "is not the name"),
        ("MARA mara Mara", "is not the name"),
        ("correct\nhorse battery", "no line breaks"),
        ("ab cdefg" * 200, "at most 1024 bytes"),
    ],
)
def test_passwords_that_are_easily_guessed_are_refused(password, said):
    with pytest.raises(Refused, match=said):
        secret.fit(password, "mara")


def test_of_a_password_a_hash_is_kept_that_fits_it_alone(standing, base):
    add(standing, "mara")
    with base.reading() as read:
        kept = read.execute(sql.select(users.USERS.c.password)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert secret.right(kept, GOOD)
    assert not secret.right(kept, GOOD + " ")
    assert not secret.right("", GOOD)
    assert not secret.right("no hash", GOOD)
    # the same signs, typed otherwise
    assert secret.right(
        secret.hashed(secret.fit("café au lait chaud", "x")), "cafe\u0301 au lait chaud"
    )


# ---- users ---------------------------------------------------------------------------------------


def test_users_are_added_changed_and_removed_and_it_is_written_down(standing):
    assert not standing.users.any()
    first = add(standing, "Mara@Desk.org", ADMINISTRATOR)
    assert first.name == "mara@desk.org"
    assert standing.users.get("MARA@desk.org") == first
    add(standing, "eddi", EDITOR, "DE")
    assert standing.users.get("eddi").who == Who("eddi", EDITOR, "DE")
    with pytest.raises(Taken, match="there is a user 'eddi' already"):
        add(standing, "Eddi")
    standing.set_role("eddi", ANALYST, "", *BY)
    standing.set_disabled("eddi", True, *BY)
    assert [(each.name, each.role, each.disabled) for each in standing.users.all()] == [
        ("eddi", ANALYST, True), ("mara@desk.org", ADMINISTRATOR, False),
    ]  # fmt: skip
    standing.remove("eddi", *BY)
    with pytest.raises(Missing, match="there is no user 'eddi'"):
        standing.users.get("eddi")
    told = [(line.what, line.about) for line in standing.users.lines()]
    assert told == [
        ("removed", "eddi"), ("disabled", "eddi"), ("role", "eddi analyst"),
        ("added", "eddi editor DE"), ("added", "mara@desk.org administrator"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["", " ", "<b>", "a b", "../up", "x" * 65, "ma'ra", "a\x00b", ".a"]
)
def test_what_is_no_name_of_a_user(standing, name):
    with pytest.raises(Refused, match="is no name of a user"):
        add(standing, name)


@pytest.mark.parametrize(
    ("role", "partner", "said"),
    [("king", "", "role: 'king' is none of"), (EDITOR, "", "partner: an editor speaks"),
     (READER, "DE", "a reader for none"), (EDITOR, "x" * 41, "is no id of a partner")],
)  # fmt: skip
def test_a_role_and_its_partner_go_together(standing, role, partner, said):
    with pytest.raises(Refused, match=said):
        add(standing, "mara", role, partner)


def test_the_last_administrator_stays(standing):
    add(standing, "mara", ADMINISTRATOR)
    add(standing, "ann", ANALYST)
    for act in (
        lambda: standing.remove("mara", *BY),
        lambda: standing.set_disabled("mara", True, *BY),
        lambda: standing.set_role("mara", READER, "", *BY),
    ):
        with pytest.raises(Taken, match="'mara' is the last administrator"):
            act()
    add(standing, "otto", ADMINISTRATOR)
    standing.remove("mara", *BY)
    assert {each.name for each in standing.users.all()} == {"ann", "otto"}


# ---- sessions ------------------------------------------------------------------------------------


def login(standing, name="mara", password=GOOD, address="192.0.2.1"):
    return standing.login(name, password, address, "a browser")


def test_a_session_holds_until_it_is_ended_and_its_secret_is_not_kept(standing, base):
    add(standing, "mara", ADMINISTRATOR)
    cookie = login(standing, " Mara ")
    assert len(cookie) == 43
    assert came(standing, cookie) == Came(Who("mara", ADMINISTRATOR), cookie)
    assert came(standing, cookie[:-1] + ("A" if cookie[-1] != "A" else "B")) is None
    assert came(standing, "") is None
    with base.reading() as read:
        rows = read.execute(sql.text("SELECT * FROM sessions")).all()
    assert cookie not in str(rows)
    assert secret.digest(cookie) in str(rows)
    standing.logout(came(standing, cookie), "192.0.2.1")
    assert came(standing, cookie) is None
    assert [line.what for line in standing.users.lines()] == ["logout", "login", "added"]


@pytest.mark.parametrize(
    "end",
    [
        lambda s: s.set_password("mara", OTHER, *BY),
        lambda s: s.set_role("mara", ANALYST, "", *BY),
        lambda s: s.set_disabled("mara", True, *BY),
        lambda s: s.remove("mara", *BY),
        lambda s: s.sessions.end_one(s.sessions.all()[0].id, *BY),
    ],
)
def test_what_ends_a_session_ends_it_at_once(standing, end):
    add(standing, "otto", ADMINISTRATOR)
    add(standing, "mara")
    cookie = login(standing)
    assert came(standing, cookie) is not None
    end(standing)
    assert came(standing, cookie) is None


def test_what_ends_by_the_command_line_ends_within_seconds(standing, where):
    add(standing, "mara")
    add(standing, "otto", ADMINISTRATOR)
    cookie = login(standing)
    assert came(standing, cookie) is not None
    other = Base(where)
    Standing(other, Terms(login=True)).set_disabled("mara", True, *BY)
    other.close()
    time.sleep(sessions.BELIEVED)
    assert came(standing, cookie) is None


@pytest.mark.parametrize(("column", "ago"), [("used", IDLE), ("made", WHOLE)])
def test_a_session_ends_by_itself(standing, base, column, ago):
    add(standing, "mara")
    cookie = login(standing)
    for age, holds in ((ago - 60, True), (ago + 1, False)):
        with base.writing() as write:
            write.execute(sql.update(sessions._sessions).values({column: time.time() - age}))
        standing.sessions.forget()
        assert (came(standing, cookie) is not None) is holds


def test_only_what_a_person_does_is_use(standing, base, monkeypatch):
    add(standing, "mara")
    cookie = login(standing)
    old = time.time() - 3600
    with base.writing() as write:
        write.execute(sql.update(sessions._sessions).values(used=old))
    standing.sessions.forget()
    assert came(standing, cookie, used=False) is not None
    assert standing.sessions.all()[0].used == pytest.approx(old, abs=1)
    assert came(standing, cookie, used=True) is not None
    assert standing.sessions.all()[0].used > old + 3000


def test_one_changes_ones_own_password_and_stays(standing):
    add(standing, "mara", ADMINISTRATOR)
    here, there = came(standing, login(standing)), login(standing)
    with pytest.raises(Barred, match="is another one"):
        standing.change_password(here, "wrong and long", OTHER, "192.0.2.1")
    with pytest.raises(Refused, match="at least 12"):
        standing.change_password(here, GOOD, "short", "192.0.2.1")
    standing.change_password(here, GOOD, OTHER, "192.0.2.1")
    assert came(standing, here.cookie) is not None
    assert came(standing, there) is None
    assert login(standing) == ""
    assert len(login(standing, password=OTHER)) == 43


def test_a_program_comes_with_a_token_as_long_as_it_holds(standing, base):
    user = add(standing, "mara", ANALYST)
    made = standing.sessions.make_token(user.id, "nightly", 3, *BY)

    def ask(text):
        return standing.came(Headers({"authorization": text}), True)

    assert ask(f"Bearer {made}") == Came(Who("mara", ANALYST))
    assert ask(f"bearer {made}") == Came(Who("mara", ANALYST))
    for wrong in (f"Basic {made}", f"Bearer {made}x", "Bearer ", "Bearer"):
        assert ask(wrong) is None
    (told,) = standing.sessions.tokens()
    assert (told.user, told.called) == ("mara", "nightly")
    assert told.used > 0
    with pytest.raises(Missing):
        standing.sessions.end_token(told.id, user.id + 1, *BY)
    standing.sessions.end_token(told.id, user.id, *BY)
    assert ask(f"Bearer {made}") is None
    late = standing.sessions.make_token(user.id, "late", 1, *BY)
    with base.writing() as write:
        write.execute(sql.update(sessions._tokens).values(until=time.time() - 1))
    assert ask(f"Bearer {late}") is None
    for called, days in (("", 1), ("x" * 61, 1), ("x", 0), ("x", 367)):
        with pytest.raises(Refused):
            standing.sessions.make_token(user.id, called, days, *BY)
