"""How many of one item: rungs, days of order, other items, and what is refused."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest

from holdfast.outcome.statistics import difference
from holdfast.questions import for_money
from holdfast.questions.enough import LOST, SMALL, latest, least
from holdfast.questions.how_many import how_many, ladder
from holdfast.questions.options import bought, first_order
from holdfast.questions.refused import Refused
from holdfast.scenario import read_scenario

pytestmark = pytest.mark.usefixtures("lived_once")


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
    assert made.enough in (None, made.number)
    assert made.enough is None or rows.loc[made.enough, "verdict"] == "told apart"
    smaller = rows.loc[: made.number - 1]
    assert (smaller["behind"] > 0).all(), "a smaller number is behind the greatest"
    assert rows["behind"].min() == 0.0, "of all numbers one saves most"
    np.testing.assert_allclose(rows["per_million"], rows["saved"] / rows["cost"])


def test_what_comes_too_late_saves_nothing_and_so_waiting_costs_all(made):
    last = made.dates.iloc[-1]
    assert last["saved"] == 0.0
    assert last["apart"] == -made.dates["saved"].iloc[0]


def test_beside_it_stand_others_for_no_more_money(valley):
    made = how_many(
        valley, "transformer", 6.0, ["interceptor", "battery", "transformer"], futures=20,
        looks=2, workers=1,
    )  # fmt: skip
    assert made.dear == {"battery": bought(valley, "battery", 1.0, first_order(valley)).total}
    assert made.beside["item"].tolist() == ["interceptor"]
    cost = made.numbers.set_index("quantity").loc[made.number, "cost"]
    assert made.beside["cost"].iloc[0] <= cost
    saved = made.beside["saved"].iloc[0] - made.dates["saved"].iloc[0]
    assert made.beside["apart"].iloc[0] == pytest.approx(saved)


def test_a_system_stands_beside_its_parts_and_what_it_fires(valley):
    assert for_money.others(valley, "battery") == ["interceptor", "spare"]
    assert for_money.others(valley, "transformer") == ["battery"]


def test_a_system_comes_with_what_it_fires_within_the_budget(valley):
    one = bought(valley, "battery", 1.0, first_order(valley))
    assert one.total > 100.0
    with pytest.raises(Refused, match="100 million buy no battery: one with what it fires costs"):
        how_many(valley, "battery", 100.0, futures=20, looks=2, workers=1)


def test_the_makers_limit_how_many_come(valley):
    rows = [{**row, "per_month": "1"} for row in valley.table("items").rows()]
    slow = valley.replace_rows("items", rows)
    most, made = for_money.most(slow, "transformer", 100.0, first_order(slow))
    window = (slow.settings.last - first_order(slow)).days - 60
    assert made == most == window // 30 + 1
    assert for_money.most(valley, "transformer", 100.0, first_order(valley)) == (40, None)


@pytest.mark.parametrize(
    ("item", "budget", "told"),
    [
        (
            "transfomer",
            9.0,
            "there is no item 'transfomer' in items.csv; the nearest is transformer",
        ),
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


DAYS = [dt.date(2031, 1, 1) + dt.timedelta(days=10 * step) for step in range(5)]


def saving(futures, losses, seed=1, spread=4.0):
    """(5, F) savings of 20 on the first day, less on later ones, and the pairs of the futures."""
    luck = np.random.default_rng(seed)
    base = 20.0 + luck.normal(0.0, 2.0, futures)
    late = [base - loss - luck.normal(0.0, spread, futures) * (loss > 0) for loss in losses]
    return np.array([base, *late]), np.arange(futures) // 2


def test_an_order_waits_only_while_the_most_that_it_may_lose_is_small():
    values, pair = saving(2000, [1.0, 3.0, 9.0, 20.0])
    assert latest(DAYS, values, pair) == DAYS[2]
    lost = values[0] - values[3]
    assert lost.mean() > LOST * values[0].mean()


def test_fewer_futures_make_the_last_day_earlier():
    """A loss under a quarter in the mean is allowed only by futures enough to know it."""
    found = []
    for futures in (20, 60, 2000):
        values, pair = saving(futures, [1.0, 4.0, 9.0, 20.0], spread=8.0)
        found.append(latest(DAYS, values, pair))
    assert found == sorted(found)
    assert found[0] < found[-1] == DAYS[2]


def test_a_loss_that_is_not_told_gives_no_later_day():
    """9.0 ± 3.4 of 12.3 is lost, which leans: an order on that day is too late all the same."""
    pair = np.arange(60) // 2
    luck = np.random.default_rng(2).normal(size=30)
    luck = np.repeat((luck - luck.mean()) / luck.std(ddof=1), 2)
    first = 12.3 + 15.0 * luck
    late = first - 9.0 - 3.4 * math.sqrt(30) * luck
    assert difference(first, late, pair, "more").verdict == "leans"
    assert latest(DAYS[:2], np.array([first, late]), pair) == DAYS[0]


def test_no_last_day_is_given_of_what_is_not_told_to_save():
    values = np.zeros((5, 40))
    values[:, 0] = 9.0
    assert latest(DAYS, values, np.arange(40) // 2) is None


def test_the_number_is_the_least_that_saves_nearly_as_much_as_the_greatest():
    pair = np.arange(40) // 2
    noise = np.random.default_rng(3).normal(0.0, 0.05, (4, 40))
    assert least(np.array([[2.0], [9.8], [10.0], [9.9]]) + noise, pair) == 2
    grows = np.array([[2.0], [4.0], [8.0], [10.0]]) + noise
    assert least(grows, pair) == 3, "all that the budget buys is needed"
    assert SMALL * 10.0 < 2.0, "8 is behind 10 by more than is small"


def test_one_that_comes_too_late_at_any_price_is_told_from_one_that_is_dear(valley):
    first = first_order(valley)
    rows = [
        {**row, "lead_days": "900"} if row["id"] == "interceptor" else row
        for row in valley.table("items").rows()
    ]
    late = valley.replace_rows("items", rows)
    options, dear = for_money.same_money(late, ["interceptor", "battery"], 6.0, first)
    assert options == []
    assert dear["interceptor"] is None
    assert dear["battery"] > 100.0


def test_a_voltage_class_is_a_column_not_a_name(valley):
    rows = valley.table("items").rows()
    assert not for_money.classless(valley, "transformer")
    named = [
        {**row, "name": "Transformer, 330 kV"} if row["id"] == "transformer" else row
        for row in rows
    ]
    assert for_money.classless(valley.replace_rows("items", named), "transformer")


def test_what_has_no_limit_of_its_makers_is_told(valley):
    rows = [
        {**row, "per_month": "4"} if row["id"] == "battery" else row
        for row in valley.table("items").rows()
    ]
    limited = valley.replace_rows("items", rows)
    assert for_money.unlimited(limited, ["battery", "transformer"]) == ["transformer"]
