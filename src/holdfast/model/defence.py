"""Air defence: what of a raid is brought down, by region, and what that costs in interceptors.

Cover by class is additive in the logarithm of survival; what stood at the start is held to the
record's kill share, less what was claimed too much, and what came later to a stated factor.
Two rival models that the record cannot tell apart, proportional and saturating, are drawn per pair
of futures. Equations: docs/blocks/defence.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.kernels import binomial_quantile, ration, total_by
from holdfast.model.types import Cover, Fight, Raid

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

RIVALS = ("proportional", "saturating")
"""The rival models by their number in `Params.rival`."""
_SURE = 1.0 - 1e-9
"""A single layer never kills for certain: keeps the logarithm of survival finite."""
_LOG_SURVIVAL = 20.0
"""Strongest log-survival (in the best covered region) that the anchor may ask for."""


@bundle
class Params:
    """What is fixed through the campaign; an effect is a row of defence/effect."""

    classes: tuple[str, ...]
    pairs: tuple[str, ...]
    """Names "class region" under which luck is drawn, class by class."""
    rival: Array = array("future", "1", "rival model: 0 proportional, 1 saturating")
    system: Array = array("effect", "1", "index of the effect's system")
    against: Array = array("effect", "1", "index of the effect's class")
    item: Array = array("effect", "1", "index of what it fires; -1: nothing that is counted")
    spared_below: Array = array("effect", "1", "fill of the magazine under which it holds fire")
    order: Array = array("effect", "1", "effects by item, then by spared_below")
    rounds: Array = array("effect", "pieces", "interceptors spent on one target brought down")
    worth: Array = array("future effect", "1", "log-survival that one unit adds to all the cover")
    full: Array = array("future item", "pieces", "level counted as full")
    deployment: Array = array("region", "1", "share of the national cover, sums to 1")
    channels: Array = array("future unit", "1", "targets that one unit can engage in one raid")
    capacity: Array = array("future region", "targets", "engaged per channel engagement ready")
    overdispersion: Array = array("class", "1", "standard deviation of the raid's logit")
    overclaim: Array = array("future class", "1", "share of claimed kills that were none")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read defence/*, the regions' shares and the classes' record, and draw what is uncertain."""
    classes = scenario.table("threat/classes")
    names = classes.text("id")
    regions = scenario.table("regions")
    items = scenario.table("items").text("id")
    systems = scenario.table("defence/systems")
    effect = scenario.table("defence/effect")
    system = effect.index("system", systems.text("id"))
    against = effect.index("class", names)
    item = systems.index("item", items)[system]
    spared = effect.number("spared_below")
    worth = _worth(scenario, system, luck)
    units = scenario.uncertain("defence/systems", "units", luck)
    deployment = _normalised(regions.number("defence_share"))
    overclaim = scenario.uncertain("threat/classes", "overclaim", luck)
    gain = anchor(
        _sum(units[:, system] * worth, against, len(names)),
        scenario.uncertain("threat/classes", "kill_share", luck) * (1.0 - overclaim),
        _target_shares(scenario),
        deployment,
    )
    there = systems.number("units")[system] > 0.0
    factor = scenario.parameter("defence.newcomer_factor", luck)[:, None]
    channels = systems.number("channels") * scenario.uncertain("defence/systems", "cycles", luck)
    rival = luck.ignorance().uniform("defence rival", "nation")
    return Params(
        classes=names,
        pairs=tuple(f"{name} {region}" for name in names for region in regions.text("id")),
        rival=(rival >= scenario.parameter("defence.proportional_probability", luck)) * 1.0,
        system=system,
        against=against,
        item=item,
        spared_below=spared,
        order=np.lexsort((spared, item)),
        rounds=systems.number("rounds_per_target")[system],
        worth=worth * np.where(there, gain[:, against], factor),
        full=_full(scenario, items, luck),
        deployment=deployment,
        channels=channels,
        capacity=capacity_per_channel(
            scenario.parameter("defence.national_capacity", luck), units * channels, deployment
        ),
        overdispersion=classes.number("overdispersion"),
        overclaim=overclaim,
    )


