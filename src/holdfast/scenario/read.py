"""From texts to rows and back: no cell is judged here."""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import re
from collections.abc import Mapping, Sequence

from holdfast.scenario.cells import words
from holdfast.scenario.fault import Fault, hint, short
from holdfast.scenario.schema import Schema

_MARK = "\ufeff"
"""Byte order mark that some programs put first; it is passed over."""
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_DIGITS = re.compile(r"[+-]?[0-9]+")
_SAVING = "in a spreadsheet: save a copy as CSV UTF-8, with the comma as field separator"


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one file, every row as long as the header."""

    header: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    ragged: frozenset[int]
    """Places in `rows` of those that had too few or too many cells."""
    ended: bool
    """It was read to its end."""
    whole: bool
    """Nothing was wrong with its form, so that what is not in it is not there."""


def read_sheet(schema: Schema, text: str) -> tuple[Sheet | None, list[Fault]]:
    """The rows of a table's text, or None where it has no usable header, and what is wrong."""
    faults: list[Fault] = []
    lines: list[int] = []
    rows: list[tuple[str, ...]] = []
    ragged: set[int] = set()
    header: tuple[str, ...] = ()
    records = csv.reader(io.StringIO(text.removeprefix(_MARK), newline=""), strict=True)
    number, ended = 0, True
    try:
        for number, record in enumerate(records, start=1):
            if number == 1:
                header = tuple(cell.strip() for cell in record)
                if stop := _separator(schema, header, text):
                    return None, [stop]
                continue
            row = tuple([cell.strip() for cell in record])
            if not any(row):
                continue
            if len(row) != len(header):
                faults.append(_ragged(schema, number, row, len(header)))
                ragged.add(len(rows))
                row = (row + ("",) * len(header))[: len(header)]
            lines.append(number)
            rows.append(row)
    except csv.Error as error:
        ended = False
        faults.append(Fault(schema.file, number + 1, None, None, _unreadable(error)))
    if not any(header):
        message = f"a header is needed: {_names_of(schema)}"
        return None, [*faults, Fault(schema.file, 1, None, None, message)]
    faults += _header_faults(schema, header)
    return Sheet(header, tuple(lines), tuple(rows), frozenset(ragged), ended, not faults), faults


def _names_of(schema: Schema) -> str:
    return ", ".join(name for name, column in schema.columns.items() if column.required)


def _separator(schema: Schema, header: tuple[str, ...], text: str) -> Fault | None:
    """A fault if the header shows that cells are separated by something else than commas."""
    if len(header) != 1:
        return None
    for sign, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if sign in header[0]:
            message = f"has {word} between cells: separate them by commas ({_SAVING})"
            commas = sum(
                bool(_DECIMAL_COMMA.fullmatch(cell.strip().strip('"')))
                for line in text.splitlines()[1:]
                for cell in line.split(sign)
            )
            if commas:
                cells = "1 number has" if commas == 1 else f"{commas:,} numbers have"
                message += f"; {cells} a decimal comma: write a point"
            return Fault(schema.file, 1, None, short(header[0]), message)
    return None


def _unreadable(error: csv.Error) -> str:
    """What is wrong with the form of a file."""
    said = str(error)
    if "unexpected end of data" in said:
        return "a quotation mark is opened here and never closed"
    if "expected after" in said:
        return "a quotation mark is closed within a cell; write it twice where it is meant"
    return f"cannot be read as comma-separated cells: {said}"


def _ragged(schema: Schema, number: int, row: Sequence[str], wanted: int) -> Fault:
    said = "few" if len(row) < wanted else "many"
    message = f"too {said} cells: {len(row)} where the header has {wanted}"
    split = [
        f"{a},{b}" for a, b in itertools.pairwise(row) if _DIGITS.fullmatch(a) and b.isdecimal()
    ]
    if len(row) > wanted and split:
        message += f"; if {split[0]} is one number, write {split[0].replace(',', '.')}"
    elif len(row) > wanted:
        message += "; a cell with a comma in it stands in quotation marks"
    return Fault(schema.file, number, None, None, message)


def _header_faults(schema: Schema, header: tuple[str, ...]) -> list[Fault]:
    """Columns without a name, twice, unknown, missing, or half of a range."""
    faults = []
    for place, name in enumerate(header, start=1):
        if not name:
            faults.append(Fault(schema.file, 1, None, None, f"column {place} has no name"))
        elif name in header[: place - 1]:
            first = header.index(name) + 1
            message = f"the column stands twice, as column {first} and as column {place}"
            faults.append(Fault(schema.file, 1, short(name), None, message))
        elif name not in schema.columns:
            message = f"is not a column of this table; {hint(name, schema.columns)}"
            faults.append(Fault(schema.file, 1, short(name), None, message))
    for name, column in schema.columns.items():
        if column.required and name not in header:
            message = f"the column is missing ({words(column)}: {column.doc})"
            faults.append(Fault(schema.file, 1, name, None, message))
        elif column.bounds and name in header:
            other = "high" if name.endswith("_low") else "low"
            for needed in (column.bounds, f"{column.bounds}_{other}"):
                if needed not in header:
                    message = f"the column needs {needed} beside it"
                    faults.append(Fault(schema.file, 1, name, None, message))
    return faults


def write_sheet(header: tuple[str, ...], rows: list[Mapping[str, str]]) -> str:
    """The text of a table with these columns, one line a row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return out.getvalue()
