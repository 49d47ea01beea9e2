"""Both networks until they agree."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.gas import daily
from holdfast.model.networks import activity, fuel, gas
from holdfast.model.networks.fixed import Carried
from holdfast.model.networks.params import Params
from holdfast.model.networks.power import Morning, PowerDay, morning, power_day
from holdfast.model.networks.sums import mean_by
from holdfast.model.types import BLOCK_HOURS, Arrived, Harm, Service, Weather
from holdfast.power import operation

AGREED = 1e-3
"""Share by which stations of a region may burn more than they get and still count as agreed."""
SPECK = 1e-9
"""mcm that counts as none."""


def step(
    params: Params,
    weather: Weather,
    harm: Harm,
    arrived: Arrived,
    restart_left: Array,
    trip_left: Array,
    dark_local: Array,
    planned_before: Array,
    rebound: Array,
    gas_stock: Array,
    today: int,
    luck: Luck,
    indoor: Array | None = None,
    away: Array | None = None,
) -> Service:
    """Deliver power and gas for one day; arrays of State as they stood at dawn.

    indoor (F, R, H) [degree C] is how warm homes were; without it no heater is on. away (F, R) is
    the share of people who have left, who ask for nothing.
    """
    params = _there(params, away, today)
    dawn = Carried(restart_left, trip_left, dark_local, rebound)
    regions = params.demand.hinge.size
    fuelled = np.ones((len(luck.futures), regions))
    filled = _filled(params, gas_stock, arrived)
    power: PowerDay | None = None
    moving: Array = np.ones(len(luck.futures), dtype=bool)
    need = np.zeros_like(fuelled)
    told = operation.announced(planned_before, axis=1)
    day = morning(params, weather, harm, arrived, told, indoor, today, luck)
    while True:
        power = power_day(params, day, dawn, fuelled, luck, power, moving)
        dark = np.mean([came.dark for came in power.came], axis=0)
        burn = fuel.burnt(params, power.dispatch)
        # stations that are held back still ask for what they would burn
        need = np.where(fuelled < 1, np.maximum(need, burn), burn)
        wanted = gas.asked(params, weather, dark, need, today)
        given = gas.deliver(params, harm, filled, dark, wanted, today)
        got = given.served[:, :, gas.POWER]
        short = (burn > got * (1 + AGREED) + SPECK) & (fuelled > fuel.LEAST)
        if not short.any():
            break
        # only what is short moves, and only down: rounds end, and no future minds its neighbours
        moving = np.asarray(short.any(axis=1))
        rows = np.flatnonzero(moving)
        fuelled = fuelled.copy()
        ran, most = ([each[rows] for each in lists] for lists in (power.dispatch, power.supply))
        lower = fuel.held_back(params, ran, most, fuelled[rows], got[rows])
        fuelled[rows] = np.where(short[rows], lower, fuelled[rows])
    return _service(params, day, power, given, wanted, harm)


def _there(params: Params, away: Array | None, today: int) -> Params:
    """The same for those who are there today."""
    there = activity.without(params.activity, away, today)
    return params if there is params.activity else dataclasses.replace(params, activity=there)


def _filled(params: Params, stock: Array, arrived: Arrived) -> Array:
    """(F, W) mcm in store with what is given to the country, in proportion to the room left.

    What finds no room is not taken.
    """
    room = np.maximum(params.gas.capacity - stock, 0.0)
    total = room.sum(axis=1)
    taken = np.minimum(arrived.gas_mcm, total)
    return np.asarray(stock + room * (taken / np.maximum(total, 1e-9))[:, None])


def _service(
    params: Params,
    day: Morning,
    power: PowerDay,
    given: daily.Daily,
    wanted: Array,
    harm: Harm,
) -> Service:
    generators = params.supply.gas_rate.size
    energy = np.sum(power.dispatch, axis=0) * BLOCK_HOURS
    imported = energy[:, generators:]
    carried, came = power.carried, power.came
    sliced = params.demand.share.shape[1:]
    unserved = [each.unserved.reshape(-1, *sliced) for each in came]
    return Service(
        asked=day.asked,
        heaters=day.heating,
        heater_kw=day.heater_kw,
        unserved=np.stack(unserved, axis=1),
        dark=np.stack([each.dark for each in came], axis=1),
        dark_protected=np.stack([each.guarded for each in came], axis=1),
        dark_ordinary=np.stack([each.others for each in came], axis=1),
        planned=np.stack([each.planned for each in came], axis=1),
        deficit=np.max([each.deficit for each in came], axis=0),
        collapsed=power.collapsed.astype(float),
        solved_again=power.again,
        restart_left=carried.restart_left,
        trip_left=carried.trip_left,
        dark_local=carried.dark_local,
        planned_before=np.stack([each.schedule for each in came], axis=1),
        rebound=carried.rebound,
        generated=energy[:, :generators],
        imported=imported.sum(axis=1),
        import_cost=(imported * params.supply.cost).sum(axis=1) / 1e6,
        available=power.supply[-1],
        gas_stock=given.stock,
        gas_imported=given.imported,
        gas_withdrawn=given.withdrawn - given.injected,
        gas_asked=wanted,
        gas_served=given.served,
        heat_left=mean_by(harm.left, params.assets.heat, params.demand.hinge.size),
    )
