"""How soon service is back after a raid, beside what was published of it.

python benchmarks/restored.py [examples/bucharest-2022] [--futures 100]

Single cases: so many installations of a kind in one region are damaged on the first day and nothing
else ever is; crews, parts, ways, alerts and what stands in are those of the model. The last case is
a raid on record: that of 23 November 2022, after which no wave came for a week; counted are hours
without power over those of the day before it, and days from that of the raid.

Most figures are inputs of the scenario too, as they stand or worked back to a single repair
(tools/bucharest/damage.py): of these a line shows that what goes in comes out, and no more. Only
what is marked "no input" judges the model. What was said beforehand is called a plan.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime

import numpy as np

from holdfast.aid import arrivals
from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.country import first_dawn, prepare
from holdfast.campaign.day import YARD
from holdfast.draws import Luck
from holdfast.model import repair
from holdfast.model.carried import Yard
from holdfast.model.types import Harm
from holdfast.scenario import Scenario, read_scenario

LONGEST = 420
INPUT, WORKED, NO_INPUT = "an input", "worked back to one repair, an input", "no input"
RAID = datetime.date(2022, 11, 23)


@dataclasses.dataclass(frozen=True)
class Case:
    """One published figure and how it is met in the model."""

    told: str
    kind: str
    region: str
    count: int
    state: int
    """1 light, 2 heavy, 3 destroyed."""
    least: float
    """Share of the function lost that is back then."""
    public: tuple[float, float, float]
    """Days: middle, low, high."""
    origin: str
    """INPUT, WORKED or NO_INPUT."""
    source: str


CASES = (
    Case("region's distribution, heavy damage of half of it, customers reachable",
         "distribution_node", "NEA", 18, 2, 0.4, (5, 3, 7), INPUT,
         "babel 105374"),
    Case("four large substations hit, all parts nearly at the place, the last of them back",
         "large_transformer", "NOR", 4, 2, 0.999, (13, 8, 21), WORKED,
         "unn.ua Oct 2024"),
    Case("large transformer destroyed, one brought from another region and installed",
         "large_transformer", "EST", 1, 3, 0.999, (21, 14, 35), INPUT,
         "unn.ua Oct 2024"),
    Case("several regional substations destroyed at once (5 of 15 drones came through), all back",
         "distribution_node", "EST", 5, 3, 0.999, (75, 21, 90), WORKED,
         "Kyiv Independent Dec 2022, of the operator beforehand: a plan"),
    Case("completely destroyed facility, back",
         "large_transformer", "EST", 1, 3, 0.999, (17, 10, 25), NO_INPUT,
         "mediacenter.org.ua, one case"),
    Case("thermal stations damaged about half, half of the loss back",
         "thermal_station", "EST", 12, 2, 0.5, (120, 60, 240), INPUT,
         "dtek.com: a plan; half was back after 240; F29"),
)  # fmt: skip


def struck(scenario: Scenario, case: Case, futures: int) -> Array:
    """(F, D) share of the function lost that serves again after each day."""
    luck = Luck.of(scenario.settings.seed, range(futures))
    country = prepare(scenario, luck)
    params, d = country.damage, first_dawn(country, futures)
    mine = np.flatnonzero(
        (params.kind == params.kinds.index(case.kind))
        & (params.region == params.regions.index(case.region))
    )[: case.count]
    state, work, part = (np.array(v) for v in (d.state, d.work_left, d.has_part))
    noise = luck.normal("restored", params.names)[:, mine]
    days = params.days[:, params.kind[mine], case.state]
    state[:, mine] = case.state
    work[:, mine] = days * np.exp(params.days_noise[:, None] * noise)
    if case.state == 3:
        part[:, mine] = np.where(params.needs_part[params.kind[mine]], 0.0, 1.0)
    yard = {name: getattr(d, name) for name in YARD} | {"has_part": part}
    made = np.empty((futures, LONGEST))
    whole = params.left[params.kind[mine], case.state].sum()
    for day in range(LONGEST):
        hit = np.zeros(state.shape)
        hit[:, mine] = float(day == 0)
        left = params.left[params.kind, state.astype(int)]
        harm = Harm(
            state=state.astype(int), work_left=work, has_part=part, times_hit=d.times_hit, hit=hit,
            left=left, left_before=left, pocket=np.zeros((futures, 1)),
        )  # fmt: skip
        harm = repair.stand_in(country.repair, harm, Yard(**yard))
        made[:, day] = (harm.left[:, mine].sum(axis=1) - whole) / max(len(mine) - whole, 1e-9)
        now = arrivals.step(country.arrivals, day)
        now = dataclasses.replace(now, crews=0.0 * now.crews)
        held = np.maximum(d.held, 50.0)
        mended = repair.step(
            country.repair, harm, now, held, day, luck.on(day), Yard(**yard), np.zeros(1)
        )
        state, work, part = mended.state, mended.work_left, mended.has_part
        yard = {name: getattr(mended, name) for name in YARD}
    return made


def after(back: Array, least: float) -> Array:
    """(F,) the first day on which so much is back; LONGEST if none."""
    there = back >= least - 1e-9
    return np.where(there.any(axis=1), there.argmax(axis=1), LONGEST).astype(float)


def line(
    told: str, days: Array, public: tuple[float, float, float], origin: str, source: str
) -> str:
    """A line of the table, with whether the middle of the model lies within what was published."""
    low, middle, high = np.quantile(days, (0.05, 0.5, 0.95))
    middle_of, least, most = public
    met = "within" if least <= middle <= most else "too fast" if middle < least else "too slow"
    inside = np.mean((days >= least) & (days <= most))
    return (
        f"{told}: {middle:.0f} days (nine in ten {low:.0f} to {high:.0f}); told "
        f"{middle_of:g} ({least:g} to {most:g}): {met}, {inside:.0%} of futures  "
        f"[{origin}; {source}]"
    )


def recorded(scenario: Scenario, futures: int) -> str:
    """What the raid of 23 November 2022 did to people, and after how many days half was back."""
    day = scenario.day(RAID)
    made = ensemble.run(scenario, futures, workers=1, until=day + 6, only=("hours_without_power",))
    people = made.data["population"].values[:, None, :]
    hours = (made.data["hours_without_power"].values * people).sum(axis=2) / people.sum(axis=2)
    over = hours[:, day : day + 6] - hours[:, day - 1 : day]
    most = over[:, :2].max(axis=1)
    felt = most > 0.5
    share = over[felt] / most[felt, None]
    # The day of the raid itself may be the lesser one, since it began with power.
    days = 1.0 + after(-share[:, 1:], -0.5)
    told = ", ".join(f"{value:.0%}" for value in 1 - np.median(share[:, 1:], axis=0))
    return (
        line(
            f"half of the hours cut on 23 November 2022 ({felt.sum()} of {futures} feel it)",
            days, (2, 1, 3), INPUT, "ukranews 897590; the days of repair/switching",
        )
        + f"; back on the days after (median): {told}"
    )  # fmt: skip


def main() -> None:
    """Print a line a case."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("path", nargs="?", default="examples/bucharest-2022")
    asked.add_argument("--futures", type=int, default=100)
    said = asked.parse_args()
    scenario = read_scenario(said.path)
    print(recorded(scenario, said.futures), flush=True)
    for case in CASES:
        days = after(struck(scenario, case, said.futures), case.least)
        print(line(case.told, days, case.public, case.origin, case.source), flush=True)


if __name__ == "__main__":
    main()
