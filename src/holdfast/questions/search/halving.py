"""Few futures for all, more for the better half: how the best of many are found.

    50 futures for all; keep the better half (at least 6), double the futures, up to 800.

The finalists are judged on futures that chose nobody, so that luck of the choice is not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.special import stdtrit

from holdfast.arrays import Array
from holdfast.outcome.statistics import LEANS, TOLD_APART, Estimate, estimate
from holdfast.questions.search.memo import fresh_after, pairs

Values: TypeAlias = Callable[[list[int], Array], Array]
"""(K, F) of K candidates in (F,) futures."""
FALSE_ORDER = 0.05
"""Chance of any false order among all pairs that are compared at once."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Futures of a halving."""

    first: int = 50
    most: int = 800
    keep: int = 6
    """Candidates that are never halved."""
    start: int = 0
    """Number of its first future; the fresh ones come after `start + most`."""

    def __post_init__(self) -> None:
        """Raise ValueError where no halving is possible."""
        if not 2 <= self.first <= self.most or self.keep < 1 or self.start % 2:
            raise ValueError(
                "a halving begins with at least 2 futures and at most its last, keeps one or "
                "more, and starts at an even future"
            )

    @property
    def fresh(self) -> Array:
        """Futures on which finalists are judged, as many as the last round had."""
        return fresh_after(range(self.start, self.start + self.most), self.most)


@dataclass(frozen=True, slots=True)
class Halved:
    """Candidates in order of what they last scored, and in how many futures."""

    finalists: tuple[int, ...]
    left: tuple[tuple[int, int], ...]
    """Candidate and futures after which it was left, the last to leave first."""


def halve(count: int, values: Values, schedule: Schedule, size: bool = False) -> Halved:
    """Halve `count` candidates by mean, or by its size; equal ones by number."""
    alive, n = list(range(count)), schedule.first
    left: list[tuple[int, int]] = []
    while alive:
        means = values(alive, np.arange(schedule.start, schedule.start + n)).mean(axis=1)
        alive = in_order(alive, np.abs(means) if size else means)
        if n >= schedule.most:
            break
        kept = max(schedule.keep, (len(alive) + 1) // 2)
        left = [(candidate, n) for candidate in alive[kept:]] + left
        alive, n = alive[:kept], min(2 * n, schedule.most)
    return Halved(tuple(alive), tuple(left))


def in_order(candidates: list[int], score: Array) -> list[int]:
    """Candidates by falling score, equal ones by number."""
    rows = sorted(range(len(candidates)), key=lambda row: (-float(score[row]), candidates[row]))
    return [candidates[row] for row in rows]


def threshold(compared: int, clusters: int) -> float:
    """Standard errors above which one of so many pairs is told apart: Bonferroni, at least 3."""
    chance = FALSE_ORDER / 2.0 / max(compared, 1)
    return max(TOLD_APART, float(stdtrit(max(clusters - 1, 1), 1.0 - chance)))


def groups(
    values: Array, futures: Array, judge: Callable[[Array], Estimate] | None = None
) -> list[int]:
    """Group of each of K candidates, (K, F) with the best first; the best group is 1.

    `judge` makes the estimate of a difference, (F,); without it the error is clustered by pair.

    A group begins with its best. A candidate is of the first group whose best it is not told apart
    from; if there is none it begins the next. So each is told apart from the best of every group
    before its own, and from the best of its own it is not. Nothing else is said: two of one group
    may be told apart, if one of them is so noisy that it could still be the best. The threshold is
    that of all pairs, more than are compared.
    """
    count = len(values)
    pair = pairs(futures)
    need = threshold(count * (count - 1) // 2, len(np.unique(pair)))
    judge = judge or (lambda values: estimate(values, pair))
    best: list[int] = []
    made = []
    for k in range(count):
        near = (g for g, b in enumerate(best) if not apart(judge(values[b] - values[k]), need))
        group = next(near, len(best))
        if group == len(best):
            best.append(k)
        made.append(group + 1)
    return made


def by_group(told: Sequence[int | None]) -> list[int]:
    """Places by group, those of one group in the order in which they are, those of none last."""
    return sorted(range(len(told)), key=lambda k: (told[k] is None, told[k] or 0))


def apart(made: Estimate, need: float) -> bool:
    """Whether a difference stands so many standard errors above nought.

    Its error is the clustered one, or the lower arm of the skew-corrected interval if that is
    longer.
    """
    error = max(made.standard_error, (made.mean - made.low) / LEANS)
    return made.trusted and made.mean > need * error
