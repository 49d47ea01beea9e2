"""Anomalies of months: recorded where they are public, else drawn, with memory and a cold tail."""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario


WINTER = (12, 1, 2)
"""Months of a winter."""


def levels(
    scenario: Scenario,
    luck: Luck,
    dates: list[datetime.date],
    sd: Array,
    winter_sd: Array,
    path: Array,
) -> Array:
    """(F, D) degree C: recorded anomalies where they are visible, else drawn ones.

    sd (F or 1,) [degree C] of a month at factor 1, winter_sd (F or 1,) [degree C] of one of a
    winter, path (F, D) [degree C] what the days add. Months carry over by
    `weather.month_correlation`, a recorded one to the drawn one after it as well. A recorded month
    is met exactly before rounding: what the daily deviations would add to its mean is taken off;
    days of it outside the campaign count as without deviation.
    """
    table = scenario.table("weather/recorded")
    recorded = scenario.uncertain("weather/recorded", "anomaly_c", luck)
    years, numbers = table.number("year").astype(int), table.number("month").astype(int)
    months = list(zip(years, numbers, strict=True))
    kept = scenario.parameter("weather.month_correlation", luck)
    tail = scenario.parameter("weather.cold_tail", luck)
    spread = by_month(scenario, "level")
    level = np.empty(path.shape)
    unit = np.zeros(1)
    seen = sorted({(date.year, date.month) for date in dates})
    for number, (year, month) in enumerate(seen):
        days = [d for d, date in enumerate(dates) if (date.year, date.month) == (year, month)]
        scale = (winter_sd if month in WINTER else sd) * spread[month - 1]
        if (year, month) in months:
            drift = path[:, days].sum(axis=1) / calendar.monthrange(year, month)[1]
            made = recorded[:, months.index((year, month))] - drift
            unit = unit_of(made, scale, tail)
        else:
            fresh = luck.normal("weather of month", f"{year}-{month:02d}")
            unit = kept * unit + np.sqrt(1 - kept**2) * fresh if number else fresh
            made = scale * colder(unit, tail)
        level[:, days] = made[:, None]
    return level


def by_month(scenario: Scenario, column: str) -> Array:
    """(12,) a factor of weather/spread; 1 for months that have no row."""
    table = scenario.table("weather/spread")
    made = np.ones(12)
    made[table.number("month").astype(int) - 1] = table.number(column)
    return made


def colder(unit: Array, tail: Array) -> Array:
    """Standard normal numbers bent so that the cold side is the longer one; mean 0, variance 1.

    The mirror image of a shifted lognormal distribution whose logarithm has the standard deviation
    `tail`, so its skewness is -(exp(tail^2) + 2) sqrt(exp(tail^2) - 1); at tail 0 unchanged.
    """
    safe = np.where(tail > 0, tail, 1.0)
    grown = np.exp(safe**2)
    bent = (np.sqrt(grown) - np.exp(-safe * unit)) / np.sqrt(grown * (grown - 1))
    return np.asarray(np.where(tail > 0, bent, unit))


def unit_of(level: Array, sd: Array, tail: Array) -> Array:
    """The standard normal numbers at which `sd * colder` gives these levels [degree C].

    A month warmer than the bent distribution can be counts as the 95 % point of the warm side; if
    months of this time of the year do not stray at all, the number is 0.
    """
    z = np.divide(level, sd, out=np.zeros(np.broadcast_shapes(level.shape, sd.shape)), where=sd > 0)
    safe = np.where(tail > 0, tail, 1.0)
    grown = np.exp(safe**2)
    inner = np.sqrt(grown) - z * np.sqrt(grown * (grown - 1))
    straight = -np.log(np.maximum(inner, np.exp(-safe * _WARM))) / safe
    return np.asarray(np.where(tail > 0, straight, z))


_WARM = 1.6448536269514722
"""95 % point of the standard normal distribution."""
