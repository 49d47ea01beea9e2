"""What stands on the screen of edits: the tables of a draft, one of them as a grid, its faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from holdfast.page.drafts import Draft
from holdfast.page.records import Sheet
from holdfast.scenario.fault import Fault
from holdfast.scenario.schema import Column, Schema, schemas
from holdfast.scenario.settings import FILE
from holdfast.show.catalogue import Catalogue

MOST_FAULTS = 100
"""Faults that are listed; the others are counted."""
MOST_AMONG = 2_000
"""Ids that a cell offers."""
ROW = "_row"
"""Field of the number of a row; no column is called so."""
LABEL = {"number": "num", "integer": "num"}
FORMULA = ("=", "+", "-", "@")
"""With what texts begin that a spreadsheet would reckon."""
PIXELS, SIGN, NARROW, WIDE = 34, 7.5, 84, 320
"""Width of a column: beside the text, of a sign of it, least and most."""


@dataclass(frozen=True, slots=True)
class Line:
    """A table in the list."""

    name: str
    rows: int
    faults: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of the grid."""

    name: str
    title: str
    told: str
    kind: str
    among: tuple[str, ...]
    """What a cell may be, or what it may be among others."""
    strict: bool
    default: str
    width: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault in the list."""

    table: str
    """Where it can be mended: a table, `scenario.toml`, or blank."""
    row: int | None
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is told."""

    id: str
    facts: tuple[tuple[str, str], ...]
    """Column and text."""
    link: str
    """Blank where its address is none that a browser should open."""


def lines(draft: Draft, faults: Sequence[Fault]) -> list[Line]:
    """scenario.toml and every table: those that are there first."""
    wrong = Counter(each.file for each in faults)
    changed = set(draft.changed)
    made = [
        Line(schema.name, sum(1 for _ in Sheet.of(draft.texts.get(schema.file, "")).rows()),
             wrong[schema.file], schema.file in changed)
        for schema in schemas().values()
    ]  # fmt: skip
    there = {name for name, schema in schemas().items() if schema.file in draft.texts}
    made.sort(key=lambda each: each.name not in there and not each.faults)
    return [Line(FILE, 0, wrong[FILE], FILE in changed), *made]


def file_of(table: str) -> str:
    """The file of a table of the list."""
    return FILE if table == FILE else f"{table}.csv"


def columns(draft: Draft, schema: Schema, words: Catalogue) -> list[Shown]:
    """All columns of a table in the order of its schema, then those that are none of it."""
    sheet = Sheet.of(draft.texts.get(schema.file, ""))
    longest = _longest(sheet)
    made = [_shown(column, draft, longest, words) for column in schema.columns.values()]
    others = [name for name in dict.fromkeys(sheet.header) if name and name not in schema.columns]
    return made + [
        Shown(name, name, "", "text", (), False, "", _width(name, longest.get(name, 0)))
        for name in others
    ]


def _shown(column: Column, draft: Draft, longest: Mapping[str, int], words: Catalogue) -> Shown:
    unit = f" [{words.own(column.unit)}]" if column.unit not in ("", "1") else ""
    title = f"{column.name}{unit}"
    told = f"{words.meaning(column)} ({words.holds(column)})"
    among: tuple[str, ...] = column.allowed
    if column.references or column.type == "sources":
        table, _, of = (column.references or "sources.id").rpartition(".")
        among = values(draft, f"{table}.csv", of)
    return Shown(
        column.name, title, told, LABEL.get(column.type, column.type), among,
        bool(column.allowed), column.default,
        _width(title, max(longest.get(column.name, 0), len(column.default))),
    )  # fmt: skip


def values(draft: Draft, file: str, column: str) -> tuple[str, ...]:
    """What stands in a column, each once."""
    rows = Sheet.of(draft.texts.get(file, "")).rows()
    found = dict.fromkeys(row.cells.get(column, "") for row in rows)
    return tuple(each for each in found if each)[:MOST_AMONG]


def rows(draft: Draft, schema: Schema) -> list[dict[str, str | int]]:
    """The rows of a table, each with its number."""
    sheet = Sheet.of(draft.texts.get(schema.file, ""))
    return [{ROW: row.number, **row.cells} for row in sheet.rows()]


def marks(faults: Sequence[Fault], file: str) -> dict[int, dict[str, str]]:
    """What is wrong in the cells of a file, by row and column; blank for a whole row."""
    found: dict[int, dict[str, str]] = {}
    for each in faults:
        if each.file == file and each.row is not None:
            cell = found.setdefault(each.row, {})
            name = each.column or ""
            said = f"{f'{each.value!r} ' if each.value else ''}{each.message}"
            cell[name] = f"{cell[name]}\n{said}" if name in cell else said
    return found


def wrong(faults: Sequence[Fault], file: str) -> list[Wrong]:
    """All that is wrong, that of one file first."""
    tables = {schema.file: name for name, schema in schemas().items()} | {FILE: FILE}
    own = [each for each in faults if each.file == file]
    others = [each for each in faults if each.file != file]
    return [
        Wrong(tables.get(each.file, ""), each.row, each.column or "", str(each))
        for each in (*own, *others)[:MOST_FAULTS]
    ]


def sources(draft: Draft, text: str) -> list[Source]:
    """The sources that a cell names; one that is not there has no facts."""
    found: dict[str, Mapping[str, str]] = {}
    for row in Sheet.of(draft.texts.get("sources.csv", "")).rows():
        found.setdefault(row.cells.get("id", ""), row.cells)
    return [
        _source(name, found.get(name, {})) for part in text.split(";") if (name := part.strip())
    ]


def _source(name: str, told: Mapping[str, str]) -> Source:
    names = ("outlet", "published", "speaker", "statement", "address", "as_of")
    facts = tuple((each, told[each]) for each in names if told.get(each))
    return Source(name, facts, safe(told.get("address", "")))


def safe(address: str) -> str:
    """The address if a browser may open it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""


def reckoned(draft: Draft, file: str) -> int:
    """Cells that a spreadsheet would take for a formula."""
    return sum(
        cell.startswith(FORMULA) and not _number(cell)
        for row in Sheet.of(draft.texts.get(file, "")).rows()
        for cell in row.cells.values()
    )


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _longest(sheet: Sheet) -> dict[str, int]:
    made: dict[str, int] = {}
    for row in sheet.rows():
        for name, cell in row.cells.items():
            made[name] = max(made.get(name, 0), len(cell))
    return made


def _width(title: str, longest: int) -> int:
    """Room for the longest cell, and for a title in a few lines."""
    words = max(map(len, title.split()), default=0)
    signs = max(longest, words, len(title) // 3 + 3)
    return min(max(round(PIXELS + SIGN * signs), NARROW), WIDE)
