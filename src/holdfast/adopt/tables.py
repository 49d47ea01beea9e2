"""From a sheet of cells to the rows of one table, each cell still knowing where it stood."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence

from holdfast.adopt.book import Cell, Sheet, name_of
from holdfast.adopt.fault import at, book_fault
from holdfast.adopt.habits import habitual, scaled
from holdfast.scenario import Fault, Schema, schemas

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MOST_LISTED = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """One column of a table: the column of the sheet it is taken from, or one value for all."""

    name: str
    place: int = 0
    """Column of the sheet, from 1; 0 where a constant is meant."""
    factor: str = ""
    constant: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """How one sheet becomes one table."""

    sheet: str
    table: str
    header: int
    """The row of the header."""
    columns: tuple[Taken, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """A table as it was read: the texts, and where in the workbook they stood."""

    plan: Plan
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """One a row of the sheet below its header; blank ones are there, so that rows can be told."""

    def cell(self, row: int | None, column: str | None) -> str:
        """The cell that a row and a column of the table's file stand in; "" if none does."""
        places = {taken.name: taken.place for taken in self.plan.columns}
        if row is None or (column is not None and not places.get(column)):
            return ""
        line = row + self.plan.header - 1
        return name_of(line, places[column]) if column is not None else f"row {line}"


class Told:
    """Faults, and lines on what is taken otherwise than it stands; collected while reading."""

    def __init__(self, book: str) -> None:
        self.book = book
        self.faults: list[Fault] = []
        self.lines: list[str] = []

    def fault(self, sheet: str, cell: str, message: str, value: str | None = None) -> None:
        """Add a fault."""
        self.faults.append(book_fault(self.book, message, sheet, cell, value))

    def say(self, sheet: str, message: str) -> None:
        """Add a line on a sheet."""
        self.lines.append(f"{at(self.book, sheet)}: {message}")


def read_rows(sheet: Sheet, plan: Plan, told: Told) -> Rows:
    """The rows of a table by a plan; what is wrong with cells as cells is told."""
    schema = schemas()[plan.table]
    rows: list[tuple[str, ...]] = []
    by_row = dict(sheet.rows())
    blank = ("",) * len(plan.columns)
    formulas: list[str] = []
    for row in range(plan.header + 1, sheet.height + 1):
        cells = by_row.get(row)
        if cells is None:
            rows.append(blank)
            continue
        texts = [
            _text(sheet, (row, taken.place), schema, taken, told, formulas)
            for taken in plan.columns
            if taken.place
        ]
        filled = any(text.strip() for text in texts)
        made = iter(texts)
        rows.append(
            tuple(
                next(made) if taken.place else taken.constant if filled else ""
                for taken in plan.columns
            )
        )
        _beside(sheet, row, cells, plan, told)
    while rows and not any(text.strip() for text in rows[-1]):
        rows.pop()
    if formulas:
        told.say(
            sheet.title,
            f"{len(formulas)} formulas are taken by their last result: {_listed(formulas)}",
        )
    _shape(sheet, plan, told)
    return Rows(plan, tuple(taken.name for taken in plan.columns), tuple(rows))


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return ", ".join(names[:_MOST_LISTED]) + more


def _text(
    sheet: Sheet,
    place: tuple[int, int],
    schema: Schema,
    taken: Taken,
    told: Told,
    formulas: list[str],
) -> str:
    """The text of one cell, as the table wants it."""
    cell = sheet.cells.get(place)
    if cell is None:
        return ""
    where = name_of(*place)
    if cell.formula:
        if cell.value is None:
            message = (
                "is a formula without a result: open the workbook, save it, or write the value"
            )
            told.fault(sheet.title, where, message, cell.formula)
            return ""
        formulas.append(where)
    if cell.error:
        told.fault(sheet.title, where, "is an error of the spreadsheet", str(cell.value))
        return ""
    text = cell.text
    if _CONTROL.search(text):
        told.fault(sheet.title, where, "holds a control character: write it anew", text)
        return ""
    column = schema.columns.get(taken.name)
    if column is None:
        return text
    made = habitual(column, text)
    if made != text:
        told.say(sheet.title, f"cell {where}: {text!r} is taken as {made!r}")
    if taken.factor and made.strip():
        try:
            return scaled(made, taken.factor)
        except ValueError:
            return made  # no number: the check tells it
    return made


def _beside(sheet: Sheet, row: int, cells: Mapping[int, Cell], plan: Plan, told: Told) -> None:
    """Tell cells under no header of the sheet."""
    for place, cell in cells.items():
        if not sheet.text(plan.header, place).strip() and cell.text.strip():
            message = "stands under no header: name its column or take it away"
            told.fault(sheet.title, name_of(row, place), message, cell.text)


def _shape(sheet: Sheet, plan: Plan, told: Told) -> None:
    """Tell merged cells, which hold one value for many, and what is hidden."""
    for span in sheet.merged:
        if span.bottom > plan.header:
            ends = f"{name_of(span.top, span.left)}:{name_of(span.bottom, span.right)}"
            told.fault(sheet.title, ends, "is merged: take it apart and fill every cell")
    hidden = sorted(row for row in sheet.hidden_rows if plan.header < row <= sheet.height)
    if hidden:
        told.say(sheet.title, f"hidden rows are taken, too: {_listed(list(map(str, hidden)))}")
    if sheet.hidden:
        told.say(sheet.title, "the sheet is hidden and is taken, too")
    columns = [one.place for one in plan.columns if one.place in sheet.hidden_columns]
    if columns:
        names = [sheet.text(plan.header, place) for place in columns]
        told.say(sheet.title, f"hidden columns are taken, too: {_listed(names)}")
