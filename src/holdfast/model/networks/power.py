"""Power through the four blocks of a day: dispatch, shed, rotation, collapse, restart."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks import blackout
from holdfast.model.networks.condition import (
    Condition,
    condition,
    hits_on_grid,
    trips,
    unrestricted,
)
from holdfast.model.networks.params import Params
from holdfast.model.networks.sums import sum_by
from holdfast.model.types import BLOCK_HOURS, BLOCKS, SLICES, Arrived, Harm, Weather
from holdfast.power import balance


@dataclasses.dataclass(slots=True)
class Carried:
    """What one block hands to the next, and midnight to tomorrow; replaced, never written into."""

    restart_left: Array
    trip_left: Array
    dark_local: Array
    planned_before: Array
    rebound: Array


@dataclasses.dataclass(slots=True)
class Shaken:
    """What today's raid does at the moment it strikes."""

    block: Array
    """(F,) number of the block before which the raid comes."""
    trips: Array
    """(F, M) units that trip."""


@dataclasses.dataclass(slots=True)
class PowerDay:
    """Four blocks of power; lists run over the blocks."""

    asked: Array
    unserved: list[Array]
    dark: list[Array]
    planned: list[Array]
    dispatch: list[Array]
    shortfall: list[Array]
    collapsed: Array
    available: Array
    carried: Carried


def strike(params: Params, harm: Harm, luck: Luck) -> Shaken:
    """When the raid comes and which units it shakes off the grid."""
    u, behaviour = luck.uniform("time of the raid", "nation"), params.behaviour
    block = np.where(
        u < behaviour.strike_morning,
        1,
        np.where(u < behaviour.strike_morning + behaviour.strike_day, 2, 0),
    )
    return Shaken(block, trips(params, hits_on_grid(params, harm), luck))


def power_day(
    params: Params,
    weather: Weather,
    harm: Harm,
    arrived: Arrived,
    dawn: Carried,
    fuelled: Array,
    today: int,
    luck: Luck,
) -> PowerDay:
    """Solve the four blocks in turn; `fuelled` (F, R) is the share of gas-fired power with gas."""
    before, after = condition(params, harm.left_before), condition(params, harm.left)
    shaken = strike(params, harm, luck)
    asked = unrestricted(params, weather, arrived)
    borders = _borders(params, arrived, today)
    futures = len(luck.futures)
    day = PowerDay(asked, [], [], [], [], [], np.zeros(futures, bool), np.zeros(0), dawn)
    for b in range(len(BLOCKS)):
        struck = shaken.block == b
        day.carried = _raid(params, day, harm, before, after, shaken, struck, fuelled, b, luck)
        state = _choose(shaken.block <= b, after, before)
        _block(params, day, state, struck, fuelled, borders, b)
    return day


def _borders(params: Params, arrived: Arrived, today: int) -> Array:
    """(F, X) MW that may be imported; added capacity goes to borders in proportion."""
    limit = np.broadcast_to(
        params.supply.limit[:, today], (len(arrived.import_mw), params.supply.limit.shape[2])
    )
    total = limit.sum(axis=1, keepdims=True)
    share = np.where(total > 0, limit / np.maximum(total, 1e-9), 1 / max(limit.shape[1], 1))
    return np.asarray(limit + arrived.import_mw[:, None] * share)


def _choose(mask: Array, yes: Condition, no: Condition) -> Condition:
    """The condition after the raid where it has struck, else the one before."""
    return Condition(
        generation=np.where(mask[:, None], yes.generation, no.generation),
        bank=np.where(mask[:, None], yes.bank, no.bank),
        main_grid_out=np.where(mask, yes.main_grid_out, no.main_grid_out),
        reachable=np.where(mask[:, None], yes.reachable, no.reachable),
    )


def _sources(params: Params, state: Condition, trip_left: Array, fuelled: Array, b: int) -> Array:
    """(F, G) MW that generators can give in block b."""
    supply = params.supply
    tripped = sum_by(
        (trip_left > 0) * supply.machine_share, supply.machine_of, supply.gas_rate.size
    )
    whole = 1 - np.minimum(tripped, 1.0)
    gas = np.where(supply.gas_rate > 0, fuelled[:, supply.region], 1.0)
    running = (1 - params.behaviour.outage)[:, None]
    return np.asarray(supply.capacity * supply.factor[b] * state.generation * whole * gas * running)


def _raid(
    params: Params,
    day: PowerDay,
    harm: Harm,
    before: Condition,
    after: Condition,
    shaken: Shaken,
    struck: Array,
    fuelled: Array,
    b: int,
    luck: Luck,
) -> Carried:
    """The moment of the raid: local cuts, trips, and whether the grid falls."""
    now = day.carried
    if not struck.any():
        return now
    trip_left = np.where(
        struck[:, None] & shaken.trips, _back(params, now.trip_left), now.trip_left
    )
    had = _sources(params, before, now.trip_left, fuelled, b)
    has = _sources(params, after, trip_left, fuelled, b)
    need = day.asked[:, b] * (1 - now.dark_local)
    load = np.minimum(need.sum(axis=1), had.sum(axis=1))
    in_use = load / np.maximum(had.sum(axis=1), 1e-9)
    stranded = _overload(params, need, after) - _overload(params, need, before)
    dropped = (need * harm.pocket).sum(axis=1) + np.maximum(stranded, 0)
    falls = struck & blackout.collapses(
        params,
        (had - has).sum(axis=1) * in_use,
        dropped,
        load,
        after.main_grid_out,
        luck,
    )
    day.collapsed = day.collapsed | falls
    local = 1 - (1 - now.dark_local) * (1 - harm.pocket)
    return dataclasses.replace(
        now,
        trip_left=np.where(
            falls[:, None], _back(params, trip_left, _restart_days(params)), trip_left
        ),
        dark_local=np.where(struck[:, None], local, now.dark_local),
        restart_left=np.where(falls, params.behaviour.restart_hours, now.restart_left),
    )


