"""Power through the four blocks of a day: dispatch, shed, restart by stages, rotation."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks import activity, heaters, kernels, pumps, stations, wires
from holdfast.model.networks.condition import condition, connected, replaced, unrestricted
from holdfast.model.networks.delivered import limited
from holdfast.model.networks.fixed import (
    Asked,
    Came,
    Carried,
    Fixed,
    Left,
    blank_asked,
    blank_came,
    fixed_of,
    frozen,
    left_of,
)
from holdfast.model.networks.params import Params
from holdfast.model.networks.shock import Shock, shock, struck
from holdfast.model.networks.split import parts_of
from holdfast.model.types import BLOCK_HOURS, BLOCKS, Arrived, Harm, Weather

if TYPE_CHECKING:
    from holdfast.model.networks.agreement import Held

NATION = 0.5
"""Share of demand in islands that fall from which the day counts as one of collapse."""


@dataclasses.dataclass(frozen=True, slots=True)
class Morning:
    """What of a day does not depend on gas: the same in all rounds."""

    raid: Shock
    fixed: tuple[Fixed, ...]
    """By block."""
    before: Left
    after: Left
    asked: Array
    """(F, B, R) MW that people would take."""
    heating: Array
    """(F, B, R) MW of heaters in homes that were cold at midnight, and of heat pumps."""
    heaters: Array
    """(F, B, R) MW of these heaters alone."""
    pumps: Array
    """(F, R) MW of heat pumps through the day."""
    heater_kw: Array
    """(F, B, R, H) kW of them for each person of a class of homes."""
    announced: Array
    """(F, B, R) the cuts that people were told of the day before."""
    borders: Array
    """(F, X) MW that may be imported."""


@dataclasses.dataclass(slots=True)
class PowerDay:
    """Four blocks of power; lists run over the blocks that are solved."""

    came: list[Came]
    supply: list[Array]
    dispatch: list[Array]
    shed: list[Array]
    """At nodes (F, N, K) [MW]."""
    collapsed: Array
    again: Array
    """(F,) blocks that the kernel did not settle and another solver did, in all rounds."""
    stopped: list[Array]
    """Share of the block that each compressor with a node of its own is without power (F, C)."""
    carried: Carried


def morning(
    params: Params,
    weather: Weather,
    harm: Harm,
    arrived: Arrived,
    announced: Array,
    indoor: Array | None,
    today: int,
    luck: Luck,
) -> Morning:
    """What a day brings, before power and gas are delivered; announced (F, B, R), indoor (F, R, H).

    Heaters follow the cold of last midnight, which nothing of today can change, so power and gas
    still meet in rounds that only go down.
    """
    unhurt = condition(params, harm.left_before)
    before = after = connected(params, unhurt, today)
    hit = np.asarray(harm.hit.any(axis=1))
    rows = np.flatnonzero(hit)
    if rows.size:
        hurt = condition(params, harm.left, rows)
        after = connected(params, replaced(unhurt, hurt, rows, len(luck.futures)), today)
    asked = unrestricted(params, weather, arrived, today)
    present = activity.of_day(params.activity.people, today)
    pumped = pumps.drawn(params.pumps, weather.temperature, indoor, present)
    steady = pumped[:, None]
    heating, each = heaters.drawn(params.heaters, indoor, present, asked + steady)
    return Morning(
        raid=shock(params, harm, hit, before, after, luck),
        fixed=activity.blocks(
            params.activity,
            fixed_of(params),
            params.demand.share,
            params.behaviour.industry_first,
            today,
        ),
        before=left_of(before),
        after=left_of(after),
        asked=frozen(asked),
        heating=frozen(heating + steady),
        heaters=heating,
        pumps=pumped,
        heater_kw=each,
        announced=frozen(announced),
        borders=frozen(_borders(params, arrived, today)),
    )


def power_day(
    params: Params,
    day: Morning,
    dawn: Carried,
    held: Held,
    luck: Luck,
    earlier: PowerDay | None,
    moving: Array,
) -> PowerDay:
    """Solve the four blocks in turn.

    `held` is what of gas-fired power and of power on oil has fuel, and what compressors draw.
    `earlier` is the round before, if there was one: only futures that are `moving` (F,) begin
    otherwise in this one, so only they live the day again.
    """
    raid, asked, plant = day.raid, day.asked + day.heating, day.fixed[0].plant
    rows = np.flatnonzero(moving)
    calm = np.zeros(len(luck.futures), bool)
    again = np.zeros(len(calm)) if earlier is None else earlier.again
    now = Carried(*(np.array(values, order="C") for values in dawn))
    made = PowerDay([], [], [], [], calm, again, [], now)
    held = held._replace(fuelled=frozen(held.fuelled))
    for b in range(len(BLOCKS)):
        falls = struck(params, plant, raid, now, asked[:, b], held.fuelled, b, luck, moving)
        if falls.any():
            down, nation = (asked[:, b] * falls).sum(axis=1), asked[:, b].sum(axis=1)
            made.collapsed |= falls.any(axis=1) & (down >= NATION * nation)
        _block(params, day, made, held, b, earlier, rows)
    if earlier is not None:
        made.collapsed[~moving] = earlier.collapsed[~moving]
        for values, before in zip(now, earlier.carried, strict=True):
            values[~moving] = before[~moving]
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
    held: Held,
    b: int,
    earlier: PowerDay | None,
    rows: Array,
) -> None:
    """Solve block b in the futures of n rows and append what came; all others are as earlier."""
    futures, generators = len(day.asked), own_sources(params)
    past = (day.raid.block >= 0) & (day.raid.block <= b)
    asked = blank_asked(params, futures, day.borders.shape[1])
    fixed, known = day.fixed[b], (day.asked, day.announced, b, BLOCK_HOURS)
    state = (day.before, day.after, past, held.fuelled, day.borders, day.heating)
    kernels.ask(fixed, rows, *state, *known, made.carried, asked)
    _shut(params, asked, made.carried.restart_left, rows)
    if params.delivery is not None:
        through = np.where(past[:, None], day.raid.after.through, day.raid.before.through)
        limited(params.delivery, through, asked.demand, rows, asked.carried)
    drawn = stations.connect(params, asked, held.draws, rows)
    shed, dispatch, retried = _solve(params, asked, rows)
    shed, still = stations.share_out(params, asked, shed, drawn, rows)
    made.again = made.again + np.bincount(rows, retried, futures)
    supply = asked.sources[:, :generators]
    came, stopped = blank_came(params, futures), still
    if earlier is not None:
        shed = _laid(earlier.shed[b], shed, rows)
        dispatch = _laid(earlier.dispatch[b], dispatch, rows)
        supply = _laid(earlier.supply[b], supply[rows], rows)
        stopped = _laid(earlier.stopped[b], still, rows)
        came = Came(*(each.copy() for each in earlier.came[b]))
    regions, slices = asked.slices.shape[1:]
    room = np.empty((regions, slices)), np.empty((2, regions))
    kernels.settle(fixed, rows, *known, shed, asked, made.carried, came, *room)
    made.came.append(came)
    made.supply.append(supply)
    made.dispatch.append(dispatch)
    made.shed.append(shed)
    made.stopped.append(stopped)


def own_sources(params: Params) -> int:
    """G + P: how many sources stand before borders, generators and these on oil."""
    return params.supply.gas_rate.size + params.oil.rate.size


def _laid(before: Array, now: Array, rows: Array) -> Array:
    """Values (F, ...) with those of n rows (n, ...) in their places."""
    made = before.copy()
    made[rows] = now
    return made


def _shut(params: Params, asked: Asked, restart_left: Array, rows: Array) -> None:
    """Nothing is imported into an island that is being restarted; restart_left (F, R) [h].

    Of the futures in these n rows.
    """
    if not restart_left.any():
        return
    rows = rows[restart_left[rows].any(axis=1)]
    if not rows.size:
        return
    generators = own_sources(params)
    alive = np.concatenate([asked.carried[rows] > 0, asked.branch[rows] > 0], axis=1)
    parts = parts_of(params, alive)
    joined = parts.region[:, :, None] == parts.source[:, None, generators:]
    restarts = (joined & (restart_left[rows] > 0)[:, :, None]).any(axis=1)
    asked.sources[rows, generators:] *= ~restarts


def _solve(params: Params, asked: Asked, rows: Array) -> tuple[Array, Array, Array]:
    """Shed (S, N, K) and dispatch (S, G) in MW of the futures in these S rows, and which were
    solved again (S,)."""
    given: tuple[Array, ...] = (asked.sources, asked.carried, asked.branch, asked.demand)
    if len(rows) < len(asked.sources):
        given = tuple(values[rows] for values in given)
    return wires.deliver(params.wires, *given)
