"""Scores by hand, against the other way of computing them, and against exact laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.raids import scores

PMF = [0.1, 0.2, 0.3, 0.4]


def test_the_score_of_a_pmf_by_hand():
    # sums .1 .3 .6 1; of 1 seen: .1^2 + .7^2 + .4^2 + 0 = .66, over 3 launched
    assert scores.pmf_score(PMF, 1) == pytest.approx(0.22)
    assert scores.pmf_score([0, 1], 1) == 0
    assert scores.pmf_score([1, 0], 1) == 1


def test_the_score_of_a_sample_by_hand():
    # mean |x - 3| = (2 + 1 + 3) / 3 = 2; half the mean |x - x'| = (1 + 5 + 4) / 9
    assert scores.sample_score([1, 2, 6], 3) == pytest.approx(2 - 10 / 9)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=9), st.integers(0, 6))
def test_both_scores_agree_on_a_sample(sample, seen):
    pmf = np.bincount(sample, minlength=7) / len(sample)
    assert scores.sample_score(sample, seen) == pytest.approx(6 * scores.pmf_score(pmf, seen))
    low, high = scores.sample_pit(sample, seen)
    assert scores.pmf_pit(pmf, seen) == pytest.approx((low, high))


def test_intervals_are_quantiles_and_hold_their_ends():
    even = np.full(101, 1 / 101)
    assert scores.pmf_interval(even) == (5, 95)
    assert scores.pmf_interval([1.0]) == (0, 0)
    assert scores.pmf_interval([0.05, 0.9, 0.05]) == (0, 1)  # .05 is reached by 0, .95 by 1
    assert scores.sample_interval(np.arange(1, 101)) == (5, 95)


def test_of_calibrated_counts_the_transform_is_even():
    luck = np.random.default_rng(1)
    pmf = np.array([0.2, 0.5, 0.3])
    parts = [scores.pmf_pit(pmf, seen) for seen in luck.choice(3, size=4000, p=pmf)]
    sums = scores.pit_sums(parts)
    errors = np.sqrt(0.25 / 4000)
    assert np.abs(sums - np.linspace(0, 1, 11)).max() < 3 * errors
    assert scores.pit_sums([(0.0, 1.0)], 4) == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert np.isnan(scores.pit_sums([])).all()


def test_errors_of_cases_apart_are_those_of_a_mean():
    values = np.random.default_rng(2).normal(size=(400, 2)) * [1, 3]
    means, spread = scores.block_errors(np.arange(400), values, 1)
    assert means == pytest.approx(values.mean(axis=0))
    exact = values.std(axis=0) / 20
    # a bootstrap of 1,000 knows a standard error to about 2 %
    assert np.sqrt(np.diag(spread)) == pytest.approx(exact, rel=0.08)


def test_errors_of_cases_alike_within_a_block_are_larger():
    one = np.random.default_rng(3).normal(size=40)
    values = np.repeat(one, 10)[:, None]
    _, apart = scores.block_errors(np.arange(400), values, 1)
    _, blocks = scores.block_errors(np.arange(400), values, 10)
    assert np.sqrt(blocks / apart)[0, 0] == pytest.approx(np.sqrt(10), rel=0.12)


def test_under_two_blocks_no_error_is_known():
    means, spread = scores.block_errors([3, 4], [[1.0], [3.0]], 30)
    assert means.tolist() == [2.0]
    assert np.isnan(spread).all()
