"""A mapping proposed for a workbook whose sheets or columns have other names."""

from __future__ import annotations

import dataclasses
import difflib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from openpyxl.utils import get_column_letter

from holdfast.adopt.book import Book, Sheet, name_of
from holdfast.adopt.confirmed import quoted
from holdfast.adopt.mapping import LEFT_OUT
from holdfast.adopt.reading import Reading, likely, sure, unclear
from holdfast.adopt.sheets import SETTINGS, table_of
from holdfast.adopt.words import fold, lookup, phrase, words
from holdfast.scenario import Column, Schema, schemas
from holdfast.whole import put_file, refuse_file

_HEADERS = 30
"""Rows in which a header is looked for."""
_NEAR = 0.8
_BRACKETS = re.compile(r"[(\[]\s*(.*?)\s*[)\]]")
BLANK_SETTINGS = """\
name = ""
title = ""
start =                # first day, as 2030-12-01
days =
currency = "EUR"

[weights.cold]
value =                # hours without power that one cold hour counts for
source = ""
"""


@dataclasses.dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What one column of a sheet may be."""

    place: int
    header: str
    reading: Reading
    factor: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class SheetGuess:
    """What one sheet may be."""

    sheet: Sheet
    table: Reading
    header: int
    columns: tuple[ColumnGuess, ...]
    missing: tuple[Column, ...]
    """Needed columns that no column of the sheet seems to be."""


def propose(book: Book) -> list[SheetGuess]:
    """A guess for every sheet that holds anything, but for that of the settings."""
    return [_guess(sheet) for sheet in book.sheets if sheet.cells and sheet.title != SETTINGS]


def as_table(sheet: Sheet, table: str) -> SheetGuess:
    """What the columns of a sheet may be, once it is known which table it holds."""
    schema = schemas()[table]
    _, _, header, columns = _fitted(sheet, schema)
    return SheetGuess(
        sheet, sure(table, "as was said"), header, _with_rivals(columns, schema),
        _missing(columns, schema),
    )  # fmt: skip


def _missing(columns: Sequence[ColumnGuess], schema: Schema) -> tuple[Column, ...]:
    """Needed columns that no column of the sheet seems to be."""
    found = {one.reading.taken for one in columns}
    return tuple(
        column for column in schema.columns.values() if column.required and column.name not in found
    )


def _guess(sheet: Sheet) -> SheetGuess:
    named = table_of(sheet.title)
    tried = [_fitted(sheet, schema) for schema in schemas().values()]
    best = sorted(tried, key=lambda one: (-one[0], one[1].name))
    if named:
        best.sort(key=lambda one: one[1].name != named)
    score, schema, header, columns = best[0]
    rivals = [one[1].name for one in best if one[0] > score - 0.1]
    if named:
        table = sure(named, "the name of the sheet")
    elif score < 0.5:
        near = [one[1].name for one in best[:3] if one[0] > 0.2]
        return SheetGuess(sheet, unclear("no table has such columns", *near, LEFT_OUT), 1, (), ())
    elif len(rivals) > 1:
        table = unclear("columns fit several tables; those below are of the first", *rivals[:4])
    else:
        table = likely(schema.name, f"its columns; header in row {header}")
    return SheetGuess(
        sheet, table, header, _with_rivals(columns, schema), _missing(columns, schema)
    )


def _fitted(sheet: Sheet, schema: Schema) -> tuple[float, Schema, int, tuple[ColumnGuess, ...]]:
    """How well the sheet fits a table (0 to 1.5), by which header."""
    best: tuple[float, int, tuple[ColumnGuess, ...]] = (-1.0, 1, ())
    needed = [column.name for column in schema.columns.values() if column.required]
    for row, cells in sheet.rows():
        if row > _HEADERS:
            break
        if any(isinstance(cell.value, (int, float)) for cell in cells.values()):
            continue
        columns = _columns({place: cell.text for place, cell in cells.items()}, schema)
        taken = {one.reading.taken for one in columns if one.reading.taken}
        hits = sum(name in taken for name in needed) / max(len(needed), 1)
        used = len(taken) / max(len(columns), 1)
        if 0.7 * hits + 0.3 * used > best[0] and taken:
            best = (0.7 * hits + 0.3 * used, row, columns)
    score, header, columns = best
    return score + 0.5 * _titled(sheet.title, schema.name), schema, header, columns


def _titled(title: str, table: str) -> float:
    """How like the name of a sheet is to that of a table, 0 to 1."""
    said = phrase(title)
    if lookup("tables").get(said) == table:
        return 1.0
    names = (phrase(table), phrase(table.rpartition("/")[2]))
    near = max(difflib.SequenceMatcher(None, said, name).ratio() for name in names)
    return near if near >= _NEAR else 0.0


def _columns(texts: Mapping[int, str], schema: Schema) -> tuple[ColumnGuess, ...]:
    """A guess for each header; no column of the table is given twice."""
    graded = []
    for place, text in texts.items():
        for name in schema.columns:
            grade, why = _likeness(text, name)
            if grade:
                graded.append((grade, -place, name, why))
    taken: dict[int, tuple[float, str, str]] = {}
    for grade, place, name, why in sorted(graded, reverse=True):
        if -place not in taken and name not in {one[1] for one in taken.values()}:
            taken[-place] = (grade, name, why)
    made = []
    for place, text in texts.items():
        factor, reading = "", unclear("no column has such a name", LEFT_OUT)
        if place in taken:
            grade, name, why = taken[place]
            factor, note = _factor(text, schema.columns[name])
            whole = grade == 1 and not note
            reading = sure(name, why) if whole else likely(name, f"{why}{note}")
        made.append(ColumnGuess(place, text, reading, factor))
    return tuple(made)


def _with_rivals(columns: Sequence[ColumnGuess], schema: Schema) -> tuple[ColumnGuess, ...]:
    """The guesses, those that are unclear with the columns that are left and nearest by name."""
    left = [name for name in schema.columns if name not in {one.reading.taken for one in columns}]
    made = []
    for one in columns:
        if not one.reading.taken:
            near = difflib.get_close_matches(phrase(one.header), left, n=3, cutoff=0.0)
            reading = dataclasses.replace(one.reading, others=(*near, *one.reading.others))
            one = dataclasses.replace(one, reading=reading)
        made.append(one)
    return tuple(made)


@cache
def _known(column: str) -> frozenset[str]:
    """Folded words that stand for a column."""
    return frozenset(map(phrase, (column, *words()["columns"].get(column, ()))))


@lru_cache(maxsize=200_000)
def _likeness(text: str, column: str) -> tuple[float, str]:
    """How like a header is to a column and why: 0.8 to 1, or 0."""
    bare = phrase(_BRACKETS.sub(" ", text))
    name = phrase(column.replace("_", " "))
    if text.strip() == column:
        return 1.0, "the name of the column"
    if bare and bare in (name, phrase(column)):
        return 0.98, "its name"
    if bare in _known(column):
        return 0.95, "a word for it"
    parts = [phrase(part) for part in re.split(r"[/|\n]", _BRACKETS.sub(" ", text))]
    if len(parts) > 1 and _known(column) & set(parts):
        return 0.9, "a word for it, in two languages"
    matcher = difflib.SequenceMatcher(None, bare, name)
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0.0, ""
    near = matcher.ratio()
    return (0.94 * near, "near its name") if near >= _NEAR else (0.0, "")


def _factor(text: str, column: Column) -> tuple[str, str]:
    """The factor from the unit in a header's brackets to that of the column, and what to say."""
    found = _BRACKETS.search(text)
    if not found or column.type not in ("number", "integer"):
        return "", ""
    unit = fold(found.group(1)).removeprefix("in ")
    own = fold(column.unit) or "1"
    if unit == own:
        return "", ""
    if scale := lookup("scales").get(phrase(unit)):
        return scale, f"; times {scale}"
    for pair, factor in words()["units"].items():
        start, _, end = fold(pair).rpartition(" ")
        if f"{start} {end}" == f"{unit} {own}" or fold(pair) == f"{unit} {own}":
            return ("" if factor == "1" else factor), f"; {unit} becomes {own}"
    return "", f"; unit {unit} is not known beside {own}: give a factor if they differ"


