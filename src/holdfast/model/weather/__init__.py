"""Weather: one national anomaly in whole degrees on top of regional normals, with regional offsets.

T(r, d) = N(r, d) + round(M(month of d) + w(d) x(d)) + round(o(r, d)), where N is the normal of the
region, M the anomaly of the month, x a daily deviation, w its spread at that time of the year and o
the region's own offset. Days of weather/days have the temperature that is told.
"""

from holdfast.model.weather.params import Params
from holdfast.model.weather.prepare import prepare, start
from holdfast.model.weather.step import step

__all__ = ["Params", "prepare", "start", "step"]
