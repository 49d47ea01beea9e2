"""How a state takes a lane: its islands, what takes part, and the point from which it starts."""

from __future__ import annotations

from holdfast.power.compiled import njit
from holdfast.power.interior.layout import (
    ABOVE,
    AIM,
    BELOW,
    BRANCH,
    CURVATURE,
    DUAL_ABOVE,
    DUAL_BELOW,
    DUALS,
    GAIN,
    INJECTION,
    LINK,
    MIDDLE,
    OHM,
    RESIDUAL,
    SLACKS,
    SUSCEPTANCE,
)
from holdfast.power.walk import flatten, unite

# mypy: disable-error-code="no-untyped-def, no-untyped-call"

CENTRALITY = 10.0
"""Complementarity at the start, in shares of demand."""
PRICE = 0.5
"""Price at the start: half way between the cost of generation and that of the dearest demand."""
SHED = 0.4
"""Share of demand that is shed at the start."""
DISPATCH = 0.7
"""Generation at the start, in shares of demand, between LEAST and MOST of what can be given."""
LEAST, MOST = 0.3, 0.95
THINNEST = 1e-9
"""Bounds that are closer than this share of demand are held this far apart."""
EASE = 1e-10
"""Cost of a link's flow at half the width of its bounds, in shares of the dearest demand: of all
flows that serve as much the least are taken, and what a price moves stays within digits."""


@njit(cache=True)
def find_islands(k, s, model, states, room, islands):
    """Mark the last bus of each island, and islands that take no part, in lane k.

    An island is what branches join: it has angles of its own. What branches and links join shares
    generation and demand; without one of them nothing is to be found there. Returns supply and
    demand of what takes part, all demand [MW], and how many injections ask for it.
    """
    parent, supply, demand = islands.parent, islands.supply, islands.demand
    for i in range(parent.size):
        parent[i] = i
        supply[i] = 0.0
        demand[i] = 0.0
    for e in range(model.branch_to.size):
        if states.susceptance[s, e] != 0.0:
            unite(parent, model.branch_from[e], model.branch_to[e])
    flatten(parent)
    for i in range(parent.size):
        room.ground[i, k] = 1.0 if parent[i] == i else 0.0
    if model.link_to.size > 0:
        for e in range(model.link_to.size):
            if states.link[s, e] > 0.0 and model.link_high[e] > model.link_low[e]:
                unite(parent, model.link_from[e], model.link_to[e])
        flatten(parent)
    everything, asking = 0.0, 0
    for j in range(model.demands.size):
        root, size = parent[model.injection_bus[j]], states.injection[s, j]
        if model.demands[j]:
            demand[root] += size
            everything += size
            asking += size > 0.0
        else:
            supply[root] += size
    most, asked = 0.0, 0.0
    for i in range(parent.size):
        root = parent[i]
        idle = supply[root] <= 0.0 or demand[root] <= 0.0
        room.idle[i, k] = 1.0 if idle else 0.0
        room.price[i, k] = PRICE
        if idle:
            room.price[i, k] = 0.0 if supply[root] > 0.0 else 1.0
            room.ground[i, k] = 1.0
        elif root == i:
            most += supply[i]
            asked += demand[i]
    return most, asked, everything, asking


@njit(cache=True, inline=True)
def put_middle(record, first, k, half, target, back):
    """Write a variable in the middle of its bounds into lane k: slacks `half`, x z the target.

    `back` is the inverse of `target`.
    """
    inverse = 1.0 / half
    pull = target * inverse
    record[first + BELOW, k] = half
    record[first + ABOVE, k] = half
    record[first + DUAL_BELOW, k] = pull
    record[first + DUAL_ABOVE, k] = pull
    record[first + SLACKS, k] = inverse * inverse
    record[first + DUALS, k] = (half * back) * (half * back)


