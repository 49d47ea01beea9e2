"""Compiled loops over the futures of one block of power, before and after it is balanced.

They hold the formulas of docs/blocks/networks.md and, with nothing checked again, those of
`holdfast.power.operation`; each has a plain twin in tests/twins/network_kernels.py that calls the
checked ones. What they take is said in `fixed`.
"""

# mypy: disable-error-code="no-untyped-call, untyped-decorator, no-any-return"

from __future__ import annotations

from numba import types

from holdfast.arrays import Array
from holdfast.model.networks.fixed import (
    Asked,
    Came,
    Carried,
    Fixed,
    Habits,
    Left,
    Plant,
    Taps,
)
from holdfast.power.compiled import njit

_REAL1 = types.Array(types.float64, 1, "C", readonly=True)
_REAL2 = types.Array(types.float64, 2, "C", readonly=True)
_REAL3 = types.Array(types.float64, 3, "C", readonly=True)
_INDEX = types.Array(types.int64, 1, "C", readonly=True)
_FLAG = types.Array(types.boolean, 1, "C", readonly=True)
_OUT1 = types.Array(types.float64, 1, "C")
_OUT2 = types.Array(types.float64, 2, "C")
_OUT3 = types.Array(types.float64, 3, "C")
_REAL, _WHOLE = types.float64, types.int64

_group = types.BaseTuple.from_types
PLANT = _group((_REAL2, _REAL2, _REAL1, _INDEX, _INDEX, _REAL1, _REAL1, _INDEX, _REAL2), Plant)
_TAPS = _group((_INDEX, _INDEX, _REAL1, _REAL2), Taps)
_HABITS = _group((_REAL3, _REAL3, _REAL2, *(_REAL1,) * 13), Habits)
_FIXED = _group((PLANT, _TAPS, _HABITS), Fixed)
_LEFT = _group((_REAL2,) * 4, Left)
_CARRIED = _group((_OUT2,) * 5, Carried)
_ASKED = _group((*(_OUT2,) * 4, *(_OUT3,) * 3, *(_OUT2,) * 3, _OUT3), Asked)
_CAME = _group((*(_OUT2,) * 6, _OUT1), Came)

SHORT = 1e-6
"""Share of its demand from which a region counts as short of power."""


@njit(cache=True)
def own(f: int, length: int) -> int:
    """Where an array of this length has future f: in its only row if all share it."""
    return f if length > 1 else 0


@njit(cache=True)
def total(values: Array) -> float:
    """Sum in the order that numpy has up to 128 terms: eight side by side, then what is left."""
    count = values.size
    most = count - count % 8
    made = 0.0
    if count >= 8:
        a, b, c, d = values[0], values[1], values[2], values[3]
        e, f, g, h = values[4], values[5], values[6], values[7]
        for i in range(8, most, 8):
            a, b, c, d = a + values[i], b + values[i + 1], c + values[i + 2], d + values[i + 3]
            e, f, g, h = e + values[i + 4], f + values[i + 5], g + values[i + 6], h + values[i + 7]
        made = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for i in range(most, count):
        made += values[i]
    return made


@njit(cache=True)
def back(passed: float, begin: float, end: float) -> float:
    """Integral of the share of a slice that is back, A(x) of operation.md, equation 4."""
    y = min(max(passed, begin), end) - begin
    return y * y / (2 * (end - begin)) + max(passed - end, 0.0)


@njit(cache=True)
def waits(left: float, hours: float, begin: float, end: float, spell: float) -> float:
    """Mean share of a slice that waits for its island through the spell: operation.waiting."""
    if left <= 0.0:
        return 0.0
    whole = max(hours, 1e-9)
    x, step = 1 - left / whole, spell / whole
    mean = 1 - (back(x + step, begin, end) - back(x, begin, end)) / step
    return min(max(mean, 0.0), 1.0)


