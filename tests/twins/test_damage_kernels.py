"""The compiled loops of the damage block against their plain twins."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model.damage import kernels
from twins import damage_kernels as twin


@pytest.mark.parametrize(("known", "shielded"), [(1, 1), (6, 1), (1, 6), (6, 6)])
def test_aimed_and_strike_equal_their_twins(known, shielded):
    draw = np.random.default_rng(6)
    rows, group = np.array([0, 2, 5]), draw.integers(0, 4, 50)
    rate, scale = draw.exponential(1, (6, 4)), draw.exponential(1, (known, 50))
    rate[2, 1] = 0.0
    shield = draw.random((shielded, 50))
    future, asset = (np.empty(150, dtype=np.int64) for _ in range(2))
    expected = np.empty(150)
    count = kernels.aimed(rows, rate, group, scale, shield, future, asset, expected)
    found = future[:count], asset[:count], expected[:count]
    for made, told in zip(found, twin.aimed(rows, rate, group, scale, shield), strict=True):
        np.testing.assert_array_equal(made, told)
    uniform, hit = draw.random(count), np.empty((6, 50))
    lists = [values.copy() for values in (*found, uniform)]
    struck = kernels.strike(*lists, hit)
    everywhere, places = twin.strike(*found, uniform, (6, 50))
    np.testing.assert_array_equal(hit, everywhere)
    assert 0 < struck == len(places) < count
    for made, told in zip(lists, (*found, uniform), strict=True):
        np.testing.assert_array_equal(made[:struck], told[places])


def test_before_equals_its_twin():
    draw = np.random.default_rng(7)
    kind, left = draw.integers(0, 3, 20), draw.random((3, 4))
    state = draw.integers(0, 4, (5, 20))
    whole, had, has = np.empty((5, 20), np.int64), np.empty((5, 20)), np.empty((5, 20))
    kernels.before(kind, left, state, whole, had, has)
    states, share = twin.before(kind, left, state)
    np.testing.assert_array_equal(whole, states)
    np.testing.assert_array_equal(had, share)
    np.testing.assert_array_equal(has, share)
