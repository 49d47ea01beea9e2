"""What is bought comes as fast as its makers have room."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.questions.batches import MONTH, batches

FIRST = date(2031, 1, 10)


def after(days: int) -> date:
    return FIRST + timedelta(days=days)


@pytest.mark.parametrize(
    ("count", "rate", "made"),
    [
        (10, math.inf, [(0, 10)]),
        (10, 4, [(0, 4), (30, 4), (60, 2)]),
        (3, 1.5, [(0, 1), (30, 2)]),
        (2, 0.4, [(0, 1), (120, 1)]),
        (5, 0, []),
    ],
)
def test_pieces_come_as_they_are_made(count, rate, made):
    found = batches(count, rate, FIRST, after(400))
    assert found == [(after(days), pieces) for days, pieces in made]


def test_what_is_not_made_by_the_last_day_does_not_come():
    assert batches(10, 4, FIRST, after(30)) == [(FIRST, 4), (after(30), 4)]
    assert batches(10, math.inf, FIRST, after(-1)) == []


@given(st.integers(1, 300), st.floats(0.05, 400, allow_nan=False), st.integers(0, 900))
def test_no_day_has_more_than_the_makers_made(count, rate, days):
    found = batches(count, rate, FIRST, after(days))
    total = 0.0
    for day, pieces in found:
        total += pieces
        months = (day - FIRST).days // MONTH + 1
        assert pieces >= 1
        assert pieces == int(pieces)
        assert total <= max(1.0, rate * months * (1 + 1e-6))
    assert total == count or (days // MONTH + 1) * rate < count + rate
