"""One day of gas through a network with pressures: what pressures cannot carry is not served.

First sources are offered in their order, no more than is asked, as the national balance has it. A
future in which that does not reach everyone is solved again with all that there is, linepack too,
and then once more with what was delivered as the demand, in that order again. What drivers of
compressors burn is part of each solve; what is offered for it is a guess, and a future in which it
was a bad one is solved again with what was burnt.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np

from holdfast.arrays import Array
from holdfast.gas import daily
from holdfast.gas.linepack import by_source
from holdfast.gas.shedding import least_shed
from holdfast.model.networks.offers import Offers, Room, closed, offered, shared
from holdfast.model.networks.params import Params, at
from holdfast.model.networks.pressures import Pressures
from holdfast.model.networks.sums import mean_by, sum_of
from holdfast.model.types import Harm

SLACK = 2e-3
"""What is offered over what is asked, in shares of it: a steady flow needs a little."""
WHOLE = 1e-6
"""Share of what is asked that may be missing where all counts as served."""
GUESSED = 2e-3
"""What may be offered to drivers of compressors over what they burn, in shares of all asked."""


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
    power: Array
    """(F, C) MW that lift gas, mean of the day."""
    bought: Array
    """(F, X) of each import [mcm]."""

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
    """(F, N, K) to those who take gas."""
    asked_pipes: Array
    """(F, N) what pipes wanted to be filled with."""
    filled: Array
    """(F, N) what came into pipes and stores."""
    given: Array
    """(F, N, 4) by wells, stores, imports and linepack."""
    burnt: Array
    """(F,) by drivers of compressors [mcm]."""
    power: Array
    """(F, C) that compressors give the gas [MW]."""

    def put(self, rows: Array, part: _Flow) -> None:
        for field in dataclasses.fields(self):
            getattr(self, field.name)[rows] = getattr(part, field.name)


class _Held(NamedTuple):
    """What only goes one way in the rounds of F futures; fields as of `Piped`."""

    still: Array
    stopped: Array


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
    still, idle = np.array(dark), np.array(stopped)
    if earlier is not None:
        still[rows] = np.maximum(dark[rows], earlier.still[rows])
        idle[rows] = np.maximum(stopped[rows], earlier.stopped[rows])
    offers, room = offered(params, p, harm, stock, packed, still, today, rows)
    left, held = harm.left[rows], _Held(still[rows], idle[rows])
    day = _day(p, left, offers, room, stock[rows], demand[rows], held, rows)
    if earlier is None:
        return day
    earlier.put(rows, day)
    return earlier


def _day(
    p: Pressures,
    left: Array,
    offers: Offers,
    room: Room,
    stock: Array,
    demand: Array,
    held: _Held,
    rows: Array,
) -> Piped:
    """What is carried of what these futures ask for, and what that leaves."""
    taps = demand[:, p.tap_region, p.tap_use] * p.tap_share
    asked = _by_class(p, taps)
    pipe_out = 1 - mean_by(left, p.pipe_asset, len(p.fed.resistance))
    runs = mean_by(left, p.station_asset, len(p.inlet))
    runs = runs * (1 - p.electric * held.stopped)
    burn = at(p.burn, rows) * np.ones((len(rows), 1))
    guess = sum_of(burn * at(p.usual, rows))
    flow = _carried(p, offers, room, asked, guess, (pipe_out, 1 - runs, burn))
    total = _closed(p, offers, room, stock, flow)
    return Piped(
        served=_served(p, taps, flow.delivered, asked, demand),
        **total,
        imported=sum_of(flow.given[:, :, 2]),
        burnt=flow.burnt,
        still=held.still,
        stopped=held.stopped,
        power=flow.power,
        bought=shared(flow.given, offers.at_nodes(p), p.import_node, 2, offers.imports),
    )


def _carried(
    p: Pressures,
    offers: Offers,
    room: Room,
    asked: Array,
    guess: Array,
    out: tuple[Array, ...],
) -> _Flow:
    """What pressures carry of what F states ask for (F, N, K); drivers burn a share `guess` (F,)
    of that, or what is found."""
    flow = _blank(p, len(asked))
    need = sum_of(asked)
    all_of = sum_of(offers.wells) + sum_of(offers.stores) + sum_of(offers.imports)

    def ordered(rows: Array, wanted: Array, guess: Array, last: bool = False) -> Array:
        """Sources in their order, where there is enough; which rows (F,) were served whole."""
        total = sum_of(wanted)
        enough = (total + guess) * (1 + SLACK) <= all_of[rows]
        there, wanted, total, guess = rows[enough], wanted[enough], total[enough], guess[enough]
        if not there.size:
            return there
        cut = tuple(part[there] for part in out)
        found = _in_order(p, offers.some(there), room.some(there), wanted, guess, cut)
        lost = total - sum_of(found.delivered)
        whole = lost <= WHOLE * total
        lacks = found.burnt - guess
        wrong = np.where(whole, -lacks > GUESSED * total, (lacks > 0) & (lost <= 2 * lacks))
        again = wrong & (not last)
        kept = whole & ~again
        _take(flow, there[kept], found, kept)
        if not again.any():
            return np.asarray(there[kept])
        more = ordered(there[again], wanted[again], found.burnt[again], True)
        return np.concatenate([there[kept], more])

    every = np.arange(len(asked))
    done = ordered(every, asked, need * guess)
    rest = np.setdiff1d(every, done)
    if rest.size and need[rest].any():
        cut = tuple(part[rest] for part in out)
        found = _all_there_is(p, offers.some(rest), asked[rest], cut)
        flow.put(rest, found)
        ordered(rest, found.delivered, found.burnt)
    return flow


def _take(flow: _Flow, rows: Array, found: _Flow, chosen: Array) -> None:
    some = _Flow(*(getattr(found, f.name)[chosen] for f in dataclasses.fields(found)))
    flow.put(rows, some)


def _in_order(
    p: Pressures,
    offers: Offers,
    room: Room,
    asked: Array,
    fuel: Array,
    out: tuple[Array, ...],
) -> _Flow:
    """Wells, the share of imports that goes first, stores, then imports, as much as is asked with
    `fuel` (F,) for drivers; pipes are filled from what is left, and stores from what production
    leaves."""
    need, space = sum_of(asked) + fuel, sum_of(room.stores)
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


def _all_there_is(p: Pressures, offers: Offers, asked: Array, out: tuple[Array, ...]) -> _Flow:
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
    out: tuple[Array, ...],
) -> _Flow:
    nodes, wanted = offers.at_nodes(p), asked
    supply = np.asarray(sum(nodes[:, :, kind] for kind in range(nodes.shape[2])))
    if not packed:
        wanted = np.concatenate([wanted, fill[:, :, None]], axis=2)
    net = p.packed if packed else p.fed
    found = least_shed(net, out[0], out[1], supply, wanted, fuel=out[2])
    return _Flow(
        delivered=found.delivered[:, :, : asked.shape[2]],
        asked_pipes=pipes,
        filled=np.zeros_like(fill) if packed else found.delivered[:, :, -1],
        given=by_source(np.minimum(found.supplied, supply), nodes),
        burnt=sum_of(found.fuel),
        power=found.compressor_power,
    )


def _blank(p: Pressures, many: int) -> _Flow:
    nodes = len(p.most)
    return _Flow(
        np.zeros((many, nodes, p.ranks)),
        np.zeros((many, nodes)),
        np.zeros((many, nodes)),
        np.zeros((many, nodes, 4)),
        np.zeros(many),
        np.zeros((many, len(p.inlet))),
    )


def _by_class(p: Pressures, taps: Array) -> Array:
    """(F, N, K) what taps (F, T) ask for by node and class."""
    made = np.zeros((len(taps), len(p.most), p.ranks))
    for t, (node, use) in enumerate(zip(p.tap_node, p.tap_use, strict=True)):
        made[:, node, p.rank[use]] += taps[:, t]
    return made


def _served(p: Pressures, taps: Array, delivered: Array, asked: Array, demand: Array) -> Array:
    """(F, R, U) what came to each use of a region, shared at a node as it is asked."""
    made = np.zeros(demand.shape)
    for t, (node, region, use) in enumerate(zip(p.tap_node, p.tap_region, p.tap_use, strict=True)):
        rank = p.rank[use]
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
