"""Crews: shifts, pauses in alerts, travel, second strikes, and works of protection they set up."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.aid import arrivals
from holdfast.campaign import ensemble
from holdfast.draws import Luck
from holdfast.model import repair
from holdfast.model.repair import crews
from holdfast.model.repair.crews import Pauses, Strikes, Travel
from model.small_country import TABLES, country
from model.test_repair import arrived, harm, params
from model.test_repair_units import lived

LUCK = Luck.of(1, range(2))
MONTHS = "\n".join(
    f"{region},{month},{hours},{wave}"
    for region, hours, wave in (("aa", 6, 9), ("bb", 0, 12))
    for month in range(1, 13)
)
ALERTS = {"repair/alerts": f"region,month,hours,wave_hours\n{MONTHS}"}
SHIFTS = {"repair/crews": "skill,name,crews,hours\ngrid,Grid crews,3,15\nplant,Plant crews,2,"}


def rows(**values: float) -> dict[str, str]:
    """A table of parameters with these values, dots as two underscores."""
    lines = [f"{name.replace('__', '.')},{value}" for name, value in values.items()]
    return {"parameters": "\n".join(["id,value", *lines])}


def test_a_crew_works_its_shift_less_the_hours_of_alert():
    """15 of 10 hours, a quarter of the day under alert: 1.125 crew-days, and .75 of plain ones."""
    made = repair.prepare(country(ALERTS | SHIFTS), LUCK)
    calm = crews.effort(made.pauses, np.array([0.0, 1.0]), 0)
    assert calm[0].tolist() == [[1.125, 1.5], [0.75, 1]]
    assert calm[1] == pytest.approx(np.array([[0.9375, 0.75], [0.625, 0.5]]))
    assert made.area[made.assets.index("b-sub/1")] == 0
    plain = repair.prepare(country(SHIFTS | rows(repair__time_lost=0.2)), LUCK)
    assert plain.effort[0, :, 0].tolist() == pytest.approx([1.2, 0.8])


def test_alerts_that_published_days_hold_are_not_taken_off_twice():
    """Without a table all of them; with it the mean of regions and months, here 3 h of 24."""
    told = rows(repair__time_lost=0.2, repair__days_hold_alerts=1)
    assert repair.prepare(country(told), LUCK).effort[0, :, 0].tolist() == [1, 1]
    made = repair.prepare(country(ALERTS | rows(repair__days_hold_alerts=1)), LUCK)
    whole = crews.effort(made.pauses, np.zeros(1), 0)[0, 0].tolist()
    assert whole == pytest.approx([0.75 / 0.875, 1 / 0.875])
    half = repair.prepare(country(ALERTS | rows(repair__days_hold_alerts=0.5)), LUCK)
    part = crews.effort(half.pauses, np.zeros(1), 0)[0, 0].tolist()
    assert part == pytest.approx([0.75 / 0.9375, 1 / 0.9375])


def test_the_month_is_that_of_the_day():
    february = ALERTS["repair/alerts"].replace("aa,2,6,9", "aa,2,12,24")
    made = repair.prepare(country({"repair/alerts": february}), LUCK).pauses
    assert crews.effort(made, np.zeros(1), 61)[0, 0, 0] == 0.75  # 31 January
    assert made.months[61:63] == (0, 1)
    assert crews.effort(made, np.zeros(1), 70)[0, 0, 0] == 0.5
    assert crews.effort(made, np.ones(1), 70)[0, 0, 0] == 0


def test_work_in_a_region_goes_by_its_own_alerts():
    pauses = Pauses(
        (0,), shift=np.ones((1, 1)), stops=np.ones(1),
        calm=np.full((1, 12, 2), [6.0, 0.0]), wave=np.full((1, 12, 2), [24.0, 12.0]),
    )  # fmt: skip
    team = params([0, 1], crews=(5.0,), pauses=pauses, area=np.array([0, 1]))
    came = arrived([0.0])
    made = repair.step(team, harm([1, 1], [3, 3]), came, np.zeros((1, 4)), 0, LUCK)
    assert made.work_left[0].tolist() == [2.25, 2]
    made = repair.step(team, harm([1, 1], [3, 3]), came, np.zeros((1, 4)), 0, LUCK, wave=np.ones(1))
    assert made.work_left[0].tolist() == [3, 2.5]


TRAVEL = Travel(home=np.array([[0.5, 0.5]]))


def test_a_crew_from_elsewhere_loses_days_on_its_way_and_stays():
    """One crew in each region, both jobs in the first: the second crew needs two days more."""
    team = params(
        [0, 1, 2], crews=(2.0,), travel=TRAVEL, travel_days=np.array([2.0]),
        post=np.array([0, 0, 1]),
    )  # fmt: skip
    made = [each for each, _ in lived(team, harm([1, 1, 1], [3, 3, 3]), [0] * 4, 9)]
    work = np.array([each.work_left[0] for each in made])
    assert work[:, 0].tolist() == [2, 1, 0, 0, 0, 0, 0, 0, 0]
    assert work[:5, 1].tolist() == [4, 3, 2, 1, 0]
    # When the first crew is free it goes to the second region, where none is left.
    assert work[:, 2].tolist() == [3, 3, 3, 4, 3, 2, 1, 0, 0]
    assert made[0].posted[0, 0].tolist() == [2, 0]
    assert made[3].posted[0, 0].tolist() == [1, 1]


@settings(max_examples=60, deadline=None)
@given(
    st.permutations(range(6)),
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
    st.floats(0, 5),
    st.floats(0, 3),
)
def test_crews_are_neither_made_nor_lost_on_the_way(order, state, count, days):
    team = params(
        order, crews=(count,), travel=TRAVEL, travel_days=np.array([days]),
        post=np.array([0, 1, 0, 1, 0, 1]),
    )  # fmt: skip
    first = harm(state, [2.5 * (s > 0) for s in state])
    for made, _ in lived(team, first, [0] * 4, 8):
        assert made.posted.sum() == pytest.approx(count, abs=1e-9)
        assert (made.posted >= -1e-12).all()
        assert made.busy[0, 0] <= count + 1e-9


def test_crews_that_come_start_at_home():
    team = params([0, 1], crews=(2.0,), travel=TRAVEL, post=np.array([0, 1]))
    made = [each for each, _ in lived(team, harm([1, 1], [9, 9]), [0] * 4, 2, (), arrived([2.0]))]
    assert made[0].posted[0, 0].tolist() == [2, 2]


def test_a_second_strike_takes_the_crew_at_work():
    """For certain: of two crews the one at the place that is hit is gone, and comes back slowly."""
    team = params(
        [0, 1], crews=(2.0,), strikes=Strikes(chance=np.ones(1), training=np.array([10.0]))
    )
    made = [each for each, _ in lived(team, harm([1, 1], [9, 9]), [0] * 4, 4, {(1, 0)})]
    assert [each.injured[0, 0] for each in made] == pytest.approx([0, 1, 0.9, 0.81])
    assert [each.busy[0, 0] for each in made] == pytest.approx([2, 1, 1.1, 1])


def test_strikes_take_crews_by_their_chance():
    """Over many days, within three standard errors; never where nobody works."""
    strikes = Strikes(chance=np.array([0.3]), training=np.array([10.0]))
    names, many = tuple(f"a/{i}" for i in range(50)), Luck.of(1, range(200))
    hit, worked = np.ones((200, 50)), np.tile([1.0, 0.0], (200, 25))
    skill, post = np.zeros(50, np.int64), np.zeros(50, np.int64)
    lost = crews.lost_today(strikes, hit, worked, skill, post, (200, 1, 1), names, many.on(3))
    mean, error = lost.mean() / 25, np.sqrt(0.3 * 0.7 / 5000)
    assert abs(mean - 0.3) < 3 * error


BUILD = {
    "items": "\n".join(
        row + ("," if at else ",build_days") if not row.startswith("gabion") else row + ",4"
        for at, row in enumerate(TABLES["items"].split("\n"))
    ),
    "deliveries": "id,partner,item,quantity,date\nd,NN,gabion,2,2030-12-02",
}


def test_protection_waits_for_those_who_set_it_up():
    """Two gabions of four crew-days each: with three crews of .85 idle they stand on day three."""
    scenario = country(BUILD | rows(repair__time_lost=0.15))
    come = arrivals.prepare(scenario, LUCK)
    first = int(come.in_use.min())
    assert come.works[first, 0].tolist() == [8, 0]
    at = np.searchsorted(np.cumsum([2.55] * 9), 8) + 1
    built, seen = np.zeros((2, 2)), []
    for day in range(at + 1):
        now = arrivals.step(come, first + day, built)
        seen.append(now.protection[0, 0])
        built = np.minimum(built + np.array([2.55, 0]), 8)
    whole = arrivals.step(come, first + at).protection[0, 0]
    assert whole > 0
    assert seen == [0] * at + [whole]


def test_works_compete_for_crews():
    """Idle crews set up protection; with a share set aside damage waits for it."""
    came = dataclasses.replace(arrived([0.0]), works=np.array([[5.0]]))
    busy = harm([1, 1], [9, 9])
    for share, left, built in ((0.0, [8, 8], 1.0), (0.5, [8, 8.5], 1.5)):
        team = params([0, 1], crews=(3.0,), works_share=np.array([share]))
        made = repair.step(team, busy, came, np.zeros((1, 4)), 0, LUCK)
        assert made.work_left[0].tolist() == left
        assert made.built[0, 0] == built
        assert made.busy[0, 0] == 3


def test_the_campaign_carries_everything_from_day_to_day():
    """All of it at once runs, and more of each kind of trouble is felt at repair."""
    calm = country()
    hard = country(
        ALERTS | SHIFTS | BUILD
        | rows(repair__travel_days=2, repair__crew_loss=0.5, repair__works_share=0.5)
    )  # fmt: skip
    one, two = (ensemble.run(each, 4, workers=1, until=60) for each in (calm, hard))
    assert float(two.data["lost"].mean()) > float(one.data["lost"].mean())
