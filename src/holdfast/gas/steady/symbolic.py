"""Where the numbers of the factor stand: found once for a network, the same for all its states.

Nodes go in the order of least degree (Tinney and Walker 1967, Proceedings of the IEEE 55(11),
scheme 2), ties by number: gas networks are nearly trees, so hardly anything fills in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


class Pattern(NamedTuple):
    """Pattern of a factor whose N nodes are numbered in order of elimination.

    Values lie in N + 2 B rows: the diagonal, then for each of B pairs (column j, row r > j) the
    entry (r, j) below the diagonal and the entry (j, r) above it.
    """

    starts: Ints
    """(N + 1,) where the pairs of each column begin."""
    rows: Ints
    """(B,) the later node of each pair, rising within a column."""
    updates: Ints
    """Value off the diagonal from which each product of an entry below it and one above it in one
    column is taken off, in turn."""


def order_of(nodes: int, ends: Iterable[tuple[int, int]]) -> list[int]:
    """Nodes 0 to `nodes` - 1 in the order of their elimination."""
    around: list[set[int]] = [set() for _ in range(nodes)]
    for a, b in ends:
        if a != b:
            around[a].add(b)
            around[b].add(a)
    left, order = set(range(nodes)), []
    while left:
        node = min(left, key=lambda one: (len(around[one]), one))
        left.remove(node)
        order.append(node)
        for other in around[node]:
            around[other] |= around[node]
            around[other] -= {other, node}
    return order


def analyse(nodes: int, ends: list[tuple[int, int]]) -> tuple[Pattern, Ints]:
    """Pattern for edges between nodes that stand in their order, and the slots of each edge (E, 2).

    The slots of an edge (a, b) are the values of the entries (a, b) and (b, a); of one that joins a
    node with itself both are that node's own.
    """
    later: list[set[int]] = [set() for _ in range(nodes)]
    for a, b in ends:
        if a != b:
            later[min(a, b)].add(max(a, b))
    columns: list[list[int]] = []
    for node in range(nodes):
        columns.append(sorted(later[node]))
        if later[node]:
            later[columns[node][0]].update(columns[node][1:])
    starts = np.cumsum([0, *map(len, columns)], dtype=np.int64)
    slot = {(node, node): node for node in range(nodes)}
    for column, below in enumerate(columns):
        for k, row in enumerate(below):
            first = nodes + 2 * (int(starts[column]) + k)
            slot[row, column], slot[column, row] = first, first + 1
    updates = [slot[a, b] for below in columns for a in below for b in below if a != b]
    pattern = Pattern(
        starts,
        np.array([row for below in columns for row in below], dtype=np.int64),
        np.array(updates, dtype=np.int64),
    )
    slots = np.array([(slot[a, b], slot[b, a]) for a, b in ends], dtype=np.int64)
    return pattern, slots.reshape(-1, 2)
