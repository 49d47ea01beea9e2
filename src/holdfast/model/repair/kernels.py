"""Giving out crews, parts and mobile units in order of priority: the kernels of `repair`."""

# mypy: disable-error-code="no-untyped-call, no-any-return"

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numba import types

from holdfast.arrays import Array

_DONE = 1e-9
"""Crew-days, and shares of a way, below which nothing is left but rounding."""
DESTROYED = 3
"""The damage state that needs a part, by its number in model.types.DAMAGE."""
GIVES, NOTHING, GONE = 1.0, 2.0, 3.0
"""What is left of a destroyed one: another can take a part of it, it cannot, or one was taken; 0
that it is not destroyed."""
_INDEX1 = types.Array(types.int64, 1, "C", readonly=True)
_INDEX2 = types.Array(types.int64, 2, "C", readonly=True)
_READ1 = types.Array(types.float64, 1, "C", readonly=True)
_READ2 = types.Array(types.float64, 2, "C", readonly=True)
_READ3 = types.Array(types.float64, 3, "C", readonly=True)
_STATE = types.int64[:, ::1]
_WRITE2 = types.float64[:, ::1]
_WRITE3 = types.float64[:, :, ::1]


class Sites(NamedTuple):
    """What each installation asks for, and what each item is carried by."""

    skill: Array
    """(A,) who can mend it."""
    area: Array
    """(A,) along the last axis of effort."""
    post: Array
    """(A,) along the last axis of crews."""
    fits: Array
    """(A, N) items that a destroyed one can be mended with, the best first, -1 for no more."""
    haul: Array
    """(I,) class of transport along the last axis of way and slots."""


class Means(NamedTuple):
    """What a crew or a part does in a day; F is 1 where all futures have the same."""

    effort: Array
    """(F, S, areas) [crew-days] that a crew does in a day."""
    way: Array
    """(F, H) [1/day] of a part's way covered in a day."""
    travel: Array
    """(F,) [days] that a crew loses on the way to another post."""


_SITES = types.BaseTuple.from_types((_INDEX1, _INDEX1, _INDEX1, _INDEX2, _INDEX1), Sites)
_MEANS = types.BaseTuple.from_types((_READ3, _READ2, _READ1), Means)


@numba.njit(cache=True, error_model="numpy")
def hand_out(
    sites: Sites, f: int, a: int, has_part: Array, fitted: Array, pieces: Array, slots: Array
) -> int:
    """The class of transport of the part that is or comes on its way to installation a, or -1.

    A part is given where one fits, is held, and can be carried.
    """
    tracked = fitted.shape[1] == has_part.shape[1]
    if has_part[f, a] > 0.0:
        item = int(fitted[f, a]) - 1 if tracked else sites.fits[a, 0]
        return sites.haul[item if item >= 0 else sites.fits[a, 0]]
    for choice in range(sites.fits.shape[1]):
        item = sites.fits[a, choice]
        if item < 0:
            return -1
        haul = sites.haul[item]
        if pieces[f, item] >= 1.0 and slots[f, haul] >= 1.0:
            pieces[f, item] -= 1.0
            slots[f, haul] -= 1.0
            if tracked:
                fitted[f, a] = item + 1.0
            return haul
    return -1


@numba.njit(cache=True, error_model="numpy")
def fetch(f: int, skill: int, post: int, asked: float, crews: Array, posted: Array) -> float:
    """Crews called to a post from where most of their skill are left, at most `asked`, in place."""
    best = -1
    for other in range(crews.shape[2]):
        if other != post and (best < 0 or crews[f, skill, other] > crews[f, skill, best]):
            best = other
    if best < 0:
        return 0.0
    moved = max(min(asked, crews[f, skill, best]), 0.0)
    crews[f, skill, best] -= moved
    posted[f, skill, best] -= moved
    posted[f, skill, post] += moved
    return moved


@numba.njit(cache=True, error_model="numpy")
def ranked(order: Array) -> Array:
    """(F or 1, 3A) the place of each pair of installation and state in the order."""
    rank = np.empty((order.shape[0], order.shape[1]), np.int64)
    for own in range(order.shape[0]):
        for place in range(order.shape[1]):
            rank[own, order[own, place]] = place
    return rank


