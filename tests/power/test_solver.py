"""The kernel made ready once: the same as `least_shed`, and as the balance without reactances."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from holdfast import power
from holdfast.power import balance
from public_grids import CASE118


@pytest.fixture(scope="module")
def case118() -> power.Grid:
    return power.read_matpower(CASE118)


WEIGHTS = np.array([1.0, 0.1, 0.01])


def transport(seed: int) -> tuple[power.Grid, balance.Network, dict[str, np.ndarray]]:
    """A network of capacities, for both engines, and states of it."""
    rng = np.random.default_rng(seed)
    buses, links, sources, states = 7, 11, 6, 40
    ends = np.array([rng.choice(buses, 2, replace=False) for _ in range(links)])
    places, order = rng.integers(0, buses, sources), rng.permutation(sources)
    network = balance.Network(buses, ends, places, order.astype(np.int64))
    none = np.zeros(0)
    grid = power.Grid(
        buses=tuple(f"n{i}" for i in range(buses)),
        demand=np.full(buses, 100.0),
        branch_from=none.astype(int),
        branch_to=none.astype(int),
        susceptance=none,
        rating=none,
        shift=none,
        in_service=none.astype(bool),
        generator_bus=places,
        capacity=np.full(sources, 300.0),
        link_from=ends[:, 0],
        link_to=ends[:, 1],
        link_low=np.full(links, -1.0),
        link_high=np.full(links, 1.0),
    )
    given = {
        "supply": rng.uniform(0, 200, (states, sources)) * (rng.random((states, sources)) < 0.8),
        "carried": rng.uniform(0, 80, (states, links)) * (rng.random((states, links)) < 0.8),
        "demand": rng.uniform(0, 60, (states, buses, 3)),
    }
    return grid, network, given


@pytest.mark.parametrize("seed", range(4))
def test_it_balances_a_network_of_capacities_as_the_balance_does(seed: int) -> None:
    grid, network, given = transport(seed)
    merit = np.argsort(network.merit)
    states = len(given["supply"])
    shed, dispatch, again = power.Solver(grid, np.tile(WEIGHTS, (7, 1)), merit, 3).solve(
        np.zeros((states, 0)), given["supply"], given["carried"], given["demand"]
    )
    other = balance.share(network, given["supply"], given["carried"], given["demand"])
    asked = given["demand"].sum(axis=(1, 2))
    assert not again.any()
    np.testing.assert_allclose(
        shed.sum(1) / asked[:, None], other.shed.sum(1) / asked[:, None], atol=1e-6
    )
    np.testing.assert_allclose(shed, other.shed, atol=0.02 * 60)
    # the order of use: what the first generators of the order give, all together, is as much
    first = np.cumsum(dispatch[:, network.merit], axis=1)
    theirs = np.cumsum(other.dispatch[:, network.merit], axis=1)
    np.testing.assert_allclose(first / asked[:, None], theirs / asked[:, None], atol=2e-3)


def test_it_is_least_shed_to_the_bit(case118: power.Grid) -> None:
    rng = np.random.default_rng(5)
    out = rng.random((60, len(case118.branch_from))) < 0.1
    lost = rng.random((60, len(case118.capacity))) < 0.2
    merit = rng.integers(0, 3, len(case118.capacity))
    demand = case118.demand * rng.uniform(0.5, 1.3, (60, 1))
    plain = power.least_shed(case118, out, lost, demand, merit=merit)
    solver = power.Solver(case118, merit=merit)
    for part in (slice(0, 60), slice(13, 14)):
        shed, dispatch, _ = solver.solve(
            1.0 - out[part],
            case118.capacity * (1.0 - lost[part]),
            np.zeros((part.stop - part.start, 0)),
            demand[part, :, None],
        )
        np.testing.assert_array_equal(shed, plain.shed_by_slice[part])
        np.testing.assert_array_equal(dispatch, plain.dispatch[part])


def test_an_order_of_use_changes_no_shed_and_is_kept(case118: power.Grid) -> None:
    """With room on every line the cheapest are full before the next begin."""
    grid = dataclasses.replace(case118, rating=np.full(len(case118.rating), np.inf))
    merit = np.arange(len(grid.capacity)) % 4
    nothing = np.zeros((1, len(grid.branch_from))), np.zeros((1, len(grid.capacity)))
    found = power.least_shed(grid, *nothing, merit=merit)
    assert found.weighted_shed[0] < 1e-6
    room = np.array([grid.capacity[merit == m].sum() for m in range(4)])
    before = np.concatenate([[0.0], np.cumsum(room)[:-1]])
    expected = np.clip(grid.demand.sum() - before, 0.0, room)
    given = [found.dispatch[0][merit == m].sum() for m in range(4)]
    np.testing.assert_allclose(given, expected, atol=1e-3 * grid.demand.sum())


def test_dispatch_is_nearly_the_cheapest_of_the_same_shed(case118: power.Grid) -> None:
    """Against HiGHS, which finds the least sum of rank times MW with what is shed held fast."""
    rng = np.random.default_rng(1)
    states = 600
    out = rng.random((states, len(case118.branch_from))) < 0.08
    lost = rng.random((states, len(case118.capacity))) < 0.15
    demand = case118.demand * rng.uniform(0.7, 1.2, (states, 1))
    merit = rng.integers(0, 5, len(case118.capacity))
    plain = power.least_shed(case118, out, lost, demand)
    found = power.least_shed(case118, out, lost, demand, merit=merit)
    asked = demand.sum(axis=1)
    assert (np.abs(found.weighted_shed - plain.weighted_shed) / asked).max() < 1e-9
    moved = (np.abs(found.shed - plain.shed) / np.maximum(demand, 1.0)).max(axis=1)
    assert moved.max() < 0.02
    assert (moved > 1e-3).mean() < 0.01
    for s in range(12):
        least = cheapest(case118, out[s], lost[s], demand[s] - found.shed[s], merit)
        assert found.dispatch[s] @ merit - least < 0.005 * asked[s]


def cheapest(
    grid: power.Grid, out: np.ndarray, lost: np.ndarray, served: np.ndarray, cost
) -> float:
    """Least cost of generation that serves so much at each bus, with a kW to spare everywhere."""
    spare, buses, lines = 1e-3, len(grid.buses), len(grid.branch_from)
    own = np.where(out | ~grid.in_service, 0.0, grid.susceptance)
    ends = sparse.csr_matrix(
        (
            np.r_[np.ones(lines), -np.ones(lines)],
            (np.r_[:lines, :lines], np.r_[grid.branch_from, grid.branch_to]),
        ),
        (lines, buses),
    )
    flow = sparse.diags(own) @ ends
    sources = len(grid.capacity)
    at = sparse.csr_matrix(
        (np.ones(sources), (grid.generator_bus, np.arange(sources))), (buses, sources)
    )
    none = sparse.csr_matrix((lines, sources))
    found = linprog(
        np.r_[cost, np.zeros(buses)],
        A_ub=sparse.vstack([sparse.hstack([none, flow]), sparse.hstack([none, -flow])]),
        b_ub=np.r_[grid.rating + own * grid.shift, grid.rating - own * grid.shift] + spare,
        A_eq=sparse.hstack([at, -ends.T @ flow]),
        b_eq=served - ends.T @ (own * grid.shift),
        bounds=[(0, most + spare) for most in grid.capacity * ~lost] + [(None, None)] * buses,
    )
    assert found.status == 0
    return float(found.fun)


def test_wrong_shapes_are_refused(case118: power.Grid) -> None:
    with pytest.raises(ValueError, match="merit has shape"):
        power.Solver(case118, merit=np.zeros(3))
    with pytest.raises(ValueError, match="expected"):
        power.Solver(case118).solve(
            np.ones((1, 3)), np.ones((1, 1)), np.ones((1, 0)), np.ones((1, 1))
        )
