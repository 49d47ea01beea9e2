"""Spells of danger, against a plain count and against survival."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import synthetic
from holdfast.outcome.metrics import runs, served
from holdfast.questions.spells import Danger

HOURS = arrays(float, (3, 12), elements=st.sampled_from([0.0, 15.9, 16.0, 16.1, 24.0]))


def plainly(short: np.ndarray, days: int) -> np.ndarray:
    """Each day that lies in some stretch of `days` days all of which are short."""
    found = np.zeros_like(short)
    for future in range(short.shape[0]):
        for first in range(short.shape[1] - days + 1):
            if short[future, first : first + days].all():
                found[future, first : first + days] = True
    return found


@given(dark=HOURS, days=st.integers(1, 6), begin=st.integers(0, 5), end=st.integers(6, 12))
def test_days_in_spells(dark, days, begin, end):
    danger = Danger("UPP", 8.0, days)
    found = danger.within(dark, slice(begin, end))
    # exactly eight hours of power are not fewer than eight
    assert np.array_equal(found, plainly(dark[:, begin:end] > 16, days))


@given(dark=HOURS, days=st.integers(1, 6))
def test_a_spell_is_complete_from_the_day_on_which_it_is_long_enough(dark, days):
    danger = Danger("UPP", 8.0, days)
    within = danger.within(dark, slice(0, 12))
    complete = danger.complete(within)
    for day in range(12):
        upto = plainly(dark[:, : day + 1] > 16, days)
        assert np.array_equal(complete[:, day], upto.any(axis=1))


def test_days_in_a_row():
    assert runs(np.array([[True, True, False, True]])).tolist() == [[1, 2, 0, 1]]


def test_no_spell_in_any_region_is_the_service_part_of_survival(valley):
    hours = np.random.default_rng(3).choice([10.0, 20.0], (40, 30, 3), p=[0.6, 0.4])
    outcome = synthetic.outcome(valley, 40, days=30, hours_without_power=hours)
    window = outcome.windows()[-1]
    hit = np.zeros(40, dtype=bool)
    for region in outcome.data["region"].values:
        danger = Danger(str(region))
        days = window.among(outcome.data["day"].values)
        hit |= danger.within(danger.dark(outcome), days).any(axis=1)
    assert 0 < hit.sum() < 40
    assert np.array_equal(hit, served(outcome.view(window)) == 0)
