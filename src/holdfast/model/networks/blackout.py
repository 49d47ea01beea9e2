"""Which islands of the grid a sudden loss brings down, and what relays shed of those that stand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks.blow_kernels import weigh
from holdfast.model.networks.condition import Condition
from holdfast.model.networks.params import Params, at
from holdfast.model.networks.split import Split, split, torn
from holdfast.model.networks.sums import sum_by
from holdfast.power import operation
from holdfast.power.operation.collapse import exceeds, ratio_of, steps_of

GRID = "grid"
"""Whose luck the island of the first region has, so of a grid that is whole; any other island has
that of its first region."""
ROUNDING = 1e-9
"""Share of its load below which an island counts as balanced."""


class Blow(NamedTuple):
    """What strikes n futures in one instant; arrays (n, ...)."""

    rows: Array
    """(n,) their positions in the batch."""
    had: Array
    """(n, G) MW that generators could give just before."""
    has: Array
    """(n, G) MW that they can give just after."""
    need: Array
    """(n, R) MW that is asked for where people are connected."""
    pocket: Array
    """(n, R) share of people newly cut by local damage."""


class Fallen(NamedTuple):
    """What came down, and what relays shed."""

    region: Array
    """(n, R) bool: the island of the region fell."""
    source: Array
    """(n, G) bool: that of the generator did."""
    relayed: Array
    """(n, R) share of load that relays shed, before the island falls if it does."""


class Island(NamedTuple):
    """The balance of each region's island in MW; regions of one island hold the same.

    Arrays are (n, R), or (n, 1) where all is one island.
    """

    lost: Array
    dropped: Array
    load: Array
    rule: Array
    headroom: Array


def fallen(params: Params, before: Condition, after: Condition, blow: Blow, luck: Luck) -> Fallen:
    """Islands of the grid after the raid that fall, each on its own balance and luck.

    z of `operation.collapse_ratio` for the largest wave of the raid, with the reserve that an
    island's generation has a share in, as far as the units that are left have headroom; relays are
    weakened by the share of the main grid that is out. What stands has had as many steps of load
    shed as the gap asks for.
    """
    apart = torn(params, after, blow.rows)
    region = np.zeros(blow.need.shape, dtype=bool)
    source, relayed = np.zeros(blow.had.shape, dtype=bool), np.zeros(blow.need.shape)
    # apart from each other, so that a future's sums do not depend on others of its batch
    if not apart.all():
        some = Blow(*(values[~apart] for values in blow)) if apart.any() else blow
        normal = luck.of_rows(some.rows).normal("collapse", GRID)[:, None]
        whole = _one(params, before, after, some)
        down, off = _falls(params, after, some.rows, whole, normal)
        region[~apart], source[~apart], relayed[~apart] = down, down, off
    if apart.any():
        some = Blow(*(values[apart] for values in blow))
        was, now = (split(params, state, some.rows) for state in (before, after))
        island = _several(params, before, after, some, was, now)
        down, off = _falls(params, after, some.rows, island, _luck(params, now, some.rows, luck))
        feeds = _joined(now.region, now.source[:, : blow.had.shape[1]])
        region[apart], source[apart] = down, (feeds & down[:, :, None]).any(axis=1)
        relayed[apart] = off
    return Fallen(region, source, relayed)


def _falls(
    params: Params, after: Condition, rows: Array, island: Island, normal: Array
) -> tuple[Array, Array]:
    """Which islands fall, and the share of their load that relays shed; both (n, R) or (n, 1)."""
    behaviour = params.behaviour
    weak = 1 - at(behaviour.relay_weakening, rows) * after.main_grid_out[rows]
    share = (at(behaviour.relays, rows) * weak)[:, None]
    wave = at(behaviour.largest_wave, rows)[:, None]
    lost, dropped, sheddable = wave * island.lost, wave * island.dropped, share * island.load
    reserve = np.minimum(island.rule, island.headroom)
    z = ratio_of(lost, dropped, reserve, sheddable)
    down = exceeds(z, at(behaviour.collapse_noise, rows)[:, None], normal)
    return down, np.where(lost - dropped > reserve, steps_of(z) * share, 0.0)


def _one(params: Params, before: Condition, after: Condition, blow: Blow) -> Island:
    """The balance of a grid in one piece, (n, 1); all units are taken as equally loaded."""
    out = np.empty((4, len(blow.rows)))
    weigh(
        *(np.ascontiguousarray(values) for values in (blow.had, blow.has, blow.need, blow.pocket)),
        blow.rows,
        before.bank,
        after.bank,
        params.grid.bank_region,
        np.empty((3, blow.need.shape[1])),
        out,
    )
    lost, dropped, load, headroom = out[:, :, None]
    rule = at(params.behaviour.reserve, blow.rows)[:, None]
    return Island(lost, dropped, load, rule, headroom)


def _several(
    params: Params, before: Condition, after: Condition, blow: Blow, was: Split, now: Split
) -> Island:
    """The balance of each region's island, (n, R).

    Where the raid tears an island apart, what flowed between the parts is lost to one and dropped
    from the other.
    """
    generators = blow.had.shape[1]
    fed = _joined(was.region, was.source[:, :generators])
    had, need = _over(fed, blow.had), _over(_joined(was.region, was.region), blow.need)
    load = blow.need * np.minimum(had / np.maximum(need, 1e-9), 1.0)
    use = np.minimum(need / np.maximum(had, 1e-9), 1.0)
    use = np.take_along_axis(use, fed.argmax(axis=1), axis=1) * fed.any(axis=1)
    mates = _joined(now.region, now.region)
    feeds = _joined(now.region, now.source[:, :generators])
    here = _over(mates, load)
    inflow = here - _over(feeds, blow.had * use)
    inflow = np.where(np.abs(inflow) > ROUNDING * here, inflow, 0.0)
    dropped = _over(mates, _dropped(params, before, after, blow, load))
    return Island(
        lost=_over(feeds, (blow.had - blow.has) * use) + np.maximum(inflow, 0),
        dropped=dropped + np.maximum(-inflow, 0),
        load=here,
        rule=operation.by_island(
            at(params.behaviour.reserve, blow.rows)[:, None],
            _over(feeds, blow.had),
            blow.had.sum(axis=1, keepdims=True),
        ),
        headroom=_over(feeds, blow.has * (1 - use)),
    )


def _dropped(params: Params, before: Condition, after: Condition, blow: Blow, load: Array) -> Array:
    """(n, R) MW of load that the raid cuts off: pockets, and more than banks can still carry."""
    more = _overload(params, load, after.bank[blow.rows])
    more -= _overload(params, load, before.bank[blow.rows])
    return np.asarray(np.minimum(load * blow.pocket + np.maximum(more, 0), load))


def _luck(params: Params, now: Split, rows: Array, luck: Luck) -> Array:
    """(n, R) standard normal numbers, one for each island."""
    first = _joined(now.region, now.region).argmax(axis=2)
    luck = luck.of_rows(rows)
    if not first.any():
        return luck.normal("collapse", GRID)[:, None]
    drawn = luck.normal("collapse", (GRID, *params.regions[1:]))
    return np.take_along_axis(drawn, first, axis=1)


def _joined(region: Array, other: Array) -> Array:
    """(n, R, X) bool: lies the region in the island of the other?"""
    return np.asarray(region[:, :, None] == other[:, None, :])


def _over(mask: Array, values: Array) -> Array:
    """(n, R) sums over the island of each region of values (n, X), mask (n, R, X)."""
    return np.asarray((mask * values[:, None, :]).sum(axis=2))


def _overload(params: Params, load: Array, bank: Array) -> Array:
    """(n, R) MW of load over what the banks (n, B) of a region can carry."""
    carried = sum_by(bank, params.grid.bank_region, load.shape[1])
    return np.asarray(np.maximum(load - carried, 0))
