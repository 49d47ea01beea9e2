"""What the catalogue sells, and what one item is to another."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.scenario import Scenario

SYSTEM = "system"
PART, FIRED, FITS = "part", "fired", "fits"
"""What another item can be to one: its spare part, fired by it, a system that it fits."""


@dataclass(frozen=True, slots=True)
class Sold:
    """What the catalogue says of an item."""

    price: float
    adds: str
    to: str


def catalogue(scenario: Scenario) -> dict[str, Sold]:
    """All items by their ids."""
    table = scenario.table("items")
    columns = table.number("unit_cost_meur").tolist(), table.text("adds"), table.text("adds_to")
    rows = zip(table.text("id"), *columns, strict=True)
    return {name: Sold(price, adds, to) for name, price, adds, to in rows}


def role(scenario: Scenario, item: str, other: str) -> str:
    """What another item is to one: its spare PART, FIRED by it, a system that it FITS, or blank."""
    sold = catalogue(scenario)
    mine, beside = (sold[name] if sold[name].adds == SYSTEM else None for name in (item, other))
    if mine:
        uses = [use for use in (PART, FIRED) if other in used(scenario, mine.to, use)]
        return uses[0] if uses else ""
    return FITS if beside and item in used(scenario, beside.to, PART) else ""


def used(scenario: Scenario, system: str, use: str) -> list[str]:
    """What a system fires, or the spare parts that fit it."""
    column, table = {FIRED: ("item", "defence/fires"), PART: ("part", "readiness/parts")}[use]
    systems, others = scenario.table("defence/systems"), scenario.table(table)
    own = systems.text(column)[systems.text("id").index(system)]
    more = zip(others.text("system"), others.text("item"), strict=True)
    return [name for name in (own, *(item for to, item in more if to == system)) if name]
