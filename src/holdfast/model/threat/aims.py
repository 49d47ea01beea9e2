"""What launches are aimed at: priors of regions and target groups, and how they drift.

Never optimised, and never reported: no recorder and no measure shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.launches import dirichlet
from holdfast.model.regimes import DAYS_PER_MONTH, current, regimes

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

STEP = 7
"""Days between two steps of the drift."""
ELSEWHERE = ""
"""What a leaker is aimed at if at no target group; no group has a blank name."""


def aimed(
    scenario: Scenario, names: tuple[str, ...], groups: tuple[str, ...], luck: Luck
) -> dict[str, Array]:
    """Fields of Params about aims.

    Raises ValueError if a class has no target region.
    """
    regions = scenario.table("regions").text("id")
    rows = scenario.table("threat/targets")
    drawn = scenario.uncertain("threat/targets", "share", luck)
    first, by_group = regimes(rows.days("from"), rows.index("target", groups), drawn, len(groups))
    by_group = by_group / np.maximum(1.0, by_group.sum(axis=2, keepdims=True))
    by_region = _region_share(scenario, luck)
    weeks = np.zeros(1, np.int64)
    sd = scenario.parameter("threat.drift", luck) * np.sqrt(STEP / DAYS_PER_MONTH)
    if sd.any():
        weeks = np.arange(0, scenario.settings.days, STEP)
        by_region = _regions_drifted(by_region, names, regions, sd, len(weeks), luck)
        first, by_group = _groups_drifted(first, by_group, groups, sd, weeks, luck)
    else:
        by_region = by_region[:, None]
    return {
        "region_from": weeks,
        "region_share": by_region,
        "target_from": first,
        "target_share": by_group,
    }


def drifted(share: Array, sd: Array, step: Array, uniform: Array, normal: Array) -> Array:
    """Shares (F, T, K) after so many steps of a random walk of their logarithms, mean kept.

    share (F or 1, T, K): what is drifted from at each time, sums to 1; sd (F or 1,): of one step;
    step (T,): number of the last step made at each time; uniform (F,); normal (F, K, steps).
    One share, picked with its own chance, walks with a drift of its variance: that weighs each path
    of the walk by what the shares sum to before they are scaled to 1, so that scaling moves no
    mean. (Girsanov: exp(W - t/2) summed with these shares is a martingale of mean 1.)
    """
    walk = np.concatenate([np.zeros_like(normal[:, :, :1]), np.cumsum(normal, axis=2)], axis=2)
    sd = sd[:, None, None]
    upto = np.cumsum(share, axis=2)
    picked = (uniform[:, None, None] * upto[:, :, -1:] >= upto[:, :, :-1]).sum(axis=2)
    pulled = picked[:, :, None] == np.arange(share.shape[2])
    power = sd * np.swapaxes(walk[:, :, step], 1, 2) + pulled * sd**2 * step[None, :, None]
    # Taken from the largest, so that no share overflows.
    grown = share * np.exp(power - power.max(axis=2, keepdims=True))
    total = grown.sum(axis=2, keepdims=True)
    return np.asarray(np.where(total > 0.0, grown / np.where(total > 0.0, total, 1.0), share))


def _regions_drifted(
    share: Array,
    names: tuple[str, ...],
    regions: tuple[str, ...],
    sd: Array,
    count: int,
    luck: Luck,
) -> Array:
    """Shares of target regions week by week, (F, weeks, C, R), from (F or 1, C, R)."""
    step = np.arange(count)
    made = []
    for place, name in enumerate(names):
        pairs = tuple(f"{name} {region}" for region in regions)
        normal = luck.normal("threat drift region", pairs, count - 1)
        uniform = luck.uniform("threat drift pick", name)
        base = np.repeat(share[:, None, place], count, axis=1)
        made.append(drifted(base, sd, step, uniform, normal))
    return np.ascontiguousarray(np.stack(made, axis=2))


def _groups_drifted(
    first: Array, share: Array, groups: tuple[str, ...], sd: Array, weeks: Array, luck: Luck
) -> tuple[Array, Array]:
    """First days (T,) and shares of target groups (F, T, G), those aimed elsewhere drifting too."""
    days = np.union1d(first, weeks)
    stated = np.stack([current(first, share, int(day)) for day in days], axis=1)
    rest = np.maximum(1.0 - stated.sum(axis=2, keepdims=True), 0.0)
    step = np.clip(np.searchsorted(weeks, days, side="right") - 1, 0, None)
    names = (*groups, ELSEWHERE)
    normal = luck.normal("threat drift target", names, len(weeks) - 1)
    uniform = luck.uniform("threat drift pick", ELSEWHERE)
    return days, drifted(np.concatenate([stated, rest], axis=2), sd, step, uniform, normal)[
        :, :, :-1
    ]


def _region_share(scenario: Scenario, luck: Luck) -> Array:
    """Shares of target regions, Dirichlet by gamma quantiles, (F, C, R)."""
    classes = scenario.table("threat/classes")
    rows = scenario.table("threat/regions")
    names, regions = classes.text("id"), scenario.table("regions").text("id")
    prior = np.zeros((len(names), len(regions)))
    prior[rows.index("class", names), rows.index("region", regions)] = rows.number("share")
    total = prior.sum(axis=1, keepdims=True)
    if not total.all():
        lost = names[int(np.argmin(total[:, 0]))]
        raise ValueError(f"threat/regions: class {lost} has no region with a share above 0")
    pairs = tuple(f"{name} {region}" for name in names for region in regions)
    uniform = luck.ignorance().uniform("threat region share", pairs)
    return dirichlet(
        prior / total, classes.number("region_concentration"), uniform.reshape(-1, *prior.shape)
    )
