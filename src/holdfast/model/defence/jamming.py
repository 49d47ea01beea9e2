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


def shares(scenario: Scenario, luck: Luck) -> tuple[Array, Array]:
    """First days (T,) of regimes, and shares lost (F or 1, T, C x R), class by class.

    A row without a region holds in all regions that have no row of their own for its class.
    """
    rows = scenario.table("defence/jamming")
    regions = scenario.table("regions").text("id")
    classes = scenario.table("threat/classes").text("id")
    against, place = rows.index("class", classes), rows.index("region", regions)
    named = set(zip(against.tolist(), place.tolist(), strict=True))
    spread = [
        (row, kind * len(regions) + region)
        for row, (kind, at) in enumerate(zip(against.tolist(), place.tolist(), strict=True))
        for region in (range(len(regions)) if at < 0 else (at,))
        if at >= 0 or (kind, region) not in named
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
