"""Factor and solve the symmetric indefinite matrix of 2 x 2 bus blocks, W states at once.

The matrix is [[K, L], [L, -H]]: K and L are weighted Laplacians of the branches, so that equal
angles are a null vector of both. A pivot's entries in K and L are therefore minus the sums of its
column's other blocks, which have no cancellation; a Laplacian is grounded at the last bus of each
island alone. Links make H a Laplacian too, plus what injections add to its diagonal, perhaps 1e20
times less. Equal prices are a null vector of the former, so what injections add is carried along by
itself, as one more right-hand side (`excess`), and a pivot's entry in H is that minus the sum of
its column. No pivoting is needed (the matrix is quasi-definite, Vanderbei 1995, SIAM Journal on
Optimization 5(1)).

`blocks` (4 (N + B), W) holds, for each block, its entries (angle, angle), (angle, price), (price,
angle), (price, price). `side` (2 N, W) is a right-hand side, or a solution: angle and price by bus.
"""

from __future__ import annotations

from holdfast.power.compiled import njit
from holdfast.power.interior.lanes import fma, fnma, load, splat, store

# mypy: disable-error-code="no-untyped-def, no-untyped-call"


@njit(cache=True)
def factor(blocks, pattern, ground, column, side, excess, lanes):
    """Factor `blocks` in place and carry `side` through the forward solve.

    Afterwards a diagonal block holds the inverse of its pivot, one below it L times the pivot.
    `ground` (N, W) is added to a pivot's angle entry; `column` (4 N, W) is room to work in, and so
    is `excess` (2 N, W), which has no rows if there are no links.
    """
    starts, rows = pattern.starts, pattern.rows
    buses = starts.size - 1
    one, zero = splat(1.0, lanes), splat(0.0, lanes)
    linked = excess.shape[0] > 0
    if linked:
        for j in range(buses):
            store(excess, 2 * j, zero)
            store(excess, 2 * j + 1, load(blocks, 4 * j + 3, lanes))
    for j in range(buses):
        at = 4 * j
        first, end = starts[j], starts[j + 1]
        k, c, h = load(ground, j, lanes), zero, load(blocks, at + 3, lanes)
        for p in range(first, end):
            k = k - load(blocks, 4 * (buses + p), lanes)
            c = c - load(blocks, 4 * (buses + p) + 1, lanes)
        if linked:
            h = load(excess, 2 * j + 1, lanes)
            for p in range(first, end):
                h = h - load(blocks, 4 * (buses + p) + 3, lanes)
        scale = one / fnma(c, c, k * h)
        kk, kl, ll = h * scale, -(c * scale), k * scale
        store(blocks, at, kk)
        store(blocks, at + 1, kl)
        store(blocks, at + 3, ll)
        if first == end:
            continue
        x, y = load(side, 2 * j, lanes), load(side, 2 * j + 1, lanes)
        angle, price = fma(kk, x, kl * y), fma(kl, x, ll * y)
        for p in range(first, end):
            s, q, r = 4 * (buses + p), 4 * (p - first), 2 * rows[p]
            a0, a1 = load(blocks, s, lanes), load(blocks, s + 1, lanes)
            a2, a3 = load(blocks, s + 2, lanes), load(blocks, s + 3, lanes)
            store(column, q, fma(a0, kk, a1 * kl))
            store(column, q + 1, fma(a0, kl, a1 * ll))
            store(column, q + 2, fma(a2, kk, a3 * kl))
            store(column, q + 3, fma(a2, kl, a3 * ll))
            store(side, r, fnma(a0, angle, fnma(a1, price, load(side, r, lanes))))
            store(side, r + 1, fnma(a2, angle, fnma(a3, price, load(side, r + 1, lanes))))
        spread(blocks, pattern, column, j, lanes)
        if linked:
            carry(blocks, pattern, excess, j, lanes)


