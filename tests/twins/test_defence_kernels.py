"""The loops of the rationing program against their plain twins."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model.defence import kernels
from twins import defence_kernels as twin


def drawn(seed, count=24):
    """Chances of demand by class, values and what stocks are worth, all falling."""
    rng = np.random.default_rng(seed)
    asked = np.cumsum(rng.poisson(2.0, (30, 3)), axis=1)
    tail = (asked[:, :, None] > np.arange(count)).mean(axis=0)
    value = np.sort(rng.random(3))[::-1].copy()
    return tail, value, np.sort(rng.random(count))[::-1] * value[0]


@pytest.mark.parametrize(
    ("used", "made"), [(0, 0), (0, 2.5), (3.2, 0.7), (2, 9), (50, 0), (0, 50), (30, 29.5)]
)
def test_tonight_equals_the_twin(used, made):
    _, _, ahead = drawn(1)
    found = np.empty(len(ahead))
    kernels.tonight(ahead, used, made, 0.9, found)
    np.testing.assert_allclose(found, twin.tonight(ahead, used, made, 0.9), rtol=1e-12, atol=1e-15)


def test_falling_equals_the_twin():
    for seed in range(5):
        worth = np.random.default_rng(seed).random(24)
        found = worth.copy()
        kernels.falling(found)
        np.testing.assert_allclose(found, twin.falling(worth), rtol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_earlier_equals_the_twin(seed):
    tail, value, after = drawn(seed)
    found = np.empty(len(after))
    kernels.earlier(tail, value, after, found)
    np.testing.assert_allclose(found, twin.earlier(tail, value, after), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(("used", "made"), [(0.0, 0.4), (3.2, 0.7)])
def test_carried_equals_the_twin(used, made):
    tail, value, after = drawn(7)
    found = np.empty(len(after))
    kernels.carried(tail, value, used, made, 0.95, 12, found)
    other = twin.carried(tail, value, used, made, 0.95, 12)
    np.testing.assert_allclose(found, other, rtol=1e-10, atol=1e-14)
