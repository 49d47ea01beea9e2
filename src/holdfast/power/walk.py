"""Islands: what hangs together, by one walk, for the kernel and for whoever asks.

The plain twin of `name_islands` is in tests/twins/operation_kernels.py.
"""

from __future__ import annotations

import numba
from numba import types

from holdfast.power.compiled import njit

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

_ENDS = types.Array(types.int64, 2, "C", readonly=True)
_JOINED = types.Array(types.boolean, 2, "C", readonly=True)
_OUT = types.int64[:, ::1]


@njit(cache=True, inline=True)
def unite(parent, a, b):
    """Join the islands of two buses; the last of their buses stands for them."""
    while parent[a] != a:
        parent[a] = parent[parent[a]]
        a = parent[a]
    while parent[b] != b:
        parent[b] = parent[parent[b]]
        b = parent[b]
    if a < b:
        parent[a] = b
    else:
        parent[b] = a


@njit(cache=True)
def flatten(parent):
    """Let every bus point at the one that stands for its island, which is the last of it."""
    for i in range(parent.size - 1, -1, -1):
        parent[i] = parent[parent[i]]


@numba.njit(types.void(_ENDS, _JOINED, _OUT), cache=True)
def name_islands(ends, joined, out):
    """The first node of the island of each node, out (S, N); ends (L, 2), joined (S, L).

    `unite` lets the last stand for an island, so nodes are walked from the last to the first.
    """
    last = out.shape[1] - 1
    for s in range(out.shape[0]):
        parent = out[s]
        for n in range(parent.size):
            parent[n] = n
        for line in range(ends.shape[0]):
            if joined[s, line]:
                unite(parent, last - ends[line, 0], last - ends[line, 1])
        flatten(parent)
        for n in range((parent.size + 1) // 2):
            first = last - parent[last - n]
            parent[last - n] = last - parent[n]
            parent[n] = first