@njit(cache=True)
def give(
    plant: Plant, f: int, b: int, left: Array, trip_left: Array, fuelled: Array, sources: Array
) -> None:
    """MW that generators of future f can give in block b, then on oil, into sources (G + P, ...).

    left (G,) share that damage left, trip_left (M,) days until units return, fuelled (R + P,) share
    of gas-fired power with gas, then share of power on oil that tanks have oil for.
    """
    capacity = plant.capacity[own(f, plant.capacity.shape[0])]
    running = 1 - plant.outage[own(f, plant.outage.size)]
    for g in range(left.size):
        sources[g] = 0.0
    for m in range(trip_left.size):
        if trip_left[m] > 0.0:
            sources[plant.machine_of[m]] += plant.machine_share[m]
    regions, oil = fuelled.size - plant.tank.size, own(f, plant.on_oil.shape[0])
    for p in range(plant.tank.size):
        g = plant.tank[p]
        units = left[g] * (1 - min(sources[g], 1.0)) * (1 - fuelled[plant.region[g]])
        most = capacity[g] * plant.factor[b, g] * units * running
        sources[left.size + p] = most * plant.on_oil[oil, p] * fuelled[regions + p]
    for g in range(left.size):
        whole = 1 - min(sources[g], 1.0)
        gas = fuelled[plant.region[g]] if plant.gas_rate[g] > 0.0 else 1.0
        sources[g] = capacity[g] * plant.factor[b, g] * left[g] * whole * gas * running


@njit(cache=True)
def want(
    habits: Habits,
    f: int,
    b: int,
    heating: Array,
    unrestricted: Array,
    announced: Array,
    spell: float,
    now: Carried,
    asked: Asked,
) -> None:
    """What people of future f ask for in block b, and what of it is connected.

    Rebound is that of people within reach, `asked.reach`: they alone were put off, and it is asked
    for by as many of them as are connected. What relays shed waits as well, but for protected
    feeders, the first slice.
    """
    s, p = own(f, habits.share.shape[0]), own(f, habits.people_share.shape[0])
    hours = habits.restart_hours[own(f, habits.restart_hours.size)]
    falls = habits.affected[own(f, habits.affected.size)]
    off = habits.relay_mean[own(f, habits.relay_mean.size)]
    faded = habits.asked_again[own(f, habits.asked_again.size)]
    saving = habits.saving[own(f, habits.saving.size)]
    for r in range(asked.linked.shape[1]):
        thrift = 1 - saving if announced[f, b, r] > 0.0 else 1.0
        put_off, reach = now.rebound[f, r] * faded, asked.reach[f, r]
        asked.again[f, r] = put_off + heating[f, b, r]
        whole = put_off / reach if reach > 0.0 else 0.0
        asked.beyond[f, r] = whole * (1 - reach)
        again = whole + heating[f, b, r]
        for k in range(asked.waiting.shape[2]):
            wait = waits(now.restart_left[f, r], hours, habits.begin[k], habits.end[k], spell)
            wait *= falls
            if k > 0:
                wait += (1 - wait) * (now.relayed[f, r] * off)
            wanted = unrestricted[f, b, r] * thrift * habits.share[s, r, k]
            wanted += again * habits.people_share[p, r, k]
            asked.waiting[f, r, k] = wait
            asked.wanted[f, r, k] = wanted
            asked.slices[f, r, k] = wanted * (asked.linked[f, r] * (1 - wait))


@njit(cache=True)
def lay(taps: Taps, f: int, bank: Array, branch: Array, borders: Array, asked: Asked) -> None:
    """What the wires of future f are asked to do: sources, carriers, and demand at each node."""
    banks, generators = bank.shape[1], asked.sources.shape[1] - borders.shape[1]
    link = own(f, taps.link.shape[0])
    for x in range(borders.shape[1]):
        asked.sources[f, generators + x] = borders[f, x]
    for n in range(banks):
        asked.carried[f, n] = bank[f, n]
    for n in range(taps.link.shape[1]):
        asked.carried[f, banks + n] = taps.link[link, n]
    for n in range(branch.shape[1]):
        asked.branch[f, n] = branch[f, n]
    for t in range(taps.bus.size):
        for k in range(asked.slices.shape[2]):
            taken = asked.slices[f, taps.region[t], k] * taps.share[t]
            asked.demand[f, taps.bus[t], k] = taken


