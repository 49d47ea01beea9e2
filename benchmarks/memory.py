"""Memory of a run, of a comparison, and of reading them, for few and for many futures.

    python benchmarks/memory.py [--futures 200 5000] [--days 548] [--of run whatif stocks report]

Each run is a process of its own, written to disk; the most memory that it and its workers held at
once is what the system reports of them when they have ended. `stocks` and `report` read runs of as
many futures; of these no more than 200 are simulated, and laid side by side as often as it takes:
reading does not ask where numbers come from.
"""

from __future__ import annotations

import argparse
import dataclasses
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.outcome import Outcome

EXAMPLE = Path(__file__).parents[1] / "examples" / "bucharest-2022"
QUESTIONS = ("run", "whatif", "stocks", "report")
READING = ("stocks", "report")
SIMULATED, PART = 200, 50
CHILD = """
import resource, sys
from pathlib import Path
from holdfast.campaign import ensemble
from holdfast.questions import whatif
from holdfast.scenario import read_scenario
what, (futures, days) = sys.argv[3], map(int, sys.argv[4:])
scenario = read_scenario(sys.argv[1])
most = lambda who: resource.getrusage(who).ru_maxrss
if what == "run":
    made = ensemble.run(scenario, futures, out=Path(sys.argv[2]), until=days)
    ran, size = most(resource.RUSAGE_SELF), made.data.nbytes
    made.summary()
else:
    between, seen = whatif.between, []
    def noting(a, b):
        seen.append(most(resource.RUSAGE_SELF))
        return between(a, b)
    whatif.between = noting
    made = whatif.whatif(scenario, b=["winter-shield"], futures=futures, out=Path(sys.argv[2]))
    made.closing
    ran, size = seen[0], made.a.data.nbytes + made.b.data.nbytes
print(ran, most(resource.RUSAGE_SELF), most(resource.RUSAGE_CHILDREN), size, made.data.sizes["day"]
      if what == "run" else made.a.data.sizes["day"])
"""

READER = """
import resource, sys
from pathlib import Path
from holdfast.outcome import Outcome
what, folder = sys.argv[1], Path(sys.argv[2])
a = Outcome.load(folder / "a")
if what == "stocks":
    from holdfast.questions.stocks import stocks
    size = a.data.nbytes
    stocks(a)
else:
    b = Outcome.load(folder / "b")
    size = a.data.nbytes + b.data.nbytes
    from holdfast.questions.whatif import between
    from holdfast.show.report import report
    report(between(a, b), folder / "report.html")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, size)
"""


def main() -> None:
    """Print a line for each number of futures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, nargs="+", default=[200, 5000])
    asked.add_argument("--days", type=int, default=548, help="of a run")
    asked.add_argument("--of", nargs="+", choices=QUESTIONS, default=QUESTIONS)
    asked.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.make:
        make(Path(given.make[0]), int(given.make[1]))
        return
    for what in given.of:
        for futures in given.futures:
            if what in READING:
                measure_reading(what, futures)
            else:
                measure(what, futures, given.days)


def measure(what: str, futures: int, days: int) -> None:
    """Print what one question of so many futures took."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        words = [sys.executable, "-c", CHILD, str(EXAMPLE), f"{folder}/run", what]
        said = subprocess.run(
            [*words, str(futures), str(days)], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        ran, counted, worker, size, days = (int(part) for part in said.split())
        on_disk = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        print(
            f"{what}, {futures} futures, {days} days: {time.perf_counter() - begin:.0f} s; "
            f"at most {ran / 1024:.0f} MiB while running, {counted / 1024:.0f} with the "
            f"answer read, {worker / 1024:.0f} in the largest worker; "
            f"data {size / 2**20:.0f} MiB, {on_disk / 2**20:.0f} MiB on disk",
            flush=True,
        )


def measure_reading(what: str, futures: int) -> None:
    """Print what reading two runs of so many futures took."""
    with tempfile.TemporaryDirectory() as name:
        # in a process of its own: what this one held would count as held by those it starts
        subprocess.run([sys.executable, __file__, "--make", name, str(futures)], check=True)
        begin = time.perf_counter()
        words = [sys.executable, "-c", READER, what, name]
        said = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout
        most, size = (int(part) for part in said.split())
        print(
            f"{what}, {futures} futures: {time.perf_counter() - begin:.0f} s; at most "
            f"{most / 1024:.0f} MiB; data {size / 2**20:.0f} MiB",
            flush=True,
        )


def make(folder: Path, futures: int) -> None:
    """Write two runs of so many futures, few of them simulated."""
    from holdfast.outcome import Outcome
    from holdfast.questions.whatif import whatif
    from holdfast.scenario import read_scenario

    places = {"out_a": folder / "few-a", "out": folder / "few-b"}
    few = min(futures, SIMULATED)
    whatif(read_scenario(EXAMPLE), b=["winter-shield"], futures=few, **places)
    for side in "ab":
        Outcome.write(folder / side, side_by_side(Outcome.load(folder / f"few-{side}"), futures))


def side_by_side(run: Outcome, futures: int) -> Iterator[Outcome]:
    """A run laid side by side, in parts of 50, until there are so many futures."""
    import numpy as np

    data, few = run.data.load(), run.data.sizes["future"]
    for first in range(0, futures, PART):
        numbers = np.arange(first, min(first + PART, futures))
        part = data.isel(future=numbers % few).assign_coords(future=numbers)
        part["pair"] = ("future", numbers // 2)
        made = part.assign_attrs(futures=futures)
        yield dataclasses.replace(run, data=made, checkpoints=None, folder=None)


if __name__ == "__main__":
    main()
