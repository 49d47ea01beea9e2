"""What a workbook says about itself: notes at headers, the first sheet, the list of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from holdfast.adopt import look
from holdfast.adopt.sheets import MADE_BY, SETTINGS, sheet_of
from holdfast.scenario import Column, Scenario, parameters, schemas
from holdfast.scenario.cells import words

GUIDE = (
    "One sheet a table, one row a thing; row 1 is the header and keeps its names.",
    "White on black: the column is needed. Grey: it may be left blank. Italic: an end of a range.",
    "A note at each header says unit, meaning, what is allowed and what a blank cell means.",
    "Beside a column marked range may stand <name>_low and <name>_high, its 5 and 95 % points.",
    "Sheet `columns` lists every column that a table may have: to use one, write its name at the "
    "end of the header.",
    "Sheets of tables that the scenario leaves out are empty: fill one in and the table is there.",
    "A text that begins with = + - or @ is text here, never a formula.",
    "Nothing is read from the sheets `about` (but for the column `in the folder`), `columns` and "
    "`parameters.known`.",
)


def header_note(column: Column) -> Comment:
    """The note at the header of a column."""
    unit = f"{column.unit}\n" if column.unit not in ("", "1") else ""
    lines = [f"{unit}{column.doc}.", f"Holds {words(column)}."]
    if column.required:
        lines.append("Needed: no cell may be blank.")
    elif column.default:
        lines.append(f"Blank means {column.default}.")
    else:
        lines.append("May be blank.")
    if column.range:
        lines.append(f"Range: {column.name}_low and {column.name}_high may stand beside it.")
    text = "\n".join(lines)
    made = Comment(text, "Holdfast")
    made.width = 340
    made.height = 24 + 18 * sum(1 + len(line) // 48 for line in text.split("\n"))
    return made


def write_about(
    sheet: Worksheet, scenario: Scenario, rows: Mapping[str, int], command: str
) -> None:
    """The first sheet: what the workbook is, how to change it, and where each table stands.

    `rows` gives the number of rows of every table that is in the folder.
    """
    sheet["A1"], sheet["A2"] = MADE_BY, scenario.settings.title
    sheet["A1"].font, sheet["A2"].font = look.LEAD, look.TITLE
    sheet["A2"].data_type = "s"
    sheet.row_dimensions[2].height = 28
    for row, line in enumerate([*GUIDE, f"To hand it back: {command}"], start=4):
        sheet.cell(row, 1, line)
    top = 4 + len(GUIDE) + 2
    titles = ("sheet", "file", "in the folder", "rows", "may be left out", "meaning")
    for place, title in enumerate(titles, start=1):
        head = sheet.cell(top, place, title)
        head.font, head.border = look.HEAD, look.INKLINE
    lines = [(SETTINGS, SETTINGS, "yes", "", "no", "Settings of the scenario, line by line")]
    for name, schema in schemas().items():
        there = name in rows
        free = "no" if schema.required else "yes"
        count = str(rows[name]) if there else ""
        state = "yes" if there else "no"
        lines.append((sheet_of(name), schema.file, state, count, free, schema.doc))
    for row, texts in enumerate(lines, start=top + 1):
        for place, text in enumerate(texts, start=1):
            cell = sheet.cell(row, place, int(text) if place == 4 and text else text or None)
            cell.border = look.HAIRLINE
            cell.alignment = look.LEFT
        link = sheet.cell(row, 1)
        link.hyperlink = f"#'{texts[0]}'!A1"
        link.font = look.LINK
    for letter, wide in zip("ABCDEF", (22, 26, 14, 8, 16, 70), strict=True):
        sheet.column_dimensions[letter].width = wide
    sheet.sheet_view.showGridLines = False
    look.for_paper(sheet)


def write_columns(sheet: Worksheet) -> None:
    """Every column of every table, from the schemas."""
    lines = []
    for name, schema in schemas().items():
        for column in schema.columns.values():
            state = "needed" if column.required else "common" if column.common else ""
            state = "end of a range" if column.bounds else state
            range_ = "yes" if column.range else ""
            lines.append(
                (
                    sheet_of(name),
                    column.name,
                    column.unit,
                    words(column),
                    state,
                    column.default,
                    range_,
                    column.doc,
                )
            )
    titles = ("sheet", "column", "unit", "holds", "state", "blank means", "range", "meaning")
    write_list(sheet, titles, lines)


def write_parameters(sheet: Worksheet) -> None:
    """Every parameter that the table `parameters` may override."""
    titles = ("id", "default", "low", "high", "unit", "meaning", "source", "status")
    lines = [
        (one.id, one.default, one.low, one.high, one.unit, one.doc, one.source, one.status)
        for one in parameters().values()
    ]
    write_list(sheet, titles, lines)


def write_list(
    sheet: Worksheet, titles: Sequence[str], lines: Sequence[Sequence[str | float]]
) -> None:
    """A list to be read, with a frozen header."""
    for place, title in enumerate(titles, start=1):
        head = sheet.cell(1, place, title)
        head.font, head.fill = look.OPTIONAL, look.GROUNDS["optional"]
        texts = [title, *(str(line[place - 1]) for line in lines)]
        sheet.column_dimensions[head.column_letter].width = look.width(texts)
    for row, line in enumerate(lines, start=2):
        for place, value in enumerate(line, start=1):
            cell = sheet.cell(row, place, value if value != "" else None)
            if isinstance(value, str) and value:
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
