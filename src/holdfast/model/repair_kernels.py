"""Giving out crews and parts in order of priority: the kernel of `repair`."""

from __future__ import annotations

import numba
import numpy as np
from numba import types

from holdfast.arrays import Array

_DONE = 1e-9
"""Crew-days, and shares of a way, below which nothing is left but rounding."""
_DESTROYED = 3
"""The damage state that needs a part, by its number in model.types.DAMAGE."""
_INDEX1 = types.Array(types.int64, 1, "C", readonly=True)
_INDEX2 = types.Array(types.int64, 2, "C", readonly=True)
_READ1 = types.Array(types.float64, 1, "C", readonly=True)
_STATE = types.int64[:, ::1]
_WRITE2 = types.float64[:, ::1]


@numba.njit(
    types.void(_INDEX2, _INDEX1, _INDEX1, _READ1, _READ1, _STATE, *(_WRITE2,) * 5),
    cache=True,
    error_model="numpy",
)
def assign(
    order: Array,
    skill: Array,
    part: Array,
    effort: Array,
    way: Array,
    state: Array,
    work: Array,
    has_part: Array,
    crews: Array,
    pieces: Array,
    mended: Array,
) -> None:
    """One shift, in place.

    order (F or 1, 3A) lists installation x state as 3 a + state - 1, the most urgent first; skill
    and part (A,) positions (part -1 for none); effort (F or 1,) [crew-days] that a crew does in a
    day; way (F or 1,) [1] of a part's way covered in a day. Changed: state, work [crew-days],
    has_part (F, A); crews (F, S) and pieces (F, I) that are left; mended (F, A) is 1 where an
    installation is made whole, else 0. has_part: 0 without a part, then the share of its way that
    the part has covered, and 1 when it is there; crews start then.
    """
    many = state.shape[1]
    rank = np.empty((order.shape[0], order.shape[1]), np.int64)
    for own in range(order.shape[0]):
        for place in range(order.shape[1]):
            rank[own, order[own, place]] = place
    asked = np.zeros(order.shape[1], np.bool_)
    mended[:] = 0.0
    for f in range(state.shape[0]):
        own = f if order.shape[0] > 1 else 0
        done = effort[f if effort.shape[0] > 1 else 0]
        covered = way[f if way.shape[0] > 1 else 0]
        waiting = 0
        for a in range(many):
            if state[f, a] > 0:
                asked[rank[own, 3 * a + state[f, a] - 1]] = True
                waiting += 1
        for place in range(asked.size):
            if waiting == 0:
                break
            if not asked[place]:
                continue
            asked[place] = False
            waiting -= 1
            a = order[own, place] // 3
            if state[f, a] == _DESTROYED and part[a] >= 0 and has_part[f, a] < 1.0:
                if has_part[f, a] == 0.0:
                    if pieces[f, part[a]] < 1.0:
                        continue
                    pieces[f, part[a]] -= 1.0
                has_part[f, a] = has_part[f, a] + covered
                if has_part[f, a] > 1.0 - _DONE:
                    has_part[f, a] = 1.0
                continue
            taken = min(1.0, crews[f, skill[a]], work[f, a] / done)
            crews[f, skill[a]] -= taken
            work[f, a] -= taken * done
            if work[f, a] <= _DONE:
                state[f, a], work[f, a] = 0, 0.0
                mended[f, a] = 1.0
