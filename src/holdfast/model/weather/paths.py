"""Deviations that carry over from day to day, drawn by day, so that they are known in advance."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck

NATION = "nation"
"""The one element of national draws."""


def following(deviation: Array, correlation: Array, sd: Array, luck: Luck) -> Array:
    """(F,) degree C: the daily deviation of the day of `luck` after that of the day before."""
    fresh = luck.normal("weather deviation", NATION)
    return np.asarray(correlation * deviation + sd * np.sqrt(1 - correlation**2) * fresh)


def deviations(first: Array, correlation: Array, sd: Array, days: int, luck: Luck) -> Array:
    """(F, D) degree C: the daily deviations that `step` will find, since draws are keyed by day."""
    path = np.empty((first.size, days))
    deviation = first
    for day in range(days):
        deviation = path[:, day] = following(deviation, correlation, sd, luck.on(day))
    return path


def offsets(
    sd: Array, correlation: Array, regions: tuple[str, ...], days: int, luck: Luck
) -> Array:
    """(F, D, R) degree C in whole degrees: regional offsets, an autoregression of order one each.

    sd and correlation (F or 1,); the first day is drawn from the long-run distribution.
    """
    kept, fresh = correlation[:, None], np.sqrt(1 - correlation**2)[:, None]
    made = np.empty((len(luck.futures), days, len(regions)), dtype=np.int16)
    unit = np.zeros((1, 1))
    for day in range(days):
        drawn = luck.on(day).normal("weather of region", regions)
        unit = drawn if day == 0 else kept * unit + fresh * drawn
        made[:, day] = np.rint(sd[:, None] * unit)
    return made
