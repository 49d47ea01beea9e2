"""What the figures need of an outcome's arrays: nation-wide means, tenths, bands, first days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from holdfast.outcome.spread import pieces, spread

Array = npt.NDArray[np.float64]
Days = npt.NDArray[np.int64]
BAND_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Nine in ten, half, median: the levels of every fan."""
WINTER_MONTHS = (10, 11, 12, 1, 2, 3)


def winter_spans(dates: Sequence[dt.date]) -> list[tuple[int, int]]:
    """Give the winters of consecutive dates as positions: from (in) and to (not in)."""
    inside = np.array([False, *(date.month in WINTER_MONTHS for date in dates), False])
    edges = np.flatnonzero(np.diff(inside))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def nation(values: Array, people: Array) -> Array:
    """Average (future, day, region) over the people (future or 1, region): (future, day)."""
    weights = np.broadcast_to(people, (values.shape[0], values.shape[2]))
    total = np.einsum("fdr,fr->fd", values, weights)
    return np.asarray(total / weights.sum(axis=1, keepdims=True))


def moving(values: Array, days: int) -> Array:
    """Average over a window of days centred on each day; at the ends, over what there is of it."""
    made = np.empty(values.shape)
    flat, out = values.reshape(-1, values.shape[-1]), made.reshape(-1, values.shape[-1])
    for some in pieces(*flat.shape):
        out[some] = _moved(flat[some], days)
    return made


def _moved(values: Array, days: int) -> Array:
    half = days // 2
    sums = np.concatenate([np.zeros((*values.shape[:-1], 1)), values.cumsum(axis=-1)], axis=-1)
    at = np.arange(values.shape[-1])
    low = np.maximum(at - half, 0)
    high = np.minimum(at + half + 1, values.shape[-1])
    return np.asarray((sums[..., high] - sums[..., low]) / (high - low))


def by_week(values: Array) -> Array:
    """Set each day to the mean of its week, counted from the first day (for public reports)."""
    out = values.copy()
    for start in range(0, values.shape[-1], 7):
        out[..., start : start + 7] = values[..., start : start + 7].mean(axis=-1, keepdims=True)
    return out


def tenths(values: Array, rows: int = 10) -> Array:
    """Sort the futures of each day and average them by tenths, the darkest first: (row, day).

    Of fewer futures than rows each stands in as many rows as it takes.
    """
    made = np.empty((rows, values.shape[1]))
    for days in pieces(values.shape[1], values.shape[0]):
        made[:, days] = _tenths(values[:, days], rows)
    return made


def _tenths(values: Array, rows: int) -> Array:
    ordered = -np.sort(-values, axis=0)
    if len(ordered) < rows:
        return np.asarray(ordered[np.arange(rows) * len(ordered) // rows])
    return np.stack([part.mean(axis=0) for part in np.array_split(ordered, rows)])


def bands(values: Array) -> Array:
    """Give the levels of a fan over the futures (axis 0): (level, day)."""
    return spread(values, BAND_LEVELS)