def mapping_text(guesses: Sequence[SheetGuess], book: Book, settings: bool) -> str:
    """The proposal as a toml file to be completed; `settings` adds those of the scenario."""
    return "\n".join(_lines(guesses, book, settings)) + "\n"


def _lines(guesses: Sequence[SheetGuess], book: Book, settings: bool) -> Iterator[str]:
    yield f"# How {json.dumps(book.name, ensure_ascii=False)} becomes the tables of a scenario."
    yield "# Look at every line marked likely, fill in every one marked UNCLEAR, then give this"
    yield '# file by --columns. "-" leaves a sheet or a column out; factor multiplies the numbers'
    yield "# of a column; constants give one value to every row."
    if settings:
        yield "\n# UNCLEAR: the workbook has no sheet scenario.toml; this is its text."
        yield "settings = '''"
        yield f"{BLANK_SETTINGS}'''"
    for guess in guesses:
        yield "\n[[sheet]]"
        yield f"name = {quoted(guess.sheet.title)}"
        yield f"table = {quoted(guess.table.taken)}  {_comment(guess.table)}"
        yield f"header = {guess.header}"
        if guess.columns:
            yield "columns = ["
            for one in guess.columns:
                factor = f", factor = {one.factor}" if one.factor else ""
                yield (
                    f'    {{from = "{get_column_letter(one.place)}", '
                    f"header = {quoted(one.header)}, to = {quoted(one.reading.taken)}{factor}}},"
                    f"  {_comment(one.reading)}"
                )
            yield "]"
        if guess.missing:
            yield "\n[sheet.constants]"
            for column in guess.missing:
                why = f"needed, and no column seems to be it: {column.doc}"
                yield f'{column.name} = ""  # UNCLEAR: {why}'


