"""Compiled parts of the balance of a transport network; `balance` says what they compute and why.

Nodes are joined by links whose flow is free within a capacity, the same either way. `starts` (N+1,)
and `arcs` (2L, 2) list, node by node, the links that leave it: the other end, and a code that is l
along link l and ~l (that is, -1 - l) against it. A flow is positive along its link. Every node has
power to spare or is missing some; what is spare need not be used. Nothing is allocated here, and
each state is computed from zero, so its result depends on no other state.
"""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

from numba import types

from holdfast.power.compiled import njit

# What a kernel only reads may be frozen, as the arrays of a network are.
INDICES = types.Array(types.int64, 1, "C", readonly=True)
PAIRS = types.Array(types.int64, 2, "C", readonly=True)
AMOUNTS = types.Array(types.float64, 1, "C", readonly=True)
TABLE = types.Array(types.float64, 2, "C", readonly=True)
BOX = types.Array(types.float64, 3, "C", readonly=True)
OUT1, OUT2, OUT3 = types.float64[::1], types.float64[:, ::1], types.float64[:, :, ::1]
TRAIL = types.int64[:, ::1]
WHOLE, REAL = types.int64, types.float64

TOLERANCE = 1e-10
"""Power is balanced when what is missing is below this share of the total demand."""

UNSEEN = -2
"""Mark of a node from which no node that is missing power can be reached; -1 marks such a node."""

ORDER, NEXT, ARC, CUT = 0, 1, 2, 3
"""Rows of `trail` (4, N): nodes as reached, next node and arc of each one's way, the tight cut."""
SUPPLY, NEED, FREE, SPARE, MISSING = 0, 1, 2, 3, 4
"""Rows of `node` (5, N) [MW]: generation, demand that is settled, demand whose cut is not yet
settled, and what is left over and missing."""


@njit(cache=True, inner=False, signature=REAL(WHOLE, AMOUNTS, OUT1))
def room(code, capacity, flow):
    """What more can flow along an arc [MW]."""
    if code >= 0:
        return capacity[code] - flow[code]
    return capacity[~code] + flow[~code]


@njit(cache=True, inner=False, signature=WHOLE(INDICES, PAIRS, AMOUNTS, OUT1, OUT2, REAL, TRAIL))
def search(starts, arcs, capacity, flow, node, speck, trail):
    """Walk back from every node that is missing power along arcs with room, to all it can reach.

    Fills the first three rows of `trail`; returns the number of nodes reached.
    """
    reached = 0
    for n in range(starts.size - 1):
        trail[NEXT, n] = UNSEEN
        if node[MISSING, n] > speck:
            trail[NEXT, n] = -1
            trail[ORDER, reached] = n
            reached += 1
    done = 0
    while done < reached:
        n = trail[ORDER, done]
        done += 1
        for a in range(starts[n], starts[n + 1]):
            other = arcs[a, 0]
            if trail[NEXT, other] == UNSEEN and room(~arcs[a, 1], capacity, flow) > speck:
                trail[NEXT, other] = n
                trail[ARC, other] = ~arcs[a, 1]
                trail[ORDER, reached] = other
                reached += 1
    return reached


@njit(cache=True, inner=False, signature=REAL(WHOLE, REAL, AMOUNTS, OUT1, OUT2, TRAIL))
def push(start, most, capacity, flow, node, trail):
    """Send up to `most` from a node along its trail to the end; returns what went [MW].

    The trail may be older than the last pushes: a way that has no more room takes nothing.
    """
    amount = most
    n = start
    while trail[NEXT, n] >= 0:
        amount = min(amount, room(trail[ARC, n], capacity, flow))
        n = trail[NEXT, n]
    amount = min(amount, node[MISSING, n])
    if amount <= 0.0:
        return 0.0
    node[MISSING, n] -= amount
    n = start
    while trail[NEXT, n] >= 0:
        code = trail[ARC, n]
        if code >= 0:
            flow[code] += amount
        else:
            flow[~code] -= amount
        n = trail[NEXT, n]
    return amount


