"""What a delivery is worth to a plan: the plan with it against the plan without it.

This is the value of the last piece: all others stay. Where two deliveries do each other's work,
each is worth little while the other is there, so the values of rows do not add up to the value of
them all. Both plans meet the same futures, and only the days after the last common checkpoint are
simulated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign.pool import Crew
from holdfast.outcome.metrics import WEIGHED
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import Difference, difference
from holdfast.power.progress import Progress
from holdfast.questions.beside import beside
from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario

METRIC = "suffering"
"""What is saved: person-hours without power or, weighted, in the cold [million]."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one delivery saves, future by future."""

    delivery: str
    """Id of the row."""
    without: Array
    """(window, future) suffering without the row; windows as `Outcome.windows`, the last in all."""
    within: Array
    """(window, future) suffering of the plan as it is."""

    def saved(self, window: int, pair: Array) -> Difference:
        """Suffering saved in a window, above 0 if the delivery helps; `pair` is (future,)."""
        return difference(self.within[window], self.without[window], pair, "more")

    def by_future(self, window: int) -> Array:
        """(future,) million person-hours saved."""
        return np.asarray(self.without[window] - self.within[window])


def without(scenario: Scenario, delivery: str) -> Scenario:
    """The scenario without one of its deliveries. Raises Refused if it has none of that id."""
    rows = scenario.table("deliveries").rows()
    left = [row for row in rows if row["id"] != delivery]
    if len(left) == len(rows):
        raise Refused(f"the plan has no delivery {delivery!r}")
    return scenario.replace_rows("deliveries", left)


def worth(
    outcome: Outcome,
    deliveries: Sequence[str],
    workers: Crew = None,
    progress: Progress | None = None,
) -> Iterator[Worth]:
    """What each of these deliveries saves, a run of the days after it for each, in order.

    The batches of all rows go through one pool and are counted as they come, so that no more than
    a few are in memory; a row is given as soon as all of its batches are there. Raises Refused if
    a delivery is not there, or if the outcome is of another version: the futures would be others.
    """
    plans = [without(outcome.scenario, name) for name in deliveries]
    within = _counted(outcome)
    for name, found in zip(
        deliveries, beside(outcome, plans, _counted, WEIGHED, workers, progress), strict=True
    ):
        yield Worth(name, found, within)


def _counted(outcome: Outcome) -> Array:
    """(window, future) of what is saved."""
    return np.stack([outcome.values(METRIC, window) for window in outcome.windows()])
