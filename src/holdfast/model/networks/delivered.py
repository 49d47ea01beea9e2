"""Banks of transformers held to what the grid behind them delivers."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.model.networks.condition import Condition
from holdfast.model.networks.delivery import Delivery
from holdfast.model.networks.delivery_kernels import limit
from holdfast.model.networks.params import Params


def delivered(params: Params, state: Condition, rows: Array, need: Array) -> Condition:
    """The condition whose banks carry no more than is delivered of the load need (n, R) [MW].

    In the futures of n rows; banks of all others are as they were.
    """
    if params.delivery is None:
        return state
    taps = params.grid
    demand = np.zeros((len(state.bank), params.wires.nodes, 1))
    for bus, region, share in zip(taps.tap_bus, taps.tap_region, taps.tap_share, strict=True):
        demand[rows, bus, 0] += share * need[:, region]
    bank = np.array(state.bank)
    limited(params.delivery, state.through, demand, rows, bank)
    return dataclasses.replace(state, bank=bank)


def limited(
    delivery: Delivery | None, through: Array, demand: Array, rows: Array, carried: Array
) -> None:
    """Lower what banks carry (F, N or more) [MW] to what the grid behind them delivers, in place.

    through (F, N) share of each bank that works, demand (F, nodes, K) [MW] at each node, in the
    futures of n rows. Nothing is done without curves.
    """
    if delivery is None:
        return
    d = delivery
    limit(
        d.design, d.part, d.node, d.secure, d.stress, d.out, d.served,
        np.ascontiguousarray(through), demand, rows, carried,
    )  # fmt: skip
