"""Rules for homes: who heats them with what."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault

_USES = {"district_heat": "district_heat", "household_gas": "household"}
"""Uses of gas by the source of heat in heat/buildings that burns it."""


def heated(book: Book) -> Iterator[Fault]:
    """Homes on district heat or gas have a row of gas/demand that says what it takes of gas."""
    if "gas/demand" not in book.whole:
        return
    demand = book.table("gas/demand", "region", "use")
    told = set(zip(demand.text("region"), demand.text("use"), strict=True))
    homes = book.table("heat/buildings", "region", "source")
    rows = zip(homes.text("region"), homes.text("source"), strict=True)
    for row, (region, source) in enumerate(rows):
        use = _USES.get(source)
        if use and region in book.regions() and (region, use) not in told:
            message = (
                f"has no row of region {region} and use {use} in gas/demand.csv, so no lack of "
                "gas would be felt: give one, of 0 where the heat is not of gas, or another source"
            )
            yield row_fault(homes, row, "source", message)
