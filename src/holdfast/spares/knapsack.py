"""One choice for each item under a budget: hulls, their greedy way, and the optimum by HiGHS.

The hulls solve the linear relaxation (Sinha and Zoltners 1979, Operations Research 27): its value
is a bound, and its price of money tells which choices cannot be in any optimum.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

from holdfast.spares.allocation import Ints
from holdfast.spares.asked import Floats

ENDS = 2e-6
"""HiGHS takes as equal what is closer than 1e-6 of the span it is given, and its bound likewise."""


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


def knapsack(hulls: Hulls, budget: float, seconds: float) -> tuple[Ints, float]:
    """The best choice of units (I,) that was found, and a bound under which none lies."""
    found = filled(hulls, budget)
    relaxed, rate = hulls.relaxed(budget)
    room = hulls.value(found) - relaxed
    if room <= 1e-12 * max(hulls.none_bought, 1e-300):
        return found, relaxed
    kept = []
    for table, price in zip(hulls.tables, hulls.price, strict=True):
        reduced = table + rate * price * np.arange(len(table))
        kept.append(np.flatnonzero(reduced - reduced.min() <= room * (1 + 1e-9)))
    return solved(hulls, kept, budget, found, relaxed, seconds)


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


def solved(
    hulls: Hulls, kept: list[Ints], budget: float, found: Ints, relaxed: float, seconds: float
) -> tuple[Ints, float]:
    """The knapsack over the choices that are kept, by HiGHS, counted from the relaxation up."""
    count = len(kept)
    owner = np.repeat(np.arange(count), [len(choices) for choices in kept])
    units = np.concatenate(kept)
    room = hulls.value(found) - relaxed
    base = np.array([hulls.tables[item][choices].min() for item, choices in enumerate(kept)])
    value = np.array([hulls.tables[i][n] for i, n in zip(owner, units, strict=True)])
    one = csr_matrix((np.ones(len(units)), (owner, np.arange(len(units)))), (count, len(units)))
    cost = csr_matrix(hulls.price[owner] * units / max(budget, 1e-300))
    answer = milp(
        (value - base[owner]) / room,
        constraints=LinearConstraint(
            vstack([one, cost]),
            np.r_[np.ones(count), -np.inf],
            np.r_[np.ones(count), 1.0 + 1e-12],
        ),
        integrality=np.ones(len(units), dtype=np.int64),
        bounds=Bounds(0.0, 1.0),
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    bound = relaxed
    if answer.get("mip_dual_bound") is not None:
        bound = max(relaxed, (float(answer["mip_dual_bound"]) - ENDS) * room + float(base.sum()))
    if answer.x is not None:
        taken = np.flatnonzero(answer.x > 0.5)
        made = np.zeros(count, dtype=np.int64)
        made[owner[taken]] = units[taken]
        pays = float(hulls.price @ made) <= budget * (1 + 1e-9)
        if pays and hulls.value(made) < hulls.value(found):
            found = made
    return found, min(bound, hulls.value(found))
