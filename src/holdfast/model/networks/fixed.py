"""What compiled parts of the networks take, in named groups of contiguous arrays.

Letters of axes are those of `model.types`; F is 1 where all futures have the same.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

from holdfast.arrays import Array
from holdfast.model.networks import activity
from holdfast.model.networks.condition import Condition
from holdfast.model.networks.oil import Oil
from holdfast.model.networks.params import Behaviour, Demand, Grid, Params, Supply
from holdfast.model.types import BLOCK_HOURS
from holdfast.power import operation

BEGIN = np.array([stage.begin for stage in operation.STAGES])
"""(K,) from when the slices come back after a collapse, as shares of the hours of restart."""
END = np.array([stage.end for stage in operation.STAGES])
"""(K,) when all of them is back."""


class Plant(NamedTuple):
    """What generators can give."""

    capacity: Array
    """(F, G) MW, whole and fuelled."""
    factor: Array
    """(B, G) share of it by block."""
    gas_rate: Array
    """(G,) gas burnt; above 0 for those that need any."""
    region: Array
    """(G,) where they stand."""
    machine_of: Array
    """(M,) generator of each unit that can trip."""
    machine_share: Array
    """(M,) share of the generator that it is."""
    outage: Array
    """(F,) share that is out for other reasons."""
    tank: Array
    """(P,) generator of each tank of oil, whose units burn it where they have no gas."""
    on_oil: Array
    """(F, P) most that they give on it, over what they give on gas."""


class Taps(NamedTuple):
    """Where regions take power, and what links between regions carry."""

    bus: Array
    """(T,) the node."""
    region: Array
    """(T,) the region."""
    share: Array
    """(T,) share of the region's demand taken there."""
    link: Array
    """(F, L) MW."""


class Habits(NamedTuple):
    """What people ask for, how they are cut and how they are reconnected."""

    share: Array
    """(F, R, K) share of demand by slice."""
    people_share: Array
    """(F, R, K) the same of people's alone."""
    protected: Array
    """(F, R) share of power on feeders that are kept."""
    saving: Array
    """(F,) share saved where cuts are announced."""
    overcut: Array
    """(F,) times as much is cut as is short."""
    peak: Array
    """(F,) peak of a block over its mean."""
    rebound: Array
    """(F,) share of what was not served that is put off."""
    asked_again: Array
    """(F,) share of what is put off that is asked for in a block."""
    put_off: Array
    """(F,) share of it that is left after the block."""
    local_keep: Array
    """(F,) share of a local cut that is left after a block."""
    restart_hours: Array
    """(F,) hours that a restart takes."""
    affected: Array
    """(F,) share of an island that falls with it."""
    relay_mean: Array
    """(F,) mean over a block of what relays shed, over what of it is off when the block begins."""
    relay_keep: Array
    """(F,) share of it that is left after the block."""
    begin: Array
    """(K,) share of them that has passed when a slice begins to come back."""
    end: Array
    """(K,) share that has passed when it is whole."""


class Fixed(NamedTuple):
    """All that stays the same through the blocks of a day."""

    plant: Plant
    taps: Taps
    habits: Habits


class Left(NamedTuple):
    """A condition of the grid, as `Condition` has it."""

    generation: Array
    bank: Array
    branch: Array
    reachable: Array


class Carried(NamedTuple):
    """Arrays of State that change from block to block, in place."""

    restart_left: Array
    """(F, R) h"""
    trip_left: Array
    """(F, M) days"""
    dark_local: Array
    """(F, R) share of people"""
    relayed: Array
    """(F, R) share of what is asked for on feeders that are not protected"""
    rebound: Array
    """(F, R) MW through one block"""


class Asked(NamedTuple):
    """What a block asks of the wires."""

    again: Array
    """(F, R) MW of rebound, and of heaters in cold homes."""
    beyond: Array
    """(F, R) MW of rebound that `wanted` has for people out of reach, who ask for none of it."""
    reach: Array
    """(F, R) share of people that distribution can reach."""
    linked: Array
    """(F, R) share of people that local damage leaves connected."""
    waiting: Array
    """(F, R, K) mean share of each slice that waits for its island."""
    wanted: Array
    """(F, R, K) MW that is asked for."""
    slices: Array
    """(F, R, K) MW of it that is connected."""
    sources: Array
    """(F, G + P + X) MW that generators can give, then these on oil, then borders."""
    carried: Array
    """(F, N + L) MW that banks and links carry."""
    branch: Array
    """(F, L) share of each branch that is left."""
    demand: Array
    """(F, N, K) MW asked for at each node."""


