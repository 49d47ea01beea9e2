"""One day of damage: who is hit, how badly, and what stays of everything."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.damage.effects import rates
from holdfast.model.damage.kernels import aimed, before, strike
from holdfast.model.damage.params import Params
from holdfast.model.kernels import binomial_quantile, total_by
from holdfast.model.types import Arrived, Fight, Harm, Raid


@bundle
class Hits:
    """The installations that lose function today, N of them."""

    future: Array = array("hit", "1", "position of the future")
    asset: Array = array("hit", "1", "position of the installation")
    expected: Array = array("hit", "1", "losses that were expected of it")
    uniform: Array = array("hit", "1", "the number that decided")
    heavy: Array = array("hit", "1", "of what was expected, share heavy or worse")
    everywhere: Array = array("future asset", "1", "1 where an installation loses function")


def start(params: Params) -> dict[str, Array]:
    """State on the eve of the first day: everything intact."""
    count = len(params.names)
    return {
        "state": np.zeros((1, count), np.int64),
        "work_left": np.zeros((1, count)),
        "has_part": np.ones((1, count)),
        "times_hit": np.zeros((1, count), np.int64),
    }


def step(
    params: Params,
    raid: Raid,
    fight: Fight,
    arrived: Arrived,
    state: Array,
    work_left: Array,
    has_part: Array,
    times_hit: Array,
    luck: Luck,
) -> Harm:
    """What today's leakers do to every installation; all state arrays (F, A), as of midnight."""
    places = _debris(params, raid.harmful, fight.kills, luck)
    hits = _hits(params, raid, fight, arrived, places, times_hit, luck)
    dawn = np.ascontiguousarray(state, dtype=np.int64)
    left_before, left = (np.empty(dawn.shape) for _ in range(2))
    state = np.empty_like(dawn)
    before(params.kind, params.left, dawn, state, left_before, left)
    work_left, has_part, times_hit = (v.copy() for v in (work_left, has_part, times_hit))
    future, asset = hits.future, hits.asset
    if len(future):
        kind = params.kind[asset]
        new, days = _severity(params, hits, luck)
        state[future, asset] = np.maximum(state[future, asset], new)
        work_left[future, asset] = np.maximum(work_left[future, asset], days)
        # A destroyed one needs a new part, even if one was being fitted when it was hit.
        lacks = (new == 3) & params.needs_part[kind]
        has_part[future[lacks], asset[lacks]] = 0.0
        times_hit[future, asset] += 1
        left[future, asset] = params.left[kind, state[future, asset]]
    return Harm(
        state=state,
        work_left=work_left,
        has_part=has_part,
        times_hit=times_hit,
        hit=hits.everywhere,
        left=left,
        left_before=left_before,
        pocket=_pocket(params, future, asset, len(state)),
        debris=places,
    )


def expected_hits(leaks: Array, aimed: Array) -> Array:
    """Hits by target group and region (F, T, R): leaks (F, C, R) times aimed (F or 1, C, T)."""
    made = np.zeros((len(leaks), aimed.shape[2], leaks.shape[2]))
    # Class by class, so that the sum has one order whatever the number of futures.
    for c in range(leaks.shape[1]):
        made += aimed[:, c, :, None] * leaks[:, c, None, :]
    return made


def graded(uniform: Array, heavy: Array, destroyed: Array) -> tuple[Array, Array]:
    """Damage state by a uniform number, and what is left of that number, again uniform.

    Destroyed below `destroyed`, heavy below `heavy` (which is at least that), else light. The place
    within its interval is independent of the state and serves for the repair time.
    """
    new = 1 + (uniform < heavy).astype(np.int64) + (uniform < destroyed)
    low = np.choose(new - 1, (heavy, destroyed, 0.0 * heavy))
    high = np.choose(new - 1, (0.0 * heavy + 1.0, heavy, destroyed))
    # The middle of the smallest step of a float away from 0 and 1, where the quantile is infinite.
    place = np.clip((uniform - low) / (high - low), 2.0**-54, 1.0 - 2.0**-53)
    return new, place


def again(params: Params, times_hit: Array) -> Array:
    """Weight of each installation by whether it was damaged before, (F, A).

    In each target group and region the weights leave the hits that are expected as they are:
    weighted by bare_per_hit their mean is 1. Protection does not count, so that it never draws
    hits to others.
    """
    weight = np.where(times_hit > 0, params.second_hit[:, None], 1.0)
    group = params.target[params.kind] * len(params.regions) + params.region
    shape = (len(times_hit), len(params.targets) * len(params.regions))
    bare = np.broadcast_to(params.bare_per_hit, times_hit.shape)
    weighted, all_alike = np.empty(shape), np.empty(shape)
    total_by(np.ascontiguousarray(bare * weight), group, weighted)
    total_by(np.ascontiguousarray(bare), group, all_alike)
    mean = np.divide(weighted, all_alike, out=np.ones(shape), where=all_alike > 0.0)
    return np.asarray(weight / mean[:, group])


