"""Scores of published figures together, on laws whose scores are known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from holdfast.questions.facts import Fact
from holdfast.questions.validate.scored import (
    luck_share,
    mean_chance,
    perfect_chance,
    perfect_scores,
)

DAY = date(2022, 11, 23)
FUTURES = 400
PAIR = np.arange(FUTURES) // 2


def fact(value: float, half: float) -> Fact:
    ends = value - half, value + half
    return Fact("F", "power_deficit_share", "all", DAY, DAY, value, *ends, "words", "who", False)


def test_a_mean_chance_is_that_of_each_figure_with_its_own_futures():
    """Of the second figure half of the futures know nothing."""
    values = np.tile(np.arange(FUTURES, dtype=float)[:, None], 2)
    values[FUTURES // 2 :, 1] = np.nan
    facts = [fact(50, 49.5), fact(10, 9.5)]
    made = mean_chance(values, facts, PAIR)
    assert made.mean == pytest.approx((99 / FUTURES + 19 / (FUTURES / 2)) / 2)
    assert 0 < made.standard_error < 0.03


def test_futures_of_one_law_score_as_a_perfect_model_does():
    """Four figures, each a standard normal number with a band of half a deviation either way."""
    values = np.random.default_rng(3).normal(size=(FUTURES, 4))
    facts = [fact(0.0, 0.5)] * 4
    scores, medians = perfect_scores(values, facts, PAIR)
    alone = np.mean([perfect_chance(values[:, k], facts[k], PAIR) for k in range(4)])
    assert scores.mean() == pytest.approx(alone, abs=1e-3)
    # P(|x - y| < .5) with x - y of variance 2, and P(|x| < .5)
    assert scores.mean() == pytest.approx(0.276, abs=0.02)
    assert medians.mean() == pytest.approx(4 * 0.383, abs=0.2)
    # what lies two deviations out in all four scores lower than nearly any truth
    low = mean_chance(values, [fact(2.0, 0.5)] * 4, PAIR).mean
    assert (scores <= low).mean() < 0.01
    # and a truth of the law itself does not
    own = mean_chance(values, [fact(value, 0.5) for value in values[7]], PAIR).mean
    assert own == pytest.approx(scores[7], abs=0.01)


def test_a_truth_without_a_figure_is_scored_by_the_others():
    values = np.random.default_rng(4).normal(size=(FUTURES, 2))
    values[0, 1], values[1] = np.nan, np.nan
    scores, medians = perfect_scores(values, [fact(0.0, 0.5)] * 2, PAIR)
    assert np.isfinite(scores[0])
    assert np.isnan(scores[1])
    assert medians[1] == 0
    assert np.isfinite(scores[2:]).all()


def test_luck_is_what_two_futures_of_a_pair_do_not_share():
    draw = np.random.default_rng(5)
    shared = np.repeat(draw.normal(size=20_000), 2)
    values = shared + draw.normal(size=40_000)
    assert luck_share(values) == pytest.approx(0.5, abs=0.02)
    assert luck_share(np.ones(40)) is None
