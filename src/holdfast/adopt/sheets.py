"""Names: which sheet holds which table, and the text of a table's file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from holdfast.scenario import schemas
from holdfast.scenario.settings import FILE

ABOUT, COLUMNS, PARAMETERS = "about", "columns", "parameters.known"
"""Sheets that explain; nothing is read from the last two."""
SETTINGS = FILE
"""The sheet of scenario.toml: one line of the text a row."""
RESERVED = frozenset({ABOUT, COLUMNS, PARAMETERS, SETTINGS})
MADE_BY = "Holdfast workbook 1"
"""Stands in the first cell of the sheet `about` of every workbook that is exported."""
_QUOTED = re.compile(r'[",\r\n]')


def sheet_of(table: str) -> str:
    """The sheet of a table: "power.demand" of "power/demand"."""
    return table.replace("/", ".")


def table_of(sheet: str) -> str:
    """The table of a sheet; "" if it is none's."""
    return {sheet_of(name): name for name in schemas()}.get(sheet.strip().casefold(), "")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The text of a table: commas, a line feed after each row, quotes only where needed."""
    return "".join(",".join(map(_csv_cell, row)) + "\n" for row in rows)


def _csv_cell(text: str) -> str:
    # the csv module leaves a lone carriage return unquoted, and then cannot read it
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
