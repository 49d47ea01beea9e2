"""People: hours without power, and how cold homes become.

Generator sets take people out of the dark as far as fuel lasts. A class of dwellings is one thermal
resistance and one capacity: its temperature approaches what its heat source can hold outdoors
permitting, and a thermostat keeps it from rising above the target.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.people_kernels import warm
from holdfast.model.types import BLOCK_HOURS, Arrived, Comfort, Service, Weather

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

SOURCES = ("district_heat", "household_gas", "electricity", "solid")
"""Sources of heat, in the order in which `Params.source` numbers them."""
_HOUSEHOLD, _DISTRICT = 0, 1
"""Positions of the uses of gas that heat homes, on the axis `use` of Service."""
_LITTLE = 0.5
"""A source that gives less than this share of what is asked counts as no heat (Comfort.no_heat)."""


@bundle
class Params:
    """People, their homes and their generator sets."""

    regions: tuple[str, ...]
    dwellings: tuple[str, ...]
    people: Array = array("future region", "persons", "people present")
    share: Array = array("future region dwelling", "1", "share of people by class of dwelling")
    source: Array = array("region dwelling", "1", "source of heat, by its position in SOURCES")
    tau: Array = array("future region dwelling", "h", "resistance times capacity of a home")
    lift: Array = array("future region dwelling", "K", "most that heat can hold above outdoors")
    needs_power: Array = array("future region dwelling", "1", "share that has no heat when dark")
    target: Array = array("future", "degree C", "indoor temperature that heating holds")
    threshold: Array = array("future", "degree C", "indoor temperature under which cold counts")
    set_people: Array = array("future", "persons", "people served by one generator set")
    set_movable: Array = array("future", "1", "share of sets that follow the dark")
    set_litres: Array = array("future", "l/h", "fuel of one running set")
    set_wear: Array = array("future", "1/h", "share of running sets lost for good in an hour")
    fuel: Array = array("item", "1", "burnt by generator sets, counted in litres (0 or 1)")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read regions, dwellings and fuel; uncertain values are drawn once per pair of futures."""
    regions = scenario.table("regions").text("id")
    table = scenario.table("heat/buildings")
    dwellings = tuple(dict.fromkeys(table.text("class")))
    target = scenario.parameter("people.indoor_target", luck)
    reach = target - scenario.parameter("people.design_temperature", luck)
    place = table.index("region", regions), table.index("class", dwellings)
    source = table.index("source", SOURCES)
    sources = np.full((len(regions), len(dwellings)), SOURCES.index("solid"))
    sources[place] = source

    def spread(values: Array, nobody: float) -> Array:
        """Values by row (F, rows) as (F, R, H), `nobody` where no row tells of such homes."""
        made = np.full((values.shape[0], len(regions), len(dwellings)), nobody)
        made[:, place[0], place[1]] = values
        return made

    share = spread(scenario.uncertain("heat/buildings", "people_share", luck), 0.0)
    needs = scenario.uncertain("heat/buildings", "needs_power", luck)
    electric = source == SOURCES.index("electricity")
    return Params(
        regions=regions,
        dwellings=dwellings,
        people=scenario.uncertain("regions", "population", luck),
        share=share / np.maximum(share.sum(axis=2, keepdims=True), 1.0),
        source=sources,
        tau=spread(scenario.uncertain("heat/buildings", "time_constant_hours", luck), 1.0),
        lift=spread(table.number("reserve")[None], 1.0) * reach[:, None, None],
        needs_power=spread(np.where(electric, 1.0, needs), 0.0),
        target=target,
        threshold=scenario.parameter("people.cold_threshold", luck),
        set_people=scenario.parameter("people.set_people", luck),
        set_movable=scenario.parameter("people.set_movable", luck),
        set_litres=scenario.parameter("people.set_litres", luck),
        set_wear=scenario.parameter("people.set_wear", luck),
        fuel=_fuel(scenario),
    )


def start(params: Params) -> dict[str, Array]:
    """Every home is at its target, and no generator set is in use."""
    shape = (params.target.size, len(params.regions), len(params.dwellings))
    indoor = np.broadcast_to(params.target[:, None, None], shape).copy()
    return {"indoor": indoor, "sets": np.zeros((1, len(params.regions)))}


