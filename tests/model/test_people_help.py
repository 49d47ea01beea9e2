"""Heating points, boilers, sets that heat, and the fuel that they share: by hand, never hurting."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.model import people
from model.people_world import DIESEL, arrived, dark, day, local, prepared, service

POINTS = """people.point_people,100
people.point_hours,12
people.point_litres,4
people.point_wear,0.001
"""
BOILERS = """people.heat_kw,2
people.boiler_litres,100
people.boiler_wear,0.001
"""
FUEL = {DIESEL: 1e9}


def test_heating_points_by_hand():
    """Thirty points give 3,000 of 300,000 people of bb 12 h: .12 h a person out of the cold."""
    params = prepared(more=POINTS)
    served = service(dark=dark(1, 1, 1, 1))
    bare = day(params, outdoor=-10, served=served)
    made = day(params, outdoor=-10, served=served, come=arrived(points=(0, 30)), held=FUEL)
    assert made.warmed[0] == pytest.approx([0, 0.12])
    assert bare.cold_hours[0] - made.cold_hours[0] == pytest.approx([0, 0.12])
    left = made.cold_hours[0, 1] / bare.cold_hours[0, 1]
    assert made.degree_hours[0, 1] == pytest.approx(bare.degree_hours[0, 1] * left)
    assert made.litres[0] == pytest.approx(30 * 12 * 4)
    assert made.points[0] == pytest.approx([0, 30 * (1 - 0.012)])
    np.testing.assert_array_equal(made.hours_without, bare.hours_without)


def test_points_warm_no_more_than_are_cold():
    made = day(prepared(more=POINTS), outdoor=5, come=arrived(points=(1e6, 1e6)), held=FUEL)
    assert made.warmed[0].tolist() == [0, 0]
    assert made.litres[0] == 0  # the grid feeds them


def test_points_take_the_coldest_first():
    params, cold = prepared(more=POINTS), np.full((1, 2, 2), 11.0)
    served = service(dark=dark(1, 1, 1, 1))
    bare = day(params, outdoor=-10, served=served, indoor=cold)
    made = day(
        params, outdoor=-10, served=served, indoor=cold, come=arrived(points=(0, 30)), held=FUEL
    )
    assert bare.frozen_hours[0, 1] - made.frozen_hours[0, 1] == pytest.approx(0.12)


def test_points_without_fuel_are_open_while_there_is_power():
    """Dark half of the day, no fuel: of twelve hours six are left, and nothing wears."""
    params, cold = prepared(more=POINTS), np.full((1, 2, 2), 11.0)
    served = service(dark=dark(1, 1, 0, 0))
    made = day(params, outdoor=-30, served=served, indoor=cold, come=arrived(points=(0, 30)))
    assert made.warmed[0, 1] == pytest.approx(0.06)
    assert made.points[0, 1] == 30


def without_sources(**given):
    return service(heat_left=np.zeros((2, 2)), **given)


def test_boilers_by_hand():
    """60,000 people of aa on district heat need 120 MW at -20 degrees; 60 MW hold half of the 40 K.

    Full heat with its reserve of 1.2 is 144 MW for 48 K: a MW warms no more for it.
    """
    params = prepared(more=BOILERS)
    made = day(
        params, outdoor=-20, served=without_sources(), come=arrived(boilers=(60, 0)), held=FUEL
    )
    assert made.indoor[0, 0, 0] == pytest.approx(20 * np.exp(-24 / 80))
    assert made.litres[0] == pytest.approx(60 * 24 * 100)
    assert made.boilers[0] == pytest.approx([60 * (1 - 0.024), 0])


def test_boilers_burn_for_what_is_lacking_alone():
    """At 8 degrees a quarter of full heat holds 20; sources give a tenth, boilers add to it."""
    params = prepared(more=BOILERS)
    served = service(heat_left=np.full((2, 2), 0.1))
    made = day(params, outdoor=8, served=served, come=arrived(boilers=(60, 0)), held=FUEL)
    assert made.indoor[0, 0, 0] == pytest.approx(20)
    assert made.litres[0] == pytest.approx(0.15 * 144 * 24 * 100)
    idle = day(params, outdoor=8, come=arrived(boilers=(60, 0)), held=FUEL)
    assert idle.litres[0] == 0
    assert idle.boilers[0, 0] == 60


def test_boilers_without_district_heat_heat_nobody():
    made = day(
        prepared(more=BOILERS), outdoor=-20, served=without_sources(),
        come=arrived(boilers=(0, 60)), held=FUEL,
    )  # fmt: skip
    assert made.litres[0] == 0
    assert made.boilers[0, 1] == 60


def test_fuel_goes_to_sets_then_boilers_then_points():
    params = prepared(more=POINTS + BOILERS)
    served = without_sources(dark=dark(1, 1, 1, 1))
    asked = [100 * 24 * 10, 60 * 24 * 100, 30 * 12 * 4]
    for litres, fed in ((sum(asked[:1]), 1), (sum(asked[:2]), 2), (sum(asked), 3)):
        come = arrived(sets=(100, 0), points=(0, 30), boilers=(60, 0))
        made = day(params, outdoor=-20, served=served, come=come, held={DIESEL: litres})
        assert made.litres[0] == pytest.approx(litres)
        assert made.hours_without[0, 0] == pytest.approx(24 * 0.95)
        assert (made.indoor[0, 0, 0] > 20 - 40 * (1 - np.exp(-24 / 80)) + 0.1) == (fed > 1)
        assert made.warmed[0, 1] == pytest.approx(0.12 if fed > 2 else 0.0)


def test_sets_heat_the_share_of_those_they_serve_whose_heat_they_feed():
    """bb all dark, 600 sets serve a tenth of it: with .5 a twentieth of full heat is there."""
    served = service(dark=dark(1, 1, 1, 1))
    come = arrived(sets=(0, 600))
    usual = day(prepared(), outdoor=-10, served=served, come=come, held=FUEL)
    made = day(
        prepared(more="people.set_heat,0.5\n"), outdoor=-10, served=served, come=come, held=FUEL
    )
    rest = -10 + 0.05 * 44
    assert made.indoor[0, 1, 1] == pytest.approx(rest + (20 - rest) * np.exp(-24 / 40))
    assert usual.indoor[0, 1, 1] == pytest.approx(-10 + 30 * np.exp(-24 / 40))
    np.testing.assert_array_equal(made.hours_without, usual.hours_without)


ALL = prepared(
    more=POINTS + BOILERS + "people.set_heat,0.5\npeople.dark_in_a_row,1\npeople.water_piped,0.7\n"
)
SHARES = st.floats(0, 1)
NEVER_MORE = ("cold_hours", "degree_hours", "frozen_hours", "no_heat", "dry_hours")


@given(
    st.lists(SHARES, min_size=4, max_size=4),
    SHARES,
    SHARES,
    st.floats(-25, 10),
    st.tuples(*[st.floats(0, 2000)] * 3),
    st.sampled_from(["sets", "points", "boilers"]),
    st.floats(0, 2000),
)
def test_more_help_with_fuel_enough_never_hurts(blocks, cut, left, outdoor, had, what, more):
    served = service(dark=dark(*blocks), dark_local=local(min(cut, *blocks)), heat_left=local(left))
    few = dict(zip(("sets", "points", "boilers"), had, strict=True))
    many = few | {what: few[what] + more}
    bare, helped = (
        day(
            ALL,
            outdoor=outdoor,
            served=served,
            held=FUEL,
            come=arrived(**{name: (value, value) for name, value in each.items()}),
        )
        for each in (few, many)
    )
    assert (helped.hours_without <= bare.hours_without + 1e-9).all()
    for name in NEVER_MORE:
        if name != "dry_hours" or what == "sets":
            assert (getattr(helped, name) <= getattr(bare, name) + 1e-6).all(), name


@given(
    st.lists(SHARES, min_size=4, max_size=4),
    st.floats(-25, 10),
    st.tuples(*[st.floats(0, 2000)] * 3),
    st.floats(0, 3e5),
    st.floats(0, 3e5),
)
def test_more_fuel_never_hurts_a_day(blocks, outdoor, had, few, more):
    served = without_sources(dark=dark(*blocks))
    come = arrived(
        **{name: (n, n) for name, n in zip(("sets", "points", "boilers"), had, strict=True)}
    )
    bare, helped = (
        day(ALL, outdoor=outdoor, served=served, come=come, held={DIESEL: litres})
        for litres in (few, few + more)
    )
    assert (helped.hours_without <= bare.hours_without + 1e-9).all()
    for name in NEVER_MORE:
        assert (getattr(helped, name) <= getattr(bare, name) + 1e-6).all(), name


def test_help_of_the_catalogue_arrives_where_it_is_sent():
    from holdfast.aid import arrivals
    from holdfast.draws import Luck
    from model.small_country import TABLES, country

    items = (
        TABLES["items"]
        + """
