"""Part 4: the same shed by region whoever solves it, and the same run however it is cut."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.outcome import Outcome
from holdfast.questions.validate import damaged
from holdfast.questions.validate.damaged import Damaged
from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.same import (
    farthest,
    not_idle,
    orderly,
    shuffled,
)
from holdfast.scenario import Scenario

STATES = 60
"""Damaged states that are solved in each way."""
ALLOWED = 1e-6
"""Of all demand of a state: how far the shed of a region may be off."""
FUTURES, DAYS = 8, 120
"""Of the runs that are compared bit by bit."""
PAIRS = 4
"""So many times as many futures tell whether another order of rows is but another luck."""
TOLD = 3.0
"""Standard errors from which a difference is told apart."""
STEPS = 5


def find(given: Given) -> Finding:
    """Solve random damaged states in every way, and run a few futures in every way."""
    solvers = solved(given)
    given.tell(1, STEPS)
    count, days = min(FUTURES, given.futures), min(DAYS, given.scenario.settings.days)
    bench = _Bench(given.scenario, given.seed, count, days)
    cuts = pd.DataFrame(_cuts(bench))
    given.tell(2, STEPS)
    orders, told = _orders(bench, lambda done: given.tell(2 + done, STEPS))
    met = [bool(held) for table in (solvers, cuts, orders) for held in table["met"]]
    most = float(solvers.loc[solvers["met"], "share"].max()) if solvers["met"].any() else np.nan
    return Finding(
        number=4,
        name="alike",
        holds=all(met),
        verdict=Sentence("verdict", {"count": sum(met), "ways": len(met), "share": most}),
        tables={"solvers": solvers, "cuts": cuts, "orders": orders},
        remarks=(
            Sentence("allowed", {"share": ALLOWED, "states": STATES}),
            Sentence("runs", {"count": count, "days": days}),
            *told,
            Sentence("memory"),
        ),
        command="python benchmarks/power_balance.py",
    )


def solved(given: Given) -> pd.DataFrame:
    """Shed by region of the same states, each way beside HiGHS."""
    scenario, seed = given.scenario, given.seed
    states = damaged.draw(scenario, STATES, seed)
    asked = states.demand.sum(axis=(1, 2))
    truth = damaged.by_highs(states)
    other = damaged.draw(shuffled(scenario, _wired(scenario), seed), STATES, seed)
    back = [other.regions.index(name) for name in states.regions]
    ways: dict[str, Callable[[], Array]] = {
        "engine_branches" if states.wires.branches else "engine_links": lambda: damaged.by_engine(
            states
        ),
        "one_by_one": lambda: _one_by_one(states),
        "rows": lambda: damaged.by_engine(other)[:, back],
        "kernel": lambda: damaged.by_kernel(states),
        "threads": lambda: damaged.by_kernel(states, workers=2),
    }
    lines = []
    for name, solve in ways.items():
        off = np.abs(solve() - truth)
        share = float((off / asked[:, None]).max())
        lines.append(
            {
                "way": Sentence(name),
                "states": STATES,
                "shed": float(truth.sum() / asked.sum() * 100),
                "most_mw": float(off.max()),
                "share": share,
                "met": share <= ALLOWED,
            }
        )
    return pd.DataFrame(lines)


def _wired(scenario: Scenario) -> list[str]:
    """The tables of which damaged states are made, those of one row left out."""
    names = ("buses", "generators", "transformers", "links", "branches", "interconnectors", "oil")
    made = [f"power/{name}" for name in (*names, "demand")] + ["regions"]
    return [name for name in made if len(scenario.table(name)) > 1]


def _one_by_one(states: Damaged) -> Array:
    """Each state solved by itself."""
    return np.concatenate(
        [
            damaged.by_engine(
                dataclasses.replace(
                    states,
                    sources=states.sources[row],
                    links=states.links[row],
                    branches=states.branches[row],
                    demand=states.demand[row],
                )
            )
            for row in (slice(state, state + 1) for state in range(len(states.demand)))
        ]
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Bench:
    """The run that others are held against."""

    scenario: Scenario
    seed: int
    futures: int
    days: int

    def run(
        self,
        scenario: Scenario | None = None,
        futures: int | Sequence[int] | None = None,
        workers: int = 1,
    ) -> Outcome:
        """Run it, or what it is said to be otherwise."""
        return ensemble.run(
            self.scenario if scenario is None else scenario,
            self.futures if futures is None else futures,
            self.seed,
            workers,
            until=self.days,
        )


def _cuts(bench: _Bench) -> Iterator[dict[str, object]]:
    """Rows of the ways to cut a run, each the same bits or not."""
    whole = bench.run()
    last = bench.futures - 1
    ways: dict[str, tuple[Outcome, Outcome]] = {
        "two_workers": (whole, bench.run(workers=2)),
        "alone": (_only(whole, [last]), bench.run(futures=[last])),
        "backward": (_only(whole, [last, 0]), bench.run(futures=[last, 0])),
        "checkpoint": (whole, ensemble.branch(bench.scenario, whole, bench.days // 2, 1)),
    }
    for name, (one, other) in ways.items():
        off = farthest(one, other)
        yield {
            "way": Sentence(name),
            "futures": other.data.sizes["future"],
            "most": off,
            "met": off == 0.0,
        }


def _only(outcome: Outcome, futures: Sequence[int]) -> Outcome:
    return dataclasses.replace(outcome, data=outcome.data.sel(future=list(futures)))


def _orders(
    bench: _Bench, advance: Callable[[int], None]
) -> tuple[pd.DataFrame, tuple[Sentence, ...]]:
    """Rows of tables in another order: those that change nothing, and each that does."""
    whole, tables = bench.run(), orderly(bench.scenario)

    def same(names: Sequence[str]) -> bool:
        made = bench.run(shuffled(bench.scenario, names, bench.seed))
        return farthest(whole, made) == 0.0

    found = list(not_idle(tables, same))
    advance(1)
    idle = [name for name in tables if name not in found]
    lines = [
        {
            "order": Sentence("idle", {"count": len(idle)}),
            "most": farthest(whole, bench.run(shuffled(bench.scenario, idle, bench.seed))),
            "hours": np.nan,
            "hours_error": np.nan,
        }
    ]
    many = PAIRS * bench.futures
    if found:
        before = bench.run(futures=many).per_person("hours_without_power")
    for name in found:
        made = shuffled(bench.scenario, [name], bench.seed)
        change = bench.run(made, many).per_person("hours_without_power") - before
        lines.append(
            {
                "order": name,
                "most": farthest(whole, bench.run(made)),
                "hours": float(change.mean()),
                "hours_error": float(change.std(ddof=1) / np.sqrt(len(change))),
            }
        )
    table = pd.DataFrame(lines)
    luck = np.abs(table["hours"]) < TOLD * table["hours_error"]
    table["met"] = (table["most"] == 0.0) | luck
    idle_mean = dict(zip(table["order"][1:], table["met"][1:], strict=True))
    told = []
    for key, kept in (("another_luck", True), ("another_mean", False)):
        if names := tuple(name for name, met in idle_mean.items() if bool(met) is kept):
            told.append(Sentence(key, {"tables": names}))
    return table, tuple(told)
