"""Rules for the curves of what a grid delivers with a part of it out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault

CURVES = "power/delivery"
AXES = ("struck", "stress", "out")


def whole_curves(book: Book) -> Iterator[Fault]:
    """Every grid has a value for each of what is struck, each stress and each share out."""
    table = book.table(CURVES, "grid", *AXES)
    columns = [[text.strip() for text in table.text(name)] for name in ("grid", *AXES)]
    told = set(zip(*columns, strict=True))
    combinations = set(itertools.product(*(dict.fromkeys(values) for values in columns[1:])))
    for row, grid in enumerate(columns[0]):
        if columns[0].index(grid) != row:
            continue
        missing = sorted(each for each in combinations if (grid, *each) not in told)
        if missing:
            words = ", ".join(
                f"{name} {value}" for name, value in zip(AXES, missing[0], strict=True)
            )
            message = f"has no row for {words} ({len(missing)} missing): every grid has all of them"
            yield row_fault(table, row, "grid", message)


def falling(book: Book) -> Iterator[Fault]:
    """More that is out never serves more."""
    table = book.table(CURVES, "grid", *AXES, "served")
    out, served = table.number("out"), table.number("served")
    curves: dict[tuple[str, str, str], list[int]] = {}
    keys = zip(*(table.text(name) for name in ("grid", "struck", "stress")), strict=True)
    for row, key in enumerate(keys):
        curves.setdefault(key, []).append(row)
    for rows in curves.values():
        rows.sort(key=lambda row: float(out[row]))
        for before, row in itertools.pairwise(rows):
            if served[row] > served[before]:
                message = (
                    f"is over {served[before]:g}, with {out[before]:g} out: "
                    "more that is out never serves more"
                )
                yield row_fault(table, row, "served", message)


def built_for(book: Book) -> Iterator[Fault]:
    """What a grid was built for counts only where curves say what it delivers."""
    table = book.table("power/transformers", "design_mw")
    if book.table(CURVES, "grid").text("grid"):
        return
    for row, text in enumerate(table.text("design_mw")):
        if text:
            yield row_fault(table, row, "design_mw", f"counts only with rows of {CURVES}.csv")
