"""The compiled balance against its plain twin, on random networks of up to seven nodes."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.power import Network, kernels, share
from twins.power_balance import (
    can_reach,
    dispatch_of_one_state,
    largest_ratio,
    left_over,
    plain_room,
    shed_of_one_state,
    subsets,
)

SPECK = 1e-9


def random_case(seed: int):
    """A network of 1 to 7 nodes, with islands, dead links, empty nodes and three slices."""
    draw = np.random.default_rng(seed)
    nodes = int(draw.integers(1, 8))
    links = draw.integers(0, nodes, (int(draw.integers(0, 11)), 2))
    links = links[links[:, 0] != links[:, 1]]
    count = int(draw.integers(0, 9))
    places = draw.integers(0, nodes, count)
    merit = draw.permutation(count)
    supply = draw.random((5, count)) * 100 * draw.random()
    capacity = draw.random((5, len(links))) * 40 * (draw.random((5, len(links))) < 0.8)
    demand = draw.random((5, nodes, 3)) * 40 * (draw.random((5, nodes, 3)) < 0.8)
    if draw.random() < 0.5:  # whole numbers make ties, where several cuts are tight at once
        supply, capacity, demand = np.floor(supply), np.floor(capacity), np.floor(demand)
    return Network(nodes, links, places, merit), supply, capacity, demand


def opened(network, supply, capacity, demand, ratio=0.0):
    """Work arrays of one state with no flow, as the kernels leave them when a slice is opened."""
    node = np.zeros((5, network.nodes))
    trail = np.zeros((4, network.nodes), dtype=np.int64)
    flow = np.zeros(len(network.links))
    total = kernels.open_state(network.places, supply, demand, node)
    kernels.open_balance(network.links, flow, ratio, node)
    return node, trail, flow, total


@pytest.mark.parametrize("seed", range(300))
def test_shed_and_dispatch_equal_the_twin(seed):
    network, supply, capacity, demand = random_case(seed)
    made = share(network, supply, capacity, demand)
    for s in range(len(demand)):
        near = {"rtol": 0, "atol": 1e-8 * max(demand[s].sum(), 1.0)}
        plain = shed_of_one_state(network.links, network.places, supply[s], capacity[s], demand[s])
        np.testing.assert_allclose(made.shed[s], plain, **near)
        served = (demand[s] - plain).sum(axis=1)
        use = dispatch_of_one_state(
            network.links, network.places, network.merit, supply[s], capacity[s], served
        )
        np.testing.assert_allclose(made.dispatch[s], use, **near)


@pytest.mark.parametrize("seed", range(60))
def test_settle_and_search_end_in_a_least_cut(seed):
    network, supply, capacity, demand = random_case(seed)
    node, trail, flow, total = opened(network, supply[0], capacity[0], demand[0])
    asked = demand[0].sum(axis=1)
    generation = np.bincount(network.places, supply[0], minlength=network.nodes)
    assert total == pytest.approx(asked.sum())
    missing = kernels.settle(network.starts, network.arcs, capacity[0], flow, node, SPECK, trail)
    members = subsets(network.nodes)
    cut = (members[:, network.links[:, 0]] != members[:, network.links[:, 1]]) @ capacity[0]
    most = (members @ (asked - generation) - cut).max()
    spare, short = left_over(network.links, flow, generation, asked)
    np.testing.assert_allclose(node[kernels.SPARE], spare, atol=1e-9)
    np.testing.assert_allclose(node[kernels.MISSING], short, atol=1e-9)
    assert (np.abs(flow) <= capacity[0]).all()
    assert missing == pytest.approx(most, abs=1e-7)
    last = trail[kernels.NEXT] != kernels.UNSEEN
    reached = kernels.search(network.starts, network.arcs, capacity[0], flow, node, SPECK, trail)
    expected = can_reach(network.links, capacity[0], flow, short, SPECK)
    np.testing.assert_array_equal(trail[kernels.NEXT] != kernels.UNSEEN, expected)
    np.testing.assert_array_equal(last, expected)
    assert reached == expected.sum()
    assert not (expected & (spare > 1e-7)).any()


@pytest.mark.parametrize("seed", range(60))
def test_least_ratio_is_the_largest_over_all_subsets(seed):
    network, supply, capacity, demand = random_case(seed)
    node, trail, flow, total = opened(network, supply[0], capacity[0], demand[0])
    found = kernels.least_ratio(
        network.starts,
        network.arcs,
        network.links,
        capacity[0],
        flow,
        node,
        SPECK,
        1e-10 * total,
        trail,
    )
    free = demand[0].sum(axis=1)
    generation = np.bincount(network.places, supply[0], minlength=network.nodes)
    ratio, _ = largest_ratio(network.links, capacity[0], generation, 0 * free, free, 1e-10 * total)
    assert found == pytest.approx(ratio, abs=1e-7)
    if found > 0:
        trail[kernels.NEXT] = np.where(trail[kernels.CUT] > 0, -1, kernels.UNSEEN)
        again = kernels.ratio_of_cut(network.links, capacity[0], node, trail)
        assert again == found


def test_room_and_push_along_a_chain():
    network = Network(3, [[0, 1], [2, 1]], [0], [0])
    capacity, flow = np.array([5.0, 3.0]), np.array([1.0, 1.0])
    node = np.zeros((5, 3))
    node[kernels.MISSING] = [0.0, 0.0, 10.0]
    trail = np.zeros((4, 3), dtype=np.int64)
    for code in (0, ~0, 1, ~1):
        assert kernels.room(code, capacity, flow) == plain_room(code, capacity, flow)
    kernels.search(network.starts, network.arcs, capacity, flow, node, SPECK, trail)
    sent = kernels.push(0, 8.0, capacity, flow, node, trail)
    assert sent == 4.0  # link 0 has 4 of room, link 1 against its sense 3 + 1
    np.testing.assert_array_equal(flow, [5.0, -3.0])
    assert node[kernels.MISSING, 2] == 6.0
    assert kernels.push(0, 8.0, capacity, flow, node, trail) == 0.0
    assert kernels.push(2, 8.0, capacity, flow, node, trail) == 6.0  # at its own end


def test_cut_slice_and_order_use_of_one_node():
    network = Network(1, np.zeros((0, 2), int), [0, 0], [1, 0])
    demand = np.array([[6.0, 4.0]])
    node, trail, flow, total = opened(network, np.array([5.0, 3.0]), np.zeros(0), demand)
    shed = np.zeros((1, 2))
    for k in range(2):
        kernels.cut_slice(
            network.starts,
            network.arcs,
            network.links,
            np.zeros(0),
            flow,
            node,
            SPECK,
            1e-10 * total,
            trail,
            demand,
            k,
            shed,
        )
    np.testing.assert_allclose(shed, [[0.0, 2.0]], atol=1e-12)
    node[kernels.MISSING] = 8.0
    dispatch = np.zeros(2)
    kernels.order_use(
        network.starts,
        network.arcs,
        network.places,
        network.merit,
        np.array([6.0, 3.0]),
        np.zeros(0),
        flow,
        node,
        SPECK,
        trail,
        dispatch,
    )
    np.testing.assert_allclose(dispatch, [5.0, 3.0])