point,Warm room,humanitarian,point,2,heating_point,,1,0
hall,Shelter,humanitarian,hall,2,heating_point,,5,0
boiler,Boiler,humanitarian,boiler,2,boiler,,1.5,0"""
    )
    rows = """id,partner,item,quantity,date,region,slips
p,NN,point,10,2030-12-02,aa,no
h,NN,hall,2,2030-12-02,bb,no
b,NN,boiler,8,2030-12-02,,no"""
    scenario = country({"items": items, "deliveries": rows})
    params = arrivals.prepare(scenario, Luck.of(1, range(2)))
    come = arrivals.step(params, 3)
    assert come.heating_points[0].tolist() == [10, 10]
    assert come.boiler_mw[0].tolist() == [3, 9]
    assert arrivals.step(params, 4).boiler_mw[0].tolist() == [0, 0]
    assert not arrivals.prepare(country(), Luck.of(1, range(2))).heating_points.any()


def test_what_is_off_leaves_all_as_it_was():
    """Every new field is 0, or as at the start, where nothing turns it on."""
    params = prepared()
    made = day(
        params, outdoor=-10, served=service(dark=dark(0.5, 1, 0.2, 0), dark_local=local(0.2))
    )
    for name in ("warmed", "dry_hours", "apart", "points", "boilers", "dry", "strained", "away"):
        assert not getattr(made, name).any(), name
    np.testing.assert_array_equal(
        made.tanks, np.broadcast_to(people.start(params)["tanks"], (2, 2))
    )
    assert made.group_hours.shape == (2, 2, 0)
    assert {field.name for field in dataclasses.fields(made)} > {"group_hours", "tanks"}