@numba.njit(
    types.void(_INDEX2, _SITES, _MEANS, _STATE, *(_WRITE2,) * 3, *(_WRITE3,) * 2, *(_WRITE2,) * 4),
    cache=True,
    error_model="numpy",
)
def assign(
    order: Array, sites: Sites, means: Means, state: Array, work: Array, has_part: Array,
    fitted: Array, crews: Array, posted: Array, pieces: Array, slots: Array, mended: Array,
    worked: Array,
) -> None:  # fmt: skip
    """One shift, in place.

    order (F or 1, 3A) lists installation x state as 3 a + state - 1, the most urgent first.
    Changed: state, work [crew-days], has_part (F, A); fitted (F, A), 1 + the item of its part, or
    (F, other) where nobody asks; crews (F, S, P) that are left of the day, posted (F, S, P) where
    they stand; pieces (F, I) and slots (F, H) that are left; mended (F, A) is 1 where an
    installation is made whole, else 0; worked (F, A) crews at work on it, or (F, other). has_part:
    0 without a part, then the share of its way that the part has covered, and 1 when it is there;
    crews start then.
    """
    many = state.shape[1]
    rank = ranked(order)
    asked = np.zeros(order.shape[1], np.bool_)
    mended[:] = 0.0
    worked[:] = 0.0
    for f in range(state.shape[0]):
        own = f if order.shape[0] > 1 else 0
        e = f if means.effort.shape[0] > 1 else 0
        w = f if means.way.shape[0] > 1 else 0
        travel = means.travel[f if means.travel.shape[0] > 1 else 0]
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
            if state[f, a] == DESTROYED and sites.fits[a, 0] >= 0 and has_part[f, a] < 1.0:
                haul = hand_out(sites, f, a, has_part, fitted, pieces, slots)
                if haul >= 0:
                    has_part[f, a] = has_part[f, a] + means.way[w, haul]
                    if has_part[f, a] > 1.0 - _DONE:
                        has_part[f, a] = 1.0
                continue
            skill, post = sites.skill[a], sites.post[a]
            done = means.effort[e, skill, sites.area[a]]
            taken = min(1.0, crews[f, skill, post], work[f, a] / done)
            if taken < 1.0 and taken < work[f, a] / done and crews.shape[2] > 1:
                moved = fetch(f, skill, post, 1.0 - taken, crews, posted)
                crews[f, skill, post] += moved
                work[f, a] += moved * travel * done
                taken = min(1.0, taken + moved, work[f, a] / done)
            crews[f, skill, post] -= taken
            if worked.shape[1] == many:
                worked[f, a] = taken
            work[f, a] -= taken * done
            if work[f, a] <= _DONE:
                state[f, a], work[f, a] = 0, 0.0
                mended[f, a] = 1.0


@numba.njit(
    types.void(_INDEX2, _INDEX1, _READ2, _STATE, _READ2, *(_WRITE2,) * 2),
    cache=True,
    error_model="numpy",
)
def station(
    order: Array, unit: Array, setting_up: Array, state: Array, hit: Array, standing: Array,
    pieces: Array,
) -> None:  # fmt: skip
    """Mobile units that stand in for destroyed installations, in place.

    unit (A,) the item that can stand in for each, -1 for none; setting_up (F or 1, A) [1/day] share
    of setting up done in a day; state (F, A) after repair; hit (F, A) above 0 where an installation
    was hit today: a unit there is lost. Changed: standing (F, A), 0 without a unit, then the share
    of setting up that is done, and 1 in use; pieces (F, I). A unit comes back when the installation
    is whole, and is free the same day.
    """
    many = state.shape[1]
    for f in range(state.shape[0]):
        own = f if order.shape[0] > 1 else 0
        s = f if setting_up.shape[0] > 1 else 0
        free = False
        for a in range(many):
            if standing[f, a] > 0.0:
                if hit[f, a] > 0.0:
                    standing[f, a] = 0.0
                elif state[f, a] == 0:
                    standing[f, a] = 0.0
                    pieces[f, unit[a]] += 1.0
                else:
                    standing[f, a] = min(standing[f, a] + setting_up[s, a], 1.0)
                    if standing[f, a] > 1.0 - _DONE:
                        standing[f, a] = 1.0
        for a in range(many):
            free = free or (unit[a] >= 0 and pieces[f, unit[a]] >= 1.0)
        if not free:
            continue
        for place in range(order.shape[1]):
            a = order[own, place] // 3
            if order[own, place] % 3 != DESTROYED - 1 or state[f, a] != DESTROYED:
                continue
            if unit[a] >= 0 and standing[f, a] == 0.0 and pieces[f, unit[a]] >= 1.0:
                pieces[f, unit[a]] -= 1.0
                standing[f, a] = min(setting_up[s, a], 1.0)


