"""Two runs that meet the same weather, raids and luck, future by future."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.outcome.metrics import Metric
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import Difference, difference
from holdfast.outcome.windows import Window, as_date
from holdfast.questions.pairing import Pairing, unpaired
from holdfast.questions.refused import Refused
from holdfast.scenario.unlike import FORM, SETTINGS, unlike

COLUMNS = (
    "metric",
    "from",
    "to",
    "mean",
    "standard_error",
    "low",
    "high",
    "n",
    "n_eff",
    "paired_gain",
    "p_better",
    "verdict",
    "model",
    "window",
    "unit",
    "p_worse",
)
"""Columns of a difference. `model` is "all", or the rival model of air defence that was drawn."""
SAID = frozenset(
    f"{name}.csv"
    for name in ("deliveries", "packages", "offers", "asks", "meetings", "sources", "outlines")
)
"""Files that are no difference between two runs, since plans are compared or no run reads them."""
TOLD = frozenset({"title", "description", "words", "freeze"})
"""Settings that a reader sees; what is known by when is told by as_of."""
ALL_MODELS = "all"


def compare(a: Outcome, b: Outcome) -> pd.DataFrame:
    """B minus A for every metric and window, paired future by future.

    After the rows of all futures follow those of each rival model of air defence alone, since the
    public record cannot tell which of them holds. Raises Refused if the runs are not paired.
    """
    refuse_unpaired(a, b)
    drawn = rival_models(a)
    both = {each.name for each in a.metrics} & {each.name for each in b.metrics}
    sides = ((each for each in run.counted() if each[0].name in both) for run in (a, b))
    counted = [
        (metric, window, before, after)
        for (metric, window, before), (_, _, after) in zip(*sides, strict=True)
    ]
    rows = []
    for model in (ALL_MODELS, *sorted(set(drawn.tolist()))):
        among = np.full(len(drawn), True) if model == ALL_MODELS else drawn == model
        for metric, window, before, after in counted:
            found = difference(before[among], after[among], a.pair[among], metric.better)
            rows.append(_row(metric, window, found, model))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def difference_of(a: Outcome, b: Outcome, metric: Metric, window: Window) -> Difference:
    """One difference, B minus A, over all futures."""
    return difference(
        a.values(metric.name, window), b.values(metric.name, window), a.pair, metric.better
    )


def rival_models(outcome: Outcome) -> Array:
    """(F,) str, the rival model of air defence that each future drew."""
    return np.asarray(outcome.data["rival"].values, dtype=str)


def refuse_unpaired(a: Outcome, b: Outcome) -> None:
    """Raise Refused with every reason why two runs cannot be compared future by future."""
    if why := unpaired(pairing(a), pairing(b)):
        raise Refused(why)


def pairing(run: Outcome) -> Pairing:
    """What another run must have alike."""
    facts = {
        "seed": str(run.seed),
        "version": run.version,
        "futures": _span(run.futures),
        "first day": as_date(run.data["day"].values[0]).isoformat(),
        "number of days": str(run.data.sizes["day"]),
        "regions": ", ".join(map(str, run.data["region"].values)),
        "reported time": f"from {run.windows()[-1].first}",
    }
    return Pairing(run.scenario.settings.name, run.futures, tuple(facts.items()))


def beyond_plans(a: Outcome, b: Outcome) -> tuple[str, ...]:
    """What two runs differ in that is no delivery: files, settings by key, the date of knowledge.

    Files that no run reads are left out, and so is what only a reader sees.
    """
    found = []
    for line in unlike(a.scenario.files, b.scenario.files):
        where, _, what = line.partition(": ")
        file, _, key = where.partition(" ")
        told = key.split(".")[0] in TOLD if file == SETTINGS else file in SAID
        if not told and what != FORM:
            found.append(where if file == SETTINGS else file)
    if a.scenario.as_of != b.scenario.as_of:
        found.append("as_of")
    return tuple(dict.fromkeys(found))


def _span(futures: tuple[int, ...]) -> str:
    return f"{len(futures)} from {min(futures)} to {max(futures)}"


def _row(metric: Metric, window: Window, found: Difference, model: str) -> tuple[object, ...]:
    made = found.estimate
    gain = found.paired_gain if found.changed else math.nan
    return (
        metric.name,
        window.first,
        window.end,
        made.mean,
        made.standard_error,
        made.low,
        made.high,
        made.n,
        made.n_eff,
        gain,
        found.p_better,
        found.verdict,
        model,
        window.name,
        metric.unit,
        found.p_worse,
    )
