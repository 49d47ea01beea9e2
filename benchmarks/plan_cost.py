"""What a plan costs, by stage: futures of packages, future-days, seconds.

    python benchmarks/plan_cost.py [--options 40] [--budget 250] [--fresh 800] [--workers 1]
    python benchmarks/plan_cost.py --invented 4

The plan of `benchmarks/planning.py --options`. A future-day is a day of one future of one plan: how
many are lived does not depend on what else the machine does. Processor seconds are of this process,
so they count the work where `--workers` is 1. A stage is the innermost of those below that asks.

With `--invented` nothing is simulated: the problem is the same, what its options save is drawn in
so many ways (heavy tails, luck of its own and of a pair, two that help or hinder each other), and
each package is counted from the last checkpoint before it parts from the plan. The mean is told.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from planning import EXAMPLE, spread, tell

import holdfast as hf
from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.batch import Job
from holdfast.campaign.checkpoint import EVERY
from holdfast.questions.coalition import problem_of
from holdfast.questions.deliveries import fork
from holdfast.questions.options import Option, with_options
from holdfast.questions.plan import FRESH, FUTURES, MOST, bundles, found, tags
from holdfast.questions.run import seeded
from holdfast.questions.search import hunt, memo, plan
from holdfast.questions.search.problem import Package
from holdfast.scenario import Scenario

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

    def tell(self, plans: int = 1) -> None:
        """A line a stage, and all together, a plan."""
        self._clock()
        every = [sum(column) for column in zip(*self.stages.values(), strict=True)]
        print(f"{'':32}" + "".join(f"{head:>20}" for head in COLUMNS))
        for name, numbers in (*self.stages.items(), ("all", every)):
            print(f"{name:32}" + "".join(f"{number / plans:20,.0f}" for number in numbers))


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


class Invented:
    """What packages of options save, drawn from a seed by their cost; days lived are counted."""

    def __init__(
        self, scenario: Scenario, options: Sequence[Option], seed: int, counts: Counts
    ) -> None:
        draw, size = np.random.default_rng(seed), len(options)
        cost = np.array([option.total for option in options])
        self._scenario, self._options, self._counts = scenario, options, counts
        self._seed, self._days = seed, dict[Package, int]()
        self._alone = cost * draw.gamma(1.0, 1.0, size)
        self._pairs = np.zeros((size, size))
        for i, j in draw.integers(0, size, (size, 2)):
            self._pairs[i, j] += draw.normal(0.2, 0.5) * min(self._alone[i], self._alone[j])

    def __call__(self, packages: Sequence[Package], futures: Array) -> Array:
        """(P, F)."""
        given = np.zeros((len(packages), len(self._options)))
        for row, package in zip(given, packages, strict=True):
            row[list(package)] = 1.0
            self._counts.add(1, len(futures) * self._lived(package))
        crossed = ((given @ self._pairs) * given).sum(axis=1)
        luck = np.array([self._luck(int(future)) for future in futures])
        return np.asarray((given * self._alone) @ luck.T + np.outer(crossed, luck.mean(axis=1)))

    def _luck(self, future: int) -> Array:
        size = len(self._options)
        shared = np.random.default_rng([self._seed, future // 2]).normal(size=size + 1)
        own = np.random.default_rng([self._seed, future, 1]).normal(size=size + 1)
        each = 0.6 * (shared + own)
        return np.asarray(np.exp(each[1:] + each[0] - 0.72))

    def _lived(self, package: Package) -> int:
        """Days from the last checkpoint before it parts from the plan."""
        if package not in self._days:
            plan = with_options(self._scenario, (self._options[place] for place in package))
            parts = fork(self._scenario, plan)
            days = self._scenario.settings.days
            begin = days if parts is None else max(plan.day(parts), 0)
            self._days[package] = days - begin // EVERY * EVERY if parts else 0
        return self._days[package]


def invented(given: argparse.Namespace, scenario: Scenario, options: Sequence[Option]) -> None:
    """The table of a search among options whose worth is drawn, mean of several draws."""
    problem = problem_of(scenario, options, given.budget)
    counts, gaps = Counts(), []
    counted(counts)
    for seed in range(given.invented):
        made = plan.plan(
            problem, memo.Memo(Invented(scenario, options, seed, counts)), tags(scenario, options),
            range(FUTURES), given.fresh, given.tries, bundles(options),
        )  # fmt: skip
        gaps.append(f"{made.search_gap:.1%}")
    counts.tell(given.invented)
    print("gaps " + ", ".join(gaps))


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--options", type=int, default=40)
    asked.add_argument("--budget", type=float, default=250.0)
    asked.add_argument("--tries", type=int, default=MOST)
    asked.add_argument("--fresh", type=int, default=FRESH)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--invented", type=int, default=0)
    given = asked.parse_args()
    scenario = hf.read_scenario(EXAMPLE)
    options = spread(scenario, given.options)
    if given.invented:
        return invented(given, scenario, options)
    hf.run(scenario, futures=2, workers=1)
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