@njit(
    cache=True,
    inner=False,
    signature=types.void(
        _FIXED,
        _INDEX,
        _LEFT,
        _LEFT,
        _FLAG,
        _REAL2,
        _REAL2,
        *(_REAL3,) * 3,
        _WHOLE,
        _REAL,
        _CARRIED,
        _ASKED,
    ),
)
def ask(
    fixed: Fixed,
    rows: Array,
    before: Left,
    after: Left,
    past: Array,
    fuelled: Array,
    borders: Array,
    heating: Array,
    unrestricted: Array,
    announced: Array,
    b: int,
    spell: float,
    now: Carried,
    asked: Asked,
) -> None:
    """What block b of `spell` [h] asks of the wires, into asked, in the futures of n rows (n,).

    past (F,) whether the raid of the day has come: the condition is then `after`; fuelled
    (F, R + P), borders (F, X) [MW], heating and unrestricted (F, B, R) [MW], announced (F, B, R).
    """
    for f in rows:
        left = after if past[f] else before
        for r in range(asked.linked.shape[1]):
            asked.reach[f, r] = left.reachable[f, r]
            asked.linked[f, r] = 1 - max(now.dark_local[f, r], 1 - left.reachable[f, r])
        give(
            fixed.plant,
            f,
            b,
            left.generation[f],
            now.trip_left[f],
            fuelled[f],
            asked.sources[f],
        )
        want(fixed.habits, f, b, heating, unrestricted, announced, spell, now, asked)
        lay(fixed.taps, f, left.bank, left.branch, borders, asked)


@njit(cache=True)
def darken(
    habits: Habits, f: int, b: int, announced: Array, shed: Array, asked: Asked, came: Came
) -> None:
    """Who is dark in future f, on which feeders, and what of it was announced, equation 3.

    shed (R, K) [MW].
    """
    p, over = own(f, habits.protected.shape[0]), habits.overcut[own(f, habits.overcut.size)]
    for r in range(shed.shape[0]):
        slices, waiting = asked.slices[f, r], asked.waiting[f, r]
        few = habits.protected[p, r] / 2
        turns = min(over * (shed[r, 1] / max(slices[1], 1e-9)), 1.0)
        fallen = shed[r, 0] / max(slices[0], 1e-9)
        ordinary, kept = turns * (1 - few), fallen * few
        schedule = min(ordinary + kept, 1.0)
        cut = ordinary * (1 - waiting[1]) + kept * (1 - waiting[0])
        dark = waiting[1] * (1 - few) + waiting[0] * few + cut
        told = min(schedule, announced[f, b, r]) / schedule if schedule > 0.0 else 0.0
        came.dark[f, r] = 1 - asked.linked[f, r] * max(1 - dark, 0.0)
        came.guarded[f, r] = 1 - asked.linked[f, r] * (1 - waiting[0]) * max(1 - fallen, 0.0)
        came.others[f, r] = 1 - asked.linked[f, r] * (1 - waiting[1]) * (1 - turns)
        came.planned[f, r] = asked.linked[f, r] * cut * told
        came.schedule[f, r] = schedule


@njit(cache=True)
def peak_deficit(
    habits: Habits,
    f: int,
    unrestricted: Array,
    shed: Array,
    unserved: Array,
    asked: Asked,
    room: Array,
) -> float:
    """Share of unrestricted demand (R,) not met at the peak of the block, national.

    Where a region is short of power at the mean of the block, all that the peak lies above the mean
    is short as well; elsewhere the share that is not connected is so at the peak too. shed (R, K)
    and unserved (RK,) [MW]; room (2, R) is written over.
    """
    s, height = own(f, habits.share.shape[0]), habits.peak[own(f, habits.peak.size)] - 1
    for r in range(shed.shape[0]):
        mean = unrestricted[r] + asked.again[f, r]
        above = height * mean
        cut, waiting = 0.0, 0.0
        for k in range(shed.shape[1]):
            cut += shed[r, k]
            waiting += habits.share[s, r, k] * asked.waiting[f, r, k]
        met = asked.linked[f, r] * (1 - waiting)
        room[0, r] = mean + above
        room[1, r] = above if cut > SHORT * mean else above * (1 - met)
    whole = total(room[0])
    if whole <= 0.0:
        return 0.0
    return min((total(unserved) + total(room[1])) / whole, 1.0)


