"""Where power and gas do not agree yet, and what is held back or asked for in the next round.

Shares of fuel only fall and what compressors ask for only rises, so that rounds end; and only
futures in which something moves go on, so that no future minds its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.arrays import Array
from holdfast.model.networks import fuel, gas, oil, stations
from holdfast.model.types import POWER

if TYPE_CHECKING:
    from holdfast.model.networks.params import Params
    from holdfast.model.networks.power import PowerDay

AGREED = 1e-3
"""Share by which stations of a region may burn more than they get and still count as agreed."""
SPECK = 1e-9
"""mcm that counts as none."""
DRAWN = 1e-2
"""Share by which a compressor may need more power than it asked for and still count as agreed."""
LITTLE = 1e-3
"""MW that counts as none."""


class Held(NamedTuple):
    """What a round begins with."""

    fuelled: Array
    """(F, R + P) share of gas-fired power with gas, then of power on oil with oil, by tank."""
    draws: Array
    """(F, C) MW that compressors ask for at their nodes."""


class Gap(NamedTuple):
    """What does not agree."""

    short: Array
    """(F, R + P) bool: more was burnt than there is."""
    more: Array
    """(F, C) bool: a compressor needs more power than it asked for."""
    draws: Array
    """(F, C) MW that it needs."""

    def moving(self) -> Array:
        """(F,) bool: futures that go on."""
        return np.asarray(self.short.any(axis=1) | self.more.any(axis=1))


def whole(params: Params, futures: int) -> Held:
    """All stations have fuel, and compressors ask for nothing yet."""
    shares = params.demand.hinge.size + params.oil.rate.size
    return Held(np.ones((futures, shares)), np.zeros((futures, stations.count(params))))


def gap(params: Params, power: PowerDay, given: gas.Given, site: Array, held: Held) -> Gap:
    """What is short after a round; site (F, P) [t] of oil at dawn."""
    burn, got = fuel.burnt(params, power.dispatch), given.day.served[:, :, POWER]
    taken = oil.burnt(params.oil, power.dispatch, params.supply.gas_rate.size)
    over = [burn > got * (1 + AGREED) + SPECK, oil.lacks(taken, site)]
    short = np.concatenate(over, axis=1) & (held.fuelled > fuel.LEAST)
    if given.piped is None:
        return Gap(short, held.draws > np.inf, held.draws)
    draws = stations.wanted(params, given.piped.power, given.piped.stopped)
    return Gap(short, draws > held.draws * (1 + DRAWN) + LITTLE, draws)


def lower(
    params: Params, power: PowerDay, given: gas.Given, site: Array, held: Held, found: Gap
) -> Held:
    """What the next round begins with, in the futures that move."""
    rows = np.flatnonzero(found.moving())
    got = given.day.served[rows][:, :, POWER]
    fuelled, regions = held.fuelled.copy(), got.shape[1]
    ran, most = ([each[rows] for each in lists] for lists in (power.dispatch, power.supply))
    share = fuel.held_back(params, ran, most, fuelled[rows, :regions], got)
    if params.oil.rate.size:
        last = params.supply.gas_rate.size
        on_oil = oil.held_back(params.oil, ran, most, fuelled[rows, regions:], site[rows], last)
        share = np.concatenate([share, on_oil], axis=1)
    fuelled[rows] = np.where(found.short[rows], share, fuelled[rows])
    return Held(fuelled, np.where(found.more, found.draws, held.draws))
