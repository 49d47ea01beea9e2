"""A small dynamic program: the stock of one item below which a class is let through.

The state is what a defender sees this morning: the pieces in stock. Raids come from the prior; no
draw of a future is looked at, and nothing that is promised counts before it is there.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from holdfast.arrays import Array

HORIZON = 120
"""Days that the program looks ahead."""
LEVELS = 49
"""Levels of stock that are told apart."""
RAIDS = 512
"""Raids that stand for the prior."""

Law = tuple[tuple[float, ...], ...]
"""Of each class a wave's chance and median size, the spread of its logarithm, and of other days the
chance and mean."""


def points(count: int, axes: int) -> Array:
    """Even points in the unit cube (count, axes): an additive recurrence (Roberts 2018).

    "The unreasonable effectiveness of quasirandom sequences": steps are powers of 1 / g with g the
    root of g ** (axes + 1) = g + 1.
    """
    g = 2.0
    for _ in range(60):
        g = (1.0 + g) ** (1.0 / (axes + 1))
    step = (1.0 / g) ** np.arange(1, axes + 1)
    return np.asarray((0.5 + np.arange(1, count + 1)[:, None] * step) % 1.0)


def raids(wave: float, law: Law) -> Array:
    """Launches by day and class (RAIDS, C) that stand for the prior; `wave` is its chance a day."""
    u = points(RAIDS, 1 + 2 * len(law))
    made = np.zeros((RAIDS, len(law)))
    for at, (joins, size, spread, chance, mean) in enumerate(law):
        takes, how = u[:, 1 + 2 * at], u[:, 2 + 2 * at]
        large = size * np.exp(spread * ndtri(how))
        miss = 1.0 - 1.0 / max(mean, 1.0 + 1e-9)
        few = np.maximum(np.ceil(np.log1p(-how) / np.log(miss)), 1.0)
        on_wave = np.where(takes < joins, large, 0.0)
        made[:, at] = np.where(u[:, 0] < wave, on_wave, np.where(takes < chance, few, 0.0))
    return made


@lru_cache(maxsize=4096)
def thresholds(
    wave: float,
    law: Law,
    pieces: tuple[float, ...],
    value: tuple[float, ...],
    inflow: float,
) -> Array:
    """Pieces below which each class is let through, (C,).

    Classes in the order in which they are served; pieces of the item that one launch asks for,
    and what one piece spent on the class is worth; inflow [pieces/day], below 0 where other use
    takes more than is made. Backward induction over HORIZON days, after which nothing is worth
    anything: V(s) is the most over the number k of classes that are fired at of the mean of what is
    served, from the first class on, plus V of what is left.
    """
    demand = raids(wave, law) * np.array(pieces)
    top = max(demand.sum(axis=1).mean() * HORIZON, 1.0)
    grid = np.linspace(0.0, top, LEVELS)
    reward, moved = _policies(grid, demand, np.array(value), inflow)
    ahead = np.zeros(LEVELS)
    for _ in range(HORIZON):
        ahead, _ = _better(reward, moved, ahead)
    made = _levels(grid, _better(reward, moved, ahead)[1], len(pieces))
    made.flags.writeable = False
    return made


def _policies(grid: Array, demand: Array, value: Array, inflow: float) -> tuple[Array, Array]:
    """Mean reward (K, S) and moves between levels (K, S, S) of firing at the first k classes."""
    count, levels = demand.shape[1], len(grid)
    step = grid[1]
    reward, moved = np.zeros((count, levels)), np.zeros((count, levels, levels))
    left = np.repeat(grid[:, None], len(demand), axis=1)
    so_far = np.zeros(levels)
    for k in range(count):
        used = np.minimum(left, demand[:, k])
        so_far = so_far + value[k] * used.mean(axis=1)
        left = left - used
        reward[k] = so_far
        place = np.clip((left + inflow) / step, 0.0, levels - 1.0)
        below = np.minimum(place.astype(np.int64), levels - 2)
        up = place - below
        rows = np.repeat(np.arange(levels), len(demand))
        for shift, weight in ((0, 1.0 - up), (1, up)):
            np.add.at(moved[k], (rows, (below + shift).ravel()), weight.ravel() / len(demand))
    return reward, moved


def _better(reward: Array, moved: Array, ahead: Array) -> tuple[Array, Array]:
    """The value of each level one day earlier (S,), and how many classes to fire at (S,)."""
    each = reward + moved @ ahead
    best = each.max(axis=0)
    # What is as good to the last bits is fired at.
    good = each >= best - 1e-9 * np.abs(best)
    return best, len(each) - np.argmax(good[::-1], axis=0)


def _levels(grid: Array, choice: Array, count: int) -> Array:
    """The least level from which on each class is fired at, (C,); 0 for the first class."""
    made = np.zeros(count)
    for place in range(1, count):
        spared = np.flatnonzero(choice <= place)
        made[place] = grid[min(spared[-1] + 1, len(grid) - 1)] if len(spared) else 0.0
    return made
