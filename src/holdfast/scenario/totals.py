"""Rules for what a table must hold as a whole: rows for everyone, shares of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault
from holdfast.scenario.schema import schemas
from holdfast.scenario.table import Table

SUM_SLACK = 0.01
"""Shares may sum to so much over 1: tables are written with two decimals."""


def complete(book: Book) -> Iterator[Fault]:
    """Every region has demand, homes and weather; every class has target regions."""
    regions = list(book.values("regions", "id"))
    if "regions" in book.whole:
        for name, what in (("power/demand", "demand"), ("heat/buildings", "dwellings")):
            yield from _rows_for(book, name, "region", regions, f"region {{}} has no {what}")
        if "weather/normals" in book.whole:
            table = book.table("weather/normals", "region", "month")
            have = set(table.keys)
            for region in regions:
                gone = [str(month) for month in range(1, 13) if f"{region} {month}" not in have]
                if gone:
                    plural = "s" if len(gone) > 1 else ""
                    message = f"region {region} lacks month{plural} {', '.join(gone)}"
                    yield Fault(table.schema.file, None, "month", None, message)
    if "threat/classes" in book.whole:
        classes = list(book.values("threat/classes", "id"))
        message = "class {} has no target region"
        yield from _rows_for(book, "threat/regions", "class", classes, message)


def _rows_for(
    book: Book, name: str, column: str, needed: list[str], message: str
) -> Iterator[Fault]:
    if name in book.whole:
        have = book.values(name, column)
        for each in needed:
            if each not in have:
                file = schemas()[name].file
                yield Fault(file, None, column, None, message.format(each) + ": add a row for it")


def shares(book: Book) -> Iterator[Fault]:
    """Shares of a whole do not sum to more than 1; shares that are scaled are not all 0."""
    yield from _sum_over(book, "heat/buildings", "region", "people_share")
    yield from _sum_over(book, "threat/targets", "from", "share")
    yield from _sum_over(book, "readiness/parts", "system", "share")
    yield from _sum_over(book, "readiness/returns", "item", "share")
    yield from _all_zero(book, "threat/regions", "class", "share")
    yield from _all_zero(book, "regions", "", "defence_share")
    yield from _all_zero(book, "regions", "", "population")
    for block in ("night_mw", "morning_mw", "day_mw", "evening_mw"):
        yield from _all_zero(book, "power/demand", "", block)


def _groups(table: Table, by: str, column: str) -> dict[str, list[tuple[int, float]]]:
    made: dict[str, list[tuple[int, float]]] = defaultdict(list)
    labels = table.text(by) if by else ("",) * len(table)
    for row, (label, value) in enumerate(zip(labels, table.number(column).tolist(), strict=True)):
        made[label].append((row, value))
    return made


def _sum_over(book: Book, name: str, by: str, column: str) -> Iterator[Fault]:
    table = book.table(name, by, column)
    for label, group in _groups(table, by, column).items():
        total = sum(value for _, value in group)
        if total > 1 + SUM_SLACK:
            message = f"brings the sum over {by} {label} to {total:.4g}; it may be at most 1"
            yield row_fault(table, group[-1][0], column, message)


def _all_zero(book: Book, name: str, by: str, column: str) -> Iterator[Fault]:
    if name not in book.whole:
        return
    table = book.table(name, column)
    for label, group in _groups(table, by, column).items():
        if not any(value > 0 for _, value in group):
            whose = f" of {by} {label}" if by else ""
            message = f"is like all others{whose} 0: one at least must be above 0"
            yield row_fault(table, group[-1][0], column, message)
