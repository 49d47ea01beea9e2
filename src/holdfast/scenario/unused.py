"""Rows that change nothing, or less than they seem to: no faults, but worth a word of `check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from holdfast.scenario.scenario import Scenario, month_end
from holdfast.scenario.stranded import stranded

LATE, UNSEEN, NO_SUPPLY = "late", "unseen", "no_supply"
NO_BEARER, ENDED, NO_DESIGN = "no_bearer", "ended", "no_design"
"""Begins after the last day; is of a month that was not over on the day of the scenario; is of a
class of which nothing is supplied; a level of protection that no item gives and nothing has; a
region's own row that a later one of all regions ends; curves of delivery that no bank reads."""
BEGINS = {
    "threat/supply": "from",
    "threat/orders": "placed",
    "threat/regimes": "from",
    "threat/sanctions": "from",
    "threat/targets": "from",
    "defence/jamming": "from",
    "gas/supply": "from",
    "power/activity": "from",
    "power/interconnectors": "from",
    "present": "from",
    "production": "from",
    "weather/days": "date",
}
"""Tables whose rows hold from a day on, and the column of that day."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A row and why it changes nothing."""

    file: str
    row: int
    column: str
    value: str
    why: str
    """LATE, UNSEEN, NO_SUPPLY, NO_BEARER, ENDED, NO_DESIGN, or one of `stranded`."""
    beside: str
    """The last day; the day of the scenario; the number of the row that ends it; else blank."""


def unused(scenario: Scenario) -> list[Unused]:
    """All rows that change nothing, in the order of their tables and rows."""
    found = [
        *_late(scenario),
        *_unseen(scenario),
        *_unseen_days(scenario),
        *_sanctions(scenario),
        *_levels(scenario),
        *_jamming(scenario),
        *_curves(scenario),
        *(Unused(*each, "") for each in stranded(scenario)),
    ]
    return sorted(found, key=lambda each: (each.file, each.row))


def _late(scenario: Scenario) -> Iterator[Unused]:
    last = scenario.settings.last
    for name, column in BEGINS.items():
        table = scenario.table(name)
        for row, text in zip(table.lines, table.text(column), strict=True):
            if text and date.fromisoformat(text) > last:
                yield Unused(table.schema.file, row, column, text, LATE, last.isoformat())


def _unseen(scenario: Scenario) -> Iterator[Unused]:
    """Months that were not over on the day of the scenario, and do not say when they were known."""
    for table in scenario.tables.values():
        if scenario.as_of is None or table.schema.dated != "month":
            continue
        cells = (table.text(name) for name in ("as_of", "year", "month"))
        for row, known, year, month in zip(table.lines, *cells, strict=True):
            if not known and month_end(int(year), int(month)) > scenario.as_of:
                value = f"{year}-{int(month):02d}"
                told = scenario.as_of.isoformat()
                yield Unused(table.schema.file, row, "month", value, UNSEEN, told)


def _unseen_days(scenario: Scenario) -> Iterator[Unused]:
    """Days of the weather that come after the day of the scenario and do not say when they were
    known; the first of them, as what is assumed of a winter has hundreds."""
    table, seen = scenario.tables.get("weather/days"), scenario.as_of
    if table is None or seen is None:
        return
    for row, when, known in zip(table.lines, table.text("date"), table.text("as_of"), strict=True):
        if not known and date.fromisoformat(when) > seen:
            yield Unused(table.schema.file, row, "date", when, UNSEEN, seen.isoformat())
            return


def _sanctions(scenario: Scenario) -> Iterator[Unused]:
    """Of classes that have neither a supply above nought nor orders."""
    supply, orders = scenario.table("threat/supply"), scenario.table("threat/orders")
    high = zip(supply.number("per_month"), supply.number("per_month_high"), strict=True)
    made = [max(value, most) if most == most else value for value, most in high]
    supplied = {name for name, rate in zip(supply.text("class"), made, strict=True) if rate > 0}
    supplied |= set(orders.text("class"))
    table = scenario.table("threat/sanctions")
    for row, name in zip(table.lines, table.text("class"), strict=True):
        if name not in supplied:
            yield Unused(table.schema.file, row, "class", name, NO_SUPPLY, "")


def _levels(scenario: Scenario) -> Iterator[Unused]:
    borne = {*scenario.table("items").text("level"), *scenario.table("assets").text("level")}
    table = scenario.table("damage/protection")
    for row, name in zip(table.lines, table.text("id"), strict=True):
        if name not in borne:
            yield Unused(table.schema.file, row, "id", name, NO_BEARER, "")


def _jamming(scenario: Scenario) -> Iterator[Unused]:
    """Rows of one region that a later row of all regions takes the place of."""
    table = scenario.table("defence/jamming")
    cells = [table.text(name) for name in ("class", "from", "region")]
    rows = [(*found, row) for *found, row in zip(*cells, table.lines, strict=True)]
    for name, begins, region, row in rows:
        later = [
            (day, other)
            for kind, day, place, other in rows
            if region and (kind, place) == (name, "") and day > begins
        ]
        if later:
            yield Unused(table.schema.file, row, "region", region, ENDED, str(min(later)[1]))


def _curves(scenario: Scenario) -> Iterator[Unused]:
    """Curves of what grids deliver, if no bank says what it was built for; the first row."""
    table = scenario.table("power/delivery")
    if len(table) and not any(scenario.table("power/transformers").text("design_mw")):
        grid = table.text("grid")[0]
        yield Unused(table.schema.file, table.lines[0], "grid", grid, NO_DESIGN, "")
