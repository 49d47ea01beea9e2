"""Does more of what a country has hurt? Gas in store, room for it, import, generation, heaters.

python benchmarks/monotone_gas.py [examples/bucharest-2022 ...] [--futures 32] [--more 0.25]
                                  [--store 1] [--imports-first 0] [--kind "gas in store" ...]
                                  [--until D]

The same futures with so much more of one thing, from the first day, and without electric heaters
where these are not what there is more of. `--store 0.2` begins with a fifth of the gas, so that it
runs short; `--imports-first 1` buys before stores give. A future is hurt in a measure where its
total rises by more than a ten-thousandth of the mean over futures. Why is read off the day on which
it rises most.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.outcome import Outcome
from holdfast.questions.edited import with_values
from holdfast.questions.validate.apart import LEAST
from holdfast.questions.validate.had import (
    ASKED,
    HEATER_KW,
    HEATERS,
    HURT,
    KEPT,
    heated,
    judged,
    kinds,
    raised,
    stored,
)
from holdfast.scenario import Scenario, read_scenario

__all__ = ["raised"]
"""Beside what is defined here, for who reads this file as a module."""


def audited(
    scenario: Scenario,
    futures: int,
    more: float,
    until: int | None = None,
    only: tuple[str, ...] = (),
) -> Iterator[tuple[str, str, Array, Counter[str]]]:
    """For each kind and measure: their names, the rise of each future, and why it rises."""

    def lived(one: Scenario) -> Outcome:
        return ensemble.run(
            one, futures, workers=1, until=until, only=KEPT, record=(HEATERS, ASKED)
        )

    without = heated(scenario, 0.0)
    bare = {False: lived(without)}
    for what, (change, heaters) in kinds(more).items():
        if only and what not in only:
            continue
        if heaters not in bare:
            bare[heaters] = lived(heated(scenario, HEATER_KW))
        for name, share, why in judged(bare[heaters], lived(change(without))):
            yield what, name, share, why


def main() -> None:
    """Print the audit of each scenario."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="*", default=["examples/bucharest-2022", "examples/aldria"])
    asked.add_argument("--futures", type=int, default=32)
    asked.add_argument("--more", type=float, default=0.25, help="Share more of each")
    asked.add_argument("--store", type=float, default=1.0, help="Gas in store, over the table")
    asked.add_argument("--imports-first", type=float, default=0.0, help="Share before stores")
    asked.add_argument("--kind", action="append", default=[], choices=list(kinds(0)))
    asked.add_argument("--until", type=int, help="Days that are simulated")
    said = asked.parse_args()
    for path in said.paths:
        began = time.monotonic()
        scenario = stored(read_scenario(path), said.store)
        scenario = with_values(scenario, {"gas.imports_first": said.imports_first})
        print(f"{path}: {said.futures} futures, {said.more:.0%} more, {said.store:g} of the gas,"
              f" {said.imports_first:g} of imports first")  # fmt: skip
        found = audited(scenario, said.futures, said.more, said.until, tuple(said.kind))
        for what, name, share, why in found:
            hurt = (share > LEAST).sum()
            told = "; ".join(f"{count} {each}" for each, count in why.most_common())
            print(
                f"{what:24} {HURT[name]:28} hurt {hurt:3}, by {share.max(initial=0.0):7.2%} at"
                f" most; mean {share.mean():8.3%}  {told}",
                flush=True,
            )
        print(f"  {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
