"""Which nodes of a network hang together."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from holdfast.gas.network import Ints


def parts(nodes: int, begin: Ints, end: Ints) -> tuple[int, Ints]:
    """How many parts edges from `begin` to `end` leave, and the part (nodes,) of each node."""
    graph = sparse.coo_array((np.ones(len(begin)), (begin, end)), shape=(nodes, nodes))
    found, label = csgraph.connected_components(graph, directed=False)
    return int(found), label.astype(np.int64)


def rounds(nodes: int, begin: Ints, end: Ints) -> Ints:
    """(nodes,) the same number where edges lead from one node to another and back."""
    graph = sparse.coo_array((np.ones(len(begin)), (begin, end)), shape=(nodes, nodes))
    label = csgraph.connected_components(graph, directed=True, connection="strong")[1]
    return np.asarray(label.astype(np.int64))
