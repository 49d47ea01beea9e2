"""What is left of the networks after damage and trips, and what people ask of them."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array, array, arrays, bundle
from holdfast.draws import Luck
from holdfast.model.networks import activity
from holdfast.model.networks.params import Params, at
from holdfast.model.networks.sums import mean_by, sum_by
from holdfast.model.types import Arrived, Harm, Weather


@bundle
class Condition:
    """Capacity at one time of the day, before anything is dispatched."""

    generation: Array = array("future generator", "1", "share of generation that damage left")
    bank: Array = array("future bank", "MW", "what the banks can carry")
    through: Array = array("future bank", "1", "share of the counted units that damage left")
    branch: Array = array("future branch", "1", "share of each branch that damage left")
    main_grid_out: Array = array("future", "1", "share of the main grid that is out")
    reachable: Array = array("future region", "1", "share of people that distribution can reach")


def condition(params: Params, left: Array, rows: Array | slice = slice(None)) -> Condition:
    """What installations with these shares `left` (F, A) of their function amount to.

    Of the futures in these n rows alone, if any are named.
    """
    assets, grid, behaviour = params.assets, params.grid, params.behaviour
    left, unit, other = left[rows], at(grid.unit_mva, rows), at(grid.other_mva, rows)
    usable, margin = at(behaviour.usable_per_mva, rows), at(behaviour.margin, rows)
    generators, banks = params.supply.gas_rate.size, grid.units.size
    through = mean_by(left, assets.bank, banks)
    working = through * grid.units
    main = np.where(assets.main_grid >= 0, 0, -1)
    distribution = mean_by(left, assets.distribution, params.demand.hinge.size)
    return Condition(
        generation=mean_by(left, assets.generator, generators, weight=at(assets.size, rows)),
        bank=(working * unit + other) * usable[:, None],
        through=through,
        branch=mean_by(left, assets.branch, params.wires.branches),
        main_grid_out=1 - mean_by(left, main, 1)[:, 0],
        reachable=np.minimum(distribution / (1 - margin)[:, None], 1.0),
    )


def replaced(state: Condition, now: Condition, rows: Array, futures: int) -> Condition:
    """The same of so many futures, with those in these n rows as in `now` (n, ...)."""
    made = {}
    for spec, values in arrays(state):
        whole = np.array(np.broadcast_to(values, (futures, *values.shape[1:])))
        whole[rows] = getattr(now, spec.name)
        made[spec.name] = whole
    return Condition(**made)


def connected(params: Params, state: Condition, today: int) -> Condition:
    """The condition for those who are there today: whoever is in a place that no grid reaches yet
    counts as out of reach of distribution."""
    if not params.activity.moves:
        return state
    there = 1 - activity.of_day(params.activity.unconnected, today)
    return dataclasses.replace(state, reachable=state.reachable * there)


def unrestricted(params: Params, weather: Weather, arrived: Arrived, today: int) -> Array:
    """(F, B, R) MW that people would take, by block: piecewise linear in temperature.

    It changes with the people who are there and with what they and industry do by date.
    Saving by what was given (lamps) counts in the evening, shared by people.
    """
    demand = params.demand
    colder = -np.minimum(weather.temperature, demand.hinge)
    base = demand.base[None] * demand.level[:, None, :]
    asked = np.maximum(base + (demand.slope * colder)[:, None, :], 0.1 * base)
    if params.activity.moves:
        asked = asked * activity.factor(
            params.activity, demand.share[:, :, activity.INDUSTRY], today
        )
    asked[:, -1] -= np.minimum(arrived.saving_mw[:, None] * demand.weight, 0.5 * asked[:, -1])
    return np.asarray(asked)


def hits_on_grid(params: Params, harm: Harm) -> Array:
    """(F, R) installations of the main grid that lost function today."""
    return sum_by(harm.hit, params.assets.main_grid, params.demand.hinge.size)


def trips(params: Params, hits: Array, luck: Luck) -> Array:
    """(F, M) bool: units that trip as the grid is shaken by `hits` (F, R).

    p = 1 - (1 - a)^(hits at home + w hits elsewhere); with the common share of the risk all units
    answer to one draw, else each to its own.
    """
    behaviour, home = params.behaviour, params.supply.machine_region
    down = np.zeros((hits.shape[0], len(params.machines)), dtype=bool)
    if not params.machines or not hits.any():
        return down
    total = hits.sum(axis=1, keepdims=True)
    felt = hits + behaviour.trip_elsewhere[:, None] * (total - hits)
    chance = 1 - (1 - behaviour.trip_per_hit[:, None]) ** felt
    rows = np.flatnonzero(hits.any(axis=1))
    luck, joint = luck.of_rows(rows), behaviour.trip_common
    own = luck.uniform("trip", params.machines)
    common = luck.uniform("trip of all", "grid")[:, None]
    shared = luck.uniform("trip is common", params.machines) < at(joint, rows)[:, None]
    down[rows] = np.where(shared, common, own) < chance[np.ix_(rows, home)]
    return down
