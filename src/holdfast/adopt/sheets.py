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
EXPLAIN = frozenset({ABOUT, COLUMNS, PARAMETERS})
MADE_BY = "Holdfast workbook 1"
"""Stands in the first cell of the sheet `about` of every workbook that is exported."""
CRLF, END, UNENDED = "(lines end in CR LF)", "(end)", "(end, no line feed)"
"""Marks in the second column of the sheet of scenario.toml, where its text ends otherwise than
most: in the first row, in the last row."""
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


def settings_rows(text: str) -> list[tuple[str, str]]:
    """The lines of scenario.toml, each with its mark ("" for most)."""
    lines = text.split("\n")
    ended = lines[-1] == "" and len(lines) > 1
    if ended:
        lines.pop()
    full = lines if ended else lines[:-1]
    crlf = bool(full) and all(line.endswith("\r") for line in full)
    marks = [""] * len(lines)
    if crlf:
        lines = [
            line.removesuffix("\r") if at < len(full) else line for at, line in enumerate(lines)
        ]
        marks[0] = CRLF
    if not ended or lines[-1] == "":
        marks[-1] += UNENDED if not ended else END
    return list(zip(lines, marks, strict=True))


def settings_text(rows: Sequence[tuple[str, str]]) -> str:
    """The text of scenario.toml from its lines and marks; the inverse of `settings_rows`."""
    made, feed = "", "\r\n" if rows and rows[0][1].startswith(CRLF) else "\n"
    for line, mark in rows:
        if mark.endswith(UNENDED):
            return made + line
        made += line + feed
        if mark.endswith(END):
            break
    return made
