"""How often a state of the power network recurs, and whether remembering it would pay.

    python benchmarks/recurrence.py [--scenario examples/bucharest-2022] [--futures 64]

A campaign asks for the least shed of a state once a future, day and block, and again where gas runs
short. Counted is how many of these states, to the last bit of all that goes in, were there before;
then the same over a second plan on the same futures, from the day on which it differs, as `whatif`
asks for it. Remembering saves what those take to be solved, less what it takes to look up all: the
line says what share of the whole run that is.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from pathlib import Path

import numpy as np

from holdfast.campaign import ensemble
from holdfast.model.networks import power as block
from holdfast.model.networks import wires
from holdfast.questions.whatif import whatif
from holdfast.scenario import read_scenario

EXAMPLE = Path(__file__).parents[1] / "examples" / "bucharest-2022"
MARK = 16
"""Bytes of the digest by which a state is known."""


class Watch:
    """Counts states on their way to the solver."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self.states = self.again = 0
        self.looking = self.solving = 0.0

    def deliver(self, made: wires.Wires, *given: np.ndarray) -> wires.Delivered:
        begun = time.perf_counter()
        marks = marks_of(given)
        fresh = set(marks)
        self.again += sum(mark in self.seen for mark in fresh) + len(marks) - len(fresh)
        self.seen |= fresh
        self.states += len(marks)
        looked = time.perf_counter()
        found = self.solve(made, *given)
        self.looking += looked - begun
        self.solving += time.perf_counter() - looked
        return found

    solve = staticmethod(wires.deliver)


def marks_of(given: tuple[np.ndarray, ...]) -> list[bytes]:
    """A mark of each state."""
    rows = len(given[0])
    flat = [np.ascontiguousarray(each).reshape(rows, -1) for each in given if each.size]
    whole = np.concatenate(flat, axis=1)
    return [hashlib.blake2b(row, digest_size=MARK).digest() for row in whole]


def main() -> None:
    """Print a line for the plan as it stands, and one with a second plan beside it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scenario", type=Path, default=EXAMPLE)
    asked.add_argument("--futures", type=int, default=64)
    given = asked.parse_args()
    scenario = read_scenario(given.scenario)
    watch = Watch()
    block.wires.deliver = watch.deliver  # type: ignore[method-assign]
    begun = time.perf_counter()
    ensemble.run(scenario, given.futures, workers=1)
    whole = time.perf_counter() - begun
    report("one plan", watch, whole)
    packages = scenario.table("packages").text("package")
    if packages:
        # the first plan is asked for once more, all of it there before
        before = 2 * watch.states, watch.again + watch.states
        whatif(scenario, b=[packages[0]], futures=given.futures, workers=1)
        report(f"a second plan from its fork on ({packages[0]})", watch, whole, before)


def report(what: str, watch: Watch, whole: float, before: tuple[int, int] = (0, 0)) -> None:
    """Print what was counted since `before`; `whole` [s] is what a run of one plan took."""
    states, again = watch.states - before[0], watch.again - before[1]
    share = again / max(states, 1)
    look, solve = watch.looking / watch.states, watch.solving / watch.states
    saved = states * (share * solve - look) / whole
    print(
        f"{what}: {states:,} states, {again:,} there before ({share:.1%}); looking one up takes "
        f"{1e6 * look:.0f} us, solving it {1e6 * solve:.0f} us: memory would save {saved:.1%} "
        "of a run"
    )


if __name__ == "__main__":
    main()
