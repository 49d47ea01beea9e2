"""A sheet of needs and offers as people keep it becomes asks, offers and deliveries."""

from __future__ import annotations

import dataclasses
import datetime
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.adopt.aid_rows import Entry, aid_files, no_delivery
from holdfast.adopt.book import Book, name_of, read_book
from holdfast.adopt.entries import QUANTITIES, entries
from holdfast.adopt.fault import BookError, at, book_fault
from holdfast.adopt.fields import Desk, Tables
from holdfast.adopt.folder import write_folder
from holdfast.adopt.guesses import Decisions, Guess, Settled
from holdfast.adopt.layout import Grid
from holdfast.adopt.listed import SUFFIX, read_listed
from holdfast.scenario import Scenario
from holdfast.scenario.fault import short

if TYPE_CHECKING:
    from holdfast.power.progress import Progress

_NAMED = 12
"""Decisions about nothing that are named; more are counted."""


@dataclasses.dataclass(frozen=True, slots=True)
class Needs:
    """What was read in a sheet: entries, and every guess that they rest on."""

    book: str
    entries: tuple[Entry, ...]
    guesses: tuple[Guess, ...]
    lines: tuple[str, ...]
    left: tuple[tuple[str, int, str], ...] = ()
    """Rows that are left out: sheet, row, and what of it ("" for all of it)."""

    @property
    def open(self) -> bool:
        """A guess has still to be looked at."""
        return any(one.open for one in self.guesses)


def rest(needs: Needs) -> str:
    """Which offers make no delivery and which rows are left out; "" if there are none.

    As `no delivery: row 5 (no day); left out: row 8`; the sheet is named where there are several.
    """
    without = [(one.sheet, one.row, no_delivery(one)) for one in needs.entries]
    groups = {"no delivery": [one for one in without if one[2]], "left out": [*needs.left]}
    several = len({one.sheet for one in needs.entries} | {one[0] for one in needs.left}) > 1
    return "; ".join(
        f"{name}: {_rows_said(rows, several)}" for name, rows in groups.items() if rows
    )


def _rows_said(rows: Sequence[tuple[str, int, str]], several: bool) -> str:
    """Rows by sheet and reason: "rows 5, 7 (no day), row 9 (no number)"."""
    kin: dict[tuple[str, str], list[str]] = {}
    for sheet, row, why in rows:
        kin.setdefault((sheet, why), []).append(str(row))
    made = []
    for (sheet, why), numbers in kin.items():
        said = f"row{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}"
        said = f"sheet {short(sheet)} {said}" if several else said
        made.append(f"{said} ({why})" if why else said)
    return ", ".join(made)


def read_needs(
    path: str | os.PathLike[str],
    scenario: Scenario,
    decisions: Decisions | None = None,
    progress: Progress | None = None,
    as_of: datetime.date | None = None,
) -> Needs:
    """Read every sheet of a workbook, or a csv file; a decision goes before what is read.

    `as_of` is the day since which offers are known that tell no day of their own. Raises BookError
    if the file cannot be opened, or with all decisions that do not fit it.
    """
    listed = Path(path).suffix.lower() == SUFFIX
    book = read_listed(path) if listed else read_book(path, progress)
    return needs_of(book, scenario, decisions, progress, as_of)


def needs_of(
    book: Book,
    scenario: Scenario,
    decisions: Decisions | None = None,
    progress: Progress | None = None,
    as_of: datetime.date | None = None,
) -> Needs:
    """The same for a workbook that is open already."""
    _refuse_formulas(book)
    settled = Settled(decisions)
    tables = Tables.of(scenario)
    found: list[Entry] = []
    left: list[tuple[str, int, str]] = []
    lines = [f"{at(book.name)}: {line}" for line in book.passed]
    for number, sheet in enumerate(book.sheets, start=1):
        if not sheet.cells:
            continue
        if sheet.hidden:
            lines.append(f"{at(book.name, sheet.title)}: the sheet is hidden and is read, too")
        if sheet.hidden_rows & {row for row, _ in sheet.cells}:
            lines.append(f"{at(book.name, sheet.title)}: hidden rows are read, too")
        formulas = sum(bool(cell.formula) for cell in sheet.cells.values())
        if formulas:
            said = f"{formulas} formulas are read by their last result"
            lines.append(f"{at(book.name, sheet.title)}: {said}")
        known = "" if as_of is None else as_of.isoformat()
        desk = Desk(number, Grid.of(sheet), tables, settled, known)
        found += entries(desk, progress)
        left += [(sheet.title, *one) for one in desk.left]
    if decisions is not None:
        if settled.faults:
            raise BookError(settled.faults)
        lines += _unused(decisions, settled)
    lines += [
        f"{at(book.name, one.sheet)}: no quantity column found: its rows have no numbers"
        for one in settled.guesses.values()
        if one.what == QUANTITIES and not one.open
    ]
    return Needs(
        book.name, tuple(found), tuple(settled.guesses.values()), tuple(lines), tuple(left)
    )


def _unused(decisions: Decisions, settled: Settled) -> list[str]:
    """Which decisions are about nothing that is read now, in one line; none if there are none."""
    gone = [
        f"{short(cell)} ({what})"
        if len({key[0] for key in decisions.lines}) == 1
        else f"{short(sheet)} {short(cell)} ({what})"
        for (sheet, cell, what), decision in decisions.lines.items()
        if decision.taken and (sheet, cell, what) not in settled.guesses
    ]
    if not gone:
        return []
    named = ", ".join(gone[:_NAMED]) + (f" and {len(gone) - _NAMED} more" if gone[_NAMED:] else "")
    count = "1 line is" if len(gone) == 1 else f"{len(gone)} lines are"
    return [f"{decisions.name}: {count} about nothing that is read now: {named}"]


def adopt_needs(
    needs: Needs, scenario: Scenario, folder: str | os.PathLike[str]
) -> Mapping[str, int]:
    """Write the scenario with the rows of a sheet added, and count the rows by table.

    Raises ValueError while a guess is open, BookError if the rows do not fit the scenario,
    FileExistsError if the folder is taken.
    """
    if needs.open:
        raise ValueError("guesses are still open: nothing is written")
    files, counts = aid_files(needs.book, needs.entries, scenario)
    write_folder(files, folder)
    return counts


def _refuse_formulas(book: Book) -> None:
    """Raise BookError for formulas without a result: they would read as blank cells."""
    faults = [
        book_fault(
            book.name,
            "is a formula without a result: open the workbook, save it, or write the value",
            sheet.title,
            name_of(*place),
            cell.formula,
        )
        for sheet in book.sheets
        for place, cell in sheet.cells.items()
        if cell.formula and cell.value is None
    ]
    if faults:
        raise BookError(faults)
