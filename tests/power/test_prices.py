"""Prices lie between what a MW less and a MW more of demand changes, on awkward grids too."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from holdfast.power import Grid, least_shed
from power.grids import random_grid
from power.witness import least

STEP = 0.01
"""MW by which demand is moved; the total is convex in it, so that no step is too large."""


def with_zero_ratings(grid: Grid, rng: np.random.Generator) -> Grid:
    """A third of the branches may carry nothing, beside susceptances up to 1e6."""
    draw = rng.random(len(grid.rating))
    return dataclasses.replace(
        grid,
        rating=np.where(draw < 0.3, 0.0, grid.rating),
        susceptance=10.0 ** rng.uniform(2, 6, len(draw)),
    )


def with_a_pair_that_cancels(grid: Grid, rng: np.random.Generator) -> Grid:
    """One branch has another beside it: 100 MW per radian and -100."""
    if not len(grid.rating):
        return grid
    row = int(rng.integers(len(grid.rating)))
    beside = dataclasses.replace(
        grid,
        **{
            name: np.append(getattr(grid, name), getattr(grid, name)[row])
            for name in ("branch_from", "branch_to", "shift", "in_service", "susceptance")
        },
        rating=np.append(grid.rating, grid.rating[row] if rng.random() < 0.5 else np.inf),
    )
    own = beside.susceptance.copy()
    own[row], own[-1] = 100.0, -100.0
    return dataclasses.replace(beside, susceptance=own)


@pytest.mark.parametrize("made", [with_zero_ratings, with_a_pair_that_cancels])
def test_a_price_is_between_the_derivatives_on_both_sides(made):
    above = 0
    for seed in (*range(1, 22), 36, 52, 72, 82, 136, 188):
        rng = np.random.default_rng(seed)
        grid = made(random_grid(rng, buses=6), rng)
        buses = len(grid.buses)
        states = {
            "branch_out": np.zeros((1, len(grid.rating))),
            "generator_out": np.zeros((1, len(grid.capacity))),
        }
        found = least_shed(grid, **states)
        moved = STEP * np.eye(buses)
        demand = np.concatenate([grid.demand + moved, grid.demand - moved, grid.demand[None]])
        total, _ = least(grid, states | {"demand": demand})
        more, less = (total[:buses] - total[-1]) / STEP, (total[-1] - total[buses:-1]) / STEP
        # what cannot be brought to a bus is shed there, at its weight
        price = np.minimum(found.price[0], 1.0)
        above += int((found.price[0] > 1.001).sum())
        asks = grid.demand > STEP
        assert (price >= less - 1e-3)[asks].all(), seed
        assert (price <= more + 1e-3)[asks].all(), seed
    assert above > 0
