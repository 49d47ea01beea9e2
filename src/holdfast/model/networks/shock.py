"""The moment of a raid: local cuts, units that trip, which islands fall, what relays shed."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks.blackout import Blow, fallen
from holdfast.model.networks.blow_kernels import generate
from holdfast.model.networks.condition import Condition, hits_on_grid, trips
from holdfast.model.networks.fixed import Carried, Plant
from holdfast.model.networks.params import Params, at
from holdfast.model.types import Harm

NO_WAIT = np.zeros((1, 1))
"""Of a unit whose island stands."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shock:
    """What today's raid does, and when."""

    harm: Harm
    before: Condition
    after: Condition
    block: Array
    """(F,) number of the block before which the raid comes; -1 where nothing was hit today."""
    trips: Array
    """(F, M) units that the raid shakes off the grid."""


def shock(
    params: Params, harm: Harm, hit: Array, before: Condition, after: Condition, luck: Luck
) -> Shock:
    """When the raid comes, where anything is hit (F,), and which units it shakes off the grid."""
    u, behaviour = luck.uniform("time of the raid", "nation"), params.behaviour
    later = np.where(u < behaviour.strike_morning + behaviour.strike_day, 2, 0)
    block = np.where(u < behaviour.strike_morning, 1, later)
    struck = np.where(hit, block, -1)
    return Shock(harm, before, after, struck, trips(params, hits_on_grid(params, harm), luck))


def struck(
    params: Params,
    plant: Plant,
    raid: Shock,
    now: Carried,
    asked: Array,
    fuelled: Array,
    b: int,
    luck: Luck,
    moving: Array,
) -> Array:
    """Let the raid before block b act on what is carried; (F, R) bool whose island falls.

    In futures that are `moving` (F,) alone. asked (F, R) MW in the block; fuelled (F, R + P) share
    of gas-fired power with gas, then of power on oil with oil.
    """
    here = (raid.block == b) & moving
    falls = np.zeros(now.dark_local.shape, dtype=bool)
    if not here.any():
        return falls
    rows = np.flatnonzero(here)
    before, supplied = now.trip_left[rows], fuelled[rows]
    tripping = np.where(raid.trips[rows], _back(params, before, rows), before)
    blow = Blow(
        rows,
        had=_generation(plant, raid.before, rows, b, before, supplied),
        has=_generation(plant, raid.after, rows, b, tripping, supplied),
        need=(asked * (1 - now.dark_local))[rows],
        pocket=raid.harm.pocket[rows],
    )
    down = fallen(params, raid.before, raid.after, blow, luck)
    some = at(params.behaviour.affected, rows)[:, None] > 0
    falls[rows] = down.region & some
    restart = params.behaviour.restart_hours
    now.trip_left[rows] = tripping
    if falls.any():
        out = down.source.take(params.supply.machine_of, axis=1)
        out &= _inside(params, rows, luck) & some
        wait = _turn(params, rows, luck) * at(restart, rows)[:, None] / 24
        now.trip_left[rows] = np.where(out, _back(params, tripping, rows, wait), tripping)
    now.relayed[rows] = _shed(params, rows, now.relayed[rows], down.relayed, falls[rows])
    now.dark_local[rows] = 1 - (1 - now.dark_local[rows]) * (1 - raid.harm.pocket[rows])
    now.restart_left[:] = np.where(falls, restart[:, None], now.restart_left)
    return falls


def _shed(params: Params, rows: Array, before: Array, load: Array, falls: Array) -> Array:
    """(n, R) share of demand on feeders that are not protected which relays have off.

    They shed no others for the share of load (n, R). What they have off from before (n, R) they
    need not shed again, and what `falls` (n, R) waits for its restart.
    """
    bare = 1 - at(params.demand.protected, rows)
    now = np.divide(load, bare, out=np.zeros_like(load), where=bare > 0)
    return np.where(falls, 0.0, np.maximum(before, np.minimum(now, 1.0)))


def _turn(params: Params, rows: Array, luck: Luck) -> Array:
    """(n, M) the part of a restart after which each unit may start: the grid is built up with them,
    one after another."""
    return luck.of_rows(rows).uniform("turn in the restart", params.machines)


def _inside(params: Params, rows: Array, luck: Luck) -> Array:
    """(n, M) bool: units that fall if their island does; the others feed what is left of it."""
    share = params.behaviour.affected
    if (share >= 1).all() or not params.machines:
        return np.ones((len(rows), len(params.machines)), dtype=bool)
    drawn = luck.of_rows(rows).uniform("falls with its island", params.machines)
    return np.asarray(drawn < at(share, rows)[:, None])


def _generation(
    plant: Plant, state: Condition, rows: Array, b: int, trip_left: Array, fuelled: Array
) -> Array:
    """(n, G + P) MW that generators can give in block b, then on oil, in the futures of n rows.

    trip_left (n, M) days until tripped units return; fuelled (n, R + P).
    """
    made = np.empty((len(rows), plant.gas_rate.size + plant.tank.size))
    generate(plant, state.generation, rows, b, trip_left, fuelled, made)
    return made


def _back(params: Params, trip_left: Array, rows: Array, wait: Array = NO_WAIT) -> Array:
    """(n, M) days until a unit that trips now is back; after a collapse it waits for its turn.

    In the futures of n rows; wait (n or 1, M or 1) days.
    """
    whole = at(params.supply.restart, rows) + wait
    return np.asarray(np.maximum(trip_left, whole))
