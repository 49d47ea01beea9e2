"""The compiled loops of the threat and defence blocks against their plain twins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model import kernels
from twins import model_kernels as twin

# Off the round numbers, where a cumulative probability may equal the uniform but for rounding.
UNIT = st.integers(0, 999_999).map(lambda i: (i + 0.1234567) / 1e6)


@given(UNIT, st.integers(0, 2000), st.floats(0, 1))
def test_one_quantile_equals_scipy(uniform, n, p):
    assert kernels.one_quantile(uniform, float(n), p) == twin.one_quantile(uniform, n, p)


@pytest.mark.parametrize("n", [1, 7, 60, 500, 2000])
def test_binomial_quantile_equals_scipy(n):
    draw = np.random.default_rng(n)
    p = np.concatenate([draw.random(2000), 10.0 ** -draw.uniform(1, 12, 500)])
    p = np.concatenate([p, 1.0 - p])
    uniform = draw.random(len(p))
    made = np.empty(len(p))
    kernels.binomial_quantile(uniform, np.full(len(p), float(n)), p, made)
    np.testing.assert_array_equal(made, twin.binomial_quantile(uniform, n, p))


@given(UNIT, st.integers(0, 300), st.floats(0, 1), st.floats(0, 1))
def test_the_quantile_grows_with_p_and_with_n(uniform, n, p, q):
    low, high = sorted((p, q))
    assert kernels.one_quantile(uniform, float(n), low) <= kernels.one_quantile(
        uniform, float(n), high
    )
    assert kernels.one_quantile(uniform, float(n), p) <= kernels.one_quantile(
        uniform, float(n + 1), p
    )


def test_the_quantile_has_the_binomial_mean_and_variance():
    n, p, count = 40.0, 0.3, 20_000
    uniform = np.random.default_rng(5).random(count)
    made = np.empty(count)
    kernels.binomial_quantile(uniform, np.full(count, n), np.full(count, p), made)
    variance = n * p * (1 - p)
    assert abs(made.mean() - n * p) < 3 * np.sqrt(variance / count)
    assert made.var() == pytest.approx(variance, rel=3 * np.sqrt(2 / count))


def test_the_ends_of_the_quantile():
    for uniform in (1e-17, 0.5, 1 - 2.0**-53):
        assert kernels.one_quantile(uniform, 0.0, 0.5) == 0
        assert kernels.one_quantile(uniform, 9.0, 0.0) == 0
        assert kernels.one_quantile(uniform, 9.0, 1.0) == 9
    # The last step of a uniform number lies above every sum of floats; it must not run to n.
    assert kernels.one_quantile(1 - 2.0**-53, 2000.0, 0.001) < 40
    assert kernels.one_quantile(2.0**-54, 2000.0, 0.999) > 1960


@pytest.mark.parametrize("certain", [True, False])
def test_split_equals_the_twin(certain):
    draw = np.random.default_rng(3)
    n = np.floor(draw.exponential(30, (12, 3)))
    share = draw.dirichlet(np.full(5, 0.5), (1 if certain else 12, 3))
    share[:, :, 1] = 0.0
    share = np.ascontiguousarray(share / share.sum(axis=2, keepdims=True))
    uniform = draw.random((12, 3, 5))
    made = np.empty(uniform.shape)
    kernels.split(n, share, uniform, made)
    np.testing.assert_array_equal(made, twin.split(n, share, uniform))
    np.testing.assert_array_equal(made.sum(axis=2), n)


def test_total_by_equals_the_twin():
    draw = np.random.default_rng(4)
    values, label = draw.random((6, 9)), draw.integers(-1, 4, 9)
    made = np.empty((6, 4))
    kernels.total_by(values, label, made)
    np.testing.assert_allclose(made, twin.total_by(values, label, 4), rtol=1e-14)


@pytest.mark.parametrize("wide", [(1, 1), (1, 9), (6, 9)])
def test_mean_over_equals_the_twin(wide):
    draw = np.random.default_rng(5)
    values, label, weight = draw.random((6, 9)), draw.integers(-1, 4, 9), draw.random(wide)
    made = np.empty((6, 5))
    kernels.mean_over(values, weight, label, 0.25, made)
    np.testing.assert_allclose(made, twin.mean_over(values, weight, label, 0.25, 5), rtol=1e-14)
    assert (made[:, 4] == 0.25).all()


@pytest.mark.parametrize("seed", range(20))
def test_ration_equals_the_twin(seed):
    draw = np.random.default_rng(seed)
    item, level = draw.integers(-1, 3, 10), draw.choice([0.0, 0.2, 0.5], 10)
    demand = draw.exponential(4, (7, 10)) * (draw.random((7, 10)) < 0.8)
    held = draw.exponential(10, (7, 3)) * (draw.random((7, 3)) < 0.8)
    of_level = draw.exponential(4, (7, 3, 3)) * (draw.random((7, 3, 3)) < 0.6)
    rank = np.searchsorted([0.0, 0.2, 0.5], level)
    kept = np.ascontiguousarray(np.where(item < 0, 0.0, of_level[:, item, rank]))
    made = np.empty(demand.shape)
    kernels.ration(demand, held, kept, np.lexsort((level, item)), item, level, made)
    np.testing.assert_allclose(made, twin.ration(demand, held, kept, item, level), rtol=1e-12)


def test_what_is_kept_of_one_row_holds_for_all_futures():
    """Of 10 pieces the dear entry takes 4 of 4; the other finds 6, leaves 5 and meets 1 of 4."""
    demand, held = np.full((2, 2), 4.0), np.full((2, 1), 10.0)
    item, level, made = np.zeros(2, np.int64), np.array([0.0, 1.0]), np.empty((2, 2))
    kernels.ration(demand, held, np.array([[0.0, 5.0]]), np.arange(2), item, level, made)
    np.testing.assert_array_equal(made, [[1.0, 0.25]] * 2)
