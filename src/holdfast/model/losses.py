"""Losses: air-defence units and generator sets that are destroyed where they stand.

Of those that get through and are not aimed at energy each takes, with a stated chance, one fire
unit, of a type by number and exposure, and likewise one generator set. Whole ones are drawn; none
are lost that are not there. Equations: docs/blocks/losses.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.kernels import binomial_quantile, split
from holdfast.model.types import Cover, Fight, Losses, Raid

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


@bundle
class Params:
    """How often, and where units stand."""

    units: tuple[str, ...]
    pairs: tuple[str, ...]
    """Names "class region" under which luck is drawn, class by class."""
    chance: Array = array("future", "1", "chance that one not aimed at energy takes a unit")
    stands: Array = array("region", "1", "air defence stands in the region (bool)")
    exposure: Array = array("unit", "1", "weight of one unit in what is lost")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read the classes, the systems and where the regions' share of air defence is not 0."""
    classes, regions = scenario.table("threat/classes"), scenario.table("regions")
    systems = scenario.table("defence/systems")
    return Params(
        units=systems.text("id"),
        pairs=tuple(
            f"{name} {place}" for name in classes.text("id") for place in regions.text("id")
        ),
        chance=scenario.parameter("damage.units_lost", luck),
        stands=regions.number("defence_share") > 0.0,
        exposure=systems.number("exposure"),
    )


def start(params: Params) -> dict[str, Array]:
    """State on the eve of the first day: nothing is lost."""
    return {"lost": np.zeros((1, len(params.units)))}


def step(
    params: Params,
    raid: Raid,
    fight: Fight,
    cover: Cover,
    lost: Array,
    sets: Array,
    luck: Luck,
) -> Losses:
    """What is lost today; lost (F, U) since the start, sets (F, R) in use this morning [1]."""
    if not params.chance.any():
        none = np.zeros_like(cover.ready), np.zeros_like(sets)
        return Losses(*none, standing=cover.ready, sets_left=sets, lost=lost)
    taken = _taken(params, raid, fight, "unit lost", luck)
    units = _by_type(params, (taken * params.stands).sum(axis=1), cover.ready, luck)
    gone = np.minimum(_taken(params, raid, fight, "set lost", luck), sets)
    return Losses(
        units=units,
        sets=gone,
        standing=cover.ready - units,
        sets_left=sets - gone,
        lost=lost + units,
    )


def _taken(params: Params, raid: Raid, fight: Fight, purpose: str, luck: Luck) -> Array:
    """Whole ones that would be taken by region, (F, R), were there enough of them.

    Class by class a binomial number of those that got through.
    """
    elsewhere = np.maximum(1.0 - raid.aimed.sum(axis=2), 0.0) * raid.harmful
    chance = np.broadcast_to((params.chance[:, None] * elsewhere)[:, :, None], fight.leaks.shape)
    made = np.empty(fight.leaks.size)
    uniform = luck.uniform(purpose, params.pairs)
    binomial_quantile(uniform.ravel(), fight.leaks.ravel(), chance.ravel(), made)
    return np.asarray(made.reshape(fight.leaks.shape).sum(axis=1))


def _by_type(params: Params, number: Array, ready: Array, luck: Luck) -> Array:
    """Units lost by type (F, U): numbers (F,) dealt out over those ready (F, U) by their weight."""
    weight = ready * params.exposure
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.zeros(ready.shape), where=total > 0.0)
    uniform = luck.uniform("unit lost type", params.units)
    dealt = np.empty((len(ready), 1, len(params.units)))
    split(number[:, None], share[:, None, :], uniform[:, None, :], dealt)
    return np.asarray(np.where(weight > 0.0, np.minimum(dealt[:, 0], ready), 0.0))
