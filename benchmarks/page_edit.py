"""How soon an edit is checked, and how soon it is told what it does.

    python benchmarks/page_edit.py [--scenario bucharest-2022] [--edits 4]

A page in headless Chromium: seconds from the address to the grid, from a cell that is typed to the
check of the draft, and to its preview on common futures: of a reader who types at once, of one who
read for a minute first, and of further edits of the same table.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from page import BROWSERS, ROOT, serving

PATIENCE = 120_000
"""Milliseconds after which what does not come is a failure."""
TRIED = "common futures, against the saved version"
READ = 60
"""Seconds for which somebody reads before they type."""


def opened(page: Page, address: str) -> float:
    """Seconds until the grid is there."""
    began = time.monotonic()
    page.goto(address)
    page.locator(".ag-row [col-id=quantity]").first.wait_for(timeout=PATIENCE)
    return time.monotonic() - began


def edited(page: Page) -> tuple[float, float]:
    """Seconds from one piece more in the first row to its check, and to its preview."""
    cell = page.locator(".ag-row[row-id='2'] [col-id=quantity]")
    value = float(cell.inner_text()) + 1
    cell.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{value:g}")
    began = time.monotonic()
    page.keyboard.press("Enter")
    panel = page.locator(".edit-panel")
    panel.get_by_text("Being tried").wait_for(timeout=PATIENCE)
    checked = time.monotonic() - began
    panel.get_by_text(TRIED).wait_for(timeout=PATIENCE)
    return checked, time.monotonic() - began


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--scenario", default="bucharest-2022")
    given.add_argument("--edits", type=int, default=4)
    asked = given.parse_args()
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        for name in ("hasty", "reader"):
            shutil.copytree(ROOT / "examples" / asked.scenario, Path(place) / name)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, reads in (("hasty", 0), ("reader", READ)):
            with serving(place) as address:
                page = browser.new_context(
                    locale="en-GB", viewport={"width": 1392, "height": 900}
                ).new_page()
                took = opened(page, f"{address}/edit?scenario={name}&table=stocks")
                print(f"{name}: the grid is there after {took:.2f} s")
                time.sleep(reads)
                found = [edited(page) for _ in range(asked.edits)]
                checks, previews = zip(*found, strict=True)
                load = f"load {os.getloadavg()[0]:.1f}"
                print(
                    f"{name}: checked after {statistics.median(checks):.2f} s in the median; "
                    f"preview after {previews[0]:.1f} s, then "
                    f"{statistics.median(previews[1:]):.1f} s in the median, "
                    f"worst {max(previews[1:]):.1f} s; {load}"
                )
        browser.close()


if __name__ == "__main__":
    main()
