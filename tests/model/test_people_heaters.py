"""Electric heaters in homes: what a kilowatt holds, whom power reaches, and energy that closes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from holdfast.model.networks.heaters import Heaters, drawn
from model.people_world import dark, day, local, prepared, service

FLATS, HOUSES = 0, 1
FLOOR = "people.home_floor,20\npeople.home_loss,2\n"
"""40 W a person for each degree: a kilowatt holds 25 degrees."""
PARTS = """region,class,people_share,source,loss_w_per_m2_k,capacity_wh_per_m2_k,time_constant_hours
aa,block,1,district_heat,1.6,144,
bb,house,1,household_gas,,,40"""
COLD = service(heat_left=np.zeros((2, 2)))


def on(kilowatt, futures=2, **more):
    """No district heat, and in both regions heaters of so many kW a person in flats of aa."""
    each = np.zeros((futures, 4, 2, 2))
    each[:, :, 0, FLATS] = kilowatt
    return service(futures, heat_left=np.zeros((futures, 2)), heater_kw=each, **more)


def test_a_kilowatt_holds_what_the_loss_of_a_home_allows():
    params = prepared(more=FLOOR)
    assert params.per_kw[0, 0, FLATS] == pytest.approx(25)
    told = prepared(more=FLOOR, **{"heat/buildings": PARTS})
    assert told.per_kw[0].diagonal() == pytest.approx([1000 / (1.6 * 20), 25])


def test_homes_without_a_source_approach_what_heaters_hold():
    """The analytic solution: .4 kW x 25 K/kW are 10 K above -6, approached with 80 h."""
    made = day(prepared(more=FLOOR), outdoor=-6, served=on(0.4))
    assert made.indoor[0, 0, FLATS] == pytest.approx(4 + 16 * np.exp(-24 / 80))
    bare = day(prepared(more=FLOOR), outdoor=-6, served=COLD)
    assert bare.indoor[0, 0, FLATS] == pytest.approx(-6 + 26 * np.exp(-24 / 80))
    hours = 24 - 80 * np.log(16 / 12)
    area = 12 * hours - 80 * (16 - made.indoor[0, 0, FLATS])
    assert made.cold_hours[0, 0] == pytest.approx(0.6 * hours)
    assert made.degree_hours[0, 0] == pytest.approx(0.6 * area)
    np.testing.assert_array_equal(made.no_heat, bare.no_heat)


def test_energy_closes():
    """What heaters give in a day is what walls lose and what the building holds more of:
    P t = U (theta - T) dt + C (theta_1 - theta_0), with U = 40 W/K and C = U x 80 h a person."""
    made = day(
        prepared(more=FLOOR), outdoor=-6, served=on(0.4), indoor=np.full((1, 2, 2), 1.0)
    ).indoor[0, 0, FLATS]
    loss, tau, outdoor = 40.0, 80.0, -6.0
    times = np.linspace(0, 24, 200_001)
    path = 4 - 3 * np.exp(-times / tau)
    assert path[-1] == pytest.approx(made)
    lost = loss * np.trapezoid(path - outdoor, times)
    held = loss * tau * (made - 1.0)
    assert lost + held == pytest.approx(400 * 24, rel=1e-9)


def test_heaters_are_off_where_power_is_off():
    """Dark for half of a block: half of their heat is there for it; all dark: none."""
    halves = day(prepared(more=FLOOR), outdoor=-6, served=on(0.4, dark=dark(*[0.5] * 4)))
    rest = -6 + 5
    assert halves.indoor[0, 0, FLATS] == pytest.approx(rest + (20 - rest) * np.exp(-24 / 80))
    night = day(prepared(more=FLOOR), outdoor=-6, served=on(0.4, dark=dark(1, 1, 0, 0)))
    noon = -6 + 26 * np.exp(-12 / 80)
    assert night.indoor[0, 0, FLATS] == pytest.approx(4 + (noon - 4) * np.exp(-12 / 80))


def test_a_thermostat_turns_heaters_down():
    made = day(prepared(more=FLOOR), outdoor=-6, served=on(3))
    assert made.indoor[0, 0, FLATS] == 20
    assert made.degree_hours[0, 0] == 0


def test_heaters_add_to_a_source_that_is_weak():
    """At .25 of 48 K and .4 kW: 22 K above -6."""
    served = dataclasses.replace(on(0.4), heat_left=np.full((2, 2), 0.25))
    made = day(prepared(more=FLOOR), outdoor=-6, served=served)
    assert made.indoor[0, 0, FLATS] == pytest.approx(16 + 4 * np.exp(-24 / 80))


def test_homes_dark_in_a_row_have_no_heater_and_the_others_all_of_them():
    """A fifth dark all day; half of the houses' heat needs power, so a tenth are told apart."""
    each, gas = np.zeros((2, 4, 2, 2)), np.ones((2, 2, 5))
    each[:, :, 0, HOUSES] = 0.4
    served = service(
        heater_kw=each, gas_asked=gas, gas_served=0 * gas, dark=dark(*[0.2] * 4),
        dark_local=local(0.2),
    )  # fmt: skip
    made = day(prepared(more=FLOOR + "people.dark_in_a_row,1\n"), outdoor=-6, served=served)
    rest = -6 + 10 * 0.8 / 0.9
    assert made.indoor[0, 0, HOUSES] == pytest.approx(rest + (20 - rest) * np.exp(-24 / 40))
    assert made.indoor_apart[0, 0, HOUSES] == pytest.approx(-6 + 26 * np.exp(-24 / 40))


