"""Carry states to the smaller grid of a `Reduction`, and answers back: compiled, state by state."""

from __future__ import annotations

from holdfast.power.compiled import njit
from holdfast.power.reduction import PARALLEL, SERIES

SPECK = 1e-9
"""A share that is cut or left that is smaller is none."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call"


@njit(cache=True, inner=False)
def condense(reduction, given, desk, small, lanes):
    """Fill the states of the smaller grid from those of the grid; False in `small.fits` if not so.

    `given` is `states.Given`, `desk` `states.Desk`, `small` `layout.States`. `lanes` says by its
    type what sources this is compiled from; so it does in `expand`.
    """
    buses = reduction.demand.shape[0]
    own, limit, supply, asked = desk.own, desk.limit, desk.supply, desk.asked
    for s in range(given.branch.shape[0]):
        edges_of(s, reduction, given, own, limit)
        gather(s, reduction, given, supply, asked)
        small.fits[s] = collect(reduction, own, limit, supply, asked, desk)
        for e in range(reduction.edges.size):
            small.susceptance[s, e] = own[reduction.edges[e]]
            small.limit[s, e] = limit[reduction.edges[e]]
        for e in range(reduction.links.size):
            small.link[s, e] = given.link[s, reduction.links[e]]
        for i in range(buses):
            if reduction.root[i] >= 0 and not spread_out(i, s, reduction, supply, asked, small):
                small.fits[s] = False


@njit(cache=True)
def spread_out(i, s, reduction, supply, asked, small):
    """Write what bus i gives and asks into its injections; False if it has none for it."""
    fits = True
    for m in range(supply.shape[1]):
        if reduction.generation[i, m] >= 0:
            small.injection[s, reduction.generation[i, m]] = supply[i, m]
        elif supply[i, m] > 0.0:
            fits = False
    for q in range(asked.shape[1]):
        if reduction.demand[i, q] >= 0:
            small.injection[s, reduction.demand[i, q]] = asked[i, q]
        elif asked[i, q] > 0.0:
            fits = False
    return fits


@njit(cache=True)
def edges_of(s, reduction, given, own, limit):
    """Susceptance and limit of every edge in state s; susceptance 0 if it is out."""
    branches = reduction.susceptance.size
    for e in range(branches):
        own[e] = reduction.susceptance[e] * given.branch[s, e]
        limit[e] = reduction.rating[e] * given.branch[s, e] if own[e] != 0.0 else 0.0
    for t in range(reduction.steps.shape[0]):
        kind, a, b, new = (
            reduction.steps[t, 0],
            reduction.steps[t, 1],
            reduction.steps[t, 2],
            reduction.steps[t, 6],
        )
        if kind == PARALLEL:
            own[new] = own[a] + own[b]
            if own[a] == 0.0 or own[b] == 0.0:
                limit[new] = limit[a] + limit[b]
            else:
                limit[new] = own[new] * min(limit[a] / own[a], limit[b] / own[b])
        elif kind == SERIES:
            through = own[a] != 0.0 and own[b] != 0.0
            own[new] = own[a] * own[b] / (own[a] + own[b]) if through else 0.0
            limit[new] = min(limit[a], limit[b]) if through else 0.0


@njit(cache=True)
def gather(s, reduction, given, supply, asked):
    """What each bus can give, by order of use, and asks, by class of weight, in state s."""
    supply[:] = 0.0
    asked[:] = 0.0
    for g in range(reduction.generator_bus.size):
        supply[reduction.generator_bus[g], reduction.generator_class[g]] += given.generation[s, g]
    d = s if given.demand.shape[0] > 1 else 0
    for i in range(supply.shape[0]):
        for k in range(given.demand.shape[2]):
            if given.demand[d, i, k] >= 0.0:
                asked[i, reduction.classes[i, k]] += given.demand[d, i, k]
            else:
                supply[i, 0] -= given.demand[d, i, k]


@njit(cache=True)
def collect(reduction, own, limit, supply, asked, desk):
    """Add what an end gives and asks to the bus it belongs to; where it is cut off, balance it.

    Of a bus that is cut off `ratio` (N, Q) is the share that it sheds by class, `used` (N, M) the
    share of its generation that it uses, and `price` (N,) its price. Returns whether every branch
    to an end carries all that it may have to, and nothing is at buses between.
    """
    fits = True
    for t in range(reduction.steps.shape[0]):
        kind, edge, bus = reduction.steps[t, 0], reduction.steps[t, 1], reduction.steps[t, 5]
        if kind == PARALLEL:
            continue
        total, most = 0.0, 0.0
        for q in range(asked.shape[1]):
            total += asked[bus, q]
        for m in range(supply.shape[1]):
            most += supply[bus, m]
        if kind == SERIES:
            fits = fits and total == 0.0 and most == 0.0
        elif own[edge] != 0.0:
            fits = fits and limit[edge] >= max(most, total)
            parent = reduction.steps[t, 2]
            for m in range(supply.shape[1]):
                supply[parent, m] += supply[bus, m]
            for q in range(asked.shape[1]):
                asked[parent, q] += asked[bus, q]
        else:
            alone(bus, most, reduction.weights, supply, asked, desk)
    return fits


@njit(cache=True)
def alone(bus, most, weights, supply, asked, desk):
    """Serve the dearest first, and all of one weight alike, from the MW an island has itself."""
    ratio, left = desk.ratio, most
    price = 0.0
    for q in range(asked.shape[1]):
        served = min(left, asked[bus, q])
        ratio[bus, q] = 1.0 - served / asked[bus, q] if asked[bus, q] > 0.0 else 0.0
        left -= served
        if price == 0.0 and ratio[bus, q] > 0.0:
            price = weights[q]
    desk.price[bus] = price if most > 0.0 else weights[0]
    needed = most - left
    for m in range(supply.shape[1]):
        given = min(needed, supply[bus, m])
        desk.used[bus, m] = given / supply[bus, m] if given > 0.0 else 0.0
        needed -= given


@njit(cache=True, inner=False)
def expand(reduction, given, desk, answers, found, lanes):
    """Fill what is found on the grid from the answers on the smaller one, of states that settled.

    `found` is `states.Found`.
    """
    own, limit, supply, asked = desk.own, desk.limit, desk.supply, desk.asked
    flow, pull = desk.flow, desk.pull
    for s in range(given.branch.shape[0]):
        if not answers.done[s]:
            continue
        edges_of(s, reduction, given, own, limit)
        gather(s, reduction, given, supply, asked)
        collect(reduction, own, limit, supply, asked, desk)
        flow[:] = 0.0
        pull[:] = 0.0
        for e in range(reduction.edges.size):
            edge = reduction.edges[e]
            flow[edge] = reduction.along[e] * answers.flow[s, e]
            pull[edge] = reduction.along[e] * answers.pull[s, e]
        for e in range(reduction.links.size):
            found.link[s, reduction.links[e]] = reduction.link_along[e] * answers.link[s, e]
        roots_of(s, reduction, supply, asked, answers, found, desk)
        for t in range(reduction.steps.shape[0] - 1, -1, -1):
            kind = reduction.steps[t, 0]
            if kind == PARALLEL:
                part(t, reduction, own, limit, flow, pull)
            elif kind == SERIES:
                insert(s, t, reduction, own, limit, flow, pull, found)
            else:
                attach(s, t, reduction, own, supply, asked, desk, found)
        for e in range(reduction.susceptance.size):
            found.flow[s, e] = flow[e]
            found.pull[s, e] = pull[e]
        share_out(s, reduction, given, desk, found)


@njit(cache=True)
def roots_of(s, reduction, supply, asked, answers, found, desk):
    """Prices, angles and shares of the buses that are left."""
    ratio, used = desk.ratio, desk.used
    for i in range(supply.shape[0]):
        root = reduction.root[i]
        if root < 0:
            continue
        found.angle[s, i] = answers.angle[s, root]
        found.price[s, i] = answers.price[s, root]
        desk.price[i] = answers.price[s, root]
        for m in range(supply.shape[1]):
            used[i, m] = 0.0
            if supply[i, m] > 0.0:
                used[i, m] = answers.injection[s, reduction.generation[i, m]] / supply[i, m]
        for q in range(asked.shape[1]):
            ratio[i, q] = 0.0
            if asked[i, q] > 0.0:
                ratio[i, q] = answers.injection[s, reduction.demand[i, q]] / asked[i, q]


@njit(cache=True)
def part(t, reduction, own, limit, flow, pull):
    """Flows of two parallel edges from that of their join; the first to reach its limit pulls."""
    a, b, new = reduction.steps[t, 1], reduction.steps[t, 2], reduction.steps[t, 6]
    if own[new] == 0.0:
        return
    along_a, along_b = reduction.steps[t, 3], reduction.steps[t, 4]
    flow[a] = along_a * flow[new] * own[a] / own[new]
    flow[b] = along_b * flow[new] * own[b] / own[new]
    if own[b] == 0.0 or (own[a] != 0.0 and limit[a] * own[b] <= limit[b] * own[a]):
        pull[a] = along_a * pull[new] * own[new] / own[a]
    else:
        pull[b] = along_b * pull[new] * own[new] / own[b]


@njit(cache=True)
def insert(s, t, reduction, own, limit, flow, pull, found):
    """Flow, angle and price at the bus between two edges in series."""
    a, b, new = reduction.steps[t, 1], reduction.steps[t, 2], reduction.steps[t, 6]
    bus, near, far = reduction.steps[t, 5], reduction.steps[t, 7], reduction.steps[t, 8]
    if own[new] == 0.0:
        side = near if own[a] != 0.0 else far
        joined = own[a] != 0.0 or own[b] != 0.0
        found.angle[s, bus] = found.angle[s, side] if joined else 0.0
        found.price[s, bus] = found.price[s, side] if joined else reduction.weights[0]
        return
    along_a, along_b = reduction.steps[t, 3], reduction.steps[t, 4]
    flow[a] = along_a * flow[new]
    flow[b] = along_b * flow[new]
    first = limit[a] <= limit[b]
    if first:
        pull[a] = along_a * pull[new]
    else:
        pull[b] = along_b * pull[new]
    found.angle[s, bus] = found.angle[s, near] - flow[new] / own[a]
    torque = own[new] * (found.price[s, near] - found.price[s, far] + pull[new])
    found.price[s, bus] = found.price[s, near] + (pull[new] if first else 0.0) - torque / own[a]


@njit(cache=True)
def attach(s, t, reduction, own, supply, asked, desk, found):
    """Give an end the shares of the bus it belongs to, unless it is cut off."""
    ratio, used = desk.ratio, desk.used
    edge, parent, along = reduction.steps[t, 1], reduction.steps[t, 2], reduction.steps[t, 3]
    bus = reduction.steps[t, 5]
    if own[edge] == 0.0:
        found.angle[s, bus] = 0.0
        found.price[s, bus] = desk.price[bus]
        return
    towards = 0.0
    for m in range(supply.shape[1]):
        used[bus, m] = used[parent, m]
        towards += supply[bus, m] * used[parent, m]
    for q in range(asked.shape[1]):
        ratio[bus, q] = ratio[parent, q]
        towards -= asked[bus, q] * (1.0 - ratio[parent, q])
    desk.price[bus] = desk.price[parent]
    desk.flow[edge] = along * towards
    shift = reduction.shift[edge] if edge < reduction.shift.size else 0.0
    found.angle[s, bus] = found.angle[s, parent] + towards / own[edge] + along * shift
    found.price[s, bus] = found.price[s, parent]


@njit(cache=True)
def share_out(s, reduction, given, desk, found):
    """Shed of every slice and dispatch of every generator from the shares of their buses."""
    ratio, used = desk.ratio, desk.used
    d = s if given.demand.shape[0] > 1 else 0
    for i in range(ratio.shape[0]):
        found.spilled[s, i] = 0.0
        for k in range(given.demand.shape[2]):
            asked = given.demand[d, i, k]
            if asked >= 0.0:
                cut = ratio[i, reduction.classes[i, k]]
                if cut < SPECK:
                    cut = 0.0
                elif cut > 1.0 - SPECK:
                    cut = 1.0
                found.shed[s, i, k] = cut * asked
            else:
                found.shed[s, i, k] = 0.0
                found.spilled[s, i] += (1.0 - min(max(used[i, 0], 0.0), 1.0)) * -asked
    for g in range(reduction.generator_bus.size):
        share = used[reduction.generator_bus[g], reduction.generator_class[g]]
        found.dispatch[s, g] = min(max(share, 0.0), 1.0) * given.generation[s, g]
