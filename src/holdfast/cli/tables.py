"""Answers as tables for a reader at a terminal: runs, differences, the hindcast."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli import output
from holdfast.outcome import numbers
from holdfast.outcome.metrics import BY_NAME, Metric
from holdfast.questions.compare import ALL_MODELS
from holdfast.questions.hindcast import COLUMNS, DATES, RECIPE
from holdfast.questions.ranking import BEST, METRIC, MIDDLE, WORST, by_hours, future_at
from holdfast.questions.refused import Refused
from holdfast.questions.words import price_range

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome
    from holdfast.outcome.windows import Window
    from holdfast.questions.cost import Cost
    from holdfast.questions.whatif import WhatIf

SHARE = "share of futures"
"""Unit of metrics that are yes or no in each future."""
COUNTS = ("days", "count")
"""Units of what has no fraction in one future."""
SAID_BY_WORDS = ("h/person", "days", "count")
"""Units that the words of a metric say already."""


def print_summary(outcome: Outcome) -> None:
    """A block of lines for each window: mean and standard error, and nine futures in ten."""
    table = outcome.summary()
    for window in outcome.windows():
        part = table[(table["from"] == window.first) & (table["to"] == window.end)]
        lines = [_summary_line(row) for row in part.to_dict("records")]
        columns = ("", "mean", "nine futures in ten")
        output.print_table(_span(window, len(outcome.futures)), columns, lines)
    output.say("mean ± standard error; of survival the share of futures in which it holds")


def print_extremes(outcome: Outcome, folder: Path | None) -> None:
    """The worst, the middle and the best future, and how they are told day by day."""
    ranked = by_hours(outcome).set_index("future")[METRIC]
    said = [
        f"{name} {future} ({numbers.plain(float(ranked[future]))} h)"
        for name, future in (
            ("the worst", future_at(outcome, WORST)),
            ("the middle one", future_at(outcome, MIDDLE)),
            ("the best", future_at(outcome, BEST)),
        )
    ]
    output.say(f"By hours without power per person, {', '.join(said[:2])} and {said[2]}.")
    if folder is None:
        output.say("With --out DIR the run is kept, and `holdfast explain DIR --worst` tells why.")
    else:
        output.say(f"`holdfast explain {folder} --worst` tells why.")


def _span(window: Window, futures: int, more: str = "") -> str:
    return f"{window.name}, {window.first} to {window.end}{more} ({futures_words(futures)})"


def futures_words(count: int) -> str:
    """`200 futures`."""
    return f"{count:,} future{'' if count == 1 else 's'}"


def _summary_line(row: dict[Any, Any]) -> tuple[str, ...]:
    metric = BY_NAME[row["metric"]]
    if metric.unit == SHARE:
        return metric.words, numbers.percent(row["mean"]), ""
    write = numbers.whole if metric.unit in COUNTS else numbers.plain
    spread = f"{write(row['p05'])} to {write(row['p95'])}"
    return _named(metric), numbers.plus_minus(row["mean"], row["standard_error"]), spread


def _named(metric: Metric) -> str:
    """A metric in words, with its unit where the words do not say it."""
    return metric.words if metric.unit in SAID_BY_WORDS else f"{metric.words}, {metric.unit}"


def print_difference(answer: WhatIf, written: Mapping[str, Path | None] | None = None) -> None:
    """What is compared, then B minus A in each window, then by rival model of air defence.

    `written` says where each side was kept; the answer in all comes last.
    """
    output.say(f"A: {answer.words_a}\nB: {answer.words_b}")
    if answer.fork is not None:
        output.say(f"They part on {numbers.day(answer.fork)}.")
    typer.echo()
    table = answer.difference
    columns = ("B minus A", "verdict", "difference", "95 % interval", "B better, worse", "gain")
    whole = answer.a.windows()[-1]
    for model in dict.fromkeys(table["model"]):
        part = table[table["model"] == model]
        for window in answer.a.windows():
            if model != ALL_MODELS and window != whole:
                continue
            lines = [
                _difference_line(row)
                for row in part.to_dict("records")
                if (row["from"], row["to"]) == (window.first, window.end)
            ]
            if model == ALL_MODELS and window == whole:
                lines.append(_cost_line(answer.cost))
            said = "" if model == ALL_MODELS else f", {model} model of air defence only"
            title = _span(window, int(part["n"].iloc[0]), said)
            if not _differs(part, window):
                output.say(f"{title}: no future differs\n")
                continue
            output.print_table(title, columns, lines, words=(0, 1), drop=(5, 3))
    output.say(
        "difference ± standard error, on which the verdict rests; the interval is corrected for "
        "skewness; B better, worse: share of futures; gain: variance of the unpaired difference "
        "over that of the paired"
    )
    for note in answer.notes:
        output.say(f"Note: {note}.")
    if answer.stopped:
        output.say(f"{answer.stopped[:1].upper()}{answer.stopped[1:]}.")
    for name, place in (written or {}).items():
        if place is not None:
            output.say(f"Side {name} is written to {place}.")
    typer.echo()
    for sentence in answer.closing:
        output.say(f"{sentence[:1].upper()}{sentence[1:]}.")


def _differs(part: pd.DataFrame, window: Window) -> bool:
    """Whether any future differs in any metric of a window."""
    rows = part[(part["from"] == window.first) & (part["to"] == window.end)]
    return bool((rows[["p_better", "p_worse"]] > 0).any(axis=None))


def _difference_line(row: dict[Any, Any]) -> tuple[str, ...]:
    metric = BY_NAME[row["metric"]]
    scale, name = (100, f"{metric.words}, % of futures") if metric.unit == SHARE else (1, "")
    mean, error = scale * row["mean"], scale * row["standard_error"]
    return (
        name or _named(metric),
        row["verdict"],
        numbers.plus_minus(mean, error, sign=True),
        numbers.span(scale * row["low"], scale * row["high"], error),
        f"{numbers.percent(row['p_better'])}, {numbers.percent(row['p_worse'])}",
        numbers.plain(row["paired_gain"], 2) if row["paired_gain"] < 1e6 else "",
    )


def _cost_line(found: Cost) -> tuple[str, ...]:
    same = found.stated == found.low == found.high == 0
    said = "0" if same else numbers.plain(found.stated, sign=True)
    return f"cost of what is added, {found.unit}", "as priced", said, price_range(found), "", ""


def print_hindcast(table: pd.DataFrame) -> None:
    """Each figure beside the model, and how many bands are met."""
    lines = [
        (
            row["id"],
            row["metric"],
            row["region"],
            f"{row['from']} to {row['to']}",
            f"{row['value']:g} ({row['band_low']:g} to {row['band_high']:g})",
            f"{_figure(row['median'])} ({_figure(row['p05'])} to {_figure(row['p95'])})",
            "not known" if row["chance"] != row["chance"] else f"{row['chance']:.2f}",
            "met" if row["met"] else "not met",
        )
        for row in table.to_dict("records")
    ]
    columns = (
        "id",
        "metric",
        "region",
        "days",
        "published (band)",
        "median (nine in ten)",
        "chance",
        "median",
    )
    output.print_table("Public figures and the model", columns, lines, words=(1, 3, 4, 5))
    own = table[~table["also_sets_a_default"].astype(bool)]
    output.say(
        hindcast_words(
            *(len(part) for part in (table, table[table["met"]])),
            *(len(part) for part in (own, own[own["met"]])),
        )
    )


def hindcast_words(figures: int, met: int, own: int, own_met: int) -> str:
    """How many bands are met, of all figures and of those that prove something."""
    said = f"Of {_figures(figures)} {_are_met(met)}"
    if own == figures:
        return f"{said}; none of them sets a default."
    if not own:
        return f"{said}; all of them also set a default, so agreement proves nothing."
    which = f"the {_figures(own)} that set{'s' if own == 1 else ''} no default"
    return f"{said}; of {which} {_are_met(own_met)}."


def _figures(count: int) -> str:
    return f"{count} figure{'' if count == 1 else 's'}"


def _are_met(count: int) -> str:
    return "none is met" if count == 0 else "one is met" if count == 1 else f"{count} are met"


def _figure(value: float) -> str:
    return "never" if value == math.inf else numbers.plain(value)


def read_hindcast(path: Path) -> pd.DataFrame:
    """The table in a file that `hindcast --out` wrote. Raises Refused if it is none."""
    import pandas as pd

    what = f"{path} is not what `holdfast hindcast --out` writes"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        table = pd.DataFrame(document["rows"])[list(COLUMNS)]
        table.attrs = {name: document[name] for name in RECIPE if name in document}
        for name in DATES:
            table[name] = [date.fromisoformat(text) for text in table[name]]
        for name in ("value", "band_low", "band_high", "p05", "median", "p95", "chance"):
            table[name] = table[name].astype(float)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {(error.strerror or '').lower()}") from error
    except json.JSONDecodeError as error:
        raise Refused(f"{what}: it is no JSON document; make it by `holdfast hindcast`") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(f"{what}: its rows are not those of a hindcast") from error
    return table
