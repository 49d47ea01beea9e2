"""What changes and how sure that is: the table of measures, and the paired difference drawn."""

from __future__ import annotations

import numpy as np

from holdfast.outcome.statistics import Difference
from holdfast.outcome.windows import Window
from holdfast.show.catalogue import Catalogue
from holdfast.show.changes import NOTHING, PERCENT, both, changes, verdict_words, window_name
from holdfast.show.figures import difference as figure
from holdfast.show.headline import verdict_key
from holdfast.show.reductions import Array
from holdfast.show.section import Drawing, Numbers, Section
from holdfast.show.sides import DAILY, Story


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


def difference(story: Story, words: Catalogue) -> Section:
    """Draw the paired difference of each winter, in all, and under each rival model."""
    rows, lines = [], []
    cases = _cases(story, words)
    for name, note, found, apart in cases:
        made = found.estimate
        spread = np.quantile(apart, (0.05, 0.95))
        value = words.numbers.plus_minus(made.mean, made.standard_error, sign=True)
        value = words.say("form.hours", hours=value)
        verdict = verdict_words(found, words)
        rows.append(
            figure.Row(
                name[:1].upper() + name[1:],
                note,
                made.mean,
                (made.low, made.high),
                (float(spread[0]), float(spread[1])),
                value,
                verdict,
            )
        )
        lines.append(
            (
                name,
                value,
                words.numbers.span(made.low, made.high, 3, sign=True),
                words.numbers.span(float(spread[0]), float(spread[1]), sign=True),
                both(found, words) if found.changed else NOTHING,
                words.numbers.number(found.paired_gain, 2),
                verdict,
            )
        )
    title = _title(cases[0][2], words)
    head = tuple(
        words.say(f"difference.{column}")
        for column in ("window", "mean", "interval", "futures", "both", "gain", "verdict")
    )
    measure = words.say("difference.measure", other=story.shown.phrase, label=story.baseline.phrase)
    return Section(
        identity="difference",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "difference", title, measure, lambda width: figure.draw(rows, width, words)
        ),
        numbers=Numbers(words.say("form.numbers"), head, tuple(lines)),
        notes=[words.say("difference.note")],
    )


def _cases(story: Story, words: Catalogue) -> list[tuple[str, str, Difference, Array]]:
    """Give name, note, difference and (future,) differences in all, by winter, by rival model."""
    drawn = np.asarray(story.shown.outcome.data["rival"].values, dtype=str)
    everyone = np.full(story.futures, True)
    made = []
    for window in (story.windows[-1], *story.windows[:-1]):
        name = window_name(window, story, words)
        note = words.say("form.futures", count=story.futures)
        found = story.difference(DAILY, window)
        made.append((name, note, found, _apart(story, window, everyone)))
    models = sorted(set(drawn.tolist()))
    for model in models if len(models) > 1 else []:
        among = drawn == model
        name = words.say("form.if", model=words.say(f"rival.{model}"))
        note = words.say("form.futures", count=int(among.sum()))
        found = story.difference(DAILY, story.windows[-1], among)
        made.append((name, note, found, _apart(story, story.windows[-1], among)))
    return made


def _title(found: Difference, words: Catalogue) -> str:
    """Say how large the difference is, and in how many futures it is for the better."""
    made = found.estimate
    value = words.numbers.plus_minus(made.mean, made.standard_error, sign=True)
    if verdict_key(found) == "told":
        better, worse = (round(PERCENT * share) for share in (found.p_better, found.p_worse))
        return words.say("difference.title_told", value=value, count=better, worse=worse)
    return words.say("difference.title", value=value, verdict=verdict_words(found, words))


def _apart(story: Story, window: Window, among: Array) -> Array:
    """Give second side minus first in each of the futures counted."""
    a, b = (side.metric(DAILY, window)[among] for side in story.sides)
    return np.asarray(b - a)
