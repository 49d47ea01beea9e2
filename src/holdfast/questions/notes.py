"""What a reader must know of a comparison that its numbers do not say.

A difference of exactly nothing has three causes that look alike in a table: help without an effect
in the model, air defence against raids that are played from the record, and help that was never
short. Each is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from holdfast.outcome import numbers
from holdfast.outcome.windows import reported_from
from holdfast.questions.delivery_text import Row
from holdfast.scenario import Scenario

NO_EFFECT = ("nothing", "money")
"""What items add that no equation uses."""
PLACED = "generator_set"
"""What is added by region; all else is national."""


def notes(scenario: Scenario, rows: Sequence[Row], nothing_differs: bool) -> tuple[str, ...]:
    """Sentences about the rows of deliveries in which two plans differ."""
    if not rows:
        return ()
    items = scenario.table("items")
    adds = dict(zip(items.text("id"), items.text("adds"), strict=True))
    name = dict(zip(items.text("id"), items.text("name"), strict=True))
    asked = list(dict.fromkeys(row["item"] for row in rows))
    idle = [item for item in asked if adds[item] in NO_EFFECT]
    said = []
    if idle:
        said.append(f"{_listed(name, idle)}: no effect in this model, only a cost")
    said += _before_freeze(scenario, rows, name)
    said += _recorded(scenario, rows, adds, name)
    said += _unarmed(scenario, asked)
    placed = dict.fromkeys(
        row["item"] for row in rows if row.get("region") and adds[row["item"]] != PLACED
    )
    if placed:
        said.append(
            f"{_listed(name, list(placed))}: the region changes nothing, "
            "only generator sets are placed"
        )
    other = [item for item in asked if item not in idle]
    if nothing_differs and other:
        said.append(f"{_listed(name, other)}: in no future was there a need that it met")
    return tuple(said)


def _recorded(
    scenario: Scenario, rows: Sequence[Row], adds: dict[str, str], name: dict[str, str]
) -> list[str]:
    """Air defence that comes while raids are played from the record."""
    raids = scenario.table("threat/raids")
    if not len(raids):
        return []
    last = scenario.as_of or scenario.date(int(raids.days("date").max()))
    fired = {item for item in scenario.table("defence/systems").text("item") if item}
    early = dict.fromkeys(
        row["item"]
        for row in rows
        if (adds[row["item"]] == "system" or row["item"] in fired)
        and date.fromisoformat(row["date"]) <= last
    )
    if not early:
        return []
    return [
        f"{_listed(name, list(early))}: raids up to {numbers.day(last)} are played from the record "
        "with the kills claimed then, so air defence changes nothing before"
    ]


def _before_freeze(scenario: Scenario, rows: Sequence[Row], name: dict[str, str]) -> list[str]:
    """Deliveries dated before what is known ends: the past cannot be changed, only imagined."""
    known = scenario.as_of
    early = dict.fromkeys(
        row["item"] for row in rows if known and date.fromisoformat(row["date"]) < known
    )
    if known is None or not early:
        return []
    return [
        f"{_listed(name, list(early))}: dated before the freeze of {numbers.day(known)}, so it is "
        "taken to have been there by then; what is reported begins on "
        f"{numbers.day(reported_from(scenario.settings))}"
    ]


def _unarmed(scenario: Scenario, asked: Sequence[str]) -> list[str]:
    """Systems whose interceptors nobody holds, makes or delivers: they fire nothing."""
    items, systems = scenario.table("items"), scenario.table("defence/systems")
    fires = dict(zip(systems.text("id"), systems.text("item"), strict=True))
    adds = dict(zip(items.text("id"), items.text("adds"), strict=True))
    target = dict(zip(items.text("id"), items.text("adds_to"), strict=True))
    stocks, made = scenario.table("stocks"), scenario.table("production")
    there = set(stocks.where(stocks.number("quantity") > 0).text("item"))
    there |= set(made.where(made.number("per_month") > 0).text("item"))
    deliveries = scenario.table("deliveries")
    for item in deliveries.where(deliveries.number("quantity") > 0).text("item"):
        there.add(target[item] if adds[item] == "stock" else item)
    units = dict.fromkeys(target[item] for item in asked if adds[item] == "system")
    return [
        f"{unit} fires {fires[unit]}: none held, none delivered"
        for unit in units
        if fires.get(unit) and fires[unit] not in there
    ]


def _listed(name: dict[str, str], items: Sequence[str]) -> str:
    return ", ".join(name[item] for item in items)
