"""Worth of two medium-range units by 1 December 2022, under each rival model of air defence.

    python benchmarks/rivals.py               200 futures
    python benchmarks/rivals.py 1000          as many as said

On examples/bucharest-2022: the plan as it stands against the same with two more units of medium
range, without and with 60 rounds each, arriving on 1 December 2022 (use follows training). Million
person-hours without power or, weighted, in the cold that are saved in all, mean ± standard error
over pairs of futures, in all futures and in those that drew each rival. The prior is the stated
one: proportional .5, saturating .35, mixed .15. Which model holds the record cannot tell: read the
rows side by side.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import holdfast as hf
from holdfast.model.defence import RIVALS
from holdfast.outcome.statistics import TRUSTED
from holdfast.outcome.windows import IN_ALL
from holdfast.questions.whatif import WhatIf
from holdfast.scenario import Scenario, read_scenario

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/bucharest-2022"
UNITS = "US:nasams_fire_unit:2@2022-12-01"
ROUNDS = "US:amraam_missile:120@2022-12-01"
SEED = 20_262
MIXED = "defence.mixed_probability"
CHANCE = 0.15
METRIC = "suffering"


def stated(scenario: Scenario) -> Scenario:
    """The scenario with the stated prior of the rival models."""
    if scenario.known(MIXED) == CHANCE:
        return scenario
    return scenario.add_rows("parameters", [{"id": MIXED, "value": str(CHANCE)}])


def told(made: WhatIf) -> None:
    """Print the worth in all by rival model."""
    rows = made.difference
    rows = rows[(rows["metric"] == METRIC) & (rows["window"] == IN_ALL)].set_index("model")
    for model in ("all", *RIVALS):
        if model not in rows.index or rows.loc[model, "n"] < TRUSTED:
            print(f"  {model:12} rare")
            continue
        row = rows.loc[model]
        value = f"{-row['mean']:8.1f} ± {row['standard_error']:.1f}"
        print(f"  {model:12} {value} ({row['n']} futures; {row['verdict']})")


def main() -> None:
    """Compare the plans and print the worth by rival model."""
    parser = argparse.ArgumentParser()
    parser.add_argument("futures", nargs="?", type=int, default=200)
    futures = parser.parse_args().futures
    scenario = stated(read_scenario(EXAMPLE))
    for name, given in (("two units", [UNITS]), ("with 60 rounds each", [UNITS, ROUNDS])):
        begun = time.perf_counter()
        made = hf.whatif(scenario, a=[], b=given, futures=futures, seed=SEED)
        print(f"{name}: {futures} futures in {time.perf_counter() - begun:.0f} s", flush=True)
        told(made)


if __name__ == "__main__":
    main()
