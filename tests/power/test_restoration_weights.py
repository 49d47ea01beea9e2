"""The order of repairs for what is asked for and how much it counts; what a long call tells."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from holdfast.power import Part, fewest_repairs, restore
from power.grids import chain, seeds, star
from power.test_restoration import best_by_hand, damaged, repaired, served_by_hand
from power.witness import least

METHODS = pytest.mark.parametrize("method", ["exact", "fast"])
ARMS = [True, True, True]


@METHODS
def test_what_weighs_more_is_repaired_for_first(method):
    grid = star(10, 20, 30)
    assert [part.row for part in restore(grid, ARMS, [False], 1, method).order] == [2, 1, 0]
    found = restore(grid, ARMS, [False], 1, method, weight=[1, 9, 4, 1])
    assert [part.row for part in found.order] == [0, 1, 2]
    assert found.served == pytest.approx([0, 0.1, 0.3, 0.6])
    assert found.weighted_served == pytest.approx([0, 0.9, 1.7, 2.0])
    assert found.objective == pytest.approx(4.6)


@METHODS
def test_demand_of_the_day_takes_the_place_of_that_of_the_grid(method):
    found = restore(star(10, 20, 30), ARMS, [False], 1, method, demand=[0, 50, 5, 1])
    assert [part.row for part in found.order] == [0, 1, 2]
    assert found.served == pytest.approx([0, 0.5, 0.55, 0.56])
    assert found.weighted_served == pytest.approx(found.served)


@METHODS
def test_slices_of_a_bus_weigh_for_themselves(method):
    # a hospital of 4 MW behind the second arm counts for more than 30 MW behind the third
    demand = np.array([[0, 0], [0, 10], [4, 16], [0, 30.0]])
    weight = np.array([[10, 1]] * 4)
    found = restore(star(10, 20, 30), ARMS, [False], 1, method, demand=demand, weight=weight)
    assert [part.row for part in found.order] == [1, 2, 0]
    assert found.served == pytest.approx([0, 0.2, 0.5, 0.6])
    assert found.weighted_served == pytest.approx([0, 0.56, 0.86, 0.96])


def test_what_weighs_nothing_need_not_be_served():
    grid = star(10, 20, 30)
    assert fewest_repairs(grid, ARMS, [False]) == tuple(Part("branch", row) for row in range(3))
    assert fewest_repairs(grid, ARMS, [False], weight=[1, 0, 1, 0]) == (Part("branch", 1),)
    assert fewest_repairs(grid, ARMS, [False], demand=[0, 0, 0, 7]) == (Part("branch", 2),)


@METHODS
def test_where_nothing_weighs_anything_any_order_is_as_good(method):
    found = restore(chain(50, 50), [True, True], [False], 1, method, weight=np.zeros(3))
    assert (found.objective, found.gap) == (0, 0)
    assert found.weighted_served.tolist() == [0, 0, 0]


@pytest.mark.parametrize("seed", range(6))
def test_the_weighted_order_is_the_best_of_all(seed):
    grid, branch, generator = damaged(seed, 4)
    draw = np.random.default_rng(seed)
    weight = draw.choice([0.5, 1.0, 5.0], len(grid.buses))
    found = restore(grid, branch, generator, 1, "exact", weight=weight)
    served = served_by_hand(grid, branch, generator, True, weight)
    best = best_by_hand(served, found, range(len(found.weight)))
    scale = (np.maximum(grid.demand, 0) * weight).sum() / grid.base * found.weight.sum()
    assert found.objective == pytest.approx(best, abs=2e-6 * scale)
    fast = restore(grid, branch, generator, 1, "fast", weight=weight)
    assert fast.objective <= best + 2e-6 * scale
    assert best <= fast.bound + 2e-6 * scale


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_neither_slices_nor_the_unit_of_weight_change_an_order(seed):
    grid, branch, generator = damaged(seed, 6)
    plain = restore(grid, branch, generator, 2)
    twice = restore(grid, branch, generator, 2, weight=np.full(len(grid.buses), 2.0))
    named = restore(grid, branch, generator, 2, demand=grid.demand)
    moved = restore(dataclasses.replace(grid, demand=grid.demand * 2), branch, generator, 2,
                    demand=grid.demand)  # fmt: skip
    assert twice.order == named.order == moved.order == plain.order
    assert twice.served == pytest.approx(plain.served, abs=1e-6)
    assert twice.weighted_served == pytest.approx(2 * plain.served, abs=1e-6)
    assert named.served.tolist() == plain.served.tolist()
    assert moved.served == pytest.approx(plain.served, abs=1e-6)
    halves = np.repeat(grid.demand[:, None] / 2, 2, axis=1)
    sliced = restore(grid, branch, generator, 2, demand=halves)
    scale = np.maximum(grid.demand, 0).sum() / grid.base * plain.weight.sum()
    assert sliced.objective == pytest.approx(plain.objective, abs=2e-6 * scale)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_what_is_said_to_be_served_is_served_by_weight(seed):
    grid, branch, generator = damaged(seed, 5)
    weight = np.random.default_rng(seed).choice([0.2, 1.0, 3.0], len(grid.buses))
    asked = (np.maximum(grid.demand, 0) * weight).sum()
    for method in ("exact", "fast"):
        found = restore(grid, branch, generator, 1, method, weight=weight)
        lines, units = [], []
        for count, left in enumerate(found.left_open):
            lines.append(repaired(found.order, "branch", branch, count))
            lines[-1][[part.row for part in left]] = True
            units.append(repaired(found.order, "generator", generator, count))
        shed, _ = least(
            grid,
            {"branch_out": np.array(lines), "generator_out": np.array(units), "weight": weight},
        )
        assert found.weighted_served * grid.base == pytest.approx(asked - shed, abs=4e-6 * asked)
        assert (np.diff(found.weighted_served) >= -4e-6 * asked / grid.base).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"demand": [1, 2]}, r"demand has shape \(2,\), expected \(3,\) or \(3, slices\)"),
        ({"demand": np.zeros((2, 3))}, r"demand has shape \(2, 3\), expected \(3,\)"),
        ({"demand": [0, np.nan, 1]}, "demand holds a value that is nan"),
        ({"weight": [1, 2]}, r"weight has shape \(2,\), expected \(3,\) or \(3, 1\)"),
        ({"weight": [1, -2, 1]}, "weight holds a value that is negative"),
        ({"demand": np.zeros((3, 2)), "weight": np.ones((3, 3))}, r"expected \(3,\) or \(3, 2\)"),
    ],
)
@pytest.mark.parametrize("call", [lambda g, **o: restore(g, **o, repairs_per_period=1),
                                  fewest_repairs])  # fmt: skip
def test_bad_demand_or_weight_is_named(call, change, message):
    given = {"branch_out": [True, True], "generator_out": [False]}
    with pytest.raises(ValueError, match=message):
        call(chain(10, 10), **(given | change))


def told(call, *arguments, **options):
    """What a call returns, and each of what it says is done of what."""
    said: list[tuple[int, int]] = []
    found = call(*arguments, **options, progress=lambda done, total: said.append((done, total)))
    assert all(0 <= done <= total for done, total in said)
    return found, said


def test_the_exact_order_tells_how_many_sets_are_solved():
    grid = chain(*[100.0] * 11)
    out = np.ones(11, dtype=bool)
    found, said = told(restore, grid, out, [False], 1, "exact")
    assert said == [(1024, 2048), (2048, 2048)]
    assert found.order == restore(grid, out, [False], 1, "exact").order
    assert told(fewest_repairs, grid, out, [False])[1] == said


def test_the_fast_order_tells_each_of_its_tasks_to_its_end():
    found, said = told(restore, star(10, 20, 30), ARMS, [False], 1, "fast")
    assert found.order == restore(star(10, 20, 30), ARMS, [False], 1, "fast").order
    begun = [(1, 3), (2, 3), (3, 3)]
    assert said[:3] == begun
    assert said.count((200, 200)) == 2
    assert said[-4:] == [(1, 4), (2, 4), (3, 4), (4, 4)]
