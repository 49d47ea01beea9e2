"""What differs by class of weapon: hits that a level of protection absorbs, and what hits do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario


def absorbs(scenario: Scenario, luck: Luck | None) -> Array:
    """(F or 1, L, C + 1) share of hits absorbed by level and class of weapon; debris comes last.

    A class without a row in damage/shields, and debris, meet the level's own share.
    Without `luck` at middle values.
    """
    classes = scenario.table("threat/classes").text("id")
    levels, shields = scenario.table("damage/protection"), scenario.table("damage/shields")
    usual = scenario.uncertain("damage/protection", "absorbs", luck)
    own = scenario.uncertain("damage/shields", "absorbs", luck)
    futures = max(len(usual), len(own))
    made = np.empty((futures, len(levels), len(classes) + 1))
    made[:] = usual[:, :, None]
    place = shields.index("level", levels.text("id")), shields.index("class", classes)
    made[:, place[0], place[1]] = own
    return made


def sheltered(scenario: Scenario, level: Array, luck: Luck | None) -> Array:
    """(F or 1, N, C + 1) share of hits absorbed by each level (N,); 0 for -1, none."""
    made = absorbs(scenario, luck)
    none = np.zeros((len(made), 1, made.shape[2]))
    return np.concatenate([made, none], axis=1)[:, level]


def factors(scenario: Scenario, luck: Luck | None) -> tuple[Array, Array]:
    """Factors (F or 1, K, C) on function lost and the heavy share; a kind's row goes first.

    Without `luck` at middle values.
    """
    rows, kinds = scenario.table("damage/effects"), scenario.table("damage/kinds")
    classes = scenario.table("threat/classes").text("id")
    ids, on, against = kinds.text("id"), rows.text("on"), rows.index("class", classes)
    single = np.array([name in ids for name in on], bool)
    made = []
    for column in ("function_lost_factor", "heavy_share_factor"):
        value = scenario.uncertain("damage/effects", column, luck)
        factor = np.ones((len(value), len(kinds), len(classes)))
        for row in [*np.flatnonzero(~single), *np.flatnonzero(single)]:
            name = on[row]
            mine = [name == of for of in (ids if single[row] else kinds.text("target"))]
            factor[:, mine, against[row]] = value[:, row, None]
        made.append(factor)
    return made[0], made[1]
