"""Heat after a strike on its sources: how soon district heat is back, beside what was published.

python benchmarks/heat_restored.py [examples/bucharest-2022 ...] [--futures 200] [--hits 6]

On the first day so many hits on sources of district heat fall on every region that has any, nothing
else is ever hit, and crews mend by the order of the model. Counted is the share of the heat lost
that day which is back after so many days, and in homes the people whose source gives under half.
"""

from __future__ import annotations

import argparse
import dataclasses

import numpy as np

from holdfast.aid import arrivals
from holdfast.arrays import Array
from holdfast.campaign.country import first_dawn, prepare
from holdfast.draws import Luck
from holdfast.model import damage, repair, threat
from holdfast.model.networks.sums import mean_by
from holdfast.model.types import Fight
from holdfast.scenario import Scenario, read_scenario

DAYS = 31
TOLD = (1, 2, 3, 5, 7, 10, 14, 20, 30)
PUBLIC = {2: 1 - 1000 / 6000, 10: 1 - 16 / 6000}
"""Of 6,000 buildings cut, 1,000 were left after two days and 16 on the tenth (F32)."""


def struck(scenario: Scenario, futures: int, hits: int) -> tuple[Array, Array]:
    """Heat left by region after each day (F, D, R), and of sources hit the share destroyed (F,).

    Day 0 is the day of the strike, before any repair.
    """
    luck = Luck.of(scenario.settings.seed, range(futures))
    country = prepare(scenario, luck)
    state = first_dawn(country, futures)
    owner = country.networks.assets.heat
    kinds = scenario.table("damage/kinds")
    cells = scenario.table("assets")
    heat = [kind for kind, serves in zip(cells.text("kind"), cells.text("serves"), strict=True)
            if serves == "heat"]  # fmt: skip
    target = dict(zip(kinds.text("id"), kinds.text("target"), strict=True))[heat[0]]
    there = np.bincount(owner[owner >= 0], minlength=len(country.people.regions)) > 0
    part = (state.state, state.work_left, state.has_part, state.times_hit)
    made, worst = [], np.zeros(futures)
    for today in range(DAYS):
        on = luck.on(today)
        come = arrivals.step(country.arrivals, today)
        raid = threat.step(country.threat, state.days_since_wave, state.threat_stock, today, on)
        aimed = np.zeros((1, raid.launched.shape[1], len(country.damage.targets)))
        aimed[:, 0, country.damage.targets.index(target)] = 1.0
        raid = dataclasses.replace(raid, aimed=aimed, harmful=np.ones((1, aimed.shape[1])))
        leaks = np.zeros((futures, aimed.shape[1], there.size))
        if not today:
            leaks[:, 0, there] = hits
        none = np.zeros_like(raid.launched)
        fight = Fight(leaks, np.zeros_like(leaks), none, none,
                      np.zeros_like(state.held), np.zeros_like(state.waiting))  # fmt: skip
        harm = damage.step(country.damage, raid, fight, come, *part, on)
        if not today:
            mine = harm.state[:, owner >= 0]
            worst = (mine == 3).sum(axis=1) / np.maximum((mine > 0).sum(axis=1), 1)
        made.append(mean_by(harm.left, owner, there.size))
        mended = repair.step(country.repair, harm, come, state.held, today, on)
        part = (mended.state, mended.work_left, mended.has_part, mended.times_hit)
    return np.stack(made, axis=1)[:, :, there], worst


def told(name: str, scenario: Scenario, futures: int, hits: int) -> None:
    """Print a line a day, and what falls short."""
    left, worst = struck(scenario, futures, hits)
    lost = 1 - left.mean(axis=2)
    struck_at_all = lost[:, 0] > 0
    back = 1 - lost[struck_at_all] / lost[struck_at_all, :1]
    homes = (left < 0.5).mean(axis=(0, 2))
    print(
        f"{name}: {hits} hits a region, {lost[:, 0].mean():.0%} of heat lost, "
        f"{worst.mean():.0%} of sources hit destroyed"
    )
    for day in TOLD:
        low, middle, high = np.quantile(back[:, day], (0.05, 0.5, 0.95))
        public = f"  published {PUBLIC[day]:.1%}" if day in PUBLIC else ""
        print(
            f"  day {day:2}: back {back[:, day].mean():6.1%} (median {middle:.1%}, nine in ten "
            f"{low:.1%} to {high:.1%}), regions under half {homes[day]:.1%}{public}"
        )
    half = [(row >= 0.5).argmax() if (row >= 0.5).any() else DAYS for row in back]
    print(f"  half is back after {np.median(half):.0f} days (median)")


def main() -> None:
    """Print the figures of each scenario."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="*", default=["examples/bucharest-2022", "examples/aldria"])
    asked.add_argument("--futures", type=int, default=200)
    asked.add_argument("--hits", type=int, default=6)
    said = asked.parse_args()
    for path in said.paths:
        told(path, read_scenario(path), said.futures, said.hits)


if __name__ == "__main__":
    main()
