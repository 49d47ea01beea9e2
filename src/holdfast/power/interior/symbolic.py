"""Where the numbers of the factor stand: found once for a grid, the same for all its states.

The matrix has one 2 x 2 block a bus and one a pair of buses that a branch or link joins. Blocks lie
in one array: the N diagonal ones first, then those below the diagonal, column by column.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from holdfast.power.interior.ordering import elimination_order, fill_in

Ints = npt.NDArray[np.int64]


class Pattern(NamedTuple):
    """Pattern of the factor L of a grid whose buses are numbered in order of elimination."""

    starts: Ints
    """(N + 1,) where each column's blocks begin among those below the diagonal."""
    rows: Ints
    """(B,) row of each block below the diagonal."""
    update_starts: Ints
    """(N + 1,) where the updates by each column begin."""
    updates: Ints
    """Block that each pair of a column's blocks (q, p), p from q on, is taken off."""
    slots: Ints
    """(E,) block of each edge given; -1 if it joins a bus with itself."""


def analyse(buses: int, ends: Ints) -> tuple[Ints, Pattern]:
    """Order of elimination (N,) and pattern for edges `ends` (E, 2) between buses 0 to N - 1."""
    pairs = [(int(a), int(b)) for a, b in ends]
    order = np.array(elimination_order(buses, pairs), dtype=np.int64)
    place = np.empty(buses, dtype=np.int64)
    place[order] = np.arange(buses)
    placed = [(int(place[a]), int(place[b])) for a, b in pairs]
    columns = fill_in(buses, placed)
    return order, _pattern(columns, placed)


def _pattern(columns: list[list[int]], edges: list[tuple[int, int]]) -> Pattern:
    buses = len(columns)
    starts = np.cumsum([0, *map(len, columns)], dtype=np.int64)
    slot = {
        (row, column): buses + int(starts[column]) + k
        for column, below in enumerate(columns)
        for k, row in enumerate(below)
    }
    updates: list[int] = []
    update_starts = [0]
    for below in columns:
        for k, column in enumerate(below):
            updates.append(column)
            updates.extend(slot[row, column] for row in below[k + 1 :])
        update_starts.append(len(updates))
    return Pattern(
        starts=starts,
        rows=np.array([row for below in columns for row in below], dtype=np.int64),
        update_starts=np.array(update_starts, dtype=np.int64),
        updates=np.array(updates, dtype=np.int64),
        slots=np.array(
            [-1 if a == b else slot[max(a, b), min(a, b)] for a, b in edges], dtype=np.int64
        ),
    )
