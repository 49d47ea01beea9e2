"""What a sum buys of the catalogue: how many of an item, what else, and what is too dear."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.questions import options as optional
from holdfast.questions.options import Option
from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario
from holdfast.scenario.fault import hint

SYSTEM = "system"
PART, FIRED, FITS = "part", "fired", "fits"
"""What another item can be to one: its spare part, fired by it, a system that it fits."""
_CLASS = re.compile(r"\d\s*kV\b")


@dataclass(frozen=True, slots=True)
class Sold:
    """What the catalogue says of an item."""

    name: str
    price: float
    adds: str
    to: str
    per_month: float
    """What its makers have free; nan where the table sets no limit."""
    kv: float
    """Its voltage class; nan for none."""


def catalogue(scenario: Scenario) -> dict[str, Sold]:
    """All items by their ids."""
    table = scenario.table("items")
    texts = (table.text(name) for name in ("name", "adds", "adds_to"))
    numbers = (table.number(name).tolist() for name in ("unit_cost_meur", "per_month", "kv"))
    rows = zip(table.text("id"), *texts, *numbers, strict=True)
    return {
        item: Sold(name, price, adds, to, per_month, kv)
        for item, name, adds, to, price, per_month, kv in rows
    }


def known(scenario: Scenario, items: Sequence[str]) -> None:
    """Raise Refused for items that the catalogue does not sell, all at once."""
    sold = catalogue(scenario)
    wrong = []
    for item in dict.fromkeys(items):
        if item not in sold:
            near = hint(item, sold, {one: about.name for one, about in sold.items()})
            wrong.append(f"there is no item {item!r} in items.csv; {near}")
        elif not sold[item].price > 0:
            wrong.append(f"{item} has no price in items.csv, so it cannot be bought")
        elif sold[item].adds in optional.USELESS:
            wrong.append(f"{item} adds nothing that is modelled")
    if wrong:
        raise Refused("; ".join(wrong))


def bought(scenario: Scenario, item: str, count: float, day: date) -> Option:
    """What is known to come before the last day."""
    option = optional.bought(scenario, item, count, day)
    assert option is not None
    return option


def most(scenario: Scenario, item: str, budget: float, day: date) -> tuple[int, int | None]:
    """The most pieces for a budget that come before the last day; and that, if it is the limit.

    Raises Refused, saying what one costs or that none comes in time, where the budget buys none.
    """
    found = affordable(scenario, item, budget, day)
    if found is None:
        needed = least_sum(scenario, item, day)
        if needed is None:
            raise Refused(f"no {item} that is ordered on {day} comes by {scenario.settings.last}")
        fired = " with what it fires" if catalogue(scenario)[item].adds == SYSTEM else ""
        raise Refused(f"{budget:g} million buy no {item}: one{fired} costs {needed:g} million")
    count, option = found
    pieces = sum(float(row["quantity"]) for row in option.rows if row["item"] == item)
    made = math.floor(pieces * (1 + 1e-9))
    return (made, made) if made < count else (count, None)


def affordable(
    scenario: Scenario, item: str, budget: float, day: date
) -> tuple[int, Option] | None:
    """The largest number of pieces whose cost is within a budget, as an option; None for none."""
    if not (math.isfinite(budget) and budget > 0):
        raise Refused(f"a budget of {budget:g} million buys nothing: name one above 0")
    limit = budget * (1 + 1e-9)
    numbers = range(1, math.floor(limit / catalogue(scenario)[item].price) + 1)

    def cost(count: int) -> float:
        made = optional.bought(scenario, item, count, day)
        return made.total if made else math.inf

    count = bisect_right(numbers, limit, key=cost)
    return (count, bought(scenario, item, count, day)) if count else None


def least_sum(scenario: Scenario, item: str, day: date) -> float | None:
    """What one piece costs with what it fires; None where none comes before the last day."""
    one = optional.bought(scenario, item, 1.0, day)
    in_time = one is not None and one.rows[0]["date"] <= scenario.settings.last.isoformat()
    return one.total if one is not None and in_time else None


def same_money(
    scenario: Scenario, items: Sequence[str], budget: float, day: date
) -> tuple[list[Option], dict[str, float | None]]:
    """As many of each item as cost no more; and of which there are none, with `least_sum`."""
    found: list[Option] = []
    dear: dict[str, float | None] = {}
    for item in items:
        needed = least_sum(scenario, item, day)
        made = None if needed is None else affordable(scenario, item, budget, day)
        if made is None:
            dear[item] = needed
        else:
            found.append(made[1])
    return found, dear


def others(scenario: Scenario, item: str) -> list[str]:
    """Systems of the catalogue; of a system its spare parts and what it fires."""
    sold = catalogue(scenario)
    if sold[item].adds == SYSTEM:
        named = [name for use in (FIRED, PART) for name in _used(scenario, sold[item].to, use)]
    else:
        named = [name for name, one in sold.items() if one.adds == SYSTEM]
    return [name for name in dict.fromkeys(named) if name != item and sold[name].price > 0]


def role(scenario: Scenario, item: str, other: str) -> str:
    """What another item is to one: its spare PART, FIRED by it, a system that it FITS, or blank."""
    sold = catalogue(scenario)
    mine, beside = (sold[name] if sold[name].adds == SYSTEM else None for name in (item, other))
    if mine:
        uses = [use for use in (PART, FIRED) if other in _used(scenario, mine.to, use)]
        return uses[0] if uses else ""
    return FITS if beside and item in _used(scenario, beside.to, PART) else ""


def classless(scenario: Scenario, item: str) -> bool:
    """Whether its name tells a voltage class that no column of the tables holds."""
    one = catalogue(scenario)[item]
    return math.isnan(one.kv) and _CLASS.search(one.name) is not None


def unlimited(scenario: Scenario, items: Sequence[str]) -> list[str]:
    """Those of which the tables say no limit of what makers have free in a month."""
    sold = catalogue(scenario)
    return [item for item in items if math.isnan(sold[item].per_month)]


def _used(scenario: Scenario, system: str, use: str) -> list[str]:
    """What a system fires, or the spare parts that fit it."""
    column, table = {FIRED: ("item", "defence/fires"), PART: ("part", "readiness/parts")}[use]
    systems, fitting = scenario.table("defence/systems"), scenario.table(table)
    own = systems.text(column)[systems.text("id").index(system)]
    more = zip(fitting.text("system"), fitting.text("item"), strict=True)
    return [name for name in (own, *(item for to, item in more if to == system)) if name]
