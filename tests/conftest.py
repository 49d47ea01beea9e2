"""What every test may use, and the last check of the suite: one compiled signature per kernel."""

from __future__ import annotations

import dataclasses
import functools
import gc
import hashlib
import os
import pickle
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest import mock

import hypothesis
import pytest
from filelock import FileLock
from typer.testing import CliRunner, Result

if TYPE_CHECKING:
    from holdfast.campaign.batch import Done, Job

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Before numpy is there: a worker has one processor, and threads that find none spin."""
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
"""Hundreds of processes begin in the tests; each would compile all of Holdfast's sources anew, and
each worker all tests."""
gc.set_threshold(50_000, 20, 20)
"""Tests are made by thousands and stay: to look through them all again and again takes seconds."""
hypothesis.settings.register_profile("holdfast", max_examples=50, deadline=None)
hypothesis.settings.load_profile("holdfast")
"""Unless a test says otherwise; how long an example takes hangs on who else is at the machine."""
SHARED = pytest.StashKey[TemporaryDirectory[str]]()
EAGER = (
    *("holdfast.model.damage", "holdfast.model.defence", "holdfast.model.people"),
    *("holdfast.model.repair", "holdfast.model.networks", "holdfast.power.kernels"),
)
"""Modules whose kernels are compiled when they are imported."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """Where a browser of the Chromium family stands, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session", autouse=True)
def one_processor() -> Iterator[None]:
    """Simulate in this process where a test does not say by how many: to start others costs more.

    Tests of several workers ask for them; commands in a process of their own have what there is.
    """
    from holdfast.campaign import pool

    with mock.patch.object(pool, "processors", return_value=1):
        yield


@pytest.fixture(scope="session", autouse=True)
def loaded_once() -> Iterator[None]:
    """Fork workers of this process off one that has loaded what they need, once for all tests.

    Commands in a process of their own, and plain scripts, begin theirs as they do for everybody.
    """
    import multiprocessing

    from holdfast.campaign import pool

    multiprocessing.set_forkserver_preload(["holdfast.campaign.work"])
    with mock.patch.object(pool, "method", "forkserver"):
        yield


@pytest.fixture(scope="session", autouse=True)
def one_program() -> Iterator[None]:
    """Make the program of the command line once: typer's runner makes it anew for every call."""
    from typer import testing

    with mock.patch.object(testing, "_get_command", functools.cache(testing._get_command)):
        yield


