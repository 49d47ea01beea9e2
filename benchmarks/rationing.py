"""What rationing by the program is worth against naive rules, on futures that chose nothing.

    python benchmarks/rationing.py            200 futures of each rule
    python benchmarks/rationing.py 40         as many as said
    python benchmarks/rationing.py 40 --seed 7 --scenario FOLDER

Rules for all interceptors that are counted, on examples/bucharest-2022 from the same draws:
fire at all (no class is ever spared); fixed (a class is spared under the stated fill of a
magazine); in order (classes served as the program serves them, none spared); program (down to the
pieces that a small dynamic program keeps). Nothing in the program is fitted: it sees the stock of
the day and the prior. Given are the means, and the paired differences to firing at all with their
standard errors over pairs of futures: function lost as the program counts it (middle values of
what a leaker of the class does in a region), all leaks, hours without power and under 16 degrees a
person.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

import holdfast as hf
from holdfast.arrays import Array
from holdfast.model.defence.rationing import ranks
from holdfast.model.defence.reading import target_shares
from holdfast.model.defence.spared import harm
from holdfast.outcome import Outcome
from holdfast.outcome.statistics import estimate, verdict
from holdfast.scenario import Scenario, read_scenario

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/bucharest-2022"
SEED = 20_261
RULES = ("fire at all", "fixed", "in order", "program")


def with_rule(scenario: Scenario, rule: str) -> Scenario:
    """The scenario with every counted interceptor rationed by a rule."""
    fired = set(scenario.table("defence/systems").text("item")) - {""}
    how = "program" if rule == "program" else "fixed"
    stocks = [
        row | {"rationing": how if row["item"] in fired else "fixed"}
        for row in scenario.table("stocks").rows()
    ]
    made = scenario.replace_rows("stocks", stocks)
    if rule in ("fixed", "program"):
        return made
    # So small a fill orders the classes and spares none.
    level = (1e-9 if rule == "in order" else 0.0) * ranks(scenario)
    rows = made.table("defence/effect").rows()
    effect = [row | {"spared_below": f"{least:g}"} for row, least in zip(rows, level, strict=True)]
    return made.replace_rows("defence/effect", effect)


def measured(outcome: Outcome) -> dict[str, Array]:
    """What is compared, each (F,)."""
    scenario, data = outcome.scenario, outcome.data
    window = outcome.windows()[-1]
    days = window.among(data["day"].values)
    leaked = data["leaked"].values[:, days]
    there = target_shares(scenario)
    each = [(harm(scenario, day) * there).sum(axis=1) for day in np.flatnonzero(days).tolist()]
    people = scenario.table("regions").number("population")

    def per_person(measure: str) -> Array:
        hours = data[measure].values[:, days].sum(axis=1)
        return np.asarray((hours * people).sum(axis=1) / people.sum())

    return {
        "function lost": (leaked * np.stack(each)).sum(axis=(1, 2)),
        "leaks": leaked.sum(axis=(1, 2)),
        "hours without power": per_person("hours_without_power"),
        "hours in the cold": per_person("cold_hours"),
    }


def main() -> None:
    """Run the rules and print what sets them apart."""
    parser = argparse.ArgumentParser()
    parser.add_argument("futures", nargs="?", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--scenario", type=Path, default=EXAMPLE)
    asked = parser.parse_args()
    futures, scenario = asked.futures, read_scenario(asked.scenario)
    found: dict[str, dict[str, Array]] = {}
    pair: Array = np.zeros(0)
    for rule in RULES:
        begun = time.perf_counter()
        made = hf.run(with_rule(scenario, rule), futures=futures, seed=asked.seed, workers=1)
        found[rule], pair = measured(made), made.pair
        print(f"{rule}: {futures} futures in {time.perf_counter() - begun:.0f} s", flush=True)
    for name, base in found["fire at all"].items():
        print(name)
        for rule, values in found.items():
            mean = estimate(values[name], pair)
            line = f"  {rule:12} {mean.mean:10.2f} ± {mean.standard_error:.2f}"
            if rule != "fire at all":
                apart = values[name] - base
                made_ = estimate(apart, pair)
                judged = verdict(made_, int((apart != 0).sum()))
                line += f"   {made_.mean:+9.3f} ± {made_.standard_error:.3f}, {judged}"
            print(line)


if __name__ == "__main__":
    main()
