"""One choice for each item under a budget: hulls, their greedy way, and the optimum.

The hulls solve the linear relaxation (Sinha and Zoltners 1979, Operations Research 27). With its
price of money l each choice has a reduced cost r = left + l * cost - (the least of its item), and
no stock leaves less than the relaxation plus the sum of its r. From the choices of r = 0 a dynamic
program over undominated (cost, left) changes items in the order of their least r above 0, and is at
its end where that exceeds what could still be won (Pisinger 1995, European Journal of Operational
Research 83).
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np

from holdfast.spares.allocation import Ints
from holdfast.spares.asked import Floats

MOST = 300_000
"""Stocks that are carried at a time; what is left out beyond lowers the bound that is told."""


@dataclasses.dataclass(frozen=True, slots=True)
class Hulls:
    """Tables of I items and the steps of their lower convex hulls, best value for money first."""

    tables: list[Floats]
    """Of each item, what is left by the units bought."""
    price: Floats
    """(I,) of a unit."""
    step_item: Ints
    """(H,)"""
    step_units: Ints
    """(H,) units of the item after the step."""
    step_cost: Floats
    """(H,)"""
    step_saved: Floats
    """(H,)"""

    @classmethod
    def of(cls, tables: list[Floats], price: Floats) -> Hulls:
        """The hulls of tables that fall."""
        item, units, cost, saved = [], [], [], []
        for number, table in enumerate(tables):
            corners = corners_of(table)
            item.append(np.full(len(corners) - 1, number))
            units.append(corners[1:])
            cost.append(np.diff(corners) * price[number])
            saved.append(-np.diff(table[corners]))
        rows = [np.concatenate(part) for part in (item, units, cost, saved)]
        with np.errstate(divide="ignore", invalid="ignore"):
            order = np.argsort(-rows[3] / rows[2], kind="stable")
        ordered = [row[order] for row in rows]
        return cls(
            tables, price, ordered[0].astype(np.int64), ordered[1].astype(np.int64),
            ordered[2].astype(np.float64), ordered[3].astype(np.float64),
        )  # fmt: skip

    @property
    def none_bought(self) -> float:
        """What is left with nothing bought."""
        return float(sum(table[0] for table in self.tables))

    @property
    def curve_cost(self) -> Floats:
        """(H + 1,) cost of each set on the way."""
        return np.concatenate([[0.0], np.cumsum(self.step_cost)])

    @property
    def curve_value(self) -> Floats:
        """(H + 1,) what it leaves."""
        return np.maximum(self.none_bought - np.concatenate([[0.0], np.cumsum(self.step_saved)]), 0)

    def value(self, units: Ints) -> float:
        """What a choice leaves."""
        return float(sum(table[n] for table, n in zip(self.tables, units, strict=True)))

    def within(self, budget: float) -> int:
        """How many steps the budget pays for in their order."""
        slack = 1e-12 * max(budget, 1.0)
        return int(np.searchsorted(np.cumsum(self.step_cost), budget + slack, side="right"))

    def bought(self, budget: float) -> Ints:
        """(I,) units of the last set on the way that the budget pays for."""
        units = np.zeros(len(self.tables), dtype=np.int64)
        until = self.within(budget)
        np.maximum.at(units, self.step_item[:until], self.step_units[:until])
        return units

    def relaxed(self, budget: float) -> tuple[float, float]:
        """Value of the linear relaxation, and what one unit of money saves in it."""
        until = self.within(budget)
        value = float(self.curve_value[until])
        if until == len(self.step_cost):
            return value, 0.0
        rate = float(self.step_saved[until] / self.step_cost[until])
        return value - rate * max(budget - float(self.curve_cost[until]), 0.0), rate


def corners_of(table: Floats) -> Ints:
    """Numbers of units at which the lower convex hull of a table has corners, while it falls."""
    corners: list[int] = []
    for n in range(len(table)):
        while len(corners) > 1:
            a, b = corners[-2:]
            if (table[b] - table[a]) * (n - a) < (table[n] - table[a]) * (b - a):
                break
            corners.pop()
        corners.append(n)
    falls = [0, *(n for a, n in itertools.pairwise(corners) if table[n] < table[a])]
    return np.array(falls, dtype=np.int64)


def knapsack(hulls: Hulls, budget: float, most: int = MOST) -> tuple[Ints, float]:
    """The best choice of units (I,) that was found, and a bound under which none lies."""
    found = filled(hulls, budget)
    bound, rate = hulls.relaxed(budget)
    room = hulls.value(found) - bound
    if room <= 1e-12 * max(hulls.none_bought, 1e-300):
        return found, bound
    reduced = []
    for table, price in zip(hulls.tables, hulls.price, strict=True):
        row = table + rate * price * np.arange(len(table))
        reduced.append(row - row.min())
    first = np.array([int(np.argmin(row)) for row in reduced], dtype=np.int64)
    return _from_relaxed(hulls, budget, found, Relaxed(bound, rate, reduced, first), most)


@dataclasses.dataclass(frozen=True, slots=True)
class Relaxed:
    """What the linear relaxation tells of each choice."""

    bound: float
    rate: float
    """What one unit of money saves."""
    reduced: list[Floats]
    """Of each item, by the units bought."""
    first: Ints
    """(I,) units of reduced cost 0."""


def _from_relaxed(
    hulls: Hulls, budget: float, found: Ints, relaxed: Relaxed, most: int
) -> tuple[Ints, float]:
    """Undominated changes of the relaxed choice, item by item, best first."""
    best = hulls.value(found) - relaxed.bound
    second = [
        np.delete(row, n).min(initial=np.inf)
        for row, n in zip(relaxed.reduced, relaxed.first, strict=True)
    ]
    over = np.array([float(hulls.price @ relaxed.first) - budget])
    lost, dropped = np.zeros(1), np.inf
    layers: list[tuple[int, Ints, Ints]] = []
    winner: tuple[int, int] | None = None
    for item in np.argsort(second, kind="stable"):
        if second[item] >= best:
            break
        row, start = relaxed.reduced[item], int(relaxed.first[item])
        choice = np.flatnonzero(row < best)
        extra = (choice - start) * hulls.price[item]
        all_over = (over[:, None] + extra).ravel()
        all_lost = (lost[:, None] + row[choice]).ravel()
        kept = _undominated(all_over, all_lost, relaxed.rate, best)
        if len(kept) > most:
            kept, rest = _nearest(kept, all_lost, most)
            dropped = min(dropped, rest)
        over, lost = all_over[kept], all_lost[kept]
        layers.append((int(item), kept // len(choice), choice[kept % len(choice)]))
        fits = over <= 1e-12 * max(budget, 1.0)
        left = np.where(fits, lost - relaxed.rate * over, np.inf)
        if len(left) and left.min() < best:
            best, winner = float(left.min()), (len(layers), int(np.argmin(left)))
    if winner is not None:
        found = _traced(relaxed.first, layers, winner)
    return found, min(relaxed.bound + min(best, dropped), hulls.value(found))


def _undominated(over: Floats, lost: Floats, rate: float, best: float) -> Ints:
    """Those that may still win, none of which costs and leaves at least as much as another."""
    may = np.flatnonzero(lost < best)
    left = lost[may] - rate * over[may]
    order = np.lexsort((left, over[may]))
    least = np.minimum.accumulate(left[order])
    new = np.concatenate([[True], left[order][1:] < least[:-1]])[: len(order)]
    return np.asarray(may[order[new]])


def _nearest(kept: Ints, lost: Floats, most: int) -> tuple[Ints, float]:
    """So many of least reduced cost, in their order, and the least of the others."""
    order = np.argsort(lost[kept], kind="stable")
    return kept[np.sort(order[:most])], float(lost[kept[order[most]]])


def _traced(first: Ints, layers: list[tuple[int, Ints, Ints]], winner: tuple[int, int]) -> Ints:
    """The units of the winner, through the states it came from."""
    units, (until, state) = first.copy(), winner
    for item, parent, choice in reversed(layers[:until]):
        units[item] = choice[state]
        state = int(parent[state])
    return units


def filled(hulls: Hulls, budget: float) -> Ints:
    """The last set on the hulls, and whatever else the rest of the budget still buys, in turn."""
    units = hulls.bought(budget)
    left = budget - float(hulls.price @ units)
    for item in hulls.step_item[hulls.within(budget) :]:
        table, have = hulls.tables[item], units[item]
        more = int(min(left * (1 + 1e-12) // hulls.price[item], len(table) - 1 - have))
        if more > 0:
            best = have + int(np.argmin(table[have : have + more + 1]))
            left -= float((best - have) * hulls.price[item])
            units[item] = best
    return units
