"""Compiled loops over the futures that a raid strikes before a block of power.

Each has a plain twin in tests/twins/network_kernels.py.
"""

# mypy: disable-error-code="no-untyped-call, untyped-decorator"

from __future__ import annotations

from numba import types

from holdfast.arrays import Array
from holdfast.model.networks.fixed import Plant
from holdfast.model.networks.kernels import PLANT, give, total
from holdfast.power.compiled import njit

_REAL2 = types.Array(types.float64, 2, "C", readonly=True)
_INDEX = types.Array(types.int64, 1, "C", readonly=True)
_OUT2 = types.Array(types.float64, 2, "C")


@njit(
    cache=True,
    inner=False,
    signature=types.void(PLANT, _REAL2, _INDEX, types.int64, _OUT2, _REAL2, _OUT2),
)
def generate(
    plant: Plant, left: Array, rows: Array, b: int, trip_left: Array, fuelled: Array, out: Array
) -> None:
    """MW that generators can give in block b in the futures of n rows, into out (n, G + P).

    left (F, G) share that damage left, trip_left (n, M) days until tripped units return, fuelled
    (n, R + P) share of gas-fired power that has gas, then of power on oil that has oil.
    """
    for i in range(rows.size):
        give(plant, rows[i], b, left[rows[i]], trip_left[i], fuelled[i], out[i])


@njit(cache=True)
def lighten(
    need: Array, pocket: Array, before: Array, after: Array, bank_region: Array, room: Array
) -> None:
    """MW of load that the raid cuts off, into room[1]; room[0] (R,) holds the load.

    That is what pockets darken (R,), and what the banks (N,) of a region can no longer carry.
    """
    for r in range(need.size):
        room[1, r] = room[2, r] = 0.0
    for n in range(bank_region.size):
        room[1, bank_region[n]] += after[n]
        room[2, bank_region[n]] += before[n]
    for r in range(need.size):
        load = room[0, r]
        more = max(load - room[1, r], 0.0) - max(load - room[2, r], 0.0)
        room[1, r] = min(load * pocket[r] + max(more, 0.0), load)


@njit(
    cache=True,
    inner=False,
    signature=types.void(*(_OUT2,) * 4, _INDEX, _REAL2, _REAL2, _INDEX, _OUT2, _OUT2),
)
def weigh(
    had: Array,
    has: Array,
    need: Array,
    pocket: Array,
    rows: Array,
    before: Array,
    after: Array,
    bank_region: Array,
    room: Array,
    out: Array,
) -> None:
    """The balance of a grid in one piece: lost, dropped, load and headroom [MW] in out (4, n).

    had, has (n, G), need and pocket (n, R) as of `Blow`; before, after (F, N) [MW] that banks can
    carry; room (3, R) is written over. All units are taken as equally loaded.
    """
    for i in range(rows.size):
        gave, gives, asked = total(had[i]), total(has[i]), total(need[i])
        use = min(asked / max(gave, 1e-9), 1.0)
        served = min(gave / max(asked, 1e-9), 1.0)
        for r in range(need.shape[1]):
            room[0, r] = need[i, r] * served
        lighten(need[i], pocket[i], before[rows[i]], after[rows[i]], bank_region, room)
        out[0, i] = (gave - gives) * use
        out[1, i] = total(room[1])
        out[2, i] = total(room[0])
        out[3, i] = gives * (1 - use)
