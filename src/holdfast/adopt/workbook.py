"""A workbook as a scenario: sheets become tables, the project's own check judges them."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.adopt.book import Book, Sheet, name_of, read_book
from holdfast.adopt.fault import BookError, at, book_fault
from holdfast.adopt.folder import write_folder
from holdfast.adopt.mapping import Mapped, decided, read_mapping
from holdfast.adopt.sheets import (
    ABOUT,
    EXPLAIN,
    MADE_BY,
    SETTINGS,
    csv_text,
    settings_text,
    sheet_of,
    table_of,
)
from holdfast.adopt.tables import Plan, Rows, Taken, Told, read_rows
from holdfast.scenario import Fault, Scenario, schemas
from holdfast.scenario.check import judge
from holdfast.scenario.fault import hint, ordered
from holdfast.whole import refuse_folder

if TYPE_CHECKING:
    from holdfast.power.progress import Progress

DECIDED = "mapping"
"""What a mapping is called that stands in no file."""
_UNSAID: frozenset[str] = frozenset({""})
"""Nothing says which tables the folder had: those without rows are left out, if they may be."""
_ROW = re.compile(r"\bof row (\d+)")
_LIKE_FORMULA = re.compile(r"[=@\t\r]|[+-]+[^\s0-9.,+-]|[+-]?[0-9.,]+[-+*/].*[!|(]")
"""Text that a spreadsheet opening the table itself might compute."""


@dataclasses.dataclass(frozen=True, slots=True)
class Adopted:
    """What was made of a workbook."""

    files: Mapping[str, str]
    """The text of each file of the scenario."""
    rows: Mapping[str, int]
    """Rows of each table that was taken from a sheet."""
    lines: tuple[str, ...]
    """What was taken otherwise than it stands, or passed over."""


def adopt_workbook(
    path: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    columns: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    onto: Scenario | None = None,
    progress: Progress | None = None,
) -> Adopted:
    """Make the scenario of a workbook in a new folder, whole or not at all.

    `columns` is a mapping of sheets and columns with other names, its file or what would stand in
    it; tables that no sheet holds are those of `onto`. Raises BookError with every fault by sheet
    and cell, FileExistsError if the folder is taken.
    """
    refuse_folder(Path(folder))
    book = read_book(path, progress)
    if columns is None:
        mapped = exact(book)
    elif isinstance(columns, Mapping):
        mapped = decided(columns, book, DECIDED)
    else:
        mapped = read_mapping(columns, book)
    adopted = taken(book, mapped, onto)
    write_folder(adopted.files, folder)
    return adopted


def is_exact(book: Book) -> bool:
    """The names of the sheets are those of a scenario, so that no mapping is needed."""
    titles = [sheet.title for sheet in book.sheets]
    tables = [title for title in titles if table_of(title)]
    others = [title for title in titles if not table_of(title)]
    return by_us(book) or SETTINGS in titles or bool(tables and not others)


def by_us(book: Book) -> bool:
    """The workbook was exported by Holdfast, so that sheets which explain are its own."""
    return any(sheet.title == ABOUT and sheet.text(1, 1) == MADE_BY for sheet in book.sheets)


def exact(book: Book) -> Mapped:
    """The mapping of a workbook whose sheets and headers have the names of tables and columns."""
    plans, unknown = [], []
    for sheet in book.sheets:
        table = table_of(sheet.title)
        if table and sheet.cells:
            plans.append(_exact_plan(sheet, table))
        elif not table and sheet.title not in {SETTINGS, *EXPLAIN} and sheet.cells:
            unknown.append(sheet.title)
    foreign = EXPLAIN if not by_us(book) else ()
    passed = [sheet.title for sheet in book.sheets if sheet.title in foreign and sheet.cells]
    return Mapped(tuple(plans), tuple(unknown), tuple(passed))


def _exact_plan(sheet: Sheet, table: str) -> Plan:
    width = max((column for row, column in sheet.cells if row == 1), default=0)
    columns = tuple(
        Taken(sheet.text(1, place), place)
        for place in range(1, width + 1)
        if sheet.text(1, place).strip()
    )
    return Plan(sheet.title, table, 1, columns)


def taken(book: Book, mapped: Mapped, onto: Scenario | None = None) -> Adopted:
    """The scenario of a workbook. Raises BookError with all faults."""
    told = Told(book.name)
    told.lines += [f"{at(book.name)}: {line}" for line in book.passed]
    sheets = {sheet.title: sheet for sheet in book.sheets}
    absent = _absent(sheets.get(ABOUT))
    found: dict[str, Rows] = {}
    for plan in mapped.plans:
        sheet = sheets[plan.sheet]
        if fault := _header_fault(book.name, sheet, plan):
            told.faults.append(fault)
            continue
        if plan.table in found:
            other = found[plan.table].plan.sheet
            told.fault(plan.sheet, "", f"holds the table {plan.table} again, after sheet {other!r}")
            continue
        rows = read_rows(sheet, plan, told)
        if plan.table in absent and rows.rows:
            rows = _without_blank(rows)
        unsaid = absent is _UNSAID and not schemas()[plan.table].required
        if rows.rows or not (plan.table in absent or unsaid):
            found[plan.table] = rows
    for title in mapped.dropped:
        told.say(title, f"is left out{', as the mapping says' if mapped.name else ''}")
    for title in mapped.unknown:
        near = hint(title, [*map(sheet_of, schemas()), SETTINGS])
        if near.startswith("the nearest"):
            told.fault(title, "", f"is not the sheet of a table; {near}")
        else:
            told.say(title, "is left out: it is not the sheet of a table")
    for rows in found.values():
        _tell_formulas(rows, told)
    own = sheets.get(SETTINGS)
    settings = _settings(own, mapped)
    home = mapped.name if own is None and mapped.settings is not None else ""
    return _judged(book.name, told, found, settings, onto, home)


def _absent(about: Sheet | None) -> frozenset[str]:
    """Tables that the first sheet says are not in the folder; _UNSAID where it is gone."""
    if about is None or about.text(1, 1) != MADE_BY:
        return _UNSAID
    states = {about.text(row, 1): about.text(row, 3).strip() for row in range(1, about.height + 1)}
    return frozenset(name for name in schemas() if states.get(sheet_of(name)) == "no")


def _header_fault(book: str, sheet: Sheet, plan: Plan) -> Fault | None:
    """A fault if the header stands in another row than the plan says."""
    names = set(schemas()[plan.table].columns)
    if plan.header != 1 or {one.name.strip() for one in plan.columns} & names:
        return None
    for row in range(2, min(sheet.height, 30) + 1):
        texts = {sheet.text(row, place).strip() for place in range(1, sheet.width + 1)}
        if len(texts & names) >= min(2, len(names)):
            message = (
                f"is no header; it seems to stand in row {row}: take the rows above it away, "
                f"or give `header = {row}` in a mapping of columns"
            )
            return book_fault(book, message, sheet.title, "A1", sheet.text(1, 1))
    return None


def _without_blank(rows: Rows) -> Rows:
    """A table that the folder left out, without columns that nobody filled in."""
    schema = schemas()[rows.plan.table]
    kept = [
        place
        for place, name in enumerate(rows.header)
        if name not in schema.columns
        or schema.columns[name].required
        or any(row[place].strip() for row in rows.rows)
    ]
    plan = dataclasses.replace(rows.plan, columns=tuple(rows.plan.columns[at_] for at_ in kept))
    lines = tuple(tuple(row[place] for place in kept) for row in rows.rows)
    return Rows(plan, tuple(rows.header[place] for place in kept), lines)


def _settings(sheet: Sheet | None, mapped: Mapped) -> str | None:
    if sheet is None or not sheet.cells:
        return mapped.settings
    return settings_text(
        [(sheet.text(row, 1), sheet.text(row, 2)) for row in range(1, sheet.height + 1)]
    )


def _tell_formulas(rows: Rows, told: Told) -> None:
    """Tell texts that a spreadsheet would take for formulas if the table itself were opened."""
    cells = [
        name_of(rows.plan.header + 1 + line, taken_.place or 1)
        for line, row in enumerate(rows.rows)
        for taken_, text in zip(rows.plan.columns, row, strict=True)
        if _LIKE_FORMULA.match(text)
    ]
    if cells:
        told.say(
            rows.plan.sheet,
            f"texts that begin like a formula stay text ({', '.join(cells[:8])}); open "
            f"{rows.plan.table}.csv as text, or export the scenario to a workbook",
        )


def _judged(
    book: str,
    told: Told,
    found: Mapping[str, Rows],
    settings: str | None,
    onto: Scenario | None,
    home: str,
) -> Adopted:
    """The files, judged by the check of a scenario. Raises BookError with all faults.

    `home` is the file that the settings stand in, where that is not the workbook.
    """
    files = dict(onto.files) if onto is not None else {}
    judged_texts = dict(files)
    if settings is not None:
        files[SETTINGS] = judged_texts[SETTINGS] = settings
    for name, rows in found.items():
        file = schemas()[name].file
        judged_texts[file] = csv_text([rows.header, *rows.rows])
        kept = list(filter(_filled, rows.rows))
        files[file] = csv_text([rows.header, *kept])
    _, faults = judge(judged_texts)
    at_fault = {fault.file for fault in told.faults}
    for fault in ordered(faults):
        placed = _placed(book, fault, found, home)
        # a cell that could not be read at all has its fault already
        if placed.file not in at_fault:
            told.faults.append(placed)
    if told.faults:
        raise BookError(list(dict.fromkeys(told.faults)))
    counts = {name: sum(map(_filled, rows.rows)) for name, rows in found.items()}
    return Adopted(files, counts, tuple(told.lines))


def _placed(book: str, fault: Fault, found: Mapping[str, Rows], home: str) -> Fault:
    """A fault of a file, told by sheet and cell."""
    if fault.file == SETTINGS:
        where = f"A{fault.row}" if fault.row else ""
        said = f"key {fault.column}: {fault.message}" if fault.column else fault.message
        if home:
            return Fault(home, None, "settings", fault.value, said)
        return book_fault(book, said, SETTINGS, where, fault.value)
    name = fault.file.removesuffix(".csv")
    rows = found.get(name)
    if rows is None:
        sheet = sheet_of(name) if name in schemas() else fault.file
        return book_fault(book, _worded(fault, ""), sheet, "", fault.value)
    shift = rows.plan.header - 1
    message = _ROW.sub(lambda hit: f"of row {int(hit.group(1)) + shift}", fault.message)
    cell = rows.cell(fault.row, fault.column)
    placed = Fault(fault.file, fault.row, fault.column, fault.value, message)
    return book_fault(book, _worded(placed, cell), rows.plan.sheet, cell, fault.value)


def _worded(fault: Fault, cell: str) -> str:
    """The message, with the column where no cell names it."""
    if fault.column is not None and not cell:
        return f"column {fault.column}: {fault.message}"
    return fault.message


def _filled(row: Sequence[str]) -> bool:
    return any(text.strip() for text in row)
