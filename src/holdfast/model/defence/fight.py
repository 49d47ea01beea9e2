"""The fight of one day: what is engaged, supplied, brought down and fired."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.defence.params import Params
from holdfast.model.defence.sums import sum_of
from holdfast.model.defence.worth import kill_chance, spread
from holdfast.model.kernels import binomial_quantile, ration
from holdfast.model.types import Cover, Fight, Raid


def step(params: Params, raid: Raid, cover: Cover, held: Array, luck: Luck) -> Fight:
    """The fight of one day. held (F, I) [pieces], as of midnight."""
    futures, count, regions = raid.toward.shape
    ready = np.ascontiguousarray(cover.ready)
    worth = ready[:, params.system] * params.worth * fires(params, held)
    engaged = _engaged(params, raid, ready)
    supplied = _supplied(params, worth, raid.toward * engaged[:, None, :], held)
    worth = worth * supplied
    strength = sum_of(worth, params.against, count)
    chance = engaged[:, None, :] * kill_chance(
        survival_exponent(params, strength),
        params.overdispersion[:, None],
        luck.normal("defence raid", params.classes)[:, :, None],
    )
    uniform = luck.uniform("defence kill", params.pairs)
    flat = np.empty(uniform.size)
    binomial_quantile(uniform.ravel(), raid.toward.ravel(), chance.ravel(), flat)
    kills: Array = flat.reshape(futures, count, regions)
    said = ~np.isnan(raid.claimed)
    if said.any():
        true = np.rint(np.where(said, raid.claimed, 0.0) * (1.0 - params.overclaim))
        evenly = spread(true, raid.toward, luck.uniform("defence spread", params.classes))
        kills = np.where(said[:, :, None], evenly, kills)
    destroyed = kills.sum(axis=2)
    return Fight(
        leaks=raid.toward - kills,
        destroyed=destroyed,
        fired=_fired(params, worth, strength, destroyed, held),
    )


def fires(params: Params, held: Array) -> Array:
    """1 where an effect may fire (F, E): its magazine is not under the level it is spared below."""
    filled = params.full > 0.0
    fill = np.where(filled, held / np.where(filled, params.full, 1.0), held > 0.0)
    return np.where(params.item < 0, 1.0, fill[:, params.item] >= params.spared_below)


def survival_exponent(params: Params, strength: Array) -> Array:
    """Minus the logarithm of a target's survival (F, C, R), from the national worth (F, C)."""
    return np.asarray(strength[:, :, None] * params.deployment)


def _engaged(params: Params, raid: Raid, ready: Array) -> Array:
    """Share of the targets in each region that the channels can engage, (F, R)."""
    channels = (ready * params.channels).sum(axis=1)
    targets = raid.toward.sum(axis=1)
    limit = params.capacity * channels[:, None]
    share = np.minimum(1.0, limit / np.maximum(targets, 1.0))
    return np.asarray(np.where(params.rival[:, None] == 1.0, share, 1.0))


def _supplied(params: Params, worth: Array, engaged: Array, held: Array) -> Array:
    """Share of what each effect would fire that its magazine can supply, (F, E).

    The demand is what a raid of this size asks for on average: the defender sees only today. What
    is spared last is served first.
    """
    strength = sum_of(worth, params.against, engaged.shape[1])
    chance = -np.expm1(-survival_exponent(params, strength))
    per = (engaged * chance).sum(axis=2) / np.where(strength > 0.0, strength, 1.0)
    demand = np.ascontiguousarray(worth * per[:, params.against] * params.rounds)
    met = np.empty_like(demand)
    ration(demand, np.ascontiguousarray(held), params.order, params.item, params.spared_below, met)
    return met


def _fired(params: Params, worth: Array, strength: Array, kills: Array, held: Array) -> Array:
    """Interceptors spent (F, I): kills by each effect's part in the worth, times its rounds."""
    per = kills / np.where(strength > 0.0, strength, 1.0)
    spent = worth * per[:, params.against] * params.rounds
    return np.minimum(sum_of(spent, params.item, held.shape[1]), held)
