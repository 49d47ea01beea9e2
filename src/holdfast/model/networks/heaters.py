"""Electric heaters that people switch on when district heat or gas left their homes cold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
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
    each: Array = array("future region dwelling", "kW", "the same for each person of the class")
    below: Array = array("future", "degree C", "indoor temperature under which people turn to them")
    band: Array = array("future", "K", "so much colder all of them are on")
    feeders: Array = array("future region", "MW", "most that feeders carry through a block")


def prepare(scenario: Scenario, base: Array, luck: Luck) -> Heaters:
    """Read homes and parameters; base (F or 1, B, R) [MW] is demand at 0 degrees C."""
    people = scenario.uncertain("regions", "population", luck)
    source = scenario.table("heat/buildings").text("source")
    supplied = homes.spread(scenario, np.array([[one in SUPPLIED for one in source]]), 0.0)
    kilowatt = scenario.parameter("network.heater_kw", luck)[:, None, None]
    return Heaters(
        power=homes.people_share(scenario, luck) * supplied * people[:, :, None] * kilowatt / 1000,
        each=supplied * kilowatt,
        below=scenario.parameter("network.heater_below", luck),
        band=scenario.parameter("network.heater_band", luck),
        feeders=base.max(axis=1) * scenario.parameter("network.feeder_room", luck)[:, None],
    )


def drawn(
    heaters: Heaters, indoor: Array | None, people: Array, asked: Array
) -> tuple[Array, Array]:
    """(F, B, R) MW that heaters ask for today, and (F, B, R, H) kW of it for each person there.

    indoor (F, R, H) [degree C] is what homes had come to by last midnight, None if all were warm;
    people (F or 1, R) those present over those at the start; asked (F, B, R) [MW] what feeders
    carry besides. Where that leaves less room, fuses and feeders allow no more.
    """
    if indoor is None or not heaters.power.any():
        dwellings = heaters.power.shape[2]
        return np.zeros(asked.shape), np.zeros((*asked.shape, dwellings))
    cold = (heaters.below[:, None, None] - indoor) / heaters.band[:, None, None]
    on = np.clip(cold, 0.0, 1.0)
    wanted = ((heaters.power * on).sum(axis=2) * people)[:, None]
    room = np.maximum(heaters.feeders[:, None] - asked, 0.0)
    made = np.minimum(wanted, room)
    fed = np.divide(made, wanted, out=np.zeros(made.shape), where=wanted > 0)
    return made, fed[:, :, :, None] * (heaters.each * on)[:, None]
