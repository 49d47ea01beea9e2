"""Compiled loop over stations that are held back to the gas they get.

It has a plain twin in tests/twins/network_kernels.py.
"""

# mypy: disable-error-code="no-untyped-call, untyped-decorator"

from __future__ import annotations

from numba import types

from holdfast.arrays import Array
from holdfast.power.compiled import njit

_REAL1 = types.Array(types.float64, 1, "C", readonly=True)
_REAL2 = types.Array(types.float64, 2, "C", readonly=True)
_REAL3 = types.Array(types.float64, 3, "C", readonly=True)
_INDEX = types.Array(types.int64, 1, "C", readonly=True)
_OUT2 = types.Array(types.float64, 2, "C")


@njit(
    cache=True,
    inner=False,
    signature=types.void(
        _REAL3, _REAL3, _REAL1, _INDEX, types.float64, _REAL2, _REAL2, types.int64, _OUT2, _OUT2
    ),
)
def halve(
    ran: Array,
    most: Array,
    rate: Array,
    region: Array,
    spell: float,
    fuelled: Array,
    gas: Array,
    halvings: int,
    low: Array,
    room: Array,
) -> None:
    """Share of capacity at which the stations of a region burn `gas` (F, R) [mcm], into low (F, R).

    ran and most (F, B, A) [MW] what stations gave and have in blocks of `spell` [h], rate (A,)
    [mcm/MWh], region (A,); the share is not above fuelled (F, R). room (3, R) is written over.
    """
    for f in range(ran.shape[0]):
        for r in range(low.shape[1]):
            low[f, r] = 0.0
            room[0, r] = fuelled[f, r]
        for _ in range(halvings):
            for r in range(low.shape[1]):
                room[1, r] = (low[f, r] + room[0, r]) / 2
                room[2, r] = 0.0
            for a in range(rate.size):
                capped = 0.0
                for b in range(ran.shape[1]):
                    capped += min(ran[f, b, a], room[1, region[a]] * most[f, b, a])
                room[2, region[a]] += capped * spell * rate[a]
            for r in range(low.shape[1]):
                if room[2, r] > gas[f, r]:
                    room[0, r] = room[1, r]
                else:
                    low[f, r] = room[1, r]
