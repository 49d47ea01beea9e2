"""Users, sessions, tries and the database they stand in: in a file and in PostgreSQL alike."""

from __future__ import annotations

import threading
import time

import pytest
import sqlalchemy as sql
from starlette.datastructures import Headers

from holdfast.page import secret, sessions, tries, users
from holdfast.page.base import KEPT, Base
from holdfast.page.desk import Desk
from holdfast.page.errors import Barred, Lost, Missing, Taken
from holdfast.page.jobs import LONG, Queue
from holdfast.page.sessions import IDLE, WHOLE, Sessions
from holdfast.page.standing import Came, Standing, Terms, networks, origin
from holdfast.page.tries import DAY, FREE, LONGEST_WAIT, Tries, network, wait
from holdfast.page.who import (
    ADMINISTER,
    ADMINISTRATOR,
    ANALYST,
    ASK,
    CHANGE,
    EDITOR,
    ENTER,
    LOOK,
    READER,
    Who,
    act_of,
)  # fmt: skip
from holdfast.page.who import (
    WHOLE as SEE,
)
from holdfast.questions.refused import Refused
from page.conftest import of_team

GOOD = "correct horse battery"
OTHER = "staple of another kind"
BY = ("root", "command")


@pytest.fixture
def base(where):
    made = Base(where)
    yield made
    made.close()


@pytest.fixture
def standing(base):
    return Standing(base, Terms(login=True))


