"""Sums over the installations of a cell, in an order that no batch can change."""

from __future__ import annotations

import numba
import numpy as np

from holdfast.arrays import Array


@numba.njit("void(float64[:, ::1], int64[::1], float64[:, ::1], float64[::1])", cache=True)
def add_by(values: Array, owner: Array, out: Array, count: Array) -> None:
    """Add values (F, A) to out (F, E) by owner (A,), -1 for none; count (E,) gets how many there are.

    A matrix product would do, but its order of summation depends on the number of rows, and a future
    that is replayed alone must have the same bits.
    """
    for a in range(values.shape[1]):
        if owner[a] >= 0:
            count[owner[a]] += 1.0
    for f in range(values.shape[0]):
        for a in range(values.shape[1]):
            if owner[a] >= 0:
                out[f, owner[a]] += values[f, a]


def mean_by(values: Array, owner: Array, size: int, empty: float = 1.0) -> Array:
    """(F, size) means of values (F, A) by owner (A,); `empty` where none belongs."""
    total, count = _totals(values, owner, size)
    return np.where(count > 0, total / np.maximum(count, 1.0), empty)


def sum_by(values: Array, owner: Array, size: int) -> Array:
    """(F, size) sums of values (F, A) by owner (A,)."""
    return _totals(values, owner, size)[0]


def _totals(values: Array, owner: Array, size: int) -> tuple[Array, Array]:
    total, count = np.zeros((values.shape[0], size)), np.zeros(size)
    add_by(np.ascontiguousarray(values, dtype=np.float64), owner, total, count)
    return total, count
