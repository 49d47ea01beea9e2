"""Months with memory and a cold tail, the spread by season, regions with memory, lasting cold."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.draws import Luck
from holdfast.model import weather
from holdfast.model.weather.months import colder, unit_of
from holdfast.model.weather.step import LASTING
from model.small_country import country

CERTAIN = {
    "weather.anomaly_sd": 4,
    "weather.month_sd": 2.5,
    "weather.autocorrelation": 0.8,
    "weather.region_sd": 1.25,
    "weather.month_correlation": 0,
    "weather.cold_tail": 0,
    "weather.cold_winter_years": 0,
}
MANY = Luck.of(9, range(4000))
FEW = Luck.of(9, range(40))


def prepared(luck=MANY, tables=None, **values):
    rows = CERTAIN | {f"weather.{name}": value for name, value in values.items()}
    text = "id,value\n" + "".join(f"{name},{value}\n" for name, value in rows.items())
    return weather.prepare(country({"parameters": text, **(tables or {})}), luck)


def correlation(one, other):
    return np.corrcoef(one, other)[0, 1]


def test_months_carry_over():
    """December, January, February: k from one to the next, k^2 over two, sd as stated."""
    made = prepared(month_correlation=0.4).month
    december, january, february = made[:, 0], made[:, 31], made[:, 62]
    for one, other, k in (
        (december, january, 0.4),
        (january, february, 0.4),
        (december, february, 0.16),
    ):
        assert abs(correlation(one, other) - k) < 3 * (1 - k * k) / np.sqrt(4000)
    for month in (december, january, february):
        assert abs(month.std() - 2.5) < 3 * 2.5 / np.sqrt(2 * 4000)


def test_the_winter_spreads_as_worked_by_hand():
    """Means of 90 days: variance of the months 1.25^2 (31, 31, 28 days at .4) plus that of days.

    Of an autoregression a = .8 with s^2 = 16 - 6.25: s^2 (n (1 + a)/(1 - a) - 2 a (1 - a^n) /
    (1 - a)^2) / n^2.
    """
    params = prepared(month_correlation=0.4)
    winter = (params.month + params.path)[:, :90].mean(axis=1)
    share = np.array([31, 31, 28]) / 90
    memory = np.array([[1, 0.4, 0.16], [0.4, 1, 0.4], [0.16, 0.4, 1]])
    of_days = (16 - 6.25) * (90 * 9 - 2 * 0.8 * (1 - 0.8**90) / 0.04) / 90**2
    sd = np.sqrt(6.25 * share @ memory @ share + of_days)
    assert abs(winter.std() - sd) < 3 * sd / np.sqrt(2 * 4000)
    without = np.sqrt(6.25 * share @ share + of_days)
    assert sd > 1.15 * without


@pytest.mark.parametrize("tail", [0.1, 0.3, 0.6])
def test_the_cold_side_is_the_longer_one(tail):
    """Mean, variance and skewness by quadrature: 0, 1 and that of a mirrored lognormal."""
    node, weight = np.polynomial.hermite_e.hermegauss(80)
    bent, weight = colder(node, np.array([tail])), weight / weight.sum()
    assert weight @ bent == pytest.approx(0, abs=1e-9)
    assert weight @ bent**2 == pytest.approx(1, abs=1e-8)
    grown = np.exp(tail**2)
    assert weight @ bent**3 == pytest.approx(-(grown + 2) * np.sqrt(grown - 1), rel=1e-6)


def test_colder_goes_back_and_does_nothing_at_nought():
    unit, sd = np.linspace(-3, 1.6, 40), np.full(40, 2.5)
    for tail in (0.0, 0.3):
        level = sd * colder(unit, np.array([tail]))
        assert unit_of(level, sd, np.array([tail])) == pytest.approx(unit, abs=1e-9)
    assert colder(unit, np.zeros(1)).tolist() == unit.tolist()
    hot = unit_of(np.array([40.0]), np.array([2.5]), np.array([0.5]))
    assert hot == pytest.approx(1.6448536)


def test_a_recorded_month_tells_of_the_next():
    """A January 5 under the norm leaves February at .8 x 5 under it, less what the days explain."""
    table = {"weather/recorded": "year,month,anomaly_c\n2031,1,-5"}
    params = prepared(tables=table, month_correlation=0.8)
    whole = params.month + params.path
    assert whole[:, 31:62].mean(axis=1) == pytest.approx(np.full(4000, -5), abs=1e-9)
    february = params.month[:, 62]
    expected = 0.8 * params.month[:, 31]
    error = 2.5 * 0.6 / np.sqrt(4000)
    assert abs((february - expected).mean()) < 3 * error
    assert abs((february - expected).std() - 2.5 * 0.6) < 3 * error


SPREAD = {"weather/spread": "month,level,daily\n12,1,1\n1,1,1\n2,0.5,0.4\n3,0,0.2"}


def test_the_spread_follows_the_season():
    params = prepared(tables=SPREAD)
    assert params.spread[31 + 15] == pytest.approx(1)
    # February has 28 days: its middle lies between the 14th and the 15th
    assert params.spread[[75, 76]].mean() == pytest.approx(0.4, abs=0.01)
    assert params.spread[90 + 15] == pytest.approx(0.2)
    february = params.month[:, 62]
    assert abs(february.std() - 1.25) < 3 * 1.25 / np.sqrt(2 * 4000)
    assert not params.month[:, 90].any()


def test_a_recorded_month_is_met_where_days_stray_less():
    table = SPREAD | {"weather/recorded": "year,month,anomaly_c\n2031,2,3\n2031,3,-2"}
    params = prepared(FEW, table, month_correlation=0.5)
    whole = params.month + params.spread * params.path
    assert whole[:, 62:90].mean(axis=1) == pytest.approx(np.full(40, 3), abs=1e-9)
    assert whole[:, 90:121].mean(axis=1) == pytest.approx(np.full(40, -2), abs=1e-9)


def test_regions_remember_their_own_deviation():
    params = prepared(region_sd=50, region_autocorrelation=0.7)
    for lag in (1, 3):
        for region in (0, 1):
            got = correlation(params.offset[:, 40, region], params.offset[:, 40 + lag, region])
            assert abs(got - 0.7**lag) < 3 * (1 - 0.49**lag) / np.sqrt(4000)
    for day in (0, 40):
        assert abs(params.offset[:, day, 0].std() - 50) < 3 * 50 / np.sqrt(2 * 4000)
    assert abs(correlation(params.offset[:, 40, 0], params.offset[:, 40, 1])) < 3 / np.sqrt(4000)


def played(params, days, luck=FEW):
    anomaly, made = weather.start(params)["anomaly"], []
    for today in range(days):
        made.append(weather.step(params, anomaly, today, luck.on(today)))
        anomaly = made[-1].anomaly
    return made


def test_lasting_cold_counts_the_day_and_the_three_before():
    params = prepared(FEW, SPREAD, region_autocorrelation=0.5, month_correlation=0.3)
    made = played(params, 70)
    temperature = [day.temperature for day in made]
    assert LASTING == (1, 0.5, 0.25, 0.125)
    first = (temperature[1] + 0.5 * temperature[0]) / 1.5
    assert made[1].lasting == pytest.approx(first)
    for today in (3, 69):
        back = [temperature[today - k] * 0.5**k for k in range(4)]
        assert made[today].lasting == pytest.approx(sum(back) / 1.875)
    np.testing.assert_array_equal(made[0].lasting, made[0].temperature)


def test_a_future_alone_has_the_same_weather():
    settings = {"month_correlation": 0.4, "cold_tail": 0.3, "region_autocorrelation": 0.8}
    alone = Luck.of(9, [7])
    one = played(prepared(alone, SPREAD, **settings), 40, alone)[-1]
    many = played(prepared(FEW, SPREAD, **settings), 40)[-1]
    np.testing.assert_array_equal(one.temperature[0], many.temperature[7])
    np.testing.assert_array_equal(one.lasting[0], many.lasting[7])
