"""Launches to come: what they read, and that futures are as the parts that they are made of."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from holdfast.raids import (
    SCORED,
    daily,
    forecast_destroyed,
    forecast_launches,
    launches,
    read_record,
    waves,
)
from holdfast.raids.classes import known
from holdfast.raids.days import launched_by_day

ORIGIN = date(2023, 6, 1)


@pytest.fixture(scope="module")
def record(root):
    return read_record(root / "data/raids/launches.csv")


@pytest.fixture(scope="module")
def made(record):
    return forecast_launches(record, ORIGIN, 30, 300, 7)


def test_whole_numbers_of_each_future_and_class(made):
    assert made.shape == (300, len(SCORED))
    assert made.dtype == np.int64
    assert (made >= 0).all()
    assert len(np.unique(made[:, 0])) > 100


def test_the_same_seed_gives_the_same_bits_and_few_are_the_first_of_many(record, made):
    np.testing.assert_array_equal(forecast_launches(record, ORIGIN, 30, 300, 7), made)
    np.testing.assert_array_equal(forecast_launches(record, ORIGIN, 30, 20, 7), made[:20])
    assert (forecast_launches(record, ORIGIN, 30, 300, 8) != made).any()
    assert (forecast_launches(record, date(2023, 6, 2), 30, 300, 7) != made).any()


def test_nothing_that_ended_on_the_origin_or_later_is_read(record, made):
    """Such rows are changed in every column, dropped, doubled and put first: nothing moves."""
    late = record["time_end"] >= pd.Timestamp(ORIGIN)
    changed = record.copy()
    changed.loc[late, ["launched", "destroyed", "not_reach_goal"]] = [99999.0, np.nan, 7.0]
    changed.loc[late, ["model", "class", "target"]] = ["Nobody's", "unknown", "x"]
    changed.loc[late, "time_start"] = pd.Timestamp("2022-01-01")
    others = (changed, record[~late], pd.concat([changed[late], changed[late], record[~late]]))
    for other in others:
        np.testing.assert_array_equal(forecast_launches(other, ORIGIN, 30, 300, 7), made)
    early = record.copy()
    early.loc[early.index[~late][-40:], "launched"] += 50
    assert (forecast_launches(early, ORIGIN, 30, 300, 7) != made).any()


def test_a_night_that_ends_on_the_origin_is_not_read(record, made):
    row = record[record["class"] == SCORED[0]].iloc[[0]].copy()
    row[["time_start", "launched"]] = [pd.Timestamp("2023-05-31 22:00"), 5000.0]
    for end, same in (("2023-06-01 04:00", True), ("2023-05-31 23:59", False)):
        row["time_end"] = pd.Timestamp(end)
        other = forecast_launches(pd.concat([record, row]), ORIGIN, 30, 300, 7)
        assert np.array_equal(other, made) == same


def test_models_without_a_class_launch_nothing(record, made):
    row = record.iloc[[5]].assign(model="Nobody's", launched=5000.0)
    other = forecast_launches(pd.concat([record, row]), ORIGIN, 30, 300, 7)
    np.testing.assert_array_equal(other, made)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((date(2022, 9, 28), 30, 9, 1), "no row of the record ended before 2022-09-28"),
        ((ORIGIN, 0, 9, 1), "horizon_days: 0 is not a whole number of at least 1"),
        ((ORIGIN, 30, 0, 1), "futures: 0 is not a whole number of at least 1"),
        ((ORIGIN, 30, 9, -1), "seed: -1 is not a whole number of 0 to"),
    ],
)
def test_what_cannot_be_forecast_is_refused(record, given, said):
    with pytest.raises(ValueError, match=said):
        forecast_launches(record, *given)


def test_few_are_the_first_of_many_before_any_wave_was_seen(record):
    many = forecast_launches(record, date(2022, 10, 5), 30, 400, 1)
    np.testing.assert_array_equal(
        forecast_launches(record, date(2022, 10, 5), 30, 50, 1), many[:50]
    )


def test_an_origin_with_a_time_is_its_day(record, made):
    origin = datetime(ORIGIN.year, ORIGIN.month, ORIGIN.day, 12)
    np.testing.assert_array_equal(forecast_launches(record, origin, 30, 300, 7), made)


def test_a_record_that_ended_long_before_is_told(record):
    with pytest.warns(UserWarning, match=r"before 2025-10-01 ended on 2025-0\d-\d\d"):
        forecast_launches(record, date(2025, 10, 1), 30, 9, 1)


def test_classes_that_a_record_was_read_with_are_those_of_its_forecasts(root, tmp_path, made):
    """A model by another name is what the table given says, and nothing by the shipped one."""
    text = (root / "data/raids/launches.csv").read_text("utf-8")
    (tmp_path / "renamed.csv").write_text(text.replace("Shahed-136/131", "Geran"), "utf-8")
    renamed = read_record(tmp_path / "renamed.csv", {**known(), "Geran": SCORED[0]})
    np.testing.assert_array_equal(forecast_launches(renamed, ORIGIN, 30, 300, 7), made)
    unknown = read_record(tmp_path / "renamed.csv")
    assert forecast_launches(unknown, ORIGIN, 30, 300, 7)[:, 0].mean() < made[:, 0].mean() / 10
    days = [len(forecast_destroyed(each, date(2025, 6, 20))) for each in (renamed, unknown)]
    assert days[0] > days[1]


def test_the_second_day_of_the_record_is_forecast(record):
    assert forecast_launches(record, date(2022, 9, 29), 60, 9, 1).shape == (9, len(SCORED))


def test_days_of_the_record_are_those_of_the_table_by_day(record):
    end = date(2025, 7, 2)
    made = launched_by_day(record, end)
    table = daily(record, known())
    first = pd.Timestamp(end) - pd.Timedelta(days=len(made))
    again = np.zeros_like(made)
    for row in table.to_dict("records"):
        again[(row["date"] - first).days, SCORED.index(row["class"])] = row["launched"]
    np.testing.assert_array_equal(made, again)
    early = launched_by_day(record, date(2023, 3, 1))
    np.testing.assert_array_equal(early, made[: len(early)])


def test_weights_of_every_class_are_chances():
    for name in SCORED:
        own = launches.settings()["class"][name]
        assert sum(own["weights"]) == 1
        assert min(own["weights"]) >= 0
        assert min(own["memories"]) >= 1


def test_a_steady_past_stays_as_it_is():
    """Each day of 200 launched 4, 6, 8 and 10: memories and trends make 30 times that of it."""
    past = np.tile([4, 6, 8, 10], (200, 1))
    luck = np.random.default_rng(1).random

    def uniform(stream, width):
        return luck((50, width))

    drawn = launches._remembered(past, 30, uniform, launches.settings()["class"])
    np.testing.assert_array_equal(drawn, np.tile([120, 180, 240, 300], (50, 1)))
    trend = launches._trended(past, 30, luck((50, 4)), launches.settings()["trend"])
    np.testing.assert_array_equal(trend, drawn)
    assert launches._trended(past[:60], 30, luck((50, 4)), launches.settings()["trend"]) is None


def test_waves_launch_no_more_than_the_stock_and_supply():
    how = launches.settings()["waves"] | {"stock_sd": 0.0, "supply_sd": 0.0, "stock": 100.0}
    past = np.zeros((10, 4), np.int64)
    past[::3, SCORED.index(how["lead"])] = 20
    # 100 + 10 days of supply less four waves of 20, then 30 days more of supply
    most = 100 + 40 * 85 / waves.MONTH - 80
    luck = np.random.default_rng(5)
    made = waves.waved(past, 30, lambda w: luck.random((400, w)), np.ones((400, 4)), how)
    lead = made[:, SCORED.index(how["lead"])]
    assert (lead <= most).all()
    assert (lead >= most - 1).any(), "some future uses all of it"
    free = waves.waved(
        past, 30, lambda w: luck.random((400, w)), np.ones((400, 4)), how | {"stock": 1e9}
    )
    assert free[:, SCORED.index(how["lead"])].max() > most


def test_gaps_between_waves_are_gamma_gaps_of_three_days_and_more():
    """Without a second wave: the mean of a rounded gamma gap that is longer than two days."""
    gap, shape, count = 12.0, 3.0, 20000
    days = np.arange(3, 200)
    goes_on = stats.gamma(shape, scale=gap / shape).sf
    chance = (goes_on(days - 0.5) - goes_on(days + 0.5)) / goes_on(2.5)
    mean = (days * chance).sum()
    since, gaps, done = np.zeros(count), np.zeros(count), np.zeros(count, dtype=bool)
    luck = np.random.default_rng(6)
    while not done.all():
        hazard = waves._hazard(since, np.full(count, gap), np.full(count, shape), 0.0)
        wave = (luck.random(count) < hazard) & ~done
        gaps[wave], done = since[wave] + 1, done | wave
        since += 1
    assert gaps.mean() == pytest.approx(mean, abs=3 * gaps.std() / np.sqrt(count))
