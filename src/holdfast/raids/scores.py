"""How well a forecast of whole numbers did: score, coverage, calibration, standard errors.

CRPS: continuous ranked probability score (Gneiting and Raftery 2007, eq. 20 and 21); PIT:
probability integral transform for counts (Czado, Gneiting and Held 2009, eq. 2). A forecast is a
pmf, the chances of 0, 1, ..., n, or a sample of futures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]

LEVEL = 0.9
"""Chance of the interval whose coverage is told."""
ROUNDING = 1e-12
"""Sums of chances this near to a level have reached it."""


def pmf_score(pmf: npt.ArrayLike, seen: int) -> float:
    """CRPS of a pmf (n + 1,), in the unit of what is counted, divided by n."""
    sums = np.cumsum(np.asarray(pmf, dtype=np.float64))
    return float(((sums - (np.arange(len(sums)) >= seen)) ** 2).sum() / (len(sums) - 1))


def pmf_interval(pmf: npt.ArrayLike, level: float = LEVEL) -> tuple[int, int]:
    """Least and greatest count of the central interval: the quantiles (1 -+ level) / 2."""
    sums = np.cumsum(np.asarray(pmf, dtype=np.float64)) + ROUNDING
    low, high = (int(np.searchsorted(sums, part)) for part in _tails(level))
    return min(low, len(sums) - 1), min(high, len(sums) - 1)


def pmf_pit(pmf: npt.ArrayLike, seen: int) -> tuple[float, float]:
    """Chance of fewer than was seen, and of as many or fewer."""
    sums = np.concatenate([[0.0], np.cumsum(np.asarray(pmf, dtype=np.float64))])
    return float(sums[seen]), float(min(sums[seen + 1], 1.0))


def sample_score(futures: npt.ArrayLike, seen: float) -> float:
    """CRPS of a sample (F,) of equally likely futures, in its unit."""
    ordered = np.sort(np.asarray(futures, dtype=np.float64))
    count = len(ordered)
    apart = ((2 * np.arange(1, count + 1) - count - 1) * ordered).sum() / count**2
    return float(np.abs(ordered - seen).mean() - apart)


def sample_interval(futures: npt.ArrayLike, level: float = LEVEL) -> tuple[float, float]:
    """Ends of the central interval of a sample (F,): its quantiles (1 -+ level) / 2."""
    low, high = np.quantile(np.asarray(futures), _tails(level), method="inverted_cdf")
    return float(low), float(high)


def sample_pit(futures: npt.ArrayLike, seen: float) -> tuple[float, float]:
    """Share of futures (F,) with fewer than was seen, and with as many or fewer."""
    made = np.asarray(futures)
    return float((made < seen).mean()), float((made <= seen).mean())


def pit_sums(parts: Sequence[tuple[float, float]], bins: int = 10) -> Floats:
    """(bins + 1,) share of cases whose transform lies at or below 0, 1/bins, ..., 1.

    Each case is spread evenly over its (below, up to). Forecasts that are calibrated give the
    diagonal; nan where there is no case.
    """
    if not parts:
        return np.full(bins + 1, np.nan)
    below, upto = np.array(parts, dtype=np.float64).T[:, :, None]
    edges = np.linspace(0.0, 1.0, bins + 1)
    wide = np.maximum(upto - below, ROUNDING)
    return np.asarray(np.clip((edges - below) / wide, 0.0, 1.0).mean(axis=0))


def block_errors(
    days: npt.ArrayLike, values: npt.ArrayLike, block: int, times: int = 1000, seed: int = 1
) -> tuple[Floats, Floats]:
    """Means (V,) of values (N, V) and their covariance (V, V), from a bootstrap of blocks of days.

    days (N,) are whole numbers; cases of the same `block` days in a row stay together, so that what
    they have in common is not counted as luck (Künsch 1989). Covariance is nan with under two
    blocks.
    """
    table = np.asarray(values, dtype=np.float64)
    which = np.asarray(days, dtype=np.int64)
    groups = (which - which.min()) // block if len(which) else which
    found, place = np.unique(groups, return_inverse=True)
    sums = np.zeros((len(found), table.shape[1] + 1))
    np.add.at(sums, place, np.column_stack([table, np.ones(len(table))]))
    means = table.mean(axis=0) if len(table) else np.full(table.shape[1], np.nan)
    if len(found) < 2:
        return means, np.full((table.shape[1], table.shape[1]), np.nan)
    key = np.array([seed, len(found)], dtype=np.uint64)
    luck = np.random.Generator(np.random.Philox(key=key)).random((times, len(found)))
    drawn = sums[(luck * len(found)).astype(np.int64)].sum(axis=1)
    return means, np.atleast_2d(np.cov(drawn[:, :-1] / drawn[:, -1:], rowvar=False))


def _tails(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2
