"""A workbook as it is read: sheets of cells, each with its value, its format and its formula."""

from __future__ import annotations

import dataclasses
import io
import os
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from holdfast.adopt.archive import opened
from holdfast.adopt.cell import PLAIN, told
from holdfast.adopt.fault import refused

if TYPE_CHECKING:
    from holdfast.power.progress import Progress

Place = tuple[int, int]
"""Row and column of a cell, both counted from 1."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """What one cell holds."""

    value: object
    format: str = PLAIN
    formula: str = ""
    """The formula whose last result is `value`; "" where there is none."""
    error: bool = False
    """The value is an error of the spreadsheet such as #N/A."""

    @property
    def text(self) -> str:
        """The value as it would be written in a table."""
        return told(self.value, self.format)


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A merged range: its value stands in the first cell."""

    top: int
    left: int
    bottom: int
    right: int


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet that are not empty."""

    title: str
    cells: Mapping[Place, Cell]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        """The last row that holds anything; 0 if none does."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def width(self) -> int:
        """The last column that holds anything; 0 if none does."""
        return max((column for _, column in self.cells), default=0)

    def text(self, row: int, column: int) -> str:
        """The text of a cell; "" where it is empty."""
        found = self.cells.get((row, column))
        return found.text if found else ""

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Each row that holds anything, in order, as column -> cell."""
        made: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            made.setdefault(row, {})[column] = cell
        yield from made.items()


@dataclasses.dataclass(frozen=True, slots=True)
class Book:
    """A workbook that was safe to open."""

    name: str
    sheets: tuple[Sheet, ...]
    passed: tuple[str, ...] = ()
    """What in it is passed over: macros, links to other files."""


def name_of(row: int, column: int) -> str:
    """The name of a cell, such as "D7"."""
    return f"{get_column_letter(column)}{row}"


class _Watched(io.BytesIO):
    """Bytes that tell how far they are read."""

    def __init__(self, raw: bytes, progress: Progress) -> None:
        super().__init__(raw)
        self._size, self._progress = len(raw), progress

    def read(self, size: int | None = -1, /) -> bytes:
        made = super().read(size)
        self._progress(min(self.tell(), self._size), self._size)
        return made


def read_book(path: str | os.PathLike[str], progress: Progress | None = None) -> Book:
    """The workbook in a file; `progress` is told how much of it is read.

    Raises BookError if it is none, is damaged, or would take more than it is worth to open.
    """
    raw, passed = opened(path)
    told_of = progress or (lambda done, total: None)
    name = Path(path).name
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = openpyxl.load_workbook(_Watched(raw, told_of), keep_links=False)
            formulas = any(
                cell.data_type == "f" for sheet in found.worksheets for cell in _cells(sheet)
            )
            results = None
            if formulas:
                again = _Watched(raw, told_of)
                results = openpyxl.load_workbook(again, keep_links=False, data_only=True)
            sheets = tuple(
                _sheet(sheet, results[sheet.title] if results else None)
                for sheet in found.worksheets
            )
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        # the library raises whatever a damaged part leads it to
        said = " ".join(str(error).split())[:120] or type(error).__name__
        raise refused(name, f"cannot be read as a workbook ({said}): open and save it") from None
    if not sheets:
        raise refused(name, "has no sheet of cells")
    return Book(name, sheets, tuple(passed))


def _cells(sheet: Worksheet) -> list[Any]:
    """Only cells that are there: a used range of a million rows costs nothing."""
    return list(sheet._cells.values())


def _sheet(
    sheet: Worksheet,
    results: Worksheet | None,
) -> Sheet:
    cells: dict[Place, Cell] = {}
    for cell in _cells(sheet):
        if cell.value is None or cell.value == "":
            continue
        place = (cell.row, cell.column)
        kind, value, formula = cell.data_type, cell.value, ""
        if kind == "f":
            formula = str(getattr(value, "text", value))
            result = results._cells.get(place) if results is not None else None
            kind, value = (result.data_type, result.value) if result is not None else ("n", None)
        cells[place] = Cell(value, cell.number_format, formula, kind == "e")
    merged = tuple(
        Span(one.min_row, one.min_col, one.max_row, one.max_col)
        for one in sheet.merged_cells.ranges
    )
    return Sheet(
        sheet.title,
        cells,
        tuple(sorted(merged, key=lambda one: (one.top, one.left))),
        sheet.sheet_state != "visible",
        frozenset(row for row, shown in sheet.row_dimensions.items() if shown.hidden),
        frozenset(
            column
            for shown in sheet.column_dimensions.values()
            if shown.hidden
            for column in range(shown.min or 0, min(shown.max or 0, 16_384) + 1)
        ),
    )
