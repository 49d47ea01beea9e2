"""Rules for the tables of the threat: what a regime may say, and what a pace needs."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.cells import day
from holdfast.scenario.fault import Fault

OF_ALL = ("gap_mean_days",)
"""Columns of threat/regimes that are common to all classes."""
OF_CLASS = ("wave_probability", "wave_size", "between_probability", "between_size")
"""Columns of threat/regimes that are those of one class."""


def regimes(book: Book) -> Iterator[Fault]:
    """A row of threat/regimes says something, of one class or of all."""
    table = book.table("threat/regimes", "class", *OF_ALL, *OF_CLASS)
    for row, name in enumerate(table.text("class")):
        said = [column for column in (*OF_ALL, *OF_CLASS) if table.text(column)[row]]
        if not said:
            allowed = ", ".join((*OF_ALL, *OF_CLASS))
            yield row_fault(table, row, "from", f"is the day of a row that says none of: {allowed}")
        for column in said:
            if name and column in OF_ALL:
                message = f"is common to all classes: leave class {name} blank in a row of its own"
                yield row_fault(table, row, column, message)
            if not name and column in OF_CLASS:
                message = f"a class is needed where {column} stands"
                yield row_fault(table, row, "class", message)


def paces(book: Book) -> Iterator[Fault]:
    """A class whose launches follow the supply has a supply to begin with."""
    if "threat/supply" not in book.whole or book.settings is None:
        return
    supply = book.table("threat/supply")
    rows = zip(supply.text("from"), supply.text("class"), supply.number("per_month"), strict=True)
    first = {name: made for begin, name, made in sorted(rows) if day(begin) <= book.settings.start}
    classes = book.table("threat/classes", "id", "pace", "pace_high")
    wants = (classes.number("pace") > 0.0) | (classes.number("pace_high") > 0.0)
    for row, name in enumerate(classes.text("id")):
        if wants[row] and not first.get(name, 0.0) > 0.0:
            message = (
                f"needs a supply of class {name} above 0 in threat/supply.csv on the first day "
                f"({book.settings.start})"
            )
            yield row_fault(classes, row, "pace", message)
