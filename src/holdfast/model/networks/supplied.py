"""Sources of gas by day: when they give, and what is paid for what is bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario, Table

THOUSANDS = 1000.0
"""Thousand cubic metres in a million."""
MILLION = 1e6


@bundle
class Bought:
    """Imports one by one; none where the scenario states no price."""

    limit: Array = array("future import day", "mcm/day", "most that may be bought")
    price: Array = array("future import", "EUR/1000 m3", "price of gas bought")
    order: Array = array("import", "index", "the cheapest first, by the price in the table")


def running(sources: Table, days: int) -> Array:
    """(W, D) whether each source of gas/supply gives on a day: from its first to its last."""
    every = np.arange(days)
    begun = sources.days("from", missing=0)[:, None] <= every
    return np.asarray(begun & (every <= sources.days("until", missing=days)[:, None]))


def prepare(scenario: Scenario, flow: Array, bought: Array, luck: Luck) -> Bought:
    """Prices of the imports among sources, bought (W,) bool, that give flow (F, W, D)."""
    price = scenario.uncertain("gas/supply", "price_eur_per_1000_m3", luck)[:, bought]
    if not price.size or np.isnan(price).any():
        none = np.zeros(0, dtype=np.int64)
        return Bought(np.zeros((1, 0, flow.shape[2])), np.zeros((1, 0)), none)
    told = scenario.table("gas/supply").number("price_eur_per_1000_m3")[bought]
    return Bought(flow[:, bought], price, np.argsort(told, kind="stable"))


def in_order(bought: Bought, imported: Array, today: int) -> Array:
    """(F, X) mcm of each import of what is bought (F,) for a national balance, the cheapest first;
    no import where none has a price."""
    left = imported
    made = np.zeros((len(imported), bought.order.size))
    for k in bought.order:
        made[:, k] = np.minimum(left, bought.limit[:, k, today])
        left = left - made[:, k]
    return made


def cost(bought: Bought, parts: Array) -> Array:
    """(F,) million EUR for what was bought of each import (F, X) [mcm]; 0 without a price."""
    return np.asarray((parts * bought.price).sum(axis=1) * THOUSANDS / MILLION)
