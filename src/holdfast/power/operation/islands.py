"""Islands: nodes that hang together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def islands(nodes: int, ends: npt.ArrayLike, joined: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """(S, N) the island of each node, named by the first node that belongs to it.

    `ends` (L, 2) are the two nodes of each line, `joined` (S, L) says in which states it joins
    them. Raises ValueError if a shape does not fit or an end is no node.
    """
    pairs = np.asarray(ends, dtype=np.int64).reshape(-1, 2)
    alive = np.asarray(joined, dtype=bool)
    if alive.ndim != 2 or alive.shape[1] != len(pairs):
        raise ValueError(f"joined has shape {alive.shape}, expected (states, {len(pairs)})")
    if pairs.size and not (pairs.min() >= 0 and pairs.max() < nodes):
        raise ValueError(f"ends must lie between 0 and {nodes - 1}")
    states = len(alive)
    state, line = np.nonzero(alive)
    one, other = state * nodes + pairs[line, 0], state * nodes + pairs[line, 1]
    size = states * nodes
    graph = coo_array((np.ones(len(state), dtype=np.int8), (one, other)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    _, first = np.unique(label, return_index=True)
    return np.asarray(first[label].reshape(states, nodes) % max(nodes, 1), dtype=np.int64)
