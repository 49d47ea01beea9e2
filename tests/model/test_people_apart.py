"""Homes dark in a row beside those that take turns, frost, and resistance times capacity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model.people.apart import mixed, shared
from model.people_world import dark, day, local, prepared, service

ROW = "people.dark_in_a_row,1\n"
PARTS = """region,class,people_share,source,loss_w_per_m2_k,capacity_wh_per_m2_k,time_constant_hours
aa,block,1,district_heat,1.6,144,
bb,house,1,household_gas,,,40"""


def test_resistance_and_capacity_make_the_time_constant():
    """144 Wh/(m2 K) over 1.6 W/(m2 K) are 90 h, and C dT/dt = -(T - T_out) / R is solved by it."""
    params = prepared(**{"heat/buildings": PARTS})
    assert params.tau[0].diagonal() == pytest.approx([90, 40])
    made = day(params, outdoor=-10, served=service(heat_left=np.zeros((2, 2))))
    loss, capacity, indoor = 1.6, 144.0, 20.0
    steps = 240_000
    for _ in range(steps):
        indoor -= 24 / steps * loss * (indoor - -10) / capacity
    assert made.indoor[0, 0, 0] == pytest.approx(indoor, abs=1e-4)
    assert made.indoor[0, 0, 0] == pytest.approx(-10 + 30 * np.exp(-24 / 90))


def test_hours_under_the_second_threshold_by_hand():
    """Electric houses of bb, half its people, at 14 in -10 without power: 12 after 40 ln(24/22)."""
    cut = dark(1, 1, 1, 1)
    made = day(prepared(), outdoor=-10, served=service(dark=cut), indoor=np.full((1, 2, 2), 14.0))
    hours = 24 - 40 * np.log(24 / 22)
    assert made.frozen_hours[0, 1] == pytest.approx(0.5 * hours)
    assert made.cold_hours[0, 1] == pytest.approx(0.5 * 24)
    assert (made.frozen_hours <= made.cold_hours).all()


def test_who_is_dark_all_day_is_cold_and_no_other():
    """A fifth of bb dark all day: of electric houses a fifth have no heat, the others all of it."""
    served = service(dark=dark(0.2, 0.2, 0.2, 0.2), dark_local=local(0.2))
    made = day(prepared(more=ROW), outdoor=-10, served=served)
    assert made.apart[0] == pytest.approx([0.2, 0.2])
    assert made.indoor[0, 1, 1] == pytest.approx(20)
    assert made.indoor_apart[0, 1, 1] == pytest.approx(-10 + 30 * np.exp(-24 / 40))
    hours = 24 - 40 * np.log(30 / 26)
    assert made.cold_hours[0, 1] == pytest.approx(0.5 * 0.2 * hours)
    assert made.no_heat[0, 1] == pytest.approx(0.5 * 0.2)
    alike = day(prepared(), outdoor=-10, served=served)
    assert alike.cold_hours[0, 1] == 0  # with a fifth less heat each home stays warm at -10
    assert alike.apart[0] == pytest.approx([0, 0])


def test_homes_that_join_bring_their_warmth():
    """Yesterday a tenth was apart at 5 degrees; today a fifth is: half of them come from 20."""
    served = service(dark=dark(0.2, 0.2, 0.2, 0.2), dark_local=local(0.2))
    cold = np.full((1, 2, 2), 5.0)
    made = day(prepared(more=ROW), outdoor=0, served=served, indoor_apart=cold, apart=local(0.1))
    assert made.indoor_apart[0, 1, 1] == pytest.approx(12.5 * np.exp(-24 / 40))


def test_homes_with_power_again_warm_up_among_the_others():
    """A fifth at 5 degrees all return: the class begins the day at 17 and is heated to 20."""
    cold = np.full((1, 2, 2), 5.0)
    made = day(prepared(more=ROW), outdoor=0, indoor_apart=cold, apart=local(0.2))
    assert made.apart[0].tolist() == [0, 0]
    assert made.indoor[0, 1, 1] == pytest.approx(20)
    assert made.degree_hours[0, 1] == 0


SHARES = st.floats(0, 1)


@given(SHARES, SHARES, st.floats(-20, 25), st.floats(-20, 25))
def test_mixing_keeps_the_mean(before, now, usual, other):
    left, joined = (
        float(each[0])
        for each in mixed(*(np.array([value]) for value in (usual, other, before, now)))
    )
    mean = (1 - before) * usual + before * other
    assert (1 - now) * left + now * joined == pytest.approx(mean, abs=1e-9)
    low, high = min(usual, other) - 1e-9, max(usual, other) + 1e-9
    assert low <= left <= high
    assert low <= joined <= high


@given(st.lists(SHARES, min_size=4, max_size=4), SHARES, SHARES)
def test_never_more_are_dark_in_a_row_than_are_dark(blocks, cut, kept):
    made = shared(dark(*blocks), local(cut), np.array([kept]))
    assert (made <= min(blocks) + 1e-12).all()
    assert (made <= cut * kept + 1e-12).all()


@given(st.lists(SHARES, min_size=4, max_size=4), SHARES)
def test_telling_homes_apart_never_hides_cold(blocks, cut):
    """All alike is the warmest way to spread the same dark where heat just holds or falls short."""
    served = service(dark=dark(*blocks), dark_local=local(min(cut, *blocks)))
    alike = day(prepared(), outdoor=-24, served=served)
    apart = day(prepared(more=ROW), outdoor=-24, served=served)
    assert (apart.no_heat <= 1 + 1e-12).all()
    assert (apart.indoor[:, 1, 1] >= alike.indoor[:, 1, 1] - 1e-9).all()
    assert (apart.indoor_apart[:, 1, 1] <= alike.indoor[:, 1, 1] + 1e-9).all()
