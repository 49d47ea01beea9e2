"""Two hundred kills of `holdfast run --resume` at random moments: is any bit lost? Takes 20 min.

python benchmarks/kills.py [--kills 200] [--futures 256]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from holdfast.campaign import ensemble
from holdfast.outcome import Outcome
from holdfast.scenario import read_scenario

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "tests"))
from killing import kill_until_done  # noqa: E402

VALLEY = HERE / "examples" / "valley"


def main() -> None:
    """Print what the kills did."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--futures", type=int, default=256)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        words = [sys.executable, "-m", "holdfast", "run", VALLEY, "--out", out, "--resume"]
        words += ["--futures", given.futures]

        def start() -> int:
            return subprocess.Popen(
                [str(word) for word in words],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            ).pid

        begin = time.monotonic()
        os.waitpid(start(), 0)
        whole = time.monotonic() - begin
        undisturbed = ensemble.run(read_scenario(VALLEY), given.futures)
        (out).rename(Path(folder) / "first")
        found = kill_until_done(start, out, given.kills, longest=1.1 * whole)
        made = Outcome.load(out)
        same = all(made.data[name].equals(undisturbed.data[name]) for name in made.data.data_vars)
        print(
            f"{found.kills} kills within {whole:.1f} s each, {found.midway} of them in mid-run: "
            f"{found.lost} lost a finished batch; same bits as undisturbed: {same}"
        )


if __name__ == "__main__":
    main()
