"""Several items under a budget: a dynamic program, every choice, the hull beside the optimum."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from holdfast.spares import best_stock, budgeted, metric, vari_metric
from holdfast.spares.knapsack import Hulls, corners_of, knapsack


def dynamic_program(tables, price, budget):
    """The least sum of one entry of each table, prices and budget whole."""
    best = np.zeros(budget + 1)
    for table, one in zip(tables, price, strict=True):
        new = np.full(budget + 1, np.inf)
        for units, value in enumerate(table):
            cost = units * one
            if cost <= budget:
                new[cost:] = np.minimum(new[cost:], best[: budget + 1 - cost] + value)
        best = new
    return best[budget]


falling = st.lists(st.floats(0, 10), min_size=1, max_size=7).map(lambda row: sorted(row)[::-1])


@settings(max_examples=120, deadline=None)
@given(
    tables=st.lists(falling, min_size=1, max_size=6),
    price=st.lists(st.integers(1, 9), min_size=6, max_size=6),
    budget=st.integers(0, 60),
)
def test_the_knapsack_agrees_with_a_dynamic_program(tables, price, budget):
    rows = [np.array(row) for row in tables]
    hulls = Hulls.of(rows, np.array(price[: len(rows)], dtype=float))
    units, bound = knapsack(hulls, float(budget))
    truth = dynamic_program(rows, price[: len(rows)], budget)
    assert float(hulls.price @ units) <= budget
    assert hulls.value(units) == pytest.approx(truth, abs=1e-9)
    assert bound == pytest.approx(truth, abs=1e-9)
    assert hulls.value(hulls.bought(budget)) >= truth - 1e-9


def by_highs(hulls, budget):
    """The least sum by a mixed-integer program."""
    owner = np.repeat(np.arange(len(hulls.tables)), [len(row) for row in hulls.tables])
    units = np.concatenate([np.arange(len(row)) for row in hulls.tables])
    rows = np.vstack([owner == item for item in range(len(hulls.tables))]).astype(float)
    done = milp(
        np.concatenate(hulls.tables),
        constraints=[
            LinearConstraint(rows, 1, 1),
            LinearConstraint((hulls.price[owner] * units)[None, :], -np.inf, budget),
        ],
        integrality=np.ones(len(units)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    return done.fun


@pytest.mark.parametrize("seed", range(6))
def test_the_knapsack_agrees_with_highs(seed):
    draw = np.random.default_rng(seed)
    rows = [np.sort(draw.uniform(0, 9, draw.integers(1, 12)))[::-1] for _ in range(25)]
    hulls = Hulls.of(rows, np.exp(draw.normal(1, 1, 25)))
    budget = float(draw.uniform(0.1, 0.9) * hulls.curve_cost[-1])
    units, bound = knapsack(hulls, budget)
    assert hulls.value(units) == pytest.approx(by_highs(hulls, budget), abs=1e-5)
    assert bound == pytest.approx(hulls.value(units))
    assert float(hulls.price @ units) <= budget


def test_with_little_room_the_bound_tells_what_was_left_out():
    draw = np.random.default_rng(3)
    rows = [np.sort(draw.uniform(0, 9, 8))[::-1] for _ in range(40)]
    hulls = Hulls.of(rows, np.exp(draw.normal(1, 1, 40)))
    budget = 0.4 * hulls.curve_cost[-1]
    best, truth = knapsack(hulls, budget)
    units, bound = knapsack(hulls, budget, most=3)
    assert bound < truth == pytest.approx(hulls.value(best))
    assert hulls.value(units) >= truth


def test_corners_leave_out_the_dent():
    assert corners_of(np.array([10.0, 8.0, 7.0, 3.0, 2.5, 2.5])).tolist() == [0, 3, 4]
    assert corners_of(np.array([4.0])).tolist() == [0]
    assert corners_of(np.zeros(5)).tolist() == [0]


@pytest.fixture(scope="module")
def stores():
    draw = np.random.default_rng(12)
    return (
        draw.uniform(0, 20, (8, 3)), 0.3, 0.02, 0.05, draw.uniform(0, 0.2, 8),
        draw.integers(3, 20, 8).astype(float),
    )  # fmt: skip


@pytest.fixture(scope="module")
def tables(stores):
    """Least backorders of each item for 0 to 29 units."""
    return [
        [
            best_stock(stores[0][item], *stores[1:4], stores[4][item], total)[2].total
            for total in range(30)
        ]
        for item in range(8)
    ]


@pytest.mark.parametrize("budget", [0, 2, 30, 77, 140, 400])
def test_the_optimum_is_the_optimum(stores, tables, budget):
    truth = dynamic_program(tables, stores[5].astype(int), budget)
    found = budgeted(*stores, budget)
    assert found.optimum.backorders == pytest.approx(truth, abs=1e-8)
    assert found.bound <= truth + 1e-9
    assert 0 <= found.gap <= 1e-6
    assert found.optimum.backorders <= found.hull.backorders + 1e-12
    assert found.hull.cost <= budget
    assert found.optimum.cost <= budget


def test_what_is_told_is_what_the_stock_leaves(stores):
    found = budgeted(*stores, 100.0, weight=np.arange(1.0, 9.0), model="vari_metric")
    for choice in (found.hull, found.optimum):
        again = vari_metric(*stores[:5], choice.depot_stock, choice.base_stock)
        assert choice.backorders == pytest.approx(float(np.arange(1.0, 9.0) @ again.total))
        units = choice.depot_stock + choice.base_stock.sum(axis=1)
        assert choice.cost == pytest.approx(float(stores[5] @ units))


def test_every_set_on_the_hull_is_best_for_what_it_costs(stores):
    curve = budgeted(*stores, 120.0)
    assert (np.diff(curve.curve_cost) > 0).all()
    assert (np.diff(curve.curve_backorders) <= 1e-12).all()
    for at in (0, 3, 6, 9):
        cost, left = curve.curve_cost[at], curve.curve_backorders[at]
        found = budgeted(*stores, cost)
        assert found.hull.cost == pytest.approx(cost)
        assert found.hull.backorders == pytest.approx(left)
        assert found.optimum.backorders == pytest.approx(left, abs=1e-8)


def test_an_item_without_demand_is_not_bought():
    found = budgeted([[0, 0], [5, 5]], 0, 1, 1, 1, [1.0, 2.0], 11.0)
    assert found.optimum.depot_stock[0] == found.optimum.base_stock[0].sum() == 0
    assert found.optimum.cost == 10
    assert found.hull.cost == 10
    assert found.optimum.backorders == pytest.approx(
        metric([5, 5], 0, 1, 1, 1, found.optimum.depot_stock[1], found.optimum.base_stock[1]).total
    )


def test_faults():
    with pytest.raises(ValueError, match="budget is -1") as raised:
        budgeted([[1, 2]], 0, 1, 1, 1, [0.0], -1, weight=-1)
    assert "unit_cost[0] is 0: a finite number above 0 is allowed" in str(raised.value)
    assert "weight is -1" in str(raised.value)
    with pytest.raises(ValueError, match=r"shapes do not go together: .*unit_cost \(3,\)"):
        budgeted([[1, 2], [3, 4]], 0, 1, 1, 1, [1, 2, 3], 1)
