"""What a hit does by class of weapon: effects of classes, levels of protection, and debris.

Without any of them nothing is built here, and every class does what the kind says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.scenario.by_class import factors, sheltered

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


@bundle
class Effects:
    """By group of installations that are alike in kind, region, level and what they serve."""

    graded: bool
    """Whether classes differ in how badly they damage; the worst of a day's hits counts then."""
    group: Array = array("asset", "1", "index of the group")
    kind: Array = array("group", "1", "index of the kind")
    region: Array = array("group", "1", "index of the region")
    target: Array = array("group", "1", "index of the target group")
    through: Array = array("future group class", "1", "of the usual, hits that take function")
    heavy: Array = array("future group cause", "1", "of losses, share heavy or worse; debris last")
    debris: Array = array("future group", "1", "hits on the target group that one local place is")
    destroyed_share: Array = array("future group", "1", "of heavy losses, share destroyed")


def prepare(
    scenario: Scenario,
    luck: Luck,
    cells: tuple[Array, Array, Array],
    local: Array,
    target: Array,
    fragments: bool,
) -> Effects | None:
    """Read damage/effects, damage/protection and damage/shields, or None where nothing is said.

    cells: kind, region and level (-1 for none) of each installation, (A,) each; local (A,): serves
    distribution; target (K,): target group of each kind; fragments: debris can hurt a place.
    """
    kind, region, level = cells
    added = any(name != "" for name in scenario.table("items").text("level"))
    rows = len(scenario.table("damage/effects"))
    if not (rows or added or fragments or (level >= 0).any()):
        return None
    alike = np.stack([kind, region, level, local])
    (of_kind, of_region, of_level, is_local), group = np.unique(alike, axis=1, return_inverse=True)
    shield = sheltered(scenario, of_level, luck)
    lost, heavier = factors(scenario, luck)
    heavy = scenario.uncertain("damage/kinds", "heavy_share", luck)[:, of_kind, None]
    wanted = scenario.uncertain("damage/kinds", "function_lost", luck)[:, :, None]
    # A hit takes function away with at most certainty, so a factor reaches no farther than that.
    most = 1.0 / np.where(wanted > 0.0, wanted, 1.0)
    classes = lost.shape[2]
    # Fragments damage as the kind says.
    factor = np.concatenate([heavier, np.ones((len(heavier), heavier.shape[1], 1))], axis=2)
    return Effects(
        graded=bool((heavier != 1.0).any()),
        group=group.reshape(-1),
        kind=of_kind,
        region=of_region,
        target=target[of_kind],
        through=np.minimum(lost, most)[:, of_kind] * (1.0 - shield[:, :, :classes]),
        heavy=np.minimum(heavy * factor[:, of_kind], 1.0),
        debris=(1.0 - shield[:, :, classes]) * _places(alike, group.reshape(-1), target, is_local),
        destroyed_share=scenario.uncertain("damage/kinds", "destroyed_share", luck)[:, of_kind],
    )


def rates(
    effects: Effects, leaks: Array, aimed: Array, places: Array, absorbed: Array
) -> tuple[Array, Array]:
    """Expected hits by group (F, G), and of these those that are heavy or worse.

    leaks (F, C, R), aimed (F or 1, C, T), places (F, R) of local distribution hit by debris,
    absorbed (F or 1, K or 1, C + 1 or 1) by levels that were added.
    """
    futures, classes = leaks.shape[:2]
    added = _added(absorbed, effects.kind, classes + 1)
    made, heavy = (np.zeros((futures, len(effects.kind))) for _ in range(2))
    for c in range(classes + 1):
        if c < classes:
            hits = aimed[:, c, effects.target] * leaks[:, c, effects.region]
            hits = hits * effects.through[:, :, c]
        else:
            hits = places[:, effects.region] * effects.debris
        hits = hits * (1.0 - added[:, :, c])
        made += hits
        if effects.graded:
            heavy += hits * effects.heavy[:, :, c]
    return made, heavy


def _added(absorbed: Array, kind: Array, causes: int) -> Array:
    """(F or 1, G, C + 1) share of hits absorbed by levels that were added to the kind."""
    if absorbed.shape[1:] == (1, 1):
        return np.zeros((1, len(kind), causes))
    return absorbed[:, kind]


def _places(alike: Array, group: Array, target: Array, is_local: Array) -> Array:
    """(G,) hits on its target group that put one on the local distribution of the region, else 0.

    Hits on a target group are shared by all that belong to it, hits by debris by the local ones.
    """
    kind, region, _, local = alike
    aims = target[kind] * (int(region.max()) + 1) + region
    everyone = np.bincount(aims)[aims]
    near = np.bincount(region, weights=local)[region]
    each = np.where(local > 0, everyone / np.maximum(near, 1.0), 0.0)
    made = np.zeros(len(is_local))
    made[group] = each
    return made
