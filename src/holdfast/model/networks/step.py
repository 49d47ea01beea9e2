"""Both networks until they agree."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.gas import daily
from holdfast.model.networks import gas
from holdfast.model.networks.carried import Carried
from holdfast.model.networks.params import Params
from holdfast.model.networks.power import PowerDay, power_day
from holdfast.model.networks.sums import mean_by, sum_by
from holdfast.model.types import BLOCK_HOURS, Arrived, Harm, Service, Weather

AGREED = 1e-3
"""Share of the gas for power by which two rounds may differ and still count as agreed."""


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
) -> Service:
    """Deliver power and gas for one day; arrays of State as they stood at dawn."""
    dawn = Carried(restart_left, trip_left, dark_local, planned_before, rebound)
    regions = params.demand.hinge.size
    fuelled = np.ones((len(luck.futures), regions))
    filled = _filled(params, gas_stock, arrived)
    while True:
        power = power_day(params, weather, harm, arrived, dawn, fuelled, today, luck)
        dark = np.mean(power.dark, axis=0)
        # stations that lack gas still ask for it, so that the next round does not forget the need
        need = _burnt(params, power) / np.maximum(fuelled, 1e-6)
        wanted = gas.asked(params, weather, dark, need)
        given = gas.deliver(params, harm, filled, dark, wanted, today)
        left = np.clip(given.served[:, :, gas.POWER] / np.maximum(need, 1e-9), 0.0, 1.0)
        short = (need > 1e-9) & (left < fuelled - AGREED)
        if not short.any():
            break
        # only what is short moves, and only down: rounds end, and no future minds its neighbours
        fuelled = np.where(short, left, fuelled)
    return _service(params, power, given, wanted, harm)


def _filled(params: Params, stock: Array, arrived: Arrived) -> Array:
    """(F, W) mcm in store with what is given to the country, in proportion to the room left.

    What finds no room is not taken.
    """
    room = np.maximum(params.gas.capacity - stock, 0.0)
    total = room.sum(axis=1)
    taken = np.minimum(arrived.gas_mcm, total)
    return np.asarray(stock + room * (taken / np.maximum(total, 1e-9))[:, None])


def _burnt(params: Params, power: PowerDay) -> Array:
    """(F, R) mcm burnt by power stations."""
    generated = np.sum(power.dispatch, axis=0) * BLOCK_HOURS
    rate = params.supply.gas_rate
    return sum_by(generated[:, : rate.size] * rate, params.supply.region, params.demand.hinge.size)


def _service(
    params: Params, power: PowerDay, given: daily.Daily, wanted: Array, harm: Harm
) -> Service:
    generators = params.supply.gas_rate.size
    energy = np.sum(power.dispatch, axis=0) * BLOCK_HOURS
    imported = energy[:, generators:]
    carried = power.carried
    return Service(
        asked=power.asked,
        unserved=np.stack(power.unserved, axis=1),
        dark=np.stack(power.dark, axis=1),
        planned=np.stack(power.planned, axis=1),
        deficit=np.max(power.shortfall, axis=0),
        collapsed=power.collapsed.astype(float),
        restart_left=carried.restart_left,
        trip_left=carried.trip_left,
        dark_local=carried.dark_local,
        planned_before=carried.planned_before,
        rebound=carried.rebound,
        generated=energy[:, :generators],
        imported=imported.sum(axis=1),
        import_cost=(imported * params.supply.cost).sum(axis=1) / 1e6,
        available=power.available,
        gas_stock=given.stock,
        gas_imported=given.imported,
        gas_withdrawn=given.withdrawn - given.injected,
        gas_asked=wanted,
        gas_served=given.served,
        heat_left=mean_by(harm.left, params.assets.heat, params.demand.hinge.size),
    )