@njit(cache=True)
def lacked(f: int, shed: Array, asked: Asked, lacking: Array) -> None:
    """MW that people of future f within reach lacked, into lacking (R,); shed (R, K) [MW]."""
    for r in range(lacking.size):
        reach, lacking[r] = asked.reach[f, r], 0.0
        for k in range(2):
            connected = asked.linked[f, r] * (1 - asked.waiting[f, r, k])
            lacking[r] += shed[r, k] + asked.wanted[f, r, k] * (reach - connected)


@njit(cache=True)
def carry(habits: Habits, f: int, spell: float, lacking: Array, now: Carried) -> None:
    """What future f hands to the next block, `spell` [h] later; lacking (R,) [MW] by `lacked`."""
    keep = habits.local_keep[own(f, habits.local_keep.size)]
    off = habits.relay_keep[own(f, habits.relay_keep.size)]
    later = habits.put_off[own(f, habits.put_off.size)]
    share = habits.rebound[own(f, habits.rebound.size)]
    for r in range(now.rebound.shape[1]):
        now.restart_left[f, r] = max(now.restart_left[f, r] - spell, 0.0)
        now.dark_local[f, r] *= keep
        now.relayed[f, r] *= off
        now.rebound[f, r] = now.rebound[f, r] * later + share * lacking[r]
    for m in range(now.trip_left.shape[1]):
        now.trip_left[f, m] = max(now.trip_left[f, m] - spell / 24, 0.0)


@njit(
    cache=True,
    inner=False,
    signature=types.void(
        _FIXED, _INDEX, _REAL3, _REAL3, _WHOLE, _REAL, _REAL3, _ASKED, _CARRIED, _CAME, _OUT2, _OUT2
    ),
)
def settle(
    fixed: Fixed,
    rows: Array,
    unrestricted: Array,
    announced: Array,
    b: int,
    spell: float,
    shed: Array,
    asked: Asked,
    now: Carried,
    came: Came,
    lacking: Array,
    room: Array,
) -> None:
    """What block b of `spell` [h] comes to, into came, and what is handed on, in `now`, of n rows.

    unrestricted (F, B, R) [MW] and announced (F, B, R) as for `ask`; shed (F, N, K) [MW] at each
    node; lacking (R, K) and room (2, R) are written over.
    """
    taps = fixed.taps
    people = fixed.habits.people_share
    for f in rows:
        p = own(f, people.shape[0])
        for r in range(lacking.shape[0]):
            for k in range(lacking.shape[1]):
                lacking[r, k] = 0.0
        for t in range(taps.bus.size):
            for k in range(shed.shape[2]):
                lacking[taps.region[t], k] += shed[f, taps.bus[t], k]
        darken(fixed.habits, f, b, announced, lacking, asked, came)
        for r in range(lacking.shape[0]):
            for k in range(lacking.shape[1]):
                connected = asked.linked[f, r] * (1 - asked.waiting[f, r, k])
                lost = asked.wanted[f, r, k] * (1 - connected)
                lost -= asked.beyond[f, r] * people[p, r, k]
                came.unserved[f, r * lacking.shape[1] + k] = lacking[r, k] + lost
        unserved = came.unserved[f]
        came.deficit[f] = peak_deficit(
            fixed.habits, f, unrestricted[f, b], lacking, unserved, asked, room
        )
        lacked(f, lacking, asked, room[0])
        carry(fixed.habits, f, spell, room[0], now)