@njit(cache=True, inner=False, signature=REAL(INDICES, PAIRS, AMOUNTS, OUT1, OUT2, REAL, TRAIL))
def settle(starts, arcs, capacity, flow, node, speck, trail):
    """Move what is spare to where it is missing until no more can be moved: a maximum flow.

    Starts from any flow within the capacities. Returns what is missing in the end [MW]; the nodes
    of the last search are then a cut with no spare power inside and no room on the way in.
    """
    moved = True
    while moved:
        moved = False
        for i in range(search(starts, arcs, capacity, flow, node, speck, trail)):
            n = trail[ORDER, i]
            if node[SPARE, n] > speck:
                sent = push(n, node[SPARE, n], capacity, flow, node, trail)
                node[SPARE, n] -= sent
                moved = moved or sent > 0.0
    missing = 0.0
    for n in range(starts.size - 1):
        missing += node[MISSING, n]
    return missing


@njit(cache=True, inner=False, signature=types.void(PAIRS, OUT1, REAL, OUT2))
def open_balance(ends, flow, ratio, node):
    """Spare and missing power of each node when `ratio` of the free demand is cut."""
    for n in range(node.shape[1]):
        left = node[SUPPLY, n] - node[NEED, n] - (1.0 - ratio) * node[FREE, n]
        node[SPARE, n] = left
    for link in range(flow.size):
        node[SPARE, ends[link, 0]] -= flow[link]
        node[SPARE, ends[link, 1]] += flow[link]
    for n in range(node.shape[1]):
        node[MISSING, n] = max(-node[SPARE, n], 0.0)
        node[SPARE, n] = max(node[SPARE, n], 0.0)


@njit(cache=True, inner=False, signature=REAL(PAIRS, AMOUNTS, OUT2, TRAIL))
def ratio_of_cut(ends, capacity, node, trail):
    """Share of the free demand of the nodes just reached that must be cut for them to balance.

    It is (demand - generation - capacity into the cut) / free demand, at most 1; 0 if nothing in
    the cut is free.
    """
    lacking = 0.0
    free = 0.0
    for n in range(node.shape[1]):
        if trail[NEXT, n] != UNSEEN:
            lacking += node[NEED, n] + node[FREE, n] - node[SUPPLY, n]
            free += node[FREE, n]
    for link in range(capacity.size):
        if (trail[NEXT, ends[link, 0]] == UNSEEN) != (trail[NEXT, ends[link, 1]] == UNSEEN):
            lacking -= capacity[link]
    if free <= 0.0:
        return 0.0
    return min(lacking / free, 1.0)


@njit(
    cache=True,
    inner=False,
    signature=REAL(INDICES, PAIRS, PAIRS, AMOUNTS, OUT1, OUT2, REAL, REAL, TRAIL),
)
def least_ratio(starts, arcs, ends, capacity, flow, node, speck, allowed, trail):
    """The least common ratio of cut with which the free demand can be served (Dinkelbach).

    From nothing cut, the ratio is raised to what the cut that lacks most needs, until none lacks
    more than `allowed` [MW]. That last cut is marked in `trail`.
    """
    ratio = 0.0
    while True:
        open_balance(ends, flow, ratio, node)
        if settle(starts, arcs, capacity, flow, node, speck, trail) <= allowed:
            return ratio
        higher = ratio_of_cut(ends, capacity, node, trail)
        if higher <= ratio:
            return ratio
        ratio = higher
        for n in range(node.shape[1]):
            trail[CUT, n] = trail[NEXT, n] != UNSEEN


