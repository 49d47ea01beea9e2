"""How often a password may be tried, what each role may, and where one comes from."""

from __future__ import annotations

import threading
import time

import pytest
from starlette.datastructures import Headers

from holdfast.page import secret
from holdfast.page.base import Base
from holdfast.page.standing import Standing, Terms, networks, origin
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
    WHOLE,
    Who,
    act_of,
)  # fmt: skip
from holdfast.page.who import (
    WHOLE as SEE,
)
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


def login(standing, name="mara", password=GOOD, address="192.0.2.1"):
    return standing.login(name, password, address, "a browser")


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
    ("POST", "/api/jobs/1/cancel", ASK),
    ("POST", "/api/workbooks", CHANGE), ("DELETE", "/api/runs/a", CHANGE),
    ("PUT", "/api/no/such/thing", CHANGE), ("PATCH", "/api/scenarios/x", CHANGE),
    ("POST", "/api/whatif", WHOLE), ("POST", "/api/ledger/entries", ENTER),
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
