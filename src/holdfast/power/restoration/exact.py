"""The best order of repairs, by looking at every set of parts.

With v(S) what is served when the parts S are repaired and w(k) the weight of a period that ends
after k repairs, the best value of having repaired S is

    best(S) = w(|S|) v(S) + max over p in S of best(S without p),

(Held and Karp 1962, Journal of the Society for Industrial and Applied Mathematics 10(1)). It needs
v of all 2^P sets, which the kernel solves side by side. Where branches may be left open, v(S) is
the most that any S less some of its branches serves.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from holdfast.power.grid import Flags, Floats, Ints
from holdfast.power.progress import Progress, silent
from holdfast.power.restoration.parts import DIGITS, Served

BATCH = 1024
"""Sets that are solved between two words of progress."""
MOST = 20
"""Parts from which on there are too many sets to look at."""


class Table(NamedTuple):
    """What each of 2^P sets of parts serves; bit p of a row's number is part p."""

    share: Floats
    """(2^P,) most that is served [share of demand, weighted]."""
    used: Ints
    """(2^P,) the set that serves it: the same, less branches that are left open."""


def flags_of(sets: Ints, parts: int) -> Flags:
    """(S, P) the parts of sets given as bits."""
    return np.asarray((sets[:, None] >> np.arange(parts)) & 1, dtype=bool)


def table_of(served: Served, allow_opening: bool, progress: Progress = silent) -> Table:
    """What every set of parts serves. Raises ValueError if there are too many parts."""
    parts = served.damage.count
    if parts > MOST:
        raise ValueError(f"{parts} parts are out: every set can be looked at up to {MOST}")
    sets = np.arange(1 << parts)
    share = np.zeros(len(sets))
    for first in range(0, len(sets), BATCH):
        some = slice(first, min(first + BATCH, len(sets)))
        share[some] = np.round(served.shares(flags_of(sets[some], parts)), DIGITS)
        progress(some.stop, len(sets))
    used = sets.copy()
    for part in np.flatnonzero(served.damage.is_branch & allow_opening):
        closed = np.flatnonzero((sets >> part) & 1)
        opened = closed ^ (1 << part)
        better = share[opened] > share[closed]
        share[closed[better]] = share[opened[better]]
        used[closed[better]] = used[opened[better]]
    return Table(share, used)


def best_order(table: Table, weight: Floats) -> Ints:
    """(P,) the parts in the best order; `weight` (P + 1,) is that of each number of repairs."""
    parts = len(weight) - 1
    sets = np.arange(1 << parts)
    size = np.bitwise_count(sets)
    best = weight[0] * np.where(sets == 0, table.share, 0.0)
    last = np.zeros(len(sets), dtype=np.int64)
    for count in range(1, parts + 1):
        here = sets[size == count]
        value, chosen = np.full(len(here), -np.inf), np.zeros(len(here), dtype=np.int64)
        # Of equals the one with the highest row is repaired last.
        for part in reversed(range(parts)):
            rows = np.flatnonzero((here >> part) & 1)
            before = best[here[rows] ^ (1 << part)]
            better = before > value[rows]
            value[rows[better]], chosen[rows[better]] = before[better], part
        best[here] = value + weight[count] * table.share[here]
        last[here] = chosen
    order, left = [], (1 << parts) - 1
    while left:
        order.append(int(last[left]))
        left ^= 1 << order[-1]
    return np.array(order[::-1], dtype=np.int64)


def smallest_set(table: Table) -> int:
    """Of the sets that serve all that can be served, the smallest, as bits."""
    full = np.flatnonzero(table.share >= table.share.max())
    size = np.bitwise_count(full)
    return int(full[size == size.min()][0])
