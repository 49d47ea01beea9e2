"""Levels of passive protection: the share of hits that each absorbs, by what hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def absorbs(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, L, C + 1) share of hits absorbed by level and class of weapon; debris comes last.

    A class without a row in damage/shields, and debris, meet the level's own share.
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
