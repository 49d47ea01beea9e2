"""The compiled kernels of people and repair against their plain twins, on random cases."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model import repair_kernels
from holdfast.model.people import kernels as people_kernels
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


@pytest.mark.parametrize("seed", range(40))
def test_assign_equals_its_twin(seed):
    draw = np.random.default_rng(seed)
    futures, assets, skills, items = 4, int(draw.integers(1, 30)), 3, 2
    own = 1 if seed % 2 else futures
    state = draw.integers(0, 4, (futures, assets))
    given = (
        np.stack([draw.permutation(3 * assets) for _ in range(own)]),
        draw.integers(0, skills, assets),
        draw.integers(-1, items, assets),
        draw.uniform(0.5, 1, own),
        draw.uniform(0.05, 0.6, own),
    )
    changed = (
        state,
        draw.choice([0.0, 0.3, 1.0, 5.0, 40.0], (futures, assets)) * (state > 0),
        draw.choice([0.0, 0.25, 1.0], (futures, assets)),
        draw.choice([0.0, 1.0, 2.5, 6.0], (futures, skills)),
        draw.choice([0.0, 0.9, 1.0, 3.0], (futures, items)),
    )
    mended = np.full((futures, assets), np.nan)
    expected = repair_twin.assign(*given, *changed)
    repair_kernels.assign(*given, *changed, mended)
    for made, plain in zip((*changed, mended), expected, strict=True):
        np.testing.assert_array_equal(made, plain)
