"""What a reader must know of a comparison that its numbers do not say.

A difference of exactly nothing has causes that look alike in a table: help without an effect in
the model, air defence against raids that are played from the record, what burns fuel of which there
is nearly none, and help that was never short. Each is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from holdfast.outcome.windows import reported_from
from holdfast.questions.delivery_text import Row
from holdfast.questions.fields import Exact, Listed, Own
from holdfast.questions.said import Said
from holdfast.scenario import Scenario
from holdfast.scenario.fuel import Short, short_of_fuel

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
    said += unfuelled(short_of_fuel(scenario), [name[item] for item in asked])
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


def unfuelled(short: Short | None, asked: Iterable[str]) -> list[Said]:
    """That fuel is short for what burns it, of the items named that do."""
    named = [] if short is None else [each for each in asked if each in short.burners]
    if short is None or not named:
        return []
    items, fuel = (Listed(tuple(map(Own, some)), ", ") for some in (named, short.fuels))
    if short.hours == 0:
        return [Said("note_no_fuel", items=items, fuel=fuel)]
    hours = Exact(float(f"{short.hours:.2g}"))
    return [Said("note_little_fuel", items=items, fuel=fuel, hours=hours)]


def unfuelled_options(scenario: Scenario, options: Iterable[object]) -> list[Said]:
    """The same of options, by their contents: each beside the plan, told where it is shortest."""
    items = scenario.table("items")
    ids = dict(zip(items.text("name"), items.text("id"), strict=True))
    found: dict[str, Short] = {}
    for contents in options:
        given = {name: count for name, count in _held(contents) if name in ids}
        rows = [{"item": ids[name], "quantity": str(count)} for name, count in given.items()]
        short = short_of_fuel(scenario, rows)
        for name in given:
            least = found[name].hours if name in found else math.inf
            if short is not None and name in short.burners and short.hours < least:
                found[name] = short
    return [said for name, short in found.items() for said in unfuelled(short, [name])]


def unfuelled_plan(scenario: Scenario, options: Iterable[object]) -> list[Said]:
    """The same of options that the plan holds already, all of them together."""
    names = [name for contents in options for name, _ in _held(contents)]
    return unfuelled(short_of_fuel(scenario), dict.fromkeys(names))


def _held(contents: object) -> Iterator[tuple[str, float]]:
    """Names of items and how many of each, of what an option holds."""
    match contents:
        case Said(fields={"quantity": Exact(count), "item": Own(name)}):
            yield name, count
        case Said(fields={"parts": Listed(parts)}):
            for part in parts:
                yield from _held(part)


def _listed(name: dict[str, str], items: Sequence[str]) -> Listed:
    return Listed(tuple(Own(name[item]) for item in items), ", ")
