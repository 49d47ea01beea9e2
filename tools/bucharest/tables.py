"""Rows with their provenance, and how they are read and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from holdfast.scenario.schema import schemas

Row = dict[str, str]
Tables = dict[str, list[Row]]

REGIONS = ("NOR", "NEA", "CEN", "WST", "STH", "EST")
"""The six macro-regions, in the order of every table."""
NATION = "UA"
"""The row of the nation in the tables of data/."""
START = "2022-10-01"
FREEZE = "2022-11-29"
LAST = "2024-03-31"


def number(value: float) -> str:
    """A number as it stands in a table: whole or to four digits, without an exponent."""
    if value == int(value):
        return str(int(value))
    text = f"{value:.4g}"
    if "e" in text:
        text = f"{float(text):.12f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def span(column: str, value: float, low: float | None = None, high: float | None = None) -> Row:
    """The cells of a value and, if given, of its range."""
    cells = {column: number(value)}
    if low is not None and high is not None:
        cells |= {f"{column}_low": number(low), f"{column}_high": number(high)}
    return cells


def known(source: str, as_of: str, status: str, note: str = "") -> Row:
    """The four cells that say where a row comes from; an ESTIMATE needs its derivation."""
    if status == "ESTIMATE" and not note:
        raise ValueError(f"an ESTIMATE of {source} has no derivation")
    return {"source": source, "as_of": as_of, "status": status, "note": note}


def estimate(note: str, source: str = "CALC", as_of: str = FREEZE) -> Row:
    """Provenance of what was derived here; the note says how."""
    return known(source, as_of, "ESTIMATE", note)


def beside(cells: Row, provenance: Row) -> Row:
    """Cells with their provenance, under row_ and its name where the table has such a column."""
    return cells | {
        f"row_{name}" if name in cells else name: text for name, text in provenance.items()
    }


def joined(*parts: str) -> str:
    """Several notes as one; empty ones left out."""
    return "; ".join(part for part in parts if part)


def read(path: Path) -> list[Row]:
    """The rows of a CSV file, every cell as text."""
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def pick(rows: Iterable[Row], **match: str) -> Row:
    """The one row in which these cells match. Raises LookupError if there is none, or more."""
    found = [row for row in rows if all(row[column] == text for column, text in match.items())]
    if len(found) != 1:
        raise LookupError(f"{len(found)} rows match {match}")
    return found[0]


def as_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """The text of a CSV file with these columns; a row without one has a blank cell."""
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def table_text(name: str, rows: Sequence[Row]) -> str:
    """A table of the scenario: the columns of its schema that any row uses, in their order.

    Raises ValueError if a row has a cell that the schema does not know.
    """
    columns = list(schemas()[name].columns)
    used = {column for row in rows for column, text in row.items() if text}
    if unknown := used - set(columns):
        raise ValueError(f"{name} has no column {sorted(unknown)}")
    kept = [column for column in columns if column in used | {"note"}]
    return as_text(kept, rows)
