"""Memory of a run, of a comparison, and of reading them, for few and for many futures.

    python benchmarks/memory.py [--futures 200 5000] [--days 548] [--of run whatif]

Each run is a process of its own, written to disk; the most memory that it and its workers held at
once is what the system reports of them when they have ended.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "bucharest-2022"
QUESTIONS = ("run", "whatif")
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


def main() -> None:
    """Print a line for each number of futures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, nargs="+", default=[200, 5000])
    asked.add_argument("--days", type=int, default=548, help="of a run")
    asked.add_argument("--of", nargs="+", choices=QUESTIONS, default=QUESTIONS)
    given = asked.parse_args()
    for what in given.of:
        for futures in given.futures:
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


if __name__ == "__main__":
    main()
