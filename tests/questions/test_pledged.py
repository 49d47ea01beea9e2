"""Deliveries of the plan that come on another day, in another quantity, or not at all."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from holdfast.questions.deliveries import changes, fork, with_deliveries
from holdfast.questions.refused import QuestionError
from holdfast.questions.run import run
from holdfast.questions.whatif import whatif
from holdfast.scenario import Scenario
from holdfast.show.voice import Voice


@pytest.fixture(scope="module")
def planned(short) -> Scenario:
    """The short valley with two deliveries that are pledged."""
    rows = [
        {"id": "d1", "partner": "NN", "item": "battery", "quantity": "4", "date": "2030-12-20"},
        {"id": "d2", "partner": "EN", "item": "transformer", "quantity": "2", "date": "2031-01-03"},
    ]
    return short.replace_rows("deliveries", rows)


@pytest.fixture(scope="module")
def plan_run(planned):
    return run(planned, futures=4, workers=1)


def row_of(scenario, name):
    return next((row for row in scenario.table("deliveries").rows() if row["id"] == name), None)


@pytest.mark.parametrize(
    ("text", "quantity", "day"),
    [
        ("d1=@2031-01-05", "4", "2031-01-05"),
        ("d1=6", "6", "2030-12-20"),
        ("d1=6@2030-12-10", "6", "2030-12-10"),
        (" d1 = 6 @ 2030-12-10 ", "6", "2030-12-10"),
    ],
)
def test_what_is_not_said_stays(planned, text, quantity, day):
    made = with_deliveries(planned, [text], "b")
    row = row_of(made, "d1")
    assert (row["quantity"], row["date"], row["partner"]) == (quantity, day, "NN")
    assert row_of(made, "d2") == row_of(planned, "d2")


def test_none_of_it_takes_it_out(planned):
    made = with_deliveries(planned, ["d1=0"], "b")
    assert row_of(made, "d1") is None
    assert changes(planned, made) == (
        [],
        [{key: value for key, value in row_of(planned, "d1").items() if value}],
    )


def test_rows_that_are_hidden_stay(root):
    from holdfast.scenario import read_scenario

    read = read_scenario(root / "examples" / "bucharest-2022")
    hidden = len(read.tables["deliveries"]) - len(read.table("deliveries"))
    made = with_deliveries(read, ["O061-generator_set=@2023-01-09"], "b")
    assert hidden > 0
    assert len(made.tables["deliveries"]) - len(made.table("deliveries")) == hidden
    assert fork(read, made) == date(2022, 12, 9)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("d9=4", "b row 1, column id: 'd9' is not an id of deliveries.csv"),
        ("d1=", "is not of the form ID=[quantity][@YYYY-MM-DD]"),
        ("d1=2.5", "is not a whole number above 0"),
        ("d1=-1", "0 takes the delivery out"),
        ("d1=x", "is not a number of at least 0"),
        ("d1=@", "is not a day as YYYY-MM-DD"),
        ("d1=@2031-1-5", "is not a day as YYYY-MM-DD"),
        ("d1=@2039-01-05", "is not a day of the campaign"),
    ],
)
def test_what_is_wrong_is_said(planned, text, said):
    with pytest.raises(QuestionError) as error:
        with_deliveries(planned, [text], "b")
    assert said in str(error.value)


def test_one_is_changed_once(planned):
    with pytest.raises(QuestionError, match="is changed twice"):
        with_deliveries(planned, ["d1=2", "d1=@2031-01-05"], "b")


def test_what_is_known_is_not_changed(root):
    from holdfast.scenario import read_scenario

    read = read_scenario(root / "examples" / "bucharest-2022")
    for text, said in (
        ("O024-crotale_missile=10", "arrived on 2022-11-20, and what arrived up to 2022-11-29"),
        ("O061-generator_set=@2022-11-20", "is past"),
    ):
        with pytest.raises(QuestionError, match=said):
            with_deliveries(read, [text], "b")


@pytest.mark.parametrize("text", ["d1=@2031-01-05", "d1=9@2030-12-14", "d1=0", "d2=7"])
def test_a_branch_is_what_a_whole_run_is(planned, plan_run, text):
    branched = whatif(planned, b=[text], base=plan_run, workers=1)
    afresh = whatif(planned, b=[text], futures=4, workers=1)
    pd.testing.assert_frame_equal(branched.difference, afresh.difference)
    whole = run(branched.b.scenario, futures=4, workers=1)
    for name in whole.data.data_vars:
        np.testing.assert_array_equal(branched.b.data[name].values, whole.data[name].values, name)


def test_what_had_slipped_counts_from_its_planned_day(planned):
    rows = [dict(row) for row in planned.table("deliveries").rows()]
    rows[0] |= {"planned": "2030-12-05"}
    slipped = planned.replace_rows("deliveries", rows)
    made = with_deliveries(slipped, ["d1=5"], "b")
    assert fork(slipped, made) == date(2030, 12, 5)
    # planned anew, its crews train for the new day
    moved = row_of(with_deliveries(slipped, ["d1=@2031-01-05"], "b"), "d1")
    assert not moved.get("planned")


def test_sides_say_what_was_changed(planned, plan_run):
    found = whatif(planned, ["d2=0"], ["d1=6@2031-01-05"], base=plan_run, workers=1)
    assert found.words_a == (
        "as pledged, but without 2\u00a0large transformers (Eastern neighbour, 3 Jan 2031)"
    )
    assert found.words_b == (
        "as pledged, but 6\u00a0batteries (Northern neighbour, 5 Jan 2031) in place of "
        "4\u00a0batteries (Northern neighbour, 20 Dec 2030)"
    )
    french = Voice("fr", planned).write(found.words_b)
    assert french.startswith("comme promis, mais 6")
    assert "au lieu de 4" in french
