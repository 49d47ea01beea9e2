"""Laws of what is launched and where it goes, that more than one block asks for."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv

from holdfast.arrays import Array


def in_common(own: Array, common: Array, share: Array) -> Array:
    """Standard normal numbers of one factor: own (N, C), common (N,), share (N or 1, 1).

    Any two classes of a row have the correlation `share`; each by itself is as it was.
    """
    return np.asarray(np.sqrt(share) * common[:, None] + np.sqrt(1.0 - share) * own)


def quickened(chance: Array, mean: Array, factor: Array) -> tuple[Array, Array]:
    """Chance and mean of `few` whose product is `factor` times as large.

    The mean grows with the factor; where it would fall under 1, the least that a launch can be, the
    chance falls instead.
    """
    grown = np.maximum(mean, 1.0) * factor
    return chance * np.minimum(grown, 1.0), np.maximum(grown, 1.0)


def few(uniform: Array, chance: Array, mean: Array) -> Array:
    """Launches on a day without a wave: none, or with `chance` a geometric number from 1 upwards.

    The quantile function of the mixture at `uniform`, so it grows with uniform, chance and mean. A
    mean under 1 is taken as 1, the least that a launch can be.
    """
    left = 1.0 - uniform
    flies = left < chance
    chance, mean = (
        np.broadcast_to(chance, left.shape)[flies],
        np.broadcast_to(mean, left.shape)[flies],
    )
    miss = 1.0 - 1.0 / np.maximum(mean, 1.0)
    made = np.zeros(left.shape)
    with np.errstate(divide="ignore"):
        made[flies] = np.maximum(np.ceil(np.log(left[flies] / chance) / np.log(miss)), 1.0)
    return made


def dirichlet(prior: Array, concentration: Array, uniform: Array) -> Array:
    """Shares (F, C, R) around prior (C, R), which sums to 1, by uniform (F, C, R).

    concentration (C,): total of the Dirichlet's parameters, the larger the closer to the prior.
    """
    shape = np.where(prior > 0.0, prior * concentration[:, None], 1.0)
    drawn = np.where(prior > 0.0, gammaincinv(shape, uniform), 0.0)
    total = drawn.sum(axis=2, keepdims=True)
    # With very small parameters all may be below the smallest float.
    return np.asarray(np.where(total > 0.0, drawn / np.where(total > 0.0, total, 1.0), prior))
