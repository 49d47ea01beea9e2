"""Two hundred kills of writers of a ledger, two at work at once: is an entry lost or doubled?

python benchmarks/ledger_kills.py [--kills 200] [--longest 0.6]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "tests"))
from holdfast import ledger  # noqa: E402
from ledger.writers import PAIR, at_once, kill_writers  # noqa: E402

WRITERS, PAIRS = 2, 100


def main() -> None:
    """Print what the kills did, and what two writers at once did."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--longest", type=float, default=0.6)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = kill_writers(Path(folder), given.kills, given.longest)
        print(
            f"{found.kills} kills within {given.longest:g} s each: {found.acknowledged} entries "
            f"acknowledged, {found.lost} lost, {found.doubled} doubled, {found.torn} pairs torn, "
            f"{len(found.broken)} chains broken; {found.unsaid} entered and not yet acknowledged"
        )
        where = str(Path(folder) / "at-once.db")
        ledger.create(where)
        _, both = at_once(where, WRITERS, PAIRS)
        print(
            f"{WRITERS} writers at once, {PAIRS} times {PAIR} entries each: {both.entries} entries "
            f"of {WRITERS * PAIRS * PAIR}, {both.lost} lost, {both.doubled} doubled, "
            f"{len(both.broken)} chains broken"
        )
    if found.lost or found.doubled or found.torn or found.broken or both.lost or both.broken:
        sys.exit(1)


if __name__ == "__main__":
    main()
