"""Least pressures hold wherever gas flows, delivered there or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gas.small import network, random_network, random_states, whole
from holdfast.gas import GasResult, Network, least_shed
from holdfast.gas.steady.layout import Tuning

seeds = st.integers(0, 2**32 - 1)


def solved(net: Network, demand=None, **out) -> GasResult:
    pipe_out, compressor_out = whole(net)
    return least_shed(
        net,
        out.get("pipe_out", pipe_out),
        out.get("compressor_out", compressor_out),
        net.supply,
        net.demand[:, None] if demand is None else demand,
    )


def through(net: Network, found: GasResult) -> np.ndarray:
    """(S, N) what comes to nodes or leaves them, the larger."""
    came, went = found.supplied.copy(), found.delivered.sum(axis=2)
    for begin, end, moved in (
        (net.pipe_from, net.pipe_to, found.flow),
        (net.compressor_from, net.compressor_to, found.compressor_flow),
        (net.regulator_from, net.regulator_to, found.regulator_flow),
    ):
        for e in range(len(begin)):
            for node, out in ((begin[e], moved[:, e]), (end[e], -moved[:, e])):
                went[:, node] += np.maximum(out, 0.0)
                came[:, node] += np.maximum(-out, 0.0)
    return np.maximum(came, went)


def holds(net: Network, found: GasResult, asked: np.ndarray) -> bool:
    carries = through(net, found) > 2e-5 * asked[:, None]
    return bool((np.where(carries, net.pressure_min - found.pressure, -1.0) < 1e-3).all())


def passing(least: float, **more) -> Network:
    """A well, a node that gas only passes, a town that asks for no pressure."""
    return network(
        3, [(0, 1, 20.0), (1, 2, 1.0)], {0: (30.0, 70.0)}, {1: (0.0, least), 2: (20.0, 0.0)}, **more
    )


def test_gas_that_passes_a_node_keeps_its_least_pressure():
    found = solved(passing(30.0))
    most = np.sqrt((70.0**2 - 30.0**2) / 20.0)
    assert found.delivered[0, 2, 0] == pytest.approx(most, rel=2.5e-3)
    assert found.delivered[0, 2, 0] <= most
    assert found.pressure[0, 1] >= 30.0 - 1e-3
    assert found.residual[0] < 1e-2
    free = solved(passing(0.0))
    assert free.delivered[0, 2, 0] == pytest.approx(np.sqrt(70.0**2 / 21.0), rel=2.5e-3)


def test_all_that_can_enter_is_still_served_where_pressure_is_left():
    """What a short supply brings comes at all pressures: none is cut for the node on its way."""
    net = passing(55.0)
    short = least_shed(net, *whole(net), np.array([5.0, 0.0, 0.0]), net.demand[:, None])
    assert short.delivered.sum() == pytest.approx(5.0, rel=1e-4)
    assert short.pressure[0, 1] >= 55.0 - 1e-3


@pytest.mark.parametrize("out", [[[0.0]], [[1.0]]], ids=["lifts", "bypass"])
def test_the_inlet_of_a_compressor_keeps_it_too(out):
    net = network(
        4,
        [(0, 1, 20.0), (2, 3, 1.0)],
        {0: (30.0, 70.0)},
        {1: (0.0, 40.0), 3: (20.0, 0.0)},
        [{"ends": (1, 2), "ratio": 1.5}],
    )
    found = solved(net, compressor_out=out)
    most = np.sqrt((70.0**2 - 40.0**2) / 20.0)
    assert found.delivered[0, 3, 0] == pytest.approx(most, rel=2.5e-3)
    assert found.pressure[0, 1] >= 40.0 - 1e-3


def test_a_pipe_beside_does_not_lead_more_through_than_may_pass():
    """Were the pipes behind the node throttled, 4.95 would come beside; as they are, 4.58 do."""
    net = network(
        3,
        [(0, 1, 20.0), (1, 2, 1.0), (0, 2, 200.0)],
        {0: (40.0, 70.0)},
        {1: (0.0, 30.0), 2: (30.0, 0.0)},
    )
    found = solved(net)
    passes = np.sqrt((70.0**2 - 30.0**2) / 20.0)
    beside = passes * np.sqrt(21.0 / 200.0)
    assert found.delivered.sum() == pytest.approx(passes + beside, rel=4e-3)
    assert found.pressure[0, 1] >= 30.0 - 1e-3
    assert found.trims[0] > 0
    assert found.residual[0] < 1e-2


def test_what_is_cut_for_a_node_is_of_the_lowest_class():
    net = network(
        3,
        [(0, 1, 20.0), (1, 2, 1.0), (0, 2, 200.0)],
        {0: (40.0, 70.0)},
        {1: (0.0, 30.0), 2: (30.0, 0.0)},
    )
    demand = np.zeros((3, 3))
    demand[2] = [10.0, 5.0, 15.0]
    came = solved(net, demand).delivered[0].sum(axis=0)
    assert came[:2] == pytest.approx([10.0, 5.0])
    assert came[2] == pytest.approx(3.73, abs=0.08)


def test_a_node_that_cannot_have_its_pressure_lets_nothing_pass():
    net = network(
        4,
        [(0, 1, 20.0), (1, 2, 1.0), (0, 3, 1.0)],
        {0: (30.0, 25.0)},
        {1: (0.0, 30.0), 2: (5.0, 0.0), 3: (5.0, 0.0)},
    )
    found = solved(net)
    assert found.delivered[0, 2, 0] < 1e-5
    assert found.delivered[0, 3, 0] == pytest.approx(5.0, rel=2e-3)
    assert abs(found.flow[0, 0]) < 1e-4


def test_gas_comes_from_the_other_side_where_it_may():
    """Which way gas passes is not said beforehand."""
    net = network(
        4,
        [(0, 1, 20.0), (1, 2, 1.0), (3, 2, 1.0)],
        {0: (30.0, 70.0), 3: (3.0, 60.0)},
        {1: (0.0, 30.0), 2: (20.0, 0.0)},
    )
    found = solved(net)
    most = np.sqrt((70.0**2 - 30.0**2) / 20.0) + 3.0
    assert found.delivered[0, 2, 0] == pytest.approx(most, rel=2.5e-3)
    back = network(
        4,
        [(0, 1, 20.0), (1, 2, 10.0), (3, 2, 10.0)],
        {3: (30.0, 40.0)},
        {0: (30.0, 0.0), 1: (0.0, 30.0)},
    )
    found = solved(back)
    most = np.sqrt((40.0**2 - 30.0**2) / 20.0)  # 6.32 without the bound
    assert found.delivered[0, 0, 0] == pytest.approx(most, rel=9e-3)
    assert found.delivered[0, 0, 0] <= most
    assert found.pressure[0, 1] >= 30.0 - 1e-3


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seeds)
def test_bounds_hold_wherever_gas_flows_in_random_networks(seed):
    draw = np.random.default_rng(seed)
    net = random_network(draw)
    states = random_states(draw, net, 8)
    found = least_shed(net, *states)
    asked = states[3].sum(axis=(1, 2))
    assert holds(net, found, asked)
    assert (found.residual <= 1e-2).all()
    assert (found.imbalance <= 1e-6).all()
    assert (found.dropped < 2).all()


@pytest.mark.parametrize("patience", [6, 10, 16])
def test_bounds_hold_also_where_solves_do_not_end(monkeypatch, patience):
    """Stages are given up after few steps: searched by halves, dropped, drawn less, left plain."""
    monkeypatch.setattr("holdfast.gas.shedding.TUNING", Tuning(patience=patience))
    failed = 0
    for seed in range(8):
        draw = np.random.default_rng(seed)
        net = random_network(draw)
        states = random_states(draw, net, 8)
        found = least_shed(net, *states)
        assert holds(net, found, states[3].sum(axis=(1, 2)))
        assert (found.residual <= 1e-2).all()
        assert (found.imbalance <= 1e-6).all()
        failed += int(found.fallback.sum())
    assert failed > 8


def test_answers_with_bounds_hang_on_nothing_else():
    draw = np.random.default_rng(5)
    net = random_network(draw)
    states = random_states(draw, net, 40)
    found, back = least_shed(net, *states), least_shed(net, *(a[::-1] for a in states))
    for name in found.__dataclass_fields__:
        assert np.array_equal(getattr(found, name), getattr(back, name)[::-1]), name


def test_compressors_lift_where_a_higher_class_gains_by_it_whatever_lower_ones_lose():
    """At 45 bar one unit of the first class is served only by a lift, which keeps a well out that
    would serve ten of the second."""
    net = network(
        5,
        [(0, 1, 0.5), (3, 2, 0.5), (2, 4, 0.5)],
        {0: (12.0, 35.0), 3: (11.0, 40.0)},
        {0: (10.0, 30.0), 2: (10.0, 20.0), 4: (1.0, 45.0)},
        [{"ends": (1, 2), "ratio": 1.5}],
    )
    demand = np.zeros((5, 2))
    demand[[0, 2], 1] = 10.0
    demand[4, 0] = 1.0
    found = solved(net, demand)
    assert found.delivered[0, :, 0].sum() == pytest.approx(1.0)
    assert found.delivered[0, :, 1].sum() < 12.0
    demand[4, 0] = 0.0
    assert solved(net, demand).delivered[0, :, 1].sum() == pytest.approx(20.0)
