"""Memory of a run and of reading it, for few and for many futures.

    python benchmarks/memory.py [--futures 200 5000] [--days 548]

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
CHILD = """
import resource, sys
from pathlib import Path
from holdfast.campaign import ensemble
from holdfast.scenario import read_scenario
futures, days = map(int, sys.argv[3:])
made = ensemble.run(read_scenario(sys.argv[1]), futures, out=Path(sys.argv[2]), until=days)
ran = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made.summary()
print(ran, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
      resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, made.data.nbytes)
"""


def main() -> None:
    """Print a line for each number of futures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, nargs="+", default=[200, 5000])
    asked.add_argument("--days", type=int, default=548)
    given = asked.parse_args()
    for futures in given.futures:
        with tempfile.TemporaryDirectory() as folder:
            begin = time.perf_counter()
            words = [sys.executable, "-c", CHILD, str(EXAMPLE), f"{folder}/run", str(futures)]
            said = subprocess.run(
                [*words, str(given.days)], check=True, capture_output=True, text=True
            ).stdout
            ran, counted, worker, size = (int(part) for part in said.split())
            on_disk = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
            print(
                f"{futures} futures, {given.days} days: {time.perf_counter() - begin:.0f} s; "
                f"at most {ran / 1024:.0f} MiB while running, {counted / 1024:.0f} with the "
                f"summary read, {worker / 1024:.0f} in the largest worker; "
                f"data {size / 2**20:.0f} MiB, {on_disk / 2**20:.0f} MiB on disk"
            )


if __name__ == "__main__":
    main()
