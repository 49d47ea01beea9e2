"""The danger to a region: by window, by date, its worst tenth, and what helps."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

import synthetic
from holdfast.questions.refused import QuestionError, Refused
from holdfast.questions.risk import BY_DATE, CHANCES, HELPS, risk
from holdfast.questions.run import run
from holdfast.questions.worst import COLUMNS, told_of_worst


@pytest.fixture
def made_up(valley):
    """Forty futures, thirty days: in future f < 8 UPP is dark from day f for six days."""
    hours = np.full((40, 30, 3), 2.0)
    for future in range(8):
        hours[future, future : future + 6, 0] = 20.0
    hours[:, :3, 1] = 24.0
    leaked = np.zeros((40, 30, 1)) + 1.0
    leaked[:4] = 5.0
    return synthetic.outcome(valley, 40, days=30, hours_without_power=hours, leaked=leaked)


def test_the_chance_and_its_interval(made_up):
    made = risk(made_up, "UPP")
    assert list(made.chances.columns) == list(CHANCES)
    last = made.chances.iloc[-1]
    assert last["p"] == 0.2
    assert last["days"] == 6 * 8 / 40
    # both futures of four pairs of twenty: an error as of twenty, not of forty
    assert last["standard_error"] == pytest.approx(np.sqrt(0.2 * 0.8 / 19))
    assert 0.05 < last["low"] < 0.2 < last["high"] < 0.45


def test_nothing_seen_is_not_nothing(made_up):
    made = risk(made_up, "MID").chances.iloc[-1]
    assert (made["p"], made["low"]) == (0.0, 0.0)
    assert 0.1 < made["high"] < 0.25
    assert risk(made_up, "MID", days=3).chances.iloc[-1]["p"] == 1.0


def test_by_date(made_up):
    made = risk(made_up, "UPP").by_date
    assert list(made.columns) == list(BY_DATE)
    by = made.set_index("date")
    first = date(2030, 12, 1)
    assert by.index[0] == first
    # future f has had five days on day f + 4
    assert by["p_by"].tolist()[:14] == [0, 0, 0, 0, *(np.arange(1, 9) / 40), 0.2, 0.2]
    assert by["p_on"].iloc[5] == 6 / 40
    assert by["p_by"].is_monotonic_increasing


def test_fewer_hours_or_more_days_are_no_likelier(made_up):
    def chance(**asked):
        return risk(made_up, "UPP", **asked).chances.iloc[-1]["p"]

    assert chance(hours=4) <= chance(hours=4.1) <= chance(hours=24)
    assert chance(days=7) == 0 < chance(days=6) == chance(days=1)


def test_the_story_of_the_worst_tenth(made_up):
    made = risk(made_up, "UPP")
    assert made.worst == (0, 1, 2, 3)
    assert list(made.story.columns) == list(COLUMNS)
    first = made.story.iloc[0]
    assert (first["measure"], first["worst"], first["rest"]) == ("leaked", 150.0, 30.0)
    assert first["verdict"] == "told apart"
    same = made.story[made.story["difference"] == 0]
    assert set(same["verdict"]) == {"not told apart"}


def test_no_story_of_one_future(made_up):
    assert told_of_worst(made_up, np.array([3])).empty


def test_what_helps_is_simulated_on_the_same_futures(siege):
    outcome = run(siege, 20, workers=1)
    made = risk(outcome, "UPP", hours=12, days=2, packages=["shield"], workers=1)
    row = made.helps.iloc[0]
    assert list(made.helps.columns) == list(HELPS)
    whole = run(_with(siege, "shield"), 20, workers=1)
    assert row["p_with"] == risk(whole, "UPP", hours=12, days=2).chances.iloc[-1]["p"]
    now = made.chances.iloc[-1]["p"]
    assert row["difference"] == pytest.approx(row["p_with"] - now)
    days = outcome.windows()[-1].among(outcome.data["day"].values)
    hours = "hours_without_power"
    saved = [each.data[hours].sel(region="UPP").isel(day=days) for each in (outcome, whole)]
    mean = [float(each.values.astype(float).sum(axis=1).mean()) for each in saved]
    assert row["hours_saved"] == pytest.approx(mean[0] - mean[1])


def _with(scenario, package):
    from holdfast.questions.deliveries import with_deliveries

    return with_deliveries(scenario, [package], "b")


def test_nonsense_is_refused(made_up):
    with pytest.raises(Refused, match="no region 'XX'; allowed: UPP, MID, LOW"):
        risk(made_up, "XX")
    for asked in ({"hours": 0}, {"hours": 25}, {"hours": float("nan")}, {"days": 0}):
        with pytest.raises(Refused, match="allowed"):
            risk(made_up, "UPP", **asked)
    with pytest.raises(QuestionError) as found:
        risk(made_up, "UPP", packages=["nothing", "EN:nothing:1"])
    assert len(found.value.faults) == 2


def test_without_packages_nothing_is_simulated(made_up):
    pd.testing.assert_frame_equal(
        risk(made_up, "UPP").helps, pd.DataFrame(columns=list(HELPS)), check_dtype=False
    )
