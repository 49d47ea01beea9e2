"""How far gas-fired stations must be held back so that they burn what they get, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.model.networks.fuel_kernels import halve
from holdfast.model.networks.sums import sum_by
from holdfast.model.types import BLOCK_HOURS

if TYPE_CHECKING:
    from holdfast.model.networks.params import Params

HALVINGS = 30
"""Times the interval in which the share lies is halved: to 1e-9 of capacity."""
LEAST = 1e-6
"""Share of capacity below which a station counts as without gas."""


def burnt(params: Params, dispatch: Sequence[Array]) -> Array:
    """(F, R) mcm that stations burn in the day; dispatch (F, G) [MW] by block."""
    rate = params.supply.gas_rate
    energy = np.sum(dispatch, axis=0)[:, : rate.size] * BLOCK_HOURS
    return sum_by(energy * rate, params.supply.region, params.demand.hinge.size)


def held_back(
    params: Params,
    dispatch: Sequence[Array],
    supply: Sequence[Array],
    fuelled: Array,
    gas: Array,
) -> Array:
    """(F, R) share of gas-fired capacity at which stations, run as they were, burn `gas` (F, R).

    A station gives in a block what it gave, or that share of its capacity if it is less: gas is
    kept for the blocks that ask for little, and the cap lies on those that ask for most.
    `dispatch` and `supply` (F, G) [MW] by block are what they gave and could give at the share
    `fuelled` (F, R); the new one is not above it.
    """
    rate, region = params.supply.gas_rate, params.supply.region
    fired = np.flatnonzero(rate > 0)
    at = region[fired]
    ran = np.stack([d[:, fired] for d in dispatch], axis=1)
    most = np.stack([s[:, fired] for s in supply], axis=1)
    most = most / np.maximum(fuelled[:, at], LEAST)[:, None]
    low, room = np.empty(fuelled.shape), np.empty((3, fuelled.shape[1]))
    ran, most, top, gas = map(np.ascontiguousarray, (ran, most, fuelled, gas))
    halve(ran, most, rate[fired], at, BLOCK_HOURS, top, gas, HALVINGS, low, room)
    return low
