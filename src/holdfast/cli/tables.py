"""Answers as tables for a reader at a terminal: runs and differences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import typer

from holdfast.cli import output
from holdfast.cli.worths import print_rare
from holdfast.outcome.metrics import BY_NAME, Metric
from holdfast.outcome.statistics import LEAST_PAIRS, SPECK
from holdfast.questions.compare import ALL_MODELS
from holdfast.questions.fields import Rival, Verdict, WindowName
from holdfast.questions.ranking import (
    BEST,
    METRIC,
    MIDDLE,
    WORST,
    by_hours,
    future_at,
    solved_again,
)

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome
    from holdfast.outcome.windows import Window
    from holdfast.questions.cost import Cost
    from holdfast.questions.whatif import WhatIf
    from holdfast.scenario import Scenario
    from holdfast.show.voice import Voice

SHARE = "share of futures"
"""Unit of metrics that are yes or no in each future."""
COUNTS = ("days", "count")
"""Units of what has no fraction in one future."""
SAID_BY_WORDS = ("h/person", "days", "count")
"""Units that the words of a metric say already."""


def print_summary(outcome: Outcome, voice: Voice) -> None:
    """A block of lines for each window: mean and standard error, and nine futures in ten."""
    table = outcome.summary()
    for window in outcome.windows():
        part = table[(table["from"] == window.first) & (table["to"] == window.end)]
        lines = [_summary_line(row, voice) for row in part.to_dict("records")]
        title = _span(window, len(outcome.futures), voice)
        output.print_table(title, voice.heads("", "mean", "nine"), lines)
    output.say(voice.say("terminal.read_summary"))
    if len(set(outcome.pair.tolist())) < LEAST_PAIRS:
        fields = {"count": len(outcome.futures), "least": str(2 * LEAST_PAIRS)}
        output.say(voice.say("terminal.few_futures", **fields))


def print_groups(outcome: Outcome, voice: Voice) -> None:
    """By group, the country and then its regions, over all reported time; nothing without any."""
    from holdfast.outcome.by_group import ALL, by_group

    table, window = by_group(outcome), outcome.windows()[-1]
    part = table[(table["from"] == window.first) & (table["to"] == window.end)]
    if not len(part):
        return
    lines = [
        (
            voice.kind(row["group"]),
            voice.say("terminal.group_all") if row["region"] == ALL else row["region"],
            voice.plus_minus(row["mean"], row["standard_error"]),
            voice.plus_minus(row["longest_run"], row["run_error"]),
        )
        for row in part.to_dict("records")
    ]
    title = voice.say(
        "terminal.groups",
        window=WindowName(window.name),
        first=window.first,
        end=window.last,
    )
    heads = voice.heads("group", "group_region", "group_hours", "group_run")
    output.print_table(title, heads, lines, words=(0, 1))


def print_objections(scenario: Scenario, voice: Voice) -> None:
    """How many objections the plan meets as it is pledged, and a sentence on each."""
    from holdfast.aid.objections import binding, objections
    from holdfast.questions.objected import counted, told

    found = binding(objections(scenario))
    for said in (counted(found), *told(scenario, found)):
        output.say(voice.write(said))


def print_solved_again(outcome: Outcome, voice: Voice) -> None:
    """How many states of the grid another solver had to settle; nothing where none."""
    count, states = solved_again(outcome)
    if count:
        said = {"count": count, "states": voice.whole(states)}
        output.say(voice.say("terminal.solved_again", **said))


def print_extremes(outcome: Outcome, folder: Path | None, voice: Voice) -> None:
    """The worst, the middle and the best future, and how they are told day by day."""
    ranked = by_hours(outcome).set_index("future")[METRIC]
    said = {}
    for name, at in (("worst", WORST), ("middle", MIDDLE), ("best", BEST)):
        future = future_at(outcome, at)
        hours = float(ranked[future])
        said[name] = voice.say(f"terminal.{name}", future=str(future), hours=hours)
    output.say(voice.say("terminal.extremes", **said))
    if folder is None:
        output.say(voice.say("terminal.keep"))
    else:
        output.say(voice.say("terminal.why", folder=str(folder)))


def _span(window: Window, futures: int, voice: Voice, rival: str = "") -> str:
    """`in all, 29 Nov 2022 to 31 Mar 2024 (200 futures)`, both days counted; of one rival model."""
    return voice.say(
        "terminal.span_rival" if rival else "terminal.span",
        window=WindowName(window.name),
        first=window.first,
        end=window.last,
        rival=Rival(rival),
        count=futures,
    )


def _summary_line(row: dict[Any, Any], voice: Voice) -> tuple[str, ...]:
    metric = BY_NAME[row["metric"]]
    if metric.unit == SHARE:
        return voice.own(metric.words), voice.percent(row["mean"]), ""
    write = voice.whole if metric.unit in COUNTS else voice.plain
    spread = voice.between(write(row["p05"]), write(row["p95"]))
    return _named(metric, voice), voice.plus_minus(row["mean"], row["standard_error"]), spread


def _named(metric: Metric, voice: Voice) -> str:
    """A metric in words, with its unit where the words do not say it."""
    name = voice.own(metric.words)
    if metric.unit in SAID_BY_WORDS:
        return name
    return voice.say("terminal.metric", metric=name, unit=voice.own(metric.unit))


def print_difference(
    answer: WhatIf, voice: Voice, written: Mapping[str, Path | None] | None = None
) -> None:
    """What is compared, the answer, then B minus A in each window and by rival model.

    `written` says where each side was kept.
    """
    output.say(voice.say("terminal.plan_a", plan=answer.words_a))
    output.say(voice.say("terminal.plan_b", plan=answer.words_b))
    if answer.fork is not None:
        output.say(voice.say("terminal.part", day=answer.fork))
    typer.echo()
    output.say(headline(answer, voice))
    for sentence in voice.sentences(answer.closing):
        output.say(sentence)
    if answer.stopped:
        output.say(*voice.sentences([answer.stopped]))
    for note in answer.notes:
        counts = note.key == "objections"
        output.say(voice.write(note) if counts else voice.say("terminal.note", note=note))
    typer.echo()
    table = answer.difference
    whole = answer.a.windows()[-1]
    bases = {
        (metric.name, window): abs(values.mean()) for metric, window, values in answer.a.counted()
    }
    for model in dict.fromkeys(table["model"]):
        part = table[table["model"] == model]
        for window in answer.a.windows() if model == ALL_MODELS else (whole,):
            _print_window(answer, part, window, model, voice, bases)
    output.say(voice.say("terminal.read_difference"))
    print_rare(table.to_dict("records"), voice)
    for name, place in (written or {}).items():
        if place is not None:
            output.say(voice.say("terminal.side_written", name=name, place=str(place)))


def headline(answer: WhatIf, voice: Voice) -> str:
    """The sentence that heads a report of the same answer."""
    from holdfast.show.headline import sentence
    from holdfast.show.sides import Story

    return sentence(Story.of(answer, voice.words, public=False), voice.words)


def _print_window(
    answer: WhatIf,
    part: pd.DataFrame,
    window: Window,
    model: str,
    voice: Voice,
    bases: Mapping[tuple[str, Window], float],
) -> None:
    """The differences in one window, of all futures or of those of one rival model.

    `bases` are means of side A without their sign, beside which a difference may be trifling.
    """
    rows = part[(part["from"] == window.first) & (part["to"] == window.end)]
    apart = (rows[["p_better", "p_worse"]] > 0).any(axis=1)
    levels = np.array([bases[name, window] for name in rows["metric"]])
    trifling = apart & (rows["mean"].abs() < SPECK * levels)
    told = rows[apart & ~trifling]
    lines = [_difference_line(row, voice) for row in told.to_dict("records")]
    if model == ALL_MODELS and window == answer.a.windows()[-1]:
        lines.append(_cost_line(answer.cost, voice))
    rival = "" if model == ALL_MODELS else model
    title = _span(window, int(rows["n"].iloc[0]), voice, rival)
    if not apart.any():
        output.say(voice.say("terminal.none_differs", title=title) + "\n")
        return
    columns = voice.heads("b_minus_a", "verdict", "difference", "interval", "better_worse", "gain")
    if lines:
        output.print_table(title, columns, lines, words=(0, 1), drop=(5, 3))
    else:
        output.say(title)
    unlisted = (("terminal.rows_trifling", trifling), ("terminal.rows_alike", ~apart))
    for key, some in ((key, rows[chosen]) for key, chosen in unlisted):
        if names := [voice.own(BY_NAME[name].words) for name in some["metric"]]:
            output.say(voice.say(key, names=voice.joint("; ").join(names)))
            typer.echo()


def _difference_line(row: dict[Any, Any], voice: Voice) -> tuple[str, ...]:
    metric = BY_NAME[row["metric"]]
    scale, name = 1, _named(metric, voice)
    if metric.unit == SHARE:
        scale, name = 100, voice.say("terminal.share_of", metric=voice.own(metric.words))
    mean, error = scale * row["mean"], scale * row["standard_error"]
    changed = round((row["p_better"] + row["p_worse"]) * row["n"])
    return (
        name,
        voice.short(Verdict(row["verdict"], changed, row["n"])),
        voice.plus_minus(mean, error, sign=True),
        voice.span(scale * row["low"], scale * row["high"], error),
        f"{voice.percent(row['p_better'])}, {voice.percent(row['p_worse'])}",
        voice.plain(row["paired_gain"], 2) if row["paired_gain"] < 1e6 else "",
    )


def _cost_line(found: Cost, voice: Voice) -> tuple[str, ...]:
    name = voice.say("terminal.cost_added", unit=found.unit)
    same = found.stated == found.low == found.high == 0
    said = "0" if same else voice.plain(found.stated, sign=True)
    ends = "" if found.low == found.high else voice.ends(found.low, found.high)
    return name, voice.say("terminal.as_priced"), said, ends, "", ""
