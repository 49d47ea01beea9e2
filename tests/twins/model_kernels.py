"""The compiled loops of the threat and defence blocks once more, in numpy and scipy."""

from __future__ import annotations

import numpy as np
from scipy.stats import binom


def one_quantile(uniform, n, p):
    """Smallest k with P(X <= k) >= uniform."""
    return float(binom.ppf(uniform, n, p))


def binomial_quantile(uniform, n, p):
    """Element by element."""
    return binom.ppf(uniform, n, p)


def split(n, share, uniform):
    """Whole numbers n (F, C) over regions, one conditional binomial after the other."""
    out = np.zeros(uniform.shape)
    share = np.broadcast_to(share, uniform.shape)
    for f, c in np.ndindex(n.shape):
        open_ = np.flatnonzero(share[f, c])
        for place, r in enumerate(open_):
            left = n[f, c] - out[f, c].sum()
            p = (
                1.0
                if place == len(open_) - 1
                else share[f, c, r] / share[f, c, open_[place:]].sum()
            )
            out[f, c, r] = binom.ppf(uniform[f, c, r], left, p)
    return out


def total_by(values, label, count):
    """Sums of values (F, E) over the entries of each label."""
    return np.stack([values[:, label == n].sum(axis=1) for n in range(count)], axis=1)


def mean_over(values, weight, label, empty, count):
    """Means of values (F, E) over the entries of each label, by weight (F or 1, E or 1)."""
    out = np.full((len(values), count), empty)
    weight = np.broadcast_to(weight, values.shape)
    for n in np.unique(label[label >= 0]):
        mine = label == n
        out[:, n] = np.average(values[:, mine], axis=1, weights=weight[:, mine])
    return out


def ration(demand, held, kept, item, level):
    """Share of each demand met: items apart, lower levels first, alike within a level.

    Each level leaves `kept`, the same for all of an item and level, if it finds as much.
    """
    out = np.ones(demand.shape)
    for f, n in np.ndindex(held.shape):
        left = held[f, n]
        for each in np.unique(level[item == n]):
            alike = np.flatnonzero((item == n) & (level == each))
            asked = demand[f, alike].sum()
            free = max(left - kept[f, alike[0]], 0.0)
            given = min(asked, free)
            out[f, alike] = 1.0 if asked <= free else free / asked
            left -= given
    return out
