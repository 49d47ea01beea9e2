"""The date at which a later, larger gift is worth the earlier, smaller one."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from holdfast.questions.break_even import COLUMNS, break_even
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.refused import QuestionError, Refused
from holdfast.questions.run import run
from holdfast.scenario import Scenario

ONE, THREE = "EN:transformer:1@2030-12-20", "EN:transformer:3@2031-01-05"


@pytest.fixture(scope="module")
def made(short):
    return break_even(short, [ONE], [THREE], futures=20, looks=3, workers=1)


def saved(scenario, delivery):
    other = with_deliveries(scenario, [delivery], "b")
    runs = [run(each, 20, workers=1) for each in (scenario, other)]
    before, after = (one.values("suffering", one.windows()[-1]) for one in runs)
    return before - after


def test_each_day_is_the_difference_of_whole_runs(short, made):
    assert list(made.points.columns) == list(COLUMNS)
    row = made.points.iloc[len(made.points) // 2]
    moved = f"EN:transformer:3@{row['date'].isoformat()}"
    apart = saved(short, moved) - saved(short, ONE)
    assert row["b_saves_more"] == pytest.approx(float(apart.mean()), abs=1e-5)
    assert row["n"] == 20


def test_the_days_are_those_of_reported_time(short, made):
    dates = made.points["date"].tolist()
    assert dates == sorted(dates)
    assert dates[0] == short.settings.report_from
    assert made.given == (date(2030, 12, 20), date(2031, 1, 5))
    assert made.given[1] in dates
    assert dates[-1] == short.settings.last
    assert made.futures == 20


def test_where_the_sides_meet_is_between_days_that_differ(made):
    points = made.points.set_index("date")["b_saves_more"]
    if made.kind in ("one", "open"):
        sign = np.sign(points.loc[made.day - timedelta(days=1)])
        assert sign == (1 if made.later_first else -1)
        assert np.sign(points.loc[made.day]) != sign
    else:
        assert made.day is None


def test_a_day_is_told_apart_beyond_three_standard_errors(made):
    for row in made.points.to_dict("records"):
        errors = abs(row["b_saves_more"]) / row["standard_error"] if row["standard_error"] else 0
        assert (row["verdict"] == "told apart") <= (errors > 3)
        assert (row["verdict"] == "leans") <= (2 <= errors <= 3)


def test_what_it_hangs_on(short, made):
    """Cost of both, the rival models apart, and what flips the difference as it was asked for."""
    items = short.table("items")
    price = float(items.number("unit_cost_meur")[items.text("id").index("transformer")])
    assert [each.stated for each in made.costs] == pytest.approx([price, 3 * price])
    assert sum(each.futures for each in made.rivals.values()) == made.futures
    row = made.as_asked
    assert row is not None
    parts = []
    for name, each in made.rivals.items():
        point = each.points[each.points["date"] == made.given[1]].iloc[0]
        assert point["b_saves_more"] == pytest.approx(row[name])
        assert point["n"] == each.futures
        parts.append(point["b_saves_more"] * each.futures)
    assert sum(parts) / made.futures == pytest.approx(row["b_saves_more"])
    assert made.flips is not None
    assert made.flips.open or made.flips.few


def test_no_day_before_the_day_of_knowledge_is_looked_at(short):
    told = Scenario.from_files(short.files, short.settings.report_from + timedelta(days=10))
    late = break_even(told, [ONE], [THREE], futures=20, looks=2, workers=1)
    assert late.points["date"].min() == told.as_of
    last = Scenario.from_files(short.files, short.settings.last)
    with pytest.raises(Refused, match="two days to come"):
        break_even(last, [ONE], [THREE], futures=20, looks=2, workers=1)


def test_b_before_a_and_in_another_order_is_the_same_question(short):
    """B is moved as a whole, so the days and the order in which it is written change no day."""
    pair = ["EN:transformer:1@2030-12-05", "NN:generator_set:100@2030-12-25"]
    later = ["NN:generator_set:100@2031-01-06", "EN:transformer:1@2030-12-17"]
    size = {"futures": 20, "looks": 2, "workers": 1}
    first, second = (break_even(short, [ONE], b, **size) for b in (pair, later))
    assert first.given[1] == date(2030, 12, 5) < first.given[0]
    ends = [short.settings.report_from, short.settings.last]
    one, other = (
        each.points.set_index("date").loc[ends, ["b_saves_more", "n"]] for each in (first, second)
    )
    assert one.equals(other)


def test_b_asked_for_on_a_day_that_is_not_reported_is_no_look(short):
    early = f"EN:transformer:3@{short.settings.start.isoformat()}"
    if short.settings.start < short.settings.report_from:
        made = break_even(short, [ONE], [early], futures=20, looks=2, workers=1)
        assert (made.as_asked, made.flips) == (None, None)


def test_the_same_gift_later_is_never_told_to_be_better(short):
    same = break_even(short, [ONE], [ONE], futures=20, looks=3, workers=1)
    assert same.later_first is not True
    first = same.points.set_index("date")["b_saves_more"]
    assert first.loc[short.settings.last] <= 0


def test_a_side_without_deliveries_or_nonsense_is_refused(short):
    for a, b in (([], [THREE]), ([ONE], []), ([], [])):
        with pytest.raises(Refused, match="both sides"):
            break_even(short, a, b)
    with pytest.raises(Refused, match="20 futures"):
        break_even(short, [ONE], [THREE], futures=3)
    with pytest.raises(QuestionError):
        break_even(short, ["nothing"], [THREE])
