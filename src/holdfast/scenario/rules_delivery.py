"""Rules for the curves of what a grid delivers with a part of it out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault

CURVES = "power/delivery"
BANKS = "power/transformers"
STRUCK = ("transformers", "substations")
"""What is out: units between two levels of voltage, or nodes with all that ends there."""
AXES = ("struck", "stress", "out")


def whole_curves(book: Book) -> Iterator[Fault]:
    """Every grid has a value for both that can be struck, each stress and each share out."""
    if CURVES not in book.whole:
        return
    table = book.table(CURVES, "grid", *AXES)
    grids, struck = table.text("grid"), table.text("struck")
    stress, out = table.number("stress").tolist(), table.number("out").tolist()
    told = set(zip(grids, struck, stress, out, strict=True))
    combinations = list(itertools.product(STRUCK, sorted(set(stress)), sorted(set(out))))
    for grid in dict.fromkeys(grids):
        missing = [each for each in combinations if (grid, *each) not in told]
        if missing:
            kind, at, lost = missing[0]
            message = (
                f"has no row for struck {kind}, stress {at:g}, out {lost:g} ({len(missing)} "
                "missing): every grid has all of them"
            )
            yield row_fault(table, grids.index(grid), "grid", message)


def falling(book: Book) -> Iterator[Fault]:
    """Each share out is told once in a curve, and more that is out never serves more."""
    table = book.table(CURVES, "grid", *AXES, "served")
    out, served = table.number("out"), table.number("served")
    curves: dict[tuple[str, str, float], list[int]] = {}
    stress = table.number("stress").tolist()
    keys = zip(table.text("grid"), table.text("struck"), stress, strict=True)
    for row, key in enumerate(keys):
        curves.setdefault(key, []).append(row)
    for rows in curves.values():
        rows.sort(key=lambda row: float(out[row]))
        for before, row in itertools.pairwise(rows):
            if out[row] == out[before]:
                message = f"is also that of row {table.lines[before]}, of the same curve"
                yield row_fault(table, row, "out", message)
            elif served[row] > served[before]:
                message = (
                    f"is over {served[before]:g}, with {out[before]:g} out: "
                    "more that is out never serves more"
                )
                yield row_fault(table, row, "served", message)


def built_for(book: Book) -> Iterator[Fault]:
    """What a grid was built for counts only where curves say what it delivers."""
    banks = book.table(BANKS, "design_mw")
    if CURVES not in book.whole or book.table(CURVES, "grid").text("grid"):
        return
    for row, text in enumerate(banks.text("design_mw")):
        if text:
            yield row_fault(banks, row, "design_mw", f"counts only with rows of {CURVES}.csv")
