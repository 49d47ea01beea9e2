"""The best place for a number of units: every other place tried, in three models."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.spares import best_stock, exact, metric, vari_metric

MODELS = {"metric": metric, "vari_metric": vari_metric, "exact": exact}


def least(model, item, total):
    """The fewest backorders of all places of the units."""
    places = [
        place
        for place in itertools.product(range(total + 1), repeat=len(item[0]) + 1)
        if sum(place) == total
    ]
    depot = np.array([place[0] for place in places])
    base = np.array([place[1:] for place in places])
    many = (np.broadcast_to(one, (len(places), len(item[0]))) for one in item[:4])
    return MODELS[model](*many, np.full(len(places), item[4]), depot, base).total.min()


rates = st.lists(st.floats(0, 30), min_size=3, max_size=3)
shares = st.lists(st.floats(0, 1), min_size=3, max_size=3)
times = st.lists(st.floats(0, 0.2), min_size=3, max_size=3)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=15, deadline=None)
@given(
    rate=rates, repaired=shares, mend=times, ship=times,
    depot=st.floats(0, 0.3), total=st.integers(0, 6),
)  # fmt: skip
def test_no_place_is_better(model, rate, repaired, mend, ship, depot, total):
    item = (rate, repaired, mend, ship, depot)
    kept, held, found = best_stock(*item, total, model=model)
    assert kept + held.sum() == total
    assert found.total == pytest.approx(least(model, item, total), rel=1e-9, abs=1e-11)
    assert found.total == MODELS[model](*item, kept, held).total


def test_a_curve_with_a_dent_is_followed():
    """Taking one unit more where it saves most, from the best before, ends in a worse place."""
    item = ([23.2] * 5, [0.2] * 5, [0.01] * 5, [0.01] * 5, 0.02531)
    place = np.zeros(6, dtype=int)
    for _ in range(5):
        tries = [place + step for step in np.eye(6, dtype=int)]
        place = min(tries, key=lambda one: metric(*item, one[0], one[1:]).total)
    stepwise = metric(*item, place[0], place[1:]).total
    kept, _, found = best_stock(*item, 5)
    assert kept < place[0]
    assert found.total < stepwise - 0.01


def test_many_items_are_each_alone():
    draw = np.random.default_rng(8)
    rate, depot, total = draw.uniform(0, 20, (6, 4)), draw.uniform(0, 0.3, 6), np.arange(6)
    kept, held, found = best_stock(rate, 0.3, 0.05, 0.1, depot, total)
    for number in range(6):
        one = best_stock(rate[number], 0.3, 0.05, 0.1, depot[number], number)
        assert (kept[number], held[number].tolist()) == (one[0], one[1].tolist())
        assert found.total[number] == one[2].total


def test_five_hundred_units_are_placed():
    kept, held, found = best_stock([400.0, 900.0], 0.0, 1.0, 0.1, 0.2, 500)
    assert kept + held.sum() == 500
    for step in ([1, -1, 0], [-1, 1, 0], [-1, 0, 1], [0, 1, -1], [0, -1, 1], [-9, 9, 0]):
        near = np.array([kept, *held]) + step
        assert metric([400.0, 900.0], 0.0, 1.0, 0.1, 0.2, near[0], near[1:]).total >= found.total


def test_faults():
    with pytest.raises(ValueError, match=r"total is -1: a whole number.*") as raised:
        best_stock([1, 2], 0.2, 0.1, 0.1, -0.1, -1, model="dyna")
    assert "model is 'dyna': metric or vari_metric or exact is allowed" in str(raised.value)
    assert "depot_repair_time is -0.1" in str(raised.value)
