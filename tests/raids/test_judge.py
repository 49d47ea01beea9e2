"""What is judged: the right rows, origins and days; figures that follow from the cases."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from holdfast.raids import SCORED, forecast_launches, judge, read_record, scores
from holdfast.raids.days import launched_by_day


@pytest.fixture(scope="module")
def record(root):
    rows = read_record(root / "data/raids/launches.csv")
    return rows[rows["time_start"] < "2023-03-01"]


def test_origins_end_with_their_days():
    made = judge.origins(date(2023, 7, 1), date(2023, 8, 11))
    assert made == [date(2023, 7, 1), date(2023, 7, 11)]
    assert judge.origins(date(2023, 7, 1), date(2023, 7, 30)) == []


def test_launches_are_held_against_the_days_that_came(record):
    end = judge.end_of(record)
    assert end == date(2023, 2, 28)
    made = judge.cases_of_launches(record, date(2023, 1, 10), end, futures=50)
    origins = ["2023-01-10", "2023-01-20"]
    assert made["day"].dt.strftime("%Y-%m-%d").unique().tolist() == origins
    assert made["class"].tolist() == list(SCORED) * 2
    came = launched_by_day(record, date(2023, 2, 9))[-30:].sum(axis=0)
    drawn = forecast_launches(record, date(2023, 1, 10), 30, 50, judge.SEED)
    first = made[made["day"] == "2023-01-10"]
    for place, row in enumerate(first.to_dict("records")):
        assert row["ours_score"] == scores.sample_score(drawn[:, place], came[place])
        assert row["ours_upto"] == (drawn[:, place] <= came[place]).mean()


def test_destroyed_is_held_against_rows_of_the_days_asked(record):
    made = judge.cases_of_destroyed(record, date(2023, 1, 10), date(2023, 2, 11))
    day = record["time_start"].dt.normalize()
    rows = record[(day >= "2023-01-10") & (day < "2023-02-11") & (record["launched"] >= 5)]
    rows = rows[rows["class"].isin(SCORED) & rows["destroyed"].between(0, rows["launched"])]
    assert made["class"].tolist() == rows["class"].tolist()
    assert made["day"].tolist() == day[rows.index].tolist()
    assert made[["ours_score", "baseline_score"]].to_numpy().min() >= 0


def test_a_forecast_without_its_rows_is_told(record, monkeypatch):
    whole = judge.forecast_destroyed
    monkeypatch.setattr(judge, "forecast_destroyed", lambda *given: whole(*given).iloc[1:])
    with pytest.raises(RuntimeError, match="ours: not the rows of destroyed"):
        judge.cases_of_destroyed(record, date(2023, 1, 10), date(2023, 2, 11))


def cases():
    """Four raids on days of three blocks: ours scores 1, 1, 2, 4 and the baseline twice that."""
    found = np.array([1.0, 1.0, 2.0, 4.0])
    frame = pd.DataFrame({"forecast": "destroyed", "class": SCORED[0], "ours_score": found})
    frame["day"] = pd.to_datetime(["2023-01-01", "2023-01-02", "2023-02-15", "2023-04-15"])
    frame["baseline_score"] = 2 * found
    frame["ours_held"], frame["baseline_held"] = [1.0, 1.0, 1.0, 0.0], 1.0
    frame["ours_below"], frame["ours_upto"] = [0.0, 0.5, 0.5, 0.0], [0.5, 1.0, 1.0, 0.5]
    frame["baseline_below"], frame["baseline_upto"] = 0.0, 1.0
    frame["came"], frame["of"] = 1.0, 2.0
    frame["ours_mean"], frame["baseline_mean"] = 1.0, 1.5
    return frame[judge.COLUMNS]


def test_figures_follow_from_the_cases():
    (row,) = judge.summary(cases()).to_dict("records")
    assert (row["n"], row["score"], row["baseline_score"], row["ratio"]) == (4, 2.0, 4.0, 0.5)
    assert (row["coverage"], row["baseline_coverage"], row["baseline_coverage_error"]) == (
        0.75,
        1.0,
        0.0,
    )
    assert row["ratio_error"] == pytest.approx(0, abs=1e-9), "both sides move together"
    assert row["score_error"] > 0
    assert row["blocks"] == 3
    curve = judge.reliability(cases())
    assert curve["ours"].to_numpy() == pytest.approx(np.linspace(0, 1, 11))
    assert curve["baseline"].to_numpy() == pytest.approx(np.linspace(0, 1, 11))
