"""Worth of two medium-range units by 1 December 2022, under each rival model of air defence.

    python benchmarks/rivals.py               200 futures
    python benchmarks/rivals.py 1000          as many as said
    python benchmarks/rivals.py --start       share brought down at the start under each rival

On examples/bucharest-2022: the plan as it stands against the same with two more units of medium
range, without and with 60 rounds each, arriving on 1 December 2022 (use follows training). Million
person-hours without power or, weighted, in the cold that are saved in all, mean ± standard error
over pairs of futures, in all futures and in those that drew each rival. The prior is the stated
one: proportional .5, saturating .35, mixed .15. Which model holds the record cannot tell: read the
rows side by side.

With --start: of what is launched in the first 90 days without a record, the share brought down by
class if all futures drew one rival, the systems of the start stand and magazines last; with the
anchor as if all were engaged (`defence.anchored_engaged` 0), then by the mean engaged share (1),
each as the example counts channels and with a class's `channel_use` at 0, as many times as named by
--free. All from the same draws.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import holdfast as hf
from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model import defence, threat
from holdfast.model.types import RIVALS, Cover
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
DAYS, PLENTY = 90, 1e6


def stated(scenario: Scenario) -> Scenario:
    """The scenario with the stated prior of the rival models."""
    if scenario.known(MIXED) == CHANCE:
        return scenario
    return scenario.add_rows("parameters", [{"id": MIXED, "value": str(CHANCE)}])


def saying(scenario: Scenario, **values: float) -> Scenario:
    """The scenario with these parameters of air defence, known."""
    mine = {f"defence.{name}": value for name, value in values.items()}
    rows = [row for row in scenario.table("parameters").rows() if row["id"] not in mine]
    rows += [{"id": name, "value": f"{value:g}"} for name, value in mine.items()]
    return scenario.replace_rows("parameters", rows)


def under(scenario: Scenario, rival: str) -> Scenario:
    """The scenario in which every future draws this rival."""
    return saying(
        scenario,
        proportional_probability=float(rival == "proportional"),
        mixed_probability=float(rival == "mixed"),
    )


def freed(scenario: Scenario, names: Sequence[str]) -> Scenario:
    """The scenario in which these classes take no channel."""
    rows = [
        row | ({"channel_use": "0"} if row["id"] in names else {})
        for row in scenario.table("threat/classes").rows()
    ]
    return scenario.replace_rows("threat/classes", rows)


def at_the_start(scenario: Scenario, futures: int) -> Array:
    """Share of what is launched that is brought down, (C,): no record, all ready, all in stock."""
    scenario = scenario.replace_rows("threat/raids", [])
    luck = Luck.of(SEED, range(futures))
    sent, fought = threat.prepare(scenario, luck), defence.prepare(scenario, luck)
    units = scenario.uncertain("defence/systems", "units", luck)
    ready = Cover(ready=np.broadcast_to(units, (futures, units.shape[1])))
    held = np.broadcast_to(PLENTY * np.maximum(fought.full, 1.0), (futures, fought.full.shape[1]))
    begun = threat.start(sent)
    since = np.broadcast_to(begun["days_since_wave"], (futures,))
    stock = np.broadcast_to(begun["threat_stock"], (futures, len(sent.classes)))
    launched, down = np.zeros(len(sent.classes)), np.zeros(len(sent.classes))
    for day in range(DAYS):
        raid = threat.step(sent, since, stock, day, luck.on(day))
        since, stock = raid.days_since_wave, raid.stock
        made = defence.step(fought, raid, ready, held, np.zeros(units.shape), luck.on(day))
        launched += raid.launched.sum(axis=0)
        down += made.destroyed.sum(axis=0)
    return np.asarray(down / launched)


def levels(scenario: Scenario, futures: int, free: Sequence[str]) -> None:
    """Print what is brought down at the start under each rival."""
    names = scenario.table("threat/classes").text("id")
    print(f"brought down in the first {DAYS} days, {futures} futures:", *names)
    for count, made in (("as it counts channels", scenario), ("free", freed(scenario, free))):
        for anchored in (0.0, 1.0):
            print(f"  {count}, anchored_engaged {anchored:g}")
            for rival in RIVALS:
                found = at_the_start(under(saying(made, anchored_engaged=anchored), rival), futures)
                print(f"    {rival:12}", *(f"{share:.3f}" for share in found.tolist()))


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
    parser.add_argument("--start", action="store_true", help="shares brought down at the start")
    parser.add_argument("--free", nargs="*", default=["drone"], help="classes that take no channel")
    asked = parser.parse_args()
    futures = asked.futures
    if asked.start:
        levels(read_scenario(EXAMPLE), futures, asked.free)
        return
    scenario = stated(read_scenario(EXAMPLE))
    for name, given in (("two units", [UNITS]), ("with 60 rounds each", [UNITS, ROUNDS])):
        begun = time.perf_counter()
        made = hf.whatif(scenario, a=[], b=given, futures=futures, seed=SEED)
        print(f"{name}: {futures} futures in {time.perf_counter() - begun:.0f} s", flush=True)
        told(made)


if __name__ == "__main__":
    main()
