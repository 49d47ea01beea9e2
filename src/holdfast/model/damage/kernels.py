"""Compiled loops of the damage block: who can lose function today, and who does.

Every array is C-contiguous float64 unless its type says otherwise; the caller allocates what is
written. Each function has a plain numpy twin in tests/twins/damage_kernels.py.
"""

from __future__ import annotations

import math

import numba
from numba import types

from holdfast.arrays import Array

_REAL2 = types.Array(types.float64, 2, "C", readonly=True)
_INDEX = types.Array(types.int64, 1, "C", readonly=True)
_WHOLE2 = types.Array(types.int64, 2, "C", readonly=True)
_LIST = types.Array(types.float64, 1, "C")
_PLACE = types.int64[::1]
_STATE = types.int64[:, ::1]
_OUT2 = types.Array(types.float64, 2, "C")


@numba.njit(types.int64(_INDEX, _REAL2, _INDEX, _REAL2, _REAL2, _PLACE, _PLACE, _LIST), cache=True)
def aimed(
    rows: Array,
    rate: Array,
    group: Array,
    scale: Array,
    shield: Array,
    future: Array,
    asset: Array,
    expected: Array,
) -> int:
    """Installations that can lose function: their number N, and the first N places of three lists.

    rows (M,): the futures in which anything is aimed. Expected losses are rate (F, G) of the
    installation's group (A,), times scale (F or 1, A), times what shield (F or 1, A) lets through,
    1 - shield; where they are above nought, future, asset and the expected losses are listed.
    """
    count = 0
    for f in rows:
        g = f if scale.shape[0] > 1 else 0
        h = f if shield.shape[0] > 1 else 0
        for a in range(group.shape[0]):
            losses = rate[f, group[a]] * scale[g, a] * (1.0 - shield[h, a])
            if losses > 0.0:
                future[count], asset[count], expected[count] = f, a, losses
                count += 1
    return count


@numba.njit(types.int64(_PLACE, _PLACE, _LIST, _LIST, _OUT2), cache=True)
def strike(future: Array, asset: Array, expected: Array, uniform: Array, out: Array) -> int:
    """Which installations lose function: their number N; out (F, A) is 1 where they do.

    Lists of future, installation, expected losses and uniform number: one loses function where
    uniform < 1 - exp(-expected). The first N places of the lists are then those that do.
    """
    out[:] = 0.0
    count = 0
    for i in range(future.shape[0]):
        # 1 - exp(-x) <= x: most draws are settled without the exponential.
        if uniform[i] < expected[i] and uniform[i] < -math.expm1(-expected[i]):
            out[future[i], asset[i]] = 1.0
            future[count], asset[count] = future[i], asset[i]
            expected[count], uniform[count] = expected[i], uniform[i]
            count += 1
    return count


@numba.njit(types.void(_INDEX, _REAL2, _WHOLE2, _STATE, _OUT2, _OUT2), cache=True)
def before(kind: Array, left: Array, state: Array, whole: Array, had: Array, has: Array) -> None:
    """What every installation is worth before a raid.

    kind (A,), left (K, 4) share of function left by kind and state, state (F, A). Out, (F, A): the
    state, and the share of function left, twice: the raid changes the first and the last.
    """
    for f in range(state.shape[0]):
        for a in range(kind.shape[0]):
            now = state[f, a]
            whole[f, a] = now
            had[f, a] = left[kind[a], now]
            has[f, a] = left[kind[a], now]
