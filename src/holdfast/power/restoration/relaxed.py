"""No order can serve more than this: repairs in fractions, and no Ohm's law on what is damaged.

After k repairs the most that is served is at most the value of a linear program in which a part is
repaired by a share, the shares add up to k, a damaged branch carries up to that share of its rating
and obeys no law, and each number of repairs chooses its own parts.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from holdfast.power.grid import Flags, Floats, Grid, Ints
from holdfast.power.progress import Progress, silent
from holdfast.power.restoration.parts import Damage
from holdfast.power.shedding import AGAIN

LOOSE = 1e-6
"""Added to each bound [share of demand], for the tolerances of both solvers."""


def most_served(damage: Damage, counts: Ints, progress: Progress = silent) -> Floats:
    """(T,) the most that can be served after so many repairs [share of demand, weighted]."""
    if not damage.asked:
        return np.zeros(len(counts))
    program = _Program(damage)
    made = np.zeros(len(counts))
    for period, count in enumerate(counts):
        made[period] = program.solve(int(count))
        progress(period + 1, len(counts))
    return made


class _Program:
    """Columns: flow, link, output, served (by bus and slice), spilled, angle, repaired share.

    What is spilled is counted as what is fed in: negative demand that is used.
    """

    def __init__(self, damage: Damage) -> None:
        grid, parts = damage.grid, damage.count
        buses, branches = len(grid.buses), len(grid.rating)
        links, generators = len(grid.link_from), len(grid.capacity)
        sizes = (branches, links, generators, damage.demand.size, buses, buses, parts)
        starts = np.cumsum((0, *sizes))
        flow, link, output, served, spilled, angle, share = starts[:-1]
        width = int(starts[-1])
        # no more is given, or fed in, than is served
        most = np.maximum(damage.demand, 0.0).sum()
        there = grid.in_service & (grid.branch_from != grid.branch_to)
        high = np.zeros(width)
        high[flow:link] = np.where(there, np.minimum(grid.rating, _largest(grid, most)), 0.0)
        low = -high
        low[link:output] = np.maximum(grid.link_low, -most)
        high[link:output] = np.minimum(grid.link_high, most)
        high[output:served] = np.minimum(grid.capacity, most)
        high[served:spilled] = np.maximum(damage.demand, 0.0).ravel()
        high[spilled:angle] = np.minimum(np.maximum(-damage.demand, 0.0).sum(axis=1), most)
        high[angle:share], low[angle:share] = np.inf, -np.inf
        high[share:] = 1.0
        self.bounds = np.column_stack([low, high])
        self.cost = np.zeros(width)
        self.cost[served:spilled] = -damage.worth.ravel() / damage.asked
        self.equal, self.right = _laws(damage, there, starts)
        self.upper = _limits(damage, high, low, starts)
        self.count = np.zeros((1, width))
        self.count[0, share:] = 1.0
        self.matrix = sparse.vstack([self.upper, sparse.csr_matrix(self.count)]).tocsr()

    def solve(self, count: int) -> float:
        """The most that is served after so many repairs [share of demand]."""
        right = np.zeros(self.matrix.shape[0])
        right[-1] = count
        # The stubs of scipy know no sparse matrices here.
        found = linprog(  # type: ignore[call-overload]
            self.cost,
            A_ub=self.matrix,
            b_ub=right,
            A_eq=self.equal,
            b_eq=self.right,
            bounds=self.bounds,
            method="highs",
        )
        # Where nothing settles, as with shifters in a loop, all demand is still a bound.
        return min(1.0, -float(found.fun) + LOOSE) if found.status == 0 else 1.0


def _largest(grid: Grid, most: float) -> float:
    """Most that flows in a branch without a rating [MW], where `most` is served.

    Without shifts and with positive susceptances no flow is more than what is served; else power
    can go round in circles, and the kernel's own bound of free flows holds.
    """
    on = grid.in_service
    if (grid.susceptance[on] > 0).all() and not grid.shift[on].any():
        return most
    return AGAIN.free * (most + float(np.abs(grid.susceptance * grid.shift)[on].max(initial=0.0)))


Entries = tuple[Ints, Ints, float | Floats]
"""Rows, columns and values of a matrix."""


def _laws(damage: Damage, there: Flags, starts: Ints) -> tuple[sparse.csr_matrix, Floats]:
    """Balance at each bus, and Ohm's law on branches that are whole: matrix and right-hand side."""
    grid = damage.grid
    flow, link, output, served, spilled, angle, _, width = (int(start) for start in starts)
    whole = there.copy()
    whole[damage.branch] = False
    whole &= ~np.isin(grid.branch_from, damage.bus) & ~np.isin(grid.branch_to, damage.bus)
    rows = np.flatnonzero(whole)
    buses, slices = np.arange(len(grid.buses)), damage.demand.shape[1]
    entries: list[Entries] = [
        (grid.branch_from, flow + np.arange(len(grid.rating)), -1.0),
        (grid.branch_to, flow + np.arange(len(grid.rating)), 1.0),
        (grid.link_from, link + np.arange(len(grid.link_from)), -1.0),
        (grid.link_to, link + np.arange(len(grid.link_from)), 1.0),
        (grid.generator_bus, output + np.arange(len(grid.capacity)), 1.0),
        (np.repeat(buses, slices), served + np.arange(damage.demand.size), -1.0),
        (buses, spilled + buses, 1.0),
    ]
    laws = len(buses) + np.arange(len(rows))
    own = grid.susceptance[rows]
    ohm: list[Entries] = [
        (laws, flow + rows, 1.0),
        (laws, angle + grid.branch_from[rows], -own),
        (laws, angle + grid.branch_to[rows], own),
    ]
    right = np.r_[np.zeros(len(buses)), -own * grid.shift[rows]]
    return _matrix([*entries, *ohm], len(right), width), right


