"""Break-even: up to which date a later, larger gift is worth as much as an earlier, smaller one.

The paired difference, later less earlier, is looked at on some dates of the window and then halved
in on. A day is told apart by the one rule of all answers: beyond three standard errors. Its date
stands between the days on which the gifts are told apart, one way and the other. Where nothing
crosses, or more than once, that is said and no single date is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.statistics import TOLD, Estimate, estimate, verdict
from holdfast.questions.search.memo import pairs

Later: TypeAlias = Callable[[int, Array], Array]
"""What the later gift saves on a day, (F,) of futures (F,)."""
Kind: TypeAlias = Literal["one", "open", "several", "none", "not told apart"]


@dataclass(frozen=True, slots=True)
class Look:
    """The difference on one day: later less earlier."""

    estimate: Estimate
    changed: int
    """Futures in which the gifts save other amounts."""
    verdict: str

    @property
    def sign(self) -> int:
        """Which gift is told to be better: 1 the later, -1 the earlier, 0 neither."""
        return int(np.sign(self.estimate.mean)) if self.verdict == TOLD else 0


@dataclass(frozen=True, slots=True)
class Crossing:
    """The date at which both gifts save the same, if there is one."""

    kind: Kind
    """One; open: told apart on one side only, one gift never told to be better; several; none:
    one gift better in the mean on all days looked at; or not told apart anywhere."""
    day: int | None
    """First day on which the later gift saves no more than the earlier in the mean (or no less,
    if it gains with delay); None unless one, or open and the mean turns once."""
    first: int | None
    """Last day before it on which the gifts are told apart; None if there is none."""
    last: int | None
    """First day after it on which they are told apart; None if there is none."""
    several: tuple[tuple[int, int], ...]
    """Days between which the sign changes, each told apart at both ends."""
    later_first: bool | None
    """Whether the later gift is the better up to the day; of none and of open without a day
    whether it is the better where they are told apart; None if that is nowhere."""
    points: tuple[tuple[int, Look], ...]
    """Later less earlier on every day looked at, days in order."""


class _Window:
    """The difference on days, each day asked once."""

    def __init__(self, later: Later, earlier: Array, futures: Array) -> None:
        self._later, self._earlier, self._futures = later, earlier, futures
        self.seen: dict[int, Look] = {}

    def at(self, day: int) -> Look:
        """Later less earlier if the later gift comes on this day."""
        if day not in self.seen:
            apart = np.asarray(self._later(day, self._futures), dtype=float) - self._earlier
            made, changed = estimate(apart, pairs(self._futures)), int(np.count_nonzero(apart))
            self.seen[day] = Look(made, changed, verdict(made, changed))
        return self.seen[day]

    def halve(self, low: int, high: int, held: Callable[[Look], bool]) -> tuple[int, int]:
        """Two days next to each other, the first held and the second not, between such two."""
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if held(self.at(middle)) else (low, middle)
        return low, high


def crossing(
    later: Later,
    earlier: Array,
    futures: Sequence[int] | Array,
    window: tuple[int, int],
    looks: int = 9,
    besides: Iterable[int] = (),
) -> Crossing:
    """Where the later gift's saving meets the earlier one's, (F,), in days window[0] to window[1].

    `looks` days are spread over the window first, both ends among them, and those of `besides`
    that lie in it; crossings between two of them that turn back are not seen. Raises ValueError
    for fewer than two days or looks.
    """
    first, last = window
    if last <= first or looks < 2:
        raise ValueError("a window needs two days and two looks or more")
    numbers = np.asarray(futures, dtype=np.int64)
    held = _Window(later, np.asarray(earlier, dtype=float), numbers)
    spread = np.linspace(first, last, looks).round().astype(int).tolist()
    days = sorted({*spread, *(day for day in besides if first <= day <= last)})
    told = [(day, sign) for day in days if (sign := held.at(day).sign)]
    changes = [(a, b) for (a, s), (b, t) in pairwise(told) if s != t]
    if not told:
        return _made(held, "not told apart")
    begins = told[0][1] > 0
    if len(changes) > 1:
        return _made(held, "several", several=tuple(changes), later_first=begins)
    if changes:
        return _one(held, changes[0], begins)
    return _unended(held, days, [day for day, _ in told], begins)


def _one(held: _Window, between: tuple[int, int], begins: bool) -> Crossing:
    """The crossing between two days that are told apart, with the days next to it that are."""
    sign = 1 if begins else -1
    _, day = held.halve(*between, lambda look: sign * look.estimate.mean > 0)
    left, _ = held.halve(between[0], day, lambda look: look.sign == sign)
    _, right = held.halve(day - 1, between[1], lambda look: look.sign != -sign)
    return _made(held, "one", day, left, right, (between,), begins)


def _unended(held: _Window, days: list[int], told: list[int], better: bool) -> Crossing:
    """Only one gift is ever told to be better: does the mean cross all the same?"""
    sign = 1 if better else -1
    over = [sign * held.at(day).estimate.mean > 0 for day in days]
    if all(over):
        return _made(held, "none", later_first=better)
    turns = [(a, b) for a, b, x, y in zip(days, days[1:], over, over[1:], strict=False) if x != y]
    if len(turns) > 1:
        return _made(held, "open", later_first=better)
    low, high = turns[0]
    if over[0]:
        _, day = held.halve(low, high, lambda look: sign * look.estimate.mean > 0)
        edge, _ = held.halve(max(told), day, lambda look: look.sign == sign)
        return _made(held, "open", day, edge, None, (), better)
    _, day = held.halve(low, high, lambda look: sign * look.estimate.mean <= 0)
    _, edge = held.halve(day - 1, min(told), lambda look: look.sign != sign)
    return _made(held, "open", day, None, edge, (), not better)


def _made(
    held: _Window,
    kind: Kind,
    day: int | None = None,
    first: int | None = None,
    last: int | None = None,
    several: tuple[tuple[int, int], ...] = (),
    later_first: bool | None = None,
) -> Crossing:
    """The answer with every day that was looked at."""
    points = tuple(sorted(held.seen.items()))
    return Crossing(kind, day, first, last, several, later_first, points)
