"""How soon one future of a run is before a reader, and how soon its slider reacts.

    python benchmarks/page_views.py [--scenario bucharest-2022] [--futures 40] [--looks 5]

A page in headless Chromium, of a folder that nothing was told of yet: seconds from the address to
a future that was never shown (with the process that answers still to start, then with it there),
to one that was, until it was lived again, and until two runs are compared. Of the slider:
milliseconds from an input to the day laid out, over all days, as fast as this machine and slower.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from page import BROWSERS, ROOT, ask, serving, wait

READY = "#future[data-ready]"
SLIDE = """() => {
  const slider = document.querySelector('.slider'), took = [];
  for (let day = 0; day <= slider.max; day++) {
    const began = performance.now();
    slider.value = day;
    slider.dispatchEvent(new Event('input'));
    document.body.offsetHeight;
    took.push(performance.now() - began);
  }
  return took;
}"""


def opened(page: Page, address: str, sign: str) -> float:
    """Seconds until what is at an address is there."""
    began = time.monotonic()
    page.goto(address)
    page.locator(sign).first.wait_for(timeout=600_000)
    return time.monotonic() - began


def slid(page: Page, slower: int) -> list[float]:
    """Milliseconds of each day, so many times slower than this machine is."""
    channel = page.context.new_cdp_session(page)
    channel.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    took: list[float] = page.evaluate(SLIDE)
    channel.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return took


def measured(page: Page, address: str, looks: int) -> dict[str, list[float]]:
    """What took how long, by what it is."""
    future = f"{address}/explain?run=a&future="
    found = {"first future": [opened(page, f"{future}0", READY)]}
    began = time.monotonic()
    page.get_by_text("the same in every bit").wait_for(timeout=600_000)
    found["until lived again"] = [time.monotonic() - began]
    found["another future"] = [opened(page, f"{future}{n}", READY) for n in range(1, looks + 1)]
    found["a future that was shown"] = [
        opened(page, f"{future}{n}", READY) for n in range(1, looks + 1)
    ]
    for slower in (1, 4):
        found[f"slider, a day [ms], {slower} times slower"] = slid(page, slower)
    pair = f"{address}/compare?a=a&b=b"
    found["two runs compared"] = [opened(page, pair, ".winters")]
    found["two runs that were compared"] = [opened(page, pair, ".winters") for _ in range(looks)]
    return found


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--scenario", default="bucharest-2022")
    given.add_argument("--futures", type=int, default=40)
    given.add_argument("--looks", type=int, default=5)
    asked = given.parse_args()
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(ROOT / "examples" / asked.scenario, Path(place) / "country")
        with serving(place) as address, sync_playwright() as playwright:
            for name in ("a", "b"):
                job: dict[str, Any] = {"scenario": "country", "futures": asked.futures}
                ask(f"{address}/api/jobs", {**job, "name": name})
                wait(address, name, "done")
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_context(locale="en-GB").new_page()
            print(f"{'':<44}{'median':>10}{'worst':>10}")
            for name, took in measured(page, address, asked.looks).items():
                print(f"{name:<44}{statistics.median(took):>10.2f}{max(took):>10.2f}")
            browser.close()


if __name__ == "__main__":
    main()
