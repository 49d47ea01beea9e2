"""Days whose temperature is known, or assumed: the same in all futures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def known_days(scenario: Scenario, regions: tuple[str, ...], days: int) -> Array:
    """(D, R) degree C of weather/days; nan where a day is drawn, no rows where all are."""
    table = scenario.table("weather/days")
    day = table.days("date")
    within = (day >= 0) & (day < days)
    if not within.any():
        return np.zeros((0, len(regions)))
    made = np.full((days, len(regions)), np.nan)
    place = day[within], table.index("region", regions)[within]
    made[place] = table.number("temperature_c")[within]
    return made


def replaced(known: Array, day: int, temperature: Array) -> Array:
    """(F, R) degree C of a day: what is known (D or 0, R), and else what was drawn (F, R)."""
    if not len(known):
        return temperature
    return np.where(np.isnan(known[day]), temperature, known[day])