def step(
    params: Params,
    weather: Weather,
    service: Service,
    arrived: Arrived,
    indoor: Array,
    sets: Array,
    held: Array,
    luck: Luck,
) -> Comfort:
    """One day; indoor (F, R, H) [degree C], sets (F, R) [1] and held (F, I) [pieces] as of dawn."""
    sets = sets + arrived.generator_sets
    relieved, running, litres = _generator_sets(params, service.dark, sets, held)
    left = service.dark - relieved
    planned = service.planned * np.divide(
        left, service.dark, out=np.zeros(left.shape), where=service.dark > 0
    )
    heat = availability(params, service)
    now, hours, area = (np.empty(indoor.shape) for _ in range(3))
    warm(
        np.ascontiguousarray(indoor),
        np.ascontiguousarray(weather.temperature),
        np.ascontiguousarray(heat * params.lift[:, None]),
        np.ascontiguousarray(params.tau),
        params.target,
        params.threshold,
        now,
        hours,
        area,
    )
    return Comfort(
        hours_without=BLOCK_HOURS * left.sum(axis=1),
        hours_planned=BLOCK_HOURS * planned.sum(axis=1),
        indoor=now,
        degree_hours=(area * params.share).sum(axis=2),
        cold_hours=(hours * params.share).sum(axis=2),
        no_heat=((heat < _LITTLE).mean(axis=1) * params.share).sum(axis=2),
        sets=sets * np.maximum(1 - params.set_wear[:, None] * running, 0.0),
        litres=litres,
    )


def availability(params: Params, service: Service) -> Array:
    """(F, B, R, H) [1]: share of its full heat that each class of dwellings can have.

    Gas of households and of district heat by what was delivered of what was asked, district heat
    also by the sources that work; homes whose heat needs power lose it while they are dark.
    """
    asked = service.gas_asked
    share = np.divide(service.gas_served, asked, out=np.ones(asked.shape), where=asked > 0)
    full = np.ones(asked.shape[:2])
    given = np.stack(
        [share[:, :, _DISTRICT] * service.heat_left, share[:, :, _HOUSEHOLD], full, full], axis=2
    )
    by_home = given[:, np.arange(len(params.regions))[:, None], params.source]
    dark = params.needs_power[:, None] * service.dark[:, :, :, None]
    return np.asarray(np.clip(by_home, 0.0, 1.0)[:, None] * (1 - dark))


def _generator_sets(
    params: Params, dark: Array, sets: Array, held: Array
) -> tuple[Array, Array, Array]:
    """Share of people relieved (F, B, R), hours that each set runs (F, R), litres burnt (F,).

    A set runs for the share of its people that are dark: one that stays where it is for the share
    that all are, one that can be moved for as many as it reaches while there are so many. If fuel
    runs short all run in proportion; a scenario without a row of fuel does not count it.
    """
    reach = (sets * params.set_people[:, None] / np.maximum(params.people, 1.0))[:, None]
    movable = params.set_movable[:, None, None]
    fixed = np.minimum(reach, 1.0) * dark
    wanted = (1.0 - movable) * fixed + movable * np.minimum(reach, dark)
    reach = reach[:, 0]
    hours = BLOCK_HOURS * wanted.sum(axis=1)
    running = np.divide(hours, reach, out=np.zeros(reach.shape), where=reach > 0)
    litres = (sets * running).sum(axis=1) * params.set_litres
    if not params.fuel.any():
        return wanted, running, litres
    fuel = (held * params.fuel).sum(axis=1)
    enough = np.divide(fuel, litres, out=np.ones(litres.shape), where=litres > fuel)
    return wanted * enough[:, None, None], running * enough[:, None], litres * enough


def _fuel(scenario: Scenario) -> Array:
    """(I,) 1 for the items that stocks marks as fuel."""
    items, stocks = scenario.table("items").text("id"), scenario.table("stocks")
    burnt = np.zeros(len(items))
    burnt[stocks.index("item", items)[stocks.flag("fuel")]] = 1.0
    return burnt
