"""A scenario as a workbook: one sheet a table, without loss, ready for a person to change."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from holdfast.adopt import look
from holdfast.adopt.archive import LARGEST_FILE, MOST_CELLS
from holdfast.adopt.cell import DAY, FORMULA_SIGNS, PLAIN, TEXT, stored
from holdfast.adopt.fault import BookError, book_fault, refused
from holdfast.adopt.notes import header_note, write_about, write_columns, write_parameters
from holdfast.adopt.sheets import (
    ABOUT,
    COLUMNS,
    PARAMETERS,
    SETTINGS,
    csv_text,
    settings_rows,
    sheet_of,
)
from holdfast.scenario import Column, Fault, Scenario, Schema, schemas
from holdfast.scenario import parameters as known_parameters
from holdfast.whole import put_file, refuse_file
from holdfast.xlsx import book_bytes

if TYPE_CHECKING:
    from holdfast.power.progress import Progress

_ROOM = 1000
"""Rows below the last that lists and formats hold for, so that there is room to write."""
_LONGEST_LIST = 255
"""Characters of a list that may stand in a validation itself."""
_MOST_ROWS = 1_048_575 - _ROOM


def export_scenario(
    scenario: Scenario, path: str | os.PathLike[str], progress: Progress | None = None
) -> list[str]:
    """Write a scenario to a new workbook; lines on what of its files the workbook does not keep.

    Every cell of every table comes back as it is, and scenario.toml line by line. What is not kept
    is the form of a file: quotes that are not needed, blank rows, a byte order mark.

    Raises FileExistsError if the file is there already, BookError if a table does not fit.
    """
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        raise refused(target.name, "a workbook has a name that ends in .xlsx")
    refuse_file(target)
    tables = {
        name: parsed(scenario.files[schema.file])
        for name, schema in schemas().items()
        if schema.file in scenario.files
    }
    book = _book(scenario, tables, target.name, progress)
    made = book_bytes(book)
    if len(made) > LARGEST_FILE:
        raise refused(target.name, f"would be larger than {LARGEST_FILE:,} bytes")
    put_file(target, made)
    return [
        f"{schemas()[name].file}: quotes, line ends or blank rows of the file are not kept, "
        "every cell is"
        for name, rows in tables.items()
        if csv_text(rows) != scenario.files[schemas()[name].file]
    ]


def parsed(text: str) -> list[list[str]]:
    """The header and the rows of a table's text, sign for sign; blank rows are left out."""
    records = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    return [row for row in records if any(cell.strip() for cell in row)]


def _book(
    scenario: Scenario,
    tables: Mapping[str, list[list[str]]],
    name: str,
    progress: Progress | None,
) -> openpyxl.Workbook:
    faults = _too_large(tables, name)
    book = openpyxl.Workbook()
    about = book.active
    assert isinstance(about, Worksheet)
    about.title = ABOUT
    rows = {table: len(lines) - 1 for table, lines in tables.items()}
    write_about(about, scenario, rows, f"holdfast adopt workbook {name} new-folder")
    faults += _settings(book.create_sheet(SETTINGS), scenario.files[SETTINGS], name)
    total = sum(rows.values()) + 1
    done = 0
    for table, schema in schemas().items():
        if progress is not None:
            progress(done, total)
        done += rows.get(table, 0)
        lines = tables.get(table, [list(schema.columns)])
        sheet = book.create_sheet(sheet_of(table))
        if not faults or table not in tables:
            faults += _table(sheet, schema, lines, table in tables, name)
            _lists(sheet, schema, lines, tables)
    if faults:
        raise BookError(faults)
    write_columns(book.create_sheet(COLUMNS))
    write_parameters(book.create_sheet(PARAMETERS))
    return book


def _too_large(tables: Mapping[str, list[list[str]]], name: str) -> list[Fault]:
    faults = [
        book_fault(name, f"more than {_MOST_ROWS:,} rows do not fit into a sheet", sheet_of(table))
        for table, lines in tables.items()
        if len(lines) > _MOST_ROWS
    ]
    if sum(len(line) for lines in tables.values() for line in lines) > 0.9 * MOST_CELLS:
        faults.append(book_fault(name, f"more than {0.9 * MOST_CELLS:,.0f} cells do not fit"))
    return faults


