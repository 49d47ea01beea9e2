"""One day of gas through a network with pressures: what pressures cannot carry is not served.

First sources are offered in their order, no more than is asked, as the national balance has it. A
future in which that does not reach everyone is solved again with all that there is, linepack too,
and then once more with what was delivered as the demand, in that order again.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np

from holdfast.arrays import Array
from holdfast.gas import daily
from holdfast.gas.linepack import by_source
from holdfast.gas.shedding import least_shed
from holdfast.model.networks.offers import Offers, Room, closed, offered
from holdfast.model.networks.params import Params, at
from holdfast.model.networks.pressures import Pressures
from holdfast.model.networks.sums import mean_by, sum_of
from holdfast.model.types import Harm

SLACK = 2e-3
"""What is offered over what is asked, in shares of it: a steady flow needs a little."""
WHOLE = 1e-6
"""Share of what is asked that may be missing where all counts as served."""
AGREED = 1e-2
"""Share by which drivers of compressors may burn more than they got and still count as agreed."""
SPECK = 1e-9
"""mcm that counts as none."""
LEAST = 1e-6
"""Share of its lift under which a compressor counts as still."""


@dataclasses.dataclass(slots=True)
class Piped:
    """The gas of a day of F futures, and what went down in its rounds."""

    served: Array
    """(F, R, U) [mcm]."""
    stock: Array
    """(F, S) at the end of the day [mcm]."""
    packed: Array
    """(F, N) linepack at the end of the day [mcm]."""
    withdrawn: Array
    """(F,) [mcm]."""
    imported: Array
    injected: Array
    produced: Array
    burnt: Array
    """(F,) by drivers of compressors [mcm]."""
    still: Array
    """(F, R) most of the day that a region was dark in any round."""
    stopped: Array
    """(F, C) most of the day that a compressor was without power in any round."""
    fuel: Array
    """(F, C) what drivers ask for [mcm]."""
    lift: Array
    """(F, C) share of its lift that a driver has gas for."""
    power: Array
    """(F, C) MW that lift gas, mean of the day."""

    def some(self, rows: Array) -> Piped:
        """Of these futures."""
        return Piped(*(getattr(self, f.name)[rows] for f in dataclasses.fields(self)))

    def put(self, rows: Array, part: Piped) -> None:
        """What these futures came to."""
        for field in dataclasses.fields(self):
            getattr(self, field.name)[rows] = getattr(part, field.name)


@dataclasses.dataclass(slots=True)
class _Flow:
    """What was carried in F states."""

    delivered: Array
    """(F, N, K) to those who take gas, drivers first."""
    asked_pipes: Array
    """(F, N) what pipes wanted to be filled with."""
    filled: Array
    """(F, N) what came into pipes and stores."""
    given: Array
    """(F, N, 4) by wells, stores, imports and linepack."""
    power: Array
    """(F, C) of compressors [MW]."""

    def put(self, rows: Array, part: _Flow) -> None:
        for field in dataclasses.fields(self):
            getattr(self, field.name)[rows] = getattr(part, field.name)


class _Held(NamedTuple):
    """What only goes one way in the rounds of F futures; fields as of `Piped`."""

    still: Array
    stopped: Array
    fuel: Array
    lift: Array


def deliver(
    params: Params,
    p: Pressures,
    harm: Harm,
    stock: Array,
    packed: Array,
    dark: Array,
    stopped: Array,
    demand: Array,
    today: int,
    earlier: Piped | None,
    moving: Array,
) -> Piped:
    """Gas of one day: stock (F, S), packed (F, N), dark (F, R), stopped (F, C), demand (F, R, U).

    `earlier` is the round before, if there was one: only futures that are `moving` (F,) are solved
    again, and in them nothing comes back that stood still before.
    """
    rows = np.arange(len(demand)) if earlier is None else np.flatnonzero(moving)
    if earlier is None:
        many, lifts = len(demand), len(p.inlet)
        held = _Held(dark, stopped, np.zeros((many, lifts)), np.ones((many, lifts)))
    else:
        before = earlier.some(rows)
        held = _Held(
            np.maximum(dark[rows], before.still),
            np.maximum(stopped[rows], before.stopped),
            before.fuel,
            before.lift,
        )
    still = np.array(dark)
    still[rows] = held.still
    offers, room = offered(params, p, harm, stock, packed, still, today, rows)
    day = _agree(params, p, harm.left[rows], offers, room, stock[rows], demand[rows], held, rows)
    if earlier is None:
        return day
    earlier.put(rows, day)
    return earlier


def _agree(
    params: Params,
    p: Pressures,
    left: Array,
    offers: Offers,
    room: Room,
    stock: Array,
    demand: Array,
    held: _Held,
    rows: Array,
) -> Piped:
    """Solve until drivers of compressors burn what they get: their asks only rise, lifts fall."""
    fuel, lift = held.fuel.copy(), held.lift.copy()
    taps = demand[:, p.tap_region, p.tap_use] * p.tap_share
    asked = _by_class(p, taps)
    pipe_out = 1 - mean_by(left, p.pipe_asset, len(p.fed.resistance))
    runs = mean_by(left, p.station_asset, len(p.inlet))
    runs = runs * (1 - p.electric * held.stopped)
    burn_rate = at(p.burn, rows) * np.ones((len(rows), 1))
    flow = _blank(p, len(rows))
    live = np.arange(len(rows))
    while live.size:
        asked[live, :, 0] = _at_inlets(p, fuel[live])
        out = pipe_out[live], 1 - runs[live] * lift[live]
        flow.put(live, _carried(p, offers.some(live), room.some(live), asked[live], out))
        burnt = flow.power[live] * burn_rate[live]
        got = _drivers(p, flow.delivered[live], asked[live], fuel[live])
        more = burnt > fuel[live] * (1 + AGREED) + SPECK
        lack = ~more & (burnt > got * (1 + AGREED) + SPECK)
        fuel[live] = np.where(more, burnt, fuel[live])
        part = np.divide(got, burnt, out=np.zeros_like(got), where=burnt > 0)
        lower = lift[live] * part
        lift[live] = np.where(lack, np.where(lower < LEAST, 0.0, lower), lift[live])
        live = live[(more | lack).any(axis=1)]
    served = _served(p, taps, flow.delivered, asked, demand)
    total = _closed(p, offers, room, stock, flow)
    return Piped(
        served=served,
        **total,
        imported=sum_of(flow.given[:, :, 2]),
        burnt=sum_of(flow.delivered[:, :, 0]),
        still=held.still,
        stopped=held.stopped,
        fuel=fuel,
        lift=lift,
        power=flow.power,
    )


def _carried(
    p: Pressures, offers: Offers, room: Room, asked: Array, out: tuple[Array, Array]
) -> _Flow:
    """What pressures carry of what F states ask for (F, N, K)."""
    flow = _blank(p, len(asked))
    need = sum_of(asked)
    all_of = sum_of(offers.wells) + sum_of(offers.stores) + sum_of(offers.imports)

    def ordered(rows: Array, wanted: Array) -> Array:
        """Sources in their order, where there is enough; which rows (F,) were served whole."""
        total = sum_of(wanted)
        there = rows[total * (1 + SLACK) <= all_of[rows]]
        if not there.size:
            return there
        wanted = wanted[np.isin(rows, there)]
        cut = out[0][there], out[1][there]
        found = _in_order(p, offers.some(there), room.some(there), wanted, cut)
        lost = sum_of(wanted) - sum_of(found.delivered)
        whole = lost <= WHOLE * sum_of(wanted)
        _take(flow, there[whole], found, whole)
        return np.asarray(there[whole])

    every = np.arange(len(asked))
    done = ordered(every, asked)
    rest = np.setdiff1d(every, done)
    if rest.size and need[rest].any():
        cut = out[0][rest], out[1][rest]
        found = _all_there_is(p, offers.some(rest), asked[rest], cut)
        flow.put(rest, found)
        ordered(rest, found.delivered)
    return flow


def _take(flow: _Flow, rows: Array, found: _Flow, chosen: Array) -> None:
    some = _Flow(*(getattr(found, f.name)[chosen] for f in dataclasses.fields(found)))
    flow.put(rows, some)


def _in_order(
    p: Pressures, offers: Offers, room: Room, asked: Array, out: tuple[Array, Array]
) -> _Flow:
    """Wells, the share of imports that goes first, stores, then imports, as much as is asked; pipes
    are filled from what is left, and stores from what production leaves."""
    need, space = sum_of(asked), sum_of(room.stores)
    wells, stores, imports = (sum_of(x) for x in (offers.wells, offers.stores, offers.imports))
    spare = (wells + stores + imports) / (1 + SLACK) - need
    pack = np.minimum(sum_of(room.pipes), np.maximum(spare, 0.0))
    inject = np.minimum(space, np.maximum(wells / (1 + SLACK) - need - pack, 0.0))
    total = (need + pack + inject) * (1 + SLACK)
    from_stores = np.clip(total - wells - offers.first, 0.0, stores)
    bought = np.clip(total - wells - from_stores, 0.0, imports)
    given = offers.scaled(_part(from_stores, stores), _part(bought, imports), 0.0)
    pipes = room.pipes * _part(pack, sum_of(room.pipes))[:, None]
    fill = pipes.copy()
    for k, node in enumerate(p.store_node):
        fill[:, node] += room.stores[:, k] * _part(inject, space)
    return _solved(p, False, given, asked, pipes, fill, out)


def _all_there_is(p: Pressures, offers: Offers, asked: Array, out: tuple[Array, Array]) -> _Flow:
    """All that can be given, linepack too; nothing is filled."""
    none = np.zeros(asked.shape[:2])
    return _solved(p, True, offers, asked, none, none, out)


def _solved(
    p: Pressures,
    packed: bool,
    offers: Offers,
    asked: Array,
    pipes: Array,
    fill: Array,
    out: tuple[Array, Array],
) -> _Flow:
    nodes, first = offers.at_nodes(p), 0 if p.burn.any() else 1
    supply = np.asarray(sum(nodes[:, :, kind] for kind in range(nodes.shape[2])))
    wanted = asked[:, :, first:]
    if not packed:
        wanted = np.concatenate([wanted, fill[:, :, None]], axis=2)
    found = least_shed(p.packed if packed else p.fed, *out, supply, wanted)
    delivered = np.zeros(asked.shape)
    delivered[:, :, first:] = found.delivered[:, :, : asked.shape[2] - first]
    return _Flow(
        delivered=delivered,
        asked_pipes=pipes,
        filled=np.zeros_like(fill) if packed else found.delivered[:, :, -1],
        given=by_source(np.minimum(found.supplied, supply), nodes),
        power=found.compressor_power,
    )


def _blank(p: Pressures, many: int) -> _Flow:
    nodes = len(p.most)
    return _Flow(
        np.zeros((many, nodes, 1 + p.ranks)),
        np.zeros((many, nodes)),
        np.zeros((many, nodes)),
        np.zeros((many, nodes, 4)),
        np.zeros((many, len(p.inlet))),
    )


def _by_class(p: Pressures, taps: Array) -> Array:
    """(F, N, K) what taps (F, T) ask for by node and class; the first, of drivers, is empty."""
    made = np.zeros((len(taps), len(p.most), 1 + p.ranks))
    for t, (node, use) in enumerate(zip(p.tap_node, p.tap_use, strict=True)):
        made[:, node, 1 + p.rank[use]] += taps[:, t]
    return made


def _at_inlets(p: Pressures, fuel: Array) -> Array:
    """(F, N) what drivers ask for (F, C), by node."""
    made = np.zeros((len(fuel), len(p.most)))
    for c, node in enumerate(p.inlet):
        made[:, node] += fuel[:, c]
    return made


def _drivers(p: Pressures, delivered: Array, asked: Array, fuel: Array) -> Array:
    """(F, C) what each driver got of its fuel."""
    node = p.inlet
    return np.asarray(fuel * _part(delivered[:, node, 0], asked[:, node, 0]))


def _served(p: Pressures, taps: Array, delivered: Array, asked: Array, demand: Array) -> Array:
    """(F, R, U) what came to each use of a region, shared at a node as it is asked."""
    made = np.zeros(demand.shape)
    for t, (node, region, use) in enumerate(zip(p.tap_node, p.tap_region, p.tap_use, strict=True)):
        rank = 1 + p.rank[use]
        part = _part(delivered[:, node, rank], asked[:, node, rank])
        made[:, region, use] += taps[:, t] * part
    return made


def _closed(
    p: Pressures, offers: Offers, room: Room, stock: Array, flow: _Flow
) -> dict[str, Array]:
    found = closed(p, offers, room, stock, flow.given, flow.filled, flow.asked_pipes)
    return dict(zip(("stock", "packed", "injected", "produced", "withdrawn"), found, strict=True))


def _part(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def as_day(piped: Piped) -> daily.Daily:
    """The same as the national balance says it."""
    return daily.Daily(
        piped.served, piped.stock, piped.withdrawn, piped.imported, piped.injected, piped.produced
    )
