"""Inflow of makers: rates by hand, ramps that conserve, and orders of others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import stock
from model.small_country import country


def rates(days, first, ramp, rate, competing=0.0):
    rate = np.atleast_2d(np.asarray(rate, float))
    made = stock.of_maker(
        np.asarray(days), np.asarray(first), np.asarray(ramp, float), rate,
        np.broadcast_to(np.asarray(competing, float), rate.shape),
    )  # fmt: skip
    return made[0].tolist()


def test_the_latest_row_holds_and_others_orders_come_first():
    assert rates([-1, 0, 9, 10], [0, 10], [0, 0], [3, 5]) == [0, 3, 3, 5]
    assert rates([-1, 0, 9, 10], [0, 10], [0, 0], [3, 5], [4, 1]) == [0, 0, 0, 4]


def test_a_ramp_rises_from_the_rate_before():
    # the middles of the weeks from day 0 are days 3.5, 10.5 and 17.5
    assert rates([0, 7, 14, 21], [0], [21], [6]) == pytest.approx([1, 3, 5, 6])
    assert rates([-7, 0, 14, 21], [-7, 0], [0, 21], [2, 8]) == pytest.approx([2, 3, 7, 8])
    # a row that begins in the middle of a ramp goes on from what was reached
    assert rates([10, 50], [0, 10], [20, 0], [8, 1]) == pytest.approx([1, 1])
    assert rates([24], [0, 10], [20, 35], [8, 8]) == pytest.approx([4 + 4 * 0.5])


def test_days_on_which_it_turns():
    turns = stock.turns(np.array([5, 0]), np.array([0.0, 10.0]))
    assert turns.tolist() == [0, 5, 7, 10]
    assert stock.turns(np.array([], int), np.array([])).tolist() == []


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 400))
def test_more_orders_of_others_never_bring_more(rate, competing, ramp):
    days = stock.turns(np.array([0]), np.array([ramp]))
    free, shared = (rates(days, [0], [ramp], [rate], orders) for orders in (0.0, competing))
    assert all(0 <= one <= other for one, other in zip(shared, free, strict=True))
    assert free == sorted(free)


def test_makers_add_up_in_the_stocks():
    rows = """item,from,per_month,maker,ramp_days,competing_per_month
interceptor,2030-12-01,30.4375,one,0,0
interceptor,2030-12-01,60.875,two,0,30.4375
interceptor,2030-12-11,91.3125,two,14,30.4375"""
    made = stock.prepare(country({"production": rows}), Luck.of(3, range(4)))
    at = made.names.index("interceptor")
    # one makes 1 a day; two makes 2 of which 1 is for others, and rises to 3
    assert made.begins.tolist() == [0, 10, 17, 24]
    assert made.produced[0, :, at] == pytest.approx([2, 2.25, 2.75, 3])


def test_a_row_without_a_maker_keeps_its_luck():
    plain = "item,from,per_month,per_month_low,per_month_high\nspare,2030-12-01,10,5,15"
    told = plain.replace("per_month_high", "per_month_high,maker") + ","
    luck = Luck.of(3, range(8))
    one, two = (stock.prepare(country({"production": text}), luck) for text in (plain, told))
    np.testing.assert_array_equal(one.produced, two.produced)
    assert np.unique(one.produced).size > 2
