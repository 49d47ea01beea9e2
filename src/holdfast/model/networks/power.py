"""Power through the four blocks of a day: dispatch, shed, rotation, restart."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks import blackout, wires
from holdfast.model.networks.carried import Carried
from holdfast.model.networks.condition import (
    Condition,
    chosen,
    condition,
    generation,
    unrestricted,
)
from holdfast.model.networks.params import Params
from holdfast.model.networks.shock import Shock, shock, struck
from holdfast.model.networks.sums import sum_by
from holdfast.model.types import BLOCK_HOURS, BLOCKS, SLICES, Arrived, Harm, Weather

SHORT = 1e-6
"""Share of its demand from which a region counts as short of power."""


@dataclasses.dataclass(slots=True)
class PowerDay:
    """Four blocks of power; lists run over the blocks that are solved."""

    asked: Array
    unserved: list[Array]
    dark: list[Array]
    planned: list[Array]
    dispatch: list[Array]
    shortfall: list[Array]
    collapsed: Array
    available: Array
    carried: Carried


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
    before = condition(params, harm.left_before)
    after = condition(params, harm.left) if harm.hit.any() else before
    raid = shock(params, harm, before, after, luck)
    asked = unrestricted(params, weather, arrived)
    borders = _borders(params, arrived, today)
    day = PowerDay(asked, [], [], [], [], [], np.zeros(len(luck.futures), bool), np.zeros(0), dawn)
    for b in range(len(BLOCKS)):
        day.carried, falls = struck(params, raid, day.carried, asked[:, b], fuelled, b, luck)
        day.collapsed = day.collapsed | falls
        past = (raid.block >= 0) & (raid.block <= b)
        _block(params, day, chosen(past, after, before), raid, fuelled, borders, b)
    return day


def _borders(params: Params, arrived: Arrived, today: int) -> Array:
    """(F, X) MW that may be imported; added capacity goes to borders in proportion."""
    limit = np.broadcast_to(
        params.supply.limit[:, today], (len(arrived.import_mw), params.supply.limit.shape[2])
    )
    total = limit.sum(axis=1, keepdims=True)
    share = np.where(total > 0, limit / np.maximum(total, 1e-9), 1 / max(limit.shape[1], 1))
    return np.asarray(limit + arrived.import_mw[:, None] * share)


def _block(
    params: Params,
    day: PowerDay,
    state: Condition,
    raid: Shock,
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
    supply = generation(params, state, now.trip_left, fuelled, b)
    slices = (wanted * connected)[:, :, None] * params.demand.share
    open_border = borders * (waiting == 0)[:, None]
    shed, dispatch = _solve(params, np.concatenate([supply, open_border], axis=1), state, slices)
    by_schedule = _rotation(params, shed, slices)
    surprised = (raid.block == b)[:, None]
    planned = np.where(surprised, np.minimum(by_schedule, now.planned_before), by_schedule)
    dark = 1 - connected * (1 - by_schedule)
    unserved = shed + (wanted * (1 - connected))[:, :, None] * params.demand.share
    rebound = behaviour.rebound[:, None] * unserved[:, :, :2].sum(axis=2)
    day.unserved.append(unserved)
    day.dark.append(dark)
    day.planned.append(connected * planned)
    day.dispatch.append(dispatch)
    asked = day.asked[:, b] + now.rebound
    day.shortfall.append(_peak_deficit(params, asked, connected, shed, unserved))
    day.available = supply
    hours_gone = BLOCK_HOURS / 24
    day.carried = Carried(
        restart_left=restart_left,
        trip_left=np.maximum(now.trip_left - hours_gone, 0.0),
        dark_local=now.dark_local * behaviour.local_keep[:, None] ** hours_gone,
        planned_before=by_schedule,
        rebound=np.asarray(rebound),
    )


def _solve(params: Params, supply: Array, state: Condition, slices: Array) -> tuple[Array, Array]:
    """Shed (F, R, K) and dispatch (F, G) in MW."""
    grid, futures = params.grid, slices.shape[0]
    demand = np.zeros((futures, params.wires.nodes, len(SLICES)))
    demand[:, grid.tap_bus] = slices[:, grid.tap_region] * grid.tap_share[:, None]
    links = np.broadcast_to(grid.capacity, (futures, grid.capacity.shape[1]))
    carried = np.concatenate([state.bank, links], axis=1)
    found = wires.deliver(params.wires, supply, carried, state.branch, demand)
    regions = slices.shape[1]
    shed = [
        sum_by(found.shed[:, grid.tap_bus, k], grid.tap_region, regions) for k in range(len(SLICES))
    ]
    return np.stack(shed, axis=2), found.dispatch


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


def _peak_deficit(
    params: Params, asked: Array, connected: Array, shed: Array, unserved: Array
) -> Array:
    """(F,) share of unrestricted demand not met at the peak of the block, national.

    Where a region is short of power at the mean of the block, all that the peak lies above the mean
    is short as well; elsewhere the share that is not connected is so at the peak too.
    """
    above = (params.behaviour.peak - 1)[:, None] * asked
    short = np.where(shed.sum(axis=2) > SHORT * asked, above, above * (1 - connected))
    total = (asked + above).sum(axis=1)
    lacking = unserved.sum(axis=(1, 2)) + short.sum(axis=1)
    share = np.divide(lacking, total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(np.minimum(share, 1.0))
