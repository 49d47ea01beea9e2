"""States of a grid made ready for the method, once for a grid and its weights."""

from __future__ import annotations

import weakref
from typing import Any, NamedTuple

import numpy as np

from holdfast.power.grid import Flags, Floats, Grid, Ints
from holdfast.power.interior.layout import Answers, Islands, Model, Room, States, room_for
from holdfast.power.interior.symbolic import Pattern, analyse
from holdfast.power.reduction import CLASSES, Reduction, Shrunk, shrink

PROPORTION = 2e-6
"""What shed^2 / (2 demand) weighs beside shed: enough to share cuts out, too little to add any."""
ORDER = 2e-9
"""Cost of the last generators in the order of use, in shares of the dearest demand: enough to keep
the order, too little to move the shares of cuts."""


class Given(NamedTuple):
    """S states of the grid."""

    branch: Floats
    """(S, L) share of each branch that is in service."""
    generation: Floats
    """(S, G) what each generator can give [MW]."""
    demand: Floats
    """(S, N, K) or (1, N, K) [MW]."""
    link: Floats
    """(S, K) share of each link that is in service."""


class Found(NamedTuple):
    """What S states come to."""

    shed: Floats
    """(S, N, K) [MW]."""
    spilled: Floats
    """(S, N) generation by negative demand that is turned down [MW]."""
    dispatch: Floats
    """(S, G) [MW]."""
    flow: Floats
    """(S, L) [MW]."""
    pull: Floats
    """(S, L) multiplier of the upper limit of each branch minus that of the lower [1]."""
    link: Floats
    """(S, K) [MW]."""
    angle: Floats
    """(S, N) [rad]."""
    price: Floats
    """(S, N) [1]."""
    corner: Flags
    """(S,) whether the least shed is there, but not proven to be shared alike."""


class Desk(NamedTuple):
    """Room to work on one state: E edges, N buses, Q classes of weight."""

    own: Floats
    limit: Floats
    flow: Floats
    pull: Floats
    """(E,) each."""
    lacking: Floats
    torque: Floats
    stiffness: Floats
    price: Floats
    """(N,) each."""
    asked: Floats
    ratio: Floats
    """(N, Q) each."""
    supply: Floats
    used: Floats
    """(N, M) each."""


class Prepared(NamedTuple):
    """A grid as the method sees it."""

    reduction: Reduction
    model: Model
    pattern: Pattern
    sharing: Floats
    """(N, K) what shed^2 / (2 demand) weighs."""
    idle: list[Bench]
    """Room to work in that nobody uses now."""


def prepare(grid: Grid, weights: Floats, merit: Ints, small: bool) -> Prepared:
    """Make a grid ready for weights (N, K), each from 0 to 1; with `small` by its reduction.

    `merit` (G,) is the place of each generator in the order of use, 0 to M - 1.
    """
    distinct, classes = np.unique(-weights, return_inverse=True)
    classes = classes.reshape(weights.shape).astype(np.int64)
    shrunk = shrink(grid, buses=small, ends=small and len(distinct) <= CLASSES)
    left = np.array(sorted(shrunk.around), dtype=np.int64)
    edges = np.array(sorted({e for at in shrunk.around.values() for e in at}), dtype=np.int64)
    ends = np.array([(shrunk.source[e], shrunk.target[e]) for e in edges], dtype=np.int64)
    links = np.flatnonzero(grid.link_from != grid.link_to)
    joined = np.stack([grid.link_from[links], grid.link_to[links]], axis=1)
    place = np.full(len(grid.buses), -1, dtype=np.int64)
    place[left] = np.arange(len(left))
    pairs = place[np.concatenate([ends.reshape(-1, 2), joined])]
    order, pattern = analyse(len(left), pairs)
    count, root = len(edges), np.full(len(grid.buses), -1, dtype=np.int64)
    root[left[order]] = np.arange(len(left))
    lines = _Lines.of(root[ends.reshape(-1, 2)], pattern.slots[:count], len(left))
    ties = _Lines.of(root[joined], pattern.slots[count:], len(left))
    wanted = _wanted(grid, shrunk, classes, merit, small)
    generation, demand, injections = _injections(wanted, root, -distinct)
    reduction = Reduction(
        steps=np.array(shrunk.steps, dtype=np.int64).reshape(-1, 9),
        susceptance=np.where(
            grid.in_service & (grid.branch_from != grid.branch_to), grid.susceptance, 0.0
        ),
        rating=grid.rating,
        shift=grid.shift,
        edges=edges[lines.order],
        along=lines.along,
        root=root,
        generation=generation,
        demand=demand,
        classes=classes,
        weights=-distinct,
        generator_bus=grid.generator_bus,
        generator_class=merit,
        links=links[ties.order],
        link_along=ties.along,
    )
    shift = np.concatenate([grid.shift, np.zeros(len(shrunk.source) - len(grid.shift))])
    model = _model(grid, reduction, pattern, lines, ties, shift, injections)
    lightest = weights[weights > 0].min(initial=1.0)
    sharing = PROPORTION * np.maximum(weights, lightest)
    return Prepared(reduction, model, pattern, sharing, [])