def test_day_after_day_homes_settle_where_heaters_hold_what_they_ask_for():
    """In the end theta = T + 25 P clip((18 - theta) / 4): cold asks for heat, heat ends cold."""
    kilowatt, outdoor = 0.3, 10.0
    params = prepared(more=FLOOR)
    each = np.zeros((1, 2, 2))
    each[0, 0, FLATS] = kilowatt
    heaters = Heaters(
        power=each * 60_000 / 1000, each=each, below=np.array([18.0]), band=np.array([4.0]),
        feeders=np.full((1, 2), 1e9),
    )  # fmt: skip
    indoor = np.full((2, 2, 2), 20.0)
    for _ in range(120):
        power, kw = drawn(heaters, indoor, np.ones((1, 2)), np.zeros((2, 4, 2)))
        indoor = day(params, outdoor=outdoor, served=dataclasses.replace(COLD, heater_kw=kw),
                     indoor=indoor).indoor  # fmt: skip
    held = brentq(lambda t: t - outdoor - 25 * kilowatt * min(max((18 - t) / 4, 0), 1), outdoor, 20)
    assert 14 < held < 18
    assert indoor[0, 0, FLATS] == pytest.approx(held, abs=1e-9)
    assert power[0, 0, 0] == pytest.approx(60 * kilowatt * (18 - held) / 4)


SHARES = st.floats(0, 1)


@given(st.lists(SHARES, min_size=4, max_size=4), SHARES, st.floats(-25, 10), st.floats(0, 2),
       st.floats(0, 2), st.booleans())  # fmt: skip
def test_more_power_for_heaters_is_never_colder(blocks, cut, outdoor, few, more, row):
    params = IN_A_ROW if row else TURNS
    given = {"dark": dark(*blocks), "dark_local": local(min(cut, *blocks))}
    bare, helped = (
        day(params, outdoor=outdoor, served=on(kw, **given)) for kw in (few, few + more)
    )
    for name in ("cold_hours", "degree_hours", "frozen_hours", "no_heat"):
        assert (getattr(helped, name) <= getattr(bare, name) + 1e-9).all(), name
    assert (helped.indoor >= bare.indoor - 1e-9).all()


TURNS = prepared(more=FLOOR)
IN_A_ROW = prepared(more=FLOOR + "people.dark_in_a_row,1\n")


def test_one_future_alone_has_the_same_bits_beside_one_without_heaters():
    each = np.zeros((2, 4, 2, 2))
    each[1, :, 0, FLATS] = 0.4
    both = day(TURNS, outdoor=-6, served=dataclasses.replace(COLD, heater_kw=each))
    first = day(TURNS, outdoor=-6, served=COLD)
    np.testing.assert_array_equal(both.indoor[0], first.indoor[0])
    assert both.indoor[1, 0, FLATS] > first.indoor[1, 0, FLATS]
