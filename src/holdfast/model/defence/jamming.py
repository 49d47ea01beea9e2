"""Jamming: what is led astray before the fight, by class and target region, by dated rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.kernels import binomial_quantile
from holdfast.model.regimes import current, regimes

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def shares(scenario: Scenario, luck: Luck | None) -> tuple[Array, Array]:
    """First days (T,) of regimes, and shares lost (F or 1, T, C x R), class by class.

    A row without a region holds in all of them, until a later row of a region or of all says
    otherwise; of rows of one day that of the region holds.
    """
    rows = scenario.table("defence/jamming")
    regions = scenario.table("regions").text("id")
    classes = scenario.table("threat/classes").text("id")
    against, place = rows.index("class", classes), rows.index("region", regions)
    wide_first = np.argsort(place >= 0, kind="stable").tolist()
    spread = [
        (row, int(against[row]) * len(regions) + region)
        for row in wide_first
        for region in (range(len(regions)) if place[row] < 0 else (int(place[row]),))
    ]
    row, label = np.array(spread, np.int64).reshape(-1, 2).T
    values = scenario.uncertain("defence/jamming", "share", luck)[:, row]
    return regimes(rows.days("from")[row], label, values, len(classes) * len(regions))


def lost(first: Array, share: Array, toward: Array, pairs: tuple[str, ...], luck: Luck) -> Array:
    """Whole numbers of toward (F, C, R) that jamming leads astray today, (F, C, R).

    The binomial quantile of a uniform number by class and region: a larger share never loses less.
    `luck` is that of the day.
    """
    today = current(first, share, luck.day)
    if not today.any():
        return np.zeros(toward.shape)
    made = np.empty(toward.size)
    chance = np.ascontiguousarray(np.broadcast_to(today, (len(toward), today.shape[1])))
    uniform = luck.uniform("defence jamming", pairs)
    binomial_quantile(uniform.ravel(), toward.ravel(), chance.ravel(), made)
    return made.reshape(toward.shape)
