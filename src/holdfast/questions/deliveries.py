"""Deliveries added to a plan or changed in it, and what two plans differ in.

What is asked for becomes rows of deliveries.csv. The id of a row is `item/1` with a running number,
not the partner, the date or the quantity: draws are keyed by name, so a delivery that is moved,
enlarged or asked of another keeps its luck, and two sides that offer the same thing meet the same
delays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from holdfast.questions import pledged, words
from holdfast.questions.delivery_text import Row, package_rows, read
from holdfast.questions.fields import Amount
from holdfast.questions.refused import QuestionError
from holdfast.questions.said import Said
from holdfast.scenario import Fault, Scenario
from holdfast.scenario.settings import FORMS


def with_deliveries(scenario: Scenario, asked: Sequence[str], side: str) -> Scenario:
    """The scenario with these deliveries and packages added to its plan, or changed in it.

    Raises QuestionError with every fault; `side` ("a" or "b") stands where a file would, and the
    row is the place in the list, from 1.
    """
    rows: list[Row] = []
    moved: dict[str, Row | None] = {}
    faults: list[Fault] = []
    for place, text in enumerate(asked, start=1):
        if pledged.is_change(scenario, text):
            name, row, wrong = pledged.change(scenario, text)
            if name in moved and not wrong:
                wrong = [Fault("", None, "id", name, "is changed twice: say it once")]
            moved[name] = row
        else:
            made, wrong = read(scenario, text)
            rows += made
        faults += [Fault(side, place, fault.column, fault.value, fault.message) for fault in wrong]
    if faults:
        raise QuestionError(faults)
    if moved:
        scenario = scenario.replace_rows("deliveries", _changed(scenario, moved))
    return scenario.add_rows("deliveries", _named(scenario, rows)) if rows else scenario


def wrong_with(scenario: Scenario, text: str) -> list[Fault]:
    """What is wrong with a delivery, a package or a change; faults name neither file nor row."""
    if pledged.is_change(scenario, text):
        return pledged.change(scenario, text)[2]
    return read(scenario, text)[1]


def changes(before: Scenario, after: Scenario) -> tuple[list[Row], list[Row]]:
    """Rows of deliveries that `after` adds to and takes from `before`, moved ones in both."""
    old, new = _by_id(before), _by_id(after)
    added = [row for name, row in new.items() if old.get(name) != row]
    return added, [row for name, row in old.items() if new.get(name) != row]


def fork(before: Scenario, after: Scenario) -> date | None:
    """The earliest day on which a delivery of one is not a delivery of the other; None if none.

    One that had slipped counts from the day for which it was planned: by the order of those days
    crews and loads take places, which others may want.
    """
    added, removed = changes(before, after)
    days = (row.get(column) for row in added + removed for column in ("date", "planned"))
    return min(map(date.fromisoformat, filter(None, days)), default=None)


def sides_said(a: Scenario, b: Scenario, plan: Scenario | None) -> tuple[Said, Said]:
    """What each of two sides is, in words: all that it changes in the `plan` of both.

    Where that is not known, what each has of all in which they differ.
    """
    if plan is None:
        added, removed = changes(a, b)
        return _side_said(a, removed, {}), _side_said(b, added, {})
    known = _by_id(plan)
    return _side_said(a, changes(plan, a)[0], known), _side_said(b, changes(plan, b)[0], known)


def _side_said(side: Scenario, rows: Sequence[Row], known: Mapping[str, Row]) -> Said:
    added = described(side, [row for row in rows if row["id"] not in known])
    there, said = _by_id(side), []
    for row in rows:
        before = known.get(row["id"])
        if before is not None and before != row:
            said.append(words.instead(*described(side, [row]), *described(side, [before])))
    gone = [row for name, row in known.items() if name not in there]
    said += [words.without(one) for row in gone for one in described(side, [row])]
    return words.side_changed(added, said) if said else words.side(added)


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


def _changed(scenario: Scenario, moved: Mapping[str, Row | None]) -> list[Row]:
    """All rows of the plan, hidden ones too, each as it is to be."""
    rows = [dict(row) for row in scenario.tables["deliveries"].rows()]
    made = (moved.get(row["id"], row) for row in rows)
    return [row for row in made if row is not None]


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