def _model(
    grid: Grid,
    reduction: Reduction,
    pattern: Pattern,
    lines: _Lines,
    ties: _Lines,
    shift: Floats,
    injections: dict[str, Any],
) -> Model:
    """What the method looks at; `shift` of all edges, new ones too."""
    low, high = grid.link_low[reduction.links], grid.link_high[reduction.links]
    against = ties.along < 0
    left, blocks = len(pattern.starts) - 1, len(pattern.rows)
    return Model(
        branch_starts=lines.starts,
        branch_from=lines.source,
        branch_to=lines.target,
        branch_slot=lines.slot,
        branch_first=lines.first(np.zeros(0, dtype=np.int64)),
        shift=shift[reduction.edges] * lines.along,
        **injections,
        link_starts=ties.starts,
        link_from=ties.source,
        link_to=ties.target,
        link_slot=ties.slot,
        link_first=ties.first(lines.slot),
        link_low=np.where(against, -high, low),
        link_high=np.where(against, -low, high),
        fill=np.setdiff1d(np.arange(left, left + blocks), pattern.slots).astype(np.int64),
    )


class _Lines(NamedTuple):
    """Branches or links by the first of their buses in the order of elimination."""

    order: Ints
    along: Floats
    starts: Ints
    source: Ints
    target: Ints
    slot: Ints

    @classmethod
    def of(cls, ends: Ints, slots: Ints, buses: int) -> _Lines:
        low, high = ends.min(axis=1, initial=buses), ends.max(axis=1, initial=-1)
        order = np.lexsort((high, low))
        return cls(
            order=order,
            along=np.where(ends[order, 0] == low[order], 1.0, -1.0),
            starts=np.searchsorted(low[order], np.arange(buses + 1)).astype(np.int64),
            source=low[order],
            target=high[order],
            slot=slots[order],
        )

    def first(self, taken: Ints) -> Flags:
        """Whether each is the first to stand in its slot, and none is there already."""
        before = np.concatenate([[-1], self.slot[:-1]]) if len(self.slot) else self.slot
        return np.asarray((self.slot != before) & ~np.isin(self.slot, taken))


def _injections(wanted: Flags, root: Ints, weights: Floats) -> tuple[Ints, Ints, dict[str, Any]]:
    """Injections of the buses that are left, in their order: which bus uses which, and the model's.

    `wanted` (N, M + Q) says which a bus has: generation by order of use, then demand by weight.
    """
    count = len(weights)
    orders = wanted.shape[1] - count
    place = np.full(wanted.shape, -1, dtype=np.int64)
    kinds: list[int] = []
    starts = [0]
    for bus in np.argsort(root, kind="stable")[np.count_nonzero(root < 0) :]:
        for q in np.flatnonzero(wanted[bus]):
            place[bus, q] = len(kinds)
            kinds.append(int(q))
        starts.append(len(kinds))
    of = np.array(kinds, dtype=np.int64)
    sheds = of >= orders
    lightest = weights[weights > 0].min(initial=1.0)
    cost = np.concatenate([ORDER * np.arange(orders) / max(orders - 1, 1), weights])[of]
    sharing = np.where(sheds, PROPORTION * np.maximum(cost, lightest), 0.0)
    return (
        np.ascontiguousarray(place[:, :orders]),
        np.ascontiguousarray(place[:, orders:]),
        {
            "injection_starts": np.array(starts, dtype=np.int64),
            "injection_bus": np.repeat(np.arange(len(starts) - 1), np.diff(starts)),
            "demands": sheds,
            "weight": cost,
            "sharing": sharing,
            "per_sharing": np.divide(1.0, sharing, out=np.zeros(len(sharing)), where=sheds),
        },
    )


