"""Arrivals: days worked by hand, the law of delays, and luck that keeps to its own delivery."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.aid import arrivals
from holdfast.aid.stages import delays
from holdfast.draws import Luck
from model.small_country import SETTINGS, country

LUCK = Luck.of(5, range(64))
HEAD = "id,partner,item,quantity,date,region,slips\n"
PLAN = (
    HEAD
    + """d-battery,NN,battery,2,2030-12-11,,no
d-missiles,NN,interceptor,20,2030-12-05,,no
d-sets,NN,generator_set,100,2030-12-02,,no
d-sets-a,NN,generator_set,10,2030-12-02,aa,no
d-crew,NN,crew,3,2030-12-01,,no
d-gabions,NN,gabion,2,2030-12-10,,no
d-more-gabions,NN,gabion,200,2031-01-10,,no
d-lamps,NN,lamp,5,2030-12-10,,no
d-gas,NN,gas,7,2030-12-20,,no
d-money,NN,money,100,2030-12-10,,no
d-late,NN,transformer,1,2030-12-10,,yes"""
)


def prepared(deliveries=PLAN, luck=LUCK, settings=SETTINGS):
    return arrivals.prepare(country({"deliveries": deliveries}, settings), luck)


def test_what_is_in_use_on_each_day_by_hand():
    params = prepared()
    days = [arrivals.step(params, today) for today in range(60)]
    # Day 0 is 1 December. The battery arrives on day 10 and needs 30 days.
    assert [days[d].systems[0].tolist() for d in (39, 40, 59)] == [[0, 0], [2, 0], [2, 0]]
    assert [days[d].pieces[0, 1] for d in (3, 4, 5)] == [0, 20, 0]
    # A quarter of the people live in region aa.
    assert days[4].generator_sets[0].tolist() == [25 + 10, 75]
    assert days[5].generator_sets[0].tolist() == [0, 0]
    assert [days[d].crews[0].tolist() for d in (6, 7)] == [[0, 0], [6, 0]]
    assert [days[d].saving_mw[0] for d in (13, 14, 59)] == [0, 200, 200]
    assert [days[d].gas_mcm[0] for d in (19, 20, 21)] == [0, 7, 0]
    assert days[59].import_mw[0] == 0


def test_protection_covers_each_installation_once_and_absorbs_no_more_than_one_piece_can():
    params = prepared()
    # Two of six substations, half of hits absorbed: 1/6; then 200 more cover all six.
    by_day = [arrivals.step(params, today).protection[0] for today in (18, 19, 50)]
    substation, others = slice(0, 6), slice(6, None)
    assert by_day[0][substation] == pytest.approx(np.zeros(6))
    assert by_day[1][substation] == pytest.approx(np.full(6, 1 / 6))
    assert by_day[2][substation] == pytest.approx(np.full(6, 1 / 2))
    assert not by_day[2][others].any()


def test_a_delivery_from_before_the_start_counts_from_the_start():
    params = prepared(HEAD + "old,NN,battery,3,2030-01-01,,no")
    assert arrivals.step(params, 0).systems[0, 0] == 3


def test_what_has_arrived_by_the_date_of_knowledge_is_a_fact():
    frozen = SETTINGS.replace("days = 151", "days = 151\nfreeze = 2030-12-10")
    rows = HEAD + "past,NN,transformer,1,2030-12-10,,yes\nto-come,NN,transformer,1,2030-12-11,,yes"
    params = prepared(rows, Luck.of(5, range(400)), frozen)
    assert set(params.in_use[:, 0].tolist()) == {9 + 14}
    assert len(set(params.in_use[:, 1].tolist())) > 2


def test_delays_are_geometric():
    uniform = Luck.of(6, range(20_000)).uniform("delivery late", "d")
    months = delays(np.array(0.4), uniform)
    for least in (1, 2, 3, 5):
        share, truth = (months >= least).mean(), 0.4**least
        assert abs(share - truth) < 3 * np.sqrt(truth * (1 - truth) / 20_000)
    assert months.max() <= 12


@pytest.mark.parametrize(("hazard", "months"), [(0.0, 0.0), (1.0, 12.0)])
def test_delays_at_the_ends(hazard, months):
    assert delays(np.array(hazard), np.array([0.001, 0.5, 0.999])).tolist() == [months] * 3


@given(st.floats(0, 1), st.floats(0, 1), st.floats(1e-12, 1 - 1e-12), st.floats(1e-12, 1 - 1e-12))
def test_more_hazard_never_brings_a_delivery_forward(one, other, u, v):
    low, high = min(one, other), max(one, other)
    made = delays(np.array([low, high]), np.array([u, u]))
    assert made[0] <= made[1]
    made = delays(np.array([high, high]), np.array([min(u, v), max(u, v)]))
    assert made[0] >= made[1]


def test_one_more_delivery_leaves_the_luck_of_the_others():
    few = HEAD + "x,NN,transformer,1,2030-12-10,,yes\ny,NN,battery,1,2030-12-10,,yes"
    more = HEAD + "new,NN,transformer,9,2030-12-03,,yes\n" + few.removeprefix(HEAD)
    before, after = prepared(few), prepared(more)
    np.testing.assert_array_equal(after.in_use[:, 1:], before.in_use)
    assert len(np.unique(before.in_use[:, 0])) > 1
    for today in (23, 53, 83, 130):
        gained = arrivals.step(after, today).systems - arrivals.step(before, today).systems
        assert not gained.any()


def test_nothing_is_lost_on_the_way():
    """All pieces enter the stocks once, however late, if the campaign is long enough."""
    long = SETTINGS.replace("days = 151", "days = 500")
    params = prepared(settings=long)
    total = sum(arrivals.step(params, today).pieces for today in range(500))
    assert total[:, 1] == pytest.approx(np.full(64, 20.0))
    assert total[:, 3] == pytest.approx(np.ones(64))


def test_a_future_does_not_depend_on_its_company():
    many, one = prepared(), prepared(luck=Luck.of(5, [9]))
    for today in (5, 40, 100):
        np.testing.assert_array_equal(
            arrivals.step(many, today).pieces[9], arrivals.step(one, today).pieces[0]
        )


def test_a_plan_without_deliveries_brings_nothing():
    made = arrivals.step(prepared(HEAD), 30)
    assert not made.systems.any()
    assert made.pieces.shape == (64, 12)