@pytest.fixture(autouse=True)
def ctrl_c() -> Iterator[None]:
    """Give Ctrl-C back after a command that ran in this process, which takes it over."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module")
def lived_once(pytestconfig: pytest.Config) -> Iterator[None]:
    """Live a batch of futures once for all tests that ask for this, in whichever worker they are.

    For tests of what is asked and of how it is answered. The same job leaves the same bits: that is
    held by tests of simulating, and they do not ask for this. What is kept is kept for this session
    alone, and each who asks has a copy of its own.
    """
    from holdfast.campaign import pool

    folder, live = shared(pytestconfig), pool.work

    def once(job: Job, tick: Callable[[], None] = lambda: None) -> Done:
        ready = job.ready()
        kept = folder / f"{digest_of(ready)}.batch"
        with FileLock(f"{kept}.lock"):
            if kept.exists():
                for _ in range(job.begin, job.until):
                    tick()
            else:
                made = pickle.dumps(live(ready, tick))
                kept.with_suffix(".part").write_bytes(made)
                kept.with_suffix(".part").replace(kept)
        return pickle.loads(kept.read_bytes())

    with mock.patch.object(pool, "work", once):
        yield


def digest_of(job: Job) -> str:
    """Of all that a batch of futures hangs on; the folder that a scenario lies in is none of it."""
    import numpy as np

    plans = [(plan.as_of, sorted(plan.files.items())) for plan in (job.scenario, *job.beside)]
    asked = (plans, job.seed, job.futures, job.begin, job.until, job.record, job.only)
    made = hashlib.sha256(repr(asked).encode())
    state = job.dawn()
    for field in dataclasses.fields(state) if state is not None else ():
        values = np.ascontiguousarray(getattr(state, field.name))
        made.update(f"{field.name} {values.dtype} {values.shape}".encode() + values.tobytes())
    return made.hexdigest()


def shared(config: pytest.Config) -> Path:
    """A folder that all workers of pytest-xdist share, and that goes when the tests end."""
    given = getattr(config, "workerinput", {}).get("shared")
    if given is not None:
        return Path(given)
    if SHARED not in config.stash:
        config.stash[SHARED] = TemporaryDirectory(prefix="holdfast-tests-")
        config.add_cleanup(config.stash[SHARED].cleanup)
    return Path(config.stash[SHARED].name)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let one worker of pytest-xdist compile a kernel and the others load what it has kept.

    Where nothing is compiled yet each would do the same half a minute of work. A kernel compiles
    those that it calls, never the other way round, so no two workers wait for one another. Most are
    compiled when they are imported: the second worker begins with the last of them, so that they
    meet half way.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        return
    from numba.core.dispatcher import Dispatcher

    folder, compile_ = shared(config), Dispatcher.compile

    def alone(kernel: Dispatcher, signature: object) -> object:
        name = f"{kernel.py_func.__module__}.{kernel.py_func.__qualname__}"
        with FileLock(folder / f"{name.replace('<', '').replace('>', '')}.lock"):
            return compile_(kernel, signature)

    Dispatcher.compile = alone
    first = int(worker.removeprefix("gw")) % 2 == 0
    for module in EAGER if first else reversed(EAGER):
        import_module(module)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Name the shared folder to a worker, and let it go with this process."""
    node.workerinput["shared"] = str(shared(node.config))


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what is there now: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser that a test marked `chromium` opens pages with."""
    browser = find_browser()
    if browser is None:
        pytest.fail("no Chromium on this machine: apt-get install chromium")
    return browser


@pytest.fixture(scope="module")
def browser(chromium):
    """A browser for the tests of a module, each of which opens its own pages."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def call() -> Callable[..., Result]:
    """Call the command line in this process; `given` stands on its standard input."""

    def invoke(*words: object, given: str | None = None) -> Result:
        from holdfast.cli import app

        return CliRunner().invoke(app, [str(word) for word in words], input=given)

    return invoke


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of a browser out where there is none; where CI is set they fail instead."""
    if in_ci() or find_browser():
        return
    marked = [item for item in items if item.get_closest_marker("chromium")]
    if marked:
        items[:] = [item for item in items if not item.get_closest_marker("chromium")]
        config.hook.pytest_deselected(items=marked)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("chromium") and find_browser() is None:
        pytest.fail("this test opens a browser and there is none: apt-get install chromium")


# ---- kernels have one signature -----------------------------------------------------------------

COMPILED = pytest.StashKey[dict[str, set[str]]]()


def compiled_kernels() -> Iterator[tuple[str, list[str]]]:
    """Each kernel that this process has loaded, with the signatures compiled for it."""
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] != "holdfast":
            continue
        for attribute, value in vars(module).items():
            ours = getattr(value, "__module__", None) == name
            if ours and hasattr(value, "py_func") and hasattr(value, "signatures"):
                # How many states lie side by side is a part of the type, and no other signature.
                found = {re.sub(r"(lanes|vector)[0-9]+", r"\1", str(s)) for s in value.signatures}
                yield f"{name}.{attribute}", sorted(found)


def gather(config: pytest.Config, found: dict[str, list[str]]) -> dict[str, set[str]]:
    """Add the signatures of one process to those of the others."""
    told = config.stash.setdefault(COMPILED, {})
    for name, signatures in found.items():
        told.setdefault(name, set()).update(signatures)
    return told


def twice(config: pytest.Config) -> dict[str, set[str]]:
    """The kernels that were compiled for more than one signature, over all processes."""
    told = config.stash.get(COMPILED, {})
    return {name: signatures for name, signatures in told.items() if len(signatures) > 1}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if a kernel was compiled twice: some caller handed over another type."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["kernels"] = dict(compiled_kernels())
        return
    gather(session.config, dict(compiled_kernels()))
    if twice(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take over what a worker of pytest-xdist has compiled."""
    found = getattr(node, "workeroutput", {}).get("kernels", {})
    gather(node.config, found)  # type: ignore[attr-defined]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    excess = twice(config)
    if not excess:
        return
    terminalreporter.section("kernels compiled for more than one signature", red=True)
    for name, signatures in sorted(excess.items()):
        terminalreporter.write_line(name)
        for signature in sorted(signatures):
            terminalreporter.write_line(f"    {signature}")
