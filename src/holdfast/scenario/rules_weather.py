"""Rules for the weather: known days come without a gap, and for every region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from holdfast.scenario.book import Book
from holdfast.scenario.cells import day
from holdfast.scenario.fault import Fault

DAYS = "weather/days"


def known_days(book: Book) -> Iterator[Fault]:
    """From the first to the last known day every region has a row: a fault a region."""
    table = book.table(DAYS, "date", "region")
    if not len(table) or DAYS not in book.whole or "regions" not in book.whole:
        return
    told: dict[str, set[date]] = defaultdict(set)
    for when, region in zip(table.text("date"), table.text("region"), strict=True):
        told[region].add(day(when))
    every = set().union(*told.values())
    first, last = min(every), max(every)
    span = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    for region in book.values("regions", "id"):
        gone = [when for when in span if when not in told[region]]
        if gone:
            days = "1 day" if len(gone) == 1 else f"{len(gone)} days"
            message = (
                f"region {region} lacks {days} between {first} and {last}, the first and the last "
                f"that any region has; the first that is missing is {gone[0]}: add a row for each"
            )
            yield Fault(table.schema.file, None, "date", None, message)
