"""How long all fuel of a plan runs what burns it: generator sets, heating points, boilers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.scenario.scenario import Scenario

BURNS = {
    "generator_set": "people.set_litres",
    "heating_point": "people.point_litres",
    "boiler": "people.boiler_litres",
}
"""What items add that burns fuel, and the parameter of its litres an hour of each, or MW."""
LEAST_HOURS = 24.0
"""Hours that all fuel runs all that burns it under which there is nearly none."""
DAYS_IN_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class Short:
    """Fuel that is short for what burns it."""

    fuels: tuple[str, ...]
    """Names of the items that are fuel."""
    burners: tuple[str, ...]
    """Names of the items delivered that burn it."""
    hours: float
    """That all of it runs all of them at most; 0 if there is none."""


def short_of_fuel(scenario: Scenario, rows: Sequence[Mapping[str, str]] = ()) -> Short | None:
    """What lacks fuel in the plan with more rows of deliveries; None if there is enough.

    Counted are stocks at the start, all that is made and delivered, and nothing that others use;
    each burner runs at once. None too where fuel is not counted, or nothing delivered burns it.
    """
    fuels = _fuels(scenario)
    items = {row["id"]: row for row in scenario.table("items").rows()}
    given = [*scenario.table("deliveries").rows(), *rows]
    pieces = [(items[row["item"]], float(row["quantity"] or 0)) for row in given]
    burners = [(item, count) for item, count in pieces if item["adds"] in BURNS and count > 0]
    if not fuels or not burners:
        return None
    litres = sum(fuels.values()) + sum(
        count * _amount(item) for item, count in pieces if _becomes(item) in fuels
    )
    burnt = sum(
        count * _amount(item) * float(scenario.parameter(BURNS[item["adds"]], None)[0])
        for item, count in burners
    )
    if burnt <= 0 or litres >= LEAST_HOURS * burnt:
        return None
    names = tuple(dict.fromkeys(item["name"] for item, _ in burners))
    return Short(tuple(items[name]["name"] for name in fuels), names, litres / burnt)


def _fuels(scenario: Scenario) -> dict[str, float]:
    """Litres of each item that is fuel, at the start and made until the last day."""
    stocks, made = scenario.table("stocks"), scenario.table("production")
    columns = zip(stocks.text("item"), stocks.flag("fuel"), stocks.number("quantity"), strict=True)
    found = {item: float(held) for item, fuel, held in columns if fuel}
    last = scenario.settings.last
    rows = zip(made.text("item"), made.text("from"), made.number("per_month"), strict=True)
    for item, begins, rate in rows:
        first = date.fromisoformat(begins) if begins else scenario.settings.start
        if item in found and math.isfinite(rate):
            days = max((last - max(first, scenario.settings.start)).days + 1, 0)
            found[item] += float(rate) * days / DAYS_IN_MONTH
    return found


def _becomes(item: Mapping[str, str]) -> str:
    """The item whose stock one of an item adds to; blank for what adds to none."""
    return (item.get("adds_to") or item["id"]) if item["adds"] == "stock" else ""


def _amount(item: Mapping[str, str]) -> float:
    """Pieces, MW or litres in one of an item; 1 if its table does not say."""
    return float(item.get("amount") or 1)
