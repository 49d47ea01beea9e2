"""Deliveries added to a plan, and what two plans differ in.

What is asked for becomes rows of deliveries.csv. The id of a row is `item/1` with a running number,
not the partner, the date or the quantity: draws are keyed by name, so a delivery that is moved,
enlarged or asked of another keeps its luck, and two sides that offer the same thing meet the same
delays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from holdfast.questions import words
from holdfast.questions.delivery_text import Row, package_rows, read
from holdfast.questions.fields import Amount
from holdfast.questions.refused import QuestionError
from holdfast.questions.said import Said
from holdfast.scenario import Fault, Scenario
from holdfast.scenario.settings import FORMS


def with_deliveries(scenario: Scenario, asked: Sequence[str], side: str) -> Scenario:
    """The scenario with these deliveries and packages added to its plan.

    Raises QuestionError with every fault; `side` ("a" or "b") stands where a file would, and the
    row is the place in the list, from 1.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    for place, text in enumerate(asked, start=1):
        made, wrong = read(scenario, text)
        rows += made
        faults += [Fault(side, place, fault.column, fault.value, fault.message) for fault in wrong]
    if faults:
        raise QuestionError(faults)
    return scenario.add_rows("deliveries", _named(scenario, rows)) if rows else scenario


def changes(before: Scenario, after: Scenario) -> tuple[list[Row], list[Row]]:
    """Rows of deliveries that `after` adds to and takes from `before`, moved ones in both."""
    old, new = _by_id(before), _by_id(after)
    added = [row for name, row in new.items() if old.get(name) != row]
    return added, [row for name, row in old.items() if new.get(name) != row]


def fork(before: Scenario, after: Scenario) -> date | None:
    """The earliest day on which a delivery of one is not a delivery of the other; None if none."""
    added, removed = changes(before, after)
    return min((date.fromisoformat(row["date"]) for row in added + removed), default=None)


def described(scenario: Scenario, rows: Sequence[Row]) -> list[Said]:
    """Deliveries in words; rows that make up a package of the scenario are named as it."""
    left = [_core(row) for row in rows]
    said: list[Said] = []
    for name in dict.fromkeys(scenario.table("packages").text("package")):
        parts = [_core(row) for row in package_rows(scenario, name)]
        if parts and not Counter(parts) - Counter(left):
            said.append(words.package(name))
            left = list((Counter(left) - Counter(parts)).elements())
    items, partners, regions = (_names(scenario, name) for name in ("items", "actors", "regions"))
    told = scenario.settings.words.en
    for partner, item, quantity, on, region in left:
        name = items.get(item, item)
        forms = (told.get(f"{name} ({which})", "") for which in FORMS)
        said.append(
            words.delivery(
                Amount(quantity, name, *forms),
                partners.get(partner, partner),
                date.fromisoformat(on),
                regions.get(region, region),
            )
        )
    return said


def _names(scenario: Scenario, table: str) -> dict[str, str]:
    """What readers call the rows of a table, by their ids."""
    found = scenario.table(table)
    return dict(zip(found.text("id"), found.text("name"), strict=True))


def _core(row: Row) -> tuple[str, str, float, str, str]:
    return row["partner"], row["item"], float(row["quantity"]), row["date"], row.get("region", "")


def _by_id(scenario: Scenario) -> dict[str, Row]:
    return {
        row["id"]: {column: value for column, value in row.items() if value}
        for row in scenario.table("deliveries").rows()
    }


def _named(scenario: Scenario, rows: list[Row]) -> list[Row]:
    taken = set(scenario.table("deliveries").text("id"))
    made = []
    for row in rows:
        number = 1
        while (name := f"{row['item']}/{number}") in taken:
            number += 1
        taken.add(name)
        made.append({"id": name, **row})
    return made
