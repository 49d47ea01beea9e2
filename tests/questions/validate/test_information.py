"""The worth of knowing an input, on planted cases of which it is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.questions.validate.information import (
    everything,
    flip,
    scores,
    share_beyond,
    strength,
    value_at,
    worth,
)

PAIRS = 120
KNOWN = 1 / math.sqrt(2 * math.pi)
"""Of max(0, theta), theta standard normal."""


@pytest.fixture(scope="module")
def drawn():
    """Sixty samples: inputs (20, Q), and two ways of which input 3 says which is better."""
    draw = np.random.default_rng(5)
    made = []
    for _ in range(60):
        inputs = draw.normal(size=(20, PAIRS))
        noise = draw.normal(size=(2, PAIRS))
        made.append((inputs, np.stack([noise[0], inputs[3] + noise[1]])))
    return made


def test_the_worth_of_the_planted_input_is_found(drawn):
    found = np.array([worth(values, inputs[[3]]).mean[0] for inputs, values in drawn])
    assert abs(found.mean() - KNOWN) < 3 * found.std(ddof=1) / math.sqrt(len(drawn))


def test_an_idle_input_is_worth_nothing(drawn):
    found = np.array([worth(values, inputs[[7]]).mean[0] for inputs, values in drawn])
    assert abs(found.mean()) < 3 * found.std(ddof=1) / math.sqrt(len(drawn))


def test_its_error_is_of_the_size_of_the_scatter(drawn):
    made = [worth(values, inputs[[3]]) for inputs, values in drawn]
    scatter = np.std([one.mean[0] for one in made], ddof=1)
    assert 0.6 < np.mean([one.error[0] for one in made]) / scatter < 1.2


def test_a_fit_to_the_same_pairs_would_say_too_much(drawn):
    """What folds are for: of an idle input the maximum of fitted values is well above nought."""
    gained = []
    for inputs, values in drawn:
        basis = np.stack([np.ones(PAIRS), inputs[7], inputs[7] ** 2], axis=1)
        fitted = basis @ np.linalg.lstsq(basis, values.T, rcond=None)[0]
        gained.append(fitted.max(axis=1).mean() - values.mean(axis=1).max())
    assert np.mean(gained) > 5 * np.std(gained, ddof=1) / math.sqrt(len(gained))


def test_the_planted_input_is_the_strongest_and_others_pass_the_bar_seldom(drawn):
    first, false = 0, 0
    for inputs, values in drawn[:30]:
        found, bar = strength(values, inputs)
        first += found.argmax() == 3 and found[3] > bar
        false += (np.delete(found, 3) > bar).any()
    assert first == 30
    assert false <= 5


def test_three_ways_where_the_middle_is_best_in_the_middle():
    z = np.linspace(-2, 2, 201)
    values = np.stack([2.5 - z**2, z, -z])
    found = flip(values, z)
    assert found is not None
    assert abs(abs(found.z) - (math.sqrt(11) - 1) / 2) < 0.02
    assert found.way == (1 if found.z > 0 else 2)


def test_a_way_that_leads_everywhere_never_flips():
    z = np.linspace(-2, 2, 201)
    assert flip(np.stack([3 + z, z]), z) is None


def test_pairs_hold_the_worth_of_knowing_all_between_two_ends():
    """theta alone decides: knowing all is worth what knowing theta is."""
    draw = np.random.default_rng(6)
    theta = draw.normal(size=20_000)
    noise = draw.normal(size=(2, 2, theta.size))
    first, second = (np.stack([each[0], theta + each[1]]) for each in noise)
    lower, upper = everything(first, second)
    error = lower.std() / math.sqrt(theta.size)
    assert lower.mean() < KNOWN + 3 * error
    assert upper.mean() > KNOWN
    assert lower.mean() > 0.5 * KNOWN


def test_too_few_pairs_are_refused():
    with pytest.raises(ValueError, match="20 or more"):
        worth(np.zeros((2, 10)), np.zeros((1, 10)))


def test_a_sample_that_a_fit_has_shifted_is_measured_from_itself():
    """Draws about 8 +- 0.5 of a range whose middle is 5: 0 is their median, shares are theirs, and
    another way leads where the sample says so, not where the range does."""
    drew = np.random.default_rng(7).normal(8.0, 0.5, 400)
    (z,) = scores(drew[None])
    assert value_at(drew, z, 0.0) == pytest.approx(np.median(drew))
    assert z.mean() == pytest.approx(0.0, abs=1e-12)
    assert z.std() == pytest.approx(1.0, abs=0.02)
    found = flip(np.stack([np.full(400, 0.5), drew - 8.0]), z)
    assert found is not None
    assert value_at(drew, z, found.z) == pytest.approx(8.5, abs=0.06)
    assert share_beyond(z, found.z) == pytest.approx((drew >= 8.5).mean(), abs=0.02)
    assert 0.1 < share_beyond(z, found.z) < 0.22


def test_a_share_is_that_of_what_was_drawn():
    values = np.array([1.0, 1.0, 1.0, 2.0, 3.0, 9.0, 9.0, 9.0, 9.0, 9.0])
    (z,) = scores(values[None])
    assert len(np.unique(z)) == 4
    assert share_beyond(z, z[5]) == 0.5
    assert share_beyond(z, z[0]) == 0.3
    assert share_beyond(z, z[4]) == 0.5 if z[4] < 0 else 0.6
    assert value_at(values, z, z[3]) == 2.0
