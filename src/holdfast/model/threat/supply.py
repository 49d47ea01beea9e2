"""What is added to the stock: production, orders that are delivered, sanctions that bite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.regimes import DAYS_PER_MONTH, current, regimes
from holdfast.model.threat.params import Params

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def supplied(params: Params, today: int) -> Array:
    """Added to the stock today by class, (F or 1, C) [1/day]."""
    made = current(params.supply_from, params.supply, today)
    if len(params.order_class):
        made = made + _ordered(params, today)
    if len(params.sanction_class):
        made = made * (1.0 - _lost(params, today))
    return made


def pace(params: Params, supply: Array) -> Array:
    """Factor of what is launched, (F or 1, C): supply [1/day] over the reference, to a power.

    1 where a class has no reference.
    """
    there = params.reference > 0.0
    ratio = np.where(there, supply / np.where(there, params.reference, 1.0), 1.0)
    return np.asarray(ratio**params.pace)


def production(scenario: Scenario, names: tuple[str, ...], luck: Luck) -> dict[str, Array]:
    """Fields of Params about supply, from threat/supply, threat/orders and threat/sanctions."""
    rows = scenario.table("threat/supply")
    label = rows.index("class", names)
    days = rows.days("from")
    drawn = scenario.uncertain("threat/supply", "per_month", luck)
    first, per_month = regimes(days, label, drawn, len(names))
    stated = regimes(days, label, rows.number("per_month")[np.newaxis], len(names))
    return {
        "supply_from": first,
        "supply": per_month / DAYS_PER_MONTH,
        "reference": current(*stated, 0)[0] / DAYS_PER_MONTH,
        "pace": scenario.uncertain("threat/classes", "pace", luck),
        **_orders(scenario, names, luck),
        **_sanctions(scenario, names, luck),
    }


def _orders(scenario: Scenario, names: tuple[str, ...], luck: Luck) -> dict[str, Array]:
    rows = scenario.table("threat/orders")
    lead = scenario.uncertain("threat/orders", "lead_months", luck)
    begins = rows.days("placed") + lead * DAYS_PER_MONTH
    months = rows.number("months")
    lasts = np.where(np.isnan(months), np.inf, months * DAYS_PER_MONTH)
    return {
        "order_class": rows.index("class", names),
        "order_from": begins,
        "order_until": begins + lasts,
        "order_rate": scenario.uncertain("threat/orders", "per_month", luck) / DAYS_PER_MONTH,
    }


def _sanctions(scenario: Scenario, names: tuple[str, ...], luck: Luck) -> dict[str, Array]:
    rows = scenario.table("threat/sanctions")
    # Of the rows of a class that bite, the one that was stated last holds.
    order = np.argsort(rows.days("from"), kind="stable")
    lag = scenario.uncertain("threat/sanctions", "lag_months", luck)
    begins = rows.days("from") + lag * DAYS_PER_MONTH
    return {
        "sanction_class": rows.index("class", names)[order],
        "sanction_from": begins[:, order],
        "sanction_lost": scenario.uncertain("threat/sanctions", "share_lost", luck)[:, order],
    }


def _ordered(params: Params, today: int) -> Array:
    """Delivered today from orders, (F or 1, C) [1/day]."""
    runs = (params.order_from <= today) & (today < params.order_until)
    rate = np.where(runs, params.order_rate, 0.0)
    made = np.zeros((len(rate), len(params.classes)))
    # Order by order, so that the sum has one order whatever the number of futures.
    for place, label in enumerate(params.order_class):
        made[:, label] += rate[:, place]
    return made


def _lost(params: Params, today: int) -> Array:
    """Share of the supply that sanctions take today, (F or 1, C)."""
    bites = params.sanction_from <= today
    rows = max(len(bites), len(params.sanction_lost))
    made = np.zeros((rows, len(params.classes)))
    for place, label in enumerate(params.sanction_class):
        made[:, label] = np.where(bites[:, place], params.sanction_lost[:, place], made[:, label])
    return made
