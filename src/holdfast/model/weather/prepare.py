"""Tables of the weather read once, and what is uncertain in them drawn."""

from __future__ import annotations

import calendar
import datetime
import math
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.model.weather.known import known_days
from holdfast.model.weather.months import by_month, levels
from holdfast.model.weather.params import Params
from holdfast.model.weather.paths import NATION, deviations, offsets
from holdfast.model.weather.winters import DATES, at_their_rate, of_days

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read normals, recorded months and parameters; draw the anomalies of months not recorded.

    The variance of a winter day is split: `weather.anomaly_sd`^2 = `weather.month_sd`^2 (level of
    the month) + deviation_sd^2 (from day to day); weather/spread makes both less at other times of
    the year, and levels of winter months spread as `weather.cold_winter_years` asks. Raises
    ValueError if the month exceeds the whole.
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
    first = sd * luck.normal("weather on the eve", NATION)
    path = deviations(first, correlation, sd, len(dates), luck)
    daily = by_month(scenario, "daily")
    spread = between(daily, dates)
    loose = of_days(sd, correlation, between(daily, DATES))
    winter_sd = at_their_rate(scenario, luck, month_sd, loose)
    return Params(
        regions=regions,
        normal=_normals(scenario, luck, regions, dates),
        month=levels(scenario, luck, dates, month_sd, winter_sd, path * spread),
        autocorrelation=correlation,
        deviation_sd=sd,
        spread=spread,
        first=first,
        path=path,
        known=known_days(scenario, regions, len(dates)),
        offset=offsets(
            scenario.parameter("weather.region_sd", luck),
            scenario.parameter("weather.region_autocorrelation", luck),
            regions,
            len(dates),
            luck,
        ),
    )


def start(params: Params) -> dict[str, Array]:
    """The daily deviation on the eve of the first day, drawn from its long-run distribution."""
    return {"anomaly": params.first}


def _normals(
    scenario: Scenario, luck: Luck, regions: tuple[str, ...], dates: list[datetime.date]
) -> Array:
    """(F or 1, D, R) degree C: straight lines between mid-months whose monthly means are given."""
    table = scenario.table("weather/normals")
    mean = scenario.uncertain("weather/normals", "mean_c", luck)
    region, month = table.index("region", regions), table.number("month").astype(int)
    grid = np.empty((mean.shape[0], 12, len(regions)))
    grid[:, month - 1, region] = mean
    knots = through(grid)
    before, share = _between([_mid_month(date) for date in dates])
    near, far = knots[:, before], knots[:, (before + 1) % 12]
    return np.asarray(near + share[:, None] * (far - near))


def through(means: Array) -> Array:
    """Values at mid-months (F, 12, R), so that lines between them have these monthly means.

    A line of slopes at both sides of its middle leaves a month's mean at 3/4 of its own middle and
    1/8 of each neighbour's, so that lines through the means themselves would cut off every winter.
    """
    shares = 0.75 * np.eye(12) + 0.125 * (np.eye(12, k=1) + np.eye(12, k=-1))
    shares[0, -1] = shares[-1, 0] = 0.125
    return np.asarray(means + np.linalg.solve(shares, means - shares @ means))


def between(values: Array, dates: list[datetime.date]) -> Array:
    """(D,) values of months (12,) joined by straight lines between mid-months."""
    before, share = _between([_mid_month(date) for date in dates])
    near, far = values[before], values[(before + 1) % 12]
    return np.asarray(near + share * (far - near))


def _mid_month(date: datetime.date) -> float:
    """Months since the year began, counted so that the middle of January is 0."""
    length = calendar.monthrange(date.year, date.month)[1]
    return date.month - 1 + (date.day - 0.5) / length - 0.5


def _between(position: list[float]) -> tuple[Array, Array]:
    """The mid-month before each position (0 January .. 11 December), and the way to the next."""
    before = np.array([math.floor(place) for place in position])
    return before % 12, np.array(position) - before
