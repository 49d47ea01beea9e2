"""Electric heaters that people switch on when district heat or gas left their homes cold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.model.types import BLOCKS
from holdfast.scenario import homes

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario

SUPPLIED = ("district_heat", "household_gas")
"""Sources of heat that can fail, so that electricity stands in; homes on electricity are in the
demand already, stoves go on burning."""


@bundle
class Heaters:
    """What stands ready, and what wires to homes carry."""

    power: Array = array("future region dwelling", "MW", "heaters of a class of homes, all on")
    below: Array = array("future", "degree C", "indoor temperature under which people turn to them")
    band: Array = array("future", "K", "so much colder all of them are on")
    feeders: Array = array("future region", "MW", "most that feeders carry through a block")


def prepare(scenario: Scenario, base: Array, luck: Luck) -> Heaters:
    """Read homes and parameters; base (F or 1, B, R) [MW] is demand at 0 degrees C."""
    people = scenario.uncertain("regions", "population", luck)
    source = scenario.table("heat/buildings").text("source")
    supplied = homes.spread(scenario, np.array([[one in SUPPLIED for one in source]]), 0.0)
    each = scenario.parameter("network.heater_kw", luck)[:, None, None] / 1000
    return Heaters(
        power=homes.people_share(scenario, luck) * supplied * people[:, :, None] * each,
        below=scenario.parameter("network.heater_below", luck),
        band=scenario.parameter("network.heater_band", luck),
        feeders=base.max(axis=1) * scenario.parameter("network.feeder_room", luck)[:, None],
    )


def drawn(heaters: Heaters, indoor: Array | None, people: Array, asked: Array) -> Array:
    """(F, B, R) MW that heaters ask for today.

    indoor (F, R, H) [degree C] is what homes had come to by last midnight, None if all were warm;
    people (F or 1, R) those present over those at the start; asked (F, B, R) [MW] what feeders
    carry besides. Where that leaves less room, fuses and feeders allow no more.
    """
    if indoor is None or not heaters.power.any():
        return np.zeros((len(asked), len(BLOCKS), asked.shape[2]))
    cold = (heaters.below[:, None, None] - indoor) / heaters.band[:, None, None]
    wanted = (heaters.power * np.clip(cold, 0.0, 1.0)).sum(axis=2) * people
    room = np.maximum(heaters.feeders[:, None] - asked, 0.0)
    return np.asarray(np.minimum(wanted[:, None], room))
