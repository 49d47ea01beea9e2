"""The date at which a later, larger gift is worth the earlier, smaller one."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from holdfast.questions.break_even import COLUMNS, break_even
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.refused import QuestionError, Refused
from holdfast.questions.run import run

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
    assert row["difference"] == pytest.approx(float(apart.mean()), abs=1e-5)
    assert row["n"] == 20


def test_the_days_are_those_of_reported_time(short, made):
    dates = made.points["date"].tolist()
    assert dates == sorted(dates)
    assert dates[0] == short.settings.report_from
    assert dates[-1] == short.settings.last
    assert made.futures == 20


def test_where_the_sides_meet_is_between_days_that_differ(made):
    points = made.points.set_index("date")["difference"]
    if made.kind in ("one", "open"):
        sign = np.sign(points.loc[made.day - timedelta(days=1)])
        assert sign == (1 if made.later_first else -1)
        assert np.sign(points.loc[made.day]) != sign
    else:
        assert made.day is None


def test_the_same_gift_later_is_never_told_to_be_better(short):
    same = break_even(short, [ONE], [ONE], futures=20, looks=3, workers=1)
    assert same.later_first is not True
    first = same.points.set_index("date")["difference"]
    assert first.loc[short.settings.last] <= 0


def test_a_side_without_deliveries_or_nonsense_is_refused(short):
    for a, b in (([], [THREE]), ([ONE], []), ([], [])):
        with pytest.raises(Refused, match="both sides"):
            break_even(short, a, b)
    with pytest.raises(Refused, match="20 futures"):
        break_even(short, [ONE], [THREE], futures=3)
    with pytest.raises(QuestionError):
        break_even(short, ["nothing"], [THREE])
