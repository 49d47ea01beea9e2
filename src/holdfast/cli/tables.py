"""Answers as tables for a reader at a terminal."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli import output
from holdfast.outcome import numbers
from holdfast.outcome.metrics import BY_NAME, Metric
from holdfast.questions.compare import ALL_MODELS
from holdfast.questions.hindcast import COLUMNS, DATES, RECIPE
from holdfast.questions.refused import Refused

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome
    from holdfast.questions.stocks import Stocks
    from holdfast.questions.whatif import WhatIf

SHARE = "share of futures"
"""Unit of metrics that are yes or no in each future."""
SAID_BY_WORDS = ("h/person", "days", "count", SHARE)


def print_summary(outcome: Outcome) -> None:
    """A block of lines for each window: mean and standard error, and nine futures in ten."""
    table = outcome.summary()
    for window in outcome.windows():
        part = table[(table["from"] == window.first) & (table["to"] == window.end)]
        lines = [_summary_line(row) for row in part.to_dict("records")]
        title = f"{window.name}, {window.first} to {window.end} ({len(outcome.futures)} futures)"
        columns = ("", "mean", "nine futures in ten")
        output.print_table(title, columns, lines)
    typer.echo("mean ± standard error; survival counts futures")


def _summary_line(row: dict[Any, Any]) -> tuple[str, ...]:
    metric = BY_NAME[row["metric"]]
    if metric.unit == SHARE:
        return _named(metric), _chance(row["mean"], row["n"]), ""
    spread = f"{numbers.plain(row['p05'])} to {numbers.plain(row['p95'])}"
    return _named(metric), numbers.plus_minus(row["mean"], row["standard_error"]), spread


def _named(metric: Metric) -> str:
    """A metric in words, with its unit where the words do not say it."""
    return metric.words if metric.unit in SAID_BY_WORDS else f"{metric.words}, {metric.unit}"


def _chance(share: float, futures: int) -> str:
    return numbers.futures_of(share, futures).removesuffix(" futures").replace(" futures", "")


def print_difference(answer: WhatIf) -> None:
    """What is compared, then B minus A in each window, then by rival model of air defence."""
    typer.echo(f"A: {answer.words_a}\nB: {answer.words_b}")
    if answer.fork is not None:
        typer.echo(f"They part on {numbers.day(answer.fork)}.")
    table = answer.difference
    columns = (
        "B minus A",
        "difference",
        "95 % interval",
        "better, worse in",
        "gain",
        "verdict",
    )
    for model in dict.fromkeys(table["model"]):
        part = table[table["model"] == model]
        for window in answer.a.windows():
            if model != ALL_MODELS and window != answer.a.windows()[-1]:
                continue
            lines = [
                _difference_line(row)
                for row in part.to_dict("records")
                if (row["from"], row["to"]) == (window.first, window.end)
            ]
            said = "" if model == ALL_MODELS else f", {model} model of air defence only"
            title = f"{window.name}, {window.first} to {window.end}{said}"
            output.print_table(title, columns, lines)
    typer.echo(
        "difference ± standard error; better, worse in: futures in which B is; gain: variance of "
        "the unpaired difference over that of the paired"
    )
    typer.echo(answer.verdict)
    for note in answer.notes:
        typer.echo(f"Note: {note}.")


def _difference_line(row: dict[Any, Any]) -> tuple[str, ...]:
    metric = BY_NAME[row["metric"]]
    low, high = numbers.plain(row["low"], sign=True), numbers.plain(row["high"], sign=True)
    gain = numbers.plain(row["paired_gain"], 2) if row["paired_gain"] < 1e6 else ""
    return (
        _named(metric),
        numbers.plus_minus(row["mean"], row["standard_error"], sign=True),
        f"{low} to {high}",
        numbers.both_of(row["p_better"], row["p_worse"], row["n"]),
        gain,
        row["verdict"],
    )


def print_stocks(answer: Stocks, futures: int) -> None:
    """When each item runs out."""
    lines = [
        (
            row["name"],
            numbers.plain(row["held_at_first"]),
            _day(row["passes_10_percent"]),
            _day(row["median_zero_day"]),
            _chance(row["p_empty"], futures),
        )
        for row in answer.runs_out.to_dict("records")
    ]
    columns = (
        "item",
        "held at first",
        "a tenth are out by",
        "half are out by",
        "out at all in",
    )
    output.print_table(f"When stocks run out, of {futures} futures", columns, lines)


def print_future(table: pd.DataFrame, future: int, every_day: bool) -> None:
    """One future, the days on which something happened unless all are asked for."""
    kept = table if every_day else table[table["events"] != ""]
    lines = [
        (
            str(row["date"]),
            f"{row['hours_without_power']:.1f}",
            f"{100 * row['dark_evening']:.0f} %",
            f"{row['temperature']:.0f}",
            f"{row['out_of_use']:.0f}",
            row["events"],
        )
        for row in kept.to_dict("records")
    ]
    columns = (
        "day",
        "h without",
        "evening",
        "degrees",
        "damaged",
        "what happened",
    )
    title = f"Future {future}: hours without power, share dark in the evening, what is damaged"
    output.print_table(title, columns, lines, words=(len(columns) - 1,))


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
    output.print_table("Public figures and the model", columns, lines, words=(1,))
    own = table[~table["also_sets_a_default"]]
    typer.echo(
        f"{int(table['met'].sum())} of {len(table)} bands are met; of the {len(own)} figures "
        f"that set no default {int(own['met'].sum())}."
    )


def _figure(value: float) -> str:
    return "never" if value == math.inf else numbers.plain(value)


def read_hindcast(path: Path) -> pd.DataFrame:
    """The table in a file that `hindcast --out` wrote. Raises Refused if it is none."""
    import pandas as pd

    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        table = pd.DataFrame(document["rows"])[list(COLUMNS)]
        table.attrs = {name: document[name] for name in RECIPE if name in document}
        for name in DATES:
            table[name] = [date.fromisoformat(text) for text in table[name]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"{path} is not what `holdfast hindcast --out` writes: {error}") from error
    for name in ("value", "band_low", "band_high", "p05", "median", "p95", "chance"):
        table[name] = table[name].astype(float)
    return table


def _day(value: Any) -> str:
    return numbers.day(value) if isinstance(value, date) else "not"
