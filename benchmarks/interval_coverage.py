"""How often a 95 % interval of 200 futures holds the truth, on the simulation itself.

    python benchmarks/interval_coverage.py [--reruns 200] [--futures 200] [--days 75]

Each package of `examples/valley`, and all of them together, is compared with the plan as pledged in
so many runs that share no future, over the first days of its winter. The truth is the mean over all
of them. Differences are judged where at least 20 futures carry them (`n_eff`), and counted apart
where fewer do.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

import holdfast as hf
from holdfast.outcome.statistics import Estimate, estimate
from holdfast.questions.options import Option, packed, with_options
from holdfast.questions.search.memo import pairs
from holdfast.questions.trials import Trials
from holdfast.scenario import Scenario

EXAMPLE = Path(__file__).parents[1] / "examples" / "valley"
CARRIED = 20.0
"""Least n_eff from which coverage is asked to be .90."""


def main() -> None:
    """Print a line for each change, and the coverage over all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reruns", type=int, default=200)
    asked.add_argument("--futures", type=int, default=200)
    asked.add_argument("--days", type=int, default=75)
    given = asked.parse_args()
    scenario = shortened(given.days)
    options, changes = packed(scenario), changes_of(scenario)
    begun = time.perf_counter()
    found: list[list[Estimate]] = [[] for _ in changes]
    for rerun in range(given.reruns):
        futures = np.arange(rerun * given.futures, (rerun + 1) * given.futures)
        made = saved(scenario, options, list(changes.values()), futures)
        for each, values in zip(found, made, strict=True):
            each.append(estimate(values, pairs(futures)))
        print(f"\r{rerun + 1} of {given.reruns}", end="", file=sys.stderr)
    print(file=sys.stderr)
    report(list(changes), found)
    print(f"{time.perf_counter() - begun:.0f} s")


def shortened(days: int) -> Scenario:
    """The example over so many days."""
    read = hf.read_scenario(EXAMPLE)
    text = read.files["scenario.toml"].replace("days = 151", f"days = {days}")
    return Scenario.from_files({**read.files, "scenario.toml": text})


def changes_of(scenario: Scenario) -> dict[str, frozenset[int]]:
    """By name: the options of each package, and all of them."""
    packages = scenario.table("packages").text("package")
    made = {
        name: frozenset(place for place, each in enumerate(packages) if each == name)
        for name in dict.fromkeys(packages)
    }
    return {**made, "all of them": frozenset(range(len(packages)))}


def saved(
    scenario: Scenario, options: list[Option], changes: list[frozenset[int]], futures: np.ndarray
) -> np.ndarray:
    """(changes, futures) million person-hours."""

    def plan_of(change: frozenset[int]) -> Scenario:
        return with_options(scenario, [options[place] for place in sorted(change)])

    with Trials(scenario, plan_of, scenario.settings.seed, workers=1) as trials:
        return trials.saved(changes, futures)


def report(names: list[str], found: list[list[Estimate]]) -> None:
    """How many intervals hold the mean of all, by change, and in all where enough carry it."""
    held = {True: [0, 0], False: [0, 0]}
    print(f"{'change':24} {'truth':>9} {'coverage':>9} {'n_eff 20+':>10} {'of':>5}")
    for name, each in zip(names, found, strict=True):
        truth = float(np.mean([one.mean for one in each]))
        inside = np.array([one.low <= truth <= one.high for one in each])
        enough = np.array([one.n_eff >= CARRIED for one in each])
        for which in (True, False):
            held[which][0] += int(inside[enough == which].sum())
            held[which][1] += int((enough == which).sum())
        carried = f"{inside[enough].mean():.3f}" if enough.any() else "-"
        print(f"{name:24} {truth:9.3f} {inside.mean():9.3f} {carried:>10} {enough.sum():5}")
    for which, what in ((True, "n_eff of 20 or more"), (False, "fewer")):
        good, count = held[which]
        print(f"{what}: {good / max(count, 1):.3f} of {count} intervals")


if __name__ == "__main__":
    main()
