"""How much of each type of air defence is ready, drawn by week, and where the rest is: a table."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from holdfast.model.types import WEEK
from holdfast.questions.readiness import (
    FEW,
    IN_PLACE,
    PART,
    READY,
    expected_few,
    has,
    least_ready,
    readiness,
)
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import fleets as figure
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.show.sides import Side, Story

POINTS = ("median", "p10", "p90")
MOST = 6
"""Types that are drawn; the table has all."""
EVERY = 4
"""Weeks from one row of the table to the next."""


def fleets(story: Story, words: Catalogue) -> Section | None:
    """The share ready by week; None where nothing is mended in echelons, and in a public report."""
    if story.public or not has(story.shown.outcome):
        return None
    tables = [readiness(side.outcome) for side in story.sides]
    if not len(tables[-1]):
        return None
    lines = [
        line
        for side, table in zip(story.sides, tables, strict=True)
        for line in _lines(side, table, story, words)
    ]
    head = [*(["readiness.side"] if story.paired else []), "readiness.system", "readiness.week"]
    columns = (
        *map(words.say, [*head, "readiness.units", "readiness.ready", "readiness.part"]),
        *echelon_names(story, words),
        words.say("readiness.in_place"),
    )
    view = figure.Fleets(story.dates, drawn(tables, story.dates, words))
    title, measure = _title(tables[-1], story, words), words.say("readiness.measure")
    spread = any(np.any(each.shown.low < each.shown.high) for each in view.fleets)
    keys = [
        Key("defence", words.say("readiness.key_median")),
        *([Key("defence", words.say("readiness.key_band"), "band")] if spread else []),
        *([Key("none", story.baseline.label, "dash")] if story.paired else []),
    ]
    return Section(
        identity="readiness",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "readiness", title, measure, lambda width: figure.draw(view, width, words)
        ),
        keys=keys,
        numbers=Numbers(words.say("form.numbers"), columns, tuple(lines), words=(1,), paper=0),
        notes=[
            words.say("readiness.rest"),
            *([words.say("readiness.most", count=MOST)] if len(view.fleets) == MOST else []),
            *_expected(story, words),
            words.say("readiness.note", weeks=EVERY),
        ],
    )


def _expected(story: Story, words: Catalogue) -> list[str]:
    """That the band of types with few units is of expected numbers."""
    names = expected_few(story.shown.outcome, story.scenario)
    told = ", ".join(map(words.own, names))
    return [words.say("readiness.expected", systems=told, most=FEW)] if names else []


def drawn(tables: list[pd.DataFrame], dates: list[dt.date], words: Catalogue) -> list[figure.Fleet]:
    """Up to MOST types of the last table, the least ready first, beside those of the first.

    The note says when one is least ready.
    """
    made = []
    for system, week in least_ready(tables[-1])[:MOST]:
        shown, others = (_ready(table, system, dates) for table in (tables[-1], tables[0]))
        place = int(np.flatnonzero(shown.weeks * WEEK == (week - dates[0]).days)[0])
        name = tables[-1].loc[tables[-1]["system"] == system, "name"].iloc[0]
        least = words.say(
            "form.percent", value=words.numbers.fixed(100 * float(shown.middle[place]))
        )
        note = words.say("readiness.least", share=least, day=words.numbers.day(week, year=True))
        beside = others if len(tables) > 1 and len(others.weeks) else None
        made.append(figure.Fleet(words.own(str(name)), note, shown, beside))
    return made


def _ready(table: pd.DataFrame, system: str, dates: list[dt.date]) -> figure.Ready:
    """What is ready of one type, by week."""
    rows = table[(table["system"] == system) & (table["state"] == READY)]
    return figure.Ready.of(rows, dates[0])


def echelon_names(story: Story, words: Catalogue) -> list[str]:
    """The names of the echelons in the order of the run."""
    table = story.scenario.table("readiness/echelons")
    names = dict(zip(table.text("id"), table.text("name"), strict=True))
    return [words.own(names[str(each)]) for each in story.shown.outcome.data["echelon"].values]


def _title(table: pd.DataFrame, story: Story, words: Catalogue) -> str:
    """Name the system of which least is ready in the median future, and when."""
    system, week = least_ready(table)[0]
    row = table[(table["system"] == system) & (table["week"] == week) & (table["state"] == READY)]
    first = row.iloc[0]
    return words.say(
        "readiness.title",
        system=words.own(str(first["name"])),
        share=words.say("form.percent", value=words.numbers.fixed(100 * float(first["median"]))),
        day=words.numbers.day(week, year=True),
    )


def _lines(
    side: Side, table: pd.DataFrame, story: Story, words: Catalogue
) -> list[tuple[str, ...]]:
    """A line for each system and every few weeks of one side."""
    states = (READY, PART, *map(str, side.outcome.data["echelon"].values), IN_PLACE)
    ready = table[table["state"] == READY]
    keys = ["system", "week", "state"]
    points = {
        tuple(key): (middle, low, high)
        for *key, middle, low, high in table[[*keys, *POINTS]].itertuples(index=False, name=None)
    }
    counts = ready[["system", "week", "units", "fleet"]]
    units = {
        (system, week): (count, fleet)
        for system, week, count, fleet in counts.itertuples(index=False, name=None)
    }
    lines = []
    for system, name, week in ready[["system", "name", "week"]].itertuples(index=False, name=None):
        if (week - story.dates[0]).days % (EVERY * WEEK):
            continue
        lines.append(
            (
                *([side.label] if story.paired else []),
                words.own(name),
                words.numbers.day(week, year=True),
                _units(*units[system, week], words),
                *(_cell(points[system, week, state], words) for state in states),
            )
        )
    return lines


def _units(count: float, fleet: float, words: Catalogue) -> str:
    """How many fire units are ready of how many, in the mean over the futures."""
    fixed = (words.numbers.fixed(one, 1) for one in (count, fleet))
    return words.say("readiness.units_of", **dict(zip(("units", "fleet"), fixed, strict=True)))


def _cell(found: tuple[float, float, float], words: Catalogue) -> str:
    """The median and the points between which four in five futures lie, in per cent."""
    middle, low, high = (words.numbers.fixed(100 * share) for share in found)
    return words.say("readiness.cell", middle=middle, low=low, high=high)