def _debris(params: Params, carries: Array, down: Array, luck: Luck) -> Array:
    """Places hurt by fragments of what was brought down (F, C, R), whole numbers, (F, R).

    carries (F or 1, C): share that is no decoy. Zeros (1, R) where no fragments hurt.
    """
    if not params.debris.any():
        return np.zeros((1, len(params.regions)))
    kills = down.sum(axis=1)
    # A decoy carries nothing that could hurt where it falls.
    harmful = (down * carries[:, :, None]).sum(axis=1) / np.maximum(kills, 1.0)
    chance = params.debris[:, None] * np.maximum(harmful, 0.0)
    places = np.empty(kills.size)
    binomial_quantile(
        luck.uniform("damage debris", params.regions).ravel(), kills.ravel(), chance.ravel(), places
    )
    return places.reshape(kills.shape)


def _hits(
    params: Params,
    raid: Raid,
    fight: Fight,
    arrived: Arrived,
    places: Array,
    times_hit: Array,
    luck: Luck,
) -> Hits:
    """Who loses function today."""
    effects, futures = params.effects, len(fight.leaks)
    leaks = fight.leaks * raid.harmful[:, :, None]
    if effects is None:
        rate = expected_hits(leaks, raid.aimed).reshape(futures, -1)
        heavy, group = rate, params.target[params.kind] * len(params.regions) + params.region
    else:
        local = places * params.debris_local[:, None]
        rate, heavy = rates(effects, leaks, raid.aimed, local, arrived.absorbed)
        group = effects.group
    scale = params.loss_per_hit
    if (params.second_hit != 1.0).any():
        scale = np.ascontiguousarray(scale * again(params, times_hit))
    rows = np.flatnonzero(rate.any(axis=1))
    most = len(rows) * len(params.names)
    future, asset = np.empty(most, np.int64), np.empty(most, np.int64)
    losses = np.empty(most)
    shield = np.ascontiguousarray(arrived.protection, dtype=float)
    count = aimed(rows, rate, group, scale, shield, future, asset, losses)
    uniform = luck.pairs("damage hit", params.names, future[:count], asset[:count])
    hit = np.empty((futures, len(params.names)))
    count = strike(future[:count], asset[:count], losses[:count], uniform, hit)
    future, asset = future[:count], asset[:count]
    part = group[asset]
    return Hits(
        future=future,
        asset=asset,
        expected=losses[:count],
        uniform=uniform[:count],
        heavy=heavy[future, part] / rate[future, part],
        everywhere=hit,
    )


def _severity(params: Params, hits: Hits, luck: Luck) -> tuple[Array, Array]:
    """New damage state 1 to 3 and repair work [crew-days] of each hit."""
    future, kind = hits.future, params.kind[hits.asset]
    uniform = luck.pairs("damage severity", params.names, future, hits.asset)
    effects = params.effects
    if effects is not None and effects.graded:
        share = _of(effects.destroyed_share, future, effects.group[hits.asset])
        new, rest = worst(hits.uniform, hits.expected * hits.heavy, share), uniform
    else:
        heavy, destroyed = _of(params.heavy, future, kind), _of(params.destroyed, future, kind)
        new, rest = graded(uniform, heavy, destroyed)
    median = params.days[future if len(params.days) > 1 else 0, kind, new]
    sd = params.days_noise[future if len(params.days_noise) > 1 else 0]
    return new, median * np.exp(sd * ndtri(rest))


def worst(uniform: Array, heavy: Array, destroyed_share: Array) -> Array:
    """Damage state of the worst of a day's hits, by the number that decided that there was one.

    heavy: losses expected that are heavy or worse; destroyed_share: of these, share destroyed.
    More hits of any class, whatever the others do, then never leave a better state.
    """
    return np.asarray(
        1
        + (uniform < -np.expm1(-heavy)).astype(np.int64)
        + (uniform < -np.expm1(-heavy * destroyed_share))
    )


def _of(values: Array, future: Array, label: Array) -> Array:
    """values (F or 1, N) at these futures and labels."""
    return np.asarray(values[future if len(values) > 1 else 0, label])


def _pocket(params: Params, future: Array, asset: Array, futures: int) -> Array:
    """Share of people newly cut by hits on local distribution, (F, R)."""
    local = params.distribution[asset]
    regions = len(params.regions)
    place = future[local] * regions + params.region[asset[local]]
    count = np.bincount(place, minlength=futures * regions).reshape(futures, regions)
    return np.asarray(1.0 - (1.0 - params.pocket_per_hit[:, None]) ** count)
