"""Shelf life: by hand, the oldest first, and books that close."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import stock
from holdfast.model.stock import shelf
from model.small_country import country
from model.test_stock import day

HELD = "item,quantity,shelf_days,first_days\ninterceptor,140,70,70\nspare,10,,"


def test_the_start_is_spread_over_the_lives_that_are_left():
    made = shelf.of_start(np.array([[70.0]]), np.array([35.0]), 21)
    assert made[0, 0] == pytest.approx([14, 14, 14, 28])
    short = shelf.of_start(np.array([[70.0]]), np.array([10.0]), 21)
    assert short[0, 0] == pytest.approx([49, 21, 0, 0])


def test_what_expires_first_is_used_first():
    lots = np.array([[[5.0, 3.0, 4.0]]])
    assert shelf.used(lots, np.array([[6.0]]))[0, 0].tolist() == [0, 2, 4]
    assert shelf.used(lots, np.array([[99.0]]))[0, 0].tolist() == [0, 0, 0]


@pytest.mark.parametrize(("today", "gone"), [(5, 0), (6, 5), (7, 0), (13, 3), (20, 0)])
def test_a_lot_expires_on_the_night_that_ends_its_week(today, gone):
    kept, spoilt = shelf.expired(np.array([[[5.0, 3.0, 4.0]]]), today)
    assert spoilt[0, 0] == gone
    assert kept.sum() == 12 - gone


@pytest.mark.parametrize(("today", "week"), [(0, 1), (6, 1), (7, 2), (13, 2), (14, 2)])
def test_what_comes_is_stored_for_its_life_and_to_the_end_of_the_week(today, week):
    made = shelf.stored(np.zeros((1, 1, 3)), np.array([[2.0]]), np.array([7.0]), today)
    assert np.flatnonzero(made[0, 0]).tolist() == [week]


def test_a_stock_that_nobody_uses_expires():
    """140 with up to 70 days left: 14 a week are lost."""
    params = stock.prepare(
        country({"stocks": HELD, "production": "item,from,per_month"}), Luck.of(1, range(1))
    )
    assert params.aged.tolist() == [params.names.index("interceptor")]
    begun = stock.start(params)
    held, lots = begun["held"][:, [1, 2, 5, 6]], begun["lots"]
    small = stock_params(params)
    told = []
    for today in range(71):
        made = day_of(small, held, lots, today)
        held, lots = made.held, made.lots
        told.append(made.expired[0, 0])
    assert np.flatnonzero(told).tolist() == list(range(6, 70, 7))
    assert np.array(told)[6::7] == pytest.approx(14)
    assert held[0, 0] == 0
    assert held[0, 1] == 10, "what has no shelf life stays"


def stock_params(params):
    """The same for the four items of the hand-made nights."""
    some = [1, 2, 5, 6]
    return stock.Params(
        names=tuple(params.names[at] for at in some),
        first=params.first[:, some],
        begins=params.begins,
        produced=params.produced[:, :, some],
        other_use=params.other_use[:, some],
        most=params.most[some],
        counted=params.counted[some],
        fuel=np.zeros(4),
        aged=np.array([0]),
        life=params.life,
        lots=params.lots,
    )


def day_of(params, held, lots, today, **kw):
    return day(held[0], params=params, lots=lots, today=today, **kw)


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), min_size=1, max_size=60))
def test_the_books_close(nights):
    """What is in the lots is what is held; used, expired and held are what was there and came."""
    base = stock.prepare(
        country({"stocks": HELD, "production": "item,from,per_month"}), Luck.of(1, range(1))
    )
    params = stock_params(base)
    held, lots = params.first, params.lots
    fired_all = came = gone = 0.0
    for today, (fires, comes) in enumerate(nights):
        fired = min(fires, held[0, 0])
        made = day(
            held[0], params=params, lots=lots, today=today, fired=fired, pieces=(comes, 0, 0, 0)
        )
        assert (made.lots >= 0).all()
        assert made.lots.sum() == pytest.approx(made.held[0, 0], abs=1e-9)
        fired_all, came, gone = fired_all + fired, came + comes, gone + made.expired[0, 0]
        held, lots = made.held, made.lots
    assert held[0, 0] + fired_all + gone == pytest.approx(140 + came, abs=1e-8)


def test_use_takes_the_place_of_expiry():
    """Who fires what would have expired loses nothing."""
    base = stock.prepare(
        country({"stocks": HELD, "production": "item,from,per_month"}), Luck.of(1, range(1))
    )
    params = stock_params(base)
    held, lots, gone = params.first, params.lots, 0.0
    for today in range(70):
        made = day(held[0], params=params, lots=lots, today=today, fired=2.0)
        held, lots, gone = made.held, made.lots, gone + made.expired[0, 0]
    assert gone == pytest.approx(0.0, abs=1e-9)
    assert held[0, 0] == pytest.approx(0.0, abs=1e-9)
