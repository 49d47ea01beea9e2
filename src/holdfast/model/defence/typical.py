"""The share of typical raids that is engaged, for the anchor: the record counts all launched.

Raids at the start are drawn from their prior by dice of their own, the same for every run: a raid
on a day of a wave and one on another day, weighed by how often such days are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.defence.program import HORIZON
from holdfast.model.defence.reading import target_shares
from holdfast.model.defence.worth import beside_guns, by_rival
from holdfast.model.launches import dirichlet, few, in_common, quickened
from holdfast.model.regimes import DAYS_PER_MONTH, current, regimes

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

RAIDS = 2048
"""Days of waves, and as many others, that stand for the prior."""
SEED = 1


def engaged_of_launched(scenario: Scenario, luck: Luck, rival: Array, limit: Array) -> Array:
    """Share of what is launched that is engaged at the start, (F, C, R), by the prior of raids.

    rival (F or 1,); limit (F or 1, R): targets that need a channel that a region can engage.
    Ones (1, 1, 1) where nothing is to be counted.
    """
    counted = scenario.parameter("defence.anchored_engaged", luck)[:, None, None]
    if not (counted.any() and rival.any()):
        return np.ones((1, 1, 1))
    use = scenario.table("threat/classes").number("channel_use")
    toward, weight = raids(scenario)
    capped = mean_engaged(toward, weight, use, limit)
    found = beside_guns(by_rival(rival, capped), use[:, None])
    return np.asarray(1.0 - counted * (1.0 - found))


def mean_engaged(toward: Array, weight: Array, use: Array, limit: Array) -> Array:
    """Share of the targets that channels engage over raids toward (N, C, R), (F, C, R).

    weight (N,) of the raids; use (C,) share of a class that needs a channel; limit (F, R). Of each
    raid min(1, limit / targets); a share of launches, so that large raids weigh more. 1 where none
    come.
    """
    need = np.maximum((toward * use[:, None]).sum(axis=1), 1.0)
    mass = toward * weight[:, None, None]
    made = np.ones((len(limit), *toward.shape[1:]))
    for region in range(toward.shape[2]):
        order = np.argsort(need[:, region], kind="stable")
        sizes = need[order, region]
        # Of raids up to the limit all are engaged, of larger ones the limit over their size.
        upto = np.searchsorted(sizes, limit[:, region], side="right")
        for label in range(toward.shape[1]):
            here = mass[order, label, region]
            whole = np.append(0.0, np.cumsum(here))
            beyond = np.append(np.cumsum((here / sizes)[::-1])[::-1], 0.0)
            if whole[-1] > 0.0:
                met = whole[upto] + limit[:, region] * beyond[upto]
                made[:, label, region] = np.minimum(met / whole[-1], 1.0)
    return made


def raids(scenario: Scenario) -> tuple[Array, Array]:
    """Targets by class and region (2 RAIDS, C, R) at the start, and the weight of each raid.

    Sizes by threat/classes, no more in the mean than supply and stock allow; all that is uncertain
    of them is drawn, and so are the regions.
    """
    luck = Luck.of(SEED, range(0, 2 * RAIDS, 2))
    classes, regions = scenario.table("threat/classes"), scenario.table("regions").text("id")
    names = classes.text("id")
    again = 1.0 + scenario.parameter("threat.second_wave", luck)
    wave = np.minimum(again / scenario.parameter("threat.gap_mean_days", luck), 1.0)[:, None]
    launched = [_on_waves(scenario, luck), _between(scenario, luck, np.zeros(1))]
    asked = wave * launched[0] + (1.0 - wave) * launched[1]
    part = _allowed(scenario, luck) / np.maximum(asked.mean(axis=0), np.finfo(float).tiny)
    pairs = tuple(f"{name} {region}" for name in names for region in regions)
    share = dirichlet(
        target_shares(scenario),
        classes.number("region_concentration"),
        luck.uniform("typical region", pairs).reshape(-1, len(names), len(regions)),
    )
    sent = [np.rint(each * np.minimum(part, 1.0))[:, :, None] * share for each in launched]
    often = np.broadcast_to(wave[:, 0], (RAIDS,))
    return np.concatenate(sent), np.concatenate([often, 1.0 - often])


def _on_waves(scenario: Scenario, luck: Luck) -> Array:
    """Launches by class of days of waves, (RAIDS, C)."""
    classes = scenario.table("threat/classes")
    names = classes.text("id")
    joins, noise = luck.uniform("typical joins", names), luck.normal("typical size", names)
    together = scenario.parameter("threat.together", luck)[:, None]
    if together.any():
        joins = ndtr(in_common(ndtri(joins), luck.normal("typical joins all", "nation"), together))
        noise = in_common(noise, luck.normal("typical size all", "nation"), together)
    size = scenario.uncertain("threat/classes", "wave_size", luck)
    joined = joins < scenario.uncertain("threat/classes", "wave_probability", luck)
    made = joined * size * np.exp(classes.number("wave_spread") * noise)
    times = scenario.uncertain("threat/classes", "salvo_multiplier", luck)
    return np.asarray(made + _between(scenario, luck, times) if times.any() else made)


def _between(scenario: Scenario, luck: Luck, times: Array) -> Array:
    """Launches by class of other days, (RAIDS, C); with times (RAIDS or 1, C) so many of them."""
    names = scenario.table("threat/classes").text("id")
    chance = scenario.uncertain("threat/classes", "between_probability", luck)
    mean = scenario.uncertain("threat/classes", "between_size", luck)
    uniform = luck.uniform("typical between", names)
    if not times.any():
        return few(uniform, chance, mean)
    return np.where(times > 0.0, few(uniform, *quickened(chance, mean, times)), 0.0)


def _allowed(scenario: Scenario, luck: Luck) -> Array:
    """Launches a day that supply allows at the start, in the mean, (C,); stock lasts HORIZON."""
    names, rows = scenario.table("threat/classes").text("id"), scenario.table("threat/supply")
    drawn = scenario.uncertain("threat/supply", "per_month", luck)
    supply = regimes(rows.days("from"), rows.index("class", names), drawn, len(names))
    stock = scenario.uncertain("threat/classes", "stock", luck)
    return np.asarray((current(*supply, 0) / DAYS_PER_MONTH + stock / HORIZON).mean(axis=0))
