"""One day of weather."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.types import Weather
from holdfast.model.weather.known import replaced
from holdfast.model.weather.params import Params
from holdfast.model.weather.paths import following

LASTING = (1.0, 0.5, 0.25, 0.125)
"""Weight of the day and of each of the three before in the temperature that heating follows:
geometric weights of the standard load profiles for gas (BDEW, VKU, GEODE: Abwicklung von
Standardlastprofilen Gas)."""


def step(params: Params, anomaly: Array, today: int, luck: Luck) -> Weather:
    """Weather of one day; anomaly (F,) [degree C] is yesterday's daily deviation.

    x' = a x + s sqrt(1 - a^2) e, with e a standard normal draw of today.
    """
    carried = following(anomaly, params.autocorrelation, params.deviation_sd, luck)
    temperature = _temperature(params, carried, today)
    return Weather(
        anomaly=carried, temperature=temperature, lasting=_lasting(params, temperature, today)
    )


def _temperature(params: Params, deviation: Array, day: int) -> Array:
    """(F, R) degree C on a day with this daily deviation (F,)."""
    national = np.rint(params.month[:, day] + params.spread[day] * deviation)
    drawn = np.asarray(params.normal[:, day] + national[:, None] + params.offset[:, day])
    return replaced(params.known, day, drawn)


def _lasting(params: Params, temperature: Array, today: int) -> Array:
    """(F, R) degree C: mean of the day and the three before, as far as they are in the campaign."""
    total, weight = LASTING[0] * temperature, LASTING[0]
    for back in range(1, min(today + 1, len(LASTING))):
        before = _temperature(params, params.path[:, today - back], today - back)
        total = total + LASTING[back] * before
        weight += LASTING[back]
    return np.asarray(total / weight)
