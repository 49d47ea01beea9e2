"""Peace as a bound of a fit: what pairs of futures lack without a raid, and which it strikes.

In the winters before a war nobody was cut for want of capacity. Draws under which the unharmed
country goes dark in the winter that is played are therefore impossible, however near its figures
lie: they explain the dark by a country that could not carry the peace.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.pool import Crew
from holdfast.power.progress import Progress
from holdfast.questions.edited import no_raids, with_column
from holdfast.questions.refused import Refused
from holdfast.scenario import Scenario

BOUND = 10.0
"""Hours without power, a person and a winter, over which a pair of futures is struck: judgement.

Schedules were none in the winters before the war. Faults of lines and works, which the model leaves
out, took 9 to 371 minutes a customer in the year 2016 in Europe (unplanned SAIDI, CEER 2018,
"Benchmarking Report 6.1"); more than half as much again in a winter, for want of capacity alone,
would have been news. Hardly any pair lies near the bound: most lack nothing, the others many
hours."""
SAMPLE = 200
"""Pairs that tell of all: the first, since the number of a pair tells nothing of its draws."""
FEWEST = 32
"""Pairs that are lived at a time at least."""
MOST = 200
"""And at most, so that memory stays small."""
DIGITS = 4
"""Decimals of an hour that are kept: a run is recorded in single precision."""
COLUMNS = ("pair", "hours", "struck")


@dataclasses.dataclass(frozen=True, slots=True)
class Peace:
    """How pairs of futures fare without a raid, and which of them a bound strikes."""

    bound: float
    """Hours without power, a person, over which a pair is struck; inf strikes none."""
    seen: pd.DataFrame
    """`pair`, `hours` without power a person, mean of its two futures, `struck`: the nearest pairs,
    as far as the last that is kept. None if the bound is inf, since nothing is lived then."""
    sample: pd.DataFrame
    """The same of a sample of all pairs."""

    @property
    def struck(self) -> Array:
        """Pairs that are struck, of those that were seen."""
        return np.asarray(self.seen["pair"][self.seen["struck"]], dtype=np.int64)

    def hours(self, pairs: Array) -> Array:
        """Hours without power of some of the pairs that were seen; nan of any other."""
        told = self.seen.set_index("pair")["hours"].reindex(pairs)
        return np.asarray(told, dtype=float)


class Calm:
    """Pairs of futures of a scenario without a raid; each is lived once, when it is asked for."""

    def __init__(
        self, scenario: Scenario, seed: int, workers: Crew = None, progress: Progress | None = None
    ) -> None:
        """Pairs of a seed; who lives them, and who is told of it, as of `ensemble.run`."""
        self._unharmed, self._seed = unharmed(scenario), seed
        self._crew, self._progress = workers, progress
        self._end = winter_end(scenario)
        self._known: dict[int, float] = {}

    def hours(self, pairs: Iterable[int]) -> Array:
        """(P,) hours without power, a person, to the end of the winter; means of two futures."""
        asked = [int(pair) for pair in pairs]
        fresh = [pair for pair in dict.fromkeys(asked) if pair not in self._known]
        for first in range(0, len(fresh), MOST):
            part = fresh[first : first + MOST]
            self._known.update(zip(part, self._lived(part).tolist(), strict=True))
        return np.array([self._known[pair] for pair in asked])

    def _lived(self, pairs: Sequence[int]) -> Array:
        numbers = [number for pair in pairs for number in (2 * pair, 2 * pair + 1)]
        run = ensemble.run(
            self._unharmed, numbers, self._seed, self._crew, self._progress,
            until=self._end, only=("hours_without_power",),
        )  # fmt: skip
        each = run.per_person("hours_without_power")
        return np.asarray(each.reshape(-1, 2).mean(axis=1).round(DIGITS))


def unharmed(scenario: Scenario) -> Scenario:
    """The scenario without a raid, and nobody unconnected: a grid that was lost before it begins,
    or beyond a front that has moved, is no want of capacity."""
    return with_column(no_raids(scenario), "present", "unconnected", "0")


def winter_end(scenario: Scenario) -> int:
    """Days from the first to the end of the winter that is played, 31 March, or to the last."""
    start = scenario.settings.start
    spring = date(start.year + (start > date(start.year, 3, 31)), 3, 31)
    return min(scenario.day(spring) + 1, scenario.settings.days)


def by_distance(far: Array) -> Array:
    """All pairs by the distance of their nearer future; `far` (F,) is of all futures in order."""
    order = np.argsort(far, kind="stable") // 2
    return np.asarray(order[np.sort(np.unique(order, return_index=True)[1])])


def bounded(calm: Calm, far: Array, keep: int, bound: float) -> Peace:
    """So many of the nearest pairs that a bound leaves, and those that it strikes on the way.

    Pairs are lived in order of distance until enough are left, a few at a time; how many tells
    nothing of what comes out. Raises Refused if fewer are left of all.
    """
    if math.isinf(bound):
        return Peace(bound, _told([], [], bound), _told([], [], bound))
    order = by_distance(far)
    looked, left = 0, 0
    while left < keep and looked < len(order):
        part = order[looked : looked + min(max(keep - left, FEWEST), MOST)]
        left += int((calm.hours(part) <= bound).sum())
        looked += len(part)
    if left < keep:
        raise Refused(
            f"peace: without raids {left} of {len(order)} pairs go without power for at most "
            f"{bound:g} hours a person (the best {calm.hours(order).min():.3g}), and {keep} are to "
            "be kept"
        )
    hours = calm.hours(order[:looked])
    seen = np.flatnonzero(hours <= bound)[keep - 1] + 1
    some = np.arange(min(SAMPLE, len(order)))
    return Peace(
        bound, _told(order[:seen], hours[:seen], bound), _told(some, calm.hours(some), bound)
    )


def _told(pairs: Array | list[int], hours: Array | list[float], bound: float) -> pd.DataFrame:
    given = np.asarray(hours, dtype=float)
    columns = (np.asarray(pairs, dtype=np.int64), given, given > bound)
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
