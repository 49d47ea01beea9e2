"""Sheets as a workbook: heads with notes, numbers as numbers, text as text, the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from holdfast.show.workbook.sheet import Cell, Column, Sheet
from holdfast.xlsx import book_bytes

LONGEST = 32_000
"""Characters of a cell; a spreadsheet takes 32,767."""
WIDEST, NARROWEST = 48, 9
_DAY = "yyyy-mm-dd"


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """The bytes of an xlsx file, the same for the same sheets."""
    book = Workbook()
    book.remove(book.active or book.create_sheet())
    book.properties.title, book.properties.creator = _legal(title), "Holdfast"
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    return book_bytes(book)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        _head(page.cell(1, place), column)
        texts = [column.head, *(str(row[place - 1] or "") for row in sheet.rows[:200])]
        width = min(max(map(len, texts)) + 2, WIDEST)
        page.column_dimensions[get_column_letter(place)].width = max(width, NARROWEST)
    for number, row in enumerate(sheet.rows, start=2):
        for place, value in enumerate(row, start=1):
            _put(page.cell(number, place), value)
    page.freeze_panes = "A2"
    if sheet.rows:
        page.auto_filter.ref = page.dimensions


def _head(cell: XlsxCell | MergedCell, column: Column) -> None:
    _put(cell, column.head)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="bottom")
    cell.border = Border(bottom=Side(style="thin"))
    cell.comment = Comment(_legal(column.note), "Holdfast", height=90, width=320)


def _put(cell: XlsxCell | MergedCell, value: Cell) -> None:
    """Put a value; a text that begins like a formula stays a text, now and when it is edited."""
    if isinstance(value, str):
        cell.value = _legal(value)
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True
        return
    cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = _DAY


def _legal(text: str) -> str:
    """A text without the control characters that a workbook may not hold, cut to its longest."""
    return ILLEGAL_CHARACTERS_RE.sub(" ", text)[:LONGEST]
