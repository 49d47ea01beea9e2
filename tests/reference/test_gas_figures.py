"""Figures of gas networks from papers and other programs, and what they rest on.

Belgian network: De Wolf and Smeers (2000), least cost of purchase 89.08584.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from holdfast.gas import read_belgian, steady_flow

BELGIAN = Path(__file__).parents[2] / "data" / "gas"


def belgian_purchases():
    """Least cost when balance alone is asked for, and what is bought by node."""
    network = read_belgian(BELGIAN)
    with (BELGIAN / "belgium20_nodes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    low, high, price = (
        np.array([float(row[name]) for row in rows])
        for name in ("supply_min_1e6_m3_per_day", "supply_max_1e6_m3_per_day", "price")
    )
    nodes, arcs, lifts = len(network.nodes), len(network.resistance), len(network.ratio)
    balance = np.zeros((nodes, arcs + lifts + len(rows)))
    arc, lift, bought = np.split(np.arange(balance.shape[1]), [arcs, arcs + lifts])
    balance[network.pipe_from, arc] -= 1
    balance[network.pipe_to, arc] += 1
    balance[network.compressor_from, lift] -= 1
    balance[network.compressor_to, lift] += 1
    balance[np.arange(len(rows)), bought] = 1
    bounds = [(None, None)] * arcs + [(0, None)] * lifts + list(zip(low, high, strict=True))
    cost = np.concatenate([np.zeros(arcs + lifts), price])
    found = linprog(cost, A_eq=balance, b_eq=np.zeros(nodes), bounds=bounds, method="highs")
    return network, found.fun, found.x[bought], (low, high, price)


def test_least_cost_of_the_belgian_network():
    """No cost is lower, as balance alone allows none, and pressures allow this one."""
    network, cost, bought, (_, _, price) = belgian_purchases()
    assert cost == pytest.approx(89.08584, abs=5e-6)
    sold = dict(zip(network.nodes, bought, strict=False))
    # Which of the three that cost 2.28 sells is not unique: Zeebrugge sells its most here.
    dear = {"Zeebrugge": 11.594, "Dudzele": 8.4, "Loenhout": 22.146 - 11.594 - 8.4}
    assert sum(sold[name] for name in dear) == pytest.approx(22.146)
    put = bought.copy()
    for name, amount in dear.items():
        put[network.nodes.index(name)] = amount
    assert price @ put == pytest.approx(89.08584, abs=5e-6)
    feasible(network, put)


def feasible(network, put):
    """Pressures of a flow with these purchases lie within all limits and obey every law."""
    with (BELGIAN / "belgium20_nodes.csv").open(encoding="utf-8", newline="") as file:
        most = np.array([float(row["pressure_max_bar"]) for row in csv.DictReader(file)])
    limit = np.concatenate([most, np.full(len(network.ratio), 66.2)])
    put = np.concatenate([put, np.zeros(len(network.ratio))])
    # Compressors lift freely and forward in these figures: what passes each is known, as Voeren
    # has no other way out and Sinsin none other in. The two at Voeren share by the size of pipe.
    voeren = put[network.nodes.index("Voeren")]
    size = network.resistance[[9, 10]] ** -0.5
    passing = np.array([*voeren * size / size.sum(), 0.222 + 1.919])
    inner = put.copy()
    np.add.at(inner, network.compressor_from, -passing)
    np.add.at(inner, network.compressor_to, passing)
    held = np.full(len(limit), np.nan)
    for name, pressure in (("Voeren", 60.0), ("Zeebrugge", 61.0), ("Sinsin", 60.0)):
        held[network.nodes.index(name)] = pressure
    found = steady_flow(network, inner, held)
    assert found.residual < 1e-6
    assert found.entered == pytest.approx(inner, abs=1e-6)
    assert (found.pressure <= limit + 1e-9).all()
    assert (found.pressure >= network.pressure_min - 1e-9).all()
    lifted = found.pressure[network.compressor_to] - found.pressure[network.compressor_from]
    assert (lifted >= -1e-9).all()
