"""In which order buses are eliminated, so that little fills in.

Minimum fill (Tinney and Walker 1967, Proceedings of the IEEE 55(11), scheme 3): next comes the bus
whose neighbours lack the fewest edges among themselves; ties go to the fewer neighbours, then to
the lower number. A postorder of the elimination tree (Liu 1990, SIAM Journal on Matrix Analysis
11(1)) then brings what is used together close together, and changes no fill.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

Neighbours = list[set[int]]


def elimination_order(buses: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """Buses 0 to `buses` - 1 in the order of their elimination, a postorder of minimum fill."""
    pairs = [(int(a), int(b)) for a, b in edges if a != b]
    filled = minimum_fill(_neighbours(buses, pairs))
    place = {bus: k for k, bus in enumerate(filled)}
    columns = fill_in(buses, [(place[a], place[b]) for a, b in pairs])
    return [filled[k] for k in postorder([column[0] if column else -1 for column in columns])]


def minimum_fill(neighbours: Neighbours) -> list[int]:
    """The order of minimum fill. Changes `neighbours` into the graph after elimination."""

    def cost(bus: int) -> tuple[int, int]:
        around = list(neighbours[bus])
        missing = sum(
            other not in neighbours[one] for k, one in enumerate(around) for other in around[:k]
        )
        return missing, len(around)

    costs = {bus: cost(bus) for bus in range(len(neighbours))}
    heap = [(*value, bus) for bus, value in costs.items()]
    heapq.heapify(heap)
    order: list[int] = []
    while heap:
        missing, degree, bus = heapq.heappop(heap)
        if costs.get(bus) != (missing, degree):
            continue
        del costs[bus]
        order.append(bus)
        for other in _eliminate(neighbours, bus):
            if costs[other] != (found := cost(other)):
                costs[other] = found
                heapq.heappush(heap, (*found, other))
    return order


def _eliminate(neighbours: Neighbours, bus: int) -> set[int]:
    """Join all neighbours of a bus and take it out; returns the buses whose cost may be another."""
    around = sorted(neighbours[bus])
    touched = set(around)
    for one in around:
        neighbours[one].discard(bus)
    for k, one in enumerate(around):
        for other in around[:k]:
            if other not in neighbours[one]:
                neighbours[one].add(other)
                neighbours[other].add(one)
                touched |= neighbours[one] & neighbours[other]
    return touched


def fill_in(buses: int, edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Rows below the diagonal of each column of the factor, rising, when 0, 1, ... go in turn."""
    columns: list[set[int]] = [set() for _ in range(buses)]
    for a, b in edges:
        if a != b:
            columns[min(a, b)].add(max(a, b))
    rows = []
    for column in columns:
        below = sorted(column)
        rows.append(below)
        if below:
            columns[below[0]].update(below[1:])
    return rows


def postorder(parents: list[int]) -> list[int]:
    """Nodes of a forest, children before parents; -1 is the parent of a root."""
    children: list[list[int]] = [[] for _ in parents]
    roots: list[int] = []
    for node, parent in enumerate(parents):
        (children[parent] if parent >= 0 else roots).append(node)
    order: list[int] = []
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        node, opened = stack.pop()
        if opened:
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(children[node]))
    return order


def _neighbours(buses: int, pairs: Iterable[tuple[int, int]]) -> Neighbours:
    neighbours: Neighbours = [set() for _ in range(buses)]
    for a, b in pairs:
        neighbours[a].add(b)
        neighbours[b].add(a)
    return neighbours
