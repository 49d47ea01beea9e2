"""How right a state is, from its answer alone: balance, Ohm's law, limits, a bound from duality.

Any prices y and multipliers m of the branches' limits bound the least shed from below: with
t = M' y + m and a stationarity M B t = 0,

    shed + sharing >= sum_k d_k min over 0 <= c <= 1 of (y_k + c (w_k - y_k) + p_k c^2 / 2)
            - sum_g max(y, 0) capacity
            - sum_l |m_l| rating_l - sum_links max over what they may carry of (y_to - y_from) p
            - sum_l b_l shift_l t_l

so the gap between what is found and this bound proves how far from least it can be. The sharing
term is at most p / 2 of shed.
"""

from __future__ import annotations

from holdfast.power.compiled import njit

# mypy: disable-error-code="no-untyped-def, no-untyped-call"


@njit(cache=True, inner=False)
def certify(grid, weights, sharing, given, desk, found, free, proof, lanes):
    """Fill `proof` (S, 5): shed [weighted MW], primal and dual residual and gap [shares].

    The fifth is the largest flow that has no limit, in shares of the `free` that it was given.

    `grid` is `Lines`, `weights` (N, K). The primal residual is the largest violation of balance,
    Ohm's law or a limit, in shares of the state's demand; the dual residual the largest |M B t| at
    a bus, in shares of the sum of |b| there; the gap is in shares of weighted demand. A state that
    asks for nothing has 1 in place of its demand. `lanes` says by its type what sources this is
    compiled from.
    """
    buses = weights.shape[0]
    lacking, torque, stiffness = desk.lacking, desk.torque, desk.stiffness
    for s in range(given.branch.shape[0]):
        d = s if given.demand.shape[0] > 1 else 0
        everything = 0.0
        for i in range(buses):
            for k in range(weights.shape[1]):
                everything += max(given.demand[d, i, k], 0.0)
        shed, shared, asked, bound = balance_buses(s, weights, sharing, given, found, lacking)
        for g in range(grid.generator_bus.size):
            i = grid.generator_bus[g]
            lacking[i] += found.dispatch[s, g]
            bound -= max(found.price[s, i], 0.0) * given.generation[s, g]
        bound, worst, strained = across(
            s, grid, given, found, lacking, torque, stiffness, free, everything, bound
        )
        dual = 0.0
        for i in range(buses):
            worst = max(worst, abs(lacking[i]))
            dual = max(dual, abs(torque[i]) / max(stiffness[i], 1e-300))
        scale = asked if asked > 0.0 else 1.0
        proof[s, 0] = shed
        proof[s, 1] = worst / (everything if everything > 0.0 else 1.0)
        proof[s, 2] = dual
        proof[s, 3] = (shed + shared - bound) / scale
        proof[s, 4] = strained


@njit(cache=True)
def balance_buses(s, weights, sharing, given, found, lacking):
    """Shed [weighted MW], its sharing term, demand, and the part of the bound that demand gives."""
    d = s if given.demand.shape[0] > 1 else 0
    shed, shared, asked, bound = 0.0, 0.0, 0.0, 0.0
    for i in range(weights.shape[0]):
        price = found.price[s, i]
        lacking[i] = -found.spilled[s, i]
        for k in range(weights.shape[1]):
            wanted, cut = given.demand[d, i, k], found.shed[s, i, k]
            lacking[i] += cut - wanted
            if wanted > 0.0:
                weight, share = weights[i, k], sharing[i, k]
                shed += weight * cut
                shared += 0.5 * share * cut * cut / wanted
                asked += weight * wanted
                most = min(max((price - weight) / share, 0.0), 1.0)
                bound += wanted * (price + most * (weight - price + 0.5 * share * most))
            else:
                bound += max(price, 0.0) * wanted
    return shed, shared, asked, bound


@njit(cache=True)
def across(s, grid, given, found, lacking, torque, stiffness, free, everything, bound):
    """Flows: what they take from the buses, their part of the bound, and the largest violation.

    Returned last is the largest share of `free` that a flow without a nearer limit makes use of.
    """
    torque[:] = 0.0
    stiffness[:] = 0.0
    worst, strained = 0.0, 0.0
    for e in range(grid.susceptance.size):
        own = grid.susceptance[e] * given.branch[s, e]
        flow = found.flow[s, e]
        if own == 0.0:
            worst = max(worst, abs(flow))
            continue
        a, b = grid.branch_from[e], grid.branch_to[e]
        limit = grid.rating[e] * given.branch[s, e]
        lacking[a] -= flow
        lacking[b] += flow
        worst = max(worst, abs(flow) - limit)
        # An island that is dark, or that nobody draws from, has no flow and no angles.
        if flow != 0.0:
            apart = found.angle[s, a] - found.angle[s, b] - grid.shift[e]
            worst = max(worst, abs(flow - own * apart))
        pull = found.pull[s, e]
        pulled = found.price[s, a] - found.price[s, b] + pull
        torque[a] += own * pulled
        torque[b] -= own * pulled
        stiffness[a] += abs(own)
        stiffness[b] += abs(own)
        most = free * (everything + abs(own * grid.shift[e]))
        if limit > most:
            strained = max(strained, abs(flow) / most if most > 0.0 else 0.0)
        bound -= abs(pull) * min(limit, most)
        bound -= own * grid.shift[e] * pulled
    for e in range(grid.link_from.size):
        a, b, flow = grid.link_from[e], grid.link_to[e], found.link[s, e]
        share = given.link[s, e]
        low = grid.link_low[e] * share if share > 0.0 else 0.0
        high = grid.link_high[e] * share if share > 0.0 else 0.0
        lacking[a] -= flow
        lacking[b] += flow
        worst = max(worst, max(low - flow, flow - high))
        gain = found.price[s, b] - found.price[s, a]
        most = free * everything
        if max(high, -low) > most > 0.0:
            strained = max(strained, abs(flow) / most)
        bound -= gain * (min(high, most) if gain > 0.0 else max(low, -most))
    return bound, worst, strained
