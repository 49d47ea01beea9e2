"""Electric compressors that take their power at a node of the grid: what they ask and get."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.model.networks.sums import sum_by
from holdfast.model.types import SLICES

if TYPE_CHECKING:
    from holdfast.model.networks.fixed import Asked
    from holdfast.model.networks.params import Params

KEPT = SLICES.index("protected")
"""The slice of demand in which compressors stand."""


def count(params: Params) -> int:
    """C: how many compressors there are; none where gas is a national balance."""
    return 0 if params.pressures is None else len(params.pressures.inlet)


def plugged(params: Params) -> Array:
    """Positions of the compressors that take their power at a node."""
    if params.pressures is None:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(params.pressures.bus >= 0)


def connect(params: Params, asked: Asked, draws: Array, rows: Array) -> Array:
    """Add what compressors draw (F, C) [MW] to what nodes ask in the futures of n rows.

    Gives (n, C) MW that is connected: while the island of its node restarts a compressor waits as
    protected demand does.
    """
    made = np.zeros((len(rows), draws.shape[1]))
    p = params.pressures
    if p is None:
        return made
    for c in plugged(params):
        bus, region = p.bus[c], p.bus_region[c]
        made[:, c] = draws[rows, c] * (1 - asked.waiting[rows, region, KEPT])
        asked.demand[rows, bus, KEPT] += made[:, c]
    return made


def share_out(
    params: Params, asked: Asked, shed: Array, drawn: Array, rows: Array
) -> tuple[Array, Array]:
    """Shed of all others (n, N, K) [MW], and the share of each compressor's draw not served (n, C).

    shed (n, N, K) at nodes is shared by all who ask there alike. drawn (n, C) [MW] as of `connect`;
    one that asks for nothing is as dark as its node leaves others.
    """
    dark = np.zeros(drawn.shape)
    mine, p = plugged(params), params.pressures
    if p is None or not mine.size:
        return shed, dark
    left = shed.copy()
    for c in mine:
        bus, region = p.bus[c], p.bus_region[c]
        asks, lost = asked.demand[rows, bus, KEPT], shed[:, bus, KEPT]
        part = np.divide(lost, asks, out=np.zeros(len(rows)), where=asks > 0)
        left[:, bus, KEPT] -= part * drawn[:, c]
        dark[:, c] = 1 - (1 - asked.waiting[rows, region, KEPT]) * (1 - part)
    return np.maximum(left, 0.0), dark


def stopped(params: Params, dark: Array, blocks: list[Array]) -> Array:
    """(F, C) share of the day that each compressor is without power.

    dark (F, R) of people, for those without a node of their own; blocks (F, C) of the others.
    """
    if params.pressures is None:
        return np.zeros((len(dark), 0))
    made = dark[:, params.pressures.station_region]
    mine = plugged(params)
    if mine.size:
        made[:, mine] = np.mean(blocks, axis=0)[:, mine]
    return np.asarray(made)


def wanted(params: Params, power: Array, still: Array) -> Array:
    """(F, C) MW that compressors draw while they run, of power (F, C) [MW] in the mean of the day.

    still (F, C) is the share of the day in which they stand.
    """
    made = np.zeros(power.shape)
    mine = plugged(params)
    runs = 1 - still[:, mine]
    made[:, mine] = np.divide(power[:, mine], runs, out=made[:, mine], where=runs > 0)
    return made


def by_region(params: Params, draws: Array, regions: int) -> Array:
    """(F, R) MW that compressors draw (F, C), by region of their nodes."""
    if params.pressures is None:
        return np.zeros((len(draws), regions))
    return sum_by(draws, params.pressures.bus_region, regions)
