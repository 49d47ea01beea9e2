"""Deliveries in words: `PARTNER:item:quantity[@YYYY-MM-DD][:REGION]`, or the name of a package."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from holdfast.outcome.windows import reported_from
from holdfast.scenario import Fault, Scenario
from holdfast.scenario.fault import hint
from holdfast.scenario.giving import no_giver, no_quantity
from holdfast.written import day_hint, number_hint, real

FORM = "PARTNER:item:quantity[@YYYY-MM-DD][:REGION]"
COLUMNS = ("partner", "item", "quantity", "date", "region")
Row = dict[str, str]
_LONGEST_LEAD = 36525
"""Days; no campaign is as long, so a longer lead need not be told from it."""


def read(scenario: Scenario, text: str) -> tuple[list[Row], list[Fault]]:
    """The rows, still without ids, that a delivery or a package stands for, and what is wrong.

    The faults name columns of deliveries.csv, and neither file nor row.
    """
    if ":" in text:
        reader = _Reader(scenario)
        made = reader.delivery(text)
        return [made] if made else [], reader.faults
    packages = scenario.table("packages").text("package")
    if text in packages:
        return package_rows(scenario, text), []
    near = hint(text, sorted(set(packages)))
    message = f"is neither a delivery ({FORM}) nor a package; {near}"
    return [], [Fault("", None, None, text, message)]


def package_rows(scenario: Scenario, name: str) -> list[Row]:
    """The deliveries of a package, as rows without ids."""
    return [
        {column: row.get(column, "") for column in COLUMNS}
        for row in scenario.table("packages").rows()
        if row["package"] == name
    ]


def names_of(scenario: Scenario, table: str) -> dict[str, str]:
    """The names of the rows of a table, by id."""
    found = scenario.table(table)
    return dict(zip(found.text("id"), found.text("name"), strict=True))


class _Reader:
    """Reads one delivery and gathers what is wrong with it."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.faults: list[Fault] = []

    def delivery(self, text: str) -> Row | None:
        parts = [part.strip() for part in text.split(":")]
        if not 3 <= len(parts) <= 4:
            self.fault(None, text, f"is not of the form {FORM}")
            return None
        quantity, at, when = (part.strip() for part in parts[2].partition("@"))
        self.known("actors", "partner", parts[0])
        self.giver(parts[0])
        self.known("items", "item", parts[1])
        self.quantity(quantity, parts[1])
        if len(parts) == 4:
            self.known("regions", "region", parts[3])
        arrives = self.day(when) if at else None if self.faults else self.due(parts[1])
        if self.faults or arrives is None:
            return None
        found = (parts[0], parts[1], quantity, arrives.isoformat(), "".join(parts[3:]))
        return dict(zip(COLUMNS, found, strict=True))

    def fault(self, column: str | None, value: str, message: str) -> None:
        self.faults.append(Fault("", None, column, value, message))

    def known(self, table: str, column: str, value: str) -> None:
        ids: Sequence[str] = self.scenario.table(table).text("id")
        if value not in ids:
            near = hint(value, ids, {} if table == "items" else names_of(self.scenario, table))
            self.fault(column, value, f"is not an id of {table}.csv; {near}")

    def giver(self, partner: str) -> None:
        actors = self.scenario.table("actors")
        kinds = dict(zip(actors.text("id"), actors.text("kind"), strict=True))
        if message := no_giver(partner, kinds):
            self.fault("partner", partner, message)

    def quantity(self, text: str, item: str) -> None:
        found = real(text)
        number = math.nan if found is None else found
        items = self.scenario.table("items")
        units = dict(zip(items.text("id"), items.text("unit"), strict=True))
        if item in units:
            message = no_quantity(number, units[item])
        else:
            message = "" if number > 0 else "is not a number above 0"
        if message:
            said = f"{message}{number_hint(text) if found is None else ''}"
            self.fault("quantity", text or "(blank)", said)

    def day(self, text: str) -> date | None:
        try:
            made = date.fromisoformat(text)
        except ValueError:
            made = None
        if made is None or text != made.isoformat():
            self.fault("date", text, f"is not a day as YYYY-MM-DD{day_hint(text)}")
            return None
        return self.within(made, text)

    def due(self, item: str) -> date | None:
        """Decided on the first reported day, an item arrives its lead time later."""
        items = self.scenario.table("items")
        lead = float(items.number("lead_days")[items.text("id").index(item)])
        first = reported_from(self.scenario.settings)
        made = first + timedelta(days=round(min(lead, _LONGEST_LEAD)))
        return self.within(made, f"{made} (no date given: the lead time of {item} after {first})")

    def within(self, made: date, text: str) -> date | None:
        settings = self.scenario.settings
        if settings.start <= made <= settings.last:
            return made
        span = f"{settings.start} to {settings.last}"
        self.fault("date", text, f"is not a day of the campaign ({span})")
        return None
