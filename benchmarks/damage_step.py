"""A day of damage for 64 futures: how long, beside another copy of the code and all switched on.

python benchmarks/damage_step.py [examples/bucharest-2022 ...] [--beside OTHER/src] [--rounds 9]

Raids are drawn as a run draws them, three of ten get through. Copies take turns in processes of
their own; of each the fastest round counts. Timings mean something as ratios alone.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parents[1]
FUTURES, DAYS, LEAK = 64, 120, 0.3
ON = {
    "damage.second_hit_factor": 3.0,
    "damage.debris": 0.08,
}


def main() -> None:
    """Print milliseconds for each day, and the ratios."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="*", default=["examples/bucharest-2022", "examples/aldria"])
    asked.add_argument("--beside", type=Path, help="The folder src of another copy of the code")
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--one", choices=["off", "on"], help="Time this copy once and print it")
    said = asked.parse_args()
    if said.one:
        print(once(said.paths[0], said.one == "on"))
        return
    ways = {"as it is": (HERE / "src", "off"), "all switched on": (HERE / "src", "on")}
    if said.beside:
        ways["beside"] = (said.beside.resolve(), "off")
    for path in said.paths:
        found = {name: float("inf") for name in ways}
        for _ in range(said.rounds):
            for name, (source, what) in ways.items():
                found[name] = min(found[name], apart(source, path, what))
        base = found["as it is"]
        for name, seconds in found.items():
            print(f"{path} {name:16} {seconds * 1e3:7.3f} ms a day, ratio {seconds / base:.2f}")


def apart(source: Path, path: str, what: str) -> float:
    """Seconds for a day with the code in a folder, in a process of its own."""
    told = subprocess.run(
        [sys.executable, __file__, path, "--one", what],
        env=os.environ | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(told.stdout)


def once(path: str, on: bool) -> float:
    """Seconds for a day, the fastest of three times all days."""
    import numpy as np

    from holdfast.aid import arrivals
    from holdfast.draws import Luck
    from holdfast.model import damage, threat
    from holdfast.model.types import Fight
    from holdfast.scenario import read_scenario

    scenario = read_scenario(path)
    if on:
        rows = [{"id": name, "value": str(value)} for name, value in ON.items()]
        mine = [r for r in scenario.table("parameters").rows() if r["id"] not in ON]
        scenario = scenario.replace_rows("parameters", [*mine, *rows])
        classes = scenario.table("threat/classes").text("id")
        kinds = dict.fromkeys(scenario.table("damage/kinds").text("target"))
        scenario = scenario.replace_rows(
            "damage/effects",
            [
                {"on": kind, "class": name, "function_lost_factor": "0.8",
                 "heavy_share_factor": f"{0.5 + 0.2 * i:g}"}
                for kind in kinds for i, name in enumerate(classes)
            ],
        )  # fmt: skip
    luck = Luck.of(1, range(FUTURES))
    params, come = damage.prepare(scenario, luck), arrivals.prepare(scenario, luck)
    raids, state = threat.prepare(scenario, luck), threat.start
    carried = [
        np.array(np.broadcast_to(values, (FUTURES, *values.shape[1:])))
        for values in state(raids).values()
    ]
    days = []
    for today in range(DAYS):
        dice = luck.on(today)
        raid = threat.step(raids, *carried, today, dice)
        carried = [raid.days_since_wave, raid.stock]
        leaks = np.floor(raid.toward * LEAK)
        none, one = np.zeros(raid.launched.shape), np.zeros((FUTURES, 1))
        said = {"leaks": leaks, "kills": raid.toward - leaks, "fired": one, "waiting": one}
        said |= {"destroyed": none, "jammed": none}
        # Another copy may not have all of them.
        fight = Fight(**{field.name: said[field.name] for field in dataclasses.fields(Fight)})
        days.append((raid, fight, arrivals.step(come, today), dice))
    intact = {
        name: np.array(np.broadcast_to(value, (FUTURES, value.shape[1])), float)
        for name, value in damage.start(params).items()
    }
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        for raid, fight, arrived, dice in days:
            damage.step(params, raid, fight, arrived, **intact, luck=dice)
        best = min(best, time.perf_counter() - began)
    return best / DAYS


if __name__ == "__main__":
    main()
