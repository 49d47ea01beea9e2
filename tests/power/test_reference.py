"""The last resort: its cuts are shared like the kernel's, its totals are the least, in silence."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.power import Grid, alike, least_shed, read_matpower, shedding
from holdfast.power.reference import solve_reference
from holdfast.power.states import Found, blank_found
from power.grids import random_grid, random_states, star
from power.witness import inputs_of
from public_grids import public_grid

COUNT = 48


def by_reference(grid: Grid, states: dict[str, np.ndarray]) -> Found:
    inputs = inputs_of(grid, states)
    found = blank_found(inputs.given, len(grid.buses))
    for state in range(len(inputs.given.branch)):
        solve_reference(inputs, inputs.given, found, state)
    return found


def damaged(case: str) -> tuple[Grid, dict[str, np.ndarray]]:
    grid = read_matpower(public_grid(case))
    rng = np.random.default_rng(3)
    hurt = rng.choice([0.05, 0.1, 0.25], (COUNT, 1))
    return grid, {
        "branch_out": rng.random((COUNT, len(grid.rating))) < hurt,
        "generator_out": rng.random((COUNT, len(grid.capacity))) < 0.2,
    }


@pytest.mark.parametrize("case", ["case24_ieee_rts", "case118_ieee"])
def test_who_is_cut_is_as_the_kernel_says(case):
    grid, states = damaged(case)
    kernel, found = least_shed(grid, **states), by_reference(grid, states)
    assert not kernel.fallback.any()
    assert not found.corner.any()
    asks = grid.demand > 0
    apart = np.abs(found.shed[:, :, 0] - kernel.shed)[:, asks] / grid.demand[asks]
    assert apart.max() < 1e-3
    total = np.abs(found.shed.sum(axis=(1, 2)) - kernel.weighted_shed)
    assert total.max() < 2e-7 * grid.demand.sum()
    # one in three sheds: what a corner of the linear program says would be off by half a demand
    assert (kernel.weighted_shed > 1.0).sum() > COUNT / 3


def test_weights_are_kept_and_cuts_alike_within_each():
    demand = np.array([[[0.0, 0.0], [20.0, 10.0], [30.0, 40.0], [50.0, 0.0]]])
    weight = np.array([[10.0, 1.0]] * 4)
    grid = star(60.0, 60.0, 60.0)
    states = {"branch_out": np.zeros((1, 3)), "generator_out": np.full((1, 1), 0.6)}
    found = by_reference(grid, states | {"demand": demand, "weight": weight})
    assert found.shed[0, :, 0] == pytest.approx([0, 4, 6, 10], abs=1e-5)
    assert found.shed[0, :, 1] == pytest.approx([0, 10, 40, 0], abs=1e-5)


def test_generators_are_used_in_order_and_alike_at_a_bus():
    grid = Grid(
        buses=("a", "b"),
        demand=np.array([0.0, 70.0]),
        branch_from=[0],
        branch_to=[1],
        susceptance=[100.0],
        rating=[100.0],
        shift=[0.0],
        in_service=[True],
        generator_bus=[0, 0, 0],
        capacity=[60.0, 40.0, 30.0],
    )
    states = {"branch_out": np.zeros((1, 1)), "generator_out": np.zeros((1, 3))}
    found = by_reference(grid, states | {"merit": np.array([1, 1, 0])})
    assert found.dispatch[0] == pytest.approx([24, 16, 30], abs=1e-6)


def test_states_that_only_the_last_resort_solves_are_shared_too():
    corners = states = 0
    for seed in range(0, 100, 2):
        rng = np.random.default_rng(seed)
        grid = random_grid(rng, shifters=True)
        found = least_shed(grid, **random_states(rng, grid, 6))
        states += int(found.fallback.sum())
        corners += int(found.corner.sum())
        assert not (found.corner & ~found.fallback).any()
    assert states > 10
    assert corners <= 2


def test_what_cannot_be_shared_is_kept_and_told(monkeypatch):
    grid = star(50.0, 50.0)
    states = {"branch_out": np.zeros((1, 2)), "generator_out": np.full((1, 1), 0.7)}
    monkeypatch.setattr(shedding, "_attempt_whole", lambda *some: np.zeros(1, dtype=bool))
    monkeypatch.setattr(
        shedding, "_attempt", lambda prepared, given, found, tuning, bench: _unsettled(bench)
    )
    shared = least_shed(grid, **states)
    assert shared.shed[0] == pytest.approx([0, 20, 20], abs=1e-5)
    assert (shared.fallback[0], shared.corner[0]) == (True, False)
    monkeypatch.setattr(alike, "_quadratic", lambda *some: None)
    corner = least_shed(grid, **states)
    assert corner.weighted_shed[0] == pytest.approx(40, abs=1e-6)
    assert sorted(corner.shed[0]) == pytest.approx([0, 0, 40], abs=1e-6)
    assert (corner.fallback[0], corner.corner[0]) == (True, True)


def _unsettled(bench):
    bench.answers.done[:] = False
    bench.states.fits[:] = True
    return bench


def test_it_says_nothing_on_its_own(capfd):
    grid = star(50.0, 50.0)
    by_reference(grid, {"branch_out": np.zeros((1, 2)), "generator_out": np.full((1, 1), 0.7)})
    assert capfd.readouterr() == ("", "")
