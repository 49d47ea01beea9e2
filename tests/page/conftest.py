"""A served folder with a short scenario and a run of made-up numbers, and servers to be killed."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import create_engine, text

import synthetic
from holdfast.adopt.export import export_scenario
from holdfast.ledger.address import address
from holdfast.page import nursery, secret
from holdfast.page.base import Base
from holdfast.page.book import Book
from holdfast.page.desk import Desk
from holdfast.scenario import read_scenario
from ledger.pledges import GIFT, WHO

TEAM = os.environ.get("HOLDFAST_TEST_POSTGRES", "")
"""A database of PostgreSQL; what needs one is collected only where there is one."""
collect_ignore = [] if TEAM else ["test_team_database.py"]
WAIT = 120.0
"""Seconds after which what does not come is a failure."""


VIEWS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark phone": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}
nursery.LOADED = (*nursery.LOADED, "holdfast.page.app")
"""What is forked off in these tests is a server too."""
SEEN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""Rules of axe-core that hang on colours and sizes: all others are asked of one view."""
LONG = 120_000.0
"""Milliseconds after which what is simulated or drawn is a failure."""


def until(come: Callable[[], Any], what: str = "it") -> Any:
    """What a call gives once it gives anything."""
    end = time.monotonic() + WAIT
    while not (found := come()):
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.02)
    return found


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """`holdfast serve` in a process of its own, forked off one that has loaded what it needs."""

    def __init__(self, folder: Path, *words: object) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.begin(["serve", *map(str, (folder, "--no-open", "--port", self.port, *words))])
        line = self.process.stdout.readline()
        assert b"is served at" in line, line + self.process.stdout.read()

    def begin(self, words: list[str]) -> None:
        log = self.folder.parent / f"said-{self.port}.txt"
        self.process = nursery.nursery().begin("holdfast.cli", words, log)

    def ask(self, path: str, given: Any = None, method: str | None = None) -> Any:
        """What the interface answers."""
        data = None if given is None else json.dumps(given).encode()
        asked = urllib.request.Request(
            self.address + path, data, {"content-type": "application/json"}, method=method
        )
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)

    def kill(self) -> None:
        """As a machine that fails: nothing is tidied up."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """As a person ends it."""
        if not self.process.ended:
            os.kill(self.process.pid, signal.SIGINT)
            if not self.process.wait(20):
                self.kill()


class Program(Server):
    """The same as a terminal begins it."""

    def begin(self, words: list[str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "holdfast", *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def server() -> Iterator[Callable[..., Server]]:
    """Servers that end with the test."""
    begun = []

    def serve(*words: Any, kind: type[Server] = Server) -> Server:
        begun.append(kind(*words))
        return begun[-1]

    yield serve
    for each in begun:
        each.end()


@pytest.fixture(scope="session")
def shelved(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The valley over forty-five days, and a made-up run of it."""
    folder = tmp_path_factory.mktemp("shelved")
    shutil.copytree(root / "examples" / "valley", folder / "valley")
    settings = folder / "valley" / "scenario.toml"
    settings.write_text(settings.read_text().replace("days = 151", "days = 45"))
    (folder / "valley" / "deliveries.csv").unlink()
    read = read_scenario(folder / "valley")
    synthetic.outcome(read, futures=24).save(folder / "made-up")
    return folder


