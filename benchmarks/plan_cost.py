"""What a plan costs, by stage: futures of packages, future-days, seconds.

    python benchmarks/plan_cost.py [--options 40] [--budget 250] [--fresh 800] [--workers 1]

The plan of `benchmarks/planning.py --options`. A future-day is a day of one future of one plan: how
many are lived does not depend on what else the machine does. Processor seconds are of this process,
so they count the work where `--workers` is 1. A stage is the innermost of those below that asks.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from planning import EXAMPLE, spread, tell

import holdfast as hf
from holdfast.campaign import ensemble
from holdfast.campaign.batch import Job
from holdfast.questions.coalition import problem_of
from holdfast.questions.plan import FRESH, FUTURES, MOST, found
from holdfast.questions.run import seeded
from holdfast.questions.search import hunt, memo, plan

STAGES = (
    ("singles and naive rules", hunt, "naive_rules"),
    ("from all down", hunt, "downward"),
    ("ways up", hunt, "upward"),
    ("model and swaps", hunt, "refine"),
    ("best of each way on all futures", plan, "hunt"),
    ("what is idle", plan, "lean"),
    ("bound", plan, "bound"),
)
"""Name, and the function that is called for it."""
JUDGED = "fresh futures"
COLUMNS = ("packages' futures", "future-days", "wall s", "processor s")


class Counts:
    """What each stage came to, columns COLUMNS."""

    def __init__(self) -> None:
        self.stages: dict[str, list[float]] = {name: [0.0] * 4 for name, _, _ in STAGES}
        self.stages[JUDGED] = [0.0] * 4
        self._within = [JUDGED]
        self._since = time.perf_counter(), time.process_time()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """All that is done within counts for it, but what another stage does within it."""
        self._clock()
        self._within.append(name)
        try:
            yield
        finally:
            self._clock()
            self._within.pop()

    def add(self, column: int, amount: float) -> None:
        """Count for the stage at work."""
        self.stages[self._within[-1]][column] += amount

    def _clock(self) -> None:
        now = time.perf_counter(), time.process_time()
        for column, before, after in zip((2, 3), self._since, now, strict=True):
            self.add(column, after - before)
        self._since = now

    def tell(self) -> None:
        """A line a stage, and all together."""
        self._clock()
        every = [sum(column) for column in zip(*self.stages.values(), strict=True)]
        print(f"{'':32}" + "".join(f"{head:>20}" for head in COLUMNS))
        for name, numbers in (*self.stages.items(), ("all", every)):
            print(f"{name:32}" + "".join(f"{number:20,.0f}" for number in numbers))


def counted(counts: Counts) -> None:
    """Have the stages, the futures asked for and the days lived counted from here on."""

    def wrapped(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **named: Any) -> Any:
            with counts.stage(name):
                return function(*given, **named)

        return run

    for name, module, function in STAGES:
        setattr(module, function, wrapped(name, getattr(module, function)))
    run_all, ask = ensemble.run_all, memo.Memo._ask

    def lived(jobs: Sequence[Job], *rest: Any) -> Any:
        counts.add(1, sum(job.size * (job.until - job.begin) for job in jobs))
        return run_all(jobs, *rest)

    def asked(self: memo.Memo, packages: list[Any], futures: Any, columns: Any) -> None:
        counts.add(0, len(packages) * futures.size)
        ask(self, packages, futures, columns)

    ensemble.run_all, memo.Memo._ask = lived, asked  # type: ignore[assignment,method-assign]


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--options", type=int, default=40)
    asked.add_argument("--budget", type=float, default=250.0)
    asked.add_argument("--tries", type=int, default=MOST)
    asked.add_argument("--fresh", type=int, default=FRESH)
    asked.add_argument("--workers", type=int, default=1)
    given = asked.parse_args()
    scenario = hf.read_scenario(EXAMPLE)
    hf.run(scenario, futures=2, workers=1)
    options = spread(scenario, given.options)
    counts = Counts()
    counted(counts)
    begun = time.perf_counter()
    made = found(
        scenario, options, problem_of(scenario, options, given.budget),
        (FUTURES, given.fresh, given.tries, 4), seeded(scenario, None), given.workers, None,
    )  # fmt: skip
    counts.tell()
    tell(made, len(options), given.budget, time.perf_counter() - begun)
    print("chosen: " + ", ".join(made.choices["option"]))


if __name__ == "__main__":
    main()
