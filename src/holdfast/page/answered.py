"""A comparison as the screen of what if shows it: sentences, rows, a figure and two signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.outcome.metrics import BY_NAME
from holdfast.outcome.statistics import SPECK
from holdfast.questions.compare import ALL_MODELS
from holdfast.questions.fields import Verdict
from holdfast.show import reductions
from holdfast.show.headline import sentence
from holdfast.show.sections import certainty
from holdfast.show.sections.unfolds import RASTER_DAYS
from holdfast.show.sides import DAILY, Side, Story
from holdfast.show.theme import step
from holdfast.show.voice import Voice

if TYPE_CHECKING:
    from holdfast.outcome.windows import Window
    from holdfast.questions.whatif import WhatIf

METRICS = (
    "hours_without_power", "suffering", "survival", "survival_of_service", "survival_of_grid",
    "survival_of_stocks",
)  # fmt: skip
"""What the screen tells of, in its order."""
WINTRY = 28
"""Days of a winter that are much of one."""
SHARE, PERCENT = "share of futures", 100
TENTHS = 10


def answered(made: WhatIf, language: str, early: bool = False) -> dict[str, Any]:
    """All that stands on the screen of an answer, in a language.

    One that is `early` goes to a day before the end: it has no sentence, cost or note, which are of
    the whole, no winter that is not over, and says up to which day it goes.
    """
    voice = Voice(language, made.b.scenario)
    story = Story.of(made, voice.words, public=False)
    drawing = certainty.difference(story, voice.words)
    *winters, whole = made.a.windows()
    if early:
        winters = [winter for winter in winters if winter.end < whole.end]
    windows = [_window(made, window, voice) for window in (whole, *winters)]
    if early:
        day = voice.words.numbers.day(story.dates[-1], year=True)
        windows = [_so_far(window, voice) for window in windows]
        windows[0]["name"] = voice.say("page_whatif.up_to", day=day)
    return {
        "headline": "" if early else sentence(story, voice.words),
        "closing": [] if early else voice.sentences(made.closing),
        "notes": []
        if early
        else [voice.write(note) for note in made.notes if note.fields.get("count") != 0],
        "sides": [voice.write(each) for each in (made.words_a, made.words_b)],
        "futures": len(made.b.futures),
        "windows": windows,
        "cost": None if early else _cost(made, voice),
        "figure": dict(drawing.drawing.sizes) if drawing.drawing else {},
        "measure": drawing.measure,
        "signatures": [_signature(side) for side in story.sides],
        "first": story.dates[0].isoformat(),
        "last": story.dates[-1].isoformat(),
        "wintry": _wintry(made),
    }


def _window(made: WhatIf, window: Window, voice: Voice) -> dict[str, Any]:
    table = made.difference
    rows = table[
        (table["from"] == window.first)
        & (table["to"] == window.end)
        & (table["model"] == ALL_MODELS)
    ]
    by_name = {row["metric"]: row for row in rows.to_dict("records")}
    told = [_row(made, window, by_name[name], voice) for name in METRICS if name in by_name]
    return {"name": voice.window(window.name), "rows": told}


def _so_far(window: dict[str, Any], voice: Voice) -> dict[str, Any]:
    """The rows of a first answer: what has not changed by then may change yet."""
    none = voice.say("verdict.none")
    rows = [
        {**row, "verdict": voice.say("page_whatif.none_yet")} if row["verdict"] == none else row
        for row in window["rows"]
    ]
    return {**window, "rows": rows}


def _wintry(made: WhatIf) -> bool:
    """Whether much of a winter lies in the days on which the plans differ."""
    days = made.a.data["day"].values.astype("datetime64[D]")
    after = days if made.fork is None else days[days >= np.datetime64(made.fork)]
    months = after.astype("datetime64[M]").astype(int) % 12 + 1
    return bool(np.sum((months >= 10) | (months <= 3)) >= WINTRY)


def _row(made: WhatIf, window: Window, row: Mapping[Any, Any], voice: Voice) -> dict[str, Any]:
    """One difference: what it is of, mean with its error, 95 % interval, verdict."""
    metric = BY_NAME[row["metric"]]
    scale = PERCENT if metric.unit == SHARE else 1
    unit = voice.say("page_whatif.in_hundred") if metric.unit == SHARE else voice.own(metric.unit)
    named = {"name": voice.say(f"page_whatif.metric_{metric.name}"), "unit": unit}
    changed = round((row["p_better"] + row["p_worse"]) * row["n"])
    level = abs(float(made.a.values(metric.name, window).mean()))
    if not changed or abs(row["mean"]) < SPECK * level:
        verdict = voice.say("verdict.none" if not changed else "page_whatif.trifle")
        return {**named, "value": "0", "interval": "", "verdict": verdict, "told": False}
    error = scale * row["standard_error"]
    return {
        **named,
        "value": voice.plus_minus(scale * row["mean"], error, sign=True),
        "interval": voice.span(scale * row["low"], scale * row["high"], error),
        "verdict": voice.short(Verdict(row["verdict"], changed, row["n"])),
        "told": row["verdict"] == "told apart",
    }


def _cost(made: WhatIf, voice: Voice) -> dict[str, str]:
    """What side B costs more than side A, at the prices of the catalogue."""
    found = made.cost
    same = found.stated == found.low == found.high == 0
    return {
        "value": "0" if same else voice.plain(found.stated, sign=True),
        "interval": "" if found.low == found.high else voice.ends(found.low, found.high),
        "unit": voice.unit(found.unit, 2),
    }


def _signature(side: Side) -> dict[str, Any]:
    """Steps of the scale from lit to dark, by tenth and day, and hours in all."""
    steps = step(reductions.tenths(reductions.moving(side.hours, RASTER_DAYS), TENTHS))
    hours = side.estimate(DAILY, side.window)
    return {
        "steps": ["".join(map(str, row)) for row in steps],
        "hours": [hours.mean, hours.standard_error],
    }
