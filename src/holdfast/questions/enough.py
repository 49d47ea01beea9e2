"""How many are enough, and until when an order can wait: rules on savings over the same futures.

Neither rule takes want of proof for proof of nothing: a number or a day stands only where the mean
of what it loses is small, and for a day its upper bound too, so that fewer futures make the day no
later.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.statistics import LEANS, TOLD, difference, estimate

SMALL = 0.1
"""Share of the greatest saving that a smaller number may save less."""
LOST = 0.25
"""Share of what an order on the first day saves that a later order may lose, at its upper bound."""


def least(values: Array, pair: Array) -> int:
    """The first rung that saves nearly as much as the greatest.

    `values` (R, F) is what each of R numbers of pieces saves in F futures of (F,) pairs. Nearly is
    in the mean within SMALL of the greatest saving, and under LEANS standard errors from it.
    """
    means = values.mean(axis=1)
    best = int(means.argmax())
    for place in range(best):
        gap = estimate(values[best] - values[place], pair)
        small = gap.mean <= SMALL * abs(means[best])
        if small and not gap.mean > LEANS * gap.standard_error:
            return place
    return best


def latest(days: Sequence[date], values: Array, pair: Array) -> date | None:
    """The last day of order until which next to nothing is lost; None where nothing is told saved.

    `values` (D, F) is what the order saves by its day, the first of all days first. Up to the last
    day, on each, the upper bound of the loss (mean plus LEANS errors, or the upper end of its
    skew-corrected interval) lies within LOST of what the first saves; the first day loses nothing.
    """
    if not saves(values[0], pair):
        return None
    by, most = days[0], LOST * values[0].mean()
    for day, row in zip(days[1:], values[1:], strict=True):
        lost = estimate(values[0] - row, pair)
        if max(lost.mean + LEANS * lost.standard_error, lost.high) > most:
            break
        by = day
    return by


def saves(values: Array, pair: Array) -> bool:
    """Whether (F,) savings are told to be above nought."""
    found = difference(np.zeros(len(values)), values, pair, "more")
    return found.verdict == TOLD and found.estimate.mean > 0
