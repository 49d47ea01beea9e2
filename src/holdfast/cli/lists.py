"""Answers as lists for a reader at a terminal: packages, stocks, the days of a future."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli import output
from holdfast.questions import words

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.questions.stocks import Stocks
    from holdfast.questions.story import Spell
    from holdfast.questions.told import Head
    from holdfast.show.voice import Voice


def print_packages(
    rows: Sequence[dict[str, Any]],
    names: Mapping[str, str],
    scenario: str,
    currency: str,
    voice: Voice,
) -> None:
    """The packages of a scenario: contents, partners, dates, cost with its range.

    `names` are those of partners by their codes.
    """
    if not rows:
        output.say(voice.say("terminal.packages_none", scenario=scenario))
        return
    lines = [
        (
            row["package"],
            voice.write(row["contents"]),
            _givers(row["partners"], names, voice),
            _dates(row["first"], row["last"], voice),
            _price(row, voice),
        )
        for row in rows
    ]
    columns = (
        *voice.heads("package", "contents", "partners", "arrives"),
        voice.say("terminal.cost", unit=words.million(currency)),
    )
    title = voice.say("terminal.packages", scenario=scenario)
    output.print_table(title, columns, lines, words=(0, 1, 2, 3, 4))


def _givers(codes: str, names: Mapping[str, str], voice: Voice) -> str:
    """Partners by name, each with the code by which a delivery of it is typed."""
    return ", ".join(
        f"{voice.own(names[code])} ({code})" if code in names else code
        for code in codes.split(", ")
    )


def _dates(first: date, last: date, voice: Voice) -> str:
    if first == last:
        return voice.day(first)
    return voice.between(voice.day(first), voice.day(last))


def _price(row: dict[str, Any], voice: Voice) -> str:
    said = voice.plain(row["cost"])
    if row["cost_low"] == row["cost_high"]:
        return said
    return f"{said} ({voice.ends(row['cost_low'], row['cost_high'])})"


def print_stocks(answer: Stocks, futures: int, first: date, voice: Voice) -> None:
    """When each item runs out, and for which class its rounds are spared."""
    from holdfast.show import spares_said

    lines = []
    for row in answer.runs_out.to_dict("records"):
        name, unit = voice.own(row["name"]), voice.own(row["unit"])
        if not row["ever_held"]:
            lines.append((name, unit, voice.say("terminal.never_held"), "", "", ""))
            continue
        lines.append(
            (
                name,
                unit,
                _pieces(row["held_at_first"], str(row["unit"]), voice),
                _day(row["passes_10_percent"], first, voice),
                _day(row["median_zero_day"], first, voice),
                voice.percent(row["p_empty"]),
            )
        )
    columns = voice.heads("item", "unit", "held", "tenth_out", "half_out", "ever_out")
    title = voice.say("terminal.stocks", day=first, count=futures)
    output.print_table(title, columns, lines, words=(0, 1))
    output.say(voice.say("terminal.read_stocks", day=first))
    for text in spares_said.sentences(answer.spares, voice):
        output.say(text)


def print_readiness(table: pd.DataFrame, voice: Voice) -> None:
    """The week in which least of each system is ready, and how much then waits for a part."""
    from holdfast.questions.readiness import PART, READY, least_ready

    lines = []
    for system, week in least_ready(table):
        rows = table[(table["system"] == system) & (table["week"] == week)]
        by_state = {str(row["state"]): row for row in rows.to_dict("records")}
        ready = by_state[READY]
        lines.append(
            (
                voice.own(str(ready["name"])),
                voice.day(week),
                _units(ready, voice),
                voice.percent(ready["median"]),
                voice.between(voice.percent(ready["p10"]), voice.percent(ready["p90"])),
                voice.percent(by_state[PART]["median"]),
            )
        )
    columns = voice.heads("system", "week", "ready_units", "ready", "four_in_five", "awaits_part")
    output.print_table(voice.say("terminal.readiness"), columns, lines, words=(0,))


def _units(row: dict[Any, Any], voice: Voice) -> str:
    """How many fire units are ready of how many, in the mean over the futures."""
    units, fleet = (voice.local(f"{row[name]:.1f}") for name in ("units", "fleet"))
    return voice.say("readiness.units_of", units=units, fleet=fleet)


def _pieces(count: float, unit: str, voice: Voice) -> str:
    """Pieces are whole; what is less than one of a measure keeps its decimals."""
    if not 0 < count < 1:
        return voice.whole(count)
    if unit in words.MEASURES or unit.startswith("million"):
        return voice.plain(count)
    return voice.say("form.under", least=voice.whole(1))


def _day(value: Any, first: date, voice: Voice) -> str:
    if not isinstance(value, date):
        return voice.say("terminal.not_out")
    return voice.say("terminal.already") if value == first else voice.day(value)


def print_head(about: Head, voice: Voice) -> None:
    """What a future is among the others."""
    for line in words.future(about):
        output.say(voice.said(line))
    typer.echo()


def print_story(table: pd.DataFrame, about: Head, voice: Voice) -> None:
    """One future: its dark spells and its worst days."""
    from holdfast.questions.story import story

    found = story(table, about.reported)
    if found.spells:
        columns = voice.heads(
            "spell",
            "dark_days",
            "hours_without",
            "worst_day",
            "worst_off",
            "events",
        )
        title = voice.say("terminal.story_spells", future=str(about.future))
        lines = [_spell(each, voice) for each in found.spells]
        output.print_table(title, columns, lines, words=(0, 4, 5), drop=(3,))
        key = "story_more" if found.more else "story_rest"
        hours = voice.whole(found.more_hours)
        output.say(voice.say(f"terminal.{key}", count=found.more, hours=hours))
        typer.echo()
        days = [_worst_day(row, voice) for row in found.days.to_dict("records")]
        columns = voice.heads(
            "day", "hours_without", "hours_planned", "evening", "worst_off", "events"
        )
        title = voice.say("terminal.story_days")
        output.print_table(title, columns, days, words=(0, 4, 5), drop=(3, 2))
    else:
        output.say(voice.say("terminal.story_none"))
    if said := _collapse(table, about, voice):
        output.say(said)
    output.say(voice.say("terminal.story_ask"))


def _collapse(table: pd.DataFrame, about: Head, voice: Voice) -> str:
    """Why the grid collapsed on the day on which the least got through; "" if it never did."""
    before = table["out_of_use"].shift(fill_value=0.0)
    told = table.assign(before=before)
    fell = told[(told["date"] >= about.reported) & (told["collapses"] > 0)]
    if fell.empty:
        return ""
    place = int(fell["leaked"].to_numpy().argmin())
    return voice.say(
        "terminal.story_collapse",
        day=voice.day(fell["date"].iloc[place]),
        leaked=voice.whole(float(fell["leaked"].iloc[place])),
        before=voice.whole(float(fell["before"].iloc[place])),
    )


def _spell(each: Spell, voice: Voice) -> tuple[str, ...]:
    first, last = voice.day(each.first), voice.day(each.last)
    return (
        first if each.first == each.last else voice.between(first, last),
        voice.whole(each.days),
        voice.whole(each.hours),
        voice.fixed(each.worst, 1),
        voice.own(each.region),
        voice.write(
            words.spell(
                each.launched, each.jammed, each.leaked, each.raids, each.collapses, each.ran_out
            )
        ),
    )


def _worst_day(row: dict[Any, Any], voice: Voice) -> tuple[str, ...]:
    hours = voice.fixed(row["worst_region_hours"], 1)
    region = voice.own(row["worst_region"])
    return (
        voice.day(row["date"]),
        voice.fixed(row["hours_without_power"], 1),
        voice.fixed(row["hours_planned"], 1),
        voice.percent(round(row["dark_evening"], 2)),
        voice.say("terminal.region_hours", region=region, hours=hours),
        voice.write(row["events"]),
    )


def print_days(table: pd.DataFrame, about: Head, every_day: bool, voice: Voice) -> None:
    """The days of one future: each, or those on which something happened."""
    from holdfast.questions.told import told

    stretches = (
        [(day, day + 1) for day in range(len(table))] if every_day else told(table, about.reported)
    )
    days = table.to_dict("records")
    lines: list[tuple[str, ...]] = []
    begun = days[0]["date"] >= about.reported
    for first, end in stretches:
        if not begun and days[end - 1]["date"] >= about.reported:
            lines.append(("", "", "", "", "", "", voice.say("terminal.warm_up")))
            begun = True
        part = days[first:end]
        lines.append(
            _future_day(part[0], voice) if len(part) == 1 else _future_stretch(part, voice)
        )
    columns = voice.heads(
        "day", "hours_without", "hours_planned", "evening", "degrees", "damaged", "events"
    )
    title = voice.say("terminal.story", future=str(about.future))
    output.print_table(title, columns, lines, words=(6,), drop=(5, 4, 3))


def _future_day(row: dict[Any, Any], voice: Voice) -> tuple[str, ...]:
    return (
        str(row["date"]),
        voice.fixed(row["hours_without_power"], 1),
        voice.fixed(row["hours_planned"], 1),
        voice.percent(round(row["dark_evening"], 2)),
        voice.whole(row["temperature"]),
        voice.whole(row["out_of_use"]),
        voice.write(row["events"]),
    )


def _future_stretch(part: list[dict[Any, Any]], voice: Voice) -> tuple[str, ...]:
    hours = voice.fixed(sum(row["hours_without_power"] for row in part), 1)
    said = voice.say("terminal.stretch", count=len(part), hours=hours)
    return "", hours, "", "", "", "", said
