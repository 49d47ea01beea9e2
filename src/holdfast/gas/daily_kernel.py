"""The equations of one day of the gas balance, state by state; `daily` says what they mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types

from holdfast.gas.compiled import njit

Array = npt.NDArray[Any]

_REAL1, _REAL2, _REAL3 = (types.Array(types.float64, n, "C", readonly=True) for n in (1, 2, 3))
_OUT1, _OUT2, _OUT3 = (types.Array(types.float64, n, "C") for n in (1, 2, 3))


@njit(cache=True)
def own(state: int, size: int) -> int:
    """The position of what a state has, of `size` values: 0 where all have the same."""
    return state if size > 1 else 0


@njit(cache=True)
def total(values: Array) -> float:
    """Sum term by term."""
    made = 0.0
    for n in range(values.size):
        made += values[n]
    return made


@njit(cache=True)
def share(part: float, whole: float) -> float:
    """part / whole, and 0 where the whole is 0."""
    return part / whole if whole > 0.0 else 0.0


@njit(cache=True)
def serve(demand: Array, rank: Array, available: float, room: Array, served: Array) -> float:
    """Deliver what is available to demand (R, U), the lowest rank (U,) first, into served (R, U).

    Gives what is served in all; room (2, U) is written over.
    """
    by_use, part = room[0], room[1]
    for u in range(by_use.size):
        by_use[u] = 0.0
        for r in range(demand.shape[0]):
            by_use[u] += demand[r, u]
    left, last = available, -np.inf
    while True:
        now = np.inf
        for u in range(rank.size):
            if last < rank[u] < now:
                now = rank[u]
        if now == np.inf:
            break
        asked = 0.0
        for u in range(rank.size):
            if rank[u] == now:
                asked += by_use[u]
        given = min(asked, left)
        for u in range(rank.size):
            if rank[u] == now:
                part[u] = share(given, asked)
        left -= given
        last = now
    for r in range(demand.shape[0]):
        for u in range(part.size):
            served[r, u] = demand[r, u] * part[u]
    return available - left


@njit(
    cache=True,
    inner=False,
    signature=types.void(
        *(_REAL2,) * 5, *(_REAL1,) * 3, _REAL3, _REAL1, _OUT3, _OUT2, *(_OUT1,) * 4, *(_OUT2,) * 2
    ),
)
def live_day(
    stock: Array,
    working: Array,
    max_withdrawal: Array,
    empty_share: Array,
    max_injection: Array,
    production: Array,
    import_cap: Array,
    imports_first: Array,
    demand: Array,
    rank: Array,
    served: Array,
    left: Array,
    withdrawn: Array,
    imported: Array,
    injected: Array,
    produced: Array,
    stores: Array,
    uses: Array,
) -> None:
    """One day of each state, as of `daily.balance`, into the fields of `Daily`.

    All may have length 1 along S but demand (S, R, U) and what is written: served (S, R, U), left
    (S, W), four sums (S,). stores (2, W) and uses (2, U) are written over.
    """
    give, space = stores[0], stores[1]
    for s in range(demand.shape[0]):
        held, full = stock[own(s, stock.shape[0])], working[own(s, working.shape[0])]
        most = max_withdrawal[own(s, max_withdrawal.shape[0])]
        empty = empty_share[own(s, empty_share.shape[0])]
        takes = max_injection[own(s, max_injection.shape[0])]
        for w in range(held.size):
            fill = min(share(held[w], full[w]), 1.0)
            give[w] = min(most[w] * (empty[w] + (1.0 - empty[w]) * fill), held[w])
            space[w] = min(takes[w], max(full[w] - held[w], 0.0))
        able, room = total(give), total(space)
        made = production[own(s, production.size)]
        bought = import_cap[own(s, import_cap.size)]
        first = imports_first[own(s, imports_first.size)]
        need = serve(demand[s], rank, made + able + bought, uses, served[s])
        withdrawn[s] = min(max(need - made - first * bought, 0.0), able)
        imported[s] = min(max(need - made - withdrawn[s], 0.0), bought)
        injected[s] = min(max(made - need, 0.0), room)
        produced[s] = min(made, need + injected[s])
        out, put = share(withdrawn[s], able), share(injected[s], room)
        for w in range(held.size):
            left[s, w] = max(held[w] - give[w] * out, 0.0) + space[w] * put
