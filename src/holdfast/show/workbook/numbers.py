"""Sheets of means: by window, by region and month, and the difference of two plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import numpy as np

from holdfast.outcome.metrics import Metric
from holdfast.outcome.statistics import difference, estimate
from holdfast.outcome.windows import Window, months
from holdfast.questions.compare import ALL_MODELS
from holdfast.show.catalogue import MANY, Catalogue
from holdfast.show.changes import verdict_words, window_name
from holdfast.show.reductions import Array
from holdfast.show.sections.places import names
from holdfast.show.sides import Side, Story
from holdfast.show.workbook.sheet import Sheet, made

HOURS = (("hours_without_power", "power"), ("cold_hours", "cold"))
"""What is told by region and month, and its prefix among the columns."""
OF_MEASURE = ("side", "window", "from", "to", "metric", "what", "unit")
SPREAD = ("p05", "p50", "p95")


def summary(story: Story, words: Catalogue) -> Sheet:
    """Every measure of each plan in each window."""
    rows = []
    for side in story.sides:
        for window in story.windows:
            for metric in side.outcome.metrics:
                values = side.metric(metric.name, window)
                found = estimate(values, side.outcome.pair)
                rows.append(
                    (
                        side.label,
                        *_measure(metric, window, story, words),
                        found.mean,
                        found.standard_error,
                        *np.quantile(values, (0.05, 0.5, 0.95)).tolist(),
                        found.n,
                        found.n_eff,
                    )
                )
    return made(
        "summary", (*OF_MEASURE, "mean", "standard_error", *SPREAD, "n", "n_eff"), rows, words
    )


def _measure(
    metric: Metric, window: Window, story: Story, words: Catalogue
) -> tuple[str | dt.date, ...]:
    """Window, its first day and the day after its last, and the measure with its unit."""
    unit = words.say(
        "book.share" if metric.name == "survival" else f"metric.{metric.name}.unit", count=MANY
    )
    return (
        window_name(window, story, words),
        window.first,
        window.end,
        metric.name,
        words.say(f"metric.{metric.name}.name"),
        unit,
    )


def changes(story: Story, words: Catalogue) -> Sheet:
    """Second plan less first, paired, in all futures and under each rival model."""
    drawn = np.asarray(story.shown.outcome.data["rival"].values, dtype=str)
    models = sorted(set(drawn.tolist()))
    before = {metric.name for metric in story.baseline.outcome.metrics}
    both = [metric for metric in story.shown.outcome.metrics if metric.name in before]
    rows = []
    for model in (ALL_MODELS, *models):
        among = np.full(len(drawn), True) if model == ALL_MODELS else drawn == model
        name = words.say("book.all_models" if model == ALL_MODELS else f"rival.{model}")
        for window in story.windows:
            for metric in both:
                a, b = (side.metric(metric.name, window)[among] for side in story.sides)
                found = difference(a, b, story.shown.outcome.pair[among], metric.better)
                made_of = found.estimate
                rows.append(
                    (
                        story.shown.label,
                        story.baseline.label,
                        name,
                        *_measure(metric, window, story, words),
                        made_of.mean,
                        made_of.standard_error,
                        made_of.low,
                        made_of.high,
                        *np.quantile(b - a, (0.05, 0.5, 0.95)).tolist(),
                        made_of.n,
                        made_of.n_eff,
                        found.changed,
                        found.p_better,
                        found.paired_gain if found.changed else None,
                        verdict_words(found, words),
                    )
                )
    last = ("n", "n_eff", "changed", "p_better", "paired_gain", "verdict")
    plans = ("of_plan", "less_plan", "model")
    keys = (*plans, *OF_MEASURE[1:], "mean_less", "standard_error", "low", "high", *SPREAD, *last)
    return made("difference", keys, rows, words)


def places(story: Story, words: Catalogue) -> Sheet:
    """Hours without power and hours in the cold by region and month, each plan."""
    hours = words.say("book.hours")
    keys: list[str | tuple[str, str]] = ["side", "month", "days", "region", "region_name"]
    for _, prefix in HOURS:
        keys += [(f"{prefix}_{part}", hours) for part in ("mean", "se", "p05", "p95")]
    rows = [row for side in story.sides for row in _of_side(side, story)]
    return made("regions", keys, rows, words)


def _of_side(side: Side, story: Story) -> Iterator[tuple[object, ...]]:
    spans = list(months(story.dates))
    values = [_monthly(side, name, [days for _, days in spans]) for name, _ in HOURS]
    regions = [str(region) for region in side.outcome.data["region"].values]
    for number, (month, days) in enumerate(spans):
        for place, (region, name) in enumerate(zip(regions, names(story), strict=True)):
            told: list[float] = []
            for array in values:
                told += _spread(array[:, number, place], side.outcome.pair)
            yield (side.label, month, days.stop - days.start, region, name, *told)


def _monthly(side: Side, name: str, spans: Sequence[slice]) -> Array:
    """Sums over the days of each month, (future, month, region)."""
    return np.concatenate(
        [
            np.stack([values[:, days].sum(axis=1) for days in spans], axis=1)
            for values, _ in side.parts(name)
        ]
    )


def _spread(values: Array, pair: Array) -> list[float]:
    """Mean, standard error, 5 % and 95 % points of (future,) values."""
    found = estimate(values, pair)
    return [found.mean, found.standard_error, *np.quantile(values, (0.05, 0.95)).tolist()]
