"""Both networks until they agree."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks import activity, agreement, fuel, gas, stations
from holdfast.model.networks import oil as tanks
from holdfast.model.networks.fixed import Carried
from holdfast.model.networks.params import Params
from holdfast.model.networks.power import Morning, PowerDay, morning, own_sources, power_day
from holdfast.model.networks.sums import sum_by
from holdfast.model.types import BLOCK_HOURS, Arrived, Harm, Service, Weather
from holdfast.power import operation


def step(
    params: Params,
    weather: Weather,
    harm: Harm,
    arrived: Arrived,
    restart_left: Array,
    trip_left: Array,
    dark_local: Array,
    relayed: Array,
    planned_before: Array,
    rebound: Array,
    gas_stock: Array,
    today: int,
    luck: Luck,
    indoor: Array | None = None,
    away: Array | None = None,
    linepack: Array | None = None,
    oil: Array | None = None,
) -> Service:
    """Deliver power and gas for one day; arrays of State as they stood at dawn.

    indoor (F, R, H) [degree C] is how warm homes were; without it no heater is on. away (F, R) is
    the share of people who have left, who ask for nothing. linepack (F, N) [mcm] is what stands in
    pipes at nodes; without it pipes are as they were at the start. oil (F, P) [t] is what stands on
    site of power stations, as at the start without it.
    """
    params = _there(params, away, today)
    dawn = Carried(restart_left, trip_left, dark_local, relayed, rebound)
    futures = len(luck.futures)
    stock = _wide(params.oil.stock if oil is None else oil, futures)
    site = tanks.at_dawn(params.oil, stock, arrived.oil_t)
    held = agreement.whole(params, futures)
    filled, gift = _filled(params, gas_stock, arrived)
    packed = _packed(params, linepack, futures)
    gas_day, power = None, None
    rounds = np.zeros(futures)
    moving: Array = np.ones(futures, dtype=bool)
    need = np.zeros((futures, params.demand.hinge.size))
    told = operation.announced(planned_before, axis=1)
    day = morning(params, weather, harm, arrived, told, indoor, today, luck)
    lit = gas.morning(params, weather, harm, today)
    while True:
        rounds = rounds + moving
        power = power_day(params, day, dawn, held, luck, power, moving)
        dark = np.mean([came.dark for came in power.came], axis=0)
        burn = fuel.burnt(params, power.dispatch)
        # stations that are held back still ask for what they would burn
        need = np.where(held.fuelled[:, : need.shape[1]] < 1, np.maximum(need, burn), burn)
        wanted = gas.asked(params, lit, dark, need)
        still = stations.stopped(params, dark, power.stopped)
        gas_day = gas.deliver(
            params, harm, filled, packed, dark, still, wanted, today, gas_day, moving
        )
        gap = agreement.gap(params, power, gas_day, site, held)
        moving = gap.moving()
        if not moving.any():
            break
        held = agreement.lower(params, power, gas_day, site, held, gap)
    books = gas.books(params, harm, gas_day, gift, dark, today)
    return _service(params, day, power, gas_day, wanted, lit, rounds, site, held, books)


def _wide(values: Array, futures: int) -> Array:
    """Values (F, ...) of all futures, the same of each if there is one."""
    return np.array(np.broadcast_to(values, (futures, *values.shape[1:])))


def _packed(params: Params, linepack: Array | None, futures: int) -> Array:
    """(F, N) mcm in pipes at dawn; N is 0 where gas is a national balance."""
    if params.pressures is None:
        return np.zeros((futures, 0))
    most = params.pressures.most
    return np.array(np.broadcast_to(most if linepack is None else linepack, (futures, most.size)))


def _there(params: Params, away: Array | None, today: int) -> Params:
    """The same for those who are there today."""
    there = activity.without(params.activity, away, today)
    return params if there is params.activity else dataclasses.replace(params, activity=there)


def _filled(params: Params, stock: Array, arrived: Arrived) -> tuple[Array, Array]:
    """(F, W) mcm in store with what is given to the country, in proportion to the room left, and
    what of that was taken (F,); what finds no room is not.
    """
    room = np.maximum(params.gas.capacity - stock, 0.0)
    total = room.sum(axis=1)
    taken = np.minimum(arrived.gas_mcm, total)
    return np.asarray(stock + room * (taken / np.maximum(total, 1e-9))[:, None]), taken


def _service(
    params: Params,
    day: Morning,
    power: PowerDay,
    gas_of: gas.Given,
    wanted: Array,
    lit: gas.Need,
    rounds: Array,
    site: Array,
    held: agreement.Held,
    books: dict[str, Array],
) -> Service:
    given, piped = gas_of.day, gas_of.piped
    generators = params.supply.gas_rate.size
    energy = np.sum(power.dispatch, axis=0) * BLOCK_HOURS
    imported = energy[:, own_sources(params) :]
    on_oil = tanks.energy(params.oil, power.dispatch, generators)
    left = np.maximum(site - on_oil * params.oil.rate, 0.0)
    carried, came = power.carried, power.came
    sliced = params.demand.share.shape[1:]
    unserved = [each.unserved.reshape(-1, *sliced) for each in came]
    return Service(
        asked=day.asked,
        heaters=day.heaters,
        heat_pumps=day.pumps,
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
        relayed=carried.relayed,
        planned_before=np.stack([each.schedule for each in came], axis=1),
        rebound=carried.rebound,
        generated=_with_oil(params, energy[:, :generators], on_oil),
        imported=imported.sum(axis=1),
        import_cost=(imported * params.supply.cost).sum(axis=1) / 1e6,
        available=_with_oil(
            params, power.supply[-1][:, :generators], power.supply[-1][:, generators:]
        ),
        gas_stock=given.stock,
        linepack=np.zeros((len(rounds), 0)) if piped is None else piped.packed,
        gas_burnt=np.zeros(len(rounds)) if piped is None else piped.burnt,
        compressors_dark=gas.stood_still(params, gas_of, params.demand.hinge.size),
        compressor_mw=stations.by_region(params, held.draws, params.demand.hinge.size),
        rounds=rounds,
        **books,
        gas_asked=wanted,
        gas_served=given.served,
        heat_left=lit.heat_left,
        oil=left,
        oil_mw=sum_by(on_oil / 24, params.oil.region, params.demand.hinge.size),
        oil_left=sum_by(left, params.oil.region, params.demand.hinge.size),
    )


def _with_oil(params: Params, given: Array, on_oil: Array) -> Array:
    """(F, G) what generators give, with what they give on oil (F, P)."""
    if not params.oil.rate.size:
        return given
    return given + tanks.by_owner(params.oil, on_oil, given.shape[1])
