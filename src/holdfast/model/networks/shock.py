"""The moment of a raid: local cuts, units that trip, and whether the grid falls."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks import blackout
from holdfast.model.networks.carried import Carried
from holdfast.model.networks.condition import Condition, generation, hits_on_grid, trips
from holdfast.model.networks.params import Params
from holdfast.model.networks.sums import sum_by
from holdfast.model.types import Harm


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


def shock(params: Params, harm: Harm, before: Condition, after: Condition, luck: Luck) -> Shock:
    """When the raid comes and which units it shakes off the grid."""
    u, behaviour = luck.uniform("time of the raid", "nation"), params.behaviour
    later = np.where(u < behaviour.strike_morning + behaviour.strike_day, 2, 0)
    block = np.where(u < behaviour.strike_morning, 1, later)
    struck = np.where(harm.hit.any(axis=1), block, -1)
    return Shock(harm, before, after, struck, trips(params, hits_on_grid(params, harm), luck))


def struck(
    params: Params, raid: Shock, now: Carried, asked: Array, fuelled: Array, b: int, luck: Luck
) -> tuple[Carried, Array]:
    """What is carried on after the raid before block b, and (F,) whether the grid falls.

    asked (F, R) MW in the block; fuelled (F, R) share of gas-fired power with gas.
    """
    here = raid.block == b
    if not here.any():
        return now, np.zeros(len(here), dtype=bool)
    tripping = np.where(here[:, None] & raid.trips, _back(params, now.trip_left), now.trip_left)
    had = generation(params, raid.before, now.trip_left, fuelled, b).sum(axis=1)
    has = generation(params, raid.after, tripping, fuelled, b).sum(axis=1)
    need = asked * (1 - now.dark_local)
    load = np.minimum(need.sum(axis=1), had)
    stranded = _overload(params, need, raid.after) - _overload(params, need, raid.before)
    dropped = (need * raid.harm.pocket).sum(axis=1) + np.maximum(stranded, 0)
    lost = (had - has) * load / np.maximum(had, 1e-9)
    out = raid.after.main_grid_out
    falls = here & blackout.collapses(params, lost, dropped, load, out, luck)
    local = 1 - (1 - now.dark_local) * (1 - raid.harm.pocket)
    restart = params.behaviour.restart_hours
    all_out = _back(params, tripping, restart / 24)
    moved = dataclasses.replace(
        now,
        trip_left=np.where(falls[:, None], all_out, tripping),
        dark_local=np.where(here[:, None], local, now.dark_local),
        restart_left=np.where(falls, restart, now.restart_left),
    )
    return moved, np.asarray(falls)


def _back(params: Params, trip_left: Array, wait: Array | float = 0.0) -> Array:
    """(F, M) days until a unit that trips now is back; after a collapse it waits for the grid."""
    return np.asarray(np.maximum(trip_left, params.supply.restart + np.asarray(wait)[..., None]))


def _overload(params: Params, need: Array, state: Condition) -> Array:
    """(F,) MW of demand over what the banks of its region can carry."""
    regions = params.demand.hinge.size
    carried = sum_by(state.bank, params.grid.bank_region, regions)
    return np.asarray(np.maximum(need - carried, 0).sum(axis=1))
