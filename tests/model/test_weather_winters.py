"""Cold winters at a stated rate: against the law by hand, many futures, and the rate itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from holdfast.draws import Luck
from holdfast.model import weather
from holdfast.model.weather.winters import of_days
from model.small_country import country

MANY = Luck.of(21, range(4000))
CERTAIN = {
    "weather.anomaly_sd": 4,
    "weather.month_sd": 1.8,
    "weather.autocorrelation": 0.8,
    "weather.region_sd": 0,
    "weather.month_correlation": 0,
    "weather.cold_tail": 0,
    "weather.cold_winter_years": 0,
}
DAYS_SD = np.sqrt((16 - 1.8**2) * (90 * 9 - 2 * 0.8 * (1 - 0.8**90) / 0.04)) / 90
"""Of the mean of 90 daily deviations, an autoregression of order one, worked by hand."""


def prepared(luck=MANY, tables=None, **values):
    rows = CERTAIN | {f"weather.{name}": value for name, value in values.items()}
    text = "id,value\n" + "".join(f"{name},{value}\n" for name, value in rows.items())
    return weather.prepare(country({"parameters": text, **(tables or {})}), luck)


def winters(params):
    """(F,) degree C: mean of December to February, less the norm."""
    return (params.month + params.spread * params.path)[:, :90].mean(axis=1)


def test_what_days_leave_of_a_winter_is_as_worked_by_hand():
    sd, kept = np.array([np.sqrt(16 - 1.8**2)]), np.array([0.8])
    assert of_days(sd, kept, np.ones(90)) == pytest.approx([DAYS_SD], rel=1e-9)
    seasons = np.linspace(0.5, 1.2, 90)
    pairs = 0.8 ** np.abs(np.subtract.outer(np.arange(90), np.arange(90)))
    expected = sd * np.sqrt(seasons @ pairs @ seasons) / 90
    assert of_days(sd, kept, seasons) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("years", "depth"), [(46, 4), (12, 3), (150, 4)])
def test_months_spread_as_the_rate_of_cold_winters_asks(years, depth):
    """Normal months: depth / z(1/years) is the winter's spread; months have what days leave."""
    params = prepared(cold_winter_years=years, cold_winter_depth=depth)
    whole = -depth / norm.ppf(1 / years)
    shares = np.array([31, 31, 28]) / 90
    expected = np.sqrt((whole**2 - DAYS_SD**2) / (shares @ shares))
    fresh = MANY.normal("weather of month", "2031-01")
    assert params.month[:, 40] == pytest.approx(expected * fresh, rel=1e-4)
    march = 1.8 * MANY.normal("weather of month", "2031-03")
    assert params.month[:, 100] == pytest.approx(march)


@pytest.mark.parametrize(
    "values",
    [{}, {"month_correlation": 0.4, "cold_tail": 0.3}, {"cold_tail": 0.6, "month_sd": 0.5}],
)
@pytest.mark.parametrize(("years", "depth"), [(46, 4), (10, 3)])
def test_cold_winters_come_at_their_rate(values, years, depth):
    seasons = {"weather/spread": "month,level,daily\n12,0.6,1.03\n1,0.99,1.06\n2,1.06,0.91\n"}
    made = winters(
        prepared(tables=seasons, cold_winter_years=years, cold_winter_depth=depth, **values)
    )
    share = (made <= -depth).mean()
    assert abs(share - 1 / years) < 3 * np.sqrt((1 - 1 / years) / years / made.size)


def test_without_a_rate_a_cold_winter_is_as_rare_as_months_make_it():
    """Spread of 1.8 and 4 degrees, no rate: a fifth of what was recorded."""
    shares = np.array([31, 31, 28]) / 90
    sd = np.sqrt(1.8**2 * shares @ shares + DAYS_SD**2)
    expected = norm.cdf(-4 / sd)
    assert expected < 0.022 / 3
    made = winters(prepared())
    assert abs((made <= -4).mean() - expected) < 3 * np.sqrt(expected / made.size)


def test_days_that_bring_them_more_often_leave_months_at_the_norm():
    params = prepared(cold_winter_years=900, anomaly_sd=7)
    assert not params.month[:, :90].any()
    assert params.month[:, 95].std() > 1


def test_months_that_do_not_stray_go_on_so():
    quiet = prepared(month_sd=0, cold_winter_years=46)
    np.testing.assert_array_equal(quiet.month, np.zeros_like(quiet.month))


def test_a_recorded_month_is_met_at_any_rate():
    table = {"weather/recorded": "year,month,anomaly_c\n2031,1,-5"}
    params = prepared(tables=table, cold_winter_years=46, month_correlation=0.4, cold_tail=0.3)
    whole = (params.month + params.path)[:, 31:62].mean(axis=1)
    assert whole == pytest.approx(np.full(4000, -5), abs=1e-9)


def test_a_future_alone_has_the_same_winter():
    alone = Luck.of(21, [7])
    rate = {"cold_winter_years": 46, "cold_tail": 0.3}
    one = prepared(alone, **rate).month[0]
    np.testing.assert_array_equal(one, prepared(**rate).month[7])


def test_an_uncertain_rate_is_drawn_once_a_pair():
    text = "id,value,value_low,value_high\n" + "".join(
        f"{name},{value},,\n" for name, value in CERTAIN.items()
    )
    text = text.replace("weather.cold_winter_years,0,,", "weather.cold_winter_years,46,18,170")
    rows = {"parameters": text}
    luck = Luck.of(21, range(40))
    params = weather.prepare(country(rows), luck)
    years = country(rows).parameter("weather.cold_winter_years", luck)
    spread = params.month[:, 40] / luck.normal("weather of month", "2031-01")
    assert spread[0] == pytest.approx(spread[1])
    order = np.argsort(years)
    assert (np.diff(spread[order]) <= 1e-6).all()
    assert np.ptp(spread) > 0.3


def test_a_scenario_that_states_nothing_has_cold_winters_at_the_recorded_rate():
    """3 of 139 winters 4 under the norm: .022, with the range of its errors drawn."""
    params = weather.prepare(country({"parameters": "id,value\n"}), MANY)
    share = (winters(params) <= -4).mean()
    assert abs(share - 3 / 139) < 3 * np.hypot(np.sqrt(share / 4000), np.sqrt(3) / 139 / 3)
    assert share > 0.012
