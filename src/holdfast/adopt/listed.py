"""A sheet of needs and offers that was saved as csv, read like the one sheet of a workbook."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from holdfast.adopt.archive import MOST_CELLS, bytes_of
from holdfast.adopt.book import Book, Cell, Sheet
from holdfast.adopt.fault import refused

SUFFIX = ".csv"
_BETWEEN = ";\t,"
"""What may stand between cells; of equally frequent signs the first."""


def read_listed(path: str | os.PathLike[str]) -> Book:
    """The sheet in a csv file, named as the file is; every cell is a text.

    UTF-8, with commas, semicolons or tabs between cells. Raises BookError if it is no such file.
    """
    file = Path(path)
    raw = bytes_of(file)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        said = f"row {row} is not UTF-8: save it as CSV UTF-8, or as .xlsx"
        raise refused(file.name, said) from None
    between = max(_BETWEEN, key=text.count)
    cells: dict[tuple[int, int], Cell] = {}
    row = 0
    try:
        for row, texts in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=between), 1
        ):
            for column, one in enumerate(texts, 1):
                if one.strip():
                    cells[row, column] = Cell(one.strip())
            if len(cells) > MOST_CELLS:
                raise refused(file.name, f"has more than {MOST_CELLS:,} filled cells")
    except csv.Error as error:
        said = f"row {row + 1} cannot be read ({error}): save it as .xlsx"
        raise refused(file.name, said) from None
    if not cells:
        raise refused(file.name, "holds nothing")
    return Book(file.name, (Sheet(file.stem, cells),))
