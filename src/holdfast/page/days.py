"""One future of a run day by day: what the screen shows of it, written once and kept.

It is told from the record of the run at once. That the same comes again from scenario, seed and
version alone, bit by bit, is what a replay says, which takes longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.arrays import Array

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.outcome import Outcome
    from holdfast.questions.told import Head
    from holdfast.show.voice import Voice

MOST_STOCKS = 6
"""Stocks whose course is drawn."""
ROOMS = {"wide": 1180.0, "narrow": 330.0}
"""Pixels that names of months have at a desk and on a phone."""


def ranked(outcome: Outcome) -> list[tuple[int, float]]:
    """The futures of a run with their hours without power a person, the darkest first."""
    from holdfast.questions.ranking import by_hours

    return list(by_hours(outcome).itertuples(index=False, name=None))


def written(outcome: Outcome, future: int, language: str) -> dict[str, Any]:
    """What is written of a future in one language. Raises Refused if the run does not hold it."""
    from holdfast.page import day_steps
    from holdfast.page.maps import ground
    from holdfast.questions.explain import narrated, recorded
    from holdfast.questions.ranking import MIDDLE, future_at
    from holdfast.questions.story import story
    from holdfast.questions.told import head
    from holdfast.show.sides import Story
    from holdfast.show.voice import Voice

    one = recorded(outcome, future)
    table = narrated(one)
    about = head(outcome, future, table)
    voice = Voice(language, outcome.scenario)
    told = story(table, about.reported)
    dates = list(table["date"])
    return {
        "future": future,
        "futures": len(outcome.futures),
        "rank": about.rank,
        "middle": future_at(outcome, MIDDLE),
        **_lines(about, voice),
        "dates": [voice.words.numbers.day(day, year=True) for day in dates],
        "first": dates[0].isoformat(),
        "reported": dates.index(about.reported),
        **_strip(table, voice),
        "country": ground(Story.of(one, voice.words, public=False), voice.words),
        **_regions(one, voice),
        "steps": _steps(day_steps.Steps(one, table, voice)),
        "stocks": _stocks(one, voice),
        "spells": [
            {"day": dates.index(spell.first), "text": _spell(spell, voice)} for spell in told.spells
        ],
        "worst": [
            {"day": dates.index(row["date"]), "text": _worst(row, voice)}
            for row in told.days.to_dict("records")
        ],
        "seed": str(outcome.seed),
    }


def _lines(about: Head, voice: Voice) -> dict[str, Any]:
    """What a future is among the others, and what it drew of what nobody knows."""
    from holdfast.questions import words

    said = words.future(about)
    at = [line.key for line in said].index("head_drawn")
    of_draws = [voice.said(line).removeprefix("- ") for line in said[at + 1 :]]
    return {
        "lines": [voice.said(line) for line in said[:at]],
        "drawn": {"title": voice.said(said[at]), "lines": of_draws},
    }


def _strip(table: pd.DataFrame, voice: Voice) -> dict[str, Any]:
    """Hours a day, raids, months and winters of the strip above all days."""
    from holdfast.show.figures.calendar import shaded, ticks
    from holdfast.show.figures.fan import axis_top
    from holdfast.show.reductions import winter_spans

    hours = table["hours_without_power"].to_numpy()
    dates, launched = list(table["date"]), table["launched"].to_numpy()
    return {
        "hours": [round(float(each), 2) for each in hours],
        "shown": [voice.fixed(float(each), 1) for each in hours],
        "top": axis_top(float(hours.max())),
        "raids": [
            [int(day), round(float(launched[day]))] for day in np.flatnonzero(launched >= 0.5)
        ],
        "winters": winter_spans(dates) if shaded(dates) else [],
        "months": {
            size: [
                [tick.position, f"{tick.month} {tick.year}".strip()]
                for tick in ticks(dates, room, voice.words)
            ]
            for size, room in ROOMS.items()
        },
    }


def _regions(one: Outcome, voice: Voice) -> dict[str, Any]:
    """Of each day the step of the scale and the hours without power by region."""
    from holdfast.show.theme import step

    hours = one.data["hours_without_power"].isel(future=0).transpose("day", "region").values
    shown = np.round(np.asarray(hours, dtype=float), 1)
    return {
        "dark": ["".join(map(str, row)) for row in step(shown).tolist()],
        "texts": [
            [voice.say("regions.hours", hours=voice.fixed(value, 1)) for value in row]
            for row in shown.tolist()
        ],
    }


def _steps(steps: Any) -> list[dict[str, Any]]:
    from holdfast.page.day_steps import TOKENS, told

    return [
        {"name": steps.say(f"step_{key}"), "token": TOKENS[key], "days": days}
        for key, days in told(steps).items()
        if any(days)
    ]


def _stocks(one: Outcome, voice: Voice) -> list[dict[str, Any]]:
    """The course of stocks that were fired from or must not run out, the most spent first."""
    from holdfast.page.day_steps import whole_pieces

    data = one.data.isel(future=0)
    names = [voice.own(str(name)) for name in data["item_name"].values]
    held = np.asarray(data["held"].transpose("day", "item").values, dtype=float)
    spent = np.asarray(data["fired"].transpose("day", "item").values, dtype=float).sum(axis=0)
    return [
        {
            "held": [round(float(each), 1) for each in held[:, item]],
            "said": [
                voice.say("page_explain.left", item=names[item], count=voice.whole(float(each)))
                for each in whole_pieces(held[:, item])
            ],
        }
        for item in _chosen(one, held, spent)
    ]


def _chosen(one: Outcome, held: Array, spent: Array) -> Sequence[int]:
    """Places of the stocks that are drawn: those that count against survival first."""
    table = one.scenario.table("stocks")
    flags = zip(table.text("item"), table.flag("defended"), strict=True)
    defended = {name for name, flag in flags if flag}
    ids = [str(item) for item in one.data["item"].values]
    known = [item for item in range(len(ids)) if held[:, item].any()]
    chosen = [item for item in known if ids[item] in defended or spent[item] > 0]
    ordered = sorted(chosen, key=lambda item: (ids[item] not in defended, -spent[item]))
    return ordered[:MOST_STOCKS]


def _spell(spell: Any, voice: Voice) -> list[str]:
    """Days, dark days, hours, worst day, the region worst off then, and what happened."""
    from holdfast.questions import words

    first, last = (voice.words.numbers.day(day, year=True) for day in (spell.first, spell.last))
    return [
        first if spell.first == spell.last else voice.between(first, last),
        voice.whole(spell.days),
        voice.whole(spell.hours),
        voice.fixed(spell.worst, 1),
        voice.own(spell.region),
        voice.write(
            words.spell(
                spell.launched, spell.jammed, spell.leaked, spell.raids, spell.collapses,
                spell.ran_out,
            )
        ),
    ]  # fmt: skip


def _worst(row: dict[Any, Any], voice: Voice) -> list[str]:
    """Day, hours, of them by schedule, the region worst off, and what happened."""
    hours = voice.fixed(row["worst_region_hours"], 1)
    return [
        voice.words.numbers.day(row["date"], year=True),
        voice.fixed(row["hours_without_power"], 1),
        voice.fixed(row["hours_planned"], 1),
        voice.say("terminal.region_hours", region=voice.own(row["worst_region"]), hours=hours),
        voice.write(row["events"]) or voice.say("page_explain.quiet"),
    ]
