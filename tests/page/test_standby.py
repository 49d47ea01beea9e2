"""The process that stays: who asks again takes the first question back, and it is begun anew."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress

import pytest

from holdfast.page import child
from holdfast.page.child import Standby
from holdfast.page.errors import Broken, Faulty, Superseded
from holdfast.page.nursery import Nursery
from page.conftest import until

OWN = """
import time
from holdfast.page import tasks
from holdfast.page.runner import main

COUNT = []

def echo(asked, tell):
    COUNT.append(1)
    return {"said": asked["say"], "count": len(COUNT)}

def work(asked, tell):
    for done in range(asked["steps"]):
        tell(done, asked["steps"])
        time.sleep(0.02)
    return {"whole": asked["steps"]}

def refuse(asked, tell):
    raise ValueError("first line\\nsecond line")

def surprise(asked, tell):
    raise KeyError("nobody thought of it")

tasks.TASKS = {"echo": echo, "work": work, "refuse": refuse, "surprise": surprise}
"""
"""A runner with jobs of its own, which take no library."""


@pytest.fixture
def standby(tmp_path, monkeypatch):
    module = tmp_path / "own_runner.py"
    module.write_text(OWN)
    monkeypatch.syspath_prepend(tmp_path)
    nursery = Nursery(load=())
    monkeypatch.setattr(child, "nursery", lambda: nursery)
    monkeypatch.setattr(child, "MODULE", "own_runner")
    made = Standby(tmp_path / "log.txt")
    yield made
    made.close()
    nursery.close()


def asked(standby, given, whose, found, tell=child.silent):
    """A question in a thread; what came of it is put under its name."""

    def ask():
        try:
            found[whose] = standby.ask(given, whose, tell)
        except Exception as error:
            found[whose] = error

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_what_it_has_read_stays(standby):
    first = standby.ask({"kind": "echo", "say": "one"}, "me")
    second = standby.ask({"kind": "echo", "say": "two"}, "me")
    assert (first["said"], first["count"]) == ("one", 1)
    assert (second["said"], second["count"]) == ("two", 2)


def test_what_nobody_waits_for_any_more_is_let_go(standby):
    far, found = [], {}
    long = {"kind": "work", "steps": 100_000}
    running = asked(standby, long, "gone", found, lambda done, total, left: far.append(done))
    until(lambda: far, "it has begun")
    waiting = asked(standby, long, "gone too", found)
    until(lambda: "gone too" in standby._last, "it waits")
    standby.take_back("gone too")
    standby.take_back("gone")
    standby.take_back("who has asked nothing")
    for thread in (running, waiting):
        thread.join(20)
    assert {type(each) for each in found.values()} == {Superseded}
    assert standby.ask({"kind": "echo", "say": "next"}, "me")["count"] == 1
    assert standby._last == {}


def test_who_asks_again_is_answered_at_once_and_the_first_is_taken_back(standby):
    far, came = [], []
    work = {"kind": "work", "steps": 10_000}

    def first():
        with pytest.raises(Superseded):
            standby.ask(work, "me", lambda done, *_: far.append(done))
        came.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    until(lambda: far, "its progress")
    began = time.monotonic()
    assert standby.ask({"kind": "echo", "say": "after"}, "me")["said"] == "after"
    assert time.monotonic() - began < 20  # the work would take minutes
    thread.join()
    assert came == ["first"]
    # the process is the same
    assert standby.ask({"kind": "echo", "say": "still"}, "me")["count"] == 2


def test_of_several_that_wait_only_the_last_is_answered(standby):
    far: list[int] = []
    found: dict[str, object] = {}
    long = asked(standby, {"kind": "work", "steps": 60}, "other", found,
                 lambda done, *_: far.append(done))  # fmt: skip
    until(lambda: far, "its progress")
    results: list[object] = []

    def ask(number):
        try:
            results.append(standby.ask({"kind": "echo", "say": str(number)}, "me")["said"])
        except Superseded:
            results.append(None)

    threads = []
    for number in range(4):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        until(lambda number=number: standby._last.get("me", 0) >= number + 2)
    for thread in (*threads, long):
        thread.join()
    assert sorted(results, key=str) == ["3", None, None, None]
    assert found["other"]["whole"] == 60  # nobody takes back what another has asked


def test_who_asks_again_waits_for_nothing_with_what_they_asked_before(standby):
    """However often a hand moves while another's question is answered: one thread of it waits."""
    far, found = [], {}
    long = asked(standby, {"kind": "work", "steps": 100_000}, "other", found,
                 lambda done, *_: far.append(done))  # fmt: skip
    until(lambda: far, "its progress")
    threads, results = [], {}
    for number in range(12):
        told = {}
        threads.append(asked(standby, {"kind": "echo", "say": str(number)}, "me", told))
        results[number] = told
        until(lambda number=number: standby._last.get("me", 0) >= number + 2)
    for thread in threads[:-1]:
        thread.join(20)
    assert {type(results[number]["me"]) for number in range(11)} == {Superseded}
    assert threads[-1].is_alive()
    assert standby.waiting == 2
    standby.take_back("other")
    threads[-1].join(20)
    long.join(20)
    assert results[11]["me"]["said"] == "11"


