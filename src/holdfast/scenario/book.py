"""All tables of a scenario while they are checked, and the rule that ids must lead somewhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date

from holdfast.scenario.fault import Fault, hint, short
from holdfast.scenario.rows import Judged
from holdfast.scenario.schema import schemas
from holdfast.scenario.settings import Settings
from holdfast.scenario.table import Table, empty


@dataclasses.dataclass(frozen=True, slots=True)
class Book:
    """All tables while they are being checked."""

    settings: Settings | None
    judged: Mapping[str, Judged]
    """Tables whose rows could be told apart."""
    whole: frozenset[str]
    """Tables without any fault, or rightly absent: only of these can it be said that something is
    missing."""

    def table(self, name: str, *columns: str) -> Table:
        """The rows of a table whose cells in these columns are in order."""
        found = self.judged.get(name)
        return empty(schemas()[name], date.min) if found is None else found.sound(*columns)

    def values(self, name: str, column: str) -> dict[str, None]:
        """The values of a column, in order; a row with a fault still has an id others may name."""
        found = self.judged.get(name)
        return dict.fromkeys(filter(None, found.table.cells.get(column, ()))) if found else {}

    def regions(self) -> dict[str, str]:
        """The names of the regions, by id, as far as they can be read."""
        found = self.judged.get("regions")
        cells = found.table.cells if found else {}
        return dict(zip(cells.get("id", ()), cells.get("name", ()), strict=False))

    def readable(self, name: str, column: str) -> bool:
        """The values of a column are all known, or its table is rightly absent."""
        found = self.judged.get(name)
        if found is None:
            return name in self.whole
        rows = len(found.table) or not schemas()[name].required
        return bool(found.ended and rows and column in found.table.cells)


def row_fault(table: Table, row: int, column: str, message: str) -> Fault:
    """The fault of one cell of a table."""
    value = short(table.text(column)[row])
    return Fault(table.schema.file, table.lines[row], column, value, message)


def references(book: Book, name: str) -> Iterator[Fault]:
    """Cells of one table that name what is not there."""
    if name not in book.judged:
        return
    for column in schemas()[name].columns.values():
        table = book.table(name, column.name)
        of_table, _, of_column = column.references.rpartition(".")
        if column.type == "sources" and "sources" in book.judged:
            of_table, of_column = "sources", "id"
        if not of_table or column.name not in table.cells or not book.readable(of_table, of_column):
            continue
        known = book.values(of_table, of_column)
        for row, text in enumerate(table.cells[column.name]):
            if column.type == "sources":
                for part in filter(None, map(str.strip, text.split(";"))):
                    if part not in known:
                        message = (
                            f"names {short(part)}, which {not_in(part, of_table, of_column, known)}"
                        )
                        yield row_fault(table, row, column.name, message)
            elif text and text not in known:
                names = book.regions() if of_table == "regions" else {}
                message = not_in(text, of_table, of_column, known, names)
                yield row_fault(table, row, column.name, message)


def not_in(
    text: str,
    of_table: str,
    of_column: str,
    known: Mapping[str, None],
    names: Mapping[str, str] | None = None,
) -> str:
    """Words for a value that is none of a column's, naming the nearest that is."""
    word = f"{'an' if of_column == 'id' else 'a'} {of_column}"
    return f"is not {word} of {of_table}.csv; {hint(text, known, names)}"
