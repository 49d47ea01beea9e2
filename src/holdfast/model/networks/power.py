"""Power through the four blocks of a day: dispatch, shed, restart by stages, rotation."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks import wires
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
from holdfast.model.networks.split import split
from holdfast.model.networks.sums import sum_by
from holdfast.model.types import BLOCK_HOURS, BLOCKS, SLICES, Arrived, Harm, Weather
from holdfast.power import operation

SHORT = 1e-6
"""Share of its demand from which a region counts as short of power."""
BEGIN = np.array([stage.begin for stage in operation.STAGES])
"""(K,) from when the slices come back after a collapse, as shares of the hours of restart."""
END = np.array([stage.end for stage in operation.STAGES])
"""(K,) when all of them is back."""
NATION = 0.5
"""Share of demand in islands that fall from which the day counts as one of collapse."""


@dataclasses.dataclass(frozen=True, slots=True)
class Morning:
    """What of a day does not depend on gas: the same in all rounds."""

    raid: Shock
    asked: Array
    """(F, B, R) MW that people would take."""
    announced: Array
    """(F, B, R) the cuts that people were told of the day before."""
    borders: Array
    """(F, X) MW that may be imported."""


@dataclasses.dataclass(slots=True)
class PowerDay:
    """Four blocks of power; lists run over the blocks that are solved."""

    unserved: list[Array]
    dark: list[Array]
    planned: list[Array]
    schedule: list[Array]
    supply: list[Array]
    dispatch: list[Array]
    shed: list[Array]
    shortfall: list[Array]
    collapsed: Array
    again: Array
    """(F,) blocks that the kernel did not settle and another solver did, in all rounds."""
    carried: Carried


def morning(
    params: Params,
    weather: Weather,
    harm: Harm,
    arrived: Arrived,
    announced: Array,
    today: int,
    luck: Luck,
) -> Morning:
    """What a day brings, before power and gas are delivered; announced (F, B, R)."""
    before = condition(params, harm.left_before)
    after = condition(params, harm.left) if harm.hit.any() else before
    return Morning(
        raid=shock(params, harm, before, after, luck),
        asked=unrestricted(params, weather, arrived),
        announced=announced,
        borders=_borders(params, arrived, today),
    )


def power_day(
    params: Params,
    day: Morning,
    dawn: Carried,
    fuelled: Array,
    luck: Luck,
    earlier: PowerDay | None,
    moving: Array,
) -> PowerDay:
    """Solve the four blocks in turn.

    fuelled (F, R) is the share of gas-fired power with gas. `earlier` is the round before, if there
    was one: only futures that are `moving` (F,) have other gas in this one, so only they are
    balanced again.
    """
    raid, asked = day.raid, day.asked
    calm = np.zeros(len(luck.futures), bool)
    again = np.zeros(len(calm)) if earlier is None else earlier.again
    made = PowerDay([], [], [], [], [], [], [], [], calm, again, dawn)
    for b in range(len(BLOCKS)):
        made.carried, falls = struck(params, raid, made.carried, asked[:, b], fuelled, b, luck)
        if falls.any():
            down, nation = (asked[:, b] * falls).sum(axis=1), asked[:, b].sum(axis=1)
            made.collapsed |= falls.any(axis=1) & (down >= NATION * nation)
        past = (raid.block >= 0) & (raid.block <= b)
        state = chosen(past, raid.after, raid.before)
        _block(params, day, made, state, fuelled, b, earlier, moving)
    return made


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
    day: Morning,
    made: PowerDay,
    state: Condition,
    fuelled: Array,
    b: int,
    earlier: PowerDay | None,
    moving: Array,
) -> None:
    """Solve block b and append what came of it."""
    now, behaviour, share = made.carried, params.behaviour, params.demand.share
    waiting = _waiting(params, now.restart_left)
    linked = 1 - np.maximum(now.dark_local, 1 - state.reachable)
    thrift = 1 - behaviour.saving[:, None] * (day.announced[:, b] > 0)
    again = operation.rebound(now.rebound, behaviour.rebound_hours[:, None], BLOCK_HOURS)
    wanted = (day.asked[:, b] * thrift)[:, :, None] * share
    wanted += again[:, :, None] * params.demand.people_share
    supply = generation(params, state, now.trip_left, fuelled, b)
    connected = linked[:, :, None] if waiting is None else linked[:, :, None] * (1 - waiting)
    slices = wanted * connected
    sources = np.concatenate([supply, _open(params, state, day.borders, now.restart_left)], axis=1)
    if earlier is None:
        shed, dispatch, retried = _solve(params, sources, state, slices, slice(None))
        made.again = made.again + retried
    else:
        shed, dispatch = earlier.shed[b].copy(), earlier.dispatch[b].copy()
        rows = np.flatnonzero(moving)
        shed[rows], dispatch[rows], retried = _solve(params, sources, state, slices, rows)
        made.again = made.again + np.bincount(rows, retried, len(moving))
    _people(params, day.announced[:, b], made, linked, waiting, shed / np.maximum(slices, 1e-9))
    unserved = shed + wanted * (1 - connected)
    made.unserved.append(unserved)
    made.supply.append(supply)
    made.dispatch.append(dispatch)
    made.shed.append(shed)
    met = linked if waiting is None else linked * (1 - (share * waiting).sum(axis=2))
    made.shortfall.append(_peak_deficit(params, day.asked[:, b] + again, met, shed, unserved))
    hours_gone = BLOCK_HOURS / 24
    made.carried = Carried(
        restart_left=np.maximum(now.restart_left - BLOCK_HOURS, 0.0),
        trip_left=np.maximum(now.trip_left - hours_gone, 0.0),
        dark_local=now.dark_local * behaviour.local_keep[:, None] ** hours_gone,
        rebound=operation.put_off(
            now.rebound,
            unserved[:, :, :2],
            behaviour.rebound[:, None],
            behaviour.rebound_hours[:, None],
            BLOCK_HOURS,
        ),
    )


def _waiting(params: Params, restart_left: Array) -> Array | None:
    """(F, R, K) mean share of each slice that waits for its island in the coming block.

    None where none does: with nought instead the same bits would follow, more slowly.
    """
    if not restart_left.any():
        return None
    hours = params.behaviour.restart_hours[:, None, None]
    return operation.waiting(restart_left[:, :, None], hours, BEGIN, END, BLOCK_HOURS)


def _open(params: Params, state: Condition, borders: Array, restart_left: Array) -> Array:
    """(F, X) MW that may be imported: nothing into an island that is being restarted."""
    if not restart_left.any():
        return borders
    parts = split(params, state, np.arange(len(restart_left)))
    into = parts.source[:, params.supply.gas_rate.size :]
    joined = parts.region[:, :, None] == into[:, None, :]
    return np.asarray(borders * ~(joined & (restart_left > 0)[:, :, None]).any(axis=1))


def _people(
    params: Params,
    announced: Array,
    made: PowerDay,
    linked: Array,
    waiting: Array | None,
    short: Array,
) -> None:
    """Append who is dark in a block, and what of it was announced (F, R).

    linked (F, R) share of people that local damage leaves connected; waiting and short (F, R, K)
    share of each slice that waits for its island, and of what is connected that is short.
    """
    protected = params.demand.protected
    ordinary, kept = operation.share_cut(
        short[:, :, 1], short[:, :, 0], protected, params.behaviour.overcut[:, None]
    )
    schedule = np.minimum(ordinary + kept, 1.0)
    dark, cut = ordinary + kept, ordinary + kept
    if waiting is not None:
        few = protected / 2
        cut = ordinary * (1 - waiting[:, :, 1]) + kept * (1 - waiting[:, :, 0])
        dark = waiting[:, :, 1] * (1 - few) + waiting[:, :, 0] * few + cut
    told = operation.planned(schedule, announced)
    told = np.divide(told, schedule, out=np.zeros_like(schedule), where=schedule > 0)
    made.dark.append(1 - linked * np.maximum(1 - dark, 0.0))
    made.planned.append(linked * cut * told)
    made.schedule.append(schedule)


def _solve(
    params: Params, supply: Array, state: Condition, slices: Array, rows: Array | slice
) -> tuple[Array, Array, Array]:
    """Shed (S, R, K) and dispatch (S, G) in MW of the futures in these S rows, which were solved
    again (S,)."""
    grid, asked = params.grid, slices[rows]
    demand = np.zeros((len(asked), params.wires.nodes, len(SLICES)))
    demand[:, grid.tap_bus] = asked[:, grid.tap_region] * grid.tap_share[:, None]
    links = np.broadcast_to(grid.capacity, (len(slices), grid.capacity.shape[1]))
    carried = np.concatenate([state.bank[rows], links[rows]], axis=1)
    found = wires.deliver(params.wires, supply[rows], carried, state.branch[rows], demand)
    regions = slices.shape[1]
    shed = [
        sum_by(found.shed[:, grid.tap_bus, k], grid.tap_region, regions) for k in range(len(SLICES))
    ]
    return np.stack(shed, axis=2), found.dispatch, found.again


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
