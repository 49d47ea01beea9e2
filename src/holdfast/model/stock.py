"""Stock: pieces of every item held at midnight.

held' = held - fired - parts - fuel - other use + arrived + produced. All uses of a day were limited
by what was held at dawn; what arrives or is made today can be used from tomorrow. Production stops
where the store holds its most. What is produced is the sum over makers of max(0, r(t) - competing
orders), r(t) = r' + (r - r') min(1, t / ramp) t days after the row has begun, r' the rate of the
maker's row before it, 0 without one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.types import Arrived, Comfort, Fight, Mended, Readiness, Stock

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

_DAYS_PER_MONTH = 30.4375
"""Mean length of a month of the Julian year (365.25 days / 12)."""
STEP = 7
"""Days for which a rate that rises is held at that of their middle."""


@bundle
class Params:
    """Stocks at the start, what flows in, and what else draws on them."""

    names: tuple[str, ...]
    first: Array = array("future item", "pieces", "held at the start")
    begins: Array = array("regime", "days", "first day of each regime of production, ascending")
    produced: Array = array("future regime item", "pieces/day", "made or bought in a regime")
    other_use: Array = array("future item", "pieces/day", "use outside the model")
    most: Array = array("item", "pieces", "level up to which production fills, may be infinite")
    counted: Array = array("item", "1", "has a row in stocks, so that it can run out (0 or 1)")
    fuel: Array = array("item", "1", "burnt by generator sets (0 or 1)")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read stocks and production. Items without a row in stocks start at 0 and are never empty.

    Raises ValueError if one item serves two purposes that could each spend all of it on one day.
    """
    names = scenario.table("items").text("id")
    table = scenario.table("stocks")
    place = table.index("item", names)
    counted, fuel = np.zeros(len(names)), np.zeros(len(names))
    counted[place] = 1.0
    most = np.full(len(names), np.inf)
    limit = table.number("most")
    most[place] = np.where(np.isnan(limit), np.inf, limit)
    fuel[place] = table.flag("fuel")
    _one_purpose(scenario, [names[item] for item in np.flatnonzero(fuel)])
    begins, produced = _production(scenario, luck, names)
    quantity = scenario.uncertain("stocks", "quantity", luck)
    other = scenario.uncertain("stocks", "other_use_per_day", luck)
    return Params(
        names=names,
        first=_by_item(quantity, place, len(names)),
        begins=begins,
        produced=produced,
        other_use=_by_item(other, place, len(names)),
        most=most,
        counted=counted,
        fuel=fuel,
    )


def start(params: Params) -> dict[str, Array]:
    """What is held on the first morning."""
    return {"held": params.first}


def step(
    params: Params,
    held: Array,
    arrived: Arrived,
    fight: Fight,
    mended: Mended,
    readiness: Readiness,
    comfort: Comfort,
    today: int,
) -> Stock:
    """Stocks at midnight; held (F, I) [pieces] is what was there at dawn.

    Generator sets burn each kind of fuel in proportion to what is held of it. Other use comes last
    and takes what is left if that is too little. What is delivered is kept whole; production fills
    a store up to its most. An item is empty when less than one piece is left.
    """
    tanks = held * params.fuel
    burnt = tanks * (comfort.litres / np.maximum(tanks.sum(axis=1), 1e-9))[:, None]
    left = np.maximum(held - fight.fired - mended.parts - readiness.parts - burnt, 0.0)
    left = np.maximum(left - params.other_use, 0.0) + arrived.pieces
    regime = int(np.searchsorted(params.begins, today, side="right")) - 1
    if regime >= 0:
        left = left + np.clip(params.most - left, 0.0, params.produced[:, regime])
    return Stock(held=left, empty=(left < 1.0) * params.counted)


def turns(first: Array, ramp: Array) -> Array:
    """(K,) the days on which an inflow changes, ascending: first and ramp (rows,) [days]."""
    found: set[int] = set()
    for begin, length in zip(first.tolist(), ramp.tolist(), strict=True):
        found |= {int(begin + step) for step in range(0, math.ceil(length) + 1, STEP)}
        found.add(int(begin + math.ceil(length)))
    return np.array(sorted(found), np.int64)


def of_maker(days: Array, first: Array, ramp: Array, rate: Array, competing: Array) -> Array:
    """(F, K) inflow of one item from one maker from each of `days` (K,) to the next.

    Rows of the maker by their first day: first, ramp (rows,) [days]; rate, competing (F, rows)
    [pieces a day]. Nothing comes before the first row.
    """
    made = np.zeros((rate.shape[0], len(days)))
    level = np.zeros(rate.shape[0])
    for row in range(len(first)):
        on = days >= first[row]
        risen = _risen(days[on] + STEP / 2, first[row], ramp[row])
        goal = rate[:, row, None]
        full = np.where(risen < 1.0, level[:, None] + (goal - level[:, None]) * risen, goal)
        made[:, on] = np.maximum(full - competing[:, row, None], 0.0)
        if row + 1 < len(first):
            share = _risen(np.asarray(first[row + 1], float), first[row], ramp[row])
            level = level + (rate[:, row] - level) * share
    return made


def _risen(days: Array, first: float, ramp: float) -> Array:
    """The share of its rise that a rate has done by some days; of less than a day there is none."""
    if ramp < 1.0:
        return np.ones_like(days, dtype=float)
    return np.clip((days - first) / ramp, 0.0, 1.0)


def _by_item(values: Array, place: Array, items: int) -> Array:
    """Values by row (F, rows) as values by item (F, I), 0 where there is no row."""
    made = np.zeros((values.shape[0], items))
    made[:, place] = values
    return made


def _production(scenario: Scenario, luck: Luck, names: tuple[str, ...]) -> tuple[Array, Array]:
    """First days (K,) of regimes and pieces a day (F, K, I): of each maker the latest row holds."""
    table = scenario.table("production")
    first, ramp = table.days("from"), table.number("ramp_days")
    place, makers = table.index("item", names), table.text("maker")
    rate = scenario.uncertain("production", "per_month", luck) / _DAYS_PER_MONTH
    others = scenario.uncertain("production", "competing_per_month", luck) / _DAYS_PER_MONTH
    futures = max(rate.shape[0], others.shape[0])
    rate, others = (np.broadcast_to(each, (futures, len(table))) for each in (rate, others))
    begins = turns(first, ramp)
    produced = np.zeros((futures, begins.size, len(names)))
    for item, maker in dict.fromkeys(zip(place.tolist(), makers, strict=True)):
        own = np.flatnonzero((place == item) & (np.array(makers) == maker))
        own = own[np.argsort(first[own], kind="stable")]
        made = of_maker(begins, first[own], ramp[own], rate[:, own], others[:, own])
        produced[:, :, item] += made
    return begins, produced


def _one_purpose(scenario: Scenario, fuel: list[str]) -> None:
    """No item may be two of interceptor, spare of systems, part of installations and fuel."""
    purposes = {
        "an interceptor": set(scenario.table("defence/systems").text("item")),
        "a spare part of air defence": set(scenario.table("defence/systems").text("part")),
        "a part of installations": set(scenario.table("damage/kinds").text("part")),
        "fuel": set(fuel),
        "a mobile unit": set(scenario.table("repair/mobile").text("item")),
    }
    seen: dict[str, str] = {}
    for purpose, items in purposes.items():
        for item in sorted(items - {""}):
            if item in seen:
                raise ValueError(
                    f"item {item} is both {seen[item]} and {purpose}: give each its own row"
                )
            seen[item] = purpose