@pytest.fixture(autouse=True)
def light(monkeypatch):
    """Passwords are hashed with little memory, so that tests are quick."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(secret, "_hasher", lambda: quick)
    secret._nobody.cache_clear()


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


# ---- tries ---------------------------------------------------------------------------------------


def test_waits_double_to_a_quarter_of_an_hour_and_are_forgotten_after_a_day():
    free = FREE["pair"]
    assert [wait("pair", count, 0) for count in (free - 1, free, free + 1, free + 3)] == [
        0,
        1,
        2,
        8,
    ]
    assert wait("pair", free + 40, 0) == LONGEST_WAIT
    assert wait("pair", free + 3, 5) == 3
    assert wait("pair", free + 40, DAY) == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("", ""),
     ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("fe80::1%eth0", "fe80::/64")],
)  # fmt: skip
def test_an_address_is_counted_as_that_of_a_household(address, counted):
    assert network(address) == counted


def test_after_five_wrong_passwords_not_even_the_right_one_is_looked_at(standing, where):
    add(standing, "mara")
    for _ in range(FREE["pair"]):
        assert login(standing, password="no such password") == ""
    assert isinstance(login(standing), float)
    # asking while one waits does not make it longer, and no restart helps
    base = Base(where)
    again = Standing(base, Terms(login=True))
    assert 0 < login(again) <= 1
    base.close()
    time.sleep(1.05)
    assert len(login(standing)) == 43
    assert login(standing, password="no such password") == ""
    what = [line.what for line in standing.users.lines()]
    assert what.count("refused") == FREE["pair"] + 1
    assert what.count("waited") == 2


def test_tries_at_once_do_not_slip_through(standing):
    add(standing, "mara")
    came_of = []
    threads = [
        threading.Thread(target=lambda: came_of.append(login(standing, password="no such one")))
        for _ in range(12)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(each == "" for each in came_of) <= FREE["pair"] + 1
    assert len(came_of) == 12


def test_a_stranger_locks_nobody_out_who_was_here_before(base):
    made = Tries(base)
    made.good("mara", "192.0.2.1")
    for number in range(FREE["name"] + 2):
        made.begin("mara", f"198.51.100.{number}")
    assert made.begin("mara", "198.51.100.200") > 0
    assert made.begin("mara", "192.0.2.1") == 0
    made.clear("mara")
    assert made.begin("mara", "198.51.100.200") == 0


def test_who_tries_many_names_waits_too(base):
    made = Tries(base)
    waits = [made.begin(f"name{number}", "192.0.2.9") for number in range(FREE["address"] + 1)]
    assert waits[:-1] == [0] * FREE["address"]
    assert waits[-1] > 0
    assert made.begin("mara", "192.0.2.10") == 0


def test_names_that_nobody_bears_take_as_long(standing, monkeypatch):
    add(standing, "mara")
    add(standing, "otto", ADMINISTRATOR)
    standing.set_disabled("mara", True, *BY)
    looked = []
    kind = type(secret._hasher())
    whole = kind.verify

    def verify(self, kept, text):
        looked.append(kept)
        return whole(self, kept, text)

    monkeypatch.setattr(kind, "verify", verify)
    for name in ("nobody", "mara", "otto"):
        assert standing.users.right(name, "no such password") is None
    assert len(looked) == 3
    assert all(kept.startswith("$argon2id$") for kept in looked)


# ---- rights --------------------------------------------------------------------------------------

TABLE = [
    ("GET", "/api/scenarios", LOOK), ("GET", "/api/openapi.json", LOOK),
    ("GET", "/api/scenarios/valley/check", SEE), ("GET", "/api/scenarios/valley/workbook", SEE),
    ("GET", "/api/runs/a/workbook", SEE), ("GET", "/api/runs/a/report", LOOK),
    ("GET", "/api/trash", CHANGE), ("POST", "/api/jobs", ASK),
    ("POST", "/api/jobs/1/cancel", CHANGE),
    ("POST", "/api/workbooks", CHANGE), ("DELETE", "/api/runs/a", CHANGE),
    ("PUT", "/api/no/such/thing", CHANGE), ("PATCH", "/api/scenarios/x", CHANGE),
    ("POST", "/api/scenarios/x/whatif", ASK), ("POST", "/api/ledger/entries", ENTER),
    ("GET", "/api/users", ADMINISTER), ("POST", "/api/users/mara", ADMINISTER),
    ("GET", "/", LOOK), ("POST", "/logout", LOOK),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "act"), TABLE)
def test_what_a_request_needs(method, path, act):
    assert act_of(method, path) == act


def test_an_editor_speaks_for_one_and_sees_the_cost_of_its_own_caveats_alone():
    editor, analyst, reader = Who("e", EDITOR, "DE"), Who("a", ANALYST), Who("r", READER)
    assert editor.may(ENTER, "DE")
    assert not editor.may(ENTER, "FR")
    assert [editor.sees(each) for each in ("DE", "FR", "")] == [True, False, False]
    assert analyst.sees("FR")
    assert not reader.sees("")
    assert [who.may(CHANGE) for who in (editor, analyst, reader)] == [False, True, False]
    assert not any(who.opens("users") for who in (editor, analyst, reader))
    assert Who("x", ADMINISTRATOR).opens("users")


# ---- where one comes from ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "made"),
    [("https://a.example.org", "https://a.example.org"),
     ("https://A.example.org/", "https://a.example.org"),
     ("https://a.example.org:443", "https://a.example.org"),
     ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443")],
)  # fmt: skip
def test_the_address_that_readers_know(text, made):
    assert origin(text) == made


@pytest.mark.parametrize(
    "text",
    ["", "http://a.example.org", "a.example.org", "https://", "https://u@a.org", "https://a.org/x",
     "https://a.org?x", "https://a.org:x", "https://a b.org", "https://[::",
     "https://" + "a" * 300],
)  # fmt: skip
def test_what_is_no_address_that_readers_know(text):
    with pytest.raises(Refused, match="--proxy"):
        origin(text)


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("10.0.0.7", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.7", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.7", "198.51.100.1, 10.0.0.8", "198.51.100.1"),
        ("10.0.0.7", "nonsense", "10.0.0.7"),
        ("10.0.0.7", "", "10.0.0.7"),
        ("192.0.2.4", "198.51.100.1", "192.0.2.4"),
    ],
)
def test_only_the_proxy_says_where_somebody_comes_from(peer, said, found):
    terms = Terms(True, False, "https://a.example.org", networks(["10.0.0.0/24"]))
    scope = {"client": (peer, 1), "headers": [(b"x-forwarded-for", said.encode())]}
    assert terms.address(scope) == found
    assert Terms().address(scope) == peer


# ---- the database --------------------------------------------------------------------------------


def test_a_database_is_of_one_folder(where, folder, tmp_path):
    first = Desk(folder, where)
    job = first.queue.add("t", LONG, "card", "a", {"run": "none"})
    with pytest.raises(Refused, match="is served already"):
        Desk(folder, where)
    first.close()
    again = Desk(folder, where)
    assert again.queue.get(job.id).name == "a"
    again.close()
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(Refused, match="holds queue and users of another folder"):
        Desk(other, where)
    Desk(other).close()


def test_what_is_none_of_ours_is_let_be(tmp_path):
    strange = tmp_path / "strange.db"
    engine = sql.create_engine(f"sqlite:///{strange}")
    with engine.begin() as write:
        write.execute(sql.text("CREATE TABLE other (x int)"))
    with pytest.raises(Refused, match="holds other tables"):
        Base(strange)
    with of_team() as url:
        made = sql.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with made.begin() as write:
            write.execute(sql.text("CREATE TABLE other (x int)"))
        made.dispose()
        with pytest.raises(Refused, match="make a database for the page alone"):
            Base(url)


@pytest.mark.parametrize(
    ("text", "said"),
    [("mysql://x/y", "is not served"), ("", "is blank"), (":memory:", "names no file")],
)
def test_what_is_no_database(text, said):
    with pytest.raises(Refused, match=said):
        Base(text)


def test_a_database_of_a_team_is_served_once_and_taken_up_again():
    with of_team() as url:
        first, second = Base(url), Base(url)
        first.hold()
        with pytest.raises(Refused, match="by another server"):
            second.hold()
        cut(url)
        # connections that dropped are opened anew
        with first.reading() as read:
            assert read.execute(sql.select(KEPT.c.value)).first() is not None
        first.hold()
        with pytest.raises(Refused):
            second.hold()
        first.close()
        second.hold()
        second.close()


def cut(url):
    """End all connections of a database, as a server does that is begun anew."""
    engine = sql.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as base:
        base.execute(sql.text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ))  # fmt: skip
    engine.dispose()


def test_a_database_that_does_not_answer_is_told(tmp_path):
    with pytest.raises(Lost, match=r"the database does not answer: .*check the address"):
        Base(f"postgresql://nobody@/none?host={tmp_path}")


def test_a_lost_database_stops_no_queue(monkeypatch, desk):
    """What was asked while it was lost is done once it answers again."""
    from page.conftest import until

    whole = Queue.take
    lost = threading.Event()

    def take(self, lane):
        if lost.is_set():
            raise Lost("the database does not answer")
        return whole(self, lane)

    monkeypatch.setattr(Queue, "take", take)
    lost.set()
    run = desk.shelf.run("made-up")
    assert desk.card(run, "en") is None
    time.sleep(1.2)
    assert desk.card(run, "en") is None
    lost.clear()
    until(lambda: desk.card(run, "en"), "the card")
    assert Sessions(desk.base).all() == []
    assert tries.FREE["pair"] == 5
