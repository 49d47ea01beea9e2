"""Inflow: what makers send of an item, with a ramp and the orders of others.

inflow(t) = sum over makers of max(0, r(t) - competing orders),
r(t) = r' + (r - r') min(1, t / ramp),
t days after the row has begun, r' the rate of the maker's row before it, 0 without one.
"""

from __future__ import annotations

import math

import numpy as np

from holdfast.arrays import Array

STEP = 7
"""Days for which a rate that rises is held at that of their middle."""


def turns(first: Array, ramp: Array) -> Array:
    """(K,) the days on which an inflow changes, ascending: first and ramp (rows,) [days]."""
    found: set[int] = set()
    for begin, length in zip(first.tolist(), ramp.tolist(), strict=True):
        found |= {int(begin + step) for step in range(0, math.ceil(length) + 1, STEP)}
        found.add(int(begin + math.ceil(length)))
    return np.array(sorted(found), np.int64)


def of_maker(days: Array, first: Array, ramp: Array, rate: Array, competing: Array) -> Array:
    """(F, K) inflow of one item from one maker from each of `days` (K,) to the next.

    Rows of the maker by their first day: first, ramp (rows,) [days]; rate, competing (F, rows)
    [pieces a day]. Nothing comes before the first row.
    """
    made = np.zeros((rate.shape[0], len(days)))
    level = np.zeros(rate.shape[0])
    for row in range(len(first)):
        on = days >= first[row]
        risen = _risen(days[on] + STEP / 2, first[row], ramp[row])
        goal = rate[:, row, None]
        full = np.where(risen < 1.0, level[:, None] + (goal - level[:, None]) * risen, goal)
        made[:, on] = np.maximum(full - competing[:, row, None], 0.0)
        if row + 1 < len(first):
            share = _risen(np.asarray(first[row + 1], float), first[row], ramp[row])
            level = level + (rate[:, row] - level) * share
    return made


def _risen(days: Array, first: float, ramp: float) -> Array:
    """The share of its rise that a rate has done by some days; of less than a day there is none."""
    if ramp < 1.0:
        return np.ones_like(days, dtype=float)
    return np.clip((days - first) / ramp, 0.0, 1.0)
