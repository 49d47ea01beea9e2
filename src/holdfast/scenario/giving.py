"""Who can give, and how many: the same rule for tables and for deliveries of a command line."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from holdfast.scenario.book import Book, row_fault
from holdfast.scenario.fault import Fault, short

INSTITUTION = "institution"
"""The kind of actor whose money is that of others."""
GIVERS = ("member", "invitee", "partner", INSTITUTION)
"""Kinds of actor that can give."""
_OTHERS = {
    "recipient": "receives and does not give",
    "chair": "asks and does not give",
    "outsider": "has no voice and does not give",
}
_OWN = ("deliveries", "offers")
"""Tables in which a recipient may stand: what it buys or makes by its own effort."""
_WHEN = {"deliveries": "date", "packages": "date", "offers": "committed"}
_MEASURES = frozenset(
    (
        *("l", "litre", "litres", "m3", "mcm", "bcm", "t", "tonne", "tonnes", "kg", "m", "km"),
        *("kw", "mw", "gw", "kva", "mva", "kwh", "mwh", "gwh", "twh", "%", "percent"),
        *("thousand", "million", "billion", "eur", "usd", "gbp"),
    )
)
"""First words of units that measure; anything else is counted in whole ones."""
_MOST_LISTED = 8


def no_giver(partner: str, kinds: Mapping[str, str], own: bool = False) -> str:
    """What is wrong with a giver, by the kind of each actor; "" if nothing is, or if it is unknown.

    With `own` a recipient may stand too.
    """
    kind = kinds.get(partner, GIVERS[0])
    if kind in GIVERS or (own and kind == "recipient"):
        return ""
    able = [short(name) for name, each in kinds.items() if each in GIVERS]
    listed = ", ".join(able[:_MOST_LISTED]) + (", …" if len(able) > _MOST_LISTED else "")
    return f"{_OTHERS[kind]}; who can give: {listed or 'nobody'}"


def is_counted(unit: str) -> bool:
    """Whether an item of this unit comes in whole ones, as transformers do and litres do not."""
    return unit.lower().split(" ")[0] not in _MEASURES


def no_quantity(value: float, unit: str) -> str:
    """What is wrong with a quantity of an item of this unit; "" if nothing is."""
    if is_counted(unit):
        whole = math.isfinite(value) and value > 0 and value == math.floor(value)
        said = f"is not a whole number above 0 (the item is counted: its unit is '{short(unit)}')"
        return "" if whole else said
    return "" if math.isfinite(value) and value > 0 else "is not a number above 0"


def gifts(book: Book) -> Iterator[Fault]:
    """Who gives can give, and gives what can be given; parts of a joint gift are whole together."""
    actors = book.table("actors", "id", "kind")
    kinds = dict(zip(actors.text("id"), actors.text("kind"), strict=True))
    if "actors" not in book.whole:
        kinds = {}  # a slip there is told there, and not for all it may have given
    items = book.table("items", "id", "unit")
    units = dict(zip(items.text("id"), items.text("unit"), strict=True))
    for name, when in _WHEN.items():
        table = book.table(name, "partner", "item")
        for row, (partner, item) in enumerate(
            zip(table.text("partner"), table.text("item"), strict=True)
        ):
            if item and (message := no_giver(partner, kinds, name in _OWN)):
                yield row_fault(table, row, "partner", message)
        table = book.table(name, "item", "quantity", when)
        cells = zip(*(table.text(column) for column in ("item", "quantity", when)), strict=True)
        rows = [(item, float(text or "nan"), on) for item, text, on in cells]
        together: defaultdict[tuple[str, str], float] = defaultdict(float)
        for item, quantity, on in rows:
            together[item, on] += quantity
        for row, (item, quantity, on) in enumerate(rows):
            if item not in units or math.isnan(quantity):
                continue
            joint = quantity > 0 and not no_quantity(round(together[item, on], 6), units[item])
            if not joint and (message := no_quantity(quantity, units[item])):
                if is_counted(units[item]):
                    message += f"; parts of a joint gift, of one {when}, are whole together"
                yield row_fault(table, row, "quantity", message)
