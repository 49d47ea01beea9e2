"""What is known of a run that is under way: its means so far, and how they have settled.

Told by the process that simulates, as batches come; `progress` is what the page reads of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import estimate
from holdfast.outcome.windows import as_date
from holdfast.show import reductions
from holdfast.show.sections.unfolds import FAN_DAYS

HEADLINE = "hours_without_power"
SURVIVAL = "survival"
METRICS = (HEADLINE, "worst_region_hours", "cold_hours", "suffering")
"""What is told so far, in its order."""
POINTS = 40
"""Counts of futures at which the mean is told."""
LEAST = 20
"""Futures before which a mean is told of none."""
DRAWN = 2_000
"""Most futures of whose days it is told, so that a long run stays small in memory."""
WORSE = 0.95


@dataclass(frozen=True, slots=True)
class Part:
    """What is kept of a batch."""

    values: Mapping[str, Array]
    """By metric, over all reported days (future,)."""
    survived: Array
    pair: Array
    hours: Array
    """Without power a person, (future, reported day)."""


class SoFar:
    """Batches of one run as they come, in any order; what is told is of all of them."""

    def __init__(self) -> None:
        self._parts: dict[int, Part] = {}
        self._dates: Sequence[dt.date] = ()

    @property
    def known(self) -> frozenset[int]:
        """Numbers of the batches that have come."""
        return frozenset(self._parts)

    def add(self, number: int, part: Outcome) -> None:
        """Take in a batch."""
        window = part.windows()[-1]
        days = part.data["day"].values
        asked = window.among(days)
        self._dates = [as_date(day) for day in days[asked]]
        people = part.people
        daily = part.data[HEADLINE].transpose("future", "day", "region").values[:, asked]
        self._parts[number] = Part(
            {name: part.values(name, window) for name in METRICS},
            part.values(SURVIVAL, window),
            part.pair,
            reductions.nation(daily, people).astype(np.float32),
        )

    def told(self) -> dict[str, Any] | None:
        """All of it in plain numbers; None before there is enough to tell a mean.

        Fields as of `progress.SoFar`: points are of futures in their order, bands those of the
        report's fan, over the first DRAWN futures.
        """
        parts = [self._parts[number] for number in sorted(self._parts)]
        count = sum(len(part.pair) for part in parts)
        if count < LEAST:
            return None
        pair = np.concatenate([part.pair for part in parts])
        values = {name: np.concatenate([part.values[name] for part in parts]) for name in METRICS}
        days = np.concatenate([part.hours for part in parts])[:DRAWN]
        smooth = reductions.moving(days, FAN_DAYS)
        return {
            "futures": count,
            "leading": sum(len(self._parts[n].pair) for n in range(self._gap())),
            "first": self._dates[0].isoformat(),
            "points": [
                [n, made.mean, made.low, made.high]
                for n in _counts(count)
                for made in [estimate(values[HEADLINE][:n], pair[:n])]
            ],
            "drawn": len(days),
            "mean": smooth.mean(axis=0).round(4).tolist(),
            "bands": reductions.bands(smooth).round(4).tolist(),
            "rows": [_row(name, values[name], pair) for name in METRICS],
            "survived": int(np.concatenate([part.survived for part in parts]).sum()),
        }

    def _gap(self) -> int:
        """The first batch that is not there."""
        return next(n for n in range(len(self._parts) + 1) if n not in self._parts)


def _counts(count: int) -> list[int]:
    """Even counts of futures, since futures come in pairs, up to all there are."""
    steps = np.linspace(LEAST, count, POINTS)
    return sorted({min(2 * round(step / 2), count) for step in steps} | {count})


def _row(name: str, values: Array, pair: Array) -> dict[str, Any]:
    made = estimate(values, pair)
    return {
        "metric": name,
        "mean": made.mean,
        "standard_error": made.standard_error,
        "median": float(np.median(values)),
        "worse": float(np.quantile(values, WORSE)),
    }
