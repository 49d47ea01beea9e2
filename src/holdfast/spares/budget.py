"""Several items under a budget: marginal analysis on convex hulls, and the true optimum beside it.

Each item is first given its least backorders for every number of units (`allocation`). Marginal
analysis buys steps of the convex hulls in the order of what they save for their price; each set
on its way is the best for what it costs (Fox 1966; Sherbrooke 2004, section 2.7), but a budget
between two of them is not used up, and what lies above a hull is never bought. The true optimum is
a knapsack of one choice for each item (`knapsack`).
"""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from holdfast.spares.allocation import Ints, curves, one_axis, share_out, some
from holdfast.spares.asked import Asked, Floats
from holdfast.spares.item import MODELS, Item, read_item
from holdfast.spares.knapsack import Hulls, knapsack

SMALL = 1e-8
"""Items are tried up to a number of units that leaves this share of their backorders."""


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """A stock of I items, and what it costs and leaves short."""

    depot_stock: Ints
    """(I,)"""
    base_stock: Ints
    """(I, B)"""
    cost: float
    backorders: float
    """Over items and bases, weighted."""


@dataclasses.dataclass(frozen=True, slots=True)
class Budgeted:
    """The best for a budget."""

    hull: Choice
    """What marginal analysis buys: the last set on the hull that the budget pays for."""
    optimum: Choice
    """The best that was found."""
    bound: float
    """No stock that the budget pays for leaves fewer backorders."""
    gap: float
    """optimum.backorders - bound."""
    curve_cost: Floats
    """(H,) cost of each set on the hull, rising from 0."""
    curve_backorders: Floats
    """(H,) what it leaves short, falling."""


def budgeted(
    demand_rate: npt.ArrayLike,
    repaired_at_base: npt.ArrayLike,
    base_repair_time: npt.ArrayLike,
    order_ship_time: npt.ArrayLike,
    depot_repair_time: npt.ArrayLike,
    unit_cost: npt.ArrayLike,
    budget: float,
    *,
    weight: npt.ArrayLike = 1.0,
    model: str = "metric",
) -> Budgeted:
    """Stock of I items that leaves the fewest weighted backorders for a budget.

    The first five arguments as in `metric` with one leading axis of items; `unit_cost` (I,) above
    0, in the unit of `budget`; `weight` (I,) of a backorder of each item, 1 if not given; `model`
    metric, vari_metric or exact.

    Raises ValueError that names every argument that is wrong.
    """
    asked = Asked()
    asked.choice("model", model, MODELS)
    money = asked.number("budget", budget)
    price = asked.amounts("unit_cost", unit_cost, above=True)
    worth = asked.amounts("weight", weight)
    item, _ = read_item(
        asked, demand_rate, repaired_at_base, base_repair_time, order_ship_time, depot_repair_time
    )
    item = one_axis(item)
    count = len(item.own)
    if price.ndim > 1 or worth.ndim > 1:
        asked.wrong.append(f"unit_cost {price.shape} and weight {worth.shape}: one number or (I,)")
    asked.together(demand_rate=item.own.shape, unit_cost=(*price.shape, 1),
                   weight=(*worth.shape, 1))  # fmt: skip
    asked.settle()
    price, worth = np.broadcast_to(price, count), np.broadcast_to(worth, count)
    return _bought(item, price, worth, money, model)


def _bought(item: Item, price: Floats, worth: Floats, money: float, model: str) -> Budgeted:
    """What hulls and the optimum buy, and what each leaves."""
    short, depot = _tables(item, price, money, model)
    left = sum(
        float(w * table[-1])
        for w, c, table in zip(worth, price, short, strict=True)
        if len(table) - 1 < money // c
    )
    hulls = Hulls.of([w * table for w, table in zip(worth, short, strict=True)], price)
    best, bound = knapsack(hulls, money)
    bound = max(bound - left, 0.0)

    def chosen(units: Ints) -> Choice:
        at_depot = np.array([row[n] for row, n in zip(depot, units, strict=True)], dtype=np.int64)
        return Choice(
            depot_stock=at_depot,
            base_stock=share_out(item, at_depot, units - at_depot, model),
            cost=float(price @ units),
            backorders=hulls.value(units),
        )

    optimum = chosen(best)
    return Budgeted(
        hull=chosen(hulls.bought(money)),
        optimum=optimum,
        bound=min(bound, optimum.backorders),
        gap=max(optimum.backorders - bound, 0.0),
        curve_cost=hulls.curve_cost,
        curve_backorders=hulls.curve_value,
    )


def _tables(item: Item, price: Floats, money: float, model: str) -> tuple[list[Floats], list[Ints]]:
    """For each item its least backorders and depot stock by units, as far as they matter."""
    short: list[Floats] = [np.zeros(0)] * len(price)
    depot: list[Ints] = [np.zeros(0, dtype=np.int64)] * len(price)
    open_, most = np.arange(len(price)), 8
    while len(open_):
        affordable = np.floor(money / price[open_])
        found = curves(some(item, open_), int(min(most, affordable.max(initial=0))), model)
        further = []
        for row, number in enumerate(open_):
            table = found.backorders[row]
            enough = np.flatnonzero(table <= SMALL * table[0])
            end = int(min(affordable[row], enough[0] if len(enough) else len(table)))
            if end < len(table):
                short[number] = table[: end + 1]
                depot[number] = found.depot_stock[row, : end + 1]
            else:
                further.append(number)
        open_, most = np.array(further, dtype=np.int64), 2 * most
    return short, depot
