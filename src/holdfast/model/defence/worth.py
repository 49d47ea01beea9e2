"""What cover is worth: log-survival of layers, held to the record, and the capacity of channels."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from holdfast.arrays import Array

_SURE = 1.0 - 1e-9
"""A single layer never kills for certain: keeps the logarithm of survival finite."""
_LOG_SURVIVAL = 20.0
"""Strongest log-survival (in the best covered region) that the anchor may ask for."""


def layer_worth(reach: Array, kill_probability: Array, shots: Array) -> Array:
    """Log-survival that one unit adds over its region: -ln(1 - reach (1 - (1 - p)**shots))."""
    kill = reach * (1.0 - (1.0 - kill_probability) ** shots)
    return -np.log1p(-np.minimum(kill, _SURE))


def anchor(
    start: Array, kill_share: Array, share: Array, deployment: Array, engaged: Array
) -> Array:
    """Gain (F, C) with which the cover at the start kills `kill_share` nationally.

    start (F or 1, C): worth of the systems at the start; kill_share (F or 1, C): true, not claimed;
    share (C, R) of the launches by region; deployment (R,); engaged (F or 1, C or 1, R or 1): share
    of these that is engaged. Solves sum_r share_r engaged_r (1 - exp(-z deployment_r)) = kill_share
    for z by bisection; gain = z / start. It is 0 where nothing was ever brought down, and 1 where
    nothing in place can touch the class.
    """
    rows = max(len(start), len(kill_share), len(engaged))
    met = share * engaged
    past = (share * (1.0 - engaged)).sum(axis=2)
    start = np.broadcast_to(start, (rows, start.shape[1]))
    kill_share = np.broadcast_to(kill_share, start.shape)
    low = np.zeros(start.shape)
    high = np.full(start.shape, _LOG_SURVIVAL / max(float(deployment.max()), np.finfo(float).tiny))
    for _ in range(80):
        middle = (low + high) / 2.0
        survives = (met * np.exp(-middle[:, :, None] * deployment)).sum(axis=2) + past
        low = np.where(survives > 1.0 - kill_share, middle, low)
        high = np.where(survives > 1.0 - kill_share, high, middle)
    touched = start > 0.0
    gain = np.where(touched, high / np.where(touched, start, 1.0), 1.0)
    return np.asarray(np.where(kill_share > 0.0, gain, 0.0))


def capacity_per_channel(capacity: Array, engagements: Array, deployment: Array) -> Array:
    """Targets of one raid that each region can engage per national channel engagement, (F, R).

    capacity (F or 1,): targets that the nation can engage with the systems at the start, whose
    engagements are (F or 1, U), if they are spread as the cover is. Without channels at the start:
    their share as it is.
    """
    at_start = engagements.sum(axis=1)
    per = np.where(at_start > 0.0, capacity / np.where(at_start > 0.0, at_start, 1.0), 1.0)
    return per[:, None] * deployment


def rival_of(uniform: Array, proportional: Array, mixed: Array) -> Array:
    """Number of the rival model (F,) at uniform (F,): the chance of the saturating one is the rest.

    proportional, mixed (F or 1,): probabilities. The mixed one takes the upper end, so that a
    future that draws the proportional one does so whatever the other two share.
    """
    upper = np.where(uniform >= 1.0 - mixed, 2.0, 1.0)
    return np.asarray(np.where(uniform >= proportional, upper, 0.0))


def engaged_share(rival: Array, capacity: Array, targets: Array) -> Array:
    """Share of the targets (F, R) in each region that can be engaged, by the rival model (F or 1,).

    Proportional: all. Saturating: capacity (F, R) over targets, at most 1. Mixed: the mean of the
    two.
    """
    return by_rival(rival, np.minimum(1.0, capacity / np.maximum(targets, 1.0)))


def by_rival(rival: Array, capped: Array) -> Array:
    """Share that is engaged (F, ...) where channels engage capped (F, ...), by rival (F or 1,)."""
    model = rival.reshape(-1, *(1,) * (capped.ndim - 1))
    some = np.where(model == 2.0, (1.0 + capped) / 2.0, capped)
    return np.asarray(np.where(model == 0.0, 1.0, some))


def beside_guns(engaged: Array, use: Array) -> Array:
    """Share of each class that is engaged (F, C, R); only the share use (C, 1) needs channels.

    engaged (F, C or 1, R): what channels engage of that; the rest is engaged by others, all of it.
    """
    return np.asarray(1.0 - use * (1.0 - engaged))


def channel_weight(kill: Array, use: Array) -> Array:
    """Part of the channels of each system (U,) that serves what takes channels.

    kill (U, C): chances that one shot kills; use (C,): share of a class that needs a channel. The
    best shot at what needs one over the best at anything; 0 where nothing can be killed.
    """
    best, made = kill.max(axis=1), np.zeros(len(kill))
    np.divide((kill * use).max(axis=1), best, out=made, where=best > 0.0)
    return made


def kill_chance(exponent: Array, spread: Array, noise: Array) -> Array:
    """Chance that an engaged target is brought down, with noise common to the raid.

    logit = logit(1 - exp(-exponent)) sqrt(1 + pi spread**2 / 8) + spread noise; the factor keeps
    the mean over a standard normal noise near 1 - exp(-exponent) (MacKay 1992, "The evidence
    framework applied to classification networks").
    """
    with np.errstate(divide="ignore", over="ignore"):
        # ln(e**x - 1), which for large x is x itself.
        logit = np.log(-np.expm1(-exponent)) + exponent
    return np.asarray(expit(logit * np.sqrt(1.0 + np.pi * spread**2 / 8.0) + spread * noise))


def spread(total: Array, toward: Array, uniform: Array) -> Array:
    """Whole numbers total (F, C) over regions in proportion to toward (F, C, R).

    Systematic rounding by one uniform (F, C): each region gets its share rounded up or down, on
    average exactly its share, and never more than `toward` where total <= the sum of toward.
    """
    upto = np.cumsum(toward, axis=2)
    whole = upto[:, :, -1:]
    edge = np.floor(total[:, :, None] * upto / np.maximum(whole, 1.0) + uniform[:, :, None])
    return np.diff(edge, axis=2, prepend=0.0)
