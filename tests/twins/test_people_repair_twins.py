"""The compiled kernels of people and repair against their plain twins, on random cases."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model.people import kernels as people_kernels
from holdfast.model.repair import kernels as repair_kernels
from twins import people_kernels as people_twin
from twins import repair_kernels as repair_twin


@pytest.mark.parametrize("seed", range(40))
def test_drift_and_block_equal_their_twins(seed):
    draw = np.random.default_rng(seed)
    for _ in range(50):
        first, rest, outdoor = draw.uniform(-20, 35, 3)
        tau, hours, lift = draw.uniform(1, 200), draw.uniform(0, 6), draw.choice([0.0, 10, 25, 50])
        target, mark = draw.uniform(18, 22), draw.uniform(10, 19)
        first = draw.choice([first, target, outdoor])
        np.testing.assert_allclose(
            people_kernels.drift(first, rest, tau, hours, mark),
            people_twin.drift(first, rest, tau, hours, mark),
            rtol=1e-9,
            atol=1e-8,
        )
        np.testing.assert_allclose(
            people_kernels.block(first, outdoor, lift, tau, target, mark),
            people_twin.block(first, outdoor, lift, tau, target, mark),
            rtol=1e-9,
            atol=1e-8,
        )


@pytest.mark.parametrize("frost", [12.0, 16.0, 18.0])
@pytest.mark.parametrize("certain", [True, False])
def test_warm_equals_its_twin(certain, frost):
    draw = np.random.default_rng(8)
    futures, regions, dwellings = 5, 3, 4
    own = 1 if certain else futures
    shape = (futures, regions, dwellings)
    given = (
        draw.uniform(5, 25, shape),
        draw.uniform(-20, 15, (futures, regions)),
        draw.uniform(0, 45, (futures, 4, regions, dwellings)),
        draw.uniform(10, 150, (own, regions, dwellings)),
        draw.uniform(0, 4, (own, regions, dwellings)),
        draw.uniform(19, 21, own),
        np.full(own, 16.0),
        np.full(own, frost),
    )
    made = np.zeros((4, *shape))
    people_kernels.warm(*given, *made)
    np.testing.assert_allclose(made, people_twin.warm(*given), rtol=1e-9, atol=1e-8)


def frozen(values):
    values = np.ascontiguousarray(values)
    values.setflags(write=False)
    return values


@pytest.mark.parametrize("seed", range(60))
def test_assign_equals_its_twin(seed):
    draw = np.random.default_rng(seed)
    futures, assets, skills, items = 4, int(draw.integers(1, 30)), 3, 4
    own = 1 if seed % 2 else futures
    areas, posts = draw.choice([1, 3], 2)
    choices, classes = (1, 0) if seed % 3 else (3, 2)
    fits = np.full((assets, choices), -1)
    for a in range(assets):
        able = draw.permutation(items)[: draw.integers(0, choices + 1)]
        fits[a, : len(able)] = able
    state = draw.integers(0, 4, (futures, assets))
    crews = draw.choice([0.0, 1.0, 2.5, 6.0], (futures, skills, posts))
    sites = repair_kernels.Sites(
        frozen(draw.integers(0, skills, assets)),
        frozen(draw.integers(0, areas, assets)),
        frozen(draw.integers(0, posts, assets)),
        frozen(fits),
        frozen(draw.integers(0, classes + 1, items)),
    )
    means = repair_kernels.Means(
        frozen(draw.uniform(0.5, 1, (own, skills, areas))),
        frozen(draw.uniform(0.05, 0.6, (own, classes + 1))),
        frozen(draw.choice([0.0, 0.5, 2.0], own)),
    )
    order = frozen(np.stack([draw.permutation(3 * assets) for _ in range(own)]))
    changed = (
        state,
        draw.choice([0.0, 0.3, 1.0, 5.0, 40.0], (futures, assets)) * (state > 0),
        draw.choice([0.0, 0.25, 1.0], (futures, assets)),
        draw.integers(0, items + 1, (futures, assets)).astype(float),
        crews,
        crews.copy(),
        draw.choice([0.0, 0.9, 1.0, 3.0], (futures, items)),
        draw.choice([0.0, 1.0, 5.0, np.inf], (futures, classes + 1)),
    )
    made = np.full((2, futures, assets), np.nan)
    expected = repair_twin.assign(order, sites, means, *changed)
    repair_kernels.assign(order, sites, means, *changed, *made)
    for here, plain in zip((*changed, *made), expected, strict=True):
        np.testing.assert_array_equal(here, plain)


@pytest.mark.parametrize("seed", range(40))
def test_station_equals_its_twin(seed):
    draw = np.random.default_rng(seed)
    futures, assets, items = 4, int(draw.integers(1, 30)), 2
    own = 1 if seed % 2 else futures
    unit = frozen(draw.integers(-1, items, assets))
    given = (
        frozen(np.stack([draw.permutation(3 * assets) for _ in range(own)])),
        unit,
        frozen(draw.choice([0.3, 0.5, 1.0], (own, assets))),
        draw.integers(0, 4, (futures, assets)),
        frozen(draw.choice([0.0, 0.0, 1.0], (futures, assets))),
    )
    changed = (
        draw.choice([0.0, 0.5, 1.0], (futures, assets)) * (unit >= 0),
        draw.choice([0.0, 0.9, 1.0, 3.0], (futures, items)),
    )
    expected = repair_twin.station(*given, *changed)
    repair_kernels.station(*given, *changed)
    for here, plain in zip(changed, expected, strict=True):
        np.testing.assert_array_equal(here, plain)


@pytest.mark.parametrize("seed", range(60))
def test_strip_equals_its_twin(seed):
    draw = np.random.default_rng(seed)
    futures, assets = 4, int(draw.integers(1, 30))
    own = 1 if seed % 2 else futures
    given = (
        frozen(np.stack([draw.permutation(3 * assets) for _ in range(own)])),
        frozen(draw.integers(-1, 2, assets)),
        frozen(draw.choice([0.3, 0.5, 1.0], (own, assets))),
        draw.choice([0, 1, 3, 3, 3], (futures, assets)),
    )
    donor = draw.integers(0, assets + 2, (futures, assets)) * draw.integers(0, 2, (futures, assets))
    changed = (
        draw.choice([0.0, 0.0, 0.5, 1.0], (futures, assets)),
        draw.choice([0.0, 1.0, 1.0, 2.0, 3.0], (futures, assets)),
        draw.choice([0.0, 0.4, 0.8], (futures, assets)) * (donor > 0),
        donor.astype(float),
    )
    expected = repair_twin.strip(*given, *changed)
    repair_kernels.strip(*given, *changed)
    for here, plain in zip(changed, expected, strict=True):
        np.testing.assert_array_equal(here, plain)