@njit(cache=True, inline=True)
def carry(blocks, pattern, side, j, lanes):
    """Take column j's part off the rest of a right-hand side."""
    starts, rows = pattern.starts, pattern.rows
    buses = starts.size - 1
    x, y = load(side, 2 * j, lanes), load(side, 2 * j + 1, lanes)
    kl = load(blocks, 4 * j + 1, lanes)
    angle = fma(load(blocks, 4 * j, lanes), x, kl * y)
    price = fma(kl, x, load(blocks, 4 * j + 3, lanes) * y)
    for p in range(starts[j], starts[j + 1]):
        s, r = 4 * (buses + p), 2 * rows[p]
        a0, a1 = load(blocks, s, lanes), load(blocks, s + 1, lanes)
        a2, a3 = load(blocks, s + 2, lanes), load(blocks, s + 3, lanes)
        store(side, r, fnma(a0, angle, fnma(a1, price, load(side, r, lanes))))
        store(side, r + 1, fnma(a2, angle, fnma(a3, price, load(side, r + 1, lanes))))


@njit(cache=True)
def spread(blocks, pattern, column, j, lanes):
    """Take what column j contributes off the blocks to its right.

    Of a diagonal block only (price, price) is needed: its other entries follow from its column.
    """
    starts, updates = pattern.starts, pattern.updates
    buses = starts.size - 1
    first, end = starts[j], starts[j + 1]
    u = pattern.update_starts[j]
    for q in range(first, end):
        z, s = 4 * (q - first), 4 * (buses + q)
        w0, w1 = load(column, z, lanes), load(column, z + 1, lanes)
        w2, w3 = load(column, z + 2, lanes), load(column, z + 3, lanes)
        a2, a3 = load(blocks, s + 2, lanes), load(blocks, s + 3, lanes)
        d = 4 * updates[u] + 3
        u += 1
        store(blocks, d, fnma(w2, a2, fnma(w3, a3, load(blocks, d, lanes))))
        for p in range(q + 1, end):
            s = 4 * (buses + p)
            a0, a1 = load(blocks, s, lanes), load(blocks, s + 1, lanes)
            a2, a3 = load(blocks, s + 2, lanes), load(blocks, s + 3, lanes)
            d = 4 * updates[u]
            u += 1
            store(blocks, d, fnma(a0, w0, fnma(a1, w1, load(blocks, d, lanes))))
            store(blocks, d + 1, fnma(a0, w2, fnma(a1, w3, load(blocks, d + 1, lanes))))
            store(blocks, d + 2, fnma(a2, w0, fnma(a3, w1, load(blocks, d + 2, lanes))))
            store(blocks, d + 3, fnma(a2, w2, fnma(a3, w3, load(blocks, d + 3, lanes))))


@njit(cache=True)
def forward(blocks, pattern, side, lanes):
    """Solve with L, in place: L is each column's blocks times the inverse of its pivot."""
    for j in range(pattern.starts.size - 1):
        carry(blocks, pattern, side, j, lanes)


@njit(cache=True)
def backward(blocks, pattern, side, lanes):
    """Solve with the pivots and with L transposed, in place."""
    starts, rows = pattern.starts, pattern.rows
    buses = starts.size - 1
    for j in range(buses - 1, -1, -1):
        x, y = load(side, 2 * j, lanes), load(side, 2 * j + 1, lanes)
        for p in range(starts[j], starts[j + 1]):
            s, r = 4 * (buses + p), 2 * rows[p]
            angle, price = load(side, r, lanes), load(side, r + 1, lanes)
            a0, a1 = load(blocks, s, lanes), load(blocks, s + 1, lanes)
            a2, a3 = load(blocks, s + 2, lanes), load(blocks, s + 3, lanes)
            x = fnma(a0, angle, fnma(a2, price, x))
            y = fnma(a1, angle, fnma(a3, price, y))
        kl = load(blocks, 4 * j + 1, lanes)
        store(side, 2 * j, fma(load(blocks, 4 * j, lanes), x, kl * y))
        store(side, 2 * j + 1, fma(kl, x, load(blocks, 4 * j + 3, lanes) * y))
