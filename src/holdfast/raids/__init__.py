"""Engine of the public raid record: files in, data frames out; it knows nothing of Holdfast."""

from holdfast.raids.days import SCORED, daily
from holdfast.raids.destroyed import forecast_destroyed
from holdfast.raids.record import read_classes, read_record

__all__ = ["SCORED", "daily", "forecast_destroyed", "read_classes", "read_record"]
