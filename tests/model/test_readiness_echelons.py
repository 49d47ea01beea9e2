"""Echelons of repair: by hand, books that close, Palm and METRIC, luck that is shared."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import readiness
from holdfast.model.readiness.kernels import deal
from holdfast.model.readiness.shares import sorted_out
from holdfast.model.types import Cover
from model.echelons_world import live, world

PLENTY = {"spare": 1e6, "valve": 1e6}
ONE = {
    "readiness/mending": "system,echelon,share,days\nbattery,depot,1,10",
    "readiness/parts": "system,item,share",
    "readiness/returns": "item,echelon,share,days",
}
"""Tables of a battery that is mended in one place, with no part."""


def test_the_first_days_by_hand():
    """Of 10 units .2 fall out on the first day; of these .08 want a spare and .04 a valve."""
    made = live(world(), 3, held=PLENTY)
    assert made.ready[0, 0].tolist() == [10, 20]
    first = made.days[0]
    assert first.fails[0, 0] == pytest.approx(0.2)
    assert first.at[0, 0] == pytest.approx([0.1, 0.06, 0.04])
    assert first.down[0, 0] == pytest.approx(0.2)
    assert made.held[0, 0] - made.held[1, 0] == pytest.approx([0, 0, 0.08, *[0] * 9, 0.04]), (
        "one part for each that wants it; the gun has no part"
    )
    assert first.scrapped[0, 2] == pytest.approx(0.08 * 0.1)
    assert made.ready[1, 0, 0] == pytest.approx(9.8)
    assert made.ready[2, 0, 0] == pytest.approx(9.8 - 0.196)


@pytest.mark.parametrize(("echelon", "days"), [("unit", 7), ("depot", 2 + 7 + 3), ("abroad", 29)])
def test_what_takes_so_many_days_is_ready_so_many_mornings_later(echelon, days):
    told = ONE | {"readiness/mending": f"system,echelon,share,days\nbattery,{echelon},1,7"}
    made = live(world(fails=1.0, tables=told), days + 2, held={}, fleet=np.array([1.0, 0.0]))
    assert made.ready[:, 0, 0].tolist() == [1] + [0] * days + [1]


def test_failures_by_use():
    made = live(world(fails=0.01, use=0.002), 1, held=PLENTY, spent=30.0)
    assert made.days[0].fails[0, 0] == pytest.approx(10 * 0.01 + 30 * 0.002)
    worn = live(world(fails=0.01, use=0.5), 1, held=PLENTY, spent=1000.0)
    assert worn.days[0].fails[0, 0] == 10, "no more fall out than stand"


def test_use_wears_out_what_is_mended_in_place_too():
    made = readiness.step(
        readiness.Params(
            names=("one",),
            fails_per_day=np.array([[0.01]]),
            mended_per_day=np.array([[0.1]]),
            part=np.array([-1]),
            fails_per_round=np.array([[0.02]]),
        ),
        Cover(np.array([[8.0]])),
        np.array([[2.0]]),
        np.zeros((1, 1)),
        np.array([[10.0]]),
    )
    assert made.down[0, 0] == pytest.approx(2 + 0.08 + 0.2 - 0.2)


def test_technicians_mend_one_at_a_time():
    """Four arrive on day 2 at a depot with one crew: the second begins when the first is done."""
    told = ONE | {
        "readiness/mending": "system,echelon,share,days,technicians\nbattery,depot,1,10,radar"
    }
    made = live(
        world(fails=1.0, crews=1, whole=True, tables=told), 50, held={}, fleet=np.array([4.0, 0])
    )
    back = np.diff(made.ready[:, 0, 0], prepend=4.0)
    assert np.flatnonzero(back > 0).tolist() == [2 + 10 * n + 3 + 1 for n in range(1, 5)]


def test_transports_move_so_many_a_week_each_way():
    made = live(
        world(fails=1.0, home="2", tables=ONE, whole=True), 22, held={}, fleet=np.array([4.0, 0.0])
    )
    sent = 4 - np.array([day.queue.sum() for day in made.days])
    assert sent[[2, 3, 6, 10, 13]].tolist() == [0, 1, 2, 3, 4], "one half-way through each week"
    waits = np.array([day.dock.sum() for day in made.days])
    assert waits.max() == 1, "mended on day 15, fetched on day 17"


def test_a_part_is_awaited():
    told = {
        "readiness/mending": "system,echelon,share,days\nbattery,unit,1,4",
        "readiness/parts": "system,item,share\nbattery,spare,1",
        "readiness/returns": "item,echelon,share,days\nspare,depot,1,6",
    }
    made = live(
        world(fails=1.0, whole=True, tables=told), 18, held={"spare": 1}, fleet=np.array([2.0, 0.0])
    )
    assert made.ready[5, 0, 0] == 1, "the one with the part is ready after four days, and falls out"
    assert [day.wants[0, 0] for day in made.days[:13]] == [1] * 5 + [2] * 7 + [0]
    # Both bad parts come back on day 2 + 6 + 3 = 11 and can be used on day 12.
    assert made.days[11].returned.sum() == 2


def dealt(asked, free, owner, whole):
    got = np.empty(len(asked))
    owners, turns = np.array(owner, np.int64), np.linspace(1, 0, len(asked))
    deal(np.array(asked, float), np.array([free]), owners, whole, turns, got)
    return got


def test_too_little_is_shared_and_whole_ones_go_by_the_largest_remainder():
    asked, owner = [3.0, 1.0, 2.0, 5.0], [0, 0, 0, -1]
    assert dealt(asked, 4.0, owner, whole=False) == pytest.approx([2, 2 / 3, 4 / 3, 5])
    assert dealt(asked, 4.0, owner, whole=True).tolist() == [2, 1, 1, 5]
    assert dealt(asked, 4.9, owner, whole=True).tolist() == [2, 1, 1, 5]
    assert dealt(asked, 8.0, owner, whole=True).tolist() == asked


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=6),
    st.floats(0, 60),
    st.booleans(),
)
def test_what_is_dealt_out_is_there(asked, free, whole):
    got = dealt(asked, free, [0] * len(asked), whole)
    limit = math.floor(free + 1e-9) if whole else free
    assert got.sum() == pytest.approx(min(sum(asked), limit))
    assert ((got >= 0) & (got <= np.array(asked) + 1e-12)).all()
    assert not whole or (got == np.rint(got)).all()


FLEET = st.fixed_dictionaries(
    {
        "fails": st.floats(0, 0.3),
        "use": st.floats(0, 0.01),
        "crews": st.integers(0, 5),
        "home": st.sampled_from(["", "1", "3", "20"]),
        "abroad": st.sampled_from(["", "0", "2"]),
        "home_lost": st.floats(0, 0.2),
        "abroad_lost": st.floats(0, 0.5),
        "spare": st.floats(0, 0.6),
        "valve": st.floats(0, 0.4),
        "valve_by": st.sampled_from(["", "radar"]),
    }
)


@settings(max_examples=25, deadline=None)
@given(FLEET, st.booleans(), st.integers(0, 6), st.integers(0, 20))
def test_the_books_close_every_day(told, whole, held, spent):
    """Ready, waiting, sent on and lost are what was given; so are parts, less what is owed."""
    scenario = world(units=12, whole=whole, **told)
    made = live(scenario, 60, held={"spare": held, "valve": held}, futures=2, spent=float(spent))
    params = readiness.prepare(scenario, Luck.of(1, range(2))).paths
    gone = removed = scrapped = spent_parts = returned = 0.0
    for today, day in enumerate(made.days[:-1]):
        exact = {"abs": 0.0} if whole else {"abs": 1e-9}
        units = (
            made.ready[today + 1, :, 0] + day.wants[:, 0] + day.at[:, 0].sum(1) + day.astray[:, 0]
        )
        assert units == pytest.approx(12.0, rel=0, **exact)
        assert all(
            (each >= 0).all() for each in (day.short, day.queue, day.bench, day.line, day.dock)
        )
        gone, removed, scrapped = gone + day.gone, removed + day.removed, scrapped + day.scrapped
        spent_parts, returned = spent_parts + day.parts, returned + day.returned
        held_now = made.held[today + 1]
        assert (held_now >= -1e-12).all()
        for item in np.unique(params.item[params.item >= 0]):
            mine = params.item == item
            slots = np.repeat(np.tile(mine, len(params.room)), params.room.ravel())
            on_way = sum(each[:, mine].sum(1) for each in (day.queue, day.bench, day.dock))
            on_way = on_way + day.line[:, slots].sum(1)
            owed = day.short[:, params.fit_item == item].sum(1)
            total = held_now[:, item] + on_way + gone[:, item] + scrapped[:, item] - owed
            assert total == pytest.approx(float(held), rel=0, **exact)
            assert removed[:, item] - spent_parts[:, item] == pytest.approx(owed, rel=0, **exact)


def test_pipelines_are_of_palm_where_repair_is_ample():
    """Expected numbers in each echelon: rate x days there, for a fleet that hardly shrinks."""
    made = live(world(units=1e6, fails=1e-6), 200, held=PLENTY)
    last = made.days[-1]
    rate = last.fails[0, 0]
    assert last.at[0, 0] == pytest.approx(rate * np.array([0.5 * 4, 0.3 * 15, 0.2 * 52]), rel=1e-4)


def test_whole_units_in_repair_are_poisson_by_palm():
    """Mean and variance of the numbers at each echelon against rate x days, 3 standard errors."""
    futures = 4000
    made = live(world(units=20000, fails=1e-4, whole=True), 80, held=PLENTY, futures=futures)
    at = made.days[-1].at[:, 0]
    mean = 2.0 * np.array([0.5 * 4, 0.3 * 15, 0.2 * 52])
    error = np.sqrt(mean / futures)
    assert (np.abs(at.mean(0) - mean) < 3 * error + 0.001 * mean).all()
    spread = mean * np.sqrt((2 + 1 / mean) / futures)
    assert (np.abs(at.var(0) - mean) < 3 * spread + 0.001 * mean).all()


@pytest.mark.parametrize("stock", [0, 6, 12, 18])
def test_backorders_are_those_of_metric(stock):
    """E(X - s)+ for X Poisson of what is taken out in the days a part needs to come back.

    Sherbrooke 2004, Optimal Inventory Modeling of Systems, 2nd ed., chapter 2. A part taken out
    today can be used again on the morning after its 2 + 6 + 3 days, so twelve days of failures
    count.
    """
    told = {
        "readiness/mending": "system,echelon,share,days\nbattery,unit,1,4",
        "readiness/parts": "system,item,share\nbattery,spare,1",
        "readiness/returns": "item,echelon,share,days\nspare,depot,1,6",
    }
    futures = 4000
    scenario = world(units=20000, fails=5e-5, whole=True, tables=told)
    made = live(scenario, 60, held={"spare": stock}, futures=futures)
    found = made.days[-1].wants[:, 0]
    mean, chance = 12.0, [math.exp(-12.0)]
    for n in range(1, 80):
        chance.append(chance[-1] * mean / n)
    expected = sum(max(n - stock, 0) * p for n, p in enumerate(chance))
    assert abs(found.mean() - expected) < 3 * found.std() / math.sqrt(futures) + 0.002 * expected


def test_whole_units_average_to_the_expected_numbers():
    """While nothing is scarce the mean field is the mean of the luck."""
    told = {"units": 12, "fails": 0.05, "home_lost": 0.05, "abroad_lost": 0.1}
    luck = live(world(whole=True, **told), 120, held=PLENTY, futures=4000)
    mean = live(world(**told), 120, held=PLENTY)
    for day in (1, 30, 119):
        ready = luck.ready[day, :, 0]
        error = ready.std() / math.sqrt(len(ready))
        assert abs(ready.mean() - mean.ready[day, 0, 0]) < 3 * error


def test_a_future_alone_meets_the_same_luck_and_so_do_others_beside_a_new_type():
    told = {"units": 12, "fails": 0.05, "whole": True}
    few, many = (live(world(**told), 60, held={"spare": 3, "valve": 2}, futures=n) for n in (1, 40))
    assert (few.ready[:, 0] == many.ready[:, 0]).all()
    both = (
        "system,echelon,share,days\nbattery,unit,0.5,4\ngun,unit,1,9\n"
        "battery,depot,0.3,10\nbattery,abroad,0.2,30"
    )
    beside = live(
        world(**told, tables={"readiness/mending": both}),
        60, held={"spare": 3, "valve": 2}, futures=40,
    )  # fmt: skip
    assert (beside.ready[:, :, 0] == many.ready[:, :, 0]).all()


def test_a_multinomial_leaves_out_the_rest():
    made = sorted_out(
        np.full((5000, 1), 10.0),
        np.array([[0.5, 0.2]]),
        "x",
        ("a", "b"),
        Luck.of(1, range(5000)).on(0),
    )
    assert made.shape == (5000, 1, 2)
    assert made[:, 0].mean(axis=0) == pytest.approx([5, 2], abs=3 * 1.6 / math.sqrt(5000))
    assert (made.sum(axis=2) <= 10).all()
