"""Cold winters at a stated rate: how much months must spread for it.

The mean of December to February is, in degrees from the norm, w1 M1 + w2 M2 + w3 M3 + D: levels of
three months with memory and a cold tail, weighted by their days, and what single days leave, which
is normal. Its law is an integral over three normal numbers, taken by Gauss and Hermite.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from holdfast.arrays import Array
from holdfast.model.weather.months import WINTER, by_month, colder

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario

DATES = [datetime.date(2030, 12, 1) + datetime.timedelta(days=day) for day in range(90)]
"""Days of a winter."""
_SHARES = np.array([31, 31, 28]) / 90
_NODES = 8
"""Points an axis; a rate of one in 46 is within .3 % of what 40 give."""
_HALVINGS = 24
_WIDEST = 16.0
"""Largest spread that is looked at, in depths: it brings a cold winter every other year."""


def at_their_rate(scenario: Scenario, luck: Luck, sd: Array, loose: Array) -> Array:
    """(F or 1,) degree C: spread of the levels of winter months.

    sd (F or 1,) [degree C] as stated, loose (F or 1,) [degree C] the spread of what days leave of a
    winter's mean. It is sd where `weather.cold_winter_years` is 0 or months do not stray, else the
    spread at which a winter lies `weather.cold_winter_depth` under its norm once in that many
    years; 0 where days alone bring it more often.
    """
    years = scenario.parameter("weather.cold_winter_years", luck)
    depth = scenario.parameter("weather.cold_winter_depth", luck)
    if not years.any():
        return sd
    kept = scenario.parameter("weather.month_correlation", luck)
    tail = scenario.parameter("weather.cold_tail", luck)
    given = (sd, kept, tail, loose, years, depth)
    sd, kept, tail, loose, years, depth = np.broadcast_arrays(*given)
    share = np.divide(1.0, years, out=np.zeros(years.shape), where=years > 0)
    points, weight = _nodes()
    means = _levels(scenario, points, kept, tail)
    low, high = np.zeros(sd.shape), _WIDEST * depth
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rare = rate(middle, means, weight, loose, depth) < share
        low, high = np.where(rare, middle, low), np.where(rare, high, middle)
    return np.where((years > 0) & (sd > 0), low, sd)


def rate(sd: Array, means: Array, weight: Array, loose: Array, depth: Array) -> Array:
    """(F,) share of winters at least `depth` under the norm; means (F, Q) of levels at spread 1."""
    under = -depth[:, None] - sd[:, None] * means
    safe = np.maximum(loose, 1e-9)[:, None]
    return np.asarray(ndtr(under / safe) @ weight)


def of_days(sd: Array, correlation: Array, spread: Array) -> Array:
    """(F or 1,) degree C: spread of the mean of a winter's daily deviations; spread (90,) by day.

    The mean of an autoregression of order one: sum over pairs of days of s^2 a^|i - j| w_i w_j.
    """
    total = np.zeros(np.broadcast_shapes(sd.shape, correlation.shape))
    run = np.zeros(total.shape)
    for weight in spread:
        total = total + weight * (weight + 2 * run)
        run = correlation * (run + weight)
    return np.asarray(sd * np.sqrt(total) / spread.size)


def _levels(scenario: Scenario, points: Array, kept: Array, tail: Array) -> Array:
    """(F, Q) means of the winter's levels at spread 1, at each point (Q, 3) of its three draws."""
    level = by_month(scenario, "level")
    made = np.zeros((kept.size, len(points)))
    unit = np.zeros(made.shape)
    for number, (month, share) in enumerate(zip(WINTER, _SHARES, strict=True)):
        fresh = points[:, number]
        carried, new = kept[:, None], np.sqrt(1 - kept**2)[:, None]
        unit = carried * unit + new * fresh if number else unit + fresh
        made += share * level[month - 1] * colder(unit, tail[:, None])
    return made


def _nodes() -> tuple[Array, Array]:
    """(Q, 3) points and (Q,) weights of three independent standard normal numbers."""
    node, weight = np.polynomial.hermite_e.hermegauss(_NODES)
    weight = weight / weight.sum()
    points = np.stack(np.meshgrid(node, node, node, indexing="ij"), axis=-1).reshape(-1, 3)
    return points, np.einsum("i,j,k->ijk", weight, weight, weight).ravel()
