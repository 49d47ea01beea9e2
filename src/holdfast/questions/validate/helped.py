"""Does help ever hurt? So much of each kind of help, on the same futures."""

from __future__ import annotations

from holdfast.outcome import Outcome
from holdfast.outcome.windows import reported_from
from holdfast.questions.options import buyer
from holdfast.questions.validate.apart import Apart
from holdfast.scenario import Scenario

KEPT = (
    "hours_without_power", "degree_hours", "collapsed", "restart_left", "gas_stock", "lost",
    "ever_damaged", "twice_damaged", "leaked", "held", "debris", "schedule_hours",
)  # fmt: skip


def roles(scenario: Scenario) -> dict[str, set[str]]:
    """What stocks are for: the items of each role."""
    systems, stocks = scenario.table("defence/systems"), scenario.table("stocks")
    return {
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


def helps(scenario: Scenario) -> dict[str, list[str]]:
    """The items of each kind of help that the catalogue has."""
    items = scenario.table("items")
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
            for what, those in roles(scenario).items():
                if to in those:
                    made.setdefault(what, []).append(item)
        elif adds in names:
            made.setdefault(names[adds], []).append(item)
    return made


def given(scenario: Scenario, chosen: list[str], meur: float) -> Scenario:
    """The scenario with so much in equal parts of these items, by its own effort, whole pieces."""
    items, partner = scenario.table("items"), buyer(scenario)
    cost = dict(zip(items.text("id"), items.number("unit_cost_meur"), strict=True))
    day = reported_from(scenario.settings)
    rows = []
    for item in chosen:
        pieces = meur / len(chosen) / cost[item] if cost[item] > 0 else 10
        rows.append(
            {
                "id": f"audit-{item}",
                "partner": partner,
                "item": item,
                "quantity": str(max(round(pieces), 1)),
                "date": str(day),
                "slips": "no",
            }
        )
    return scenario.add_rows("deliveries", rows)


def reason(bare: Outcome, helped: Outcome, future: int, day: int) -> str:
    """What differs on the day on which a future is hurt most, the plainest first."""
    there = Apart(bare, helped, future, day)
    if there.rises("debris"):
        return "debris of what was brought down"
    if any(there.rises(name) for name in ("leaked", "ever_damaged", "twice_damaged")):
        return "another raid got through or other installations were hit"
    if there.collapses():
        return "another collapse of the grid"
    if there.rises("lost"):
        return "order of repair: what is mended first differs"
    if there.falls("schedule_hours"):
        return "no schedule of cuts that day, as the day before was better: cuts without warning"
    if there.falls("gas_stock", there.eve):
        return "less gas in store, burnt earlier"
    if there.falls("held", there.eve):
        return "a stock used up earlier"
    return "the networks share the same power otherwise"
