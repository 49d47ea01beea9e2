"""The story of one future: its dark spells, and the worst of its days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from holdfast.questions.ranking import METRIC
from holdfast.questions.said import Said
from holdfast.questions.told import DARK

GAP = 2
"""Days that are not dark which do not end a spell."""
MOST_SPELLS, MOST_DAYS = 8, 5
"""The worst spells and days, which a story tells."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Dark days in a row, with short gaps, and what happened in them."""

    first: date
    last: date
    days: int
    """Dark days in it."""
    hours: float
    """Without power per person, of all its days."""
    worst: float
    """The same of its worst day."""
    region: str
    """The region worst off on that day."""
    raids: int
    launched: int
    jammed: int
    leaked: int
    collapses: int
    ran_out: tuple[str, ...]
    """Items whose stock was empty for the first time."""


@dataclass(frozen=True, slots=True)
class Story:
    """What is told of one future; days and spells in the order of the calendar."""

    spells: tuple[Spell, ...]
    days: pd.DataFrame
    """The worst days, columns as `explain` gives them."""
    more: int
    """Spells that are not told."""
    more_hours: float
    """Hours per person in them and in the days that belong to no spell."""


def story(table: pd.DataFrame, reported: date) -> Story:
    """The worst spells and days of what `explain` gives, from the first reported day on."""
    shown = table[table["date"] >= reported].reset_index(drop=True)
    every = [_spell(shown[first:end]) for first, end in _spans(shown)]
    worst = sorted(every, key=lambda spell: (-spell.hours, spell.first))[:MOST_SPELLS]
    dark = shown[shown[METRIC] > DARK]
    days = dark.sort_values([METRIC, "date"], ascending=[False, True])[:MOST_DAYS]
    left = float(shown[METRIC].sum()) - sum(spell.hours for spell in worst)
    return Story(
        tuple(sorted(worst, key=lambda spell: spell.first)),
        days.sort_values("date"),
        len(every) - len(worst),
        max(left, 0.0),
    )


def _spans(table: pd.DataFrame) -> list[tuple[int, int]]:
    """First place and place after the last of each spell."""
    made: list[tuple[int, int]] = []
    for place in table.index[table[METRIC] > DARK].tolist():
        if made and place - made[-1][1] <= GAP:
            made[-1] = (made[-1][0], place + 1)
        else:
            made.append((place, place + 1))
    return made


def _spell(part: pd.DataFrame) -> Spell:
    worst = part.iloc[int(part[METRIC].to_numpy().argmax())]
    return Spell(
        first=part["date"].iloc[0],
        last=part["date"].iloc[-1],
        days=int((part[METRIC] > DARK).sum()),
        hours=float(part[METRIC].sum()),
        worst=float(worst[METRIC]),
        region=str(worst["worst_region"]),
        raids=int((part["launched"] > 0).sum()),
        launched=round(part["launched"].sum()),
        jammed=round(part["jammed"].sum()),
        leaked=round(part["leaked"].sum()),
        collapses=int(part["collapses"].sum()),
        ran_out=tuple(
            str(said.fields["item"].text) for said in events(part) if said.key == "ran_out"
        ),
    )


def events(part: pd.DataFrame) -> list[Said]:
    """What happened on these days, one after the other."""
    return [
        said
        for day in part["events"]
        if isinstance(day, Said)
        for said in day.fields["parts"].parts
        if isinstance(said, Said)
    ]
