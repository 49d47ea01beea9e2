"""Weather: worked by hand, against measured winters, and as a statistic of many futures."""

from __future__ import annotations

import datetime
import importlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import weather
from model.small_country import SETTINGS, TABLES, country

preparing = importlib.import_module("holdfast.model.weather.prepare")
LUCK = Luck.of(3, range(400))
REGION_SD = 1.25
CERTAIN = (
    "id,value\nweather.anomaly_sd,4\nweather.month_sd,1.8\nweather.autocorrelation,0.8\n"
    f"weather.region_sd,{REGION_SD}\n"
    "weather.month_correlation,0\nweather.cold_tail,0\nweather.cold_winter_years,0\n"
)
MEASURED_SD = (3.18, 4.33)
"""Least and most standard deviation [K] of daily means in December to February at 15 stations, and
below of their correlation over one day: test reference years 2010 of the German weather service."""
MEASURED_CORRELATION = (0.59, 0.85)


def prepared(tables=None, luck=LUCK, settings=SETTINGS):
    return weather.prepare(country({"parameters": CERTAIN, **(tables or {})}, settings), luck)


def played(params, days, luck=LUCK):
    """Daily deviations (D, F) and temperatures (D, F, R) of the first days."""
    anomaly, deviations, temperatures = weather.start(params)["anomaly"], [], []
    for today in range(days):
        made = weather.step(params, anomaly, today, luck.on(today))
        anomaly = made.anomaly
        deviations.append(anomaly)
        temperatures.append(made.temperature)
    return np.array(deviations), np.array(temperatures)


def test_normals_are_the_means_of_their_months():
    """Joined by straight lines, whose knots lie beyond the means where a month is extreme."""
    normal = prepared().normal[0]
    # All days of December (-2), January (-6) and February (-4); the other region has 5 throughout.
    for first, days, mean in ((0, 31, -2), (31, 31, -6), (62, 28, -4)):
        assert normal[first : first + days].mean(axis=0) == pytest.approx([mean, 5], abs=2e-3)
    assert (normal[:, 1] == 5).all()
    bends = np.flatnonzero(np.abs(np.diff(normal[:90, 0], 2)) > 1e-9)
    assert set(bends.tolist()) <= {14, 15, 30, 31, 45, 46, 60, 61, 74, 75, 76}
    assert normal[:, 0].min() < -6


@given(means=st.lists(st.floats(-30, 40), min_size=12, max_size=12))
def test_lines_between_mid_months_have_the_means_that_were_given(means):
    knots = preparing.through(np.array(means)[None, :, None])[0, :, 0]
    dates = [datetime.date(2031, 1, 1) + datetime.timedelta(days=day) for day in range(365)]
    before, share = preparing._between([preparing._mid_month(date) for date in dates])
    days = knots[before] + share * (knots[(before + 1) % 12] - knots[before])
    month = np.array([date.month for date in dates])
    made = [days[month == each].mean() for each in range(1, 13)]
    np.testing.assert_allclose(made, means, atol=1e-3 * max(np.ptp(means), 1))


def test_a_day_by_hand():
    params, luck = prepared(), LUCK.on(40)
    yesterday = np.linspace(-5, 5, 400)
    made = weather.step(params, yesterday, 40, luck)
    sd = np.sqrt(4**2 - 1.8**2)
    fresh = luck.normal("weather deviation", "nation")
    carried = 0.8 * yesterday + sd * 0.6 * fresh
    month = 1.8 * LUCK.normal("weather of month", "2031-01")
    offset = luck.normal("weather of region", "bb") * REGION_SD
    assert made.anomaly == pytest.approx(carried, abs=1e-12)
    expected = 5 + np.rint(month + carried) + np.rint(offset)
    assert made.temperature[:, 1] == pytest.approx(expected)


def test_anomalies_are_whole_degrees():
    params = prepared()
    _, temperature = played(params, 3)
    whole = temperature - params.normal[:, :3].transpose(1, 0, 2)
    np.testing.assert_allclose(whole, np.rint(whole), atol=1e-9)


