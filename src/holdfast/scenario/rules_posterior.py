"""The rule for the pairs of futures that a fit has kept."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault


def one_seed(book: Book) -> Iterator[Fault]:
    """All pairs come from one fit: their seed is that of the first row."""
    table = book.table("posterior", "seed")
    seeds = table.number("seed").tolist()
    for row, seed in enumerate(seeds):
        if seed != seeds[0]:
            message = (
                f"is not {seeds[0]:.0f}, the seed of row {table.lines[0]}: all pairs come from "
                "one fit, with one seed"
            )
            yield row_fault(table, row, "seed", message)
