"""PostgreSQL alone: who serves it, and connections that drop; collected where there is one."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request

import pytest
import sqlalchemy as sql
from starlette.datastructures import Headers

from holdfast.page.base import KEPT, Base
from holdfast.page.standing import Standing, Terms
from holdfast.page.who import (
    READER,
)  # fmt: skip
from holdfast.questions.refused import Refused
from page.conftest import of_team, until

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


def test_a_database_of_others_is_let_be():
    with of_team() as url:
        made = sql.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with made.begin() as write:
            write.execute(sql.text("CREATE TABLE other (x int)"))
        made.dispose()
        with pytest.raises(Refused, match="make a database for the page alone"):
            Base(url)


PROGRAM = [sys.executable, "-m", "holdfast"]


def told(folder, *words, given=None):
    return subprocess.run(
        [*PROGRAM, "user", words[0], folder, *words[1:]],
        input=given, capture_output=True, text=True,
    )  # fmt: skip


def test_a_team_is_served_of_a_database_of_its_own(server, folder):
    with of_team() as url:
        words = ("--database", url)
        assert (
            told(folder, "add", "mara", "--role", "administrator", *words, given=GOOD).returncode
            == 0
        )
        token = told(folder, "token", "mara", "--called", "test", *words).stdout.strip()
        made = server(folder, "--users", *words)

        def ask(path, data=None):
            asked = urllib.request.Request(
                made.address + path, data,
                {"authorization": f"Bearer {token}", "content-type": "application/json"},
            )  # fmt: skip
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return json.load(answer)

        number = ask("/api/jobs", b'{"scenario": "valley", "futures": 2, "workers": 1}')["id"]
        until(lambda: ask(f"/api/jobs/{number}")["state"] == "done", "the run")
        assert not (folder / ".holdfast" / "jobs.db").exists()
        made.end()
