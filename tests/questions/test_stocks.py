"""When stocks run out, on made-up stocks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import synthetic
from holdfast.questions.stocks import stocks


@pytest.fixture
def answer(valley):
    """Ten futures, twenty days. Interceptors run out on day 3 + 2 f and return the day after;
    transformers in one future only; the rest never."""
    items = list(valley.table("items").text("id"))
    held, empty = np.zeros((10, 20, len(items))), np.zeros((10, 20, len(items)))
    held[:, :, items.index("interceptor")] = np.arange(10)[:, None] + 10.0
    held[:, :, items.index("diesel")] = 7.0
    for future in range(9):
        if 3 + 2 * future < 20:
            empty[future, 3 + 2 * future, items.index("interceptor")] = 1
    empty[4, 5:, items.index("transformer")] = 1
    return stocks(synthetic.outcome(valley, 10, days=20, held=held, empty=empty))


def row(answer, item):
    return answer.runs_out.set_index("item").loc[item]


def test_items_that_nobody_holds_are_left_out(answer):
    assert set(answer.runs_out["item"]) == {"interceptor", "spare", "transformer", "diesel"}


def test_the_day_on_which_one_in_ten_is_passed(answer):
    """Share that has run out by day: .1 from day 3, .2 from day 5; passed means above a tenth."""
    assert row(answer, "interceptor")["passes_10_percent"] == date(2030, 12, 6)
    assert row(answer, "transformer")["passes_10_percent"] is None
    assert row(answer, "transformer")["p_empty"] == 0.1


def test_the_median_zero_day_needs_half_of_the_futures(answer):
    assert row(answer, "interceptor")["median_zero_day"] == date(2030, 12, 12)
    assert row(answer, "interceptor")["p_empty"] == 0.9
    assert row(answer, "diesel")["median_zero_day"] is None


def test_the_fan(answer):
    day = answer.by_date.set_index(["item", "date"]).loc[("interceptor", date(2030, 12, 5))]
    assert day["median"] == pytest.approx(14.5)
    assert day["p05"] == pytest.approx(10.45)
    assert day["p95"] == pytest.approx(18.55)
    assert day["p_empty"] == pytest.approx(0.1)


def test_what_has_not_come_has_not_run_out(valley):
    """Batteries (no stock at the start) come on day 5 and are gone on day 9."""
    items = list(valley.table("items").text("id"))
    held, empty = np.zeros((2, 20, len(items))), np.ones((2, 20, len(items)))
    battery = items.index("battery")
    held[:, 5:9, battery], empty[:, 5:9, battery] = 3.0, 0
    answer = stocks(synthetic.outcome(valley, 2, days=20, held=held, empty=empty))
    assert row(answer, "battery")["median_zero_day"] == date(2030, 12, 10)
    assert row(answer, "transformer")["median_zero_day"] == date(2030, 12, 1)
    assert "crew" not in set(answer.runs_out["item"])
