"""What processes do for the ledger: they read and write workbooks, which loads a library."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from holdfast.page.runner import Teller
from holdfast.whole import put_file

Asked = Mapping[str, Any]
WIDEST = 60
"""Signs of the widest column of a workbook."""


def ledger_look(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The sheets of `file`, each with its headings and what they are proposed to stand for."""
    from holdfast.ledger.grid import read_grids
    from holdfast.page.headings import proposed

    return {"sheets": [dataclasses.asdict(proposed(grid)) for grid in read_grids(asked["file"])]}


def ledger_read(asked: Asked, tell: Teller) -> dict[str, Any]:
    """The rows of `file` by the mapping `told`, as they are entered."""
    from holdfast.ledger.mapping import Headings
    from holdfast.ledger.sheet import rows_of

    drafts = rows_of(asked["file"], Headings.model_validate(asked["told"]))
    return {
        "rows": [
            {"fields": dict(one.fields), "file": one.file, "row": one.row,
             "labels": dict(one.labels)}
            for one in drafts
        ]
    }  # fmt: skip


def sheets(asked: Asked, tell: Teller) -> dict[str, Any]:
    """Write texts as the `sheets` of a workbook `out`: title and rows, the first of which heads."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from holdfast.adopt.cell import FORMULA_SIGNS
    from holdfast.xlsx import book_bytes

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in asked["sheets"]:
        sheet = book.create_sheet(title[:31])
        for row, texts in enumerate(rows, start=1):
            for place, text in enumerate(texts, start=1):
                if not text:
                    continue
                cell = sheet.cell(row, place)
                cell.value, cell.data_type = text, "s"
                cell.number_format = "@"
                if text.startswith(FORMULA_SIGNS):
                    cell.quotePrefix = True
                if row == 1:
                    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
        for place in range(1, len(rows[0]) + 1):
            longest = max((len(texts[place - 1]) for texts in rows), default=0)
            shown = sheet.column_dimensions[get_column_letter(place)]
            shown.width = min(max(longest + 2, 8), WIDEST)
        sheet.freeze_panes = "A2"
    put_file(Path(asked["out"]), book_bytes(book))
    return {}


TASKS = {"ledger_look": ledger_look, "ledger_read": ledger_read, "sheets": sheets}
"""Functions by their kinds."""