@njit(cache=True)
def place(k, s, model, states, room, islands, free):
    """Put state s into lane k; returns all its demand [MW], 0 if nothing is to be found.

    No flow is to be above `free` shares of demand.
    """
    most, asked, everything, asking = find_islands(k, s, model, states, room, islands)
    if asked <= 0.0:
        return 0.0
    count = model.branch_to.size + model.demands.size + model.link_to.size
    target = CENTRALITY * max(asked, 1e-3 * everything) / (2 * count)
    for i in range(room.angle.shape[0]):
        room.angle[i, k] = 0.0
        room.demand[i, k] = 0.0
    place_branches(k, s, model, states, room, target, everything, free)
    place_links(k, s, model, states, room, target, everything, free)
    used = min(MOST, max(LEAST, DISPATCH * asked / most))
    place_injections(k, s, model, states, room, target, used, everything, asking)
    return everything


@njit(cache=True, inline=True)
def place_branches(k, s, model, states, room, target, everything, free):
    """Branches start without flow, in the middle of their ratings."""
    back = 1.0 / target
    for e in range(model.branch_to.size):
        own, limit = 0.0, everything
        if states.susceptance[s, e] != 0.0 and room.idle[model.branch_to[e], k] == 0.0:
            own = states.susceptance[s, e]
            most = free * (everything + abs(own * model.shift[e]))
            limit = max(min(states.limit[s, e], most), THINNEST * everything)
        first = BRANCH * e
        put_middle(room.branch, first, k, limit, target, back)
        room.branch[first + SUSCEPTANCE, k] = own
        room.branch[first + OHM, k] = own * model.shift[e]


@njit(cache=True, inline=True)
def place_links(k, s, model, states, room, target, everything, free):
    """Links start in the middle of what they can carry."""
    for e in range(model.link_to.size):
        share = states.link[s, e]
        low = max(share * model.link_low[e], -free * everything)
        high = min(share * model.link_high[e], free * everything)
        on = high > low and room.idle[model.link_to[e], k] == 0.0
        half = max(0.5 * (high - low), THINNEST * everything) if on else everything
        first = LINK * e
        put_middle(room.link, first, k, half, target, 1.0 / target)
        curvature = EASE / half if on else 0.0
        room.link[first + CURVATURE, k] = curvature
        room.link[first + RESIDUAL, k] = -curvature * 0.5 * (low + high) if on else 0.0
        room.link[first + GAIN, k] = 1.0 if on else 0.0
        room.link[first + MIDDLE, k] = 0.5 * (low + high) if on else 0.0


@njit(cache=True, inline=True)
def place_injections(k, s, model, states, room, target, used, everything, asking):
    """Every bus generates a share of what it can and sheds a share of what is asked.

    What is aimed at is in shares of the mean demand, so that all of one weight are cut alike on the
    way as they are in the end.
    """
    record, each = room.injection, asking / everything
    for j in range(model.demands.size):
        i, size = model.injection_bus[j], states.injection[s, j]
        on, sheds = size > 0.0 and room.idle[i, k] == 0.0, model.demands[j]
        aim = each * size if on and sheds else 1.0
        share = SHED if sheds else used
        if not on:
            share, size = 0.5, 0.01 * everything
        product, rest, inverse = aim * target, 1.0 - share, 1.0 / size
        low, high, back = share * size, rest * size, 1.0 / product
        # 1 / (low high) and its like, with as few divisions as can be
        both = inverse * inverse / (share * rest)
        z, v = product * high * both, product * low * both
        first = INJECTION * j
        record[first + BELOW, k] = low
        record[first + ABOVE, k] = high
        record[first + DUAL_BELOW, k] = z
        record[first + DUAL_ABOVE, k] = v
        record[first + SLACKS, k] = both
        record[first + DUALS, k] = (low * back) * (high * back)
        curvature = 0.0
        if on and sheds:
            room.demand[i, k] += size
            curvature = model.sharing[j] * inverse
        residual = PRICE - (model.weight[j] + curvature * low) + z - v
        record[first + RESIDUAL, k] = residual if on else 0.0
        record[first + GAIN, k] = 1.0 if on else 0.0
        record[first + CURVATURE, k] = curvature
        record[first + AIM, k] = aim
