"""Part 2: a week of one future worked again in a workbook, by formulas that a reader can follow."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment

from holdfast.questions.validate.finding import Finding, Given, Sentence
from holdfast.questions.validate.formulas import Evaluator
from holdfast.questions.validate.judged import nothing
from holdfast.questions.validate.replay import Week, chosen, week
from holdfast.questions.validate.sheets import BOLD, HEAD, OFF, TITLE, Sheet, scalars
from holdfast.questions.validate.sheets_assets import ASSETS, banks, installations
from holdfast.questions.validate.sheets_power import blocks, demand, hours, numbers
from holdfast.questions.validate.sheets_words import explained
from holdfast.xlsx import book_bytes

FILE, FRONT, TOTAL = "recomputed.xlsx", "read me", "B6"
"""The workbook, its first sheet, and the cell on it that counts all that differs."""
COLUMNS = ("sheet", "quantity", "digits", "compared", "differing")
COUNTED = 9
"""Row of the first sheet under which the counts by quantity stand."""


def find(given: Given) -> Finding:
    """Write the workbook, work its formulas out, and count what differs from the engine.

    Holds where nothing does, to the last digit that is shown. It only says so where nothing is hit
    in the future that the rule picks.
    """
    rule = chosen(given)
    if rule is None:
        return nothing(2, "recomputed", "no_raid")
    future, day = rule
    followed = week(given.scenario, given.seed, future, day)
    book, sheets = workbook(followed, given.seed)
    told = Evaluator(book)
    table = pd.DataFrame(_counts(told, sheets), columns=list(COLUMNS))
    differing, compared = int(told.value(FRONT, TOTAL)), int(table["compared"].sum())
    path = given.folder / FILE
    path.write_bytes(book_bytes(book))
    values = {
        "count": differing, "compared": compared, "future": str(future),
        "from": given.scenario.date(followed.days[0].today),
    }  # fmt: skip
    how = {
        "hits": int(followed.days[followed.struck].day.harm.hit[0].sum()),
        "day": given.scenario.date(day), "futures": given.futures, "assets": ASSETS,
    }  # fmt: skip
    return Finding(
        2, "recomputed", differing == 0,
        Sentence("equal" if differing == 0 else "differs", values), {"counts": table},
        (Sentence("chosen", how), Sentence("taken"), Sentence("how")), (path,),
    )  # fmt: skip


def workbook(followed: Week, seed: int) -> tuple[Workbook, list[Sheet]]:
    """The workbook of a week, and its sheets of formulas."""
    book = Workbook()
    front = book.active
    assert front is not None
    front.title = FRONT
    fixed = scalars(book, numbers(followed))
    ten, places = installations(book, followed)
    carried = banks(book, followed, ten, places, fixed)
    asked, asked_rows = demand(book, followed, fixed)
    block, rows = blocks(book, followed, asked, asked_rows, fixed)
    without, balance = hours(book, followed, block, rows, fixed)
    sheets = [ten, carried, asked, block, without, balance]
    _front(book, followed, seed, sheets)
    explained(book, sheets)
    return book, sheets


def _front(book: Workbook, followed: Week, seed: int, sheets: Sequence[Sheet]) -> None:
    """The first sheet: what week it is, how it is read, and how much differs."""
    page = book[FRONT]
    scenario, first = followed.scenario, followed.days[0].today
    said = (
        f"{scenario.settings.title}: a week of future {followed.future} of seed {seed}, from "
        f"{scenario.date(first)}",
        f"The raid that hit most in this future came on "
        f"{scenario.date(followed.days[followed.struck].today)}.",
        "Blue numbers were drawn or recorded by the engine, black ones are formulas of this "
        "workbook, grey ones are what the engine gave.",
        "A column ending in _off is 1 where formula and engine differ in the last digit shown.",
    )
    for row, text in enumerate(said, start=1):
        page[f"A{row}"] = text
        page[f"A{row}"].alignment = Alignment(wrap_text=False)
    page["A1"].font = page["A6"].font = page["B6"].font = TITLE
    page["A6"] = "numbers that differ"
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 26, 24
    for column, name in enumerate(COLUMNS, start=1):
        page.cell(COUNTED - 1, column, name).font = BOLD
    row = COUNTED
    for sheet in sheets:
        for check in sheet.checks:
            span = sheet.span(check.name + OFF, HEAD + 1, sheet.rows)
            count = sheet.compared[check.name]
            cells = sheet.page.title, check.name, str(check.digits), str(count), f"=SUM({span})"
            for column, value in enumerate(cells, start=1):
                page.cell(row, column, int(value) if value.isdecimal() else value)
            row += 1
    page[TOTAL] = f"=SUM(E{COUNTED}:E{row - 1})"


def _counts(told: Evaluator, sheets: Sequence[Sheet]) -> list[tuple[object, ...]]:
    """What the first sheet says of each quantity, as COLUMNS."""
    rows: list[tuple[object, ...]] = []
    for sheet in sheets:
        for check in sheet.checks:
            off = told.value(FRONT, f"E{COUNTED + len(rows)}")
            count = sheet.compared[check.name]
            rows.append((sheet.page.title, check.name, check.digits, count, int(off)))
    return rows
