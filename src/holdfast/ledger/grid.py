"""Rows of cells as they stand in a csv file or on the sheets of a workbook."""

from __future__ import annotations

import csv
import datetime
import io
import os
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from holdfast.ledger.draft import LedgerError, refused
from holdfast.scenario.fault import Fault, short

LARGEST = 50_000_000
"""Bytes of the largest file that is read, and a tenth of what a workbook may unpack to."""
MOST_CELLS = 1_000_000
WORKBOOK = ".xlsx"


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one csv file or one sheet."""

    file: str
    """What faults call it: "needs.csv", "needs.xlsx sheet Help"."""
    sheet: str
    """The title of the sheet; "" of a csv file."""
    rows: Sequence[tuple[int, Sequence[str]]]
    """Each row that is not blank, with its number; the first row of the file is 1."""


def read_grids(path: str | os.PathLike[str]) -> list[Grid]:
    """The rows of a file. Raises LedgerError if it is no csv file and no workbook."""
    file = Path(path)
    name = short(file.name or str(file))
    try:
        if not file.is_file():
            raise refused("is not a file" if file.exists() else "is not there", name)
        if file.stat().st_size > LARGEST:
            raise refused(f"is larger than {LARGEST // 1_000_000} million bytes", name)
        raw = file.read_bytes()
    except OSError as error:
        raise refused(f"cannot be read: {(error.strerror or str(error)).lower()}", name) from None
    ending = file.suffix.lower()
    if ending == WORKBOOK:
        return _workbook(raw, name)
    if ending == ".csv":
        return [_csv(raw, name)]
    raise refused("is neither a .csv nor an .xlsx file: save it as one of them", name)


def _csv(raw: bytes, name: str) -> Grid:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        message = "is a byte that is not UTF-8 (save the file as UTF-8)"
        raise LedgerError([Fault(name, row, None, f"0x{raw[error.start]:02x}", message)]) from None
    head = text.partition("\n")[0]
    between = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    rows: list[tuple[int, Sequence[str]]] = []
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
            number += 1
    except csv.Error as error:
        raise LedgerError([Fault(name, number, None, None, f"cannot be read: {error}")]) from None
    return Grid(name, "", rows)


def _workbook(raw: bytes, name: str) -> list[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > 10 * LARGEST:
                raise refused("unpacks to more than it is worth to open", name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(raw), read_only=True, data_only=True, keep_links=False
            )
            sheets = [(sheet.title, _cells(sheet, name)) for sheet in book.worksheets]
    except (MemoryError, KeyboardInterrupt, LedgerError):
        raise
    except Exception as error:
        # the library raises whatever a damaged part leads it to
        said = " ".join(str(error).split())[:120] or type(error).__name__
        raise refused(f"cannot be read as a workbook ({said}): open and save it", name) from None
    return [Grid(f"{name} sheet {short(title)}", title, rows) for title, rows in sheets if rows]


def _cells(sheet: object, name: str) -> list[tuple[int, Sequence[str]]]:
    rows: list[tuple[int, Sequence[str]]] = []
    count = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):  # type: ignore[attr-defined]
        count += len(values)
        if count > MOST_CELLS:
            raise refused(f"uses more than {MOST_CELLS:,} cells: delete those not in use", name)
        cells = [_text(value) for value in values]
        if any(cells):
            rows.append((number, cells))
    return rows


def _text(value: object) -> str:
    """The text of a cell: days as YYYY-MM-DD, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
