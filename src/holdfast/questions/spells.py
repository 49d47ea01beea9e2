"""Spells of danger: so many days in a row with fewer than so many hours of power."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.metrics import DAY_HOURS, DAYS_IN_A_ROW, LEAST_HOURS, runs
from holdfast.outcome.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Danger:
    """What counts as a spell in a region."""

    region: str
    hours: float = LEAST_HOURS
    """Hours of power a day under which a day counts."""
    days: int = DAYS_IN_A_ROW
    """Days in a row of that which make a spell."""

    def dark(self, outcome: Outcome) -> Array:
        """(F, D) hours without power a person of the region, on each day of the run."""
        one = outcome.data["hours_without_power"].sel(region=self.region)
        return np.asarray(one.transpose("future", "day").values, dtype=float)

    def within(self, dark: Array, span: slice) -> Array:
        """(F, days of the span) whether a day belongs to a spell; earlier days do not count."""
        short = dark[:, span] > DAY_HOURS - self.hours
        spell = np.zeros(short.shape, dtype=bool)
        left = np.zeros(len(short), dtype=int)
        run = runs(short)
        for today in reversed(range(short.shape[1])):
            left = np.where(run[:, today] >= self.days, np.maximum(left, run[:, today]), left)
            spell[:, today] = left > 0
            left = np.maximum(left - 1, 0)
        return spell

    def complete(self, within: Array) -> Array:
        """(F, D) whether a spell is as long as it takes by a day, once or again."""
        return np.asarray(np.maximum.accumulate(runs(within) >= self.days, axis=1))
