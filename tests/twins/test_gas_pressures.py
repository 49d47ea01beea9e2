"""The kernel of gas pressures beside its plain twin."""

from __future__ import annotations

import numpy as np
import pytest

from gas.small import network
from holdfast.gas import Network, least_shed
from twins.gas_pressures import Link, Terminal, solve_one

SHORT = {3: (9.0, 30.0), 4: (9.0, 25.0), 5: (9.0, 40.0)}
ENOUGH = {3: (3.0, 30.0), 4: (3.0, 25.0), 5: (3.0, 20.0)}


def loop(towns: dict[int, tuple[float, float]], supply: float = 40.0) -> Network:
    """A compressor, a loop behind it and a branch that a regulator feeds."""
    return network(
        7,
        [(0, 1, 0.5), (2, 3, 4.0), (3, 4, 8.0), (2, 4, 6.0), (6, 5, 10.0)],
        {0: (supply, 50.0)},
        towns,
        [{"ends": (1, 2), "ratio": 1.4, "set_point": 65.0}],
        regulator_from=np.array([4]),
        regulator_to=np.array([6]),
        regulator_set_point=np.array([45.0]),
    )


def twin(net: Network):
    total = net.demand.sum()
    pipes = [
        (int(a), int(b), float(k) * total**2)
        for a, b, k in zip(net.pipe_from, net.pipe_to, net.resistance, strict=True)
    ]
    links = [
        Link(1, 2, net.ratio[0] ** 2, net.set_point[0] ** 2, 100.0),
        Link(4, 6, 1.0, net.regulator_set_point[0] ** 2, 0.0),
    ]
    terminals = [Terminal(0, -1.0, net.supply[0] / total, net.supply_pressure[0] ** 2, 1.0)]
    terminals += [
        Terminal(int(i), 1.0, net.demand[i] / total, net.pressure_min[i] ** 2, 10.0)
        for i in np.flatnonzero(net.demand)
    ]
    # 3 leads to 4, where less is asked for; 4 to the pipe from 2, where nothing is, and to a branch
    return solve_one(len(net.nodes), pipes, links, terminals, least={3: 900.0, 4: 625.0})


@pytest.mark.parametrize(
    "net", [loop(SHORT), loop(ENOUGH), loop(SHORT, 12.0)], ids=["pressures", "whole", "supply"]
)
def test_a_state_comes_to_what_dense_matrices_say(net):
    shares, flow, link, potential = twin(net)
    total = net.demand.sum()
    found = least_shed(net, np.zeros((1, 5)), np.zeros((1, 1)), net.supply, net.demand[:, None])
    came = found.delivered[0, :, 0][net.demand > 0] / net.demand[net.demand > 0]
    assert came == pytest.approx(shares[1:], abs=2e-3)
    assert found.compressor_flow[0, 0] / total == pytest.approx(link[0], abs=2e-3)
    if net.supply.sum() > total:
        fed = [0, 1, 2, 3, 4]  # the branch floats where it gets nothing
        assert found.flow[0] / total == pytest.approx(flow, abs=2e-3)
        assert found.pressure[0, fed] == pytest.approx(np.sqrt(potential[fed]), abs=0.05)
    else:  # those cut take less, so that the pressure of the supply holds, and nothing throttles
        assert found.pressure[0, 0] == pytest.approx(50.0, abs=0.1)
    assert not found.fallback.any()


def test_what_may_pass_is_what_a_twin_that_throttles_says():
    net = network(
        5,
        [(0, 1, 12.0), (1, 2, 3.0), (2, 3, 2.0), (1, 4, 6.0)],
        {0: (40.0, 60.0)},
        {1: (2.0, 30.0), 2: (1.0, 0.0), 3: (20.0, 5.0), 4: (3.0, 25.0)},
    )
    total = net.demand.sum()
    pipes = [
        (int(a), int(b), float(k) * total**2)
        for a, b, k in zip(net.pipe_from, net.pipe_to, net.resistance, strict=True)
    ]
    terminals = [Terminal(0, -1.0, net.supply[0] / total, 3600.0, 1.0)]
    terminals += [
        Terminal(int(i), 1.0, net.demand[i] / total, net.pressure_min[i] ** 2, 10.0)
        for i in np.flatnonzero(net.demand)
    ]
    shares, _, _, _ = solve_one(5, pipes, [], terminals, least={1: 900.0})
    found = least_shed(net, np.zeros((1, 4)), np.zeros((1, 0)), net.supply, net.demand[:, None])
    came = found.delivered[0, :, 0][net.demand > 0] / net.demand[net.demand > 0]
    assert came == pytest.approx(shares[1:], abs=3e-3)
    assert came.sum() < 3.9
    assert found.pressure[0, 1] >= 30.0 - 1e-3
