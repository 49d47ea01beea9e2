"""Limits and budgets: sums by hand, and the same as a matrix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.aid.limits import BUDGET, LIMIT, Cap, coefficients, over
from holdfast.aid.rules import Gift

GUNS = Gift("g", "AA", "gun", kind="military", quantity=3, value=30, day=10)
MORE = Gift("h", "AA", "gun", kind="military", quantity=2, value=20, day=40)
LAMPS = Gift("l", "BB", "lamp", kind="humanitarian", quantity=9, value=1, day=20)
PLAN = (GUNS, MORE, LAMPS)
FOUR = Cap(LIMIT, 2, "four", "AA", 4, False, item="gun")


@pytest.mark.parametrize(
    ("cap", "reached"),
    [
        (FOUR, 5),
        (replace(FOUR, most=5), None),
        (replace(FOUR, last=39), None),
        (replace(FOUR, last=39, most=2), 3),
        (replace(FOUR, partner="BB"), None),
        (Cap(LIMIT, 2, "worth", "AA", 45, True, kind="military"), 50),
        (Cap(BUDGET, 2, "all", "", 50.5, True), 51),
        (Cap(BUDGET, 2, "all", "", 0.5, True, kind="humanitarian"), 1),
        (Cap(BUDGET, 2, "later", "", 19, True, first=40), 20),
        (Cap(BUDGET, 2, "later", "", 19, True, first=41), None),
    ],
)
def test_what_a_plan_comes_to(cap, reached):
    found = over(PLAN, [cap])
    assert [each.reached for each in found] == ([] if reached is None else [reached])


def test_what_only_the_past_exceeds_is_nobodys_choice():
    gone = replace(GUNS, quantity=9, past=True)
    assert over([gone], [FOUR]) == ()
    assert [each.reached for each in over([gone, MORE], [FOUR])] == [11]


def test_a_sum_that_only_rounding_exceeds_is_kept():
    tenths = [replace(LAMPS, name=str(i), value=0.1) for i in range(3)]
    assert sum(gift.value for gift in tenths) > 0.3
    assert over(tenths, [Cap(BUDGET, 2, "b", "", 0.3, True)]) == ()


@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_the_matrix_says_what_over_says(chosen):
    caps = [FOUR, Cap(BUDGET, 2, "all", "", 30.5, True), replace(FOUR, most=2, last=20)]
    matrix, most = coefficients(PLAN, caps)
    sums = matrix @ np.array(chosen, float)
    picked = [gift for gift, take in zip(PLAN, chosen, strict=True) if take]
    assert {each.cap for each in over(picked, caps)} == {
        cap for cap, reached, limit in zip(caps, sums, most, strict=True) if reached > limit
    }


def test_no_caps_are_an_empty_matrix():
    matrix, most = coefficients(PLAN, [])
    assert matrix.shape == (0, 3)
    assert most.shape == (0,)
