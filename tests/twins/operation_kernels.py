"""Plain twin of `name_islands`: the components of one graph in which states stand side by side."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def name_islands(nodes, ends, joined):
    """(S, N) the first node of the island of each node; ends (L, 2), joined (S, L)."""
    states = len(joined)
    state, line = np.nonzero(joined)
    one, other = state * nodes + ends[line, 0], state * nodes + ends[line, 1]
    size = states * nodes
    graph = coo_array((np.ones(len(state)), (one, other)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    _, first = np.unique(label, return_index=True)
    return first[label].reshape(states, nodes) % nodes