def _limits(damage: Damage, high: Floats, low: Floats, starts: Ints) -> sparse.csr_matrix:
    """Rows x - high share <= 0 and low share - x <= 0 of all that needs a part."""
    grid = damage.grid
    flow, link, output, served, spilled, _, share, width = (int(start) for start in starts)
    slices = damage.demand.shape[1]
    needs = [
        (flow + damage.branch, share + len(damage.bus) + np.arange(len(damage.branch))),
        (
            output + damage.generator,
            share + len(damage.bus) + len(damage.branch) + np.arange(len(damage.generator)),
        ),
    ]
    for k, bus in enumerate(damage.bus):
        at = [
            flow + np.flatnonzero((grid.branch_from == bus) | (grid.branch_to == bus)),
            link + np.flatnonzero((grid.link_from == bus) | (grid.link_to == bus)),
            output + np.flatnonzero(grid.generator_bus == bus),
            np.r_[served + bus * slices + np.arange(slices), spilled + bus],
        ]
        needs += [(columns, np.full(len(columns), share + k)) for columns in at]
    columns = np.concatenate([first for first, _ in needs])
    parts = np.concatenate([second for _, second in needs])
    rows = np.arange(len(columns))
    over: list[Entries] = [(rows, columns, 1.0), (rows, parts, -high[columns])]
    under: list[Entries] = [
        (len(rows) + rows, columns, -1.0),
        (len(rows) + rows, parts, low[columns]),
    ]
    return _matrix([*over, *under], 2 * len(rows), width)


def _matrix(entries: list[Entries], height: int, width: int) -> sparse.csr_matrix:
    rows = np.concatenate([first for first, _, _ in entries])
    columns = np.concatenate([second for _, second, _ in entries])
    values = np.concatenate([np.broadcast_to(v, np.shape(first)) for first, _, v in entries])
    return sparse.csr_matrix((values, (rows, columns)), shape=(height, width))
