"""Kernels of `readiness`: what is short is dealt out, what is on its way moves on by a day.

Twins: tests/twins/readiness_kernels.py.
"""

# mypy: disable-error-code="no-untyped-call, no-any-return"

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numba import types

from holdfast.arrays import Array
from holdfast.model.kernels import one_quantile

THERE, WORK, BACK = range(3)
_NEARLY = 1e-9
"""Counts this close to a whole number are that number."""
_INDEX1 = types.Array(types.int64, 1, "C", readonly=True)
_INDEX2 = types.Array(types.int64, 2, "C", readonly=True)
_INDEX3 = types.Array(types.int64, 3, "C", readonly=True)
_READ1 = types.Array(types.float64, 1, "C", readonly=True)
_READ2 = types.Array(types.float64, 2, "C", readonly=True)
_READ3 = types.Array(types.float64, 3, "C", readonly=True)
_WRITE1 = types.float64[::1]
_WRITE2 = types.float64[:, ::1]
_WRITE3 = types.float64[:, :, ::1]


class Ways(NamedTuple):
    """What is fixed of each path; F is 1 where all futures have the same."""

    post: Array
    """(P,) who mends there, -1 if there are always enough."""
    transport: Array
    """(P,) whose places it takes, -1 for none."""
    days: Array
    """(F, 3, P) there, at work and back."""
    lost: Array
    """(F, P) share lost on the way, each way."""
    first: Array
    """(3, P) first slot of each stage."""
    room: Array
    """(3, P) slots of each stage."""


class Stand(NamedTuple):
    """Where all is, as of dawn or after the day."""

    queue: Array
    """(F, P) waits for a transport."""
    bench: Array
    """(F, P) waits for technicians."""
    line: Array
    """(F, slots) on a way or at work, by the day of its end."""
    dock: Array
    """(F, P) waits for a transport back."""


_WAYS = types.BaseTuple.from_types((*(_INDEX1,) * 2, _INDEX3, _READ2, *(_INDEX2,) * 2), Ways)
_DAWN = types.BaseTuple.from_types((_READ2,) * 4, Stand)
_NIGHT = types.BaseTuple.from_types((_WRITE2,) * 4, Stand)


@numba.njit(types.float64(*(types.float64,) * 3), cache=True, error_model="numpy")
def _rest(asked: float, limit: float, total: float) -> float:
    """What the whole part of asked x limit / total leaves of it, times total: exact."""
    return asked * limit - math.floor(asked * limit / total) * total


@numba.njit(
    types.void(_READ1, _READ1, _INDEX1, types.boolean, _READ1, _WRITE1),
    cache=True,
    error_model="numpy",
)
def deal(
    asked: Array, free: Array, owner: Array, whole: bool, luck: Array, got: Array
) -> None:  # fmt: skip
    """What each gets, (N,) into got, of what its owner has: asked (N,), free (G,), owner (N,).

    If there is too little all get the same share of what they ask; whole ones, of whole numbers
    asked, go by the largest remainders, of equal ones to the least luck (N,). Who has owner -1 gets
    all.
    """
    got[:] = asked
    for one in range(asked.shape[0]):
        place, known = owner[one], 0
        while owner[known] != place:
            known += 1
        if place < 0 or known < one:
            continue
        total = 0.0
        for n in range(asked.shape[0]):
            if owner[n] == place:
                total += asked[n]
        limit = math.floor(free[place] + _NEARLY) if whole else free[place]
        if total <= limit:
            continue
        left = limit
        for n in range(asked.shape[0]):
            if owner[n] == place:
                if whole:
                    got[n] = math.floor(asked[n] * limit / total)
                    left -= got[n]
                else:
                    got[n] = asked[n] * (limit / total)
        if not whole:
            continue
        for n in range(asked.shape[0]):
            if owner[n] != place:
                continue
            rest, rank = _rest(asked[n], limit, total), 0
            for m in range(asked.shape[0]):
                if owner[m] == place:
                    other = _rest(asked[m], limit, total)
                    tied = luck[m] < luck[n] or (luck[m] == luck[n] and m < n)
                    if other > rest or (other == rest and tied):
                        rank += 1
            if rank < left:
                got[n] += 1.0


