"""Points of the spread over futures, day by day, without copies of all that they are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from holdfast.arrays import Array

AT_ONCE = 8_000_000
"""Bytes of numbers that are worked on at a time."""


def spread(values: Array, levels: Sequence[float]) -> Array:
    """(level, D) quantiles over futures of (F, D) values, each day on its own."""
    made = np.empty((len(levels), values.shape[1]))
    for days in pieces(values.shape[1], values.shape[0]):
        made[:, days] = np.quantile(values[:, days].astype(float), levels, axis=0)
    return made


def pieces(count: int, along: int) -> Iterator[slice]:
    """Slices of `count` rows of `along` numbers each, few enough to be worked on at a time."""
    size = max(1, AT_ONCE // (8 * max(along, 1)))
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))
