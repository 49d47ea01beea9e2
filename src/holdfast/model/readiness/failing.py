"""How many fire units fall out in a day, and how those are mended that stay where they stand."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.readiness.params import Params


def failed(params: Params, standing: Array, spent: Array) -> Array:
    """Units expected to fall out (F, U): standing x fails_per_day + rounds x fails_per_round.

    standing (F, U) units after the raid, spent (F, U) rounds that they fired. No more fall out than
    stand.
    """
    by_time = standing * params.fails_per_day
    if not params.fails_per_round.any():
        return np.asarray(by_time)
    return np.asarray(np.minimum(by_time + spent * params.fails_per_round, standing))


def wanted_in_place(params: Params, down: Array, items: int) -> Array:
    """Parts (F, items) that units down (F, U) would be mended with today, had all one."""
    return _parts(params, down * params.mended_per_day, items)


def mended_in_place(params: Params, down: Array, held: Array) -> tuple[Array, Array]:
    """Units mended today (F, U) and parts spent (F, I).

    down x mended_per_day x min(1, held / wanted), where the last factor is common to all types that
    use the same part. One part is spent for each unit mended.
    """
    wanted = down * params.mended_per_day
    parts = _parts(params, wanted, held.shape[1])
    enough = np.minimum(1.0, np.divide(held, parts, out=np.ones(held.shape), where=parts > held))
    served = np.where(params.part >= 0, enough[:, params.part], 1.0)
    return wanted * served, np.minimum(parts, held)


def _parts(params: Params, wanted: Array, items: int) -> Array:
    """One part (F, items) for each unit (F, U) of a type that needs one."""
    parts = np.zeros((len(wanted), items))
    for unit in np.flatnonzero(params.part >= 0):
        parts[:, params.part[unit]] += wanted[:, unit]
    return parts
