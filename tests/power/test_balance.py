"""Balance of a transport network: by hand, against HiGHS, properties, bad input."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from holdfast.power import Network, share

# ---- worked by hand ------------------------------------------------------------------------------

TWO = Network(2, [[0, 1]], [0, 1], [0, 1])


def test_enough_for_all_and_the_first_in_order_gives_first():
    made = share(TWO, [[100.0, 50.0]], [[30.0]], [[[40.0], [60.0]]])
    assert made.total == [0.0]
    # The first gives its own 40 and what the link takes; the second gives the other 30.
    np.testing.assert_allclose(made.dispatch, [[70.0, 30.0]])
    np.testing.assert_allclose(made.flow, [[30.0]])


def test_a_lack_everywhere_is_shared_in_proportion_to_demand():
    made = share(TWO, [[60.0, 15.0]], [[100.0]], [[[40.0], [60.0]]])
    np.testing.assert_allclose(made.shed, [[[10.0], [15.0]]])


def test_what_the_link_cannot_carry_is_cut_behind_it_alone():
    made = share(TWO, [[100.0, 0.0]], [[30.0]], [[[40.0], [60.0]]])
    np.testing.assert_allclose(made.shed, [[[0.0], [30.0]]])


def test_three_levels_of_ratio():
    # 0 - 1 - 2 in a row. Node 2 can get 10 of 40 (ratio 3/4); nodes 0 and 1 have 100 + 40 less the
    # 10 that go on, for 120 + 60 (ratio 50/180).
    row = Network(3, [[0, 1], [1, 2]], [0, 1], [0, 1])
    made = share(row, [[100.0, 40.0]], [[200.0, 10.0]], [[[120.0], [60.0], [40.0]]])
    np.testing.assert_allclose(made.shed[0, :, 0], [120 * 50 / 180, 60 * 50 / 180, 30.0])
    np.testing.assert_allclose(made.total, [80.0])


def test_the_last_slice_is_cut_first_wherever_it_is():
    made = share(TWO, [[50.0, 0.0]], [[100.0]], [[[10.0, 20.0], [30.0, 40.0]]])
    np.testing.assert_allclose(made.shed, [[[0.0, 20.0 * 5 / 6], [0.0, 40.0 * 5 / 6]]])


def test_an_island_without_generation_is_dark_and_nobody_else():
    apart = Network(2, np.zeros((0, 2), int), [0], [0])
    made = share(apart, [[9.0]], np.zeros((1, 0)), [[[5.0], [7.0]]])
    np.testing.assert_allclose(made.shed[0, :, 0], [0.0, 7.0])


def test_power_passes_through_a_node_without_demand_over_parallel_links():
    through = Network(3, [[0, 1], [1, 0], [1, 2]], [0], [0])
    made = share(through, [[100.0]], [[10.0, 15.0, 50.0]], [[[0.0], [0.0], [30.0]]])
    np.testing.assert_allclose(made.total, [5.0])
    np.testing.assert_allclose(made.flow, [[10.0, -15.0, 25.0]])


@pytest.mark.parametrize(("asked", "states"), [([[[0.0], [0.0]]], 1), (np.zeros((3, 2, 0)), 3)])
def test_nothing_asked_is_nothing_done(asked, states):
    made = share(TWO, [[5.0, 5.0]], [[1.0]], asked)
    assert (made.total == np.zeros(states)).all()
    assert not made.dispatch.any()
    assert not made.flow.any()


def test_no_states_give_empty_results():
    made = share(TWO, np.zeros((0, 2)), [[1.0]], np.zeros((0, 2, 1)))
    assert made.shed.shape == (0, 2, 1)
    assert made.flow.shape == (0, 1)


# ---- against HiGHS -------------------------------------------------------------------------------


def flow_model(network, supply, capacity, demand):
    """Rows A x = b of the balance: columns are shed (N*K), generators, links; and the bounds."""
    nodes, slices = demand.shape
    cut = np.kron(np.eye(nodes), np.ones((1, slices)))
    gens = (network.places == np.arange(nodes)[:, None]).astype(float)
    heads = (network.links[:, 1] == np.arange(nodes)[:, None]).astype(float)
    tails = (network.links[:, 0] == np.arange(nodes)[:, None]).astype(float)
    rows = np.hstack([cut, gens, heads - tails])
    low = np.concatenate([np.zeros(nodes * slices + len(supply)), -capacity])
    high = np.concatenate([demand.ravel(), supply, capacity])
    return rows, demand.sum(axis=1), np.stack([low, high], axis=1)


def totals_by_slice(network, supply, capacity, demand):
    """Least shed of the first slice, then of the second given the first, and so on."""
    rows, asked, bounds = flow_model(network, supply, capacity, demand)
    nodes, slices = demand.shape
    totals = []
    for k in range(slices):
        cost = np.zeros(rows.shape[1])
        cost[k : nodes * slices : slices] = 1.0
        held = np.zeros((len(totals), rows.shape[1]))
        for earlier in range(len(totals)):
            held[earlier, earlier : nodes * slices : slices] = 1.0
        found = linprog(
            cost,
            A_ub=np.vstack([-rows, held]),
            b_ub=np.concatenate([-asked, np.array(totals) + 1e-9]),
            bounds=bounds,
        )
        assert found.status == 0
        totals.append(found.fun)
    return np.array(totals)


def weighted_shed(network, supply, capacity, demand, weight):
    """Least sum of weight times shed."""
    rows, asked, bounds = flow_model(network, supply, capacity, demand)
    cost = np.zeros(rows.shape[1])
    cost[: demand.size] = np.tile(weight, len(demand))
    return linprog(cost, A_ub=-rows, b_ub=-asked, bounds=bounds).fun


def fair_shed(network, supply, capacity, demand):
    """One slice: the largest ratio of shed to demand made least, then the next, by LPs.

    After each LP, a node is settled if its ratio cannot be lower with no other above the level.
    """
    rows, asked, bounds = flow_model(network, supply, capacity, demand[:, None])
    nodes = len(demand)
    rows = np.hstack([rows, np.zeros((nodes, 1))])
    fixed = np.where(demand > 0, np.nan, 0.0)
    while np.isnan(fixed).any():
        loose = np.flatnonzero(np.isnan(fixed))
        limits = np.vstack([bounds, [0.0, 1.0]])
        limits[:nodes, 1] = np.where(np.isnan(fixed), demand, fixed * demand + 1e-9)
        level = np.zeros((len(loose), rows.shape[1]))
        level[np.arange(len(loose)), loose] = 1.0
        level[:, -1] = -demand[loose]
        limit = np.concatenate([-asked, np.zeros(len(loose))])
        cost = np.eye(1, rows.shape[1], rows.shape[1] - 1)[0]
        best = linprog(cost, A_ub=np.vstack([-rows, level]), b_ub=limit, bounds=limits).fun
        limits[-1] = best, best + 1e-9
        for n in loose:
            cost = np.eye(1, rows.shape[1], n)[0]
            least = linprog(cost, A_ub=np.vstack([-rows, level]), b_ub=limit, bounds=limits).fun
            if least >= best * demand[n] - 1e-6:
                fixed[n] = best
    return fixed * demand


def made_case(seed, nodes=9, slices=3):
    """A ring with chords, short of power, whose nodes and links are partly dead."""
    draw = np.random.default_rng(seed)
    ring = [(i, (i + 1) % nodes) for i in range(nodes)]
    chords = [tuple(draw.choice(nodes, 2, replace=False)) for _ in range(4)]
    places = draw.integers(0, nodes, 10)
    network = Network(nodes, np.array(ring + chords), places, draw.permutation(10))
    supply = draw.uniform(0, 40, 10) * (draw.random(10) < 0.8)
    capacity = draw.uniform(0, 25, len(network.links)) * (draw.random(len(network.links)) < 0.8)
    demand = draw.uniform(0, 15, (nodes, slices)) * (draw.random((nodes, slices)) < 0.8)
    return network, supply, capacity, demand


@pytest.mark.parametrize("seed", range(40))
def test_totals_by_slice_and_any_falling_weights_agree_with_highs(seed):
    network, supply, capacity, demand = made_case(seed)
    shed = share(network, [supply], [capacity], [demand]).shed[0]
    totals = totals_by_slice(network, supply, capacity, demand)
    np.testing.assert_allclose(shed.sum(axis=0), totals, atol=1e-6)
    for weight in ([100.0, 10.0, 1.0], [1.02, 1.01, 1.0]):
        best = weighted_shed(network, supply, capacity, demand, weight)
        assert (shed.sum(axis=0) @ weight) == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_shares_within_a_slice_agree_with_a_sequence_of_linear_programs(seed):
    network, supply, capacity, demand = made_case(seed, nodes=6, slices=1)
    shed = share(network, [supply], [capacity], [demand]).shed[0, :, 0]
    plain = fair_shed(network, supply, capacity, demand[:, 0])
    np.testing.assert_allclose(shed, plain, atol=1e-5)


@pytest.mark.parametrize("seed", range(40))
def test_the_shares_have_the_least_sum_of_squared_shed_over_demand(seed):
    # At the least of a convex function no direction goes down: one linear program a slice over the
    # least-shed solutions that keep the slices before.
    network, supply, capacity, demand = made_case(seed)
    shed = share(network, [supply], [capacity], [demand]).shed[0]
    rows, asked, bounds = flow_model(network, supply, capacity, demand)
    for k in range(demand.shape[1]):
        limits = bounds.copy()
        for n in range(len(demand)):
            cells = limits[n * demand.shape[1] : (n + 1) * demand.shape[1]]
            cells[:k] = shed[n, :k, None] + [0.0, 1e-9]
            cells[k + 1 :] = demand[n, k + 1 :, None]
        chosen = np.zeros(rows.shape[1])
        chosen[k : demand.size : demand.shape[1]] = 1.0
        slope = np.divide(shed[:, k], demand[:, k], out=np.zeros(len(demand)), where=shed[:, k] > 0)
        cost = np.zeros(rows.shape[1])
        cost[k : demand.size : demand.shape[1]] = slope
        found = linprog(
            cost,
            A_ub=np.vstack([-rows, chosen]),
            b_ub=np.append(-asked, shed[:, k].sum() + 1e-9),
            bounds=limits,
        )
        assert found.fun >= slope @ shed[:, k] - 1e-6


@pytest.mark.parametrize("seed", range(20))
def test_dispatch_is_the_cheapest_when_costs_rise_steeply_along_the_order(seed):
    network, supply, capacity, demand = made_case(seed)
    made = share(network, [supply], [capacity], [demand])
    rows, asked, bounds = flow_model(network, supply, capacity, demand)
    bounds[: demand.size] = made.shed[0].reshape(-1, 1) * [1.0, 1.0]
    bounds[: demand.size, 1] += 1e-9
    cost = np.zeros(rows.shape[1])
    cost[demand.size + network.merit] = np.arange(1, 11)
    best = linprog(cost, A_ub=-rows, b_ub=-asked, bounds=bounds).fun
    used = cost[demand.size : demand.size + 10] @ made.dispatch[0]
    assert used == pytest.approx(best, abs=1e-5)


# ---- properties ----------------------------------------------------------------------------------

AMOUNT = st.one_of(st.just(0.0), st.integers(0, 50).map(float), st.floats(0.001, 100.0))


@st.composite
def cases(draw):
    """Any small network: islands, loops, parallel links, dead links, nodes without anything."""
    nodes = draw(st.integers(1, 8))
    ends = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1))
    links = draw(st.lists(ends.filter(lambda two: two[0] != two[1]), max_size=14))
    places = draw(st.lists(st.integers(0, nodes - 1), max_size=10))
    merit = draw(st.permutations(range(len(places))))
    slices = draw(st.integers(1, 3))
    network = Network(nodes, np.array(links, int).reshape(-1, 2), np.array(places, int), merit)

    def amounts(*shape):
        size = int(np.prod(shape))
        return np.array(draw(st.lists(AMOUNT, min_size=size, max_size=size))).reshape(shape)

    return network, amounts(1, len(places)), amounts(1, len(links)), amounts(1, nodes, slices)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(cases())
def test_balance_and_bounds_hold(case):
    network, supply, capacity, demand = case
    made = share(network, supply, capacity, demand)
    size = 1e-9 * max(demand.sum(), 1e-300)
    assert (made.shed >= 0).all()
    assert (made.shed <= demand).all()
    assert (made.dispatch >= 0).all()
    assert (made.dispatch <= supply + size).all()
    assert (np.abs(made.flow) <= capacity + size).all()
    into = np.bincount(network.places, made.dispatch[0], minlength=network.nodes)
    np.add.at(into, network.links[:, 1], made.flow[0])
    np.add.at(into, network.links[:, 0], -made.flow[0])
    served = (demand - made.shed)[0].sum(axis=1)
    np.testing.assert_allclose(into, served, rtol=0, atol=size)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(cases(), st.randoms(use_true_random=False))
def test_names_and_row_order_do_not_matter(case, chance):
    network, supply, capacity, demand = case
    draw = np.random.default_rng(chance.randrange(2**32))
    node = draw.permutation(network.nodes)
    link = draw.permutation(len(network.links))
    gen = draw.permutation(len(network.places))
    ends = node[network.links][link]
    turned = draw.random(len(link)) < 0.5
    ends[turned] = ends[turned][:, ::-1]
    other = Network(network.nodes, ends, node[network.places][gen], np.argsort(gen)[network.merit])
    asked = np.empty_like(demand)
    asked[:, node] = demand
    made = share(network, supply, capacity, demand)
    again = share(other, supply[:, gen], capacity[:, link], asked)
    near = {"rtol": 0, "atol": 1e-8 * max(demand.sum(), 1e-300)}
    np.testing.assert_allclose(again.shed[:, node], made.shed, **near)
    np.testing.assert_allclose(again.dispatch, made.dispatch[:, gen], **near)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(cases(), st.integers(-20, 20))
def test_units_do_not_matter(case, power):
    network, supply, capacity, demand = case
    scale = 2.0**power
    made = share(network, supply, capacity, demand)
    again = share(network, supply * scale, capacity * scale, demand * scale)
    np.testing.assert_array_equal(again.shed, made.shed * scale)
    np.testing.assert_array_equal(again.dispatch, made.dispatch * scale)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(cases(), st.data())
def test_more_supply_or_capacity_never_raises_the_shed_of_the_first_slices(case, data):
    network, supply, capacity, demand = case
    more_supply, more_capacity = supply.copy(), capacity.copy()
    if supply.size:
        more_supply[0, data.draw(st.integers(0, supply.size - 1))] += data.draw(AMOUNT)
    if capacity.size:
        more_capacity[0, data.draw(st.integers(0, capacity.size - 1))] += data.draw(AMOUNT)
    less = share(network, supply, capacity, demand).shed[0].sum(axis=0).cumsum()
    more = share(network, more_supply, more_capacity, demand).shed[0].sum(axis=0).cumsum()
    assert (more <= less + 1e-9 * demand.sum()).all()


def test_a_state_has_the_same_bits_alone_and_among_others():
    draw = np.random.default_rng(5)
    network, *_ = made_case(3)
    supply = draw.uniform(0, 40, (64, 10))
    capacity = draw.uniform(0, 25, (64, len(network.links)))
    demand = draw.uniform(0, 15, (64, network.nodes, 3))
    made = share(network, supply, capacity, demand)
    order = draw.permutation(64)
    mixed = share(network, supply[order], capacity[order], demand[order])
    for s in range(64):
        alone = share(network, supply[s : s + 1], capacity[s : s + 1], demand[s : s + 1])
        place = int(np.flatnonzero(order == s)[0])
        for name in ("shed", "dispatch", "flow", "total"):
            assert getattr(alone, name).tobytes() == getattr(made, name)[s].tobytes()
            assert getattr(mixed, name)[place].tobytes() == getattr(made, name)[s].tobytes()


def test_one_capacity_serves_many_states_and_frozen_arrays_are_taken():
    demand = np.array([[[40.0], [60.0]], [[10.0], [20.0]]])
    demand.flags.writeable = False
    made = share(TWO, [[60.0, 15.0]], [[100.0]], demand)
    assert made.flow.shape == (2, 1)
    np.testing.assert_allclose(made.total, [25.0, 0.0])


# ---- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
@pytest.mark.parametrize("name", ["supply", "capacity", "demand"])
def test_a_value_that_is_no_amount_is_named(name, bad):
    given_ = {"supply": np.ones((1, 2)), "capacity": np.ones((1, 1)), "demand": np.ones((1, 2, 1))}
    given_[name].flat[0] = bad
    with pytest.raises(ValueError, match=f"^{name} holds a value that is negative"):
        share(TWO, **given_)


def test_a_shape_that_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"^supply has shape \(1, 3\), expected \(states, 2\)"):
        share(TWO, np.ones((1, 3)), np.ones((1, 1)), np.ones((1, 2, 1)))
    with pytest.raises(ValueError, match="differ: supply 2, capacity 3, demand 1"):
        share(TWO, np.ones((2, 2)), np.ones((3, 1)), np.ones((1, 2, 1)))


@pytest.mark.parametrize(
    ("links", "places", "merit", "said"),
    [
        ([[0, 2]], [0], [0], "links must lie between 0 and 1"),
        ([[1, 1]], [0], [0], "links: a link joins a node with itself"),
        ([[0, 1]], [-1], [0], "places must lie between 0 and 1"),
        ([[0, 1]], [0.5], [0], "places must be whole numbers"),
        ([[0, 1]], [0, 1], [0, 0], "merit must hold each generator once"),
        ([[0, 1]], [0, 1], [1], "merit must hold each generator once"),
    ],
)
def test_a_network_that_makes_no_sense_is_refused(links, places, merit, said):
    with pytest.raises(ValueError, match=said):
        Network(2, links, places, merit)


def test_the_engine_loads_no_tables_and_nothing_else_of_holdfast():
    code = (
        "import sys, holdfast.power\n"
        "bad = {'xarray', 'pandas'} & set(sys.modules)\n"
        "bad |= {m for m in sys.modules if m.startswith('holdfast.') and "
        "not m.startswith('holdfast.power')} - {'holdfast.version'}\n"
        "assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
