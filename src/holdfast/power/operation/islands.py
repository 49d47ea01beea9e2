"""Islands: nodes that hang together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from holdfast.power.numbers import flags, floats, whole
from holdfast.power.walk import name_islands


def islands(nodes: int, ends: npt.ArrayLike, joined: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """(S, N) the island of each node, named by the first node that belongs to it.

    `ends` (L, 2) are the two nodes of each line, `joined` (S, L) says in which states it joins
    them. Raises ValueError if a shape does not fit or an end is no node.
    """
    nodes, given = whole("nodes", nodes, 0), floats("ends", ends)
    if given.size and (given.ndim != 2 or given.shape[1] != 2):
        raise ValueError(f"ends has shape {given.shape}, expected (lines, 2)")
    if not (given == np.floor(given)).all() or not np.isfinite(given).all():
        raise ValueError("ends holds a value that is no whole number")
    pairs, alive = given.astype(np.int64).reshape(-1, 2), flags("joined", joined)
    if alive.ndim != 2 or alive.shape[1] != len(pairs):
        raise ValueError(f"joined has shape {alive.shape}, expected (states, {len(pairs)})")
    if pairs.size and not (pairs.min() >= 0 and pairs.max() < nodes):
        raise ValueError(f"ends must lie between 0 and {nodes - 1}")
    found = np.empty((len(alive), nodes), dtype=np.int64)
    name_islands(np.ascontiguousarray(pairs), np.ascontiguousarray(alive), found)
    return found
