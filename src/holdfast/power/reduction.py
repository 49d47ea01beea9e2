"""A smaller grid with the same answers: what is parallel, in series, or at the end of a branch.

Two branches between the same buses are one with the sum of their susceptances, whose rating is
reached when the first of theirs is. Two branches in series at a bus without generation or demand
are one, with the lesser rating. A bus at the end of a single branch that can carry all that it
gives and all that it asks belongs to the bus at the other end. All three hold exactly in every
state: what is out counts as susceptance 0, an end that is cut off is an island of its own. A state
that asks more of an end than its branch carries is solved on the grid as it is.

Found once for a grid; `condense` and `expand` carry states and answers across.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from holdfast.power.grid import Flags, Floats, Grid, Ints

PARALLEL, SERIES, END = 0, 1, 2
CLASSES = 8
"""With more distinct weights than this, ends stay where they are: they would not merge."""


class Reduction(NamedTuple):
    """How a grid of N buses and L branches becomes one of N' and L'; each step may make an edge."""

    steps: Ints
    """(J, 9) in turn: kind; edge, edge; 1 if each runs along the new one, else -1; bus; new edge,
    and the buses that it leads from and to.

    The edges of a step in series meet at the bus. At an end the second edge is the bus that it
    belongs to, and the first leads there (1) or from there (-1).
    """
    susceptance: Floats
    """(L,) MW per radian, 0 if a branch is never there."""
    rating: Floats
    shift: Floats
    edges: Ints
    """(L',) edges that are left: branches, then the new ones."""
    along: Floats
    """(L',) 1 if an edge runs as it was, -1 if against."""
    root: Ints
    """(N,) place among the buses that are left; -1 if the bus has gone."""
    generation: Ints
    """(N, M) injection by which a bus that is left generates, by order of use; -1 if none."""
    demand: Ints
    """(N, Q) injection by which a bus that is left sheds, by class of weight; -1 if it has none."""
    classes: Ints
    """(N, K) class of weight of each slice of demand."""
    weights: Floats
    """(Q,) distinct weights, falling."""
    generator_bus: Ints
    generator_class: Ints
    """(G,) place of each generator in the order of use, 0 to M - 1."""
    link_along: Floats
    """(K',) as `along`; links keep their ends, in the order of `links`."""
    links: Ints


@dataclass(slots=True)
class Shrunk:
    """The grid while it shrinks."""

    source: list[int]
    target: list[int]
    plain: list[bool]
    """Whether an edge may be joined: positive susceptance and no shift."""
    capacity: Floats
    demand: Floats
    limit: list[float]
    asks: Flags
    """(N,) whether a bus itself asks for power."""
    belongs: list[tuple[int, int]] = field(default_factory=list)
    """Buses that have gone, and those that they belong to, in turn."""
    steps: list[tuple[int, ...]] = field(default_factory=list)
    around: dict[int, set[int]] = field(default_factory=dict)
    """Edges at each bus that is left."""


def shrink(grid: Grid, buses: bool, ends: bool) -> Shrunk:
    """Join what is parallel; with `buses` take buses out of series, with `ends` from ends.

    Buses with links stay.
    """
    held = {*grid.link_from.tolist(), *grid.link_to.tolist()}
    work = _start(grid)
    waiting = list(work.around)
    while waiting:
        bus = waiting.pop()
        if bus not in work.around:
            continue
        touched = _join_parallel(work, bus)
        if buses and bus not in held:
            if len(work.around[bus]) == 1 and ends:
                touched |= _drop_end(work, bus)
            elif len(work.around[bus]) == 2:
                touched |= _join_series(work, bus)
        waiting.extend(sorted(touched))
    return work


def _start(grid: Grid) -> Shrunk:
    capacity = np.bincount(grid.generator_bus, grid.capacity, len(grid.buses))
    work = Shrunk(
        source=grid.branch_from.tolist(),
        target=grid.branch_to.tolist(),
        plain=((grid.susceptance > 0) & (grid.shift == 0)).tolist(),
        capacity=np.asarray(capacity + np.maximum(-grid.demand, 0.0), dtype=np.float64),
        demand=np.maximum(grid.demand, 0.0),
        limit=grid.rating.tolist(),
        asks=grid.demand > 0,
        around={bus: set() for bus in range(len(grid.buses))},
    )
    for edge in np.flatnonzero(grid.in_service & (grid.branch_from != grid.branch_to)):
        work.around[work.source[edge]].add(int(edge))
        work.around[work.target[edge]].add(int(edge))
    return work


def _other(work: Shrunk, edge: int, bus: int) -> int:
    return work.target[edge] if work.source[edge] == bus else work.source[edge]


def _new_edge(work: Shrunk, source: int, target: int, limit: float) -> int:
    work.source.append(source)
    work.target.append(target)
    work.plain.append(True)
    work.limit.append(limit)
    edge = len(work.source) - 1
    work.around[source].add(edge)
    work.around[target].add(edge)
    return edge


def _join_parallel(work: Shrunk, bus: int) -> set[int]:
    """Join plain edges from this bus to one other; returns buses that have fewer edges now."""
    kept: dict[int, int] = {}
    touched = set()
    for edge in sorted(work.around[bus]):
        if not work.plain[edge]:
            continue
        other = _other(work, edge, bus)
        if other in kept:
            first = kept[other]
            along = [1 if work.source[one] == bus else -1 for one in (first, edge)]
            for one in (first, edge):
                work.around[bus].discard(one)
                work.around[other].discard(one)
            # Its rating is at least the lesser: the branch with it still carries as much.
            limit = min(work.limit[first], work.limit[edge])
            kept[other] = _new_edge(work, bus, other, limit)
            work.steps.append((PARALLEL, first, edge, *along, -1, kept[other], bus, other))
            touched |= {bus, other}
        else:
            kept[other] = edge
    return touched


def _join_series(work: Shrunk, bus: int) -> set[int]:
    """Join the two edges of a bus with nothing at it, if both are plain."""
    first, second = sorted(work.around[bus])
    a, b = _other(work, first, bus), _other(work, second, bus)
    idle = work.capacity[bus] == 0 and work.demand[bus] == 0
    if not (idle and a != b and work.plain[first] and work.plain[second]):
        return set()
    work.around[a].discard(first)
    work.around[b].discard(second)
    del work.around[bus]
    made = _new_edge(work, a, b, min(work.limit[first], work.limit[second]))
    along = (1 if work.source[first] == a else -1, 1 if work.target[second] == b else -1)
    work.steps.append((SERIES, first, second, *along, bus, made, a, b))
    return {a, b}


def _drop_end(work: Shrunk, bus: int) -> set[int]:
    """Let a bus at the end of a branch that carries all belong to the other end."""
    (edge,) = work.around[bus]
    parent = _other(work, edge, bus)
    if work.limit[edge] < max(work.capacity[bus], work.demand[bus]):
        return set()
    work.around[parent].discard(edge)
    del work.around[bus]
    work.belongs.append((bus, parent))
    work.capacity[parent] += work.capacity[bus]
    work.demand[parent] += work.demand[bus]
    work.steps.append(
        (END, edge, parent, 1 if work.source[edge] == bus else -1, 0, bus, -1, -1, -1)
    )
    return {parent}
