"""How soon what if answers on the page, from the drop of a delivery to its answer on the screen.

    python benchmarks/page_whatif.py [--scenario NAME] [--futures 200] [--drags 6] [--busy]

A base is run, the screen is opened in headless Chromium, and deliveries are dragged to other days,
the earliest first. Seconds by drag to the first answer, which may go to an earlier day, and to the
whole one, then medians and worsts; with `--busy` a long run goes meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 300_000
"""Milliseconds after which an answer is a failure."""


@contextmanager
def served(scenario: str, futures: int) -> Iterator[str]:
    """The address of a page with a scenario and a base of it."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(ROOT / "examples" / scenario, Path(place) / scenario)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        program = [sys.executable, "-m", "holdfast", "serve", place, "--no-open", "--port"]
        server = subprocess.Popen([*program, str(port)], stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        assert "is served" in server.stdout.readline()
        address = f"http://127.0.0.1:{port}"
        try:
            ask(address, {"scenario": scenario, "futures": futures, "name": "base"})
            while ask(address)[0]["state"] != "done":
                time.sleep(0.5)
            yield address
        finally:
            server.terminate()
            server.wait()


def ask(address: str, given: Any = None) -> Any:
    """What the queue answers."""
    data = None if given is None else json.dumps(given).encode()
    asked = urllib.request.Request(
        f"{address}/api/jobs", data, {"content-type": "application/json"}
    )
    with urllib.request.urlopen(asked) as answer:
        return json.load(answer)


def drag(page: Page, place: int, number: int, days: int) -> tuple[str, str, float, float, str]:
    """Move a delivery by so many days: from when, to when, seconds to the first answer and to the
    whole, the line of the answer."""
    bar = page.get_by_role("slider").nth(place)
    bar.scroll_into_view_if_needed()
    from_ = bar.get_attribute("aria-valuetext") or ""
    box, track = bar.bounding_box(), page.locator(".wf-track").nth(place).bounding_box()
    assert box is not None
    assert track is not None
    whole = int(bar.get_attribute("aria-valuemax") or 0) + 1
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + days * track["width"] / whole, y, steps=8)
    began = time.monotonic()
    page.mouse.up()
    whole_one = f"table[data-answer='{number}']"
    page.locator(f"table[data-early='{number}'], {whole_one}").wait_for(timeout=PATIENCE)
    first = time.monotonic() - began
    page.locator(whole_one).wait_for(timeout=PATIENCE)
    took = time.monotonic() - began
    to = bar.get_attribute("aria-valuetext") or ""
    return from_, to, first, took, page.locator(".wf-bar p").inner_text()


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--scenario", default="bucharest-2022")
    given.add_argument("--futures", type=int, default=200)
    given.add_argument("--drags", type=int, default=6)
    given.add_argument("--busy", action="store_true")
    asked = given.parse_args()
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with served(asked.scenario, asked.futures) as address, sync_playwright() as playwright:
        if asked.busy:
            ask(address, {"scenario": asked.scenario, "futures": 20_000, "name": "long"})
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(
            locale="en-GB", viewport={"width": 1392, "height": 900}
        ).new_page()
        began = time.monotonic()
        page.goto(f"{address}/whatif?scenario={asked.scenario}")
        page.locator(".wf-bar p", has_text="Nothing is changed yet").wait_for(timeout=PATIENCE)
        print(f"the screen is open and its base in memory after {time.monotonic() - began:.1f} s")
        bars = page.get_by_role("slider")
        at = [int(bars.nth(n).get_attribute("aria-valuenow") or 0) for n in range(bars.count())]
        order = sorted(range(len(at)), key=lambda place: at[place])
        some = order if len(order) <= asked.drags else [
            order[round(n * (len(order) - 1) / (asked.drags - 1))] for n in range(asked.drags)
        ]  # fmt: skip
        firsts, took = [], []
        for number, place in enumerate(some, start=1):
            if number > 1:  # each alone: the one before is as pledged again
                page.get_by_role("button", name="Back to as pledged").click()
                page.locator(f"table[data-answer='{2 * number - 2}']").wait_for(timeout=PATIENCE)
            before, after, first, seconds, line = drag(page, place, 2 * number - 1, 30)
            firsts.append(first)
            took.append(seconds)
            load = f"load {os.getloadavg()[0]:.1f}"
            told = f"first {first:.2f} s, whole {seconds:.2f} s"
            print(f"{before} to {after}: {told}, {load}; {line}")
        for name, all_of in (("first", firsts), ("whole", took)):
            print(f"{name}: median {statistics.median(all_of):.2f} s, worst {max(all_of):.2f} s")
        browser.close()


if __name__ == "__main__":
    main()