def _comment(reading: Reading) -> str:
    word = "UNCLEAR" if reading.sureness == "unclear" else reading.sureness
    others = f" ({' | '.join(reading.others)})" if reading.others else ""
    return " ".join(f"# {word}: {reading.why}{others}".split())


def write_proposal(text: str, path: str | os.PathLike[str]) -> None:
    """Write a proposal to a new file. Raises FileExistsError if the file is there."""
    target = Path(path)
    refuse_file(target, "give it by --columns, or take it away for a new proposal")
    put_file(target, text)


def listed(guesses: Sequence[SheetGuess]) -> list[dict[str, str]]:
    """Every guess as a row for a reader: sheet, cell, found, taken, sureness, why, others."""
    rows = []
    for guess in guesses:
        rows.append(_row(guess.sheet.title, "", guess.sheet.title, guess.table))
        for one in guess.columns:
            cell = name_of(guess.header, one.place)
            rows.append(_row(guess.sheet.title, cell, one.header, one.reading, one.factor))
        for column in guess.missing:
            missing = unclear(f"needed and not found: {column.doc}")
            rows.append(_row(guess.sheet.title, "", column.name, missing))
    return rows


def _row(sheet: str, cell: str, found: str, reading: Reading, factor: str = "") -> dict[str, str]:
    taken = f"{reading.taken} times {factor}" if factor else reading.taken
    return {
        "sheet": sheet,
        "cell": cell,
        "found": found,
        "taken": taken,
        "sureness": reading.sureness,
        "why": reading.why,
        "others": " | ".join(reading.others),
    }
