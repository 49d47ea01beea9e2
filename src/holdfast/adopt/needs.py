"""A sheet of needs and offers as people keep it becomes asks, offers and deliveries."""

from __future__ import annotations

import dataclasses
import datetime
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.adopt.aid_rows import Entry, aid_files
from holdfast.adopt.book import Book, name_of, read_book
from holdfast.adopt.entries import entries
from holdfast.adopt.fault import BookError, at, book_fault
from holdfast.adopt.fields import Desk, Tables
from holdfast.adopt.folder import write_folder
from holdfast.adopt.guesses import Decisions, Guess, Settled
from holdfast.adopt.layout import Grid
from holdfast.scenario import Scenario

if TYPE_CHECKING:
    from holdfast.questions.run import Progress


@dataclasses.dataclass(frozen=True, slots=True)
class Needs:
    """What was read in a sheet: entries, and every guess that they rest on."""

    book: str
    entries: tuple[Entry, ...]
    guesses: tuple[Guess, ...]
    lines: tuple[str, ...]

    @property
    def open(self) -> bool:
        """A guess has still to be looked at."""
        return any(one.open for one in self.guesses)


def read_needs(
    path: str | os.PathLike[str],
    scenario: Scenario,
    decisions: Decisions | None = None,
    progress: Progress | None = None,
    as_of: datetime.date | None = None,
) -> Needs:
    """Read every sheet of a workbook; what a person decided goes before what is read.

    `as_of` is the day since which offers are known that tell no day of their own. Raises BookError
    if the workbook cannot be opened, or with all decisions that do not fit it.
    """
    return needs_of(read_book(path, progress), scenario, decisions, progress, as_of)


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
        found += entries(Desk(number, Grid.of(sheet), tables, settled, known), progress)
    if decisions is not None:
        if settled.faults:
            raise BookError(settled.faults)
        unused = len(decisions.lines.keys() - settled.guesses.keys())
        if unused:
            said = f"{unused} lines are about nothing that is read now"
            lines.append(f"{decisions.name}: {said}")
    return Needs(book.name, tuple(found), tuple(settled.guesses.values()), tuple(lines))


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
