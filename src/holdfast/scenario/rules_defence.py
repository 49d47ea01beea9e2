"""Rules of the air defence: rival models, launchers, rounds that are counted, rationing."""

from __future__ import annotations

from collections.abc import Iterator

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault
from holdfast.scenario.schema import parameters

_RIVALS = ("defence.proportional_probability", "defence.mixed_probability")
UNCOUNTED = "mobile"
"""The layer whose rounds are never counted."""


def rivals(book: Book) -> Iterator[Fault]:
    """The probabilities of the rival models leave none below nought for the last."""
    table = book.table("parameters", "id", "value", "value_high")
    ends = zip(table.number("value"), table.number("value_high"), strict=True)
    most = {name: parameters()[name].high for name in _RIVALS}
    rows = {}
    for row, (name, (value, high)) in enumerate(zip(table.text("id"), ends, strict=True)):
        if name in most:
            most[name], rows[name] = float(high if high == high else value), row
    for name, other in (_RIVALS, _RIVALS[::-1]):
        if name in rows and sum(most.values()) > 1.0 + 1e-9:
            message = f"is, with {most[other]:g} of {other}, more than 1"
            yield row_fault(table, rows[name], "value", message)


def launchers(book: Book) -> Iterator[Fault]:
    """A time to reload needs rounds to reload; what mobile groups fire is not counted."""
    table = book.table("defence/systems", "ready_rounds", "reload_days")
    cells = zip(table.text("ready_rounds"), table.text("reload_days"), strict=True)
    for row, (rounds, days) in enumerate(cells):
        if days and not rounds:
            message = "is not used without ready_rounds: give these too, or leave it blank"
            yield row_fault(table, row, "reload_days", message)
    table = book.table("defence/systems", "layer", "item")
    for row, (layer, item) in enumerate(zip(table.text("layer"), table.text("item"), strict=True)):
        if layer == UNCOUNTED and item:
            message = (
                f"is not used with layer {layer}, whose rounds are not counted: leave it blank"
            )
            yield row_fault(table, row, "item", message)


def rationed(book: Book) -> Iterator[Fault]:
    """Only what a system fires can be rationed by a program."""
    table = book.table("stocks", "item", "rationing")
    fired = book.values("defence/systems", "item") | book.values("defence/fires", "item")
    cells = zip(table.text("item"), table.text("rationing"), strict=True)
    for row, (item, how) in enumerate(cells):
        if how == "program" and item not in fired and book.readable("defence/systems", "item"):
            message = f"needs a system of defence/systems.csv that fires {item}: leave it blank"
            yield row_fault(table, row, "rationing", message)


def several(book: Book) -> Iterator[Fault]:
    """Who fires others' interceptors fires one of its own; none of them is kept by a program."""
    systems = book.table("defence/systems", "id", "item")
    own = dict(zip(systems.text("id"), systems.text("item"), strict=True))
    stocks = book.table("stocks", "item", "rationing")
    how = dict(zip(stocks.text("item"), stocks.text("rationing"), strict=True))
    table = book.table("defence/fires", "system", "item")
    for row, (system, item) in enumerate(
        zip(table.text("system"), table.text("item"), strict=True)
    ):
        if system not in own:
            continue
        if not own[system]:
            message = "has no item in defence/systems.csv: give it there, others follow here"
            yield row_fault(table, row, "system", message)
        elif own[system] == item:
            message = f"is what {system} fires by defence/systems.csv: leave the row out"
            yield row_fault(table, row, "item", message)
        for name in (item, own[system]):
            if how.get(name) == "program":
                message = (
                    f"cannot be fired in turn while {name} is rationed by a program in "
                    "stocks.csv: ration it by fixed levels"
                )
                yield row_fault(table, row, "item", message)
                break
