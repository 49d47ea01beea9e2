"""Weather: one national anomaly in whole degrees on top of regional normals, with regional offsets.

T(r, d) = N(r, d) + round(M(month of d) + x(d)) + round(o(r, d)), where N is the normal of the
region, M the anomaly of the month, x a daily deviation and o the region's own offset.
"""

from __future__ import annotations

import calendar
import datetime
import math
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.types import Weather

if TYPE_CHECKING:
    from holdfast.scenario import Scenario

_NATION = "nation"
"""The one element of national draws."""


@bundle
class Params:
    """What the weather of every day is made from."""

    regions: tuple[str, ...]
    normal: Array = array("future day region", "degree C", "long-term mean of the day")
    month: Array = array("future day", "degree C", "anomaly of the month that the day belongs to")
    autocorrelation: Array = array("future", "1", "correlation of the daily deviation over one day")
    deviation_sd: Array = array("future", "degree C", "standard deviation of the daily deviation")
    region_sd: Array = array("future", "degree C", "standard deviation of the regional offset")
    first: Array = array("future", "degree C", "daily deviation on the eve of the first day")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read normals, recorded months and parameters; draw the anomalies of months not recorded.

    The variance of a day is split: `weather.anomaly_sd`^2 = `weather.month_sd`^2 (level of the
    month) + deviation_sd^2 (from day to day). Raises ValueError if the month exceeds the whole.
    """
    whole = scenario.parameter("weather.anomaly_sd", luck)
    month_sd = scenario.parameter("weather.month_sd", luck)
    if np.any(month_sd >= whole):
        raise ValueError(
            "weather.month_sd must stay below weather.anomaly_sd, which it is a part of: "
            f"drawn up to {month_sd.max():.2f} against {whole.min():.2f}"
        )
    regions = scenario.table("regions").text("id")
    dates = [scenario.date(day) for day in range(scenario.settings.days)]
    sd = np.sqrt(whole**2 - month_sd**2)
    correlation = scenario.parameter("weather.autocorrelation", luck)
    first = sd * luck.normal("weather on the eve", _NATION)
    path = _path(first, correlation, sd, len(dates), luck)
    return Params(
        regions=regions,
        normal=_normals(scenario, luck, regions, dates),
        month=_months(scenario, luck, dates, month_sd, path),
        autocorrelation=correlation,
        deviation_sd=sd,
        region_sd=scenario.parameter("weather.region_sd", luck),
        first=first,
    )


def start(params: Params) -> dict[str, Array]:
    """The daily deviation on the eve of the first day, drawn from its long-run distribution."""
    return {"anomaly": params.first}


def step(params: Params, anomaly: Array, today: int, luck: Luck) -> Weather:
    """Weather of one day; anomaly (F,) [degree C] is yesterday's daily deviation.

    x' = a x + s sqrt(1 - a^2) e, with e a standard normal draw of today.
    """
    carried = _next(anomaly, params.autocorrelation, params.deviation_sd, luck)
    national = np.rint(params.month[:, today] + carried)
    offset = params.region_sd[:, None] * luck.normal("weather of region", params.regions)
    temperature = params.normal[:, today] + national[:, None] + np.rint(offset)
    return Weather(anomaly=carried, temperature=temperature)


def _next(deviation: Array, correlation: Array, sd: Array, luck: Luck) -> Array:
    fresh = luck.normal("weather deviation", _NATION)
    return np.asarray(correlation * deviation + sd * np.sqrt(1 - correlation**2) * fresh)


def _path(first: Array, correlation: Array, sd: Array, days: int, luck: Luck) -> Array:
    """(F, D) degree C: the daily deviations that `step` will find, since draws are keyed by day."""
    path = np.empty((first.size, days))
    deviation = first
    for day in range(days):
        deviation = path[:, day] = _next(deviation, correlation, sd, luck.on(day))
    return path


def _months(
    scenario: Scenario, luck: Luck, dates: list[datetime.date], month_sd: Array, path: Array
) -> Array:
    """(F, D) degree C: recorded anomalies where they are visible, else drawn ones.

    A recorded month is met exactly before rounding: what the daily deviations would add to its mean
    is taken off; days of it outside the campaign count as without deviation.
    """
    table = scenario.table("weather/recorded")
    recorded = scenario.uncertain("weather/recorded", "anomaly_c", luck)
    years, numbers = table.number("year").astype(int), table.number("month").astype(int)
    months = list(zip(years, numbers, strict=True))
    level = np.empty(path.shape)
    for year, month in sorted({(date.year, date.month) for date in dates}):
        days = [d for d, date in enumerate(dates) if (date.year, date.month) == (year, month)]
        if (year, month) in months:
            drift = path[:, days].sum(axis=1) / calendar.monthrange(year, month)[1]
            made = recorded[:, months.index((year, month))] - drift
        else:
            made = month_sd * luck.normal("weather of month", f"{year}-{month:02d}")
        level[:, days] = made[:, None]
    return level


def _normals(
    scenario: Scenario, luck: Luck, regions: tuple[str, ...], dates: list[datetime.date]
) -> Array:
    """(F or 1, D, R) degree C: monthly normals joined by straight lines between mid-months."""
    table = scenario.table("weather/normals")
    mean = scenario.uncertain("weather/normals", "mean_c", luck)
    region, month = table.index("region", regions), table.number("month").astype(int)
    grid = np.empty((mean.shape[0], 12, len(regions)))
    grid[:, month - 1, region] = mean
    before, share = _between([_mid_month(date) for date in dates])
    near, far = grid[:, before], grid[:, (before + 1) % 12]
    return np.asarray(near + share[:, None] * (far - near))


def _mid_month(date: datetime.date) -> float:
    """Months since the year began, counted so that the middle of January is 0."""
    length = calendar.monthrange(date.year, date.month)[1]
    return date.month - 1 + (date.day - 0.5) / length - 0.5


def _between(position: list[float]) -> tuple[Array, Array]:
    """The mid-month before each position (0 January .. 11 December), and the way to the next."""
    before = np.array([math.floor(place) for place in position])
    return before % 12, np.array(position) - before