def _settings(sheet: Worksheet, text: str, book: str) -> list[Fault]:
    """The text of scenario.toml, one line a row."""
    faults = []
    for row, (line, mark) in enumerate(settings_rows(text), start=1):
        for place, part in ((1, line), (2, mark)):
            if fault := _put(sheet, row, place, part, "text", book):
                faults.append(fault)
    sheet.column_dimensions["A"].width = 110
    sheet.column_dimensions["A"].number_format = TEXT
    return faults


def _table(
    sheet: Worksheet, schema: Schema, lines: Sequence[Sequence[str]], there: bool, book: str
) -> list[Fault]:
    """The header and the rows of one table."""
    faults = []
    header = [schema.columns[name.strip()] for name in lines[0]]
    for place, column in enumerate(header, start=1):
        head = sheet.cell(1, place, lines[0][place - 1])
        kind = "needed" if column.required else "bound" if column.bounds else "optional"
        head.font, head.fill = look.LETTERS[kind], look.GROUNDS[kind]
        head.comment = header_note(column)
        head.alignment = look.RIGHT if column.type in ("number", "integer") else look.LEFT
        for row, line in enumerate(lines[1:], start=2):
            if fault := _put(sheet, row, place, line[place - 1], column.type, book):
                faults.append(fault)
        shown = sheet.column_dimensions[get_column_letter(place)]
        shown.width = look.width([line[place - 1] for line in lines])
        shown.number_format = {"number": PLAIN, "integer": PLAIN, "date": DAY}.get(
            column.type, TEXT
        )
    sheet.freeze_panes = "B2" if header[0].name in schema.key else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{max(len(lines), 2)}"
    sheet.sheet_properties.tabColor = look.tab(schema.name) if there else look.COLOURS["line"]
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = "1:1"
    return faults


def _put(sheet: Worksheet, row: int, place: int, text: str, kind: str, book: str) -> Fault | None:
    """Write the text of one cell; a fault if it cannot be kept."""
    if not text:
        return None
    try:
        made = stored(text, kind)
    except ValueError as error:
        where = f"{get_column_letter(place)}{row}"
        return book_fault(book, str(error), sheet.title, where, text)
    cell = sheet.cell(row, place)
    cell.value = made.value
    if made.format != PLAIN:
        cell.number_format = made.format
    if isinstance(made.value, str):
        # neither a formula nor an error, whatever it looks like
        cell.data_type = "s"
        if made.value.startswith(FORMULA_SIGNS):
            cell.quotePrefix = True
    return None


def _lists(
    sheet: Worksheet,
    schema: Schema,
    lines: Sequence[Sequence[str]],
    tables: Mapping[str, list[list[str]]],
) -> None:
    """Drop-down lists of what is allowed, and of the ids that other sheets hold."""
    last = len(lines) + _ROOM
    for place, name in enumerate(lines[0], start=1):
        column = schema.columns[name.strip()]
        source, strict = _source(schema, column, tables)
        if not source:
            continue
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorStyle = "stop" if strict else "warning"
        rule.errorTitle = name
        rule.error = (
            "Choose one of the list."
            if strict
            else "Not on the sheet that this column points to: add it there, too."
        )
        letter = get_column_letter(place)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)


def _source(
    schema: Schema, column: Column, tables: Mapping[str, list[list[str]]]
) -> tuple[str, bool]:
    """The list of a column as a formula ("" if it has none), and whether nothing else may stand."""
    if schema.name == "parameters" and column.name == "id":
        return f"'{PARAMETERS}'!$A$2:$A${len(known_parameters()) + 1}", True
    if column.allowed:
        listed = ",".join(column.allowed)
        if len(listed) > _LONGEST_LIST or any("," in one for one in column.allowed):
            raise ValueError(f"the allowed values of {schema.name}.{column.name} fit no list")
        return f'"{listed}"', True
    table, _, name = column.references.rpartition(".")
    if not table:
        return "", False
    header = [one.strip() for one in tables.get(table, [list(schemas()[table].columns)])[0]]
    if name not in header:
        return "", False
    letter = get_column_letter(header.index(name) + 1)
    last = len(tables.get(table, [[]])) + _ROOM
    return f"'{sheet_of(table)}'!${letter}$2:${letter}${last}", False
