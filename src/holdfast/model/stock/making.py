"""What makers send: the sum over them of max(0, r(t) - competing orders).

r(t) = r' + (r - r') min(1, t / ramp) t days after a row has begun, r' the rate of the maker's row
before it, 0 without one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

_DAYS_PER_MONTH = 30.4375
"""Mean length of a month of the Julian year (365.25 days / 12)."""
STEP = 7
"""Days for which a rate that rises is held at that of their middle."""


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


def production(
    scenario: Scenario, luck: Luck, names: tuple[str, ...], route: str
) -> tuple[Array, Array]:
    """First days (K,) of regimes and pieces a day (F, K, I) of the rows that name this route.

    Of each maker the latest row that has begun holds.
    """
    whole = scenario.table("production")
    mine = np.array([name == route for name in whole.text("route")], np.bool_)
    table = whole.where(mine)
    first, ramp = table.days("from"), table.number("ramp_days")
    place, makers = table.index("item", names), table.text("maker")
    rate = scenario.uncertain("production", "per_month", luck)[:, mine] / _DAYS_PER_MONTH
    others = scenario.uncertain("production", "competing_per_month", luck)[:, mine]
    others = others / _DAYS_PER_MONTH
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
