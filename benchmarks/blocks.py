"""What each block of a day costs: microseconds a future-day and shares, verb by verb.

python benchmarks/blocks.py [examples/bucharest-2022 ...] [--futures 64] [--days D] [--parts]

Processor time of one worker, kernels compiled before; futures as a run lives them, 64 side by side.
`rest` is what is between the verbs: the next dawn and the bundles. `--parts` adds the costliest
functions of the code beneath each, by the profiler (which makes all of them slower).
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from holdfast.campaign import day, work
from holdfast.campaign.batch import Job, parts
from holdfast.scenario import Scenario, read_scenario

VERBS = (
    "weather", "arrivals", "coverage", "threat", "defence", "losses", "damage", "networks",
    "people", "repair", "readiness", "stock",
)  # fmt: skip
"""Blocks of campaign/day.py in the order in which a day calls them."""
MOST = 12
"""Functions that are told of by `--parts`."""


def timed(seconds: dict[str, float], name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its processor time added to what it is called."""

    def made(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return act(*given, **named)
        finally:
            seconds[name] += time.process_time() - begun

    return made


@contextmanager
def watched() -> Iterator[dict[str, float]]:
    """Seconds by verb of all days lived inside, of days as a whole, of records and preparation."""
    seconds: dict[str, float] = defaultdict(float)
    watch = [(getattr(day, verb), "step", verb) for verb in VERBS]
    watch += [(work, "live", "day"), (work, "write", "record"), (work, "prepare", "prepare")]
    before = [(module, name, getattr(module, name)) for module, name, _ in watch]
    for module, name, what in watch:
        setattr(module, name, timed(seconds, what, getattr(module, name)))
    try:
        yield seconds
    finally:
        for module, name, act in before:
            setattr(module, name, act)


def lived(scenario: Scenario, futures: int, days: int) -> None:
    """Live so many futures and days, as a run does."""
    for some in parts(tuple(range(futures))):
        work.work(Job(scenario, scenario.settings.seed, tuple(some), 0, days, None))


def told(path: str, futures: int, days: int | None) -> Iterator[str]:
    """A line a verb, the costliest first, then what is outside of the days."""
    scenario = read_scenario(path)
    until = min(days or scenario.settings.days, scenario.settings.days)
    lived(scenario, min(futures, 4), min(until, 20))
    with watched() as seconds:
        lived(scenario, futures, until)
    whole = seconds["day"] + seconds["record"]
    rest = seconds["day"] - sum(seconds[verb] for verb in VERBS)
    costs = {verb: seconds[verb] for verb in VERBS} | {"rest": rest, "record": seconds["record"]}
    micro = 1e6 / (futures * until)
    yield f"{path}: {futures} futures, {until} days, {whole * micro:.1f} microseconds a future-day"
    for name, cost in sorted(costs.items(), key=lambda item: -item[1]):
        yield f"  {name:10} {cost * micro:8.2f}  {cost / whole:6.1%}"
    yield f"  prepared once a batch: {seconds['prepare']:.2f} s"


def beneath(path: str, futures: int, days: int | None) -> Iterator[str]:
    """The functions that cost most by themselves, with their file."""
    scenario = read_scenario(path)
    until = min(days or scenario.settings.days, scenario.settings.days)
    profile = cProfile.Profile()
    profile.enable()
    lived(scenario, futures, until)
    profile.disable()
    found: Any = pstats.Stats(profile)
    by_own = sorted(found.stats.items(), key=lambda item: -item[1][2])
    for (file, line, name), (_, calls, own, _, _) in by_own[:MOST]:
        cost = own * 1e6 / (futures * until)
        yield f"  {cost:8.2f}  {calls:9,} calls  {Path(file).name}:{line} {name}"


def main() -> None:
    """Print the costs of each scenario."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="*", default=["examples/bucharest-2022", "examples/aldria"])
    asked.add_argument("--futures", type=int, default=64)
    asked.add_argument("--days", type=int, help="Days that are lived, all if not said")
    asked.add_argument("--parts", action="store_true", help="Also the costliest functions")
    said = asked.parse_args()
    for path in said.paths:
        for line in told(path, said.futures, said.days):
            print(line, flush=True)
        if said.parts:
            for line in beneath(path, said.futures, said.days):
                print(line, flush=True)


if __name__ == "__main__":
    main()