class Came(NamedTuple):
    """What a block comes to for people."""

    unserved: Array
    """(F, RK) MW not served by region and slice, connected or not."""
    dark: Array
    """(F, R) share of people without power."""
    guarded: Array
    """(F, R) the same of people on protected feeders."""
    others: Array
    """(F, R) the same of all other people."""
    planned: Array
    """(F, R) share of people cut as announced."""
    schedule: Array
    """(F, R) share of connected people that is cut in turn."""
    deficit: Array
    """(F,) share of the nation's demand that is not met at the peak of the block."""


def frozen(values: Array) -> Array:
    """The values in one piece and read-only, as kernels take them."""
    made = np.ascontiguousarray(values)
    made.flags.writeable = False
    return made


def fixed_of(params: Params) -> Fixed:
    """The groups of what stays the same; `operation.rebound` and `put_off` say what fades how."""
    return _fixed(params.demand, params.supply, params.grid, params.behaviour, params.oil)


@functools.lru_cache(maxsize=4)
def _fixed(demand: Demand, supply: Supply, grid: Grid, behaviour: Behaviour, oil: Oil) -> Fixed:
    one, none = np.ones(1), np.zeros((1, 1))
    on_oil = oil.generator, oil.share
    plant = (supply.capacity, supply.factor, supply.gas_rate, supply.region, supply.machine_of)
    habits = (
        activity.cut_first(demand.share, behaviour.industry_first),
        demand.people_share,
        demand.protected,
        behaviour.saving,
        behaviour.overcut,
        behaviour.peak,
        behaviour.rebound,
        operation.rebound(one, behaviour.rebound_hours, BLOCK_HOURS),
        operation.put_off(one, none, 0.0, behaviour.rebound_hours, BLOCK_HOURS),
        behaviour.local_keep ** (BLOCK_HOURS / 24),
        behaviour.restart_hours,
        behaviour.affected,
        *operation.reconnected(behaviour.relay_half_life, BLOCK_HOURS),
        BEGIN,
        END,
    )
    return Fixed(
        Plant(*map(frozen, (*plant, supply.machine_share, behaviour.outage, *on_oil))),
        Taps(*map(frozen, (grid.tap_bus, grid.tap_region, grid.tap_share, grid.capacity))),
        Habits(*map(frozen, habits)),
    )


def left_of(state: Condition) -> Left:
    """The arrays of a condition."""
    given = (state.generation, state.bank, state.branch, state.reachable)
    return Left(*map(frozen, given))


def blank_asked(params: Params, futures: int, borders: int) -> Asked:
    """Room for what a block asks; demand is 0 at nodes where none is taken."""
    regions, slices = params.demand.share.shape[1:]
    generators, wires = params.supply.gas_rate.size + params.oil.rate.size, params.wires
    carriers = params.grid.units.size + params.grid.capacity.shape[1]
    return Asked(
        again=np.empty((futures, regions)),
        beyond=np.empty((futures, regions)),
        reach=np.empty((futures, regions)),
        linked=np.empty((futures, regions)),
        waiting=np.empty((futures, regions, slices)),
        wanted=np.empty((futures, regions, slices)),
        slices=np.empty((futures, regions, slices)),
        sources=np.empty((futures, generators + borders)),
        carried=np.empty((futures, carriers)),
        branch=np.empty((futures, wires.branches)),
        demand=np.zeros((futures, wires.nodes, slices)),
    )


def blank_came(params: Params, futures: int) -> Came:
    """Room for what a block comes to."""
    regions, slices = params.demand.share.shape[1:]
    dark, guarded, others, planned, schedule = (np.empty((futures, regions)) for _ in range(5))
    unserved, deficit = np.empty((futures, regions * slices)), np.empty(futures)
    return Came(unserved, dark, guarded, others, planned, schedule, deficit)
