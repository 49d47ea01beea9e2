"""Small grids for tests: drawn at random with everything that is awkward, or built by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from holdfast.power import Grid


def chain(*ratings: float, demand: float = 30.0, capacity: float = 100.0) -> Grid:
    """A generator at the first of some buses in a row, the same demand at each of the others."""
    count = len(ratings) + 1
    return Grid(
        buses=tuple(f"b{k}" for k in range(count)),
        demand=np.array([0.0] + [demand] * (count - 1)),
        branch_from=np.arange(count - 1),
        branch_to=np.arange(1, count),
        susceptance=np.full(count - 1, 100.0),
        rating=np.array(ratings),
        shift=np.zeros(count - 1),
        in_service=np.ones(count - 1, dtype=bool),
        generator_bus=np.array([0]),
        capacity=np.array([capacity]),
    )


def star(*demand: float) -> Grid:
    """A generator at the first bus and a branch of its own to each of the others."""
    count = len(demand) + 1
    return Grid(
        buses=tuple(f"b{k}" for k in range(count)),
        demand=np.array([0.0, *demand]),
        branch_from=np.zeros(count - 1, dtype=int),
        branch_to=np.arange(1, count),
        susceptance=np.full(count - 1, 100.0),
        rating=np.full(count - 1, 100.0),
        shift=np.zeros(count - 1),
        in_service=np.ones(count - 1, dtype=bool),
        generator_bus=np.array([0]),
        capacity=np.array([200.0]),
    )


def triangle(ratings: tuple[float, float, float], shift: float = 0.0) -> Grid:
    """A generator at bus 0, demand of 60 at bus 2, branches 0-1, 1-2 and 0-2 of one reactance."""
    return Grid(
        buses=("0", "1", "2"),
        demand=np.array([0.0, 0.0, 60.0]),
        branch_from=np.array([0, 1, 0]),
        branch_to=np.array([1, 2, 2]),
        susceptance=np.full(3, 100.0),
        rating=np.array(ratings),
        shift=np.array([shift, 0.0, 0.0]),
        in_service=np.ones(3, dtype=bool),
        generator_bus=np.array([0]),
        capacity=np.array([100.0]),
    )


def random_grid(rng: np.random.Generator, shifters: bool = False, buses: int = 10) -> Grid:
    """A grid with isolated buses, parallel and unrated branches, loops, links, negative values."""
    count = int(rng.integers(1, buses + 1))
    branches, generators, links = (int(rng.integers(0, most)) for most in (2 * buses, 6, 4))
    shift = np.zeros(branches)
    if shifters:
        shift = np.where(rng.random(branches) < 0.1, rng.normal(0, 0.05, branches), 0.0)
    return Grid(
        buses=tuple(f"b{k}" for k in range(count)),
        demand=rng.choice([0, 10, 50, 3.7, 100, -20], count, p=[0.2, 0.2, 0.2, 0.2, 0.15, 0.05]),
        branch_from=rng.integers(0, count, branches),
        branch_to=rng.integers(0, count, branches),
        susceptance=rng.choice([100.0, 1000, 333, -150], branches, p=[0.4, 0.3, 0.25, 0.05]),
        rating=rng.choice(
            [0, 5.0, 20, 60, 200, np.inf], branches, p=[0.05, 0.2, 0.25, 0.2, 0.1, 0.2]
        ),
        shift=shift,
        in_service=rng.random(branches) < 0.95,
        generator_bus=rng.integers(0, count, generators),
        capacity=rng.choice([0.0, 30, 80, 200], generators),
        link_from=rng.integers(0, count, links),
        link_to=rng.integers(0, count, links),
        link_low=-rng.choice([0.0, 10, 40], links),
        link_high=rng.choice([0.0, 10, 40, np.inf], links),
    )


def random_states(rng: np.random.Generator, grid: Grid, count: int) -> dict[str, np.ndarray]:
    """What is out, whole or in part, in some states; and now and then demand by slices."""
    branches, generators, links = len(grid.rating), len(grid.capacity), len(grid.link_low)
    lost = rng.random((count, branches))
    states = {
        "branch_out": np.where(lost < 0.2, 1.0, np.where(lost < 0.3, 0.5, 0.0)),
        "generator_out": (rng.random((count, generators)) < 0.2).astype(float),
        "link_out": (rng.random((count, links)) < 0.2).astype(float),
    }
    if rng.random() < 0.5:
        slices = int(rng.integers(1, 4))
        states["demand"] = rng.choice([0.0, 10, 30, 55.5], (count, len(grid.buses), slices))
        states["weight"] = np.broadcast_to(10.0 ** -np.arange(slices), (len(grid.buses), slices))
    elif rng.random() < 0.5:
        states["weight"] = rng.choice([1.0, 2, 10, 0.5], len(grid.buses))
    return states


seeds = st.integers(0, 2**32 - 1)
"""Seeds of random grids: hypothesis keeps those that fail."""
