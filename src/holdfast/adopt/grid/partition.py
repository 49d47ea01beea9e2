"""Regions where a source has none: a balanced partition of the graph into connected parts.

Recursive spectral bisection (Pothen, Simon and Liou 1990): a part is cut along the eigenvector of
the second least eigenvalue of its Laplacian, where both sides have their share of the weight; then
what does not hang together changes sides. No draw is made: the same grid gives the same regions.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigsh

from holdfast.arrays import Array

DENSE = 400
"""Nodes up to which all eigenvectors are computed."""
_DECIMALS = 7
"""Decimals to which places on the eigenvector count: what is equal keeps the order of the nodes."""


def partition(ends: Array, weight: Array, parts: int) -> Array:
    """(N,) number of the part of each node, 0 to parts - 1, in the order of their first nodes.

    ends (E, 2) nodes 0 to N - 1 of each edge, parallel ones count once each; weight (N,) at least
    0 is what parts are to have alike. Raises ValueError if there are fewer nodes than parts.
    """
    nodes = len(weight)
    if not 1 <= parts <= nodes:
        raise ValueError(f"{nodes} nodes cannot be cut into {parts} parts")
    graph = _adjacency(ends, nodes)
    # a little of each node, so that parts without demand are cut too
    heavy = weight / max(weight.sum(), 1e-12) + 1 / nodes
    made = np.zeros(nodes, dtype=np.int64)
    _cut(graph, heavy, np.arange(nodes), parts, made, 0)
    first = {int(part): k for k, part in enumerate(dict.fromkeys(made.tolist()))}
    return np.array([first[int(part)] for part in made], dtype=np.int64)


def _adjacency(ends: Array, nodes: int) -> coo_array:
    one, other = np.concatenate([ends, ends[:, ::-1]]).T
    keep = one != other
    ones = np.ones(int(keep.sum()))
    return coo_array((ones, (one[keep], other[keep])), shape=(nodes, nodes))


def _cut(
    graph: coo_array, weight: Array, members: Array, parts: int, made: Array, first: int
) -> None:
    """Number the members first .. first + parts - 1."""
    if parts == 1:
        made[members] = first
        return
    left = parts // 2
    side = _halves(graph, weight, members, left, parts)
    _cut(graph, weight, members[side], left, made, first)
    _cut(graph, weight, members[~side], parts - left, made, first + left)


def _halves(graph: coo_array, weight: Array, members: Array, left: int, parts: int) -> Array:
    """(M,) whether a member belongs to the first side, which gets left / parts of the weight."""
    inner = graph.tocsr()[members][:, members].tocoo()
    order = np.argsort(_line(inner, len(members)), kind="stable")
    total = np.cumsum(weight[members][order])
    count = int(np.searchsorted(total, total[-1] * left / parts)) + 1
    count = min(max(count, left), len(members) - (parts - left))
    side = np.zeros(len(members), dtype=bool)
    side[order[:count]] = True
    moved = _together(inner, _together(inner, side, True), False)
    if left <= moved.sum() <= len(members) - (parts - left):
        return moved
    return side


def _line(inner: coo_array, nodes: int) -> Array:
    """Places of the nodes on a line: pieces one after the other, each by its Fiedler vector."""
    count, piece = connected_components(inner, directed=False)
    made = np.zeros(nodes)
    for number in range(count):
        own = np.flatnonzero(piece == number)
        if len(own) > 1:
            vector = _fiedler(inner.tocsr()[own][:, own].tocoo())
            made[own] = np.round(vector / np.abs(vector).max(), _DECIMALS)
        made[own] += 3.0 * number
    return made


def _fiedler(inner: coo_array) -> Array:
    """The eigenvector of the second least eigenvalue, its greatest entry above 0."""
    nodes = inner.shape[0]
    laplacian = (-inner).tolil()
    laplacian.setdiag(np.asarray(inner.sum(axis=1)))
    if nodes <= DENSE:
        vector = np.linalg.eigh(laplacian.toarray())[1][:, 1]
    else:
        start = np.linspace(-1.0, 1.0, nodes)
        found = eigsh(laplacian.tocsc(), k=2, sigma=-1e-3, v0=start)
        vector = found[1][:, np.argmax(found[0])]
    big = np.flatnonzero(np.abs(vector) > (1 - 1e-6) * np.abs(vector).max())[0]
    return np.asarray(vector * np.sign(vector[big]))


def _together(inner: coo_array, side: Array, which: bool) -> Array:
    """The side with what does not hang together with its largest piece moved to the other."""
    own = np.flatnonzero(side == which)
    count, piece = connected_components(inner.tocsr()[own][:, own], directed=False)
    if count <= 1:
        return side
    largest = int(np.argmax(np.bincount(piece)))
    made = side.copy()
    made[own[piece != largest]] = not which
    return made


def neighbours(ends: Array, part: Array) -> list[tuple[int, int]]:
    """Pairs of parts with an edge between them, each once, the lower number first."""
    pairs = {tuple(sorted((int(part[a]), int(part[b])))) for a, b in ends if part[a] != part[b]}
    return sorted((a, b) for a, b in pairs)
