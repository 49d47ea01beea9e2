"""Low pressures, narrow bands, and what lies between: the same laws at every scale."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gas.small import network, random_network, random_states, whole
from holdfast.gas import GasResult, Network, least_shed, steady_flow


def solved(net: Network) -> GasResult:
    return least_shed(net, *whole(net), net.supply, net.demand[:, None])


@pytest.mark.parametrize("supply", [1.01, 1.1, 1.5, 2.0, 3.0, 10.0])
def test_a_town_behind_a_wide_pipe_gets_all_at_any_pressure(supply):
    found = solved(network(2, [(0, 1, 1e-6)], {0: (30.0, supply)}, {1: (6.0, 1.0)}))
    assert found.delivered[0, 1, 0] == pytest.approx(6.0, rel=1e-9)
    assert not found.fallback[0]
    assert found.pressure[0, 0] <= supply + 1e-6
    assert found.pressure[0, 1] >= 1.0


def test_what_arrives_at_low_pressure_is_what_steady_flow_says():
    net = network(2, [(0, 1, 1e-3)], {0: (30.0, 2.0)}, {1: (6.0, 1.2)})
    found = solved(net)
    plain = steady_flow(net, np.array([0.0, -6.0]), np.array([2.0, np.nan]))
    assert found.delivered[0, 1, 0] == pytest.approx(6.0, rel=1e-9)
    assert found.pressure[0] == pytest.approx(plain.pressure, abs=5e-3)


def test_a_low_pipe_carries_what_weymouth_says():
    """2.5 bar to 1.5 bar: f = sqrt((6.25 - 2.25) / K), less what droops take of it."""
    found = solved(network(2, [(0, 1, 0.25)], {0: (30.0, 2.5)}, {1: (9.0, 1.5)}))
    assert found.delivered[0, 1, 0] == pytest.approx(4.0, rel=0.02)
    assert found.residual[0] < 1e-4


@pytest.mark.parametrize("width", [0.0, 0.01, 0.05, 0.1, 0.5])
def test_a_narrow_band_lets_gas_come(width):
    limits = np.array([np.inf, 50.0 + width])
    net = network(2, [(0, 1, 20.0)], {0: (30.0, 70.0)}, {1: (6.0, 50.0)}, pressure_max=limits)
    found = solved(net)
    assert found.delivered[0, 1, 0] == pytest.approx(6.0, rel=2e-3)
    assert 50.0 - 5e-4 <= found.pressure[0, 1] <= 50.0 + width + 1e-3


def test_a_town_of_low_pressure_behind_a_regulator_of_a_high_one():
    net = network(
        4,
        [(0, 1, 20.0), (2, 3, 0.01)],
        {0: (30.0, 70.0)},
        {1: (4.0, 30.0), 3: (6.0, 1.5)},
        regulator_from=np.array([1]),
        regulator_to=np.array([2]),
        regulator_set_point=np.array([2.0]),
    )
    found = solved(net)
    assert found.delivered[0].sum() == pytest.approx(10.0, rel=1e-4)
    assert found.pressure[0, 2] <= 2.0 + 1e-3
    assert found.pressure[0, 3] == pytest.approx(np.sqrt(4.0 - 0.36), abs=0.03)


@pytest.mark.parametrize("times", [0.02, 0.05, 0.2])
def test_a_network_at_other_pressures_is_the_same_network(times):
    """All pressures times a factor and all K times its square: the same gas comes."""
    for seed in range(6):
        draw = np.random.default_rng(seed)
        net = random_network(draw)
        net = dataclasses.replace(net, most_power=np.full(len(net.ratio), np.inf))
        states = random_states(draw, net, 6)
        low = dataclasses.replace(
            net,
            resistance=net.resistance * times**2,
            **{
                name: getattr(net, name) * times
                for name in ("pressure_min", "pressure_max", "supply_pressure", "set_point")
            },
        )
        high, found = least_shed(net, *states), least_shed(low, *states)
        asked = states[3].sum(axis=(1, 2))
        apart = (high.delivered - found.delivered).sum(axis=(1, 2)) / asked
        assert np.abs(apart).max() < 0.01
        assert not found.dropped.any()
