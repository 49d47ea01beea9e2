"""Entries of a sheet of needs and offers as rows of asks, offers and deliveries."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

from holdfast.adopt.fault import BookError, book_fault
from holdfast.scenario import Fault, Scenario, schemas
from holdfast.scenario.check import judge
from holdfast.scenario.fault import ordered
from holdfast.scenario.read import write_sheet

TABLES = ("asks", "offers", "deliveries")


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One need or offer, as it was settled."""

    side: str
    """asks or offers."""
    sheet: str
    number: int
    """Place of the sheet in the workbook, from 1."""
    row: int
    values: Mapping[str, str]
    """said, quantity, unit, note, as_of; of an ask asked_by, asked_of, by_when, date; of an offer
    partner, item, kind, committed, arrival, region, value, currency, caveat."""


def no_delivery(entry: Entry) -> str:
    """Why an entry makes no delivery; "" if it makes one, or is an ask."""
    if entry.side == "asks":
        return ""
    if entry.values["item"] in ("", "none"):
        return "not in the catalogue"
    lacks = {"day": entry.values["arrival"], "number": entry.values["quantity"]}
    return ", ".join(f"no {name}" for name, value in lacks.items() if not value)


def aid_files(
    book: str, entries: Sequence[Entry], scenario: Scenario
) -> tuple[dict[str, str], dict[str, int]]:
    """The files of the scenario with the entries added, and how many rows each table gains.

    Raises BookError if the rows do not fit the scenario, told by sheet and row.
    """
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
    homes: dict[str, list[Entry]] = {name: [] for name in TABLES}
    for entry in entries:
        for table, row in _rows(book, entry, scenario):
            rows[table].append(row)
            homes[table].append(entry)
    files = dict(scenario.files)
    before: dict[str, int] = {}
    for name, added in rows.items():
        there = scenario.tables.get(name)
        kept = there.rows() if there is not None else []
        before[schemas()[name].file] = len(kept)
        if added:
            columns = dict.fromkeys([*(there.columns if there else ()), *_order(name, added)])
            files[schemas()[name].file] = write_sheet(tuple(columns), [*kept, *added])
    _, faults = judge(files)
    if faults:
        raise BookError([_placed(book, fault, before, homes) for fault in ordered(faults)])
    return files, {name: len(added) for name, added in rows.items()}


def _order(table: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Columns that any of the rows uses or that are needed, in the order of the schema."""
    return [
        name
        for name, column in schemas()[table].columns.items()
        if column.required or any(row.get(name) for row in rows)
    ]


def _rows(book: str, entry: Entry, scenario: Scenario) -> list[tuple[str, dict[str, str]]]:
    """The rows that an entry makes: one of its side, and a delivery where a day is given."""
    values = entry.values
    note = "; ".join(
        filter(None, (f"{book}, sheet {entry.sheet}, row {entry.row}", values["note"]))
    )
    common = {"quantity": values["quantity"], "note": note, "status": "READ"}
    common["as_of"] = values["as_of"]
    made = common | {"id": _id(entry, entry.side, scenario), "unit": values["unit"]}
    if entry.side == "asks":
        asked = {name: values[name] for name in ("asked_by", "asked_of", "by_when", "date")}
        return [("asks", made | asked | {"item": values["said"]})]
    item = "" if values["item"] == "none" else values["item"]
    offer = made | {
        "partner": values["partner"],
        "said": values["said"],
        "item": item,
        "kind": values["kind"],
        "committed": values["committed"],
        "caveat": values["caveat"],
        "value_million": values["value"],
        "currency": values["currency"] if values["value"] else "",
    }
    rows = [("offers", offer)]
    if not no_delivery(entry):
        delivery = common | {
            "id": _id(entry, "deliveries", scenario),
            "partner": values["partner"],
            "item": item,
            "date": values["arrival"],
            "region": values["region"],
            "offer": offer["id"],
        }
        rows.append(("deliveries", delivery))
    return rows


def _id(entry: Entry, table: str, scenario: Scenario) -> str:
    """An id that tells sheet and row, and that the table does not have yet."""
    there = scenario.tables.get(table)
    known = set(there.text("id")) if there is not None else set()
    made = f"N{entry.number}-{entry.row}"
    while made in known:
        made += "+"
    return made


def _placed(
    book: str, fault: Fault, before: Mapping[str, int], homes: Mapping[str, Sequence[Entry]]
) -> Fault:
    """A fault of a row that was added, told by the sheet and row that it comes from."""
    added = homes.get(fault.file.removesuffix(".csv"), ())
    place = -1 if fault.row is None else fault.row - 2 - before.get(fault.file, 0)
    if not 0 <= place < len(added):
        return fault
    entry = added[place]
    message = re.sub(r" of row \d+", " of another row", fault.message)
    said = f"column {fault.column} of {fault.file}: {message}"
    return book_fault(book, said, entry.sheet, f"row {entry.row}", fault.value)
