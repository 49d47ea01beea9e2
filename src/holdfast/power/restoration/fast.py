"""A good order of many repairs: two ways to begin, then moves and exchanges that help.

The one beginning goes backward: of what is repaired that part is taken out whose loss is least; so
parts that work only together stay together. The other goes forward by the greatest gain, and looks
two repairs ahead where one alone gains nothing. From each, parts are moved and exchanged along the
order (van Hentenryck and Coffrin 2015, Mathematical Programming 151) while the value rises; the
better end is kept. Nothing is drawn and nothing looks at the clock.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from holdfast.power.grid import Flags, Floats, Ints
from holdfast.power.progress import Progress, silent
from holdfast.power.restoration.parts import Served

NEAR = 6
"""Places by which a part is moved first; then, with this exhausted, by any number."""
SWEEPS = 200
"""Rounds of moves at most."""


class Orders:
    """The value of orders of P parts, by what is served at the ends of periods."""

    def __init__(self, served: Served, weight: Floats, allow_opening: bool) -> None:
        """`weight` (P + 1,) is that of each number of repairs."""
        self.served, self.opening = served, allow_opening
        self.ends = np.flatnonzero(weight)
        self.weight = weight[self.ends]

    def states(self, orders: Ints) -> Flags:
        """(M, T, P) what is repaired at the end of each period of M orders (M, P)."""
        place = np.argsort(orders, axis=1)
        return np.asarray(place[:, None, :] < self.ends[None, :, None])

    def values(self, orders: Ints) -> Floats:
        """(M,) sum of weight and served share of M orders."""
        states = self.states(orders)
        share = self.served(states.reshape(-1, states.shape[2])).reshape(states.shape[:2])
        if self.opening:
            # What is repaired is left open while it would do harm.
            share = np.maximum.accumulate(share, axis=1)
        return np.asarray(share @ self.weight)


def good_order(
    served: Served, weight: Floats, allow_opening: bool, progress: Progress = silent
) -> Ints:
    """(P,) the parts in a good order."""
    orders = Orders(served, weight, allow_opening)
    found = [improved(orders, begin(served, progress), progress) for begin in (backward, forward)]
    values = orders.values(np.array(found))
    return found[int(np.argmax(values))]


def backward(served: Served, progress: Progress = silent) -> Ints:
    """The order in which, read from its end, each part is the one that is missed least."""
    count = served.damage.count
    used, order = np.ones(count, dtype=bool), []
    while used.any():
        left = np.flatnonzero(used)
        without = np.repeat(used[None], len(left), axis=0)
        without[np.arange(len(left)), left] = False
        share = served(without)
        # Of equals the one with the highest row is repaired last.
        order.append(left[len(left) - 1 - int(np.argmax(share[::-1]))])
        used[order[-1]] = False
        progress(len(order), count)
    return np.array(order[::-1], dtype=np.int64)


def forward(served: Served, progress: Progress = silent) -> Ints:
    """The order of the greatest gain each, two at once where one alone gains nothing."""
    count = served.damage.count
    used = np.zeros(count, dtype=bool)
    order: list[int] = []
    while not used.all():
        left = [int(part) for part in np.flatnonzero(~used)]
        now = served(used[None])[0]
        steps: list[tuple[int, ...]] = [(part,) for part in left]
        share = _after(served, used, steps)
        if share.max() <= now and len(left) > 1:
            steps = list(combinations(left, 2))
            share = _after(served, used, steps)
            if share.max() <= now:
                steps, share = [tuple(left[:1])], share[:1]
        for part in steps[int(np.argmax(share))]:
            order.append(part)
            used[part] = True
        progress(len(order), count)
    return np.array(order, dtype=np.int64)


def _after(served: Served, used: Flags, steps: list[tuple[int, ...]]) -> Floats:
    """Served shares after each of some steps."""
    then = np.repeat(used[None], len(steps), axis=0)
    for row, step in enumerate(steps):
        then[row, list(step)] = True
    return served(then)


def improved(orders: Orders, order: Ints, progress: Progress = silent) -> Ints:
    """An order from which no move or exchange of parts gains anything, or the last of many."""
    value = orders.values(order[None])[0]
    for sweep in range(SWEEPS):
        progress(sweep, SWEEPS)
        for reach in (NEAR, len(order)):
            better, then = _sweep(orders, order, value, reach)
            if then > value:
                break
        if then <= value:
            break
        order, value = better, then
    progress(SWEEPS, SWEEPS)
    return order


def _sweep(orders: Orders, order: Ints, value: float, reach: int) -> tuple[Ints, float]:
    """The best of all moves within a reach, or of all that gain and do not touch one another."""
    tried, spans = _moves(order, orders.ends, reach)
    if not len(tried):
        return order, value
    values = orders.values(tried)
    ranked = [k for k in np.argsort(-values, kind="stable") if values[k] > value]
    if not ranked:
        return order, value
    free, together = np.ones(len(order), dtype=bool), order.copy()
    for k in ranked:
        first, last = spans[k]
        if free[first : last + 1].all():
            free[first : last + 1] = False
            together[first : last + 1] = tried[k, first : last + 1]
    joint = float(orders.values(together[None])[0])
    best = float(values[ranked[0]])
    return (together, joint) if joint >= best else (tried[ranked[0]], best)


def _moves(order: Ints, ends: Ints, reach: int) -> tuple[Ints, list[tuple[int, int]]]:
    """Orders with a part moved forward or back, or two exchanged, across the end of a period."""
    count = len(order)
    period = np.searchsorted(ends, np.arange(count), side="right")
    made, spans = [], []
    for first in range(count):
        for last in range(first + 1, min(first + reach + 1, count)):
            if period[first] == period[last]:
                continue
            span = order[first : last + 1]
            moves = [np.r_[span[1:], span[:1]], np.r_[span[-1:], span[:-1]]]
            if last > first + 1:
                moves.append(np.r_[span[-1:], span[1:-1], span[:1]])
            for move in moves:
                then = order.copy()
                then[first : last + 1] = move
                made.append(then)
                spans.append((first, last))
    return np.array(made, dtype=np.int64).reshape(-1, count), spans
