"""The baselines: exact laws, what they may read, and the figures that a study of the record has."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from holdfast.raids import SCORED, baselines, read_record, scores


@pytest.fixture(scope="module")
def record(root):
    return read_record(root / "data/raids/launches.csv")


def test_the_law_is_that_of_scipy():
    made = baselines.beta_binomial(20, 2.5, 0.4)
    assert made == pytest.approx(stats.betabinom.pmf(np.arange(21), 20, 2.5, 0.4))


def test_a_fit_finds_the_law_that_drew():
    luck = np.random.default_rng(4)
    launched = luck.integers(5, 60, 4000).astype(float)
    destroyed = stats.betabinom.rvs(launched.astype(int), 3.0, 1.0, random_state=luck)
    a, b = baselines.fit(launched, destroyed.astype(float))
    assert a / (a + b) == pytest.approx(0.75, abs=3 * np.sqrt(0.75 * 0.25 / 5 / 4000))
    assert a + b == pytest.approx(4.0, rel=0.15)


def test_without_rows_chances_are_even():
    assert baselines.beta_binomial(4, *baselines.fit(np.zeros(0), np.zeros(0))) == pytest.approx(
        [0.2] * 5
    )


def test_destroyed_scores_what_the_study_printed(record):
    """Drone .0848 on 545 rows and cruise .1350 on 90, as printed. Of ballistic the study has .184
    and says that its fit degenerates; a bounded one does not and is harder to beat."""
    made = baselines.rolling_destroyed(record, date(2023, 7, 1))
    rows = baselines.said(record)
    due = rows["class"].isin(SCORED) & (rows.launched >= 5) & (rows.time_start >= "2023-07-01")
    came = rows.destroyed[due].astype(int)
    made["score"] = [scores.pmf_score(*case) for case in zip(made.pmf, came, strict=True)]
    found = made.groupby("class")["score"].agg(["size", "mean"]).loc[list(SCORED[:3])]
    assert found["size"].tolist() == [545, 90, 52]
    assert found["mean"].to_numpy() == pytest.approx([0.0848, 0.1350, 0.1492], abs=5e-5)


def test_days_are_drawn_with_all_their_classes(record):
    first = record.time_start.min()
    rows = record[record.time_start < first + pd.Timedelta(days=40)]
    made = baselines.resampled_launches(rows, date(2022, 11, 1), 1, 500, 1)
    seen = baselines.launched_by_day(rows, date(2022, 11, 1))
    days = {tuple(day) for day in [*seen.tolist(), [0] * len(SCORED)]}
    assert {tuple(day) for day in made.tolist()} <= days
    # 34 of the 90 days are in the record; the others count as days without launches
    mean = seen.sum(axis=0) / 90
    error = np.sqrt((seen**2).sum(axis=0) / 90 / 500)
    assert (np.abs(made.mean(axis=0) - mean) <= 3 * error).all()
