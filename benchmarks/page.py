"""How soon a reader sees the page, and how soon it reacts, alone and beside others.

    python benchmarks/page.py [--readers 1 20] [--looks 5]

Each reader is a page in headless Chromium that shows the scenarios; all the while a run goes in the
same folder. Seconds, median and worst of the looks.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


@contextmanager
def serving(place: str) -> Iterator[str]:
    """The address of a page of a folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "holdfast", "serve", place, "--no-open", "--port"]
    server = subprocess.Popen([*program, str(port)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert "is served" in server.stdout.readline()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def served() -> Iterator[str]:
    """The address of a page with two scenarios and a run that goes."""
    with tempfile.TemporaryDirectory() as place:
        for name in ("valley", "bucharest-2022"):
            shutil.copytree(ROOT / "examples" / name, Path(place) / name)
        with serving(place) as address:
            ask(f"{address}/api/jobs", {"scenario": "valley", "futures": 6})
            wait(address, "valley-1", "done")
            ask(f"{address}/api/jobs", {"scenario": "bucharest-2022", "futures": 20_000})
            wait(address, "bucharest-2022-1", "running")
            yield address


def ask(address: str, given: Any = None) -> Any:
    """What the interface answers."""
    data = None if given is None else json.dumps(given).encode()
    asked = urllib.request.Request(address, data, {"content-type": "application/json"})
    with urllib.request.urlopen(asked) as answer:
        return json.load(answer)


def wait(address: str, name: str, state: str) -> None:
    """Wait until a job is in a state."""
    while {job["name"]: job["state"] for job in ask(f"{address}/api/jobs")}[name] != state:
        time.sleep(0.2)


def look(page: Page, address: str) -> tuple[float, float, float]:
    """First paint, the list there, and from a press to the dialog that it opens [s]."""
    began = time.monotonic()
    page.goto(address)
    page.get_by_role("link", name="valley-1").wait_for()
    there = time.monotonic() - began
    began = time.monotonic()
    page.get_by_role("button", name="Copy valley").click()
    page.locator("dialog[open]").wait_for()
    return page.evaluate(PAINT), there, time.monotonic() - began


def measure(browser: Browser, address: str, readers: int, looks: int) -> list[Sequence[float]]:
    """Looks of one of so many readers."""
    others = [browser.new_context(locale="en-GB").new_page() for _ in range(readers - 1)]
    for page in others:
        page.goto(address)
    made = []
    for _ in range(looks):
        context = browser.new_context(locale="en-GB")
        made.append(look(context.new_page(), address))
        context.close()
    for page in others:
        page.context.close()
    return made


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--readers", type=int, nargs="+", default=[1, 20])
    given.add_argument("--looks", type=int, default=5)
    asked = given.parse_args()
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        print(f"{'readers':>8}{'first paint':>16}{'list there':>16}{'reaction':>16}")
        for readers in asked.readers:
            rows = zip(*measure(browser, address, readers, asked.looks), strict=True)
            cells = [f"{statistics.median(row):.2f} ({max(row):.2f})" for row in rows]
            print(f"{readers:>8}{''.join(f'{cell:>16}' for cell in cells)}")
        browser.close()


if __name__ == "__main__":
    main()
