"""Large runs and quick comparisons: whole winters of both large examples, a plan beside another.

    python benchmarks/large.py [--futures 1000] [--workers 2]

Each is a process of its own, written as it goes; seconds are of the wall, from reading the scenario
to the last file, with kernels compiled before. A comparison starts from a run that is there, as a
person does who moves a delivery: from its checkpoint, for the days after the plans part.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
CHILD = """
import json, resource, sys, time
from pathlib import Path
import holdfast as hf
from holdfast.outcome import Outcome
what, path, out = sys.argv[1], sys.argv[2], Path(sys.argv[3])
futures, workers = map(int, sys.argv[4:6])
begun = time.perf_counter()
scenario = hf.read_scenario(path)
if what == "run":
    made = hf.run(scenario, futures=futures, workers=workers, out=out)
    said = f"{made.data.sizes['future']:,} futures, {made.data.sizes['day']} days"
else:
    base = Outcome.load(out)
    begun = time.perf_counter()
    made = hf.whatif(scenario, b=sys.argv[6:], base=base, futures=futures, workers=workers)
    said = f"whatif of {futures} futures, {' '.join(sys.argv[6:])}"
seconds = time.perf_counter() - begun
both = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
most = max(resource.getrusage(who).ru_maxrss for who in both)
print(json.dumps([said, seconds, most / 1024]))
"""


def ask(*given: object) -> tuple[str, float, float]:
    """What a process of its own did, its seconds and its MiB."""
    words = [sys.executable, "-c", CHILD, *map(str, given)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    said, seconds, memory = json.loads(done.stdout.splitlines()[-1])
    return said, seconds, memory


def main() -> None:
    """Print a line for each."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=1000)
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    moves = {
        "bucharest-2022": "two-in-march",
        "aldria": "winter-shield",
    }
    for name, delivery in moves.items():
        path = EXAMPLES / name
        with tempfile.TemporaryDirectory() as kept:
            few = Path(kept) / "few"
            ask("run", path, few, 200, given.workers)
            lines = [
                ask("run", path, Path(kept) / "many", given.futures, given.workers),
                ask("whatif", path, few, 200, given.workers, delivery),
            ]
        for said, seconds, memory in lines:
            print(f"{name}: {said}: {seconds:.1f} s, {memory:,.0f} MiB", flush=True)


if __name__ == "__main__":
    main()
