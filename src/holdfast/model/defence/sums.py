"""Sums over the effects of one label."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.kernels import total_by


def sum_of(values: Array, label: Array, count: int) -> Array:
    """Sums of values (F, E) over the effects of each label (E,) 0 .. count - 1, (F, count)."""
    made = np.empty((len(values), count))
    total_by(np.ascontiguousarray(values), label, made)
    return made
