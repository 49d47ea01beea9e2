"""Where the time of a run goes, what a checkpoint saves, what pairing gains, and that bits agree.

    python benchmarks/campaign.py [SCENARIO] [--futures 200]

Times are of this machine and move with its load; the ratios are of one run each.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from holdfast.campaign import batch, ensemble
from holdfast.campaign.batch import Job
from holdfast.campaign.work import work
from holdfast.outcome import Outcome
from holdfast.questions.whatif import whatif
from holdfast.scenario import Scenario, read_scenario

T = TypeVar("T")
HERE = Path(__file__).parents[1]
VERBS = (
    "weather/step.py", "arrivals.py", "coverage.py", "threat/step.py", "defence.py", "damage.py",
    "networks/step.py", "people.py", "repair.py", "readiness.py", "stock.py",
)  # fmt: skip


def timed(call: Callable[[], T]) -> tuple[float, T]:
    """Seconds and result of one call."""
    begin = time.perf_counter()
    made = call()
    return time.perf_counter() - begin, made


def shares(scenario: Scenario, days: int = 120) -> None:
    """Share of a batch's time by verb of the day, under a profile."""
    work(Job(scenario, 1, tuple(range(2)), 0, 2, None))
    profile = cProfile.Profile()
    seconds, _ = timed(lambda: work(Job(scenario, 1, tuple(range(batch.SIZE)), 0, days, None)))
    profile.runcall(work, Job(scenario, 1, tuple(range(batch.SIZE)), 0, days, None))
    found: dict[str, float] = {}
    stats = pstats.Stats(profile)
    for (file, _, name), row in stats.stats.items():  # type: ignore[attr-defined]
        for verb in VERBS:
            if file.endswith(f"/{verb}") and name == "step":
                found[verb.removesuffix(".py")] = row[3]
        if file.endswith("country.py") and name == "prepare":
            found["prepare"] = row[3]
        if file.endswith("record.py") and name == "write":
            found["record"] = row[3]
        if file.endswith("balance.py") and name == "share":
            found["of networks: least shed"] = row[3]
    total = stats.total_tt  # type: ignore[attr-defined]
    each = seconds / days / batch.SIZE * 1000
    print(f"{batch.SIZE} futures, {days} days, one core: {seconds:.2f} s, {each:.3f} ms each")
    for verb, spent in sorted(found.items(), key=lambda pair: -pair[1]):
        print(f"  {verb:24} {100 * spent / total:5.1f} %")


def same(a: Outcome, b: Outcome) -> bool:
    """Whether two outcomes agree in every bit."""
    return all(a.data[name].equals(b.data[name]) for name in a.data.data_vars)


def bits(scenario: Scenario, until: int) -> None:
    """Workers, batches and company make no difference."""
    one = ensemble.run(scenario, 128, workers=1, until=until)
    two = ensemble.run(scenario, 128, workers=2, until=until)
    alone = ensemble.run(scenario, 64, workers=1, until=until)
    first = Outcome(one.data.isel(future=slice(0, 64)), scenario, one.seed, one.version)
    print(
        f"{until} days: 1 and 2 workers the same bits: {same(one, two)}; "
        f"futures 0 to 63 alone and among 128: {same(alone, first)}"
    )


def checkpoints(scenario: Scenario, base: Outcome) -> None:
    """One comparison from the last checkpoint before the plans part and from the first day."""
    packages = scenario.table("packages")
    late = scenario.settings.last - timedelta(days=180)
    moved = f"{packages.text('partner')[0]}:{packages.text('item')[0]}:2@{late}"
    bare = Outcome(base.data, base.scenario, base.seed, base.version)
    for asked in (packages.text("package")[0], moved):
        with_, answer = timed(lambda asked=asked: whatif(scenario, b=[asked], base=base))
        without, again = timed(lambda asked=asked: whatif(scenario, b=[asked], base=bare))
        print(f"whatif {asked}, plans part on {answer.fork}: {with_:.1f} s from the checkpoint, "
              f"{without:.1f} s from the first day, ratio {without / with_:.2f}, "
              f"same bits: {same(answer.b, again.b)}")  # fmt: skip


def pairing(scenario: Scenario, base: Outcome) -> None:
    """What each named package changes, and how much pairing narrows it."""
    for name in dict.fromkeys(scenario.table("packages").text("package")):
        table = whatif(scenario, b=[name], base=base).difference
        rows = table[(table["metric"] == "suffering") & (table["model"] == "all")]
        row = rows.iloc[-1]
        print(f"  {name:20} {row['mean']:9.1f} +- {row['standard_error']:.1f} million hours, "
              f"variance ratio {row['paired_gain']:.0f}, {row['verdict']}")  # fmt: skip


def main() -> None:
    """Print all of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("scenario", nargs="?", default=HERE / "examples" / "bucharest-2022")
    asked.add_argument("--futures", type=int, default=200)
    given = asked.parse_args()
    scenario = read_scenario(given.scenario)
    shares(scenario)
    bits(scenario, 120)
    seconds, base = timed(lambda: ensemble.run(scenario, given.futures))
    print(f"run of {given.futures} futures, {base.data.sizes['day']} days: {seconds:.1f} s")
    checkpoints(scenario, base)
    pairing(scenario, base)


if __name__ == "__main__":
    main()
