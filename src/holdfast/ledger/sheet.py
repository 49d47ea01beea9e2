"""Rows to be entered, from a csv file or a workbook: every heading must be known."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from holdfast.ledger.draft import Draft, LedgerError, draft, refused
from holdfast.ledger.grid import Grid, read_grids
from holdfast.ledger.mapping import LEFT_OUT, Headings, read_mapping
from holdfast.ledger.schema import columns
from holdfast.scenario.fault import Fault, hint, short


def read_file(
    path: str | os.PathLike[str], mapping: str | os.PathLike[str] | None = None
) -> list[Draft]:
    """The rows of a csv file or of the sheets of a workbook, as `Ledger.append` takes them.

    Headings are the names of fields, or what the file `mapping` says they stand for. Raises
    LedgerError with every heading that is not known, and every row that has more cells.
    """
    return rows_of(path, Headings() if mapping is None else read_mapping(mapping))


def rows_of(path: str | os.PathLike[str], told: Headings) -> list[Draft]:
    """The same by a mapping that is read already."""
    grids, name = read_grids(path), short(os.path.basename(path))
    if told.sheet:
        found = [grid for grid in grids if grid.sheet == told.sheet]
        if not found:
            titles = [grid.sheet for grid in grids if grid.sheet]
            message = f"has no filled sheet {short(told.sheet)}; {hint(told.sheet, titles)}"
            raise refused(message, name)
        grids = found
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for grid in grids:
        made, wrong = _rows(grid, told)
        drafts += made
        faults += wrong
    faults += _idle(grids, told, name)
    if not drafts and not faults:
        raise refused("holds no row beneath its headings", name)
    if faults:
        raise LedgerError(faults)
    return drafts


def _rows(grid: Grid, told: Headings) -> tuple[list[Draft], list[Fault]]:
    """The rows beneath the headings, and what is wrong with headings and widths."""
    body = [(number, cells) for number, cells in grid.rows if number > told.header]
    heads = next((cells for number, cells in grid.rows if number == told.header), None)
    if heads is None:
        return [], [Fault(grid.file, told.header, None, None, "is blank: no headings stand there")]
    fields, faults = _fields(grid.file, told, heads)
    if not any(_is_known(told, head) for head in heads):
        # one cause, one fault: beneath such a row nothing is read either
        message = (
            "has no heading that is a field: give the row of the headings (header) and their "
            "fields in a mapping (--columns); a sheet as people keep it, with titles and totals, "
            "is read by `holdfast adopt needs`"
        )
        return [], [Fault(grid.file, told.header, None, short(_first(heads)), message)]
    drafts = []
    for number, cells in body:
        for place, cell in enumerate(cells):
            if cell.strip() and (place >= len(heads) or not heads[place].strip()):
                message = "stands under no heading: give one, or clear the cell"
                faults.append(Fault(grid.file, number, None, short(cell.strip()), message))
        texts = dict(told.constants)
        for place, field in fields.items():
            cell = cells[place].strip() if place < len(cells) else ""
            cell = told.values.get(field, {}).get(cell, cell)
            if cell:
                texts[field] = cell
        labels = {field: short(heads[place].strip()) for place, field in fields.items()}
        drafts.append(draft(texts, grid.file, number, labels))
    return drafts, faults


def _is_known(told: Headings, head: str) -> bool:
    """A heading is a field, or the mapping names it."""
    return head.strip() in told.columns or _field(told, head) in columns()


def _field(told: Headings, head: str) -> str:
    """The field that a heading stands for, by the mapping or by its own name."""
    heading = head.strip()
    return told.columns.get(heading, heading.lower().replace(" ", "_"))


def _first(heads: Sequence[str]) -> str:
    return next((head.strip() for head in heads if head.strip()), "")


def _fields(
    file: str, told: Headings, heads: Sequence[str]
) -> tuple[Mapping[int, str], list[Fault]]:
    """The field of each column that is taken, and headings that are not known."""
    made: dict[int, str] = {}
    faults: list[Fault] = []
    for place, head in enumerate(heads):
        heading = head.strip()
        field = _field(told, head)
        if not heading or field == LEFT_OUT:
            continue
        if field not in columns():
            message = (
                f"is not a field; {hint(heading, columns())}; other headings are given their "
                "fields in a mapping (--columns)"
            )
            faults.append(Fault(file, told.header, None, short(heading), message))
        elif field in made.values():
            message = f"gives the field {field} again"
            faults.append(Fault(file, told.header, None, short(heading), message))
        made[place] = field
    return made, faults


def _idle(grids: Sequence[Grid], told: Headings, name: str) -> Iterator[Fault]:
    """Headings of the mapping that no sheet has."""
    there = [
        cell.strip()
        for grid in grids
        for number, cells in grid.rows
        if number == told.header
        for cell in cells
        if cell.strip()
    ]
    for heading in told.columns:
        if heading not in there:
            message = f"of the mapping is no heading of row {told.header}; {hint(heading, there)}"
            yield Fault(name, None, None, short(heading), message)
