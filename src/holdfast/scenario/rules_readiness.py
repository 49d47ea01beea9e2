"""Rules of readiness: who mends what where, and which parts fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault
from holdfast.scenario.totals import SUM_SLACK

WHOLE = "readiness.whole_units"


def complete(book: Book) -> Iterator[Fault]:
    """All failures of a system that is mended in echelons are mended somewhere."""
    table = book.table("readiness/mending", "system", "share")
    if "readiness/mending" not in book.whole:
        return
    sums: dict[str, float] = defaultdict(float)
    last: dict[str, int] = {}
    for row, (name, share) in enumerate(
        zip(table.text("system"), table.number("share").tolist(), strict=True)
    ):
        sums[name] += share
        last[name] = row
    for name, total in sums.items():
        if abs(total - 1.0) > SUM_SLACK:
            message = f"brings the sum over system {name} to {total:.4g}; it must be 1"
            yield row_fault(table, last[name], "share", message)


def mended(book: Book) -> Iterator[Fault]:
    """Parts fit systems that are mended in echelons; these name none elsewhere."""
    known = book.values("readiness/mending", "system")
    readable = book.readable("readiness/mending", "system")
    table = book.table("readiness/parts", "system")
    for row, name in enumerate(table.text("system")):
        if name not in known and readable:
            message = "has no row in readiness/mending.csv: say there where it is mended"
            yield row_fault(table, row, "system", message)
    table = book.table("defence/systems", "id", "part")
    for row, (name, part) in enumerate(zip(table.text("id"), table.text("part"), strict=True)):
        if part and name in known:
            message = (
                "is not used with rows in readiness/mending.csv: leave it blank, "
                "parts stand in readiness/parts.csv"
            )
            yield row_fault(table, row, "part", message)
    fits = book.values("readiness/parts", "item")
    table = book.table("readiness/returns", "item")
    for row, name in enumerate(table.text("item")):
        if name not in fits and book.readable("readiness/parts", "item"):
            message = "fits no system: give it a row in readiness/parts.csv"
            yield row_fault(table, row, "item", message)


def placed(book: Book) -> Iterator[Fault]:
    """Technicians mend where they work."""
    who = book.table("readiness/technicians", "id", "echelon")
    where = dict(zip(who.text("id"), who.text("echelon"), strict=True))
    for name in ("readiness/mending", "readiness/returns"):
        table = book.table(name, "echelon", "technicians")
        cells = zip(table.text("echelon"), table.text("technicians"), strict=True)
        for row, (echelon, technicians) in enumerate(cells):
            home = where.get(technicians, echelon)
            if home != echelon:
                message = f"work at echelon {home}: name some of echelon {echelon}"
                yield row_fault(table, row, "technicians", message)


def whole(book: Book) -> Iterator[Fault]:
    """Fire units are whole ones or they are not."""
    table = book.table("parameters", "id", "value")
    for row, (name, value) in enumerate(
        zip(table.text("id"), table.number("value").tolist(), strict=True)
    ):
        if name == WHOLE and value not in (0.0, 1.0):
            yield row_fault(table, row, "value", f"is neither 0 nor 1, as {WHOLE} must be")
