"""Engine of the public raid record: files in, data frames out; it knows nothing of Holdfast."""

from holdfast.raids.classes import read_classes
from holdfast.raids.days import SCORED, daily
from holdfast.raids.destroyed import forecast_destroyed
from holdfast.raids.launches import forecast_launches
from holdfast.raids.record import read_record
from holdfast.raids.tidying import tidy

__all__ = [
    "SCORED",
    "daily",
    "forecast_destroyed",
    "forecast_launches",
    "read_classes",
    "read_record",
    "tidy",
]
