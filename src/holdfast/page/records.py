"""The text of a table as records, so that what is not edited stays byte for byte.

A record is the exact text of a row, its end of line included; the header is row 1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from holdfast.scenario.schema import Schema

MARK = "\ufeff"
"""Byte order mark that some programs put first."""
ENDS = ("\r\n", "\n", "\r")


def split(text: str) -> list[str]:
    """The records of a text; what cannot be told apart is one record."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(iter(lines), strict=True)
    made: list[str] = []
    at = 0
    while at < len(lines):
        try:
            next(reader)
        except (csv.Error, StopIteration):
            return [*made, "".join(lines[at:])]
        made.append("".join(lines[at : reader.line_num]))
        at = reader.line_num
    return made


def cells(record: str) -> list[str]:
    """The cells of a record, without the blanks around them, as the check reads them."""
    body = record.removeprefix(MARK)
    try:
        rows = list(csv.reader(io.StringIO(body, newline=""), strict=True))
    except csv.Error:
        return [body.strip()]
    return [cell.strip() for cell in rows[0]] if rows else []


def end_of(record: str) -> str:
    """How a record ends."""
    return next((end for end in ENDS if record.endswith(end)), "")


def record(values: Sequence[str], end: str = "\n") -> str:
    """A record of these cells."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerow(values)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a grid shows it."""

    number: int
    """As the file has it: the header is row 1."""
    cells: Mapping[str, str]
    """Text by column; only what is not blank."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as records."""

    records: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Sheet:
        """Of the text of a file; of none that is not there."""
        return cls(tuple(split(text)))

    @property
    def text(self) -> str:
        """The text of the file."""
        return "".join(self.records)

    @property
    def header(self) -> list[str]:
        """Names of the columns as they stand."""
        return cells(self.records[0]) if self.records else []

    @property
    def end(self) -> str:
        """How lines of this file end."""
        return next((end for each in self.records if (end := end_of(each))), "\n")

    def rows(self) -> Iterator[Row]:
        """Rows that are not blank, as the check counts them."""
        header = self.header
        for number, each in enumerate(self.records[1:], start=2):
            found = cells(each)
            if any(found):
                named = zip(header, found, strict=False)
                yield Row(number, {name: cell for name, cell in reversed(list(named)) if cell})

    def cell(self, number: int, column: str) -> str:
        """The text of one cell; blank where there is none."""
        found = cells(self.records[number - 1])
        header = self.header
        at = header.index(column) if column in header else len(found)
        return found[at] if at < len(found) else ""

    # ---- edits: each gives another sheet --------------------------------------------------------

    def begun(self, schema: Schema) -> Sheet:
        """With a header of the columns that are needed, if it has none; its key first of all."""
        if self.records:
            return self
        names = [name for name, column in schema.columns.items() if column.required]
        return Sheet((record(names or list(schema.key)),))

    def widened(self, schema: Schema, column: str) -> Sheet:
        """With a column at the end of each row; both ends of a range come together."""
        wanted = [column]
        if bounds := schema.columns[column].bounds if column in schema.columns else "":
            wanted = [bounds, f"{bounds}_low", f"{bounds}_high"]
        added = [name for name in wanted if name not in self.header]
        if not added:
            return self
        made, width = [], len(self.header)
        for place, each in enumerate(self.records):
            end, body = end_of(each), each.removesuffix(end_of(each))
            if place and not body:
                made.append(each)
                continue
            short = max(width - len(cells(each)), 0) if place else 0
            more = ["", *added] if place == 0 else [""] * (len(added) + short + 1)
            made.append(body + record(more, "") + end)
        return Sheet(tuple(made))

    def edited(self, schema: Schema, changes: Sequence[tuple[int, str, str]]) -> Sheet:
        """With other texts in cells: row, column and text each; all else stays as it is."""
        made = self.begun(schema)
        for _, column, value in changes:
            if value or column in made.header:
                made = made.widened(schema, column)
        header, records = made.header, list(made.records)
        by_row: dict[int, dict[str, str]] = {}
        for number, column, value in changes:
            if 2 <= number <= len(records) and column in header:
                by_row.setdefault(number, {})[column] = " ".join(value.split("\x00")).strip()
        for number, values in by_row.items():
            old = records[number - 1]
            found = cells(old)
            found += [""] * (len(header) - len(found))
            fresh = list(found)
            for column, value in values.items():
                fresh[header.index(column)] = value
            if fresh != found:
                records[number - 1] = record(fresh, end_of(old))
        return Sheet(tuple(records))

    def inserted(self, schema: Schema, at: int, rows: Sequence[Mapping[str, str]]) -> Sheet:
        """With more rows; the first of them has the number `at`."""
        made = self.begun(schema)
        for column in dict.fromkeys(name for row in rows for name, value in row.items() if value):
            made = made.widened(schema, column)
        at = min(max(at, 2), len(made.records) + 1)
        records, header, end = list(made.records), made.header, made.end
        if not end_of(records[at - 2]):
            records[at - 2] += end
        fresh = [record([row.get(name, "") for name in header], end) for row in rows]
        records[at - 1 : at - 1] = fresh
        return Sheet(tuple(records))

    def copied(self, numbers: Sequence[int]) -> Sheet:
        """With these rows once more, each below itself."""
        wanted, end = set(numbers), self.end
        records = []
        for number, each in enumerate(self.records, start=1):
            records.append(each)
            if number > 1 and number in wanted:
                if not end_of(each):
                    records[-1] += end
                records.append(each)
        return Sheet(tuple(records))

    def without(self, numbers: Sequence[int]) -> Sheet:
        """Without these rows; the header stays."""
        gone = {number for number in numbers if number > 1}
        return Sheet(
            tuple(each for number, each in enumerate(self.records, start=1) if number not in gone)
        )


def block(text: str) -> list[list[str]]:
    """The cells of a block that a spreadsheet has put on the clipboard."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    while rows and not any(rows[-1]):
        rows.pop()
    return [[" ".join(cell.split()) for cell in row] for row in rows]


@dataclass(frozen=True, slots=True)
class Splice:
    """What one edit does to the records of one file: it can be taken back."""

    file: str
    at: int
    old: tuple[str, ...]
    new: tuple[str, ...]

    @classmethod
    def between(cls, file: str, before: Sequence[str], after: Sequence[str]) -> Splice | None:
        """The shortest that makes one of the other; None where they are the same."""
        if tuple(before) == tuple(after):
            return None
        least = min(len(before), len(after))
        first = next((at for at in range(least) if before[at] != after[at]), least)
        same = 0
        while same < least - first and before[-1 - same] == after[-1 - same]:
            same += 1
        ends = len(before) - same, len(after) - same
        return cls(file, first, tuple(before[first : ends[0]]), tuple(after[first : ends[1]]))

    def done(self, records: Sequence[str]) -> tuple[str, ...]:
        """The records after it."""
        return (*records[: self.at], *self.new, *records[self.at + len(self.old) :])

    def undone(self, records: Sequence[str]) -> tuple[str, ...]:
        """The records before it."""
        return (*records[: self.at], *self.old, *records[self.at + len(self.new) :])
