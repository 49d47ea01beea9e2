"""People: hours, generator sets and indoor temperature, by hand and against integration."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from cutting import take
from holdfast.draws import Luck
from holdfast.model import people
from holdfast.model.people import kernels
from holdfast.model.people.kernels import block, drift
from model.people_world import DIESEL, PETROL, arrived, dark, prepared, service
from model.people_world import day as lived


def day(params, *, sets=(0, 0), indoor=None, futures=2, **given):
    """One day on which sets arrive, from the given indoor temperature (target unless said)."""
    homes = {} if indoor is None else {"indoor": indoor}
    return lived(params, come=arrived(sets, futures), futures=futures, **homes, **given)


# ---- hours without power -------------------------------------------------------------------------


def test_hours_by_hand():
    made = day(prepared(), served=service(dark=dark(0, 0.5, 0.25, 1), planned=dark(0, 0.5, 0, 0.5)))
    assert made.hours_without[0] == pytest.approx([6 * 1.75] * 2)
    assert made.hours_planned[0] == pytest.approx([6 * 1.0] * 2)


def test_generator_sets_by_hand():
    """100 sets serve 5,000 of 100,000 people: .05 of the dark share, half of them in its half."""
    served = service(dark=dark(0, 0.02, 0, 0.5), planned=dark(0, 0, 0, 0.25))
    made = day(prepared(), served=served, sets=(100, 0), held={DIESEL: 1e6})
    # Morning: .02 wanted of the .05 that they reach, so they run .4 of 6 h. Evening: 6 h.
    assert made.hours_without[0, 0] == pytest.approx(6 * 0.45)
    assert made.hours_planned[0, 0] == pytest.approx(6 * 0.25 * 0.9)
    assert made.litres[0] == pytest.approx(100 * 8.4 * 10)
    assert made.sets[0] == pytest.approx([100 * (1 - 0.0084), 0])
    assert made.hours_without[0, 1] == pytest.approx(6 * 0.52)


def test_sets_that_stay_where_they_are_serve_the_dark_share_of_their_people():
    """As above with a quarter that can be moved: .0125 reach further, .0375 meet the mean."""
    params = dataclasses.replace(prepared(), set_movable=np.array([0.25]))
    served = service(dark=dark(0, 0.02, 0, 0.5))
    made = day(params, served=served, sets=(100, 0), held={DIESEL: 1e6})
    morning = 0.25 * 0.02 + 0.75 * 0.05 * 0.02
    evening = 0.25 * 0.05 + 0.75 * 0.05 * 0.5
    assert made.hours_without[0, 0] == pytest.approx(6 * (0.52 - morning - evening))
    assert made.litres[0] == pytest.approx(100 * 10 * 6 * (morning + evening) / 0.05)


def test_short_fuel_is_shared_in_proportion():
    served = service(dark=dark(0, 0, 0, 0.5))
    made = day(prepared(), served=served, sets=(100, 300), held={DIESEL: 3000, PETROL: 3000})
    # Wanted 400 sets x 6 h x 10 l = 24,000 l: a quarter of it is there.
    assert made.litres[0] == pytest.approx(6000)
    assert made.hours_without[0] == pytest.approx([6 * (0.5 - 0.05 / 4)] * 2)
    assert made.sets[0] == pytest.approx([100 * (1 - 0.0015), 300 * (1 - 0.0015)])


def test_without_a_row_of_fuel_it_is_not_counted():
    params = prepared(stocks="item,quantity\ninterceptor,1")
    made = day(params, served=service(dark=dark(0, 0, 0, 0.5)), sets=(100, 0))
    assert made.litres[0] == pytest.approx(100 * 6 * 10)


SMALL = prepared()


@given(
    st.lists(st.floats(0, 1), min_size=4, max_size=4),
    st.floats(0, 1),
    st.floats(0, 5000),
    st.floats(0, 5000),
    st.floats(0, 1e5),
)
def test_more_sets_never_leave_more_person_hours(shares, scheduled, few, more, litres):
    cut = dark(*shares)
    served = service(dark=cut, planned=cut * scheduled)
    less, better = (
        day(SMALL, served=served, sets=(n, n), held={DIESEL: litres}) for n in (few, few + more)
    )
    # Short fuel is shared by sets, so that a region may lose to another what the country gains.
    people_there = np.array([100_000, 300_000])
    gained = (less.hours_without - better.hours_without) @ people_there
    assert (gained >= -1e-3).all()
    for made in (less, better):
        assert (made.hours_planned <= made.hours_without + 1e-9).all()
        assert (made.hours_without >= -1e-12).all()
        assert (made.litres <= litres * (1 + 1e-12) + 1e-9).all()
        assert (made.sets >= 0).all()


# ---- heat ----------------------------------------------------------------------------------------


def test_an_unheated_home_by_hand():
    """From 20 in -10 with 50 h: 16 is reached after 50 ln(30 / 26) = 7.155 h."""
    last, hours, area = drift(20, -10, 50, 24, 16)
    assert last == pytest.approx(-10 + 30 * np.exp(-0.48))
    assert hours == pytest.approx(24 - 50 * np.log(30 / 26))
    assert area == pytest.approx(26 * hours - 50 * (16 - last))


def test_after_one_time_constant_63_percent_of_the_warmth_is_gone():
    assert (20 - drift(20, 0, 40, 40, 16)[0]) / 20 == pytest.approx(0.632, abs=5e-4)


def thermostat(first, outdoor, lift, tau, target, mark):
    """Six hours integrated numerically, with a heater that answers within minutes."""

    def slope(_, state):
        asked = np.clip((target - outdoor) + 10_000 * (target - state[0]), 0, lift)
        under = max(mark - state[0], 0.0)
        return [(outdoor + asked - state[0]) / tau, under]

    made = solve_ivp(
        slope, (0, 6), [first, 0.0], method="LSODA", rtol=1e-9, atol=1e-9, max_step=0.01
    )
    return made.y[0, -1], made.y[1, -1]


@pytest.mark.parametrize(
    ("first", "outdoor", "lift", "tau"),
    [
        (20, -10, 20, 50),  # heat for 10 degrees: cools
        (20, -10, 44, 50),  # holds
        (15, -10, 44, 10),  # warms up to the target and holds
        (15, 0, 15, 20),  # heat for 15 degrees: stays
        (25, 5, 30, 10),  # overheated: cools to the target and holds
        (25, 5, 8, 8),  # overheated: cools to the target and on
        (22, 28, 30, 20),  # summer
        (18, 26, 0, 10),  # warms through the target without heat
        (20, -25, 0, 30),  # no heat at all, through the threshold
    ],
)
def test_a_block_equals_numerical_integration(first, outdoor, lift, tau):
    last, _, area = block(first, outdoor, lift, tau, 20, 16)
    truth, under = thermostat(first, outdoor, lift, tau, 20, 16)
    assert last == pytest.approx(truth, abs=2e-3)
    assert area == pytest.approx(under, abs=5e-3)


@given(
    st.floats(-10, 30),
    st.floats(-30, 30),
    st.floats(0, 60),
    st.floats(0, 20),
    st.floats(2, 300),
    st.floats(0, 3),
)
def test_more_heat_is_never_colder(first, outdoor, lift, more, tau, warmer):
    cold = block(first, outdoor, lift, tau, 20.0, 16.0)
    for warm in (
        block(first, outdoor, lift + more, tau, 20.0, 16.0),
        block(first + warmer, outdoor, lift, tau, 20.0, 16.0),
    ):
        assert warm[0] >= cold[0] - 1e-9
        assert warm[1] <= cold[1] + 1e-9
        assert warm[2] <= cold[2] + 1e-7
    assert 0 <= cold[1] <= 6
    assert 0 <= cold[2] <= 6 * (16 - min(first, outdoor, 16)) + 1e-7
    assert cold[0] <= max(first, outdoor, 20) + 1e-9


def test_availability_by_source():
    """aa: flats with district heat, houses with gas (half need power); bb: electric houses."""
    asked, given = np.zeros((2, 2, 5)), np.zeros((2, 2, 5))
    asked[:, 0, :2], given[:, 0, :2] = (0.4, 0.2), (0.3, 0.1)
    heat_left = np.array([[0.8, 1.0]] * 2)
    served = service(
        gas_asked=asked, gas_served=given, heat_left=heat_left, dark=dark(0, 0.5, 0, 0)
    )
    made = people.availability(prepared(), served)
    assert made[0, 0, 0] == pytest.approx([0.5 * 0.8, 0.75])
    assert made[0, 1, 0] == pytest.approx([0.5 * 0.8, 0.75 * 0.75])
    assert made[0, :, 1, 1] == pytest.approx([1, 0.5, 1, 1])


def test_homes_at_full_service_stay_warm_down_to_the_design_temperature():
    made = day(prepared(), outdoor=-20)
    assert made.indoor[0, 0] == pytest.approx([20, 20])
    assert not made.degree_hours.any()
    assert not made.no_heat.any()


def test_a_cold_day_by_hand():
    """No power in bb at -10: electric houses, half of its people, cool with 40 h for 24 h."""
    cut = np.zeros((2, 4, 2))
    cut[:, :, 1] = 1
    made = day(prepared(), outdoor=-10, served=service(dark=cut))
    assert made.indoor[0, 1, 1] == pytest.approx(-10 + 30 * np.exp(-24 / 40))
    hours = 24 - 40 * np.log(30 / 26)
    area = 26 * hours - 40 * (16 - made.indoor[0, 1, 1])
    assert made.cold_hours[0, 1] == pytest.approx(0.5 * hours)
    assert made.degree_hours[0, 1] == pytest.approx(0.5 * area)
    assert made.no_heat[0] == pytest.approx([0, 0.5])
    assert made.indoor[0, 0] == pytest.approx([20, 20])


def test_shares_drawn_beyond_one_are_scaled():
    rows = (
        "region,class,people_share,people_share_low,people_share_high,source,time_constant_hours\n"
        "aa,flat,0.9,0.8,1,solid,80\naa,house,0.1,0.05,0.3,solid,40\nbb,house,1,1,1,solid,40"
    )
    made = prepared(Luck.of(2, range(200)), **{"heat/buildings": rows})
    assert made.share.sum(axis=2).max() <= 1 + 1e-12
    assert made.share.shape == (200, 2, 2)
    assert made.share[:, 0, 1].max() > 0.2


def test_a_future_does_not_depend_on_its_company():
    draw = np.random.default_rng(1)
    cut = draw.random((9, 4, 2))
    served = service(9, dark=cut, planned=cut / 2)
    params, futures = prepared(), 9
    indoor = draw.uniform(10, 22, (9, 2, 2))
    many = day(params, served=served, sets=(900, 90), held={DIESEL: 5e4}, indoor=indoor, futures=9)
    for f in range(futures):
        alone = take(served, "future", np.array([f]))
        one = day(
            params, served=alone, sets=(900, 90), held={DIESEL: 5e4}, indoor=indoor[[f]], futures=1
        )
        for field in dataclasses.fields(one):
            np.testing.assert_array_equal(getattr(one, field.name)[0], getattr(many, field.name)[f])


@pytest.mark.parametrize("tau", [0.1, 1.0, 6.0, 8.6])
def test_a_home_that_settles_at_the_threshold_is_under_it_all_the_way(tau):
    """From 15 towards 16: the distance to 16 falls with the time constant, and none is crossed."""
    last, hours, area = drift(15.0, 16.0, tau, 6.0, 16.0)
    assert last == pytest.approx(16 - np.exp(-6 / tau))
    assert hours == 6
    assert area == pytest.approx(tau * (1 - np.exp(-6 / tau)))
    near = np.nextafter(16.0, 0.0)
    assert drift(near, 16.0, tau, 6.0, 16.0)[1:] == pytest.approx((6, 0), abs=1e-9)
    assert drift(17.0, 16.0, tau, 6.0, 16.0)[1:] == (0, 0)


def test_a_day_towards_the_threshold_ends():
    """Heat that holds -6 + 22 = 16 degrees, the threshold, from frost on: no day fails."""
    indoor = np.full((1, 1, 1), -6.0)
    for _ in range(5):
        made = [np.empty((1, 1, 1)) for _ in range(4)]
        given = (np.full((1, 1), -6.0), np.full((1, 4, 1, 1), 22.0))
        given = (*given, np.ones((1, 1, 1)), np.zeros((1, 1, 1)))
        kernels.warm(indoor, *given, np.array([20.0]), np.array([16.0]), np.array([12.0]), *made)
        indoor = made[0]
    assert indoor[0, 0, 0] == pytest.approx(16)
    assert made[1][0, 0, 0] in (0, 24)


@pytest.mark.parametrize("gains", [0.0, 3.2])
def test_people_and_sun_warm_a_home_without_heat(gains):
    """Electric houses of bb at -10, all dark: 3.2 W/m2 over 1.6 W/(m2 K) are 2 K above outdoors."""
    more = f"people.home_gains,{gains}\npeople.home_loss,1.6\n"
    made = lived(prepared(more=more), outdoor=-10, served=service(dark=dark(1, 1, 1, 1)))
    rest = -10 + gains / 1.6
    assert made.indoor[0, 1, 1] == pytest.approx(rest + (20 - rest) * np.exp(-24 / 40))
    warm = lived(prepared(more=more), outdoor=19)
    assert warm.indoor[0, 1, 1] == pytest.approx(
        max(20, 20 + (19 + gains / 1.6 - 20) * (1 - np.exp(-24 / 40)))
    )
