"""Does help ever hurt? Each kind of help on the same futures, and in how many more go without.

python benchmarks/monotone.py [examples/bucharest-2022 ...] [--futures 32] [--meur 100] [--until D]
    [--repair]

Of each kind of help so many million euro, in equal parts of every item of the catalogue and at
least one of each, arrive without slipping on the first reported day. A future is hurt where its
person-hours without power rise by more than a ten-thousandth. Why is read off the day on which they
rise most. With --repair every way of repair is on and crews, parts and slots are scarce, in a
temporary copy (benchmarks/repair_on.py).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from repair_on import copied

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.outcome import Outcome
from holdfast.scenario import Scenario, read_scenario

LEAST = 1e-4
"""Of all person-hours without power, the rise from which a future counts as hurt."""
RETURN = 4
"""Days in which a collapse is felt: units that tripped are back after one to three."""
KEPT = (
    "hours_without_power", "collapsed", "restart_left", "gas_stock", "lost", "ever_damaged",
    "twice_damaged", "leaked", "held", "debris", "schedule_hours",
)  # fmt: skip


def helps(scenario: Scenario) -> dict[str, list[str]]:
    """The items of each kind of help that the catalogue has."""
    items, systems = scenario.table("items"), scenario.table("defence/systems")
    stocks = scenario.table("stocks")
    roles = {
        "interceptors": {*systems.text("item"), *scenario.table("defence/fires").text("item")},
        "spares of air defence": {
            *systems.text("part"), *scenario.table("readiness/parts").text("item")
        },
        "smaller units": set(scenario.table("repair/smaller").text("item")),
        "parts of installations": set(scenario.table("damage/kinds").text("part")),
        "mobile units": set(scenario.table("repair/mobile").text("item")),
        "fuel": {item for item, fuel in zip(stocks.text("item"), stocks.flag("fuel"), strict=True)
                 if fuel},
    }  # fmt: skip
    names = {
        "system": "fire units", "crew": "repair crews", "technician": "technicians",
        "generator_set": "generator sets", "oil": "fuel oil", "heating_point": "heating points",
        "boiler": "boilers",
        "import": "import capacity", "gas": "gas", "protection": "protection",
        "demand_saving": "demand saved", "transport": "heavy transport",
    }  # fmt: skip
    made: dict[str, list[str]] = {}
    told = (items.text(name) for name in ("id", "adds", "adds_to"))
    for item, adds, to in zip(*told, strict=True):
        if adds == "stock":
            for what, those in roles.items():
                if to in those:
                    made.setdefault(what, []).append(item)
        elif adds in names:
            made.setdefault(names[adds], []).append(item)
    return made


def given(scenario: Scenario, chosen: list[str], meur: float) -> Scenario:
    """The scenario with so much in equal parts of these items, by its own effort, whole pieces."""
    items, actors = scenario.table("items"), scenario.table("actors")
    cost = dict(zip(items.text("id"), items.number("unit_cost_meur"), strict=True))
    kinds = dict(zip(actors.text("kind"), actors.text("id"), strict=True))
    day = scenario.settings.report_from or scenario.settings.freeze or scenario.settings.start
    rows = []
    for item in chosen:
        pieces = meur / len(chosen) / cost[item] if cost[item] > 0 else 10
        rows.append(
            {
                "id": f"audit-{item}",
                "partner": kinds["recipient"],
                "item": item,
                "quantity": str(max(round(pieces), 1)),
                "date": str(day),
                "slips": "no",
            }
        )
    return scenario.add_rows("deliveries", rows)


def without(outcome: Outcome) -> Array:
    """Person-hours without power, (F, D)."""
    people = outcome.data["population"].values[:, None, :]
    return np.asarray((outcome.data["hours_without_power"].values * people).sum(axis=2))


def reason(bare: Outcome, helped: Outcome, future: int, day: int) -> str:
    """What differs on the day on which a future is hurt most, the plainest first."""

    def value(outcome: Outcome, name: str, when: int = day) -> Array:
        return np.asarray(outcome.data[name].values[future, when], float)

    def rises(name: str, when: int = day) -> bool:
        return bool((value(helped, name, when) > value(bare, name, when) + 1e-6).any())

    if rises("debris"):
        return "debris of what was brought down"
    if rises("leaked") or rises("ever_damaged") or rises("twice_damaged"):
        return "another raid got through or other installations were hit"
    if any(rises("collapsed", max(day - ago, 0)) for ago in range(RETURN)):
        return "another collapse of the grid"
    if rises("lost"):
        return "order of repair: what is mended first differs"
    if value(helped, "schedule_hours").sum() < value(bare, "schedule_hours").sum() - 1e-6:
        return "no schedule of cuts that day, as the day before was better: cuts without warning"
    eve = max(day - 1, 0)
    if value(helped, "gas_stock", eve) < value(bare, "gas_stock", eve) - 1e-6:
        return "less gas in store, burnt earlier"
    if (value(helped, "held", eve) < value(bare, "held", eve) - 1e-6).any():
        return "a stock used up earlier"
    return "the networks share the same power otherwise"


def audited(scenario: Scenario, futures: int, meur: float, until: int | None) -> Iterator[str]:
    """A line for each kind of help."""
    bare = ensemble.run(scenario, futures, workers=1, until=until, only=KEPT)
    before = without(bare)
    for what, chosen in helps(scenario).items():
        helped = ensemble.run(
            given(scenario, chosen, meur), futures, workers=1, until=until, only=KEPT
        )
        rise = without(helped) - before
        share = rise.sum(axis=1) / np.maximum(before.sum(axis=1), 1.0)
        hurt = np.flatnonzero(share > LEAST)
        why = Counter(reason(bare, helped, f, int(rise[f].argmax())) for f in hurt)
        told = "; ".join(f"{count} {name}" for name, count in why.most_common())
        yield (
            f"{what:24} {len(chosen):2} items, hurt {len(hurt):3} of {futures}, by at most"
            f" {share.max(initial=0.0):7.2%}; mean change {share.mean():8.3%}  {told}"
        )


def main() -> None:
    """Print the audit of each scenario."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="*", default=["examples/bucharest-2022", "examples/aldria"])
    asked.add_argument("--futures", type=int, default=32)
    asked.add_argument("--meur", type=float, default=100.0)
    asked.add_argument("--until", type=int, help="Days that are simulated")
    asked.add_argument("--repair", action="store_true", help="Every way of repair on")
    said = asked.parse_args()
    for path in said.paths:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            of = copied(Path(path), Path(folder) / "copy") if said.repair else path
            scenario = read_scenario(of)
        print(f"{path}: {said.futures} futures, {said.meur:g} million of each", flush=True)
        for line in audited(scenario, said.futures, said.meur, said.until):
            print(line, flush=True)
        print(f"  {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
