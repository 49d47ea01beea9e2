"""The fight of one day: what is jammed, engaged, supplied, brought down and fired."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.defence.jamming import lost
from holdfast.model.defence.params import Params
from holdfast.model.defence.several import fired, met_in_turn, open_to
from holdfast.model.defence.sums import sum_of
from holdfast.model.defence.worth import beside_guns, engaged_share, kill_chance, spread
from holdfast.model.kernels import binomial_quantile, ration
from holdfast.model.types import Cover, Fight, Raid


def step(
    params: Params, raid: Raid, cover: Cover, held: Array, waiting: Array, luck: Luck
) -> Fight:
    """The fight of one day, that of `luck`.

    held (F, I) [pieces] as of midnight; waiting (F, U) [pieces], rounds fired on the days before
    that launchers still wait for.
    """
    futures, count, regions = raid.toward.shape
    ready = np.ascontiguousarray(cover.ready)
    jammed = lost(params.jam_from, params.jammed, raid.toward, params.pairs, luck)
    toward = raid.toward - jammed
    loaded = _loaded(params, ready, waiting)
    may = open_to(params, held, fires(params, held, luck.day))
    worth = ready[:, params.system] * params.worth * may.max(axis=1)
    engaged = _engaged(params, toward, ready)
    left = kept(params, held, luck.day)
    met = _supplied(params, worth, toward * engaged, (held, left, may), loaded)
    worth = worth * met.sum(axis=1)
    strength = sum_of(worth, params.against, count)
    chance = engaged * kill_chance(
        survival_exponent(params, strength),
        params.overdispersion[:, None],
        luck.normal("defence raid", params.classes)[:, :, None],
    )
    uniform = luck.uniform("defence kill", params.pairs)
    flat = np.empty(uniform.size)
    binomial_quantile(uniform.ravel(), toward.ravel(), chance.ravel(), flat)
    kills: Array = flat.reshape(futures, count, regions)
    said = ~np.isnan(raid.claimed)
    if said.any():
        true = np.rint(np.where(said, raid.claimed, 0.0) * (1.0 - params.overclaim))
        evenly = spread(true, raid.toward, luck.uniform("defence spread", params.classes))
        # What the record says was lost includes what was jammed.
        jammed = np.where(said[:, :, None], np.minimum(jammed, evenly), jammed)
        kills = np.where(said[:, :, None], evenly - jammed, kills)
    destroyed = kills.sum(axis=2)
    spent = _spent(params, worth, strength, destroyed, loaded)
    by_unit = sum_of(spent, params.system, ready.shape[1])
    return Fight(
        leaks=raid.toward - jammed - kills,
        kills=kills,
        destroyed=destroyed,
        jammed=jammed.sum(axis=2),
        fired=fired(params, spent, met, held),
        waiting=_waiting(params, ready, waiting, by_unit),
        spent=by_unit,
    )


def start(params: Params) -> dict[str, Array]:
    """All launchers are full on the first morning."""
    return {"waiting": np.zeros((1, len(params.ready_rounds)))}


def fires(params: Params, held: Array, today: int) -> Array:
    """1 where an effect may fire (F, E).

    Its magazine is not under the level that it is spared below; by the program, it holds more than
    the pieces that are kept on that day.
    """
    filled = params.full > 0.0
    fill = np.where(filled, held / np.where(filled, params.full, 1.0), held > 0.0)
    may = fill[:, params.item] >= params.spared_below
    if params.program.any():
        may = np.where(params.program, held[:, params.item] > kept(params, held, today), may)
    return np.where(params.item < 0, 1.0, may)


def kept(params: Params, held: Array, today: int) -> Array:
    """Pieces that each effect leaves in its magazine by the program, (F or 1, E)."""
    if not params.program.any():
        return np.zeros((1, len(params.item)))
    hold, futile = (each[params.plan, today] for each in (params.hold, params.futile))
    return np.where(held[:, params.item] > futile, hold, 0.0)


def survival_exponent(params: Params, strength: Array) -> Array:
    """Minus the logarithm of a target's survival (F, C, R), from the national worth (F, C)."""
    return np.asarray(strength[:, :, None] * params.deployment)


