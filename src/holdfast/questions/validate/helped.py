"""Does help ever hurt? So much of each kind of help, on the same futures."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome import Outcome
from holdfast.scenario import Scenario

LEAST = 1e-4
"""Of all person-hours without power, the rise from which a future counts as hurt."""
RETURN = 4
"""Days in which a collapse is felt: units that tripped are back after one to three."""
KEPT = (
    "hours_without_power", "degree_hours", "collapsed", "restart_left", "gas_stock", "lost",
    "ever_damaged", "twice_damaged", "leaked", "held", "debris", "schedule_hours",
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
