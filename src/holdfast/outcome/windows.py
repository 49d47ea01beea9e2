"""The spans of time that are reported: each winter, and in all.

Intervals include their first day and not their last. A winter is 1 October to 31 March. Reported
time begins at `report_from` of the scenario, else at its freeze, else at its start, and ends with
the last simulated day.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np

from holdfast.arrays import Array

IN_ALL = "in all"


class Dated(Protocol):
    """What is needed of a scenario's settings."""

    @property
    def start(self) -> date: ...
    @property
    def freeze(self) -> date | None: ...
    @property
    def report_from(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, the first included and `end` not."""

    name: str
    first: date
    end: date

    @property
    def last(self) -> date:
        """Its last day: what a reader is shown, who takes the end of a span to be within it."""
        return self.end - timedelta(days=1)

    def among(self, days: Array) -> slice:
        """The positions of its days in the ordered (D,) datetime64 days of a run."""
        first, end = np.datetime64(self.first), np.datetime64(self.end)
        return slice(int(np.searchsorted(days, first)), int(np.searchsorted(days, end)))


def reported_from(settings: Dated) -> date:
    """The first reported day."""
    return settings.report_from or settings.freeze or settings.start


def windows(settings: Dated, days: Array) -> tuple[Window, ...]:
    """Each winter within the reported part of the (D,) datetime64 days, then all of it.

    A single winter that is all of the reported time is given once, as all of it. Raises ValueError
    if nothing is reported because the run ends before.
    """
    first = max(reported_from(settings), as_date(days[0]))
    end = as_date(days[-1]) + timedelta(days=1)
    if first >= end:
        raise ValueError(f"nothing to report: the run ends on {as_date(days[-1])}, before {first}")
    whole = Window(IN_ALL, first, end)
    winters = []
    for year in range(first.year - 1, end.year + 1):
        begins, ends = max(date(year, 10, 1), first), min(date(year + 1, 4, 1), end)
        if begins < ends and (begins, ends) != (first, end):
            winters.append(Window(f"winter {year}-{(year + 1) % 100:02d}", begins, ends))
    return (*winters, whole)


def as_date(value: np.datetime64) -> date:
    """A day of the dataset as a date."""
    made: date = value.astype("datetime64[D]").item()
    return made


def months(dates: Sequence[date]) -> Iterator[tuple[date, slice]]:
    """Give the first of each month of which a day is among the dates, and those days."""
    starts = [0, *(i for i, day in enumerate(dates) if day.day == 1 and i), len(dates)]
    for start, end in itertools.pairwise(starts):
        yield dates[start].replace(day=1), slice(start, end)
