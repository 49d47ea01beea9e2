"""Demand of power and gas: the sigmoid, heaters in cold homes, who is there, what industry does."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from cutting import take
from holdfast.draws import Luck
from holdfast.model import networks
from holdfast.model.networks import curve, gas
from holdfast.model.types import USES, Harm, Service, Weather
from holdfast.scenario import Scenario, ScenarioError, read_scenario
from holdfast.scenario.rules import sigmoid_way
from model.networks_world import VALLEY, WHOLE, arrived, certain, harm, live, luck, weather

PROFILES = {"EFH11": (3.1850191, -37.4124155, 6.1723179, 0.0920309),
            "MFH03": (2.5297380, -35.0300145, 6.2051109, 0.1177216),
            "GBA33": (0.9315889, -33.3500000, 5.7212303, 0.6656494)}  # fmt: skip
"""A, B, C, D of h(T) = A / (1 + (B / (T - 40))^C) + D: standard load profiles for gas of BDEW and
TU Munich, as in demandlib 0.2.2."""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(VALLEY)


def profile(name, temperature):
    a, b, c, d = PROFILES[name]
    return a / (1 + (b / (temperature - 40)) ** c) + d


def one(values):
    return np.array(values, dtype=float).reshape(-1, 1, 1)


@pytest.mark.parametrize("name", PROFILES)
def test_three_points_of_a_profile_give_the_profile(name):
    a, b, c, d = PROFILES[name]
    knots = one([profile(name, t) for t in (10, 0, -10)])
    made = curve.fit(knots, np.ones((1, 1)), np.full((1, 1), c))
    assert (made.height[0, 0], made.turn[0, 0], made.base[0, 0]) == pytest.approx((a, -b, d))
    for t in (-25.0, -3.0, 8.0, 22.0):
        assert curve.heat(made, np.full((2, 1), t)) == pytest.approx(profile(name, t))


@pytest.mark.parametrize("way", [0.23, 0.4, 0.5, 0.545, 0.7, 0.86])
def test_the_sigmoid_passes_through_all_three_temperatures(way):
    low, high = sigmoid_way(6.2)
    assert low < way < high
    made = curve.fit(one([2, 2 + 6 * way, 8]), np.ones((1, 1)), np.full((1, 1), 6.2))
    for t, demand in ((10, 2), (0, 2 + 6 * way), (-10, 8)):
        assert curve.heat(made, np.full((1, 1), float(t))) == pytest.approx(demand)
    warmer = [curve.heat(made, np.full((1, 1), t))[0, 0, 0] for t in np.linspace(-40, 60, 200)]
    assert (np.diff(warmer) <= 1e-12).all()
    assert min(warmer) >= 0


def test_demand_that_does_not_follow_the_weather_has_no_sigmoid():
    made = curve.fit(one([3, 3, 3]), np.ones((1, 1)), np.full((1, 1), 6.2))
    assert curve.heat(made, np.array([[-20.0], [30.0]])).ravel().tolist() == [3, 3]


def curved(scenario: Scenario, use: str = "household", **cells: str) -> Scenario:
    rows = [
        row | ({"curve": "sigmoid"} | cells if row["use"] == use else {})
        for row in scenario.table("gas/demand").rows()
    ]
    return scenario.replace_rows("gas/demand", rows)


def test_gas_for_heat_follows_lasting_cold(scenario: Scenario) -> None:
    """Ten degrees of frost that came last night: knots ask for all of it, the sigmoid for less."""
    sky = Weather(np.zeros(3), np.full((3, 3), -10.0), np.full((3, 3), -4.0))
    dark, burnt = np.zeros((3, 3)), np.zeros((3, 3))
    made = [networks.prepare(each, luck()) for each in (scenario, curved(scenario))]
    plain, bent = (
        gas.asked(params, gas.morning(params, sky, harm(WHOLE), 5), dark, burnt) for params in made
    )
    home, heat = USES.index("household"), USES.index("district_heat")
    assert plain[0, :, home] == pytest.approx([0.7, 1.4, 0.7])
    assert (bent[0, :, home] < [0.6, 1.2, 0.6]).all()
    assert (bent[0, :, home] > [0.5, 1.0, 0.5]).all()
    assert bent[:, :, heat] == pytest.approx(plain[:, :, heat])


def test_a_day_without_lasting_cold_is_refused_where_a_sigmoid_asks_for_it(scenario) -> None:
    with pytest.raises(ValueError, match="demand"):
        live(curved(scenario), weather(-5.0), harm(WHOLE), arrived())


def test_a_sigmoid_that_cannot_pass_is_a_fault(scenario: Scenario) -> None:
    with pytest.raises(ScenarioError, match=r"0\.218 to 0\.869 of the way"):
        curved(scenario, at_0="0.15")
    with pytest.raises(ScenarioError, match="choose knots"):
        curved(scenario, at_minus_10="0.05")


def cold(*degrees: float) -> np.ndarray:
    """Indoor temperature (3, R, H): houses of all three regions, then flats of the middle one."""
    made = np.full((3, 3, 2), 20.0)
    made[:, :, 0], made[:, 1, 1] = degrees[0], degrees[1]
    return made


def heated(scenario: Scenario, indoor: np.ndarray | None, **values: float) -> Service:
    made = certain(scenario, rebound=0, saving=0, **values)
    params = networks.prepare(made, luck())
    start = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()}
    bundles = weather(), harm(WHOLE), arrived()
    return networks.step(params, *bundles, **start, today=5, luck=luck(), indoor=indoor)


def test_heaters_stand_in_where_heat_failed(scenario: Scenario) -> None:
    """By hand: .1 kW a person; at 15 degrees three quarters are on, flats at 19 need none.

    UPP 100,000 people x .1 kW x 3/4 = 7.5 MW in every block, MID half of 200,000 as much, LOW 7.5.
    """
    served = heated(scenario, cold(15, 19), heater_kw=0.1)
    assert served.heaters[0] == pytest.approx(np.full((4, 3), 7.5))
    plain = heated(scenario, cold(15, 19))
    np.testing.assert_array_equal(plain.heaters, 0)
    np.testing.assert_array_equal(served.asked, plain.asked)
    more = served.generated.sum() + served.imported.sum()
    more -= plain.generated.sum() + plain.imported.sum()
    assert more == pytest.approx(3 * 4 * 6 * 22.5)
    houses, flats = 0, 1
    assert served.heater_kw[0, :, :, houses] == pytest.approx(np.full((4, 3), 0.075))
    assert not served.heater_kw[0, :, :, flats].any()
    flats = heated(scenario, cold(18, 14), heater_kw=0.1)
    assert flats.heaters[0, 0] == pytest.approx([0, 10, 0])
    np.testing.assert_array_equal(heated(scenario, None, heater_kw=0.1).heaters, 0)


def test_feeders_give_heaters_what_the_rest_leaves(scenario: Scenario) -> None:
    """By hand: feeders of UPP carry 1.1 x 100 MW; the night's 60 leave 50, the evening's 10."""
    served = heated(scenario, cold(5, 5), heater_kw=3, feeder_room=1.1)
    assert served.heaters[0, :, 0] == pytest.approx([50, 20, 30, 10])
    assert served.heaters[0, :, 1] == pytest.approx([100, 40, 60, 20])
    # what they get is shared by all: 50 MW among 100,000 people are half a kilowatt each
    assert served.heater_kw[0, 0] == pytest.approx(np.array([[0.5, 0], [0.5, 0.5], [0.5, 0]]))


def test_heaters_are_cut_with_people_and_never_with_industry(scenario: Scenario) -> None:
    """One of three banks left in UPP: 36 MW for 100 and 10 of heaters; industry loses its 20."""
    left = WHOLE.copy()
    left[0:2] = 0
    params = networks.prepare(
        certain(scenario, rebound=0, saving=0, heater_kw=0.2, feeder_room=1.1), luck()
    )
    start = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()}
    served = networks.step(
        params, weather(), harm(left), arrived(), **start, today=5, luck=luck(), indoor=cold(5, 20)
    )
    short = served.unserved[0, 3, 0]
    assert short[2] == pytest.approx(20)
    # 10 MW of heaters are split as people's demand is: 2.5 protected, 7.5 ordinary
    assert short.sum() == pytest.approx(110 - 36)
    assert short[1] == pytest.approx(54)


def test_homes_that_are_warm_ask_for_no_heater_and_colder_ones_for_more(scenario) -> None:
    drawn = [
        heated(scenario, cold(t, t), heater_kw=0.1).heaters.sum() for t in (21, 18, 17, 16, 13, 8)
    ]
    assert drawn[:2] == [0, 0]
    assert drawn == sorted(drawn)
    assert drawn[4] == drawn[5] > 0


def starts(scenario: Scenario, day: int) -> str:
    return scenario.date(day).isoformat()


def test_people_who_return_ask_for_more_and_some_have_no_grid(scenario: Scenario) -> None:
    """By hand: half as many again from day 5, industry (a fifth) as before: 100 -> 140 MW.

    A fifth of them is out of reach: dark all day, and a fifth of what they ask for is not served.
    """
    rows = [
        {"region": "UPP", "from": starts(scenario, 0), "people": "100000"},
        {"region": "UPP", "from": starts(scenario, 5), "people": "150000", "unconnected": "0.2"},
        {"region": "LOW", "from": starts(scenario, 6), "people": "0"},
    ]
    grown = certain(scenario.replace_rows("present", rows), rebound=0, saving=0)
    sky = Weather(np.zeros(3), np.full((3, 3), 12.0), np.full((3, 3), 12.0))
    served = live(grown, sky, harm(WHOLE), arrived())
    plain = live(certain(scenario, rebound=0, saving=0), sky, harm(WHOLE), arrived())
    factor = (0.8 * 1.5 + 0.2) / 1
    assert served.asked[0, :, 0] == pytest.approx(plain.asked[0, :, 0] * factor)
    np.testing.assert_array_equal(served.asked[0, :, 1:], plain.asked[0, :, 1:])
    assert served.dark[0, :, 0] == pytest.approx(np.full(4, 0.2))
    assert not served.planned[0].any()
    # industry asks for 1/7 of it now, ordinary demand for 60 x 1.5 of 140
    lost = served.unserved[0, 3, 0] / served.asked[0, 3, 0]
    assert lost == pytest.approx(0.2 * np.array([30, 90, 20]) / 140)
    home = USES.index("household")
    assert served.gas_asked[0, :, home] == pytest.approx([0.1 * 1.5, 0.2, 0.1])


def test_industry_shifts_and_people_keep_a_curfew(scenario: Scenario) -> None:
    """By hand: industry at .5 in the day and 2 at night everywhere, in LOW half of that; people of
    MID at .9 in the night from day 3."""
    rows = [
        {"who": "industry", "from": starts(scenario, 0), "day": "0.5", "night": "2"},
        {"who": "industry", "from": starts(scenario, 2), "region": "LOW", "day": "0.5",
         "night": "0.5", "morning": "0.5", "evening": "0.5"},
        {"who": "people", "from": starts(scenario, 3), "region": "MID", "night": "0.9"},
    ]  # fmt: skip
    shifted = scenario.replace_rows("power/activity", rows)
    served = live(shifted, weather(), harm(WHOLE), arrived())
    day = [80 * (0.8 + 0.2 * 0.5), 160 * 0.9, 80 * (0.8 + 0.2 * 0.25)]
    assert served.asked[0, 2] == pytest.approx(day)
    night = [60 * (0.8 + 0.4), 120 * (0.8 * 0.9 + 0.4), 60 * (0.8 + 0.2)]
    assert served.asked[0, 0] == pytest.approx(night)
    industry = USES.index("industry")
    # the mean of the four blocks: 2, 1, .5, 1
    assert served.gas_asked[0, 1, industry] == pytest.approx(0.3 * 4.5 / 4)
    before = live(
        shifted.replace_rows("power/activity", [rows[2] | {"from": starts(scenario, 6)}]),
        weather(),
        harm(WHOLE),
        arrived(),
    )
    assert before.asked[0, 0] == pytest.approx([60, 120, 60])


def test_a_row_that_changes_nothing_changes_nothing(scenario: Scenario) -> None:
    rows = [{"who": "people", "from": starts(scenario, 0)}]
    left = WHOLE.copy()
    left[[0, 9]] = 0
    same = live(scenario.replace_rows("power/activity", rows), weather(-5), harm(left), arrived())
    plain = live(scenario, weather(-5), harm(left), arrived())
    for field in dataclasses.fields(Service):
        assert getattr(same, field.name) == pytest.approx(getattr(plain, field.name)), field.name


def test_one_future_alone_has_the_same_bits(scenario: Scenario) -> None:
    rows = [{"region": "UPP", "from": starts(scenario, 1), "people": "90000",
             "people_low": "70000", "people_high": "120000", "unconnected": "0.1"}]  # fmt: skip
    acts = [{"who": "industry", "from": starts(scenario, 0), "night": "1.2", "night_low": "1",
             "night_high": "1.5"}]  # fmt: skip
    many = curved(
        certain(scenario, heater_kw=0.2)
        .replace_rows("present", rows)
        .replace_rows("power/activity", acts)
    )
    sky = Weather(np.zeros(3), np.full((3, 3), -12.0), np.full((3, 3), -9.0))
    left = WHOLE.copy()
    left[[0, 9]] = 0

    def lived(some: list[int]) -> Service:
        lucky = Luck.of(1, some).on(5)
        params = networks.prepare(many, lucky)
        picked = [
            take(bundle, "future", np.array(some)) for bundle in (sky, harm(left, WHOLE), arrived())
        ]
        start = {
            name: np.broadcast_to(v, (len(some), *v.shape[1:]))
            for name, v in networks.start(params).items()
        }
        warm = cold(15, 13)[some]
        return networks.step(params, *picked, **start, today=5, luck=lucky, indoor=warm)

    whole, alone = lived([0, 1, 2]), lived([2])
    assert whole.heaters.any()
    for field in dataclasses.fields(Service):
        got, meant = getattr(alone, field.name), getattr(whole, field.name)
        np.testing.assert_array_equal(got[0], meant[2], err_msg=field.name)


@pytest.mark.parametrize("apart", [0.1, 0.5])
def test_people_whom_no_grid_reaches_put_nothing_off(scenario: Scenario, apart: float) -> None:
    """With power for all, those connected ask for their own demand alone, on the tenth day too."""
    table, start = scenario.table("regions"), str(scenario.settings.start)
    ends = zip(table.text("id"), table.text("population"), strict=True)
    rows = [
        {"region": name, "from": start, "people": people, "unconnected": str(apart)}
        for name, people in ends
    ]
    part = certain(scenario.replace_rows("present", rows), saving=0)
    params = networks.prepare(part, luck())
    state = {k: np.broadcast_to(v, (3, *v.shape[1:])) for k, v in networks.start(params).items()}
    for _ in range(10):
        served = live(part, weather(5.0), harm(WHOLE), arrived(), **state)
        state = {name: np.array(getattr(served, name)) for name in state}
    assert served.rebound == pytest.approx(np.zeros((3, 3)), abs=1e-9)
    given = served.generated[0].sum() + served.imported[0].sum()
    assert given == pytest.approx((1 - apart) * served.asked[0].sum() * 6)
    assert served.unserved[0].sum() == pytest.approx(apart * served.asked[0].sum())


def test_those_within_reach_ask_for_all_that_they_put_off(scenario: Scenario) -> None:
    """30 MW put off by those within reach: half of the people, all connected, ask for them all."""
    table, start = scenario.table("regions"), str(scenario.settings.start)
    ends = zip(table.text("id"), table.text("population"), strict=True)
    rows = [
        {"region": name, "from": start, "people": people, "unconnected": "0.5"}
        for name, people in ends
    ]
    part = certain(scenario.replace_rows("present", rows), saving=0)
    given, lacked = [], []
    for put_off in (0.0, 30.0):
        waits = {"rebound": np.full((3, 3), put_off)}
        served = live(part, weather(5.0), harm(WHOLE), arrived(), **waits)
        given.append(served.generated[0].sum() + served.imported[0].sum())
        lacked.append(served.unserved[0].sum())
    # what is put off and asked for in a day, by the time constant of two hours
    fade = np.exp(-6 / 2)
    asked = 3 * 30.0 * (1 - fade) * sum(fade**k for k in range(4)) * 6
    assert given[1] - given[0] == pytest.approx(asked)
    assert lacked[1] == pytest.approx(lacked[0])


def test_sources_of_heat_that_are_lost_burn_no_gas(scenario: Scenario) -> None:
    """Three of four sources of the middle region are gone at -10 degrees: .9 mcm are asked no more
    but a quarter of it, and homes feel the loss of sources once, not that of gas besides."""
    kinds = [dict(row) for row in scenario.table("damage/kinds").rows()]
    rows = [dict(row) for row in scenario.table("assets").rows()]
    heat = {
        "id": "MID-heat",
        "kind": kinds[-1]["id"],
        "region": "MID",
        "count": "4",
        "serves": "heat",
    }
    made = scenario.replace_rows("assets", [*rows, heat])
    params = networks.prepare(made, luck())
    district, home = USES.index("district_heat"), USES.index("household")
    asked = []
    for left in (1.0, 0.25, 0.0):
        now = np.tile([*WHOLE, *[left] * 4], (3, 1))
        hurt = Harm(*[now] * 7, pocket=np.zeros((3, 3)))
        sky, none = weather(-10.0), np.zeros((3, 3))
        asked.append(gas.asked(params, gas.morning(params, sky, hurt, 5), none, none))
    assert [one[0, 1, district] for one in asked] == pytest.approx([0.9, 0.225, 0])
    np.testing.assert_array_equal(asked[2][:, :, home], asked[0][:, :, home])
