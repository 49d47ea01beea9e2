"""The record played through a country, and each published figure read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.outcome.outcome import Outcome
from holdfast.questions.facts import Fact
from holdfast.questions.fit import RAN_ON, figures
from holdfast.questions.validate.finding import Given
from holdfast.scenario import Scenario

BESIDE = ("median", "p05", "p95", "met", "chance")
"""What is told of each figure of a run."""


@dataclass(frozen=True, slots=True)
class Played:
    """A run and its figures."""

    run: Outcome
    values: Array
    """(F, N)."""


def play(
    given: Given,
    scenario: Scenario,
    facts: Sequence[Fact],
    futures: int,
    last: date | None = None,
) -> Played:
    """Live so many futures as far as the facts need, or to the last day."""
    until = scenario.day(last or max(fact.needed_until for fact in facts)) + 1
    run = ensemble.run(
        scenario, futures, given.seed, given.workers, given.progress, until=until, only=RAN_ON
    )
    return Played(run, figures(run, facts))


def beside(name: str, values: Array, fact: Fact) -> dict[str, object]:
    """Median and nine in ten, whether the median is in the band, and the chance of the band.

    Each by its name in BESIDE behind that of the row, `name`; None without values.
    """
    had = values[~np.isnan(values)]
    if not had.size:
        return dict.fromkeys(f"{name}_{key}" for key in BESIDE)
    low, median, high = np.quantile(had, (0.05, 0.5, 0.95), method="inverted_cdf").tolist()
    met = bool(fact.within(np.array(median)))
    found = (median, low, high, met, float(fact.within(had).mean()))
    return {f"{name}_{key}": value for key, value in zip(BESIDE, found, strict=True)}
