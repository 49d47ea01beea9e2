"""What is promised to the defence, by rows of deliveries and the day on which each is known."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from holdfast.scenario.cells import known as known_on

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


@dataclasses.dataclass(frozen=True, slots=True)
class Promise:
    """One delivery as it was announced: the day it is known, the day it is due, how many."""

    known: int
    due: int
    amount: float


def known_day(scenario: Scenario, as_of: str) -> int:
    """Day on which a row is known; one that does not say is known from the freeze, or the start."""
    if as_of:
        return scenario.day(known_on(as_of))
    return scenario.day(scenario.as_of) if scenario.as_of else 0


def promises(scenario: Scenario, adds: str, to: str) -> list[Promise]:
    """Deliveries of what adds to a row: `adds` "stock" of an item or "system" of a type.

    The day is the one announced: how late a delivery will be no defender sees.
    """
    table, items = scenario.table("deliveries"), scenario.table("items")
    each = dict(zip(items.text("id"), items.number("amount").tolist(), strict=True))
    wanted = {
        name
        for name, kind, place in zip(
            items.text("id"), items.text("adds"), items.text("adds_to"), strict=True
        )
        if (kind, place) == (adds, to)
    }
    rows = zip(
        table.text("item"), table.text("as_of"), table.days("date").tolist(),
        table.number("quantity").tolist(), strict=True,
    )  # fmt: skip
    return [
        Promise(known_day(scenario, as_of), due, quantity * each[item])
        for item, as_of, due, quantity in rows
        if item in wanted
    ]


def next_due(promised: Sequence[Promise], today: int) -> tuple[int, float]:
    """Days until the next delivery that is known today, and its amount; (0, 0) if there is none."""
    open_ = [one for one in promised if one.known <= today < one.due]
    if not open_:
        return 0, 0.0
    due = min(one.due for one in open_)
    return due - today, sum(one.amount for one in open_ if one.due == due)


def come(promised: Sequence[Promise], today: int) -> float:
    """What should be there by today, of what is known."""
    return sum(one.amount for one in promised if one.known <= today and one.due <= today)
