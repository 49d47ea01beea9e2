"""What is stored for too long: pieces by the week at whose end they expire, the oldest used first.

Weeks count from the first day of the campaign; the last lot is of what outlasts it.
"""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.types import WEEK


def of_start(held: Array, left: Array, days: int) -> Array:
    """Pieces of the start by the week in which they expire (F, S, weeks + 1).

    held (F, S) pieces, left (S,) days that the last of them can still be stored: the lives left of
    all are spread evenly from 0 to that.
    """
    weeks = -(-days // WEEK)
    ends = np.append(np.arange(1, weeks + 1) * WEEK, np.inf)
    by = np.minimum(ends / left[:, None], 1.0)
    share = np.diff(by, axis=1, prepend=0.0)
    return np.asarray(held[:, :, None] * share)


def used(lots: Array, taken: Array) -> Array:
    """Lots (F, S, L) after so many pieces (F, S) were taken, those that expire first before."""
    below = np.maximum(np.cumsum(lots, axis=2) - taken[:, :, None], 0.0)
    return np.asarray(np.minimum(np.diff(below, axis=2, prepend=0.0), lots))


def expired(lots: Array, today: int) -> tuple[Array, Array]:
    """Lots without those that expire tonight, and these (F, S)."""
    week, rest = divmod(today + 1, WEEK)
    if rest or week > lots.shape[2] - 1:
        return lots, np.zeros(lots.shape[:2])
    kept = lots.copy()
    kept[:, :, week - 1] = 0.0
    return kept, lots[:, :, week - 1]


def stored(lots: Array, came: Array, life: Array, today: int) -> Array:
    """Lots with pieces (F, S) that come today and last life (S,) days, to the end of a week."""
    week = np.minimum((today + life) // WEEK, lots.shape[2] - 1).astype(np.int64)
    more = lots.copy()
    more[:, np.arange(len(life)), week] += came
    return more


def total(lots: Array) -> Array:
    """Pieces in all lots (F, S), in one order of summation."""
    return np.asarray(np.cumsum(lots, axis=2)[:, :, -1])
