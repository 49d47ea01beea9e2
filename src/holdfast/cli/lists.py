"""Answers as lists for a reader at a terminal: packages, stocks, the days of a future."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli import output
from holdfast.cli.tables import futures_words
from holdfast.outcome import numbers
from holdfast.questions import words
from holdfast.questions.told import told

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.questions.stocks import Stocks
    from holdfast.questions.told import Head


def print_packages(table: pd.DataFrame, scenario: str, currency: str) -> None:
    """The packages of a scenario: contents, partners, dates, cost with its range."""
    if table.empty:
        output.say(f"{scenario} names no packages; write them in packages.csv")
        return
    lines = [
        (
            row["package"],
            row["contents"],
            row["partners"],
            _dates(row["first"], row["last"]),
            _price(row),
        )
        for row in table.to_dict("records")
    ]
    columns = ("package", "contents", "partners", "arrives", f"cost, {currency} million")
    output.print_table(f"Packages of {scenario}", columns, lines, words=(0, 1, 2, 3, 4))


def _dates(first: date, last: date) -> str:
    return numbers.day(first) if first == last else f"{numbers.day(first)} to {numbers.day(last)}"


def _price(row: dict[Any, Any]) -> str:
    said = numbers.plain(row["cost"])
    if row["cost_low"] == row["cost_high"]:
        return said
    return f"{said} ({numbers.plain(row['cost_low'])} to {numbers.plain(row['cost_high'])})"


def print_stocks(answer: Stocks, futures: int, first: date) -> None:
    """When each item runs out."""
    lines = []
    for row in answer.runs_out.to_dict("records"):
        if not row["ever_held"]:
            lines.append((row["name"], row["unit"], "never held", "", "", ""))
            continue
        lines.append(
            (
                row["name"],
                row["unit"],
                numbers.plain(row["held_at_first"]),
                _day(row["passes_10_percent"], first),
                _day(row["median_zero_day"], first),
                numbers.percent(row["p_empty"]),
            )
        )
    columns = ("item", "unit", "held at first", "a tenth are out by", "half are out by", "ever out")
    title = f"When stocks run out, from {numbers.day(first)} on ({futures_words(futures)})"
    output.print_table(title, columns, lines, words=(0, 1))
    output.say(
        "out: none is left at midnight that was there before; what was used up before "
        f"{numbers.day(first)}, the first reported day, counts as out already on that day; "
        "what is pledged and has not come is not out"
    )


def _day(value: Any, first: date) -> str:
    if not isinstance(value, date):
        return "not"
    return "already" if value == first else numbers.day(value)


def print_future(table: pd.DataFrame, about: Head, every_day: bool) -> None:
    """One future: five lines of what it is among the others, then its days."""
    for line in words.future(about):
        output.say(line)
    typer.echo()
    stretches = (
        [(day, day + 1) for day in range(len(table))] if every_day else told(table, about.reported)
    )
    days = table.to_dict("records")
    lines: list[tuple[str, ...]] = []
    begun = days[0]["date"] >= about.reported
    for first, end in stretches:
        if not begun and days[end - 1]["date"] >= about.reported:
            lines.append(
                ("", "", "", "", "", "", "reporting begins; the days before are a warm-up")
            )
            begun = True
        part = days[first:end]
        lines.append(_future_day(part[0]) if len(part) == 1 else _future_stretch(part))
    columns = ("day", "h without power", "planned, h", "dark at evening", "°C", "damaged", "events")
    title = f"Future {about.future}, day by day: hours per person, people dark in the evening"
    output.print_table(title, columns, lines, words=(6,), drop=(5, 4, 3))


def _future_day(row: dict[Any, Any]) -> tuple[str, ...]:
    return (
        str(row["date"]),
        f"{row['hours_without_power']:.1f}",
        f"{row['hours_planned']:.1f}",
        numbers.percent(round(row["dark_evening"], 2)),
        numbers.whole(row["temperature"]),
        numbers.whole(row["out_of_use"]),
        row["events"],
    )


def _future_stretch(part: list[dict[Any, Any]]) -> tuple[str, ...]:
    hours = sum(row["hours_without_power"] for row in part)
    said = f"… {len(part)} days, {hours:.1f} h without power"
    return "", f"{hours:.1f}", "", "", "", "", said
