"""Compiled loop of the rationing program: what the last piece of each stock is worth.

Every array is C-contiguous float64; the caller allocates `out`. The function has a plain numpy twin
in tests/twins/defence_kernels.py.
"""

from __future__ import annotations

import math

import numba
from numba import types

from holdfast.arrays import Array

_REAL1 = types.Array(types.float64, 1, "C", readonly=True)
_REAL2 = types.Array(types.float64, 2, "C", readonly=True)
_OUT1 = types.Array(types.float64, 1, "C")


@numba.njit(
    types.void(_REAL1, types.float64, types.float64, types.float64, _OUT1),
    cache=True,
)
def tonight(ahead: Array, used: float, made: float, later: float, out: Array) -> None:
    """What the last piece of each stock is worth at night, out (N,), from next morning, ahead (N,).

    Other use takes the first `used` cells, then `made` cells come; a day later counts `later`.
    """
    count = ahead.shape[0]
    shift = min(max(made - used, -float(count)), float(count))
    whole = math.floor(shift)
    part = shift - whole
    for n in range(count):
        k = n + int(whole)
        one = ahead[k] if 0 <= k < count else 0.0
        other = ahead[k + 1] if 0 <= k + 1 < count else 0.0
        stays = min(max(n + 1.0 - used, 0.0), 1.0)
        out[n] = later * stays * ((1.0 - part) * one + part * other)


@numba.njit(types.void(_OUT1), cache=True)
def falling(worth: Array) -> None:
    """The first pieces of a stock (N,) made worth as much as the mean of what is best to keep.

    What other use takes comes first and is worth nothing alone; afterwards `worth` never rises.
    """
    best, mean, total = 0, -1.0, 0.0
    for n in range(worth.shape[0]):
        total += worth[n]
        if total / (n + 1.0) > mean:
            best, mean = n, total / (n + 1.0)
    for n in range(best + 1):
        worth[n] = mean


@numba.njit(types.void(_REAL2, _REAL1, _REAL1, _OUT1), cache=True)
def earlier(tail: Array, value: Array, after: Array, out: Array) -> None:
    """What the last piece of each stock is worth by day, out (N,), from what it is at night, after.

    tail (C, N): chance that the first classes ask for more than n cells; value (C,) falling. A
    piece is worth more than p where the classes worth more than p ask for more than the stock less
    what is kept at p; its mean is the integral of that chance over p.
    """
    classes, count = tail.shape
    out[:] = 0.0
    above = value[0]
    for n in range(count + 1):
        below = after[n] if n < count else 0.0
        # At prices between the two, n cells are kept.
        for c in range(classes):
            low = value[c + 1] if c + 1 < classes else 0.0
            weight = min(max(above, low), value[c]) - min(max(below, low), value[c])
            if weight > 0.0:
                for m in range(n):
                    out[m] += weight
                for m in range(n, count):
                    out[m] += weight * tail[c, m - n]
        above = below


@numba.njit(
    types.void(_REAL2, _REAL1, types.float64, types.float64, types.float64, types.int64, _OUT1),
    cache=True,
)
def carried(
    tail: Array, value: Array, used: float, made: float, later: float, days: int, out: Array
) -> None:
    """What the last piece of each stock is worth (N,) in the morning, so many days from the end."""
    night = out.copy()
    out[:] = 0.0
    for _ in range(days):
        tonight(out, used, made, later, night)
        falling(night)
        earlier(tail, value, night, out)