def _wanted(grid: Grid, shrunk: Shrunk, classes: Ints, merit: Ints, small: bool) -> Flags:
    """(N, M + Q) whether a bus generates, and sheds, by class, with all that belongs to it.

    On the smaller grid only what the grid's own capacity and demand call for.
    """
    buses, orders = len(classes), int(merit.max(initial=0)) + 1
    wanted = np.zeros((buses, orders + int(classes.max(initial=0)) + 1), dtype=bool)
    if not small:
        wanted[:] = True
        return wanted
    gives = grid.capacity > 0
    wanted[grid.generator_bus[gives], merit[gives]] = True
    wanted[grid.demand < 0, 0] = True
    rows = np.repeat(np.arange(buses), classes.shape[1])
    asks = shrunk.asks[rows]
    wanted[rows[asks], orders + classes.ravel()[asks]] = True
    for bus, parent in shrunk.belongs:
        wanted[parent] |= wanted[bus]
    return wanted


class Bench(NamedTuple):
    """Room for a chunk of states on their way through the smaller grid."""

    states: States
    answers: Answers
    desk: Desk
    room: Room
    islands: Islands

    @classmethod
    def of(cls, prepared: Prepared, count: int, width: int) -> Bench:
        """Room for `count` states, `width` of them side by side."""
        model, reduction = prepared.model, prepared.reduction
        injections, branches = len(model.demands), len(model.branch_to)
        links, left = len(model.link_to), len(prepared.pattern.starts) - 1
        buses, classes = reduction.demand.shape
        orders = reduction.generation.shape[1]
        edges = len(reduction.susceptance) + len(reduction.steps)

        def many(size: int) -> Floats:
            return np.zeros((count, size))

        return cls(
            states=States(
                susceptance=many(branches),
                limit=many(branches),
                injection=many(injections),
                link=many(links),
                fits=np.zeros(count, dtype=bool),
            ),
            answers=Answers(
                injection=many(injections),
                flow=many(branches),
                pull=many(branches),
                link=many(links),
                angle=many(left),
                price=many(left),
                iterations=np.zeros(count, dtype=np.int64),
                done=np.zeros(count, dtype=bool),
            ),
            desk=Desk(
                own=np.zeros(edges),
                limit=np.zeros(edges),
                flow=np.zeros(edges),
                pull=np.zeros(edges),
                lacking=np.zeros(buses),
                torque=np.zeros(buses),
                stiffness=np.zeros(buses),
                price=np.zeros(buses),
                asked=np.zeros((buses, classes)),
                ratio=np.zeros((buses, classes)),
                supply=np.zeros((buses, orders)),
                used=np.zeros((buses, orders)),
            ),
            room=room_for(model, prepared.pattern, width),
            islands=Islands(np.zeros(left, dtype=np.int64), np.zeros(left), np.zeros(left)),
        )

    def part(self, count: int) -> Bench:
        """The same room for fewer states."""
        return self._replace(
            states=States._make(a[:count] for a in self.states),
            answers=Answers._make(a[:count] for a in self.answers),
        )


def blank_found(given: Given, buses: int) -> Found:
    """Room for what states come to."""
    count, branches = given.branch.shape
    return Found(
        shed=np.empty((count, buses, given.demand.shape[2])),
        spilled=np.empty((count, buses)),
        dispatch=np.empty(given.generation.shape),
        flow=np.empty((count, branches)),
        pull=np.empty((count, branches)),
        link=np.zeros(given.link.shape),
        angle=np.empty((count, buses)),
        price=np.empty((count, buses)),
        corner=np.zeros(count, dtype=bool),
    )


_KNOWN: weakref.WeakKeyDictionary[Grid, dict[tuple[int, bytes, bytes, bool], Prepared]] = (
    weakref.WeakKeyDictionary()
)
"""Grids made ready, as long as they are used: ordering a large one takes longer than a state."""


def prepared_for(grid: Grid, weights: Floats, merit: Ints, small: bool) -> Prepared:
    """`prepare`, once for a grid, its weights and its order of use."""
    known = _KNOWN.setdefault(grid, {})
    key = (weights.shape[1], weights.tobytes(), merit.tobytes(), small)
    if key not in known:
        known[key] = prepare(grid, weights, merit, small)
    return known[key]
