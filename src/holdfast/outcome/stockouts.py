"""What has run out: gone after it was there, as against not yet come."""

from __future__ import annotations

import numpy as np
import xarray as xr

from holdfast.arrays import Array
from holdfast.scenario import Table

PIECE = 1.0
"""Least that counts as being there."""
NEVER = -1
"""In place of a day that does not come."""


def ran_out(data: xr.Dataset, stocks: Table) -> Array:
    """(F, D, I) whether an item is empty at midnight that was held at some time before.

    `data` begins with the first day of the campaign. An item that is pledged and has not arrived
    has not run out.
    """
    held = data["held"].transpose("future", "day", "item").values
    empty = data["empty"].transpose("future", "day", "item").values > 0
    first = dict(zip(stocks.text("item"), stocks.number("quantity"), strict=True))
    at_start = np.array([first.get(str(item), 0.0) >= PIECE for item in data["item"].values])
    had = np.empty(empty.shape, dtype=bool)
    had[:, 0] = at_start
    had[:, 1:] = np.maximum.accumulate(held >= PIECE, axis=1)[:, :-1] | at_start
    return np.asarray(empty & had)


def first_days(out: Array) -> Array:
    """(F, ...) the place of the first of (F, D, ...) days with an item out; NEVER if there is none.

    An item that is out already on the first of these days is out on that day.
    """
    return np.asarray(np.where(out.any(axis=1), out.argmax(axis=1), NEVER))


def gone_by(first: Array, days: int) -> Array:
    """(D,) the share of futures that are out by each day; `first` (F,) as of `first_days`."""
    return np.asarray(np.cumsum(np.bincount(first[first != NEVER], minlength=days)) / len(first))


def reached(first: Array, level: float) -> int:
    """The first place by which at least a share `level` of futures is out; NEVER if none is.

    `first` (F,) is what `first_days` gives.
    """
    gone = np.sort(first[first != NEVER])
    needed = max(1, int(np.ceil(level * len(first) - 1e-9)))
    return int(gone[needed - 1]) if len(gone) >= needed else NEVER