def test_the_spread_of_a_day_is_the_stated_one():
    luck = Luck.of(4, range(4000))
    params = prepared(luck=luck)
    deviation, _ = played(params, 21, luck)
    whole = params.month[:, 20] + deviation[20]
    error = 4 / np.sqrt(2 * 4000)
    assert abs(whole.std() - 4) < 3 * error
    assert abs(whole.mean()) < 3 * 4 / np.sqrt(4000)
    before = params.month[:, 19] + deviation[19]
    expected = (1.8**2 + (16 - 1.8**2) * 0.8) / 16
    error = (1 - expected**2) / np.sqrt(4000)
    assert abs(np.corrcoef(before, whole)[0, 1] - expected) < 3 * error


def test_a_winter_looks_like_a_measured_one():
    """Mean over futures of the spread within December to February, and its correlation."""
    params = prepared()
    deviation, _ = played(params, 90)
    winter = (params.month[:, :90] + deviation.T) - (params.month[:, :90] + deviation.T).mean(
        axis=1, keepdims=True
    )
    spread = np.sqrt((winter**2).mean(axis=1))
    correlation = (winter[:, 1:] * winter[:, :-1]).mean(axis=1) / spread**2
    assert MEASURED_SD[0] < spread.mean() < MEASURED_SD[1]
    assert MEASURED_CORRELATION[0] < correlation.mean() < MEASURED_CORRELATION[1]


RECORDED = {"weather/recorded": "year,month,anomaly_c\n2030,12,1.1\n2031,1,2.9"}


def test_a_recorded_month_has_its_recorded_mean():
    params = prepared(RECORDED)
    deviation, temperature = played(params, 62)
    whole = params.month[:, :62] + deviation.T
    assert whole[:, :31].mean(axis=1) == pytest.approx(np.full(400, 1.1), abs=1e-9)
    assert whole[:, 31:].mean(axis=1) == pytest.approx(np.full(400, 2.9), abs=1e-9)
    anomaly = (temperature - params.normal[0, :62, None])[31:].mean(axis=0)
    assert abs(anomaly.mean() - 2.9) < 0.1


def test_a_month_not_yet_public_is_drawn():
    frozen = SETTINGS.replace("days = 151", "days = 151\nfreeze = 2031-01-15")
    free, seen = prepared(), prepared(RECORDED, settings=frozen)
    np.testing.assert_array_equal(seen.month[:, 31:], free.month[:, 31:])
    assert not np.array_equal(seen.month[:, :31], free.month[:, :31])


def test_one_more_region_leaves_the_others_their_weather():
    grown = {
        "regions": "id,name,population,defence_share\ncc,C,5,0.1\naa,A,1,0.2\nbb,B,1,0.7",
        "weather/normals": TABLES["weather/normals"]
        + "".join(f"\ncc,{month},3" for month in range(1, 13)),
        "power/buses": TABLES["power/buses"] + "\ncc-d,cc,distribution",
        "power/demand": TABLES["power/demand"] + "\ncc,cc-d,1,1,1,1",
        "heat/buildings": TABLES["heat/buildings"] + "\ncc,flat,1,solid,80,1,0",
    }
    _, small = played(prepared(), 5)
    _, large = played(prepared(grown), 5)
    np.testing.assert_array_equal(large[:, :, 1:], small)


def test_a_future_does_not_depend_on_its_company():
    alone = Luck.of(3, [7])
    _, one = played(prepared(RECORDED, alone), 40, alone)
    _, many = played(prepared(RECORDED), 40)
    np.testing.assert_array_equal(one[:, 0], many[:, 7])


def test_a_month_wilder_than_its_days_is_refused():
    with pytest.raises(ValueError, match=r"month_sd be drawn up to 2 and weather\.anomaly_sd"):
        prepared({"parameters": "id,value\nweather.anomaly_sd,2\nweather.month_sd,2"})


def test_the_year_turns():
    dates = [datetime.date(2030, 12, 31), datetime.date(2031, 1, 1)]
    before, share = preparing._between([preparing._mid_month(date) for date in dates])
    assert before.tolist() == [11, 11]
    assert share == pytest.approx([0.5 - 0.5 / 31, 0.5 + 0.5 / 31])
