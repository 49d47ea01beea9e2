"""Reading of people, homes, help and groups; and the state on the first morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.people.heat import SOURCES
from holdfast.model.people.params import Boilers, Groups, Leaving, Params, Points, Water
from holdfast.scenario import homes

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read regions, dwellings and fuel; uncertain values are drawn once per pair of futures."""
    regions = scenario.table("regions").text("id")
    table = scenario.table("heat/buildings")
    target = scenario.parameter("people.indoor_target", luck)
    source = table.index("source", SOURCES)

    def known(name: str) -> Array:
        return scenario.parameter(f"people.{name}", luck)

    def spread(values: Array, nobody: float) -> Array:
        return homes.spread(scenario, values, nobody)

    needs = scenario.uncertain("heat/buildings", "needs_power", luck)
    gas = source == SOURCES.index("household_gas")
    needs = np.where(gas, homes.unlit(scenario, needs, luck), needs)
    electric = np.isin(source, [SOURCES.index("electricity"), SOURCES.index("heat_pump")])
    return Params(
        regions=regions,
        dwellings=homes.dwellings(scenario),
        points=_points(scenario, luck),
        boilers=_boilers(scenario, luck),
        water=_water(scenario, luck),
        leaving=_leaving(scenario, luck),
        groups=_groups(scenario, regions, luck),
        people=scenario.uncertain("regions", "population", luck),
        share=homes.people_share(scenario, luck),
        source=spread(source[None], SOURCES.index("solid"))[0].astype(source.dtype),
        tau=spread(homes.time_constant(scenario, luck), 1.0),
        lift=homes.lift(scenario, luck),
        reserve=homes.reserve(scenario),
        gain=homes.gain(scenario, luck),
        per_kw=spread(homes.per_kw(scenario, luck), 0.0),
        stoves=spread(scenario.uncertain("heat/buildings", "stove_share", luck), 0.0),
        needs_power=spread(np.where(electric, 1.0, needs), 0.0),
        pumped=homes.pumped(scenario, luck),
        target=target,
        threshold=known("cold_threshold"),
        frozen=known("frozen_threshold"),
        stove_heat=known("stove_heat"),
        in_a_row=known("dark_in_a_row"),
        set_people=known("set_people"),
        set_movable=known("set_movable"),
        set_litres=known("set_litres"),
        set_wear=known("set_wear"),
        set_heat=known("set_heat"),
        fuel=_fuel(scenario),
    )


def start(params: Params) -> dict[str, Array]:
    """Every home is at its target, tanks are full, all are at home, and no help is in use."""
    regions, dwellings = len(params.regions), len(params.dwellings)
    indoor = np.broadcast_to(
        params.target[:, None, None], (params.target.size, regions, dwellings)
    ).copy()
    tanks = np.broadcast_to(params.water.tank[:, None], (params.water.tank.size, regions)).copy()
    none = np.zeros((1, regions))
    return {
        "indoor": indoor,
        "indoor_apart": indoor.copy(),
        "apart": none,
        "sets": none,
        "points": none,
        "boilers": none,
        "tanks": tanks,
        "tanks_apart": tanks.copy(),
        "works_apart": none,
        "dry": none,
        "strained": none,
        "away": none,
    }


def _points(scenario: Scenario, luck: Luck) -> Points:
    return Points(
        people=scenario.parameter("people.point_people", luck),
        hours=scenario.parameter("people.point_hours", luck),
        litres=scenario.parameter("people.point_litres", luck),
        wear=scenario.parameter("people.point_wear", luck),
    )


def _boilers(scenario: Scenario, luck: Luck) -> Boilers:
    return Boilers(
        heat=scenario.parameter("people.heat_kw", luck),
        litres=scenario.parameter("people.boiler_litres", luck),
        wear=scenario.parameter("people.boiler_wear", luck),
    )


def _water(scenario: Scenario, luck: Luck) -> Water:
    return Water(
        piped=scenario.parameter("people.water_piped", luck),
        guarded=scenario.parameter("people.water_protected", luck),
        tank=scenario.parameter("people.water_tank_hours", luck),
        fill=scenario.parameter("people.water_fill", luck),
        back=scenario.parameter("people.water_back_hours", luck),
        lifted=scenario.parameter("people.water_lifted", luck),
    )


def _leaving(scenario: Scenario, luck: Luck) -> Leaving:
    return Leaving(
        leave=scenario.parameter("people.leave_share", luck),
        after=scenario.parameter("people.leave_after_days", luck),
        hours=scenario.parameter("people.leave_hours", luck),
        degrees=scenario.parameter("people.leave_degrees", luck),
        back=scenario.parameter("people.return_share", luck),
        asks=scenario.parameter("people.away_asks", luck),
    )


def _groups(scenario: Scenario, regions: tuple[str, ...], luck: Luck) -> Groups:
    """The rows of people/groups by region and group."""
    table = scenario.table("people/groups")
    names = tuple(dict.fromkeys(table.text("group")))
    place = table.index("region", regions), table.index("group", names)
    present = np.zeros((len(regions), len(names)))
    present[place] = 1.0

    def spread(column: str) -> Array:
        values = scenario.uncertain("people/groups", column, luck)
        made = np.zeros((values.shape[0], len(regions), len(names)))
        made[:, place[0], place[1]] = values
        return made

    return Groups(
        names=names,
        present=present,
        protected=spread("protected_share"),
        own=spread("own_hours"),
    )


def _fuel(scenario: Scenario) -> Array:
    """(I,) 1 for the items that stocks marks as fuel."""
    items, stocks = scenario.table("items").text("id"), scenario.table("stocks")
    burnt = np.zeros(len(items))
    burnt[stocks.index("item", items)[stocks.flag("fuel")]] = 1.0
    return burnt
