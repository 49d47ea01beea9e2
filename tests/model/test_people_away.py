"""People who have left: what they ask for, they count once, and none is lost."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.campaign import ensemble
from holdfast.campaign.recorder import Recorder
from holdfast.model import networks
from holdfast.model.types import USES
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import WHOLE, certain, harm, luck, weather
from model.networks_world import arrived as came
from model.people_world import DIESEL, arrived, dark, day, prepared, service

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
INDUSTRY = 0.2
"""Share of industry in the demand of the valley."""


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY)


def leaving(scenario: Scenario, **values: float) -> Scenario:
    """The scenario with some parameters of people set."""
    rows = scenario.table("parameters").rows()
    more = [{"id": f"people.{name}", "value": str(value)} for name, value in values.items()]
    return scenario.replace_rows("parameters", [*rows, *more])


def served(scenario: Scenario, away: float | None, indoor: np.ndarray | None = None):
    """A day on which of UPP this share has left."""
    params = networks.prepare(scenario, luck())
    start = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()}
    gone = None if away is None else np.tile([away, 0.0, 0.0], (3, 1))
    return networks.step(
        params, weather(), harm(WHOLE), came(), **start,
        today=5, luck=luck(), indoor=indoor, away=gone,
    )  # fmt: skip


def test_who_has_left_for_abroad_asks_for_no_power_and_gas(valley):
    """By hand: a quarter of UPP; industry, a fifth, goes on: 100 MW become 80 x .75 + 20."""
    scenario = leaving(
        certain(valley, rebound=0, saving=0, heater_kw=0.05), leave_share=0.05, away_asks=0
    )
    cold = np.full((3, 3, 2), 10.0)
    made, plain = served(scenario, 0.25, cold), served(scenario, None, cold)
    assert made.asked[0, :, 0] == pytest.approx(plain.asked[0, :, 0] * 0.8)
    assert made.asked[0, 3, 0] == pytest.approx(80)
    assert made.heaters[0, :, 0] == pytest.approx(plain.heaters[0, :, 0] * 0.75)
    home = USES.index("household")
    assert made.gas_asked[0, 0, home] == pytest.approx(plain.gas_asked[0, 0, home] * 0.75)
    np.testing.assert_allclose(made.asked[:, :, 1:], plain.asked[:, :, 1:], rtol=1e-12)
    less = plain.generated.sum() + plain.imported.sum() - made.generated.sum() - made.imported.sum()
    per_day = (0.2 * plain.asked[0, :, 0] + 0.25 * plain.heaters[0, :, 0]).sum() * 6
    assert less == pytest.approx(3 * per_day)


def test_who_is_taken_in_asks_as_before_and_some_in_part(valley):
    """By default they ask elsewhere for what they asked for at home; at .6 for six tenths of it."""
    plain = served(valley, None)
    made = served(leaving(valley, leave_share=0.05), 0.25)
    np.testing.assert_array_equal(made.asked, plain.asked)
    np.testing.assert_array_equal(made.gas_asked, plain.gas_asked)
    part = served(leaving(valley, leave_share=0.05, away_asks=0.6), 0.25)
    factor = (1 - INDUSTRY) * (1 - 0.4 * 0.25) + INDUSTRY
    assert part.asked[0, :, 0] == pytest.approx(plain.asked[0, :, 0] * factor)


def test_where_nobody_may_leave_nothing_is_asked_otherwise(valley):
    made, plain = served(valley, 0.25), served(valley, None)
    np.testing.assert_array_equal(made.asked, plain.asked)


def test_who_came_and_who_left_are_counted_once(valley):
    """Half as many again are present, a quarter of them left: 1.125 of those at the start."""
    rows = [{"region": "UPP", "from": str(valley.settings.start), "people": "150000"}]
    scenario = leaving(valley.replace_rows("present", rows), leave_share=0.05, away_asks=0)
    made, plain = served(scenario, 0.25), served(valley, None)
    factor = (1 - INDUSTRY) * 1.5 * 0.75 + INDUSTRY
    assert made.asked[0, :, 0] == pytest.approx(plain.asked[0, :, 0] * factor)
    home = USES.index("household")
    assert made.gas_asked[0, 0, home] == pytest.approx(plain.gas_asked[0, 0, home] * 1.125)


def test_the_day_is_that_of_a_home_whoever_is_in():
    """Figures a person do not change with who has left: nobody counts twice, or not at all."""
    more = "people.leave_share,0.1\npeople.leave_hours,12\npeople.leave_after_days,0\n"
    params, bad = prepared(more=more), service(dark=dark(1, 1, 1, 0))
    here, gone = (
        day(params, outdoor=-10, served=bad, away=np.full((1, 2), share)) for share in (0.0, 0.5)
    )
    for name in ("hours_without", "cold_hours", "degree_hours", "frozen_hours", "indoor"):
        np.testing.assert_array_equal(getattr(gone, name), getattr(here, name))
    assert here.away[0] == pytest.approx([0.1, 0.1])
    assert gone.away[0] == pytest.approx([0.55, 0.55])


WATER = """people.water_piped,1
people.water_tank_hours,12
people.water_protected,0
people.water_lifted,0
people.away_asks,0
"""


def test_tanks_last_longer_for_those_who_stayed():
    """Half has left: tanks of twelve hours last the day; nobody left: they are dry after twelve."""
    cut = dark(1, 1, 1, 1)
    served = service(dark=cut, dark_protected=cut, dark_ordinary=cut)
    params = prepared(more=WATER)
    here, gone = (day(params, served=served, away=np.full((1, 2), s)) for s in (0.0, 0.5))
    assert here.dry_hours[0] == pytest.approx([12, 12])
    assert gone.dry_hours[0] == pytest.approx([0, 0])
    assert gone.tanks[0] == pytest.approx([0, 0])
    empty = day(params, served=served, away=np.ones((1, 2)))
    assert empty.dry_hours[0] == pytest.approx([0, 0])


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 24))
def test_people_conserve(away, less, hours):
    """Present and away make up all, whatever the day; who leaves was present, who returns away."""
    more = "people.leave_share,0.3\npeople.leave_after_days,0\npeople.return_share,0.4\n"
    share = hours / 24
    made = day(prepared(more=more), served=service(dark=dark(*[share] * 4)),
               away=np.full((1, 2), away))  # fmt: skip
    bad = 24 * share >= 16
    moved = 0.3 * (1 - away) if bad else -0.4 * away
    assert made.away[0] == pytest.approx([away + moved] * 2)
    assert ((made.away >= 0) & (made.away <= 1)).all()


HELP = """people.point_people,100
people.point_hours,12
people.point_litres,4
people.heat_kw,2
people.boiler_litres,100
"""
FUEL = {DIESEL: 1e9}


def test_sets_serve_those_who_are_there():
    """1,500 sets reach 75,000 of 100,000 in the dark; half have left: 50,000 are there to serve.
    In bb 300 of them reach 15,000 of 300,000, whoever is there."""
    params, served = prepared(more=HELP), service(dark=dark(1, 1, 1, 1))
    here, gone = (
        day(params, served=served, come=arrived(sets=(1500, 300)), held=FUEL,
            away=np.full((1, 2), share)) for share in (0.0, 0.5)
    )  # fmt: skip
    assert here.hours_without[0] == pytest.approx([24 * 0.25, 24 * 0.95])
    assert gone.hours_without[0] == pytest.approx([24 * 0.5, 24 * 0.95])
    assert here.litres[0] == pytest.approx(1800 * 24 * 10)
    assert gone.litres[0] == pytest.approx((1000 + 300) * 24 * 10)


def test_sets_that_stay_where_they_are_serve_those_who_are_there():
    params = dataclasses.replace(prepared(more=HELP), set_movable=np.zeros(1))
    served = service(dark=dark(0.5, 0.5, 0.5, 0.5))
    made = day(params, served=served, come=arrived(sets=(1500, 0)), held=FUEL,
               away=np.full((1, 2), 0.5))  # fmt: skip
    assert made.hours_without[0, 0] == pytest.approx(24 * 0.5 * 0.5)


def test_points_warm_those_who_are_there():
    """Places for .6 h a person of bb warm .6, and more of them no more than are there."""
    params, cold = prepared(more=HELP), np.full((1, 2, 2), 5.0)
    served = service(dark=dark(1, 1, 1, 1))
    few, many = (
        day(params, outdoor=-10, served=served, indoor=cold, come=arrived(points=(0, points)),
            held=FUEL, away=np.full((1, 2), 0.9)) for points in (150, 9000)
    )  # fmt: skip
    bare = day(params, outdoor=-10, served=served, indoor=cold).cold_hours[0, 1]
    assert few.warmed[0, 1] == pytest.approx(0.6)
    assert many.warmed[0, 1] == pytest.approx(0.1 * bare)
    assert many.cold_hours[0, 1] == pytest.approx(0.9 * bare)


def test_boilers_heat_the_homes_of_those_who_are_there():
    """60 MW are half of what 60,000 need, and all that 30,000 do."""
    params, bare = prepared(more=HELP), service(heat_left=np.zeros((2, 2)))
    made = day(params, outdoor=-20, served=bare, come=arrived(boilers=(60, 0)), held=FUEL,
               away=np.full((1, 2), 0.5))  # fmt: skip
    assert made.indoor[0, 0, 0] == pytest.approx(20)
    assert made.litres[0] == pytest.approx(60 * 24 * 100)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 3000), st.floats(0, 1))
def test_who_leaves_is_no_relief_to_the_figures_of_sets_and_points(away, more, help_, cut):
    params, served = prepared(more=HELP), service(dark=dark(cut, cut, 1, 1))
    few, many = (
        day(params, outdoor=-10, served=served, come=arrived(sets=(help_, 0), points=(0, help_)),
            held=FUEL, away=np.full((1, 2), share)) for share in (away, away + (1 - away) * more)
    )  # fmt: skip
    for name in ("hours_without", "cold_hours", "degree_hours"):
        assert (getattr(many, name) >= getattr(few, name) - 1e-9).all(), name


def test_a_run_asks_for_those_who_are_there(valley):
    """Day by day, to what is kept: unrestricted demand with and without people who leave."""
    asked = Recorder("service.asked", keep="future day region")
    on = leaving(valley, leave_share=0.1, leave_hours=6, leave_after_days=0, away_asks=0)
    run = {"futures": 8, "seed": 5, "workers": 1, "until": 40, "record": (asked,)}
    plain, made = (ensemble.run(each, **run).data for each in (valley, on))
    away = made["away"].values
    assert away.max() > 0.2
    assert (away[:, 1:] < away[:, :-1]).any()
    gone = np.concatenate([0 * away[:, :1], away[:, :-1]], axis=1)
    factor = (1 - INDUSTRY) * (1 - gone) + INDUSTRY
    np.testing.assert_allclose(
        made["service.asked"].values, plain["service.asked"].values * factor, rtol=2e-6
    )
    assert (made["hours_without_power"].values <= 24).all()


def test_one_future_alone_has_the_same_bits(valley):
    on = leaving(valley, leave_share=0.1, leave_hours=6, leave_after_days=0, away_asks=0)
    many = ensemble.run(on, 6, seed=5, workers=1, until=30).data
    alone = ensemble.run(on, [4], seed=5, workers=1, until=30).data
    for name in ("away", "hours_without_power", "gas_stock", "degree_hours"):
        np.testing.assert_array_equal(alone[name].values[0], many[name].values[4], err_msg=name)
