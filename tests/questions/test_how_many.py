"""How many of one item: rungs, days of order, other items, and what is refused."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from holdfast.questions import how_many as question
from holdfast.questions.how_many import how_many, ladder
from holdfast.questions.options import bought, first_order
from holdfast.questions.refused import Refused
from holdfast.scenario import read_scenario


@pytest.fixture(scope="module")
def valley(root):
    return read_scenario(root / "examples" / "valley")


@pytest.fixture(scope="module")
def made(valley):
    return how_many(valley, "transformer", 20.0, futures=40, looks=3, workers=1)


def test_rungs_go_from_one_to_the_most():
    assert ladder(1) == [1]
    assert ladder(8) == [1, 2, 3, 4, 6, 8]
    assert ladder(3, rungs=2) == [1, 3]
    for most in (5, 40, 1000):
        rungs = ladder(most)
        assert (rungs[0], rungs[-1]) == (1, most)
        assert rungs == sorted(set(rungs))


def test_it_costs_what_the_catalogue_says_and_comes_after_its_lead_time(valley, made):
    assert made.numbers["cost"].tolist() == [2.5 * n for n in made.numbers["quantity"]]
    assert made.numbers["quantity"].max() == 8
    first = first_order(valley)
    wait = {later - first for later in made.numbers["arrives"]}
    assert wait == {dt.timedelta(days=60)}
    orders = made.dates["ordered"].tolist()
    assert orders[0] == first
    assert all(
        a - o == dt.timedelta(days=60) for o, a in zip(orders, made.dates["arrives"], strict=True)
    )
    assert made.dates["arrives"].max() <= valley.settings.last


def test_steps_add_up_to_what_the_last_rung_saves(made):
    """Each `apart` is the paired difference from the row before, the first from nothing."""
    np.testing.assert_allclose(made.numbers["apart"].cumsum(), made.numbers["saved"])
    lost = made.dates["saved"] - made.dates["saved"].iloc[0]
    np.testing.assert_allclose(made.dates["apart"], lost, atol=1e-12)


def test_the_number_ordered_later_is_the_one_of_the_first_table(made):
    rows = made.numbers.set_index("quantity")
    assert made.dates["saved"].iloc[0] == rows.loc[made.number, "saved"]
    assert made.enough is None or rows.loc[made.enough, "apart_verdict"] == "told apart"


def test_what_comes_too_late_saves_nothing_and_so_waiting_costs_all(made):
    last = made.dates.iloc[-1]
    assert last["saved"] == 0.0
    assert last["apart"] == -made.dates["saved"].iloc[0]


def test_beside_it_stand_others_for_no_more_money(valley):
    made = how_many(
        valley, "transformer", 6.0, ["interceptor", "battery", "transformer"], futures=20,
        looks=2, workers=1,
    )  # fmt: skip
    assert made.dear == ("battery",)
    assert made.beside["item"].tolist() == ["interceptor"]
    cost = made.numbers.set_index("quantity").loc[made.number, "cost"]
    assert made.beside["cost"].iloc[0] <= cost
    saved = made.beside["saved"].iloc[0] - made.dates["saved"].iloc[0]
    assert made.beside["apart"].iloc[0] == pytest.approx(saved)


def test_a_system_stands_beside_its_parts_and_what_it_fires(valley):
    assert question._others(valley, "battery") == ["interceptor", "spare"]
    assert question._others(valley, "transformer") == ["battery"]


def test_a_system_comes_with_what_it_fires_within_the_budget(valley):
    one = bought(valley, "battery", 1.0, first_order(valley))
    assert one.total > 100.0
    with pytest.raises(Refused, match="100 million buy no battery with what it fires"):
        how_many(valley, "battery", 100.0, futures=20, looks=2, workers=1)


def test_the_makers_limit_how_many_come(valley):
    rows = [{**row, "per_month": "1"} for row in valley.table("items").rows()]
    slow = valley.replace_rows("items", rows)
    most, made = question._most(slow, "transformer", 100.0, first_order(slow))
    window = (slow.settings.last - first_order(slow)).days - 60
    assert made == most == window // 30 + 1
    assert question._most(valley, "transformer", 100.0, first_order(valley)) == (40, None)


@pytest.mark.parametrize(
    ("item", "budget", "told"),
    [
        ("transfomer", 9.0, "there is no item 'transfomer'; items.csv has"),
        ("transformer", 2.0, "2 million buy no transformer"),
        ("transformer", 0.0, "a budget of 0 million buys nothing"),
        ("transformer", float("inf"), "a budget of inf million buys nothing"),
    ],
)
def test_what_cannot_be_bought_is_refused(valley, item, budget, told):
    with pytest.raises(Refused, match=told):
        how_many(valley, item, budget, futures=20, looks=2, workers=1)


def test_all_wrong_items_are_told_at_once(valley):
    with pytest.raises(Refused, match=r"'x'.*'y'"):
        how_many(valley, "x", 9.0, ["y"], futures=20, looks=2, workers=1)


def test_what_takes_longer_than_the_horizon_is_refused(valley):
    rows = [{**row, "lead_days": "900"} for row in valley.table("items").rows()]
    with pytest.raises(Refused, match=r"transformer ordered on .* comes after the last day"):
        how_many(valley.replace_rows("items", rows), "transformer", 9.0, workers=1)
