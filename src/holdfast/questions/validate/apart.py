"""Where two runs of the same futures part: how much of a measure, and what differs on a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome import Outcome

LEAST = 1e-4
"""Of a total of a measure, the rise from which a future counts as hurt in it."""
RETURN = 4
"""Days in which a collapse is felt: units that tripped are back after one to three."""
SEEN = 1e-6
"""By how much a number must differ to be another."""


def of_people(outcome: Outcome, name: str) -> Array:
    """(F, D) a measure, of all people where it is one a person."""
    values = outcome.data[name]
    if "region" not in values.dims:
        return np.asarray(values.values, float)
    people = outcome.data["population"].values[:, None, :]
    return np.asarray((values.values * people).sum(axis=2))


@dataclass(frozen=True, slots=True)
class Apart:
    """One future of two runs about one day."""

    bare: Outcome
    more: Outcome
    future: int
    day: int

    @property
    def eve(self) -> int:
        """The day before, or the day itself if it is the first."""
        return max(self.day - 1, 0)

    def rise(self, name: str, when: int | None = None) -> Array:
        """By how much a variable is higher in the second run, on the day or another."""
        at = self.future, self.day if when is None else when
        one, other = (
            np.asarray(run.data[name].values[at], float) for run in (self.bare, self.more)
        )
        return np.asarray(other - one)

    def rises(self, name: str, when: int | None = None, by: float = SEEN) -> bool:
        """Whether it is higher anywhere."""
        return bool((self.rise(name, when) > by).any())

    def falls(self, name: str, when: int | None = None, by: float = SEEN) -> bool:
        """Whether it is lower anywhere."""
        return bool((self.rise(name, when) < -by).any())

    def collapses(self) -> bool:
        """Whether the grid fell in the second run alone, so lately that it is felt."""
        return any(self.rises("collapsed", max(self.day - ago, 0)) for ago in range(RETURN))