@numba.njit(
    types.void(*(_INDEX1,) * 2, types.boolean, *(_READ2,) * 5, *(_WRITE2,) * 5),
    cache=True,
    error_model="numpy",
)
def hand_out(
    unit: Array, item: Array, whole: bool, luck: Array, fails: Array, wants: Array, short: Array,
    held: Array, still: Array, sets_out: Array, waits: Array, parts: Array, removed: Array,
) -> None:  # fmt: skip
    """Parts to the units that wait for them.

    unit, item (N,) of each fit; luck (F or 1, N) by which of equal ones whole parts go to the
    least; fails (F, U) fall out today, of which wants (F, N) need a part;
    short (F, N) waited before, held (F, I). Written: still (F, N) and waits (F, U), who waits on,
    sets_out (F, U), removed (F, I). Added to: parts (F, I) spent.
    """
    asked, got = np.empty(unit.shape[0]), np.empty(unit.shape[0])
    for f in range(fails.shape[0]):
        waits[f], removed[f] = 0.0, 0.0
        for n in range(unit.shape[0]):
            asked[n] = short[f, n] + wants[f, n]
            waits[f, unit[n]] += wants[f, n]
            removed[f, item[n]] += wants[f, n]
        for u in range(fails.shape[1]):
            sets_out[f, u] = max(fails[f, u] - waits[f, u], 0.0)
            waits[f, u] = 0.0
        deal(asked, held[f], item, whole, luck[f if luck.shape[0] > 1 else 0], got)
        for n in range(unit.shape[0]):
            still[f, n] = asked[n] - got[n]
            sets_out[f, unit[n]] += got[n]
            waits[f, unit[n]] += still[f, n]
            parts[f, item[n]] += got[n]


@numba.njit(types.void(*(_INDEX1,) * 2, _READ1, *(_READ2,) * 2, _WRITE2), cache=True)
def choose(
    unit: Array, item: Array, share: Array, units: Array, removed: Array, chosen: Array
) -> None:
    """What takes each path, chosen (F, P): its share (P,) of units (F, U) or of parts (F, I).

    unit, item (P,) are -1 where it is of the other.
    """
    for f in range(chosen.shape[0]):
        for p in range(chosen.shape[1]):
            whole = units[f, unit[p]] if unit[p] >= 0 else removed[f, item[p]]
            chosen[f, p] = whole * share[p]


@numba.njit(cache=True, error_model="numpy")
def move_on(
    before: Array, slot: Array, days: Array, first: Array, room: Array, line: Array, ends: Array,
    stays: Array,
) -> None:  # fmt: skip
    """The line (slots,) of a future without what ends a stage today; all else (3, P).

    What takes d days and has not ended today ends tomorrow at the earliest and in d - 1 days at the
    latest: no other slots hold anything.
    """
    line[:] = 0.0
    for stage in range(days.shape[0]):
        for path in range(days.shape[1]):
            ended = total = 0.0
            if days[stage, path] > 0:
                today, begin = slot[stage, path], first[stage, path]
                end, most = today + days[stage, path], begin + room[stage, path]
                ended = before[today]
                for n in range(today + 1, min(end, most)):
                    line[n] = before[n]
                    total += before[n]
                for n in range(begin, begin + end - most):
                    line[n] = before[n]
                    total += before[n]
            ends[stage, path], stays[stage, path] = ended, total


@numba.njit(types.int64(*(types.int64,) * 4), cache=True, error_model="numpy")
def turn(slot: int, days: int, first: int, room: int) -> int:
    """The slot of a stage so many days, at most `room`, after one of it."""
    later = slot + days
    return later if later < first + room else later - room


@numba.njit(
    types.float64(types.float64, types.float64, types.float64, types.boolean),
    cache=True,
    error_model="numpy",
)
def taken(count: float, share: float, uniform: float, whole: bool) -> float:
    """What is lost of a count: of whole ones a binomial quantile."""
    return one_quantile(uniform, count, share) if whole else count * share


@numba.njit(cache=True, error_model="numpy")
def idle(post: Array, crews: Array, stays: Array, free: Array) -> None:
    """Crews (posts,) less those at work, into free: stays (3, P) after what ended has left."""
    free[:] = 0.0
    for p in range(post.shape[0]):
        if post[p] >= 0:
            free[post[p]] += stays[WORK, p]
    for n in range(free.shape[0]):
        free[n] = max(crews[n] - free[n], 0.0)


