"""Factor and solve the matrix of the nodes, W states at once, without pivoting.

What flows off a node rises with its own potential and falls with those of its neighbours, and a
rise of one potential brings at most nothing to all nodes together: each column of the matrix is
dominated by its diagonal, which is positive, and what is off it is negative (an M-matrix). Its
triangular factors exist in any order, with pivots that stay positive (Fiedler and Ptak 1962,
Czechoslovak Mathematical Journal 12(3)).
"""

from __future__ import annotations

from holdfast.gas.compiled import njit
from holdfast.gas.steady.lanes import load, splat, store

# mypy: disable-error-code="no-untyped-def, no-untyped-call"


@njit(cache=True)
def factor(values, pattern, excess, lanes):
    """Factor in place: the diagonal holds inverse pivots, below it stands L.

    `excess` (N, W) is the sum of each column, which is not negative: a pivot is that less what
    stands below it, and is never a difference of what is nearly equal (Grassmann, Taksar and Heyman
    1985, Operations Research 33(5)). The diagonal that is given is not looked at.
    """
    starts, rows, updates = pattern.starts, pattern.rows, pattern.updates
    nodes, u = starts.size - 1, 0
    one = splat(1.0, lanes)
    for j in range(nodes):
        own = load(excess, j, lanes)
        pivot = own
        for p in range(starts[j], starts[j + 1]):
            pivot = pivot - load(values, nodes + 2 * p, lanes)
        inverse = one / pivot
        store(values, j, inverse)
        own = own * inverse
        for p in range(starts[j], starts[j + 1]):
            share = load(values, nodes + 2 * p, lanes) * inverse
            store(values, nodes + 2 * p, share)
            above = load(values, nodes + 2 * p + 1, lanes)
            store(excess, rows[p], load(excess, rows[p], lanes) - above * own)
            for q in range(starts[j], starts[j + 1]):
                if q != p:
                    into = updates[u]
                    u += 1
                    above = load(values, nodes + 2 * q + 1, lanes)
                    store(values, into, load(values, into, lanes) - share * above)


@njit(cache=True)
def back_and_forth(values, pattern, side, lanes):
    """Solve for one right-hand side (N, W), in place."""
    starts, rows = pattern.starts, pattern.rows
    nodes = starts.size - 1
    for j in range(nodes):
        x = load(side, j, lanes)
        for p in range(starts[j], starts[j + 1]):
            lower = load(values, nodes + 2 * p, lanes)
            store(side, rows[p], load(side, rows[p], lanes) - lower * x)
    for j in range(nodes - 1, -1, -1):
        x = load(side, j, lanes)
        for p in range(starts[j], starts[j + 1]):
            upper = load(values, nodes + 2 * p + 1, lanes)
            x = x - upper * load(side, rows[p], lanes)
        store(side, j, x * load(values, j, lanes))
