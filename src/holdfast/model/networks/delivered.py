"""Banks of transformers held to what the grid behind them delivers."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.networks.delivery import Delivery
from holdfast.model.networks.delivery_kernels import limit


def limited(delivery: Delivery, through: Array, demand: Array, rows: Array, carried: Array) -> None:
    """Lower what banks carry (F, N or more) [MW] to what the grid behind them delivers, in place.

    through (F, N) share of each bank that works, demand (F, nodes, K) [MW] at each node, in the
    futures of n rows.
    """
    d = delivery
    limit(
        d.design, d.part, d.node, d.secure, d.stress, d.out, d.served,
        np.ascontiguousarray(through), demand, rows, carried,
    )  # fmt: skip
