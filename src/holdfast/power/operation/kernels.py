"""The compiled loop of islands; its plain twin is in tests/twins/operation_kernels.py."""

from __future__ import annotations

from typing import Any

import numba
import numpy.typing as npt
from numba import types

_ENDS = types.Array(types.int64, 2, "C", readonly=True)
_JOINED = types.Array(types.boolean, 2, "C", readonly=True)
_OUT = types.int64[:, ::1]


@numba.njit(types.void(_ENDS, _JOINED, _OUT), cache=True)
def name_islands(ends: npt.NDArray[Any], joined: npt.NDArray[Any], out: npt.NDArray[Any]) -> None:
    """The first node of the island of each node, out (S, N); ends (L, 2), joined (S, L).

    Each node points to one of its island that does not come after it; a line lets the later of two
    first nodes point to the earlier, so in the end one pass in order finds the first of all.
    """
    for s in range(out.shape[0]):
        for n in range(out.shape[1]):
            out[s, n] = n
        for line in range(ends.shape[0]):
            if not joined[s, line]:
                continue
            one, other = ends[line, 0], ends[line, 1]
            while out[s, one] != one:
                out[s, one] = out[s, out[s, one]]
                one = out[s, one]
            while out[s, other] != other:
                out[s, other] = out[s, out[s, other]]
                other = out[s, other]
            out[s, max(one, other)] = min(one, other)
        for n in range(out.shape[1]):
            out[s, n] = out[s, out[s, n]]