def test_they_are_answered_in_the_order_in_which_they_asked(standby):
    far, found, order = [], {}, []
    long = asked(standby, {"kind": "work", "steps": 100_000}, "first", found,
                 lambda done, *_: far.append(done))  # fmt: skip
    until(lambda: far, "its progress")

    def ask(name):
        with suppress(Superseded):
            standby.ask({"kind": "work", "steps": 3}, name, lambda *_: order.append(name))

    threads = []
    for name in ("a", "b", "c", "d", "e"):
        threads.append(threading.Thread(target=ask, args=(name,)))
        threads[-1].start()
        until(lambda name=name: name in standby._last)
    standby.take_back("c")
    standby.take_back("first")
    for thread in (*threads, long):
        thread.join(20)
    assert list(dict.fromkeys(order)) == ["a", "b", "d", "e"]


def test_one_that_is_killed_is_begun_anew(standby):
    standby.ask({"kind": "echo", "say": "before"}, "me")
    far: list[int] = []
    found: dict[str, object] = {}
    thread = asked(standby, {"kind": "work", "steps": 10_000}, "me", found,
                   lambda done, *_: far.append(done))  # fmt: skip
    until(lambda: far, "its progress")
    os.kill(standby._process.pid, signal.SIGKILL)
    thread.join()
    assert isinstance(found["me"], Broken)
    assert standby.ask({"kind": "echo", "say": "again"}, "me") == {"said": "again", "count": 1}
    os.kill(standby._process.pid, signal.SIGKILL)
    standby._process.wait()  # between two questions nobody notices
    assert standby.ask({"kind": "echo", "say": "more"}, "me")["count"] == 1


def test_what_is_refused_is_said_in_its_lines_and_it_goes_on(standby):
    with pytest.raises(Faulty) as error:
        standby.ask({"kind": "refuse"}, "me")
    assert error.value.lines == ["first line", "second line"]
    with pytest.raises(Faulty, match="unexpected KeyError"):
        standby.ask({"kind": "surprise"}, "me")
    assert standby.ask({"kind": "echo", "say": "on"}, "me")["said"] == "on"


def test_it_ends_with_what_it_is_at_and_answers_nothing_more(standby):
    far: list[int] = []
    found: dict[str, object] = {}
    thread = asked(standby, {"kind": "work", "steps": 10_000}, "me", found,
                   lambda done, *_: far.append(done))  # fmt: skip
    until(lambda: far, "its progress")
    process = standby._process
    standby.close()
    thread.join()
    assert isinstance(found["me"], Broken)
    assert process.ended
    with pytest.raises(Broken):
        standby.ask({"kind": "echo", "say": "late"}, "me")
    assert standby._process is None
