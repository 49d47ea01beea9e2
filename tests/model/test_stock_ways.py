"""What is made abroad: by hand, transports that are full, losses, and nothing that appears."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import stock
from holdfast.model.stock.ways import arriving, embarked
from model.small_country import TABLES, country

MADE = """item,from,per_month,maker,route
interceptor,2030-12-11,30.4375,one,sea
spare,2030-12-01,60.875,two,sea"""
SPARES = "item,from,per_month,maker,route\nspare,2030-12-01,60.875,two,sea"
ROUTE = "id,name,days,loads_per_week,lost_share\nsea,By sea,{days},{loads},{lost}"


def landed(days="5", loads="", lost="0", futures=1, made=MADE, items=None):
    scenario = country(
        {
            "production": made,
            "routes": ROUTE.format(days=days, loads=loads, lost=lost),
            "items": items or TABLES["items"],
        }
    )
    params = stock.prepare(scenario, Luck.of(1, range(futures)))
    place = [params.names.index(name) for name in ("interceptor", "spare")]
    assert not params.produced.any(), "it comes by the way and no other"
    return params.landed[:, :, place]


def test_what_is_made_comes_so_many_days_later():
    made = landed()[:, 0]
    # the spare since the first day, 2 a day; the interceptor since day 10, 1 a day
    assert np.flatnonzero(made[:, 0])[0] == 15
    assert np.flatnonzero(made[:, 1])[0] == 5
    assert made[5:15].tolist() == [[0, 2]] * 10
    assert made[20] == pytest.approx([1, 2])


def test_what_was_sent_before_the_first_day_is_under_way():
    early = MADE.replace("2030-12-01", "2030-11-28")
    assert np.flatnonzero(landed(made=early)[:, 0, 1])[0] == 2


def test_transports_take_what_they_can_and_the_rest_waits():
    """Seven loads a week, one a day; three are made a day from day 10 on: all get a third."""
    made = landed(days="0", loads="7")[:, 0]
    assert made[:10].tolist() == [[0, 1]] * 10
    assert made.sum(axis=1) == pytest.approx(1)
    # on day 10 ten spares and two more wait beside one interceptor
    assert made[10] == pytest.approx([1 / 13, 12 / 13])


def test_a_load_may_hold_several_pieces():
    items = "\n".join(
        f"{line},{load}"
        for line, load in zip(
            TABLES["items"].splitlines(), ["per_load", "", "", "4", *[""] * 9], strict=True
        )
    )
    made = landed(days="0", loads="3.5", items=items)[:, 0]
    assert made[:10].tolist() == [[0, 2]] * 10, "half a load a day holds two"


def test_what_is_due_on_a_day_is_lost_as_a_whole():
    futures = 400
    made = landed(lost="0.2", futures=futures)[20:, :, 1]
    assert set(np.unique(made)) == {0, 2}
    share = (made == 0).mean()
    assert abs(share - 0.2) < 3 * np.sqrt(0.2 * 0.8 / made.size)
    safe = landed(lost="0", futures=futures)[20:, :, 1]
    assert (made <= safe).all()


def test_a_load_is_lost_as_a_whole():
    """One a week from day 0 on: of 26 loads of seven pieces as many are lost as by a coin each."""
    items = "\n".join(
        f"{line},{load}"
        for line, load in zip(
            TABLES["items"].splitlines(), ["per_load", "", "", "14", *[""] * 9], strict=True
        )
    )
    futures, chance = 2000, 0.2
    told = {"days": "0", "loads": "1", "items": items, "futures": futures, "made": SPARES}
    safe, made = (landed(lost=lost, **told)[:, :, 1] for lost in ("0", str(chance)))
    assert safe == pytest.approx(2)
    weeks = len(made) // 7
    loads = made[: 7 * weeks].reshape(weeks, 7, futures).sum(axis=1)
    assert np.unique(loads.round(9)).tolist() == [0, 14]
    lost = (loads < 7).mean(axis=0)
    assert abs(lost.mean() - chance) < 3 * np.sqrt(chance * (1 - chance) / loads.size)
    spread = chance * (1 - chance) / weeks
    assert lost.var(ddof=1) == pytest.approx(spread, rel=3 * np.sqrt(2 / futures))


def test_two_loads_a_day_are_lost_apart_and_a_half_empty_day_is_one_load():
    futures = 400
    told = {"days": "3", "loads": "14", "lost": "0.3", "futures": futures}
    full = landed(made=SPARES.replace("60.875", "121.75"), **told)[20:, :, 1]
    assert np.unique(full.round(9)).tolist() == [0, 1, 2]
    assert abs((full == 1).mean() - 0.42) < 3 * np.sqrt(0.42 * 0.58 / full.size)
    few = landed(made=SPARES.replace("60.875", "15.21875"), **told)
    assert np.unique(few[5:, :, 1].round(9)).tolist() == [0, 0.5]


@given(
    st.lists(st.floats(0, 5), min_size=2, max_size=2),
    st.floats(0, 10),
    st.floats(0, 10),
    st.integers(0, 9),
)
def test_nothing_appears_and_more_loads_bring_it_earlier(rate, few, more, travel):
    made = np.array([0]), np.array([[rate]])
    came = [
        np.cumsum(
            arriving(embarked(made, np.ones(2), most, (-9, 40)), np.array([travel]), 9, 1), axis=0
        )
        for most in (few, few + more)
    ]
    days = np.maximum(np.arange(40) - travel + 1, 0)[:, None]
    for each in came:
        assert (each[:, 0] <= days * np.array(rate) + 1e-9).all()
        assert (each >= 0).all()
    assert (came[1].sum(axis=2) >= came[0].sum(axis=2) - 1e-9).all()


def test_a_country_without_routes_has_none():
    made = stock.prepare(country(), Luck.of(1, range(3)))
    assert made.landed.shape == (1, 1, 1)
    assert not made.landed.any()
