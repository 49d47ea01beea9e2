"""Cost of one state of the transport balance, beside HiGHS on the same states.

Run: python benchmarks/power_balance.py [states]
Six regions of two nodes each, two nodes of supply and about 20 links and 40 generators, at two
levels of supply: enough for all, and short by a third. HiGHS solves the least weighted shed on
one model whose bounds alone change from state to state, warm; its totals are compared too.
"""

from __future__ import annotations

import sys
import time

import highspy
import numpy as np

from holdfast.power import Network, share

NODES, SLICES = 14, 3
WEIGHTS = np.array([100.0, 10.0, 1.0])


def network(draw: np.random.Generator) -> Network:
    """Transmission nodes 0 to 5 in a ring with chords, distribution 6 to 11, supply 12 and 13."""
    ring = [(i, (i + 1) % 6) for i in range(6)]
    chords = [(0, 2), (1, 4), (3, 5), (0, 3)]
    banks = [(i, i + 6) for i in range(6)]
    ties = [(12, 3), (12, 2), (13, 4), (13, 5)]
    places = np.concatenate([np.repeat(np.arange(6), 5), np.arange(6, 12), [12, 12, 13, 13]])
    return Network(NODES, np.array(ring + chords + banks + ties), places, draw.permutation(40))


def states(draw: np.random.Generator, count: int, level: float):
    """Supply (S, 40), capacity (S, 20), demand (S, 14, 3) around 15 GW."""
    demand = np.zeros((count, NODES, SLICES))
    demand[:, 6:12] = np.array([0.3, 0.5, 0.2]) * draw.uniform(1500, 3500, (count, 6, 1))
    supply = draw.uniform(200, 1000, (count, 40)) * level
    capacity = draw.uniform(800, 3000, (count, 20)) * min(level, 1.0)
    capacity[:, 10:16] = draw.uniform(2500, 4500, (count, 6)) * min(1.0, level)
    return supply, capacity, demand


def highs_model(net: Network) -> highspy.Highs:
    """Columns: shed by node and slice, generators, links; rows: one balance a node."""
    solver = highspy.Highs()
    solver.silent()
    shed, generators = NODES * SLICES, len(net.places)
    cost = np.concatenate([np.tile(WEIGHTS, NODES), np.zeros(generators + len(net.links))])
    for value in cost:
        solver.addCol(float(value), 0.0, 0.0, 0, np.array([], np.int32), np.array([]))
    for n in range(NODES):
        entries = {n * SLICES + k: 1.0 for k in range(SLICES)}
        entries |= {shed + int(g): 1.0 for g in np.flatnonzero(net.places == n)}
        for link, (tail, head) in enumerate(net.links):
            if n in (tail, head):
                entries[shed + generators + link] = 1.0 if n == head else -1.0
        columns = np.array(list(entries), np.int32)
        solver.addRow(0.0, 0.0, len(columns), columns, np.array(list(entries.values())))
    return solver


def highs_totals(net: Network, supply, capacity, demand):
    """Total shed of each state by a warm HiGHS, and seconds spent in bounds and solving."""
    solver = highs_model(net)
    columns = np.arange(NODES * SLICES + supply.shape[1] + capacity.shape[1], dtype=np.int32)
    rows = np.arange(NODES, dtype=np.int32)
    low = np.concatenate([np.zeros(NODES * SLICES + supply.shape[1]), np.zeros(capacity.shape[1])])
    totals = np.empty(len(demand))
    begun = time.perf_counter()
    for s in range(len(demand)):
        low[-capacity.shape[1] :] = -capacity[s]
        high = np.concatenate([demand[s].ravel(), supply[s], capacity[s]])
        asked = demand[s].sum(axis=1)
        solver.changeColsBounds(len(columns), columns, low, high)
        solver.changeRowsBounds(len(rows), rows, asked, np.full(NODES, np.inf))
        solver.run()
        totals[s] = sum(solver.getSolution().col_value[: NODES * SLICES])
    return totals, time.perf_counter() - begun


def main() -> None:
    """Print one line a level of supply."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    draw = np.random.default_rng(7)
    net = network(draw)
    print(f"{NODES} nodes, {len(net.links)} links, {len(net.places)} generators, {SLICES} slices")
    for name, level in (("nothing to shed", 2.0), ("short by about a third", 0.42)):
        supply, capacity, demand = states(draw, count, level)
        share(net, supply[:8], capacity[:8], demand[:8])
        best = np.inf
        for _ in range(5):
            begun = time.perf_counter()
            made = share(net, supply, capacity, demand)
            best = min(best, time.perf_counter() - begun)
        few = min(count, 300)
        totals, spent = highs_totals(net, supply[:few], capacity[:few], demand[:few])
        gap = np.abs(totals - made.total[:few]).max() / demand[:few].sum(axis=(1, 2)).mean()
        ours, theirs = 1e6 * best / count, 1e6 * spent / few
        print(
            f"{name}: shed in {np.mean(made.total > 0):.0%} of states, mean "
            f"{made.total.sum() / demand.sum():.1%}; {ours:.1f} us a state, HiGHS {theirs:.0f} us, "
            f"{theirs / ours:.0f} times; largest difference of totals {gap:.1e} of demand"
        )


if __name__ == "__main__":
    main()
