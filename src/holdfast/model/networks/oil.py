"""Fuel oil on site of gas-fired stations: what units without gas give on it, while it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.model.networks.fuel import HALVINGS, LEAST
from holdfast.model.networks.fuel_kernels import halve
from holdfast.model.networks.sums import sum_by
from holdfast.model.types import BLOCK_HOURS

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario

AGREED = 1e-3
"""Share by which a station may burn more oil than it has and still count as agreed."""
SPECK = 1e-6
"""t that counts as none."""


@bundle
class Oil:
    """Tanks, one for each generator that can burn oil; none in a scenario without power/oil."""

    generator: Array = array("tank", "index", "generator that burns it")
    region: Array = array("tank", "index", "its region")
    stock: Array = array("future tank", "t", "oil at the start")
    capacity: Array = array("tank", "t", "oil when full")
    refill: Array = array("future tank", "t/day", "oil that comes in each day")
    rate: Array = array("tank", "t/MWh", "oil burnt")
    share: Array = array("future tank", "1", "most power on oil, over that on gas")


def prepare(scenario: Scenario, generators: tuple[str, ...], regions: Array, luck: Luck) -> Oil:
    """Read the tanks; regions (G,) of the generators."""
    table = scenario.table("power/oil")
    owner = table.index("generator", generators)
    capacity = table.number("capacity_t")
    stock = scenario.uncertain("power/oil", "stock_t", luck)
    return Oil(
        generator=owner,
        region=regions[owner],
        stock=np.minimum(stock, capacity),
        capacity=capacity,
        refill=scenario.uncertain("power/oil", "refill_t_per_day", luck),
        rate=table.number("t_per_mwh"),
        share=scenario.uncertain("power/oil", "power_share", luck),
    )


def at_dawn(oil: Oil, held: Array, given: Array) -> Array:
    """(F, P) t on site with what comes in today and what is given to the country (F or 1,) [t].

    Gifts are shared in proportion to the room left; what finds no room is not taken.
    """
    if not oil.rate.size:
        return held
    room = np.maximum(oil.capacity - held, 0.0)
    filled = held + np.minimum(oil.refill, room)
    left = np.maximum(oil.capacity - filled, 0.0)
    total = np.zeros(len(held))
    for tank in range(oil.rate.size):
        total += left[:, tank]
    taken = np.minimum(given, total)
    return np.asarray(filled + left * (taken / np.maximum(total, 1e-9))[:, None])


def burnt(oil: Oil, dispatch: Sequence[Array], generators: int) -> Array:
    """(F, P) t burnt in the day; dispatch (F, G + P + X) [MW] by block, after generators tanks."""
    return np.asarray(energy(oil, dispatch, generators) * oil.rate)


def lacks(taken: Array, tanks: Array) -> Array:
    """(F, P) bool: more was burnt than there is, in t."""
    return np.asarray(taken > tanks * (1 + AGREED) + SPECK)


def energy(oil: Oil, dispatch: Sequence[Array], generators: int) -> Array:
    """(F, P) MWh given on oil in the day."""
    mine = slice(generators, generators + oil.rate.size)
    return np.asarray(np.sum(dispatch, axis=0)[:, mine] * BLOCK_HOURS)


def held_back(
    oil: Oil,
    dispatch: Sequence[Array],
    supply: Sequence[Array],
    share: Array,
    tanks: Array,
    generators: int,
) -> Array:
    """(F, P) share of their power on oil at which stations, run as they were, burn `tanks` (F, P).

    As for gas (`fuel.held_back`): oil is kept for the blocks that ask for little. `dispatch` and
    `supply` (F, G + P or more) [MW] by block at the `share` (F, P); the new one is not above it.
    """
    mine = slice(generators, generators + oil.rate.size)
    ran = np.stack([d[:, mine] for d in dispatch], axis=1)
    most = np.stack([s[:, mine] for s in supply], axis=1)
    most = most / np.maximum(share, LEAST)[:, None]
    low, room = np.empty(share.shape), np.empty((3, share.shape[1]))
    ran, most, top, tanks = map(np.ascontiguousarray, (ran, most, share, tanks))
    own = np.arange(oil.rate.size)
    halve(ran, most, oil.rate, own, BLOCK_HOURS, top, tanks, HALVINGS, low, room)
    return low


def by_owner(oil: Oil, values: Array, generators: int) -> Array:
    """(F, G) values of tanks (F, P) at the generators that they belong to."""
    return sum_by(values, oil.generator, generators)
