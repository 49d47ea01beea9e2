"""Faults of a workbook: told by sheet and cell, as a person sees them."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.scenario import Fault, ScenarioError
from holdfast.scenario.fault import short


class BookError(ScenarioError):
    """A workbook that cannot be taken as it is; `faults` lists all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        head = f"the workbook has {len(self.faults)} fault{'' if len(self.faults) == 1 else 's'}"
        self.args = ("\n".join([f"{head}:", *(f"  {fault}" for fault in self.faults)]),)


def at(book: str, sheet: str = "", cell: str = "") -> str:
    """Words for a place: "book.xlsx sheet power.demand cell D7"; what cannot be printed escaped."""
    where = short(book)
    if sheet:
        where += f" sheet {short(sheet)}"
    if cell:
        where += f" cell {cell}"
    return where


def book_fault(
    book: str, message: str, sheet: str = "", cell: str = "", value: str | None = None
) -> Fault:
    """The fault of a cell, of a sheet where no cell is given, or else of the whole book."""
    said = None if value is None else short(value)
    return Fault(at(book, sheet, cell), None, None, said, message)


def refused(book: str, message: str) -> BookError:
    """The error of a file that is not opened at all."""
    return BookError([book_fault(book, message)])
