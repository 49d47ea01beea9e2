"""Compiled loop over the banks of transformers whose grid delivers less than they carry.

It has a plain twin in tests/twins/network_kernels.py.
"""

# mypy: disable-error-code="no-untyped-call, untyped-decorator, no-any-return"

from __future__ import annotations

from numba import types

from holdfast.arrays import Array
from holdfast.model.networks.kernels import own
from holdfast.power.compiled import njit

_REAL1 = types.Array(types.float64, 1, "C", readonly=True)
_REAL2 = types.Array(types.float64, 2, "C", readonly=True)
_REAL3 = types.Array(types.float64, 3, "C", readonly=True)
_INDEX = types.Array(types.int64, 1, "C", readonly=True)
_OUT2 = types.Array(types.float64, 2, "C")
_OUT3 = types.Array(types.float64, 3, "C")


@njit(cache=True)
def step_of(knots: Array, value: float) -> tuple[int, float]:
    """The knot (K,) at or before a value, and how far on the way to the next it lies, 0 to 1."""
    last = knots.size - 1
    if last == 0 or value <= knots[0]:
        return 0, 0.0
    if value >= knots[last]:
        return last - 1, 1.0
    k = 0
    while knots[k + 1] < value:
        k += 1
    return k, (value - knots[k]) / (knots[k + 1] - knots[k])


@njit(cache=True)
def served_of(stress: Array, out: Array, served: Array, at: float, lost: float) -> float:
    """Share served at a stress and a share out, straight between knots of served (Q, X)."""
    q, upper = step_of(stress, at)
    x, beyond = step_of(out, lost)
    r, y = min(q + 1, stress.size - 1), min(x + 1, out.size - 1)
    low = served[q, x] * (1 - beyond) + served[q, y] * beyond
    high = served[r, x] * (1 - beyond) + served[r, y] * beyond
    return low * (1 - upper) + high * upper


@njit(
    cache=True,
    inner=False,
    signature=types.void(
        *(_REAL1,) * 2, _INDEX, *(_REAL1,) * 3, _REAL3, _REAL2, _OUT3, _INDEX, _OUT2
    ),
)
def limit(
    design: Array,
    part: Array,
    node: Array,
    secure: Array,
    stress: Array,
    out: Array,
    served: Array,
    through: Array,
    demand: Array,
    rows: Array,
    carried: Array,
) -> None:
    """Lower carried (F, N or more) [MW] of banks, in the futures of n rows.

    design (N,) [MW], part (N,), node (N,), secure (F,), stress (Q,), out (X,), served (F, Q, X),
    through (F, N), demand (F, nodes, K) [MW].
    """
    for f in rows:
        curve, safe = served[own(f, served.shape[0])], secure[own(f, secure.size)]
        for n in range(design.size):
            lost = 1 - through[f, n]
            if design[n] <= 0.0 or lost <= 0.0:
                continue
            asked = 0.0
            for k in range(demand.shape[2]):
                asked += demand[f, node[n], k]
            asked *= part[n]
            if asked <= 0.0:
                continue
            share = served_of(stress, out, curve, safe * design[n] / asked, lost)
            carried[f, n] = min(carried[f, n], share * asked)