def _restart_days(params: Params) -> Array:
    return params.behaviour.restart_hours / 24


def _back(params: Params, trip_left: Array, wait: Array | float = 0.0) -> Array:
    """(F, M) days until a unit that trips now is back; after a collapse it waits for the grid."""
    return np.asarray(np.maximum(trip_left, params.supply.restart + np.asarray(wait)[..., None]))


def _overload(params: Params, need: Array, state: Condition) -> Array:
    """(F,) MW of demand over what the banks of its region can carry."""
    regions = params.grid.bus_of_demand.size
    carried = sum_by(state.bank, params.grid.bank_region, regions)
    return np.asarray(np.maximum(need - carried, 0).sum(axis=1))


def _block(
    params: Params,
    day: PowerDay,
    state: Condition,
    struck: Array,
    fuelled: Array,
    borders: Array,
    b: int,
) -> None:
    """Solve block b and append what came of it."""
    now, behaviour = day.carried, params.behaviour
    waiting, restart_left = blackout.dark_share(now.restart_left, behaviour.restart_hours)
    local = np.maximum(now.dark_local, 1 - state.reachable)
    connected = (1 - local) * (1 - waiting[:, None])
    thrift = 1 - behaviour.saving[:, None] * (now.planned_before > 0)
    wanted = day.asked[:, b] * thrift + now.rebound
    supply = _sources(params, state, now.trip_left, fuelled, b)
    slices = _slices(params, wanted * connected)
    open_border = borders * (waiting == 0)[:, None]
    solved = _solve(params, np.concatenate([supply, open_border], axis=1), state.bank, slices)
    shed = solved.shed[:, params.grid.bus_of_demand]
    by_schedule = _rotation(params, shed, slices)
    planned = np.where(struck[:, None], np.minimum(by_schedule, now.planned_before), by_schedule)
    dark = 1 - connected * (1 - by_schedule)
    unserved = shed + _slices(params, wanted * (1 - connected))
    rebound = behaviour.rebound[:, None] * unserved[:, :, :2].sum(axis=2)
    day.unserved.append(unserved)
    day.dark.append(dark)
    day.planned.append(connected * planned)
    day.dispatch.append(solved.dispatch)
    day.shortfall.append(_peak_deficit(params, day.asked[:, b] + now.rebound, unserved))
    day.available = supply
    hours_gone = BLOCK_HOURS / 24
    day.carried = Carried(
        restart_left=restart_left,
        trip_left=np.maximum(now.trip_left - hours_gone, 0.0),
        dark_local=now.dark_local * behaviour.local_keep[:, None] ** hours_gone,
        planned_before=by_schedule,
        rebound=np.asarray(rebound),
    )


def _slices(params: Params, demand: Array) -> Array:
    """(F, R, K) demand by slice: protected, ordinary, industry."""
    share = np.stack(
        [
            params.demand.protected,
            1 - params.demand.protected - params.demand.industry,
            params.demand.industry,
        ],
        axis=2,
    )
    return np.asarray(demand[:, :, None] * share)


def _solve(params: Params, supply: Array, bank: Array, slices: Array) -> balance.Shares:
    futures = slices.shape[0]
    demand = np.zeros((futures, params.network.nodes, len(SLICES)))
    demand[:, params.grid.bus_of_demand] = slices
    links = np.broadcast_to(params.grid.capacity, (futures, params.grid.capacity.shape[1]))
    return balance.share(params.network, supply, np.concatenate([bank, links], axis=1), demand)


def _rotation(params: Params, shed: Array, slices: Array) -> Array:
    """(F, R) share of connected people cut by schedule, from the power that is short.

    Cuts come in whole feeders, so more is cut than is short (overcut); protected feeders carry half
    as many people as power and go dark only when ordinary demand is gone.
    """
    people = params.demand.protected / 2
    ordinary = shed[:, :, 1] / np.maximum(slices[:, :, 1], 1e-9)
    protected = shed[:, :, 0] / np.maximum(slices[:, :, 0], 1e-9)
    cut = np.minimum(params.behaviour.overcut[:, None] * ordinary, 1.0)
    return np.asarray(np.minimum(cut * (1 - people) + protected * people, 1.0))


def _peak_deficit(params: Params, asked: Array, unserved: Array) -> Array:
    """(F,) share of unrestricted demand not met at the peak of the block: what is short at the mean
    is short by all of the peak's excess as well."""
    total, short = asked.sum(axis=1), unserved.sum(axis=(1, 2))
    excess = np.where(short > 1e-6 * total, (params.behaviour.peak - 1) * total, 0.0)
    return np.asarray(np.minimum((short + excess) / (total + excess), 1.0))
