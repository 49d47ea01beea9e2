"""How much of each type of air defence is ready, and where the rest is: a table by week."""

from __future__ import annotations

import pandas as pd

from holdfast.questions.readiness import IN_PLACE, PART, READY, WEEK, has, least_ready, readiness
from holdfast.show.catalogue import Catalogue
from holdfast.show.section import Numbers, Section
from holdfast.show.sides import Side, Story

POINTS = ("median", "p10", "p90")
EVERY = 4
"""Weeks from one row of the table to the next."""


def fleets(story: Story, words: Catalogue) -> Section | None:
    """The table of readiness; None where nothing is mended in echelons, and in a public report."""
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
        *map(words.say, [*head, "readiness.ready", "readiness.part"]),
        *echelon_names(story, words),
        words.say("readiness.in_place"),
    )
    return Section(
        identity="readiness",
        title=_title(tables[-1], story, words),
        measure=words.say("readiness.measure"),
        numbers=Numbers(words.say("form.numbers"), columns, tuple(lines), words=(1,), paper=0),
        notes=[words.say("readiness.note", weeks=EVERY)],
    )


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
    lines = []
    for system, name, week in ready[["system", "name", "week"]].itertuples(index=False, name=None):
        if (week - story.dates[0]).days % (EVERY * WEEK):
            continue
        lines.append(
            (
                *([side.label] if story.paired else []),
                words.own(name),
                words.numbers.day(week, year=True),
                *(_cell(points[system, week, state], words) for state in states),
            )
        )
    return lines


def _cell(found: tuple[float, float, float], words: Catalogue) -> str:
    """The median and the points between which four in five futures lie, in per cent."""
    middle, low, high = (words.numbers.fixed(100 * share) for share in found)
    return words.say("readiness.cell", middle=middle, low=low, high=high)
