"""Rows of mending and stocks that serve nothing, or at which what comes waits for ever."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from holdfast.scenario.rules_stock import PURPOSES
from holdfast.scenario.scenario import Scenario
from holdfast.scenario.table import Table

IDLE, STRANDED, UNFIT = "idle", "stranded", "unfit"
"""No failure is mended there or by them; what comes there is never mended or moved; a stock that
nothing uses."""
MENDED = ("readiness/mending", "readiness/returns")
USERS = (*(each for columns in PURPOSES.values() for each in columns), ("repair/smaller", "item"))
"""Tables and their columns that name stocks which are used; of stocks those that are fuel."""

Found = tuple[str, int, str, str, str]
"""File, row, column, value and why."""


def stranded(scenario: Scenario) -> Iterator[Found]:
    """All such rows, table by table."""
    yield from _idle(scenario)
    yield from _waiting(scenario)
    yield from _roads(scenario)
    yield from _unfit(scenario)


def _idle(scenario: Scenario) -> Iterator[Found]:
    """Technicians and echelons that no row sends anything to."""
    for name, column in (("technicians", "technicians"), ("echelons", "echelon")):
        used = {each for where in MENDED for each in scenario.table(where).text(column)}
        table = scenario.table(f"readiness/{name}")
        for row, each in zip(table.lines, table.text("id"), strict=True):
            if each not in used:
                yield table.schema.file, row, "id", each, IDLE


def _waiting(scenario: Scenario) -> Iterator[Found]:
    """Shares that go where no one works and no one comes, or whither nothing is carried."""
    crews, echelons = scenario.table("readiness/technicians"), scenario.table("readiness/echelons")
    none = _naught(crews, "crews") - _added(scenario, "technician")
    shut = _naught(echelons, "slots_per_week")
    for name in MENDED:
        table = scenario.table(name)
        cells = (table.text("echelon"), table.text("technicians"), _most(table, "share"))
        for row, echelon, who, share in zip(table.lines, *cells, strict=True):
            if share > 0 and echelon in shut:
                yield table.schema.file, row, "echelon", echelon, STRANDED
            elif share > 0 and who in none:
                yield table.schema.file, row, "technicians", who, STRANDED


def _roads(scenario: Scenario) -> Iterator[Found]:
    """Items whose class of transport has no slot, none from abroad and none that is given."""
    table, items = scenario.table("repair/transport"), scenario.table("items")
    none = _naught(table, "slots") & _naught(table, "abroad_slots", blank=True)
    none -= _added(scenario, "transport")
    for row, item in zip(items.lines, items.text("transport"), strict=True):
        if item in none:
            yield items.schema.file, row, "transport", item, STRANDED


def _unfit(scenario: Scenario) -> Iterator[Found]:
    used = {
        item
        for name, column in USERS
        if name != "stocks"
        for item in scenario.table(name).text(column)
    }
    table = scenario.table("stocks")
    cells = (table.text("item"), table.flag("fuel"), _most(table, "other_use_per_day"))
    for row, item, fuel, other in zip(table.lines, *cells, strict=True):
        if item not in used and not fuel and not other > 0:
            yield table.schema.file, row, "item", item, UNFIT


def _most(table: Table, column: str) -> list[float]:
    """The greatest that each value can be drawn as; 0 where it is blank."""
    names = [name for name in (column, f"{column}_high") if name in table.schema.columns]
    values = np.stack([table.number(name) for name in names])
    return [float(value) for value in np.where(np.isnan(values), 0.0, values).max(axis=0)]


def _naught(table: Table, column: str, blank: bool = False) -> set[str]:
    """The ids of rows in which it is 0 and cannot be more; blank ones too if `blank`."""
    told = ~np.isnan(table.number(column))
    at_most = zip(table.text("id"), told, _most(table, column), strict=True)
    return {name for name, given, most in at_most if (given or blank) and most == 0}


def _added(scenario: Scenario, adds: str) -> set[str]:
    """What items that are delivered or offered can add to."""
    items = scenario.table("items")
    given = {
        item for name in ("deliveries", "offers") for item in scenario.table(name).text("item")
    }
    told = zip(items.text("id"), items.text("adds"), items.text("adds_to"), strict=True)
    return {to for item, what, to in told if what == adds and item in given}
