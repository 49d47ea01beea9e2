"""The recorded raids played, and the result set beside what was published of the same days.

Everything known up to the end is used: the recorded raids and the weather of the whole record. A
figure is met when the model's median lies in its band; `chance` is the share of futures in it.
Collapses cannot be predicted to the day, so their duration is taken over the futures that had one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.axes import labels
from holdfast.campaign.record import weight
from holdfast.campaign.workshop import Workshop
from holdfast.outcome import store
from holdfast.outcome.outcome import Outcome
from holdfast.power.progress import Progress
from holdfast.questions.facts import Fact, facts_of
from holdfast.questions.record import METRICS, Record, Span
from holdfast.questions.run import counted, crew, seeded
from holdfast.scenario import Scenario

COLUMNS = (
    "id",
    "metric",
    "region",
    "from",
    "to",
    "value",
    "band_low",
    "band_high",
    "p05",
    "median",
    "p95",
    "chance",
    "met",
    "said_by",
    "n",
    "also_sets_a_default",
    "role",
    "said",
)
"""Columns of the answer; `n` counts the futures that have a value, `role` is one of ROLES."""
JUDGED, FITTED, DEFAULT = "judged", "fitted", "default"
ROLES = (JUDGED, FITTED, DEFAULT)
"""What a figure is to the model: it proves something, the fit was made on it, or it also sets a
value of the model. Where the last two agree nothing is proved."""
DIGITS = 4
"""Decimals that are kept: a run is recorded in single precision, and bands have round ends."""
DATES = ("from", "to")
RECIPE = ("facts", "futures", "seed")
"""What a table of the hindcast carries in `attrs`: by which file, futures and seed it was made."""
"""Columns that hold days."""


def hindcast(
    scenario: Scenario,
    facts: str | Path,
    futures: int = 200,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    shop: Workshop | None = None,
    resume: bool = False,
    cluster: str | None = None,
) -> pd.DataFrame:
    """Play what is on record as far as the last figure needs and judge every figure.

    With a `shop` batches are kept there as they finish, so that `resume` goes on with what an
    interruption left; it is for the caller to close. `cluster` as of `run`. Raises QuestionError
    with every fault of the file of facts, Refused for workers beside a cluster, and what
    `ensemble.run` raises.
    """
    hands = crew(workers, cluster)
    given = facts_of(scenario, facts)
    until = min(max(fact.needed_until for fact in given), scenario.settings.last)
    known, numbers, seed = everything_known(scenario), counted(futures), seeded(scenario, seed)
    end = scenario.day(until) + 1
    if shop is None and weight(labels(known), len(numbers), end) > store.IN_MEMORY:
        shop = Workshop.passing()
    if shop is None:
        played = ensemble.run(known, numbers, seed, hands, progress, until=end).blocks()
    else:
        place = shop.folder / "run"
        played = ensemble.kept(known, numbers, seed, hands, progress, place, resume, end)
    made = judged(played, given, fitted_on(known))
    made.attrs = dict(zip(RECIPE, (os.fspath(facts), len(numbers), seed), strict=True))
    return made


def everything_known(scenario: Scenario) -> Scenario:
    """The scenario with nothing hidden by the date on which it became public."""
    return Scenario.from_files(scenario.files, date.max)


def fitted_on(scenario: Scenario) -> tuple[str, ...]:
    """Ids of the figures that the pairs in the scenario's table `posterior` were chosen by."""
    told = scenario.table("posterior").text("fitted_on")
    return tuple(name.strip() for name in told[0].split(";") if name.strip()) if told else ()


def judged(
    played: Iterable[Outcome], facts: list[Fact], fitted: Sequence[str] = ()
) -> pd.DataFrame:
    """Each figure beside what a run, which comes in parts, says of the same quantity.

    Those in `fitted` prove no more than those that set a default.
    """
    found = [
        [METRICS[fact.metric](record, Span(fact.region, fact.first, fact.last)) for fact in facts]
        for record in map(Record.of, played)
    ]
    values = [np.concatenate(parts).round(DIGITS) for parts in zip(*found, strict=True)]
    return pd.DataFrame(
        [_judge(fact, each, fitted) for fact, each in zip(facts, values, strict=True)],
        columns=list(COLUMNS),
    )


def _judge(fact: Fact, values: Array, fitted: Sequence[str]) -> tuple[object, ...]:
    """A figure beside the (F,) values of the futures."""
    had = values[~np.isnan(values)]
    p05, median, p95 = _quantiles(had)
    return (
        fact.id,
        fact.metric,
        fact.region,
        fact.first,
        fact.last,
        fact.value,
        fact.band_low,
        fact.band_high,
        p05,
        median,
        p95,
        float(fact.within(had).mean()) if had.size else np.nan,
        bool(fact.within(np.array(median))),
        fact.said_by,
        had.size,
        fact.sets_a_default,
        role_of(fact, fitted),
        fact.said,
    )


def role_of(fact: Fact, fitted: Sequence[str]) -> str:
    """What a figure is to a model that was fitted to these ids, one of ROLES."""
    if fact.sets_a_default:
        return DEFAULT
    return FITTED if fact.id in fitted else JUDGED


def _quantiles(values: Array) -> tuple[float, float, float]:
    """The 5, 50 and 95 % points; an inf (never) stays one, no values are nan."""
    if not values.size:
        return np.nan, np.nan, np.nan
    if np.isfinite(values).all():
        low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    else:
        low, middle, high = np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf")
    return float(low), float(middle), float(high)
