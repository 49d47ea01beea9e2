"""Rules of stocks: what an item is for, how long it can be stored, and by what way it comes."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault
from holdfast.scenario.table import Table

PURPOSES = {
    "an interceptor": (("defence/systems", "item"), ("defence/fires", "item")),
    "a spare part of air defence": (("defence/systems", "part"), ("readiness/parts", "item")),
    "a part of installations": (("damage/kinds", "part"),),
    "fuel": (("stocks", "item"),),
    "a mobile unit": (("repair/mobile", "item"),),
}
"""What could each spend all of an item on one day, and the columns that say so."""
TABLES = tuple(dict.fromkeys(table for columns in PURPOSES.values() for table, _ in columns))
"""Tables of these columns."""


def one_purpose(book: Book) -> Iterator[Fault]:
    """No item may be two of interceptor, spare of systems, part of installations and fuel."""
    seen: dict[str, tuple[str, str]] = {}
    for purpose, columns in PURPOSES.items():
        for table, row, column, item in _named(book, columns):
            where = f"{table.schema.file} row {table.lines[row]}, column {column}"
            first, told = seen.setdefault(item, (purpose, where))
            if first != purpose:
                message = f"is {first} too ({told}): give each purpose an item of its own"
                yield row_fault(table, row, column, message)


def _named(
    book: Book, columns: tuple[tuple[str, str], ...]
) -> Iterator[tuple[Table, int, str, str]]:
    """Cells that name an item; of stocks those that are fuel."""
    for name, column in columns:
        table = book.table(name, column, *(["fuel"] if name == "stocks" else []))
        serves = table.flag("fuel") if name == "stocks" else [True] * len(table)
        for row, (item, counts) in enumerate(zip(table.text(column), serves, strict=True)):
            if item and counts:
                yield table, row, column, item


def stocked(book: Book) -> Iterator[Fault]:
    """Parts of systems are held in a stock of their own."""
    if "items" not in book.whole:
        return
    items = book.table("items", "id", "adds", "adds_to")
    cells = zip(*(items.text(name) for name in ("id", "adds", "adds_to")), strict=True)
    adds = {name: (kind, to or name) for name, kind, to in cells}
    table = book.table("readiness/parts", "item")
    for row, item in enumerate(table.text("item")):
        if adds.get(item, ("stock", item)) != ("stock", item):
            message = "does not add to a stock of its own in items.csv, as a part must"
            yield row_fault(table, row, "item", message)


def stored(book: Book) -> Iterator[Fault]:
    """What is left of the lives of a stock needs lives, and is no more than these."""
    table = book.table("stocks", "shelf_days", "first_days")
    text = zip(table.text("shelf_days"), table.text("first_days"), strict=True)
    days = zip(table.number("shelf_days"), table.number("first_days"), strict=True)
    for row, ((life, first), (most, left)) in enumerate(zip(text, days, strict=True)):
        if first and not life:
            message = "is not used without shelf_days: give these too, or leave it blank"
            yield row_fault(table, row, "first_days", message)
        elif left > most:
            message = f"is above shelf_days ({life}): nothing that is held has longer left"
            yield row_fault(table, row, "first_days", message)


def one_way(book: Book) -> Iterator[Fault]:
    """What a maker makes of an item comes by one way."""
    table = book.table("production", "item", "maker", "route")
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    rows = zip(table.text("item"), table.text("maker"), table.text("route"), strict=True)
    for row, (item, maker, route) in enumerate(rows):
        first, line = seen.setdefault((item, maker), (route, table.lines[row]))
        if route != first:
            other = first or "blank"
            message = (
                f"differs from row {line} of the same item and maker ({other}): give one for all"
            )
            yield row_fault(table, row, "route", message)