def _engaged(params: Params, toward: Array, ready: Array) -> Array:
    """Share of the targets of each class and region that can be engaged, (F, C or 1, R)."""
    limit = params.capacity * (ready * params.channels).sum(axis=1)[:, None]
    if (params.channel_use == 1.0).all():
        return engaged_share(params.rival, limit, toward.sum(axis=1))[:, None, :]
    use = params.channel_use[:, None]
    share = engaged_share(params.rival, limit, (toward * use).sum(axis=1))
    return beside_guns(share[:, None, :], use)


def _supplied(
    params: Params,
    worth: Array,
    engaged: Array,
    magazines: tuple[Array, Array, Array],
    loaded: Array,
) -> Array:
    """Share of what each effect would fire that launchers and magazines supply, (F, 1 + T, E).

    The demand is what a raid of this size asks for on average: the defender sees only today. What
    is spared last is served first. First stands the share of its own item, then that of others in
    turn. magazines: what is held (F, I) and left (F or 1, E) [pieces], and what it may fire
    (F, 1 + T, E).
    """
    strength = sum_of(worth, params.against, engaged.shape[1])
    chance = -np.expm1(-survival_exponent(params, strength))
    per = (engaged * chance).sum(axis=2) / np.where(strength > 0.0, strength, 1.0)
    demand = np.ascontiguousarray(worth * per[:, params.against] * params.rounds)
    met = np.empty_like(demand)
    held, left, may = (np.ascontiguousarray(each) for each in magazines)
    by_item = held, left, params.order, params.item, params.served
    launched = np.ones((1, 1))
    if _limited(params).any():
        full = np.ascontiguousarray(loaded), np.zeros_like(left)
        ration(demand, *full, params.launched, params.system, params.served, met)
        demand = demand * met
        launched = met.copy()
    if may.shape[1] == 1:
        ration(demand, *by_item, met)
        return np.asarray(launched * met)[:, None]
    ration(np.ascontiguousarray(demand * may[:, 0]), *by_item, met)
    return launched[:, None] * met_in_turn(params, demand, met, may, held)


def _spent(params: Params, worth: Array, strength: Array, kills: Array, loaded: Array) -> Array:
    """Rounds spent by each effect (F, E): kills by its part in the worth, times its rounds.

    No system spends more than its launchers held.
    """
    per = kills / np.where(strength > 0.0, strength, 1.0)
    spent = worth * per[:, params.against] * params.rounds
    if not _limited(params).any():
        return np.asarray(spent)
    total = sum_of(spent, params.system, loaded.shape[1])
    share = np.where(total > loaded, loaded / np.where(total > loaded, total, 1.0), 1.0)
    return np.asarray(spent * share[:, params.system])


def _loaded(params: Params, ready: Array, waiting: Array) -> Array:
    """Rounds on the launchers of each type (F, U); inf where nothing limits them."""
    limited = _limited(params)
    full = np.where(limited, params.ready_rounds, 0.0) * ready
    return np.where(limited, np.maximum(full - waiting, 0.0), np.inf)


def _waiting(params: Params, ready: Array, waiting: Array, fired: Array) -> Array:
    """Rounds that launchers wait for tomorrow (F, U); nought where nothing limits them."""
    if not _limited(params).any():
        return np.zeros_like(waiting)
    limited = _limited(params)
    loads = np.where(limited, params.ready_rounds, 0.0) * params.reloaded * ready
    return np.where(limited, np.maximum(waiting + fired - loads, 0.0), 0.0)


def _limited(params: Params) -> Array:
    """Which systems have launchers of a stated size, (U,)."""
    return np.asarray(np.isfinite(params.ready_rounds))
