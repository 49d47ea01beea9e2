"""Plain twin of the balance kernels: every subset of the nodes is looked at, no flow is computed.

A set of nodes S must shed at least f(S) = demand(S) - generation(S) - capacity of the links into S.
Slice by slice, the ratio of cut of the free demand is raised to the largest f(S) / free(S), that
set is settled, and so on. Work grows as 2^N.
"""

from __future__ import annotations

import numpy as np


def subsets(nodes):
    """All subsets of the nodes, the empty one first, as rows of 0 and 1."""
    return (np.arange(2**nodes)[:, None] >> np.arange(nodes)) & 1


def largest_ratio(links, capacity, generation, settled, free, allowed):
    """Twin of least_ratio and ratio_of_cut: the worst subset that lacks more than `allowed` [MW].

    Returns the ratio, 0 if there is none, and who is in it.
    """
    members = subsets(len(free))
    crossing = members[:, links[:, 0]] != members[:, links[:, 1]]
    lack = members @ (settled + free - generation) - crossing @ capacity
    below = members @ free
    counts = (below > 0) & (lack > allowed)
    ratio = np.where(counts, lack / np.where(counts, below, 1.0), 0.0)
    worst = int(np.argmax(ratio))
    return min(float(ratio[worst]), 1.0), members[worst] > 0


def shed_of_one_state(links, places, supply, capacity, demand):
    """Twin of share_states and cut_slice: shed (N, K) of supply (G,), capacity (L,), demand."""
    nodes, slices = demand.shape
    generation = np.bincount(places, supply, minlength=nodes)
    settled = np.zeros(nodes)
    shed = np.zeros((nodes, slices))
    for k in range(slices):
        free = demand[:, k].copy()
        while True:
            ratio, inside = largest_ratio(
                links, capacity, generation, settled, free, 1e-10 * demand.sum()
            )
            if ratio <= 0:
                settled += free
                break
            tight = inside & (free > 0)
            shed[tight, k] = ratio * free[tight]
            settled[tight] += free[tight] - shed[tight, k]
            free[tight] = 0.0
    return shed


def dispatch_of_one_state(links, places, merit, supply, capacity, served):
    """Twin of order_use: each generator gives what the least cut still takes beyond those before.

    With the first i generators alone, most that can be served is the least over S of
    served(S) + generation outside S + capacity of the links between the two.
    """
    nodes = len(served)
    members = subsets(nodes)
    between = (members[:, links[:, 0]] != members[:, links[:, 1]]) @ capacity
    given = np.zeros(nodes)
    dispatch = np.zeros(len(places))
    before = 0.0
    for g in merit:
        given[places[g]] += supply[g]
        now = (members @ served + (1 - members) @ given + between).min()
        dispatch[g] = now - before
        before = now
    return dispatch


def plain_room(code, capacity, flow):
    """Twin of room."""
    along = code if code >= 0 else -1 - code
    return capacity[along] - (flow[along] if code >= 0 else -flow[along])


def can_reach(links, capacity, flow, missing, speck):
    """Twin of search: nodes that reach one that is missing power, by growing the set of them."""
    inside = missing > speck
    while True:
        grown = inside.copy()
        for link, (tail, head) in enumerate(links):
            grown[tail] |= inside[head] and capacity[link] - flow[link] > speck
            grown[head] |= inside[tail] and capacity[link] + flow[link] > speck
        if (grown == inside).all():
            return inside
        inside = grown


def left_over(links, flow, supply, asked):
    """Twin of open_balance and open_state: (spare, missing) of each node."""
    left = supply - asked
    np.add.at(left, links[:, 1], flow)
    np.add.at(left, links[:, 0], -flow)
    return np.maximum(left, 0.0), np.maximum(-left, 0.0)
