"""Does help ever hurt? Each kind of help on the same futures, and in how many more go without.

python benchmarks/monotone.py [examples/bucharest-2022 ...] [--futures 32] [--meur 100] [--until D]
    [--repair]

Of each kind of help so many million euro, in equal parts of every item of the catalogue and at
least one of each, arrive without slipping on the first reported day. A future is hurt where its
person-hours without power rise by more than a ten-thousandth. Why is read off the day on which they
rise most. With --repair every way of repair is on and crews, parts and slots are scarce, in a
temporary copy (benchmarks/repair_on.py).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from repair_on import copied

from holdfast.campaign import ensemble
from holdfast.questions.validate.apart import LEAST, of_people
from holdfast.questions.validate.helped import KEPT, given, helps, reason
from holdfast.scenario import Scenario, read_scenario

DARK = "hours_without_power"


def audited(scenario: Scenario, futures: int, meur: float, until: int | None) -> Iterator[str]:
    """A line for each kind of help."""
    bare = ensemble.run(scenario, futures, workers=1, until=until, only=KEPT)
    before = of_people(bare, DARK)
    for what, chosen in helps(scenario).items():
        helped = ensemble.run(
            given(scenario, chosen, meur), futures, workers=1, until=until, only=KEPT
        )
        rise = of_people(helped, DARK) - before
        share = rise.sum(axis=1) / np.maximum(before.sum(axis=1), 1.0)
        hurt = np.flatnonzero(share > LEAST)
        why = Counter(reason(bare, helped, f, int(rise[f].argmax())) for f in hurt)
        told = "; ".join(f"{count} {name}" for name, count in why.most_common())
        yield (
            f"{what:24} {len(chosen):2} items, hurt {len(hurt):3} of {futures}, by at most"
            f" {share.max(initial=0.0):7.2%}; mean change {share.mean():8.3%}  {told}"
        )


def main() -> None:
    """Print the audit of each scenario."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="*", default=["examples/bucharest-2022", "examples/aldria"])
    asked.add_argument("--futures", type=int, default=32)
    asked.add_argument("--meur", type=float, default=100.0)
    asked.add_argument("--until", type=int, help="Days that are simulated")
    asked.add_argument("--repair", action="store_true", help="Every way of repair on")
    said = asked.parse_args()
    for path in said.paths:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            of = copied(Path(path), Path(folder) / "copy") if said.repair else path
            scenario = read_scenario(of)
        print(f"{path}: {said.futures} futures, {said.meur:g} million of each", flush=True)
        for line in audited(scenario, said.futures, said.meur, said.until):
            print(line, flush=True)
        print(f"  {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
