"""What a reader must know of a comparison that its numbers do not say.

A difference of exactly nothing has three causes that look alike in a table: help without an effect
in the model, air defence against raids that are played from the record, and help that was never
short. Each is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from holdfast.outcome.windows import reported_from
from holdfast.questions.delivery_text import Row
from holdfast.questions.fields import Listed, Own
from holdfast.questions.said import Said
from holdfast.scenario import Scenario

NO_EFFECT = ("nothing", "money")
"""What items add that no equation uses."""
PLACED = ("generator_set", "heating_point", "boiler")
"""What is added by region; all else is national."""


def notes(scenario: Scenario, rows: Sequence[Row], nothing_differs: bool) -> tuple[Said, ...]:
    """Sentences about the rows of deliveries in which two plans differ."""
    if not rows:
        return ()
    items = scenario.table("items")
    adds = dict(zip(items.text("id"), items.text("adds"), strict=True))
    name = dict(zip(items.text("id"), items.text("name"), strict=True))
    asked = list(dict.fromkeys(row["item"] for row in rows))
    idle = [item for item in asked if adds[item] in NO_EFFECT]
    said: list[Said] = []
    if idle:
        said.append(Said("note_idle", items=_listed(name, idle)))
    said += _before_freeze(scenario, rows, name)
    said += _recorded(scenario, rows, adds, name)
    said += _unarmed(scenario, asked)
    placed = dict.fromkeys(
        row["item"] for row in rows if row.get("region") and adds[row["item"]] not in PLACED
    )
    if placed:
        said.append(Said("note_placed", items=_listed(name, list(placed))))
    other = [item for item in asked if item not in idle]
    if nothing_differs and other:
        said.append(Said("note_needless", items=_listed(name, other)))
    return tuple(said)


def _recorded(
    scenario: Scenario, rows: Sequence[Row], adds: dict[str, str], name: dict[str, str]
) -> list[Said]:
    """Air defence that comes while raids are played from the record."""
    raids = scenario.table("threat/raids")
    if not len(raids):
        return []
    last = scenario.as_of or scenario.date(int(raids.days("date").max()))
    tables = ("defence/systems", "defence/fires")
    fired = {item for table in tables for item in scenario.table(table).text("item") if item}
    early = dict.fromkeys(
        row["item"]
        for row in rows
        if (adds[row["item"]] == "system" or row["item"] in fired)
        and date.fromisoformat(row["date"]) <= last
    )
    if not early:
        return []
    return [Said("note_recorded", items=_listed(name, list(early)), day=last)]


def _before_freeze(scenario: Scenario, rows: Sequence[Row], name: dict[str, str]) -> list[Said]:
    """Deliveries dated before what is known ends: the past cannot be changed, only imagined."""
    known = scenario.as_of
    early = dict.fromkeys(
        row["item"] for row in rows if known and date.fromisoformat(row["date"]) < known
    )
    if known is None or not early:
        return []
    first = reported_from(scenario.settings)
    return [Said("note_early", items=_listed(name, list(early)), day=known, first=first)]


def _unarmed(scenario: Scenario, asked: Sequence[str]) -> list[Said]:
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
    others = scenario.table("defence/fires")
    pairs = zip(others.text("system"), others.text("item"), strict=True)
    armed = {system for system, item in pairs if item in there}
    units = dict.fromkeys(target[item] for item in asked if adds[item] == "system")
    return [
        Said("note_unarmed", unit=unit, item=fires[unit])
        for unit in units
        if fires.get(unit) and fires[unit] not in there and unit not in armed
    ]


def _listed(name: dict[str, str], items: Sequence[str]) -> Listed:
    return Listed(tuple(Own(name[item]) for item in items), ", ")