def step(params: Params, raid: Raid, cover: Cover, held: Array, luck: Luck) -> Fight:
    """The fight of one day. held (F, I) [pieces], as of midnight."""
    futures, count, regions = raid.toward.shape
    ready = np.ascontiguousarray(cover.ready)
    worth = ready[:, params.system] * params.worth * fires(params, held)
    engaged = _engaged(params, raid, ready)
    supplied = _supplied(params, worth, raid.toward * engaged[:, None, :], held)
    worth = worth * supplied
    strength = _sum(worth, params.against, count)
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


def layer_worth(reach: Array, kill_probability: Array, shots: Array) -> Array:
    """Log-survival that one unit adds over its region: -ln(1 - reach (1 - (1 - p)**shots))."""
    kill = reach * (1.0 - (1.0 - kill_probability) ** shots)
    return -np.log1p(-np.minimum(kill, _SURE))


def anchor(start: Array, kill_share: Array, share: Array, deployment: Array) -> Array:
    """Gain (F, C) with which the cover at the start kills `kill_share` nationally.

    start (F or 1, C): worth of the systems at the start; kill_share (F or 1, C): true, not claimed;
    share (C, R) of the launches by region; deployment (R,). Solves sum_r share_r
    exp(-z deployment_r) = 1 - kill_share for z by bisection; gain = z / start. It is 0 where
    nothing was ever brought down, and 1 where nothing in place can touch the class.
    """
    rows = max(len(start), len(kill_share))
    start = np.broadcast_to(start, (rows, start.shape[1]))
    kill_share = np.broadcast_to(kill_share, start.shape)
    low = np.zeros(start.shape)
    high = np.full(start.shape, _LOG_SURVIVAL / max(float(deployment.max()), np.finfo(float).tiny))
    for _ in range(80):
        middle = (low + high) / 2.0
        survives = (share * np.exp(-middle[:, :, None] * deployment)).sum(axis=2)
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


def fires(params: Params, held: Array) -> Array:
    """1 where an effect may fire (F, E): its magazine is not under the level it is spared below."""
    filled = params.full > 0.0
    fill = np.where(filled, held / np.where(filled, params.full, 1.0), held > 0.0)
    return np.where(params.item < 0, 1.0, fill[:, params.item] >= params.spared_below)


def survival_exponent(params: Params, strength: Array) -> Array:
    """Minus the logarithm of a target's survival (F, C, R), from the national worth (F, C)."""
    return np.asarray(strength[:, :, None] * params.deployment)


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
    strength = _sum(worth, params.against, engaged.shape[1])
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
    return np.minimum(_sum(spent, params.item, held.shape[1]), held)


def _worth(scenario: Scenario, system: Array, luck: Luck) -> Array:
    """Log-survival that one unit adds over its region, by effect (F or 1, E)."""
    return layer_worth(
        scenario.uncertain("defence/systems", "reach", luck)[:, system],
        scenario.uncertain("defence/effect", "kill_probability", luck),
        scenario.parameter("defence.shots", luck)[:, None],
    )


def _sum(values: Array, label: Array, count: int) -> Array:
    made = np.empty((len(values), count))
    total_by(np.ascontiguousarray(values), label, made)
    return made


def _normalised(share: Array) -> Array:
    """Shares along the last axis scaled to sum to 1; all zero stays zero."""
    total = share.sum(axis=-1, keepdims=True)
    return np.asarray(share / np.where(total > 0.0, total, 1.0))


def _target_shares(scenario: Scenario) -> Array:
    """Prior shares of target regions (C, R), each class summing to 1."""
    rows = scenario.table("threat/regions")
    names = scenario.table("threat/classes").text("id")
    regions = scenario.table("regions").text("id")
    made = np.zeros((len(names), len(regions)))
    made[rows.index("class", names), rows.index("region", regions)] = rows.number("share")
    return _normalised(made)


def _full(scenario: Scenario, items: tuple[str, ...], luck: Luck) -> Array:
    """Level of each item that counts as full (F or 1, I): `full`, or what is held at the start."""
    stocks = scenario.table("stocks")
    held = scenario.uncertain("stocks", "quantity", luck)
    said = stocks.number("full")
    made = np.zeros((len(held), len(items)))
    made[:, stocks.index("item", items)] = np.where(np.isnan(said), held, said)
    return made