@numba.njit(cache=True, error_model="numpy")
def donor_of(
    f: int, a: int, pool: Array, order: Array, state: Array, has_part: Array, remains: Array,
    donor: Array,
) -> int:  # fmt: skip
    """Where installation a takes a part from, or -1; order (3A,) of the future.

    First of one that has got a new part, else of the least urgent that takes from nobody itself.
    """
    least = -1
    for back in range(order.shape[0]):
        pair = order[order.shape[0] - 1 - back]
        b = pair // 3
        if pair % 3 != DESTROYED - 1 or b == a or pool[b] != pool[a]:
            continue
        if state[f, b] != DESTROYED or remains[f, b] != GIVES or donor[f, b] > 0.0:
            continue
        if has_part[f, b] > 0.0:
            return int(b)
        if least < 0:
            least = int(b)
    return least


@numba.njit(
    types.void(_INDEX2, _INDEX1, _READ2, _STATE, *(_WRITE2,) * 4),
    cache=True,
    error_model="numpy",
)
def strip(
    order: Array, pool: Array, daily: Array, state: Array, has_part: Array, remains: Array,
    taken: Array, donor: Array,
) -> None:  # fmt: skip
    """Parts taken from what is destroyed for others that are, in place, after new ones went out.

    pool (A,) is the same for those whose parts fit one another, -1 where none can be taken; daily
    (F or 1, A) [1/day] share of taking out and way done in a day; state (F, A) after repair.
    Changed, (F, A): has_part, 1 when a taken one is there; remains, as of GIVES and GONE; taken,
    the share of taking out and way that is done; donor, 1 + where it comes from, 1 + A once that is
    whole, else 0. Who gets a new part, or is whole, leaves the other's where it is.
    """
    many = pool.shape[0]
    for f in range(state.shape[0]):
        own = order[f if order.shape[0] > 1 else 0]
        p = f if daily.shape[0] > 1 else 0
        for a in range(many):
            if donor[f, a] == 0.0:
                continue
            b = int(donor[f, a]) - 1
            if state[f, a] != DESTROYED or has_part[f, a] > 0.0:
                if b < many and remains[f, b] == GONE:
                    remains[f, b] = GIVES
                donor[f, a], taken[f, a] = 0.0, 0.0
                continue
            taken[f, a] += daily[p, a]
            if taken[f, a] > 1.0 - _DONE:
                # Two halves make a whole: of its own nothing is left over for others.
                has_part[f, a], remains[f, a] = 1.0, NOTHING
                donor[f, a], taken[f, a] = 0.0, 0.0
        for place in range(own.shape[0]):
            a = own[place] // 3
            if own[place] % 3 != DESTROYED - 1 or pool[a] < 0 or state[f, a] != DESTROYED:
                continue
            if has_part[f, a] > 0.0 or donor[f, a] > 0.0 or remains[f, a] == GONE:
                continue
            b = donor_of(f, a, pool, own, state, has_part, remains, donor)
            if b >= 0:
                remains[f, b] = GONE
                donor[f, a], taken[f, a] = b + 1.0, 0.0
        for a in range(many):
            if state[f, a] != DESTROYED:
                remains[f, a] = 0.0
            b = int(donor[f, a]) - 1
            if 0 <= b < many and state[f, b] != DESTROYED:
                donor[f, a] = many + 1.0
