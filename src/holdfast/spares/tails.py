"""What a stock leaves short: moments of (X - s)+ for a Poisson or negative binomial pipeline X.

Sums are closed in incomplete gamma and beta functions, so a pipeline of ten thousand costs what one
of a half does. With Q(k) = P(X >= k), mean m and, for the negative binomial, r = m^2 / (v - m):

    E[X; X >= k] = m Q'(k - 1),  E[X (X - 1); X >= k] = m^2 (1 + 1/r) Q''(k - 2)

where Q' and Q'' belong to r + 1 and r + 2; for the Poisson 1/r is 0 and they equal Q (Sherbrooke
2004, "Optimal Inventory Modeling of Systems", 2nd ed., sections 2.5 and 5.3).
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, gammainc

from holdfast.spares.asked import Floats

POISSON = 1e-9
"""A variance that exceeds the mean by less than this share of it is that of a Poisson pipeline."""
NOISE = 1e-13
"""A difference of sums that is under this share of them is rounding."""
TINY = 1e-100
"""A mean under this has no dispersion that numbers could hold."""


def at_least(count: Floats, mean: Floats, variance: Floats | None = None) -> Floats:
    """P(X >= count), for whole `count` of any sign. Arguments broadcast."""
    return _reach(count, mean, _spread(mean, variance), 0.0)


def backorders(stock: Floats, mean: Floats, variance: Floats | None = None) -> Floats:
    """E(X - stock)+ of a pipeline X; a negative stock is a debt. Arguments broadcast.

    `variance` None is Poisson; else it is at least the mean, and X is negative binomial.
    """
    spread = _spread(mean, variance)
    short = mean * _reach(stock + 1, mean, spread, 1.0)
    short = short - stock * _reach(stock + 1, mean, spread, 0.0)
    return np.maximum(np.where(stock <= 0, mean - stock, short), 0.0)


def backorder_variance(stock: Floats, mean: Floats, variance: Floats | None = None) -> Floats:
    """Variance of (X - stock)+, as `backorders` its mean."""
    spread = _spread(mean, variance)
    first = backorders(stock, mean, variance)
    tail = _reach(stock + 1, mean, spread, 0.0)
    pairs = mean * mean * (1.0 + spread) * _reach(stock + 1, mean, spread, 2.0)
    pulled = 2 * stock * mean * _reach(stock + 1, mean, spread, 1.0)
    more = pairs - pulled + stock * (stock + 1) * tail
    more = np.where(more > NOISE * pairs, more, 0.0)
    plain = mean if variance is None else variance
    return np.where(stock <= 0, plain, np.maximum(first + more - first * first, 0.0))


def _spread(mean: Floats, variance: Floats | None) -> Floats:
    """1 / r = (variance - mean) / mean^2; 0 for Poisson."""
    if variance is None:
        return np.zeros(np.shape(mean))
    excess = variance - mean
    wide = (excess > POISSON * mean) & (mean > TINY)
    return np.divide(excess, mean * mean, out=np.zeros(np.shape(excess)), where=wide)


def _reach(count: Floats, mean: Floats, spread: Floats, more: float) -> Floats:
    """P(X >= count - more) where X has r + more for r: what weighted sums of X lead to."""
    floor = np.asarray(count - more, dtype=np.float64)
    floor, mean, spread = np.broadcast_arrays(floor, mean, spread)
    some = np.maximum(floor, 1.0)
    made = np.array(gammainc(some, mean))
    wide = spread > 0
    if wide.any():
        r, m = 1.0 / spread[wide], mean[wide]
        made[wide] = betainc(some[wide], r + more, m / (r + m))
    return np.where(floor <= 0, 1.0, made)
