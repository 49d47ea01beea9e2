"""Rules of repair: units fit banks, slots carry parts, mobile units come back, alerts are whole."""

from __future__ import annotations

import math
from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault
from holdfast.scenario.schema import parameters
from holdfast.scenario.table import Table

_ONLY = {"kv": "stock", "mva": "stock", "transport": "stock", "build_days": "protection"}
"""Columns of items, by what the item adds where they are used."""


def units(book: Book) -> Iterator[Fault]:
    """Columns of repair stand with items that use them; a voltage class has a rating."""
    for column, needed in _ONLY.items():
        table = book.table("items", "adds", column)
        for row, (adds, text) in enumerate(
            zip(table.text("adds"), table.text(column), strict=True)
        ):
            if text and adds != needed:
                message = f"is not used with adds {adds}: leave it blank"
                yield row_fault(table, row, column, message)
    table = book.table("items", "kv", "mva")
    for row, (kv, mva) in enumerate(zip(table.text("kv"), table.text("mva"), strict=True)):
        if bool(kv) != bool(mva):
            column, other = ("mva", "kv") if kv else ("kv", "mva")
            message = f"is blank, and {other} is not: give both or neither"
            yield row_fault(table, row, column, message)
    yield from _pools(book)


def _pools(book: Book) -> Iterator[Fault]:
    """A unit goes to the pool of its own voltage class."""
    table = book.table("items", "id", "adds", "adds_to", "kv")
    classes = dict(zip(table.text("id"), table.number("kv").tolist(), strict=True))
    for row, (adds, to) in enumerate(zip(table.text("adds"), table.text("adds_to"), strict=True)):
        own = table.number("kv")[row]
        if adds == "stock" and to in classes and not _alike(own, classes[to]):
            message = f"is not the voltage class of {to}, the stock that it adds to"
            yield row_fault(table, row, "kv", message)


def _alike(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def banks(book: Book) -> Iterator[Fault]:
    """A bank with a voltage class has a stock of units that fit it."""
    if "items" not in book.whole:
        return
    items = book.table("items", "id", "adds", "adds_to", "kv", "mva")
    told = (items.text(name) for name in ("id", "adds", "adds_to"))
    pools = [
        (kv, mva)
        for name, adds, to, kv, mva in zip(
            *told, items.number("kv").tolist(), items.number("mva").tolist(), strict=True
        )
        if adds == "stock" and to == name and not math.isnan(kv)
    ]
    least = _least_rating(book)
    table = book.table("power/transformers", "kv", "unit_mva")
    cells = zip(table.number("kv").tolist(), table.number("unit_mva").tolist(), strict=True)
    for row, (kv, mva) in enumerate(cells):
        able = [rating for own, rating in pools if own == kv]
        if not math.isnan(kv) and pools and not any(rating >= least * mva for rating in able):
            rated = f" of {least * mva:g} MVA or more (repair.least_rating)" if able else ""
            message = f"no stock of items.csv is of {kv:g} kV{rated}: add one, or leave it blank"
            yield row_fault(table, row, "kv", message)


def _least_rating(book: Book) -> float:
    table = book.table("parameters", "id", "value")
    told = dict(zip(table.text("id"), table.number("value").tolist(), strict=True))
    return float(told.get("repair.least_rating", parameters()["repair.least_rating"].default))


def mobile(book: Book) -> Iterator[Fault]:
    """What stands in is held in a stock of its own, to which it comes back."""
    items = book.table("items", "id", "adds", "adds_to")
    cells = zip(*(items.text(name) for name in ("id", "adds", "adds_to")), strict=True)
    pools = {name for name, adds, to in cells if adds == "stock" and to == name}
    known = book.values("items", "id")
    table = book.table("repair/mobile", "item")
    for row, item in enumerate(table.text("item")):
        if item in known and item not in pools and "items" in book.whole:
            yield row_fault(table, row, "item", "does not add to a stock of its own")


def salvage(book: Book) -> Iterator[Fault]:
    """Parts are taken of kinds that have one."""
    if "damage/kinds" not in book.whole:
        return
    kinds = book.table("damage/kinds", "id", "part")
    parts = dict(zip(kinds.text("id"), kinds.text("part"), strict=True))
    table = book.table("repair/salvage", "kind")
    for row, kind in enumerate(table.text("kind")):
        if parts.get(kind) == "":
            yield row_fault(table, row, "kind", "has no part in damage/kinds.csv: take the row out")


def smaller(book: Book) -> Iterator[Fault]:
    """What serves in place of a larger unit has a rating and a stock; there is a bank for it."""
    if not {"items", "power/transformers"} <= set(book.whole):
        return
    items = book.table("items", "id", "adds", "adds_to", "mva")
    cells = zip(*(items.text(name) for name in ("id", "adds", "adds_to", "mva")), strict=True)
    rated = {name: mva for name, adds, to, mva in cells if adds == "stock" and to == name}
    classes = set(book.table("power/transformers", "kv").number("kv").tolist())
    table = book.table("repair/smaller", "kv", "item")
    known = book.values("items", "id")
    for row, item in enumerate(table.text("item")):
        if item in known and item not in rated:
            yield row_fault(table, row, "item", "does not add to a stock of its own")
        elif item in known and not rated[item]:
            yield row_fault(table, row, "item", "has no mva in items.csv")
        if table.number("kv")[row] not in classes:
            message = "is the voltage class of no bank of power/transformers.csv"
            yield row_fault(table, row, "kv", message)


def alerts(book: Book) -> Iterator[Fault]:
    """Where alerts are told, all regions and months have them."""
    table = book.table("repair/alerts", "region", "month")
    if "repair/alerts" not in book.whole or "regions" not in book.whole or not len(table):
        return
    have = set(table.keys)
    for region in book.values("regions", "id"):
        gone = [str(month) for month in range(1, 13) if f"{region} {month}" not in have]
        if gone:
            yield _lacks(table, region, gone)


def _lacks(table: Table, region: str, months: list[str]) -> Fault:
    plural = "s" if len(months) > 1 else ""
    message = f"region {region} lacks month{plural} {', '.join(months)}"
    return Fault(table.schema.file, None, "month", None, message)
