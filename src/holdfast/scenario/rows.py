"""The check of one table by itself: cells, ranges and keys."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from holdfast.scenario.cells import reader, words
from holdfast.scenario.fault import Fault, short
from holdfast.scenario.read import Sheet
from holdfast.scenario.schema import Column, Schema
from holdfast.scenario.table import Table

_SHORT_WHOLE = re.compile(r"[+-]?[0-9]{1,16}")


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """All rows of a table, those with faults included, and which cells not to rely on."""

    table: Table
    bad: Mapping[str, frozenset[int]]
    """Column -> rows whose cell there is at fault."""
    ended: bool = True
    """The file was read to its end, so that its ids are all there are."""

    def sound(self, *columns: str) -> Table:
        """The rows whose cells in these columns are in order; none where a column is missing."""
        spec = self.table.schema.columns
        if any(spec[name].required and name not in self.table.cells for name in columns):
            return self.table.where(np.zeros(len(self.table), np.bool_))
        wrong = frozenset().union(*(self.bad.get(name, frozenset()) for name in columns))
        if not wrong:
            return self.table
        return self.table.where(np.array([row not in wrong for row in range(len(self.table))]))


def check_rows(schema: Schema, sheet: Sheet, start: date) -> tuple[Judged, list[Fault]]:
    """The rows of a sheet as a table that counts days from `start`, and what is wrong with them.

    Cells of ragged rows are not judged: they need not stand under the column they belong to.
    """
    place = {name: at for at, name in reversed(list(enumerate(sheet.header)))}
    names = [name for name in dict.fromkeys(sheet.header) if name in schema.columns]
    cells = {name: tuple([row[place[name]] for row in sheet.rows]) for name in names}
    table = Table(schema, start, sheet.lines, cells)
    found = [
        (row, name, message)
        for name in names
        for row, message in _cell_faults(schema.columns[name], cells[name])
        if row not in sheet.ragged
    ]
    bad: dict[str, set[int]] = {name: set(sheet.ragged) for name in names}
    for row, name, _ in found:
        bad[name].add(row)
    judged = Judged(table, {name: frozenset(rows) for name, rows in bad.items()}, sheet.ended)
    for row, name, message in _range_faults(judged):
        found.append((row, name, message))
        bad[name].add(row)
    found += _key_faults(judged)
    faults = [
        Fault(schema.file, sheet.lines[row], name, short(cells[name][row]), message)
        for row, name, message in found
    ]
    judged = Judged(table, {name: frozenset(rows) for name, rows in bad.items()}, sheet.ended)
    return judged, faults or (_too_few(table) if sheet.whole else [])


def _cell_faults(column: Column, texts: Sequence[str]) -> list[tuple[int, str]]:
    """Row and message of each cell that may not stand in the column."""
    judge = reader(column)
    seen: dict[str, str] = {"": f"a value is needed ({words(column)})" if column.required else ""}
    found = []
    for row, text in enumerate(texts):
        message = seen.get(text)
        if message is None:
            message = judge(text)
            seen[text] = message = f"{message} ({words(column)})" if message else ""
        if message:
            found.append((row, message))
    return found


def _range_faults(judged: Judged) -> list[tuple[int, str, str]]:
    """Row, column and message of each range that is half or does not hold its value."""
    found = []
    cells = judged.table.cells
    for name, column in judged.table.schema.columns.items():
        low_name, high_name = f"{name}_low", f"{name}_high"
        if not column.range or not cells.keys() >= {name, low_name, high_name}:
            continue
        bad = judged.bad[name] | judged.bad[low_name] | judged.bad[high_name]
        triples = zip(judged.table.text(name), cells[low_name], cells[high_name], strict=True)
        for row, (value, low, high) in enumerate(triples):
            if row in bad or not (low or high):
                continue
            if not value:
                message = f"a value is needed where {low_name} or {high_name} stands"
                found.append((row, name, message))
            elif not low or not high:
                blank, given = (low_name, high_name) if high else (high_name, low_name)
                found.append((row, blank, f"a value is needed where {given} stands"))
            elif float(low) > float(value):
                found.append((row, low_name, f"is above {value}, the value in column {name}"))
            elif float(high) < float(value):
                found.append((row, high_name, f"is below {value}, the value in column {name}"))
    return found


def _key_faults(judged: Judged) -> list[tuple[int, str, str]]:
    """Row, last key column that is filled and message of each row whose key an earlier row has."""
    table, key = judged.table, judged.table.schema.key
    if not all(name in table.cells for name in key if table.schema.columns[name].required):
        return []
    bad = frozenset().union(*(judged.bad.get(name, frozenset()) for name in key))
    first: dict[tuple[str, ...], int] = {}
    found = []
    for row, cells in enumerate(zip(*(_plain(table, name) for name in key), strict=True)):
        if row in bad:
            continue
        line = first.setdefault(cells, table.lines[row])
        if line != table.lines[row]:
            whole = f"the key {', '.join(key)}" if len(key) > 1 else f"the {key[0]}"
            told = [(name, cell) for name, cell in zip(key, cells, strict=True) if cell]
            said = f" ({short(' '.join(cell for _, cell in told))})" if len(key) > 1 else ""
            column = told[-1][0] if told else key[-1]
            found.append((row, column, f"repeats {whole}{said} of row {line}"))
    return found


def _plain(table: Table, column: str) -> tuple[str, ...]:
    """Cells without the leading zeros of whole numbers, so that 01 and 1 are the same key."""
    cells = table.text(column)
    if table.schema.columns[column].type != "integer":
        return cells
    return tuple(str(int(text)) if _SHORT_WHOLE.fullmatch(text) else text for text in cells)


def _too_few(table: Table) -> list[Fault]:
    least = table.schema.least_rows
    if len(table) >= least:
        return []
    rows = "one row is" if least == 1 else f"{least} rows are"
    message = f"at least {rows} needed, {len(table)} found"
    return [Fault(table.schema.file, None, None, None, message)]