@numba.njit(
    types.void(
        _WAYS,
        _INDEX2,
        types.boolean,
        _READ1,
        _READ2,
        _READ3,
        _READ2,
        _DAWN,
        _NIGHT,
        *(_WRITE2,) * 3,
    ),
    cache=True,
    error_model="numpy",
)
def send(
    ways: Ways, slot: Array, whole: bool, places: Array, crews: Array, uniform: Array,
    chosen: Array, dawn: Stand, night: Stand, home: Array, lost: Array, here: Array,
) -> None:  # fmt: skip
    """A day of all paths of all futures.

    slot (3, P) of what ends a stage today, places (T,) fire units that each transport moves today
    each way, crews (F or 1, posts), uniform (5, F or 1, P) by which whole ones are lost there and
    back, then by which of equal ones the least goes there, to work and back first; chosen (F, P)
    set out. Written: night, home (F, P) what is back, lost (F, P) on its way, here (F, P) what is
    still under way.
    """
    post, transport, every_days, lost_share, first, room = ways
    queue, bench, line_before, dock = dawn
    queue_left, bench_left, line_left, dock_left = night
    paths = chosen.shape[1]
    ends, stays = np.empty((3, paths)), np.empty((3, paths))
    asked, got = np.empty(paths), np.empty(paths)
    free = np.empty(crews.shape[1])
    for f in range(chosen.shape[0]):
        days = every_days[f if every_days.shape[0] > 1 else 0]
        share = lost_share[f if lost_share.shape[0] > 1 else 0]
        luck = f if uniform.shape[1] > 1 else 0
        line = line_left[f]
        move_on(line_before[f], slot, days, first, room, line, ends, stays)
        for p in range(paths):
            asked[p] = queue[f, p] + chosen[f, p]
        deal(asked, places, transport, whole, uniform[2, luck], got)
        for p in range(paths):
            queue_left[f, p] = asked[p] - got[p]
            lost[f, p] = taken(got[p], share[p], uniform[0, luck, p], whole)
            there = got[p] - lost[f, p]
            if days[THERE, p] > 0:
                line[turn(slot[THERE, p], days[THERE, p], first[THERE, p], room[THERE, p])] += there
                stays[THERE, p] += there
            else:
                ends[THERE, p] += there
            asked[p] = bench[f, p] + ends[THERE, p]
        idle(post, crews[f if crews.shape[0] > 1 else 0], stays, free)
        deal(asked, free, post, whole, uniform[3, luck], got)
        for p in range(paths):
            bench_left[f, p] = asked[p] - got[p]
            line[turn(slot[WORK, p], days[WORK, p], first[WORK, p], room[WORK, p])] += got[p]
            stays[WORK, p] += got[p]
            asked[p] = dock[f, p] + ends[WORK, p]
        deal(asked, places, transport, whole, uniform[4, luck], got)
        for p in range(paths):
            dock_left[f, p] = asked[p] - got[p]
            gone = taken(got[p], share[p], uniform[1, luck, p], whole)
            lost[f, p] += gone
            home[f, p] = ends[BACK, p]
            if days[BACK, p] > 0:
                line[turn(slot[BACK, p], days[BACK, p], first[BACK, p], room[BACK, p])] += (
                    got[p] - gone
                )
                stays[BACK, p] += got[p] - gone
            else:
                home[f, p] += got[p] - gone
            waits = queue_left[f, p] + bench_left[f, p] + dock_left[f, p]
            here[f, p] = waits + stays[THERE, p] + stays[WORK, p] + stays[BACK, p]


@numba.njit(
    types.void(*(_INDEX1,) * 3, *(_READ2,) * 4, *(_WRITE2,) * 5, _WRITE3),
    cache=True,
    error_model="numpy",
)
def account(
    unit: Array, item: Array, echelon: Array, chosen: Array, home: Array, lost: Array, here: Array,
    scrapped: Array, returned: Array, gone: Array, astray: Array, away: Array, at: Array,
) -> None:  # fmt: skip
    """What happened on paths, by type, part and echelon.

    unit, item, echelon (P,) of each path, -1 for none; chosen, home, lost, here (F, P) as of
    `send`. Written: returned and gone (F, I), away (F, U) and at (F, U, E). Changed: scrapped
    (F, I), what was removed less what is to be mended; astray (F, U), more by what was lost.
    """
    for f in range(chosen.shape[0]):
        returned[f], gone[f], away[f], at[f] = 0.0, 0.0, 0.0, 0.0
        for p in range(unit.shape[0]):
            if unit[p] >= 0:
                away[f, unit[p]] += here[f, p]
                at[f, unit[p], echelon[p]] += here[f, p]
                astray[f, unit[p]] += lost[f, p]
            else:
                scrapped[f, item[p]] -= chosen[f, p]
                returned[f, item[p]] += home[f, p]
                gone[f, item[p]] += lost[f, p]
