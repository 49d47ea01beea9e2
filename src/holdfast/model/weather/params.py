"""What the weather of every day is made from."""

from __future__ import annotations

from holdfast.arrays import Array, array, bundle


@bundle
class Params:
    """Normals, anomalies of months, and how days and regions stray from them."""

    regions: tuple[str, ...]
    normal: Array = array("future day region", "degree C", "long-term mean of the day")
    month: Array = array("future day", "degree C", "anomaly of the month that the day belongs to")
    autocorrelation: Array = array("future", "1", "correlation of the daily deviation over one day")
    deviation_sd: Array = array("future", "degree C", "standard deviation of the daily deviation")
    spread: Array = array("day", "1", "spread of daily deviations, over that of winter")
    first: Array = array("future", "degree C", "daily deviation on the eve of the first day")
    path: Array = array("future day", "degree C", "the daily deviation that each day will have")
    offset: Array = array(
        "future day region", "degree C", "the region's own deviation, whole degrees"
    )
    known: Array = array(
        "known region", "degree C", "by day, temperatures that are known, nan where drawn; or none"
    )
