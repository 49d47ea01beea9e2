"""Stock: a day by hand, production by date, and books that balance."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import stock
from holdfast.model.types import Arrived, Comfort, Fight
from holdfast.model.upkeep import Mended, Readiness
from holdfast.scenario import ScenarioError
from model.small_country import TABLES, country

LUCK = Luck.of(1, range(3))
ITEMS = 4
"""Of the hand-made country: interceptor, part, fuel, another fuel."""


def comfort(litres):
    """A day of one region in which only fuel was burnt."""
    fields = dataclasses.fields(Comfort)
    empty = {each.name: np.zeros((1,) * len(each.metadata["axes"])) for each in fields}
    return Comfort(**empty | {"litres": np.array([litres])})


def country_of(other=(1.0, 0.0, 0.0, 0.0), most=np.inf) -> stock.Params:
    return stock.Params(
        names=("interceptor", "part", "diesel", "petrol"),
        first=np.array([[60.0, 5.0, 300.0, 100.0]]),
        begins=np.array([10, 31]),
        produced=np.array([[[1.0, 0, 0, 0], [2.0, 0, 0, 0]]]),
        other_use=np.array([other]),
        most=np.array([most, np.inf, np.inf, np.inf]),
        counted=np.array([1.0, 1.0, 1.0, 0.0]),
        fuel=np.array([0.0, 0.0, 1.0, 1.0]),
    )


def day(
    held, *, pieces=(0, 0, 0, 0), fired=0.0, mended=0.0, spares=0.0, back=0.0, litres=0.0, today=0,
    params=None, lots=None, **kw,
):  # fmt: skip
    """One night; each amount is a number."""
    item = np.eye(ITEMS)
    one, none = np.zeros((1, 1)), np.zeros(1)
    return stock.step(
        country_of(**kw) if params is None else params,
        np.array([held], dtype=float),
        Arrived(one, np.array([pieces], dtype=float), one, one, none, none, none, one),
        Fight(
            leaks=np.zeros((1, 1, 1)),
            kills=np.zeros((1, 1, 1)),
            destroyed=one,
            jammed=one,
            fired=fired * item[[0]],
            waiting=one,
        ),
        Mended(one, one, one, one, one, mended * item[[1]], one),
        Readiness(one, spares * item[[1]], returned=back * item[[1]]),
        comfort(litres),
        today,
        *([] if lots is None else [lots]),
    )


def test_a_day_by_hand():
    made = day(
        (60, 5, 300, 100),
        pieces=(20, 0, 50, 0),
        fired=12,
        mended=1,
        spares=0.5,
        litres=40,
        today=12,
    )
    # 60 - 12 fired - 1 other use + 20 + 1 made; 5 - 1 - .5; fuel burns 3 to 1.
    assert made.held[0] == pytest.approx([68, 3.5, 320, 90])
    assert not made.empty.any()


@pytest.mark.parametrize(("today", "made"), [(0, 0), (9, 0), (10, 1), (30, 1), (31, 2), (99, 2)])
def test_production_is_that_of_the_latest_row_that_has_begun(today, made):
    assert day((10, 0, 0, 0), today=today).held[0, 0] == pytest.approx(9 + made)


@pytest.mark.parametrize(("most", "held"), [(30, 20), (20, 20), (19.5, 19.5), (15, 19)])
def test_production_fills_a_store_up_to_its_most_and_a_delivery_is_kept_whole(most, held):
    # 10 - 1 other use + 10 delivered = 19, then 1 made, if it fits.
    made = day((10, 0, 0, 0), pieces=(10, 0, 0, 0), today=10, most=most)
    assert made.held[0, 0] == pytest.approx(held)


def test_parts_that_come_back_are_there_tomorrow():
    assert day((0, 5, 0, 0), spares=5, back=2).held[0, 1] == 2


def test_an_item_is_empty_when_less_than_one_is_left():
    made = day((1.5, 0.4, 2, 0))
    assert made.held[0] == pytest.approx([0.5, 0.4, 2, 0])
    assert made.empty[0].tolist() == [1, 1, 0, 0], "the last has no row in stocks"


def test_other_use_takes_what_is_left_and_no_more():
    made = day((3, 0, 0, 0), fired=2.5, pieces=(4, 0, 0, 0))
    assert made.held[0, 0] == pytest.approx(4), "what arrives today is used from tomorrow"


@given(st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1e3))
def test_the_books_balance_and_nothing_falls_below_zero(held, fired, parts, burnt, arrived):
    made = day(
        (held,) * 4,
        fired=fired * held,
        mended=parts * held,
        litres=burnt * 2 * held,
        pieces=(arrived,) * 4,
        other=(0.0,) * 4,
    )
    assert (made.held >= 0).all()
    out = np.array([fired * held, parts * held, burnt * held, burnt * held])
    assert made.held[0] == pytest.approx(held - out + arrived, rel=1e-9, abs=1e-6)


def test_prepare_reads_stocks_and_production():
    made = stock.prepare(country(), LUCK)
    place = {name: at for at, name in enumerate(made.names)}
    assert stock.start(made)["held"][0, place["interceptor"]] == 60
    assert stock.start(made)["held"][0, place["battery"]] == 0
    assert made.begins.tolist() == [10, 31]
    assert made.produced[0, :, place["interceptor"]] == pytest.approx([1, 2])
    assert made.other_use[0, place["interceptor"]] == 1
    assert {name for name in made.names if made.fuel[place[name]]} == {"diesel", "petrol"}
    assert {name for name in made.names if made.counted[place[name]]} == {
        "interceptor",
        "spare",
        "transformer",
        "diesel",
        "petrol",
    }


def test_a_country_without_stocks_and_production():
    made = stock.prepare(
        country({"stocks": "item,quantity", "production": "item,from,per_month"}), LUCK
    )
    assert not made.first.any()
    assert not made.counted.any()
    assert made.begins.size == 0


def test_one_item_for_two_purposes_is_refused():
    both = TABLES["defence/systems"].replace("0.01,10,spare", "0.01,10,interceptor")
    with pytest.raises(ScenarioError, match="column part: 'interceptor' is an interceptor too"):
        country({"defence/systems": both})
