"""A name stands on no curve and on no other name, as near as may be to what it names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.show.figures.free import STEP, place

AREA = (300.0, 200.0)


def test_on_a_free_drawing_it_stands_on_its_target():
    flat = np.array([[199.0, 199.0]])
    left, top, right, bottom = place(flat, (80, 18), (150, 60), AREA)
    assert (right - left, bottom - top) == (80, 18)
    assert left <= 150 <= right
    assert top <= 60 <= bottom
    assert abs((left + right) / 2 - 150) <= STEP


def test_above_a_curve_it_stands_just_above():
    flat = np.array([[100.0, 100.0]])
    _, top, _, bottom = place(flat, (80, 18), (150, 100), AREA, above=flat[0])
    assert 100 - 2 * STEP <= bottom < 100
    assert top == bottom - 18
    assert place(flat, (80, 18), (150, 190), AREA)[1] > 100, "below is nearer, and free"


def test_without_room_there_is_no_place():
    assert place(np.array([[10.0, 10.0]]), (301, 18), (150, 60), AREA) is None
    curves = np.repeat(np.arange(0.0, 200, 15)[:, np.newaxis], 2, axis=1)
    assert place(curves, (80, 18), (150, 60), AREA) is None
    assert place(np.array([[10.0, 10.0]]), (80, 18), (150, 60), AREA, above=np.zeros(2)) is None


@given(st.integers(0, 10_000), st.floats(0, 300), st.floats(0, 200))
def test_it_touches_no_curve_and_no_other_name(seed, x, y):
    rng = np.random.default_rng(seed)
    curves = 200 - np.abs(rng.normal(0, 40, (3, 60)))
    first = place(curves, (90, 18), (x, y), AREA)
    if first is None:
        pytest.fail("there is room at the top")
    second = place(curves, (90, 18), (x, y), AREA, taken=[first])
    for left, top, right, bottom in filter(None, (first, second)):
        assert 0 <= left < right <= 300
        assert 0 <= top < bottom <= 200
        at = np.linspace(left, right, 200)
        for curve in curves:
            seen = np.interp(at, np.linspace(0, 300, 60), curve)
            assert (seen < top + 1).all() or (seen > bottom - 1).all()
    if second is not None:
        apart = second[0] >= first[2] or second[2] <= first[0]
        assert apart or second[1] >= first[3] or second[3] <= first[1]
