"""Passes over all installations of all futures, of which few are damaged: kernels of `repair`.

Twins: tests/twins/yard_kernels.py.
"""

# mypy: disable-error-code="no-untyped-call, no-any-return"

from __future__ import annotations

import numba
import numpy as np
from numba import types

from holdfast.arrays import Array
from holdfast.model.repair.kernels import DESTROYED

_INDEX1 = types.Array(types.int64, 1, "C", readonly=True)
_INDEX2 = types.Array(types.int64, 2, "C", readonly=True)
_READ2 = types.Array(types.float64, 2, "C", readonly=True)
_ANY2 = types.Array(types.float64, 2, "A", readonly=True)
_WRITE2 = types.float64[:, ::1]


@numba.njit(types.int64[:, ::1](_READ2, _READ2), cache=True)
def crews_hit(hit: Array, worked: Array) -> Array:
    """(N, 2) future and installation of hits (F, A) where a crew had worked (F, A)."""
    many = 0
    for f in range(hit.shape[0]):
        for a in range(hit.shape[1]):
            if hit[f, a] > 0.0 and worked[f, a] > 0.0:
                many += 1
    made = np.empty((many, 2), np.int64)
    if many == 0:
        return made
    n = 0
    for f in range(hit.shape[0]):
        for a in range(hit.shape[1]):
            if hit[f, a] > 0.0 and worked[f, a] > 0.0:
                made[n, 0], made[n, 1] = f, a
                n += 1
    return made


@numba.njit(types.void(_READ2, _WRITE2), cache=True)
def keep_coming(before: Array, has_part: Array) -> None:
    """Give back what a hit took of parts on their way, in place: before, has_part (F, A)."""
    for f in range(before.shape[0]):
        for a in range(before.shape[1]):
            if has_part[f, a] == 0.0 and 0.0 < before[f, a] < 1.0:
                has_part[f, a] = before[f, a]


@numba.njit(types.void(_INDEX2, _INDEX1, _READ2, _INDEX2, _READ2, _WRITE2), cache=True)
def under_way(
    fits: Array, haul: Array, fitted: Array, state: Array, has_part: Array, made: Array
) -> None:
    """Parts of each class that are on their way, into made (F, H).

    fits (A, N), haul (I,), state and has_part (F, A); fitted is 1 + the item of the part of each,
    or (F, other) where only one fits.
    """
    tracked = fitted.shape[1] == state.shape[1]
    made[:] = 0.0
    for f in range(state.shape[0]):
        for a in range(state.shape[1]):
            if state[f, a] == DESTROYED and 0.0 < has_part[f, a] < 1.0:
                item = int(fitted[f, a]) - 1 if tracked else fits[a, 0]
                made[f, haul[item]] += 1.0


@numba.njit(types.void(_READ2, _READ2, _WRITE2), cache=True)
def count_days(since: Array, hit: Array, made: Array) -> None:
    """Days since each was last hit into made (F, A): since and hit (F, A)."""
    for f in range(since.shape[0]):
        for a in range(since.shape[1]):
            made[f, a] = 0.0 if hit[f, a] > 0.0 else since[f, a] + 1.0


@numba.njit(types.void(_INDEX1, _ANY2, _WRITE2), cache=True)
def bridge(own: Array, share: Array, left: Array) -> None:
    """Of what is lost of the function left (F, A) at places own (N,), a share (F, N) is back."""
    for f in range(left.shape[0]):
        for n in range(own.shape[0]):
            left[f, own[n]] += (1.0 - left[f, own[n]]) * share[f, n]