@pytest.fixture(scope="session")
def book_of_valley(shelved: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of that valley."""
    out = tmp_path_factory.mktemp("book") / "valley.xlsx"
    export_scenario(read_scenario(shelved / "valley"), out)
    return out.read_bytes()


@pytest.fixture
def folder(shelved: Path, tmp_path: Path) -> Path:
    """A folder of one's own to be served."""
    return Path(shutil.copytree(shelved, tmp_path / "served"))


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    """Its desk."""
    made = Desk(folder)
    yield made
    made.close()


def alive(folder: Path) -> list[int]:
    """Processes of jobs that were begun for a folder: they stand in it for what they write."""
    mine = str(folder / ".holdfast" / "log.txt")
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(place / "fd" / "2") == mine:
                found.append(int(place.name))
        except OSError:
            continue
    return found


@pytest.fixture(params=["file", "team"] if TEAM else ["file"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database: that of a file, and one of PostgreSQL made for the test."""
    if request.param == "file":
        yield str(tmp_path / "page.db")
        return
    with of_team() as url:
        yield url


@pytest.fixture
def base(where: str) -> Iterator[Base]:
    """That database, open."""
    made = Base(where)
    yield made
    made.close()


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed with little memory, so that tests are quick."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(secret, "_hasher", lambda: quick)
    secret._nobody.cache_clear()


@contextmanager
def of_team() -> Iterator[str]:
    """A database of PostgreSQL beside the one that HOLDFAST_TEST_POSTGRES names."""
    name = f"holdfast_page_{secrets.token_hex(6)}"
    engine = create_engine(address(TEAM), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            url = address(TEAM).set(drivername="postgresql", database=name)
            yield url.render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="module")
def served(shelved, root, tmp_path_factory):
    """The short valley with its made-up run, and the whole valley."""
    folder = shutil.copytree(shelved, tmp_path_factory.mktemp("page") / "served")
    shutil.copytree(root / "examples" / "valley", folder / "whole-valley")
    made = Server(folder)
    yield made
    made.end()


class Person:
    """A page in a browser that lists whom it asks and what it complains of."""

    def __init__(self, context, server, page=None) -> None:
        self.page, self.server = page or context.new_page(), server
        self.asked, self.complaints = set(), []
        self.page.set_default_timeout(30_000)
        self._heard = {
            "request": lambda request: self.asked.add(urlsplit(request.url)[:2]),
            "websocket": lambda socket: self.asked.add(urlsplit(socket.url)[:2]),
            "console": lambda said: self.complaints.append((said.type, said.text)),
            "pageerror": lambda error: self.complaints.append(("error", str(error))),
        }
        for event, hear in self._heard.items():
            self.page.on(event, hear)

    def leave(self):
        """Go, and leave the page blank for who comes next."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)
        if not self.page.is_closed():
            self.page.evaluate("location.protocol === 'http:' && sessionStorage.clear()")
            self.page.goto("about:blank")

    def open(self, path):
        self.page.goto(self.server.address + path)
        self.page.locator("main h1").wait_for()
        return self.page

    def faults(self):
        """What axe-core finds, and what is wider than the page, at a light desk, on a dark phone;
        what is within a report is looked at by its own tests.
        """
        from axe_playwright_python.sync_playwright import Axe

        told = []
        for name, view in VIEWS.items():
            self.page.emulate_media(color_scheme=view["color_scheme"])
            self.page.set_viewport_size(view["viewport"])
            self.page.wait_for_timeout(200)  # what is laid out when the screen is there
            wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            told += [(name, "wider than the page", wide)] if wide > 0 else []
            found = Axe().run(self.page, options={
                "iframes": False, "resultTypes": ["violations"],
                **({} if name == "light" else {"runOnly": SEEN}),
            })  # fmt: skip
            told += [
                (name, fault["id"], node["html"][:160])
                for fault in found.response["violations"]
                for node in fault["nodes"][:3]
            ]
        self.page.set_viewport_size(VIEWS["light"]["viewport"])
        return told

    def no_other_host_was_asked(self):
        here = urlsplit(self.server.address).netloc
        assert self.asked <= {("http", here), ("ws", here), ("data", "")}, self.asked
        assert ("ws", here) in self.asked
        assert [said for kind, said in self.complaints if kind in ("error", "warning")] == []


@pytest.fixture(scope="module")
def visits(browser):
    """Who has been there before, by view: what is laid out is compiled once for all tests."""
    made = {}

    def visit(view):
        if view not in made:
            made[view] = browser.new_context(**VIEWS[view], locale="en-GB")
        return made[view]

    yield visit
    for context in made.values():
        context.close()


@pytest.fixture
def person(visits, served, request):
    context = visits(getattr(request, "param", "light"))
    yield Person(context, served)
    for page in context.pages:
        page.close()
    context.clear_cookies()


@pytest.fixture(scope="module")
def open_page(browser):
    context = browser.new_context(**VIEWS["light"], locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def passer(open_page, served):
    """Somebody who only looks, in a page that was open before: its scripts are compiled."""
    made = Person(open_page.context, served, open_page)
    yield made
    made.leave()


@pytest.fixture(scope="module")
def ledger_team() -> Iterator[str]:
    """A database of PostgreSQL for the ledgers of a module; blank where there is none."""
    if not TEAM:
        yield ""
        return
    with of_team() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"] if TEAM else ["sqlite"])
def book(request, desk, ledger_team) -> Book:
    """A ledger without an entry, in the folder or in a database."""
    if request.param == "postgresql":
        engine = create_engine(address(ledger_team))
        with engine.begin() as connection:
            for statement in ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
                connection.execute(text(statement))
        engine.dispose()
        desk.book = Book(desk.place, desk.shelf, ledger_team)
    desk.book.begin()
    return desk.book


@pytest.fixture
def filled(book, client):
    """The same with a gift from asking to use."""
    assert enter(client, *GIFT).status_code == 201
    return book


def enter(client, *rows, **more):
    return client.post("/api/ledger/entries", json={"rows": list(rows), "who": WHO, **more})
