"""Sheets as csv files: UTF-8, a comma between cells, a point for decimals, days as YYYY-MM-DD."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

from holdfast.show.workbook.sheet import Cell, Sheet

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula; an apostrophe before keeps them text."""


def files(sheets: Sequence[Sheet]) -> dict[str, bytes]:
    """The bytes of each file by its name."""
    return {f"{sheet.name}.csv": _text(sheet).encode("utf-8") for sheet in sheets}


def _text(sheet: Sheet) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(_written(column.head) for column in sheet.columns)
    writer.writerows([_written(value) for value in row] for row in sheet.rows)
    return made.getvalue()


def _written(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, dt.date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else value