@njit(
    cache=True,
    inner=False,
    signature=types.void(
        INDICES, PAIRS, PAIRS, AMOUNTS, OUT1, OUT2, REAL, REAL, TRAIL, TABLE, WHOLE, OUT2
    ),
)
def cut_slice(starts, arcs, ends, capacity, flow, node, speck, allowed, trail, demand, k, shed):
    """Shed of one slice, shared: the largest ratio is least, then the next, and so on.

    What is served of the slice is added to the settled demand.
    """
    for n in range(node.shape[1]):
        node[FREE, n] = demand[n, k]
    while True:
        ratio = least_ratio(starts, arcs, ends, capacity, flow, node, speck, allowed, trail)
        for n in range(node.shape[1]):
            if ratio <= 0.0:
                node[NEED, n] += node[FREE, n]
            elif trail[CUT, n] and node[FREE, n] > 0.0:
                shed[n, k] = ratio * node[FREE, n]
                node[NEED, n] += node[FREE, n] - shed[n, k]
                node[FREE, n] = 0.0
        if ratio <= 0.0:
            return


@njit(
    cache=True,
    inner=False,
    signature=types.void(
        INDICES, PAIRS, INDICES, INDICES, AMOUNTS, AMOUNTS, OUT1, OUT2, REAL, TRAIL, OUT1
    ),
)
def order_use(starts, arcs, place, merit, supply, capacity, flow, node, speck, trail, dispatch):
    """Use generators in order of merit; one only adds to what those before it already give.

    The demand to be met stands in MISSING. A node from which nothing that is missing can be reached
    never reaches anything again and is marked in CUT.
    """
    for n in range(node.shape[1]):
        trail[NEXT, n] = UNSEEN
        trail[CUT, n] = 0
    for g in merit:
        n = place[g]
        while supply[g] - dispatch[g] > speck and not trail[CUT, n]:
            if node[MISSING, n] > 0.0:
                trail[NEXT, n] = -1
            sent = 0.0
            if trail[NEXT, n] != UNSEEN:
                sent = push(n, supply[g] - dispatch[g], capacity, flow, node, trail)
                dispatch[g] += sent
            if sent <= speck:
                search(starts, arcs, capacity, flow, node, speck, trail)
                for other in range(node.shape[1]):
                    if trail[NEXT, other] == UNSEEN:
                        trail[CUT, other] = 1


@njit(cache=True, inner=False, signature=REAL(INDICES, AMOUNTS, TABLE, OUT2))
def open_state(place, supply, demand, node):
    """Supply and the demand of all slices at each node; returns the whole demand [MW]."""
    for n in range(node.shape[1]):
        node[SUPPLY, n] = 0.0
        node[NEED, n] = 0.0
        node[FREE, n] = 0.0
    for g in range(place.size):
        node[SUPPLY, place[g]] += supply[g]
    total = 0.0
    for n in range(demand.shape[0]):
        for k in range(demand.shape[1]):
            node[FREE, n] += demand[n, k]
        total += node[FREE, n]
    return total


@njit(
    cache=True,
    inner=False,
    signature=types.void(
        INDICES, PAIRS, PAIRS, INDICES, INDICES, TABLE, TABLE, BOX, OUT2, TRAIL, OUT3, OUT2, OUT2
    ),
)
def share_states(
    starts, arcs, ends, place, merit, supply, capacity, demand, node, trail, shed, dispatch, flow
):
    """Shed (S, N, K), dispatch (S, G) and flow (S, L) of every state; all three are handed in 0."""
    for s in range(demand.shape[0]):
        limit, moved = capacity[s], flow[s]
        allowed = TOLERANCE * open_state(place, supply[s], demand[s], node)
        speck = allowed / (8.0 * (demand.shape[1] + ends.shape[0]))
        open_balance(ends, moved, 0.0, node)
        if settle(starts, arcs, limit, moved, node, speck, trail) > allowed:
            for k in range(demand.shape[2]):
                cut_slice(
                    starts,
                    arcs,
                    ends,
                    limit,
                    moved,
                    node,
                    speck,
                    allowed,
                    trail,
                    demand[s],
                    k,
                    shed[s],
                )
        for n in range(demand.shape[1]):
            node[MISSING, n] = 0.0
            for k in range(demand.shape[2]):
                node[MISSING, n] += demand[s, n, k] - shed[s, n, k]
        for link in range(ends.shape[0]):
            moved[link] = 0.0
        order_use(
            starts, arcs, place, merit, supply[s], limit, moved, node, speck, trail, dispatch[s]
        )
