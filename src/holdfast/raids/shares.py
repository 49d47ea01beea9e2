"""Distributions over the share destroyed of a row, as weights on one grid.

The grid is even in the arcsine of the root of the share, so that even weights are the prior of
Jeffreys (1946) for a binomial share. J is the number of its points.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Floats: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]

POINTS = 160
GRID: Floats = np.sin(np.pi / 2 * (np.arange(POINTS) + 0.5) / POINTS) ** 2
LOG_HIT: Floats = np.log(GRID)
LOG_MISS: Floats = np.log1p(-GRID)


def normal(log_weights: Floats) -> Floats:
    """Weights (..., J) that sum to 1, from their logs less anything."""
    weights = np.exp(log_weights - log_weights.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def seen(launched: int, destroyed: int, power: float) -> Floats:
    """Weights (J,) of the share after one row, its binomial likelihood raised to `power`."""
    return normal(power * (destroyed * LOG_HIT + (launched - destroyed) * LOG_MISS))


def beta(mean: Floats, alike: Floats) -> Floats:
    """Weights (..., J) of beta laws with means (...) and a + b = `alike` (...)."""
    hit, miss = (mean * alike)[..., None], ((1 - mean) * alike)[..., None]
    return normal((hit - 0.5) * LOG_HIT + (miss - 0.5) * LOG_MISS)


@lru_cache(maxsize=64)
def binomials(launched: int) -> Floats:
    """Chances (J, launched + 1) of 0 to `launched` destroyed at each share."""
    count = np.arange(launched + 1)
    ways = gammaln(launched + 1) - gammaln(count + 1) - gammaln(launched - count + 1)
    made = np.exp(ways + np.outer(LOG_HIT, count) + np.outer(LOG_MISS, launched - count))
    return np.asarray(made / made.sum(axis=1, keepdims=True))
