"""Rows that hold from a day on, as regimes."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array

DAYS_PER_MONTH = 30.4375
"""Mean length of a month, 365.25 / 12."""


def regimes(days: Array, label: Array, values: Array, count: int) -> tuple[Array, Array]:
    """Rows that hold from a day on as regimes: their first days (T,), values (F or 1, T, count).

    days (rows,), label (rows,) 0 .. count - 1, values (F or 1, rows). In each regime the latest row
    that has begun holds for its label; a label without one has 0.
    """
    first = np.unique(days)
    made = np.zeros((len(values), len(first), count))
    for row in np.argsort(days, kind="stable"):
        made[:, np.searchsorted(first, days[row]) :, label[row]] = values[:, row, None]
    return first, made


def current(first: Array, values: Array, today: int) -> Array:
    """The regime that holds today, (F or 1, ...) of values (F or 1, T, ...); zeros before any."""
    regime = int(np.searchsorted(first, today, side="right")) - 1
    if regime < 0:
        return np.zeros((len(values), *values.shape[2:]))
    return np.asarray(values[:, regime])
