"""What changes and how sure that is: the table of measures, and the paired difference drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from holdfast.outcome.statistics import Difference
from holdfast.outcome.windows import Window
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import (
    NOTHING,
    both,
    changes,
    short_verdict,
    verdict_words,
    whole,
    window_name,
)
from holdfast.show.figures import difference as figure
from holdfast.show.headline import verdict_key
from holdfast.show.of_futures import counted
from holdfast.show.reductions import Array
from holdfast.show.section import Drawing, Numbers, Section
from holdfast.show.sides import DAILY, Story
from holdfast.show.verdicts import rare


def table(story: Story, words: Catalogue) -> Section:
    """Lay out the table of measures."""
    key = "changes.title" if story.paired else "changes.title_alone"
    measure = "changes.measure" if story.paired else "changes.measure_alone"
    return Section(
        identity="changes",
        title=words.say(key),
        measure=words.say(measure, count=story.futures),
        table=changes(story, words),
    )


@dataclass(frozen=True, slots=True)
class Case:
    """One paired difference: over what, a note, what was found, and (future,) B minus A."""

    name: str
    note: str
    found: Difference
    apart: Array


def difference(story: Story, words: Catalogue) -> Section:
    """Draw the paired difference of each winter, in all, and under each rival model."""
    made = _cases(story, words)
    rows = [_row(case, words) for case in made]
    title = _title(made[0].found, words)
    head = tuple(
        words.say(f"difference.{column}", count=whole(story.futures))
        for column in ("window", "mean", "interval", "futures", "both", "gain", "verdict")
    )
    lines = tuple(
        _line(case, row, story.futures, words) for case, row in zip(made, rows, strict=True)
    )
    measure = words.say("difference.measure", other=story.shown.phrase, label=story.baseline.phrase)
    return Section(
        identity="difference",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "difference", title, measure, lambda width: figure.draw(rows, width, words)
        ),
        numbers=Numbers(words.say("form.numbers"), head, lines),
        notes=[words.say("difference.note")],
    )


def _cases(story: Story, words: Catalogue) -> list[Case]:
    """Give the difference in all, in each winter, and under each rival model that was drawn."""
    everyone = np.full(story.futures, True)
    wanted = [
        (window_name(window, story, words), window, everyone)
        for window in (story.windows[-1], *story.windows[:-1])
    ]
    drawn = np.asarray(story.shown.outcome.data["rival"].values, dtype=str)
    models = sorted(set(drawn.tolist()))
    for model in models if len(models) > 1 else []:
        name = words.say("form.if", model=words.say(f"rival.{model}"))
        wanted.append((name, story.windows[-1], drawn == model))
    return [
        Case(
            name,
            words.say("form.futures", count=int(among.sum())),
            story.difference(DAILY, window, among),
            _apart(story, window, among),
        )
        for name, window, among in wanted
    ]


def _row(case: Case, words: Catalogue) -> figure.Row:
    """Lay out one difference for the drawing."""
    made = case.found.estimate
    low, high = np.quantile(case.apart, (0.05, 0.95))
    value = words.numbers.plus_minus(made.mean, made.standard_error, sign=True)
    return figure.Row(
        case.name[:1].upper() + case.name[1:],
        case.note,
        made.mean,
        (made.low, made.high),
        (float(low), float(high)),
        words.say("form.hours", hours=value),
        short_verdict(case.found, words),
    )


def _line(case: Case, row: figure.Row, futures: int, words: Catalogue) -> tuple[str, ...]:
    """Write the same for the numbers, with the futures in which it is better and worse."""
    return (
        case.name,
        row.value,
        words.numbers.interval(*row.interval, case.found.estimate.standard_error),
        words.numbers.span(*row.futures, sign=True),
        both(case.found, futures, words) if case.found.changed else NOTHING,
        words.numbers.number(case.found.paired_gain, 2),
        verdict_words(case.found, words),
    )


def _title(found: Difference, words: Catalogue) -> str:
    """Say how large the difference is, and in how many futures it is for the better."""
    made = found.estimate
    if verdict_key(found) == "rare":
        key = rare("difference.title_rare", found.changed)
        return words.say(key, count=found.changed, futures=made.n)
    value = words.hours(words.numbers.plus_minus(made.mean, made.standard_error, sign=True))
    if verdict_key(found) == "told":
        (better, worse), of = counted((found.p_better, found.p_worse), made.n, words)
        return words.say("difference.title_told", value=value, count=better, worse=worse, of=of)
    return words.say("difference.title", value=value, verdict=verdict_words(found, words))


def _apart(story: Story, window: Window, among: Array) -> Array:
    """Give second side minus first in each of the futures counted."""
    a, b = (side.metric(DAILY, window)[among] for side in story.sides)
    return np.asarray(b - a)
