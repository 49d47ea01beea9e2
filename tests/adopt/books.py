"""Workbooks made in code: no binary file is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def change(path: Path, edit: Callable[[openpyxl.Workbook], object]) -> Path:
    """Open a workbook, change it, save it."""
    opened = openpyxl.load_workbook(path)
    edit(opened)
    opened.save(path)
    return path


def fill(sheet: Worksheet, rows: Sequence[Sequence[object]], top: int = 1) -> None:
    """Write rows of values; None leaves a cell empty."""
    for row, values in enumerate(rows, start=top):
        for column, value in enumerate(values, start=1):
            if value is not None:
                sheet.cell(row, column).value = value  # type: ignore[assignment]


def made(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    """A new workbook of sheets of rows."""
    new = openpyxl.Workbook()
    new.remove(new.worksheets[0])
    for title, rows in sheets:
        fill(new.create_sheet(title), rows)
    new.save(path)
    return path


def column(sheet: Worksheet, name: str) -> int:
    """The place of a column of a sheet by its header."""
    return next(cell.column for cell in sheet[1] if cell.value == name)
