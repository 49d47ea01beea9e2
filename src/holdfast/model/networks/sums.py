"""Sums and means over what belongs together, in an order that no batch can change."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.kernels import mean_over, total_by

ALIKE = np.ones((1, 1))
"""The weight of all where none weighs more."""


def sum_by(values: Array, owner: Array, size: int) -> Array:
    """(F, size) sums of values (F, A) by owner (A,), -1 for none.

    A matrix product would do, but its order of summation depends on the number of rows, and a
    future that is replayed alone must have the same bits.
    """
    made = np.empty((len(values), size))
    total_by(np.ascontiguousarray(values, dtype=np.float64), owner, made)
    return made


def mean_by(
    values: Array, owner: Array, size: int, empty: float = 1.0, weight: Array = ALIKE
) -> Array:
    """(F, size) means of values (F, A) by owner (A,); `empty` where none belongs.

    Weighted, if a weight (F or 1, A) is given that is not one number alone.
    """
    made = np.empty((len(values), size))
    mean_over(np.ascontiguousarray(values, dtype=np.float64), weight, owner, empty, made)
    return made


def sum_of(values: Array) -> Array:
    """(F,) sums of values (F, ...), term by term, so that no future's bits hang on the others."""
    flat = values.reshape(len(values), -1)
    if not flat.shape[1]:
        return np.zeros(len(flat))
    return np.asarray(np.cumsum(flat, axis=1)[:, -1])
