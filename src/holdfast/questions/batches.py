"""When what is bought is made: pieces come as fast as their makers have room for one more buyer."""

from __future__ import annotations

import math
from datetime import date, timedelta

MONTH = 30
"""Days between one lot of the makers and the next."""
_ROUNDING = 1e-9


def batches(count: float, per_month: float, first: date, last: date) -> list[tuple[date, float]]:
    """The days on which `count` pieces come, with how many, from `first` on and up to `last`.

    `per_month` is what the makers have free in 30 days, infinite where nothing is known: then all
    come at once. The first piece is there on the first day however slow they are; what is not made
    by the last day does not come.
    """
    if per_month <= 0:
        return []
    if math.isinf(per_month):
        return [(first, count)] if first <= last else []
    made: list[tuple[date, float]] = []
    ready, month = 0.0, 0
    while ready < count:
        day = first + timedelta(days=MONTH * month)
        if day > last:
            break
        month += 1
        more = max(1.0, math.floor(per_month * month * (1 + _ROUNDING)))
        more = min(more, count) - ready
        if more > 0:
            made.append((day, more))
            ready += more
    return made
