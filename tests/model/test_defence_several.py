"""Systems that fire several interceptors: by hand, what is spared, and nothing from nowhere."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import defence
from model.raid_world import cover, defence_params, raid
from model.small_country import TABLES, country

START = (4.0, 2.0)


def several(turns=(1, -1), **kw):
    """The two systems of the hand-made defence; the first fires the second's item in turn."""
    made = defence_params(**kw)
    turn = np.where(made.system == 0, turns[0], turns[1])[None]
    return dataclasses.replace(made, others=turn)


def fought(params, number, held, seed=1, futures=1):
    return defence.step(
        params,
        raid(np.full((futures, 2, 2), float(number))),
        cover(START, futures),
        np.tile(np.array(held, float), (futures, 1)),
        np.zeros((futures, 2)),
        Luck.of(seed, range(futures)).on(3),
    )


def test_the_next_takes_its_turn_where_its_own_is_out():
    plenty = fought(defence_params(), 10, (1e6, 1e6))
    alone = fought(defence_params(), 10, (0.0, 1e6))
    helped = fought(several(), 10, (0.0, 1e6))
    np.testing.assert_array_equal(helped.kills, plenty.kills)
    assert alone.kills.sum() < plenty.kills.sum()
    assert helped.fired[0, 0] == 0
    assert helped.fired[0].sum() == pytest.approx(plenty.fired[0].sum())


def test_its_own_goes_first():
    plenty = fought(defence_params(), 10, (1e6, 1e6))
    both = fought(several(), 10, (1e6, 1e6))
    np.testing.assert_allclose(both.fired, plenty.fired)


def test_what_is_short_is_made_up_by_the_other():
    plenty = fought(defence_params(), 10, (1e6, 1e6)).fired[0]
    half = plenty[0] / 2
    helped = fought(several(), 10, (half, 1e6)).fired[0]
    assert helped[0] <= half + 1e-9
    assert helped.sum() == pytest.approx(plenty.sum())
    assert helped[1] > plenty[1]


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 60), st.floats(0, 60), st.integers(0, 30), st.integers(0, 99))
def test_no_more_is_fired_than_is_held_and_another_item_never_lets_more_through(
    one, two, number, seed
):
    alone, helped = (
        fought(params, number, (one, two), seed) for params in (defence_params(), several())
    )
    assert (helped.fired <= np.array([one, two]) + 1e-9).all()
    assert (helped.fired >= 0).all()
    own = fought(several(), number, (one, 1e6), seed)
    assert (own.leaks <= fought(defence_params(), number, (one, 1e6), seed).leaks).all()
    assert helped.leaks.sum() + helped.kills.sum() + helped.jammed.sum() == number * 4
    assert alone.fired[0, 0] <= one + 1e-9


def test_tables_become_turns():
    scenario = country(
        {
            "items": TABLES["items"]
            + "\nold,Old interceptor,military,missile,0,stock,old,1,0"
            + "\nolder,Older interceptor,military,missile,0,stock,older,1,0",
            "defence/fires": "system,item\nbattery,old\nbattery,older",
            "stocks": TABLES["stocks"] + "\nold,5,0,no,no\nolder,5,0,no,no",
        }
    )
    made = defence.prepare(scenario, Luck.of(1, range(2)))
    items = scenario.table("items").text("id")
    names = [["" if at < 0 else items[at] for at in turn] for turn in made.others.tolist()]
    assert names == [["old", ""], ["older", ""]]
    none = defence.prepare(country(), Luck.of(1, range(2)))
    assert none.others.shape == (0, 2)
