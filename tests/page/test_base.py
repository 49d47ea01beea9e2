"""The database of the page: whose it is, and what becomes of the page when it is lost."""

from __future__ import annotations

import threading
import time

import pytest
import sqlalchemy as sql
from starlette.datastructures import Headers

from holdfast.page import tries
from holdfast.page.base import Base
from holdfast.page.desk import Desk
from holdfast.page.errors import Lost
from holdfast.page.foreman import LANES
from holdfast.page.jobs import LONG, Queue
from holdfast.page.sessions import Sessions
from holdfast.page.standing import Standing, Terms
from holdfast.page.who import (
    READER,
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


@pytest.mark.parametrize(
    ("text", "said"),
    [("mysql://x/y", "is not served"), ("", "is blank"), (":memory:", "names no file")],
)
def test_what_is_no_database(text, said):
    with pytest.raises(Refused, match=said):
        Base(text)


def test_a_database_that_does_not_answer_is_told(tmp_path):
    with pytest.raises(Lost, match=r"the database does not answer: .*check the address"):
        Base(f"postgresql://nobody@/none?host={tmp_path}")


def test_a_lost_database_stops_no_queue(monkeypatch, desk):
    """What was asked while it was lost is done once it answers again."""
    from page.conftest import until

    whole = Queue.take
    lost, met = threading.Event(), set()

    def take(self, lane):
        if lost.is_set():
            met.add(lane)
            raise Lost("the database does not answer")
        return whole(self, lane)

    monkeypatch.setattr(Queue, "take", take)
    lost.set()
    until(lambda: len(met) == len(LANES), "the loss in all lanes")
    run = desk.shelf.run("made-up")
    assert desk.card(run, "en") is None
    time.sleep(1.2)
    assert desk.card(run, "en") is None
    lost.clear()
    until(lambda: desk.card(run, "en"), "the card")
    assert Sessions(desk.base).all() == []
    assert tries.FREE["pair"] == 5
