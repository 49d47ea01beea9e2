"""SteadyFlow flow: by hand, on random meshes against its laws, and what it refuses."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gas.networks import gaslib
from holdfast.gas import Network, read_gaslib, steady_flow


def pipes(ends, resistance, **more):
    count = 1 + max(max(pair) for pair in ends)
    ends = np.array(ends)
    zero = np.zeros(count)
    return Network(
        nodes=tuple(f"n{k}" for k in range(count)),
        pressure_min=zero,
        pressure_max=np.full(count, np.inf),
        supply_pressure=zero,
        supply=zero,
        demand=zero,
        pipe_from=ends[:, 0],
        pipe_to=ends[:, 1],
        resistance=np.array(resistance, dtype=float),
        volume=np.zeros(len(ends)),
        **more,
    )


def test_two_ways_share_by_the_root_of_their_resistance():
    # 6 through K = 1 and K = 4 side by side: 4 and 2, and p^2 falls by 16.
    found = steady_flow(pipes([(0, 1), (1, 0)], [1, 4]), [0, -6], [5, np.nan])
    assert found.flow == pytest.approx([4, -2])
    assert found.pressure == pytest.approx([5, 3])
    assert found.entered == pytest.approx([6, -6])


def test_two_pressures_are_held():
    # 10^2 - 6^2 = 64 = 1 f^2 at the first pipe with 8 in the middle left: 64 - 36 = 1 f^2 too.
    found = steady_flow(pipes([(0, 1), (1, 2)], [1, 1]), [0, 0, 0], [10, np.nan, 6])
    assert found.flow == pytest.approx([np.sqrt(32)] * 2)
    assert found.entered == pytest.approx([np.sqrt(32), 0, -np.sqrt(32)])


@pytest.mark.parametrize("wide", [1.0, 1e-3, 1e-6])
def test_pressures_that_are_held_drive_flow_beside_a_dead_end(wide):
    net = pipes([(0, 1), (1, 2), (1, 3)], [wide, 1, 0.5])
    found = steady_flow(net, [0, 0, 0, 0], [70, np.nan, 50, np.nan])
    flow = np.sqrt((70**2 - 50**2) / (wide + 1))
    assert found.flow == pytest.approx([flow, flow, 0], abs=1e-9)
    assert found.pressure[3] == pytest.approx(found.pressure[1])
    assert found.residual < 1e-8


def test_random_networks_under_two_pressures_always_have_a_flow():
    """K over three decades, one or two pressures held, little or nothing drawn."""
    for seed in range(300):
        draw = np.random.default_rng(seed)
        nodes = int(draw.integers(3, 9))
        ends = [(int(draw.integers(0, i)), i) for i in range(1, nodes)]
        ends += [tuple(draw.choice(nodes, 2, replace=False)) for _ in range(draw.integers(0, 3))]
        net = pipes(ends, 10 ** draw.uniform(-3, 0.5, len(ends)))
        held = np.full(nodes, np.nan)
        which = draw.choice(nodes, draw.integers(1, 3), replace=False)
        held[which] = draw.uniform(30, 70, len(which))
        asks = np.isnan(held) & (draw.random(nodes) < 0.4)
        put = np.where(asks, -draw.uniform(0, 0.4, nodes), 0.0)
        found = steady_flow(net, put, held)
        squares = found.pressure**2
        lost = squares[net.pipe_from] - squares[net.pipe_to]
        law = net.resistance * found.flow * np.abs(found.flow)
        assert lost == pytest.approx(law, abs=1e-7)
        left = np.bincount(net.pipe_from, found.flow, nodes)
        left -= np.bincount(net.pipe_to, found.flow, nodes)
        assert left == pytest.approx(found.entered, abs=1e-6)
        assert found.entered[np.isnan(held)] == pytest.approx(put[np.isnan(held)])


def test_a_tie_makes_one_node():
    net = pipes([(0, 1), (2, 3)], [1, 1], tie_from=np.array([1]), tie_to=np.array([2]))
    found = steady_flow(net, [0, 0, -1, -2], [5, np.nan, np.nan, np.nan])
    assert found.pressure == pytest.approx([5, 4, 4, np.sqrt(12)])


def test_parts_without_a_pressure_are_left_alone():
    net = pipes([(0, 1), (2, 3)], [1, 1])
    found = steady_flow(net, [0, -1, 0, 0], [5, np.nan, np.nan, np.nan])
    assert np.isnan(found.pressure[2:]).all()
    assert found.flow == pytest.approx([1, 0])


def test_random_meshes_obey_balance_and_law_whatever_the_order():
    draw = np.random.default_rng(5)
    for _ in range(40):
        count = int(draw.integers(3, 30))
        tree = [(int(draw.integers(0, k)), k) for k in range(1, count)]
        more = [tuple(draw.choice(count, 2, replace=False)) for _ in range(count // 2)]
        net = pipes(tree + more, draw.uniform(0.1, 30, len(tree) + len(more)))
        put = draw.uniform(-1, 0.8, count)
        held = np.full(count, np.nan)
        held[0] = 150.0
        found = steady_flow(net, put, held)
        drop = found.pressure[net.pipe_from] ** 2 - found.pressure[net.pipe_to] ** 2
        law = net.resistance * found.flow * np.abs(found.flow)
        assert drop == pytest.approx(law, abs=1e-6)
        assert found.residual < 1e-6
        out = np.zeros(count)
        np.add.at(out, net.pipe_from, found.flow)
        np.add.at(out, net.pipe_to, -found.flow)
        assert out == pytest.approx(found.entered, abs=1e-9)
        assert found.entered[1:] == pytest.approx(put[1:])
        turned = dataclasses.replace(
            net,
            pipe_from=net.pipe_from[::-1],
            pipe_to=net.pipe_to[::-1],
            resistance=net.resistance[::-1],
        )
        other = steady_flow(turned, put, held)
        assert other.pressure == pytest.approx(found.pressure, rel=1e-9)


def test_a_large_network_takes_few_steps():
    net = read_gaslib(gaslib(135))
    held = np.full(len(net.nodes), np.nan)
    ends = dataclasses.replace(net, tie_from=net.compressor_from, tie_to=net.compressor_to)
    held[net.supply > 0] = 80.0
    found = steady_flow(ends, -net.demand * 0.2, held)
    assert found.residual < 1e-7
    assert found.entered[net.supply > 0].sum() == pytest.approx(0.2 * net.demand.sum())


@pytest.mark.parametrize(
    ("put", "held", "said"),
    [
        ([0, -6], [5, np.nan, 1], r"held has shape \(3,\), expected \(2,\)"),
        ([0, np.inf], [5, np.nan], "injection holds a value that is nan or infinite"),
        ([0, -6], [-5, np.nan], "held holds a pressure that is not above 0"),
        ([0, -6], [np.nan, np.nan], "injection is not 0 at n1, which no pressure"),
        ([0, -9], [5, np.nan], "the pressures that are held do not carry this flow to n1"),
    ],
)
def test_what_is_refused(put, held, said):
    with pytest.raises(ValueError, match=said):
        steady_flow(pipes([(0, 1), (1, 0)], [1, 4]), put, held)


def test_two_pressures_at_one_node_are_refused():
    net = pipes([(0, 1)], [1], tie_from=np.array([0]), tie_to=np.array([1]))
    with pytest.raises(ValueError, match="held holds two pressures at n1"):
        steady_flow(net, [0, 0], [5, 6])
