"""The order of repairs: by hand, against every order by HiGHS, properties, bad input."""

from __future__ import annotations

import dataclasses
import functools
import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from holdfast.power import DamagedGrid, Grid, Part, fewest_repairs, least_shed, restore
from power.grids import chain, random_grid, seeds, triangle
from power.witness import least

CLOSE = 2e-6
"""Of demand: the kernel's and the linear program's tolerance."""


def damaged(seed: int, parts: int) -> tuple[Grid, np.ndarray, np.ndarray]:
    """A grid drawn at random with demand, and up to so many parts of it out."""
    draw = np.random.default_rng(seed)
    grid = random_grid(draw, buses=6)
    while not (grid.demand > 0).any():
        grid = random_grid(draw, buses=6)
    lengths = len(grid.rating), len(grid.capacity)
    out = np.zeros(sum(lengths), dtype=bool)
    out[draw.permutation(len(out))[:parts]] = True
    return grid, out[: lengths[0]], out[lengths[0] :]


def repaired(order: tuple[Part, ...], kind: str, out: np.ndarray, count: int) -> np.ndarray:
    """What is still out after so many repairs."""
    left = out.copy()
    left[[part.row for part in order[:count] if part.kind == kind]] = False
    return left


def with_bus_out(grid: Grid, bus: int) -> DamagedGrid:
    names = [name for name in Grid.__dataclass_fields__]
    return DamagedGrid(
        **{name: getattr(grid, name) for name in names},
        bus_out=np.arange(len(grid.buses)) == bus,
    )


@pytest.mark.parametrize("method", ["exact", "fast"])
def test_a_chain_is_repaired_from_the_generator_on(method):
    grid = chain(100, 100)
    found = restore(grid, [True, True], [False], 1, method=method)
    assert found.order == (Part("branch", 0), Part("branch", 1))
    assert found.served == pytest.approx([0, 0.3, 0.6])
    assert found.weight.tolist() == [1, 1, 1]
    assert found.objective == pytest.approx(0.9)
    assert found.gap == pytest.approx(0, abs=0.2)
    assert found.method == method


@pytest.mark.parametrize("method", ["exact", "fast"])
def test_a_period_weighs_what_the_next_repairs(method):
    grid = chain(100, 100, 100)
    found = restore(grid, [True, True, True], [False], 2, method=method)
    assert found.weight.tolist() == [2, 1, 1]
    assert found.served == pytest.approx([0, 0.6, 0.9])
    assert found.objective == pytest.approx(1.5)


@pytest.mark.parametrize("method", ["exact", "fast"])
def test_a_branch_that_would_do_harm_is_left_open(method):
    # Half of what the direct branch carries would go round over a rating of 5.
    grid = triangle((100, 5, 60))
    out = [True, False, False]
    found = restore(grid, out, [False], 1, method=method)
    assert found.served == pytest.approx([0.6, 0.6])
    assert found.left_open == ((), (Part("branch", 0),))
    closed = restore(grid, out, [False], 1, method=method, allow_opening=False)
    assert closed.served == pytest.approx([0.6, 0.15])
    assert closed.left_open == ((), ())


@pytest.mark.parametrize("method", ["exact", "fast"])
def test_nothing_at_a_bus_works_before_the_bus(method):
    grid = with_bus_out(chain(100, 100), 1)
    found = restore(grid, [True, False], [False], 1, method=method)
    assert set(found.order) == {Part("bus", 1), Part("branch", 0)}
    assert found.served == pytest.approx([0, 0, 0.6])


@pytest.mark.parametrize("method", [None, "exact", "fast"])
def test_nothing_out_is_served_as_it_stands(method):
    found = restore(chain(100), [False], [False], 3, method)
    assert (found.order, found.served.tolist()) == ((), pytest.approx([0.3]))
    assert found.objective == pytest.approx(0.3)
    assert fewest_repairs(chain(100), [False], [False]) == ()


def test_the_smallest_set_leaves_out_what_is_not_needed():
    grid = triangle((100, 100, 100))
    assert fewest_repairs(grid, [True, True, True], [True]) == (
        Part("branch", 2),
        Part("generator", 0),
    )


def served_by_hand(grid, branch, generator, opening, worth=None):
    """What is served once a set of parts is repaired, by HiGHS, in a function that asks it once.

    All ways of leaving repaired branches open are tried. Orders that begin alike share their sets.
    """
    worth = np.ones(len(grid.buses)) if worth is None else worth
    asked = (np.maximum(grid.demand, 0) * worth).sum()

    @functools.cache
    def served(mended: frozenset[Part]) -> float:
        lines = repaired(tuple(mended), "branch", branch, len(mended))
        units = repaired(tuple(mended), "generator", generator, len(mended))
        rows = [part.row for part in mended if part.kind == "branch"]
        states = []
        for way in itertools.product([False, True], repeat=len(rows) if opening else 0):
            state = lines.copy()
            state[rows[: len(way)]] = way
            states.append(state)
        shed, _ = least(
            grid,
            {
                "branch_out": np.array(states),
                "generator_out": np.repeat(units[None], len(states), 0),
                "weight": worth,
            },
        )
        return float(asked - shed.min()) / grid.base

    return served


def best_by_hand(served, found, ends) -> float:
    """The objective of the best of all orders; so many repairs are done by each of `ends`."""
    return max(
        sum(
            each * served(frozenset(order[:end]))
            for end, each in zip(ends, found.weight, strict=True)
        )
        for order in itertools.permutations(found.order)
    )


