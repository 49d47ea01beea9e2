"""Standard errors, intervals and verdicts against known cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.outcome.statistics import (
    Estimate,
    difference,
    estimate,
    futures_needed,
    settled,
    share_interval,
    standard_error,
    untwisted,
    verdict,
)

PAIR = np.arange(200) // 2


def made(mean: float, error: float, n_eff: float = 100.0, n: int = 200) -> Estimate:
    return Estimate(mean, error, mean - 2 * error, mean + 2 * error, n, n_eff, n // 2)


def test_the_error_is_that_of_the_pair_means():
    values = np.random.default_rng(1).normal(size=200)
    means = values.reshape(100, 2).mean(axis=1)
    assert standard_error(values, PAIR) == pytest.approx(means.std(ddof=1) / 10, rel=1e-12)


def test_two_futures_that_always_agree_count_as_one():
    values = np.repeat(np.random.default_rng(2).normal(size=100), 2)
    alone = standard_error(values[::2], np.arange(100))
    assert standard_error(values, PAIR) == pytest.approx(alone, rel=1e-12)


def test_the_error_is_that_of_the_sandwich_where_a_pair_is_half():
    values, pair = np.array([1.0, 3.0, 4.0, 8.0, 5.0]), np.array([0, 0, 1, 1, 2])
    apart = values - values.mean()
    sums = [apart[pair == p].sum() for p in range(3)]
    brute = math.sqrt(3 / 2 * sum(s**2 for s in sums)) / 5
    assert standard_error(values, pair) == pytest.approx(brute, rel=1e-12)


def test_one_pair_has_no_error():
    assert math.isnan(estimate(np.array([1.0, 2.0]), np.array([0, 0])).standard_error)


def test_no_values_are_refused():
    with pytest.raises(ValueError, match="no futures"):
        estimate(np.zeros(0), np.zeros(0))


def test_without_skew_the_interval_is_the_plain_one():
    values = np.tile([-1.0, 1.0, 3.0, 5.0], 50)
    found = estimate(values, PAIR)
    # Student's t with 99 degrees of freedom
    assert found.low == pytest.approx(found.mean - 1.98422 * found.standard_error, rel=1e-5)
    assert found.high == pytest.approx(found.mean + 1.98422 * found.standard_error, rel=1e-5)


def test_the_interval_worked_by_hand():
    """Four pair means 0, 0, 0, 8: m 2, s 4, q 4, g = 48 / 12 ** 1.5 = 1.1547, a = 0.57735."""
    found = estimate(np.array([0.0, 0, 0, 8]), np.arange(4))
    a, t = 0.5773502691896258, 3.182446305284263  # 3 degrees of freedom
    low = 2 - 3 / a * (np.cbrt(1 + a * (t - a / 6)) - 1) * 2
    high = 2 - 3 / a * (np.cbrt(1 + a * (-t - a / 6)) - 1) * 2
    assert (found.mean, found.standard_error) == (2.0, 2.0)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.high - found.mean > found.mean - found.low


@given(st.floats(-0.4, 0.4), st.floats(-3, 3))
def test_h_turns_back_the_cubic_of_hall(a: float, t: float):
    twisted = t + a * t**2 / 3 + a**2 * t**3 / 27 + a / 6
    assert untwisted(twisted, a) == pytest.approx(t, abs=1e-6)


@pytest.mark.parametrize("shape", ["normal", "skewed"])
def test_the_interval_covers_what_it_says(shape: str):
    """95 % within three standard errors of the count; pairs share half of the variance."""
    draw, runs = np.random.default_rng(7), 1500
    covered = 0
    for _ in range(runs):
        shared = draw.normal(size=100) if shape == "normal" else draw.gamma(2.0, size=100) - 2
        values = np.repeat(shared, 2) + draw.normal(size=200)
        found = estimate(values, PAIR)
        covered += found.low <= 0 <= found.high
    assert abs(covered / runs - 0.95) < 3 * math.sqrt(0.95 * 0.05 / runs)


def test_futures_that_carry_a_result_are_counted():
    assert estimate(np.r_[np.ones(7), np.zeros(193)], PAIR).n_eff == pytest.approx(7)
    assert estimate(np.zeros(200), PAIR).n_eff == 0


def test_a_difference_is_taken_future_by_future():
    draw = np.random.default_rng(3)
    before = draw.normal(100, 20, size=200)
    after = before - 5 + draw.normal(size=200)
    found = difference(before, after, PAIR, "less")
    assert found.estimate.mean == pytest.approx(np.mean(after - before))
    unpaired = standard_error(before, PAIR) ** 2 + standard_error(after, PAIR) ** 2
    assert found.paired_gain == pytest.approx(unpaired / found.estimate.standard_error**2)
    assert found.paired_gain > 100
    assert found.p_better == 1.0
    assert found.verdict == "told apart"
    assert difference(before, after, PAIR, "more").p_better == 0.0


def test_nothing_against_nothing_is_exactly_nought():
    values = np.random.default_rng(4).normal(size=200)
    found = difference(values, values.copy(), PAIR, "less")
    assert (found.estimate.mean, found.estimate.low, found.estimate.high) == (0, 0, 0)
    assert (found.changed, found.p_better, found.verdict) == (0, 0, "not told apart")


def test_a_certain_ten_against_one_in_a_hundred_of_900_is_not_told_apart():
    b = np.zeros(200)
    b[[20, 131]] = 900.0
    assert difference(np.full(200, 10.0), b, PAIR, "less").verdict == "not told apart"


@pytest.mark.parametrize(
    ("errors", "words"),
    [(0, "not told apart"), (1.99, "not told apart"), (2.0, "leans"), (-3.0, "leans"),
     (-3.01, "told apart"), (50, "told apart")],
)  # fmt: skip
def test_verdicts(errors: float, words: str):
    assert verdict(made(errors, 1.0), 200) == words


def test_a_result_of_a_few_futures_is_called_rare():
    values = np.zeros(200)
    values[[3, 50, 90, 120]] = 9.0
    assert difference(np.zeros(200), values, PAIR, "less").verdict == (
        "rare: changes 4 of 200 futures; too few to judge"
    )
    assert verdict(made(9, 1, n_eff=4.9), 200) == (
        "rare: changes 200 of 200 futures, but under 5 carry it; too few to judge"
    )
    assert verdict(made(9, 1, n_eff=5.0), 200) == "told apart"
    assert verdict(made(9, math.nan), 200) == "not told apart"


@pytest.mark.parametrize("pairs", [3, 5, 9])
def test_few_pairs_tell_nothing_apart(pairs: int):
    pair = np.repeat(np.arange(pairs), 2)
    values = 10 + np.random.default_rng(1).normal(size=2 * pairs)
    found = difference(np.zeros(2 * pairs), values, pair, "less")
    assert abs(found.estimate.mean) > 20 * found.estimate.standard_error
    assert found.verdict == "too few futures"
    assert not settled(found.estimate)
    assert (found.p_better, found.p_worse) == (0, 1)


@pytest.mark.parametrize("pairs", [10, 16, 50])
def test_of_nothing_hardly_anything_is_told_apart(pairs: int):
    """At 3 standard errors of t with 9 degrees .015 of trials; heavy tails add a little."""
    draw, pair = np.random.default_rng(5), np.repeat(np.arange(pairs), 2)
    told = 0
    for _ in range(1000):
        values = np.repeat(draw.normal(size=pairs), 2) + draw.normal(size=2 * pairs)
        told += difference(np.zeros(2 * pairs), values, pair, "less").verdict == "told apart"
    assert told <= 28


def test_the_stopping_rule():
    assert settled(made(3.1, 1.0))
    assert not settled(made(3.0, 1.0))
    assert not settled(made(3.1, 1.0, n_eff=4))
    assert not settled(made(0.0, 1.0))
    assert futures_needed(made(1.0, 1.0)) == pytest.approx(1800)
    assert math.isinf(futures_needed(made(0.0, 1.0)))


@pytest.mark.parametrize("pairs", [20, 100])
def test_a_share_seen_more_often_has_no_lower_end_of_its_interval(pairs: int):
    """One future of many has no narrower interval than none, whatever its pair's error says."""
    pair = np.repeat(np.arange(pairs), 2)
    ends = []
    for seen in range(5):
        values = np.zeros(2 * pairs)
        values[: 2 * seen : 2] = 1.0
        ends.append(share_interval(estimate(values, pair)))
        low, high = share_interval(estimate(1.0 - values, pair))
        assert (1 - high, 1 - low) == pytest.approx(ends[-1])
    assert ends == sorted(ends)
    assert [high for _, high in ends] == sorted(high for _, high in ends)
    assert ends[0][0] == 0.0


@pytest.mark.parametrize("alike", [0.0, 1.0])
@pytest.mark.parametrize("chance", [0.01, 0.03, 0.1])
def test_the_interval_of_a_share_holds_the_chance(chance: float, alike: float):
    """In 95 of a hundred trials and more, less three errors of as many trials, rare or not."""
    draw, pair, held = np.random.default_rng(3), np.repeat(np.arange(20), 2), 0
    for _ in range(500):
        first = draw.random(20) < chance
        second = np.where(draw.random(20) < alike, first, draw.random(20) < chance)
        values = np.stack([first, second], axis=1).ravel().astype(float)
        low, high = share_interval(estimate(values, pair))
        held += low <= chance <= high
    assert held / 500 > 0.95 - 3 * math.sqrt(0.95 * 0.05 / 500)
