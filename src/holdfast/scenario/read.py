"""From a folder to texts, and from texts to rows: no cell is judged here."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from holdfast.scenario.cells import words
from holdfast.scenario.fault import Fault, hint, short
from holdfast.scenario.schema import Schema, schemas
from holdfast.scenario.settings import FILE

LARGEST = 50_000_000
"""Bytes of the largest file that is read."""
_MARK = "\ufeff"
"""Byte order mark that some programs put first; it is passed over."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


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


def read_texts(path: str | os.PathLike[str]) -> tuple[dict[str, str], list[Fault]]:
    """The exact text of scenario.toml and of every table in a folder, and what cannot be read.

    Whatever the folder holds, nothing is raised; a file with a fault may still have a text.
    """
    root = Path(path)
    try:
        mode = os.stat(root).st_mode
        if not stat.S_ISDIR(mode):
            return {}, [Fault(".", None, None, short(str(path)), "is not a folder")]
        present = {name: root / name for name in _names(root)}
    except (OSError, ValueError) as error:
        return {}, [Fault(".", None, None, short(str(path)), f"cannot be opened: {_reason(error)}")]
    known = {FILE, *(schema.file for schema in schemas().values())}
    if not known & set(present):
        message = f"holds no scenario: {FILE} and tables such as regions.csv are needed"
        return {}, [Fault(".", None, None, short(str(path)), message)]
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for name, file in present.items():
        if name in known:
            text, found = _text(name, file)
            faults += found
            if text is not None:
                texts[name] = text
        elif name.lower().endswith(".csv"):
            message = f"is not the file of a table; {hint(name, sorted(known))}"
            faults.append(Fault(_printable(name), None, None, None, message))
    return texts, faults


def _names(root: Path) -> Iterator[str]:
    """Names in the folder and in the folders of tables, hidden ones and lock files left out."""
    inner = {name.partition("/")[0] for name in schemas() if "/" in name}
    for entry in sorted(os.listdir(root)):
        if entry.startswith((".", "~")):
            continue
        if entry in inner and (root / entry).is_dir():
            for name in sorted(os.listdir(root / entry)):
                if not name.startswith((".", "~")):
                    yield f"{entry}/{name}"
        else:
            yield entry


def _printable(name: str) -> str:
    """The name of a file, with what is not text written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _reason(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) else str(error)
    return (said or "it cannot be read").lower()


def _text(name: str, file: Path) -> tuple[str | None, list[Fault]]:
    """The text of a file, or None; a file that is not UTF-8 is read byte by byte, with a fault."""
    try:
        found = os.stat(file)
        if not stat.S_ISREG(found.st_mode):
            return None, [Fault(name, None, None, None, "is not an ordinary file")]
        if found.st_size > LARGEST:
            message = f"is larger than {LARGEST // 1_000_000} million bytes"
            return None, [Fault(name, None, None, None, message)]
        raw = file.read_bytes()
    except FileNotFoundError:
        return None, [Fault(name, None, None, None, "is a link to a file that is not there")]
    except OSError as error:
        return None, [Fault(name, None, None, None, f"cannot be read: {_reason(error)}")]
    try:
        text, faults = raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        text = raw.decode("latin-1")
        row = raw.count(b"\n", 0, error.start) + 1
        message = "is a byte that is not UTF-8 (save the file as UTF-8)"
        faults = [Fault(name, row, None, f"0x{raw[error.start]:02x}", message)]
    control = _CONTROL.search(text)
    if control:
        row = text.count("\n", 0, control.start()) + 1
        message = "is a control character: the file is not plain text (save it as UTF-8 text)"
        return None, [Fault(name, row, None, f"0x{ord(control.group()):02x}", message)]
    return text, faults


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
                if stop := _separator(schema, header):
                    return None, [stop]
                continue
            row = tuple([cell.strip() for cell in record])
            if not any(row):
                continue
            if len(row) != len(header):
                faults.append(_ragged(schema, number, len(row), len(header)))
                ragged.add(len(rows))
                row = (row + ("",) * len(header))[: len(header)]
            lines.append(number)
            rows.append(row)
    except csv.Error as error:
        ended = False
        message = f"cannot be read as comma-separated cells: {error}"
        faults.append(Fault(schema.file, number + 1, None, None, message))
    if not any(header):
        message = f"a header is needed: {_names_of(schema)}"
        return None, [*faults, Fault(schema.file, 1, None, None, message)]
    faults += _header_faults(schema, header)
    return Sheet(header, tuple(lines), tuple(rows), frozenset(ragged), ended, not faults), faults


def _names_of(schema: Schema) -> str:
    return ", ".join(name for name, column in schema.columns.items() if column.required)


def _separator(schema: Schema, header: tuple[str, ...]) -> Fault | None:
    """A fault if the header shows that cells are separated by something else than commas."""
    if len(header) != 1:
        return None
    for sign, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if sign in header[0]:
            message = f"has {word} between cells: separate them by commas"
            return Fault(schema.file, 1, None, short(header[0]), message)
    return None


def _ragged(schema: Schema, number: int, found: int, wanted: int) -> Fault:
    said = "few" if found < wanted else "many"
    message = f"too {said} cells: {found} where the header has {wanted}"
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