@pytest.mark.parametrize("opening", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_the_exact_order_is_the_best_of_all(seed, opening):
    grid, branch, generator = damaged(seed, 4)
    a_period = 1 + seed % 2
    found = restore(grid, branch, generator, a_period, "exact", opening)
    ends = [min(k * a_period, len(found.order)) for k in range(len(found.weight))]
    best = best_by_hand(served_by_hand(grid, branch, generator, opening), found, ends)
    scale = np.maximum(grid.demand, 0).sum() / grid.base * found.weight.sum()
    assert found.objective == pytest.approx(best, abs=CLOSE * scale)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_fast_lies_between_what_it_serves_and_its_bound(seed):
    grid, branch, generator = damaged(seed, 7)
    for opening in (True, False):
        fast = restore(grid, branch, generator, 1 + seed % 3, "fast", opening)
        exact = restore(grid, branch, generator, 1 + seed % 3, "exact", opening)
        least_difference = CLOSE * np.maximum(grid.demand, 0).sum() / grid.base * fast.weight.sum()
        assert fast.objective <= exact.objective + least_difference
        assert exact.objective <= fast.bound + least_difference
        assert sorted(fast.order) == sorted(exact.order)
        if opening:
            assert (np.diff(fast.served) >= -least_difference).all()
            assert (np.diff(exact.served) >= -least_difference).all()


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_what_is_said_to_be_served_is_served(seed):
    grid, branch, generator = damaged(seed, 6)
    for method in ("exact", "fast"):
        found = restore(grid, branch, generator, 2, method)
        lines, units = [], []
        for period, left in enumerate(found.left_open):
            count = min(2 * period, len(found.order))
            lines.append(repaired(found.order, "branch", branch, count))
            lines[-1][[part.row for part in left]] = True
            units.append(repaired(found.order, "generator", generator, count))
        shed = least_shed(grid, np.array(lines), np.array(units)).weighted_shed
        asked = np.maximum(grid.demand, 0).sum()
        assert found.served * grid.base == pytest.approx(asked - shed, abs=CLOSE * asked)


def test_the_order_does_not_depend_on_threads_or_on_a_run_before():
    grid, branch, generator = damaged(3, 14)
    once = restore(grid, branch, generator, 1, "fast")
    for again in (restore(grid, branch, generator, 1, "fast", workers=n) for n in (1, 2)):
        assert again.order == once.order
        assert again.served.tolist() == once.served.tolist()


def test_small_damage_is_exact_and_large_is_fast():
    grid = chain(*[100.0] * 14)
    few, many = np.arange(14) < 3, np.ones(14, dtype=bool)
    assert restore(grid, few, [False], 1).method == "exact"
    assert restore(grid, many, [False], 1).method == "fast"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"branch_out": [True]}, r"branch_out has shape \(1,\), expected \(2,\)"),
        ({"generator_out": [[True]]}, r"generator_out has shape \(1, 1\), expected \(1,\)"),
        ({"branch_out": [0.5, 1]}, "branch_out must be bool"),
        ({"repairs_per_period": 0}, "repairs_per_period is 0: at least 1"),
        ({"repairs_per_period": 1.5}, "repairs_per_period is 1.5: a whole number"),
        ({"method": "best"}, "method is 'best': exact, fast or None"),
    ],
)
def test_bad_input_is_named(change, message):
    given = {"branch_out": [True, True], "generator_out": [False], "repairs_per_period": 1}
    with pytest.raises(ValueError, match=message):
        restore(chain(10, 10), **(given | change))


def test_too_many_parts_for_the_exact_order_are_named():
    with pytest.raises(ValueError, match="21 parts are out: every set can be looked at up to 20"):
        restore(chain(*[10.0] * 21), np.ones(21, bool), [False], 1, "exact")


def test_buses_out_have_one_value_each():
    with pytest.raises(ValueError, match="bus_out has length 1, buses 2"):
        DamagedGrid(
            **{name: getattr(chain(10), name) for name in Grid.__dataclass_fields__},
            bus_out=np.array([True]),
        )


# ---- the bound ----------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_the_bound_holds_where_buses_feed_in(seed):
    grid, branch, generator = damaged(seed, 6)
    draw = np.random.default_rng(seed)
    demand = np.where(draw.random(len(grid.demand)) < 0.4, -200.0, grid.demand)
    demand[0] = max(demand[0], 10.0)
    exact = restore(grid, branch, generator, 1, "exact", demand=demand)
    fast = restore(grid, branch, generator, 1, "fast", demand=demand)
    slack = CLOSE * np.maximum(demand, 0).sum() / grid.base * fast.weight.sum()
    assert exact.objective <= fast.bound + slack


def test_no_part_counts_for_more_than_all_that_is_asked_for():
    # 1,000 MW feed a row of two buses of 50: a twentieth of each branch would carry all if what is
    # fed in were what a branch can be used for.
    grid = dataclasses.replace(
        chain(1000.0, 1000.0, capacity=0.0), demand=np.array([-1000.0, 50.0, 50.0])
    )
    found = restore(grid, [True, True], [False], 1, "fast")
    assert found.weighted_served == pytest.approx([0, 0.5, 1.0], abs=1e-5)
    assert found.bound == pytest.approx(0 + 0.75 + 1.0, abs=1e-4)


def test_flows_that_go_round_break_no_bound():
    # 100 MW need 10,000 one way and 9,900 back: more than all demand, and no rating forbids it.
    grid = dataclasses.replace(
        triangle((np.inf, np.inf, np.inf)),
        branch_from=np.array([0, 0, 1]),
        branch_to=np.array([1, 1, 2]),
        susceptance=np.array([100.0, -99.0, 100.0]),
    )
    exact = restore(grid, [False, False, True], [False], 1, "exact")
    fast = restore(grid, [False, False, True], [False], 1, "fast")
    assert exact.served[-1] == pytest.approx(0.6, abs=1e-4)
    assert exact.objective <= fast.bound + 1e-5
