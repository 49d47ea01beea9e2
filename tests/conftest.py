"""What every test may use, and the last check of the suite: one compiled signature per kernel."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from filelock import FileLock
from typer.testing import CliRunner, Result

ROOT = Path(__file__).resolve().parent.parent
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


@pytest.fixture(autouse=True)
def ctrl_c() -> Iterator[None]:
    """Give Ctrl-C back after a command that ran in this process, which takes it over."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let one worker of pytest-xdist compile a kernel and the others load what it has kept.

    Where nothing is compiled yet each would do the same half a minute of work. A kernel compiles
    those that it calls, never the other way round, so no two workers wait for one another.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    from numba.core.dispatcher import Dispatcher

    folder, compile_ = tmp_path_factory.getbasetemp().parent, Dispatcher.compile

    def alone(kernel: Dispatcher, signature: object) -> object:
        name = f"{kernel.py_func.__module__}.{kernel.py_func.__qualname__}"
        with FileLock(folder / f"{name.replace('<', '').replace('>', '')}.lock"):
            return compile_(kernel, signature)

    with mock.patch.object(Dispatcher, "compile", alone):
        yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser that a test marked `chromium` opens pages with."""
    browser = find_browser()
    if browser is None:
        pytest.fail("no Chromium on this machine: apt-get install chromium")
    return browser


@pytest.fixture
def call() -> Callable[..., Result]:
    """Call the command line in this process."""

    def invoke(*words: object) -> Result:
        from holdfast.cli import app

        return CliRunner().invoke(app, [str(word) for word in words])

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
