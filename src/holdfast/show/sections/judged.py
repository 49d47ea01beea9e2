"""The hindcast: public figures of the past winter beside what the model says of them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pandas as pd

from holdfast.outcome.numbers import SPACE
from holdfast.questions.hindcast import JUDGED
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures import hindcast as figure
from holdfast.show.section import Drawing, Key, Numbers, Section
from holdfast.show.sides import Story

ALL = "all"


def as_number(value: Any) -> float:
    """Read a value of a fact: a number, or a day as its ordinal; nan where there is none."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return float(dt.date.fromisoformat(value).toordinal()) if value else math.nan
    if isinstance(value, dt.date):
        return float(value.toordinal())
    return math.nan if value is None else float(value)


class _Line:
    """One row of the hindcast, its numbers read and its texts written."""

    def __init__(self, row: Any, regions: dict[str, str], words: Catalogue, weekly: bool) -> None:
        self.words, self.metric = words, str(row["metric"])
        self.dated = not isinstance(row["value"], (int, float)) and "-" in str(row["value"])[1:]
        self.value = as_number(row["value"])
        self.band = (as_number(row["band_low"]), as_number(row["band_high"]))
        self.levels = tuple(as_number(row[name]) for name in ("p05", "median", "p95"))
        self.chance = as_number(row["chance"])
        self.met = bool(row["met"])
        where = str(row["region"])
        self.place = "" if where == ALL else regions.get(where, where)
        days = [dt.date.fromisoformat(str(row[end])[:10]) for end in ("from", "to")]
        self.weekly = weekly
        self.span = self._span(days)
        self.said_by = words.own(str(row["said_by"]))
        self.proves = str(row["role"]) == JUDGED

    def _span(self, days: list[dt.date]) -> str:
        """Write the window of a figure; in a public report by its weeks."""
        numbers = self.words.numbers
        if self.weekly:
            days = [day - dt.timedelta(days=day.weekday()) for day in days]
        written = [numbers.day(day, year=True) for day in days]
        text = written[0] if days[0] == days[1] else f"{written[0]} {numbers.to} {written[1]}"
        return self.words.say("form.week_of", day=text) if self.weekly else text

    @property
    def name(self) -> str:
        """What was said, in words."""
        key = f"fact.{self.metric}.name"
        name = self.words.say(key) if self.words.has(key) else self.metric.replace("_", " ")
        name = f"{name}, {self.place}" if self.place else name
        return name if self.proves else f"{name} *"

    def write(self, value: float, exact: bool) -> str:
        """Write a value without its unit; one that is never reached is inf."""
        if math.isinf(value):
            return self.words.say("hindcast.never")
        if self.dated and math.isfinite(value):
            day = dt.date.fromordinal(round(value))
            if self.weekly:
                return self.words.say("form.week_of", day=self.words.numbers.monday(day, year=True))
            return self.words.numbers.day(day, year=True)
        if exact:
            return self.words.numbers.exact(value)
        return self.words.numbers.beside(value, max(map(abs, self.band)))

    def with_range(self, middle: float, low: float, high: float, exact: bool = False) -> str:
        """Write a value, its unit, and its range in brackets."""
        if math.isnan(middle):
            return self.words.say("hindcast.nothing")
        key = f"fact.{self.metric}.unit"
        unit = self.words.say(key) if self.words.has(key) else ""
        ends = f"{self.write(low, exact)} {self.words.numbers.to} {self.write(high, exact)}"
        unit = f"{SPACE}{unit}" if unit and math.isfinite(middle) else ""
        return f"{self.write(middle, exact)}{unit} ({ends})"


def hindcast(story: Story, table: pd.DataFrame, words: Catalogue) -> Section:
    """Draw the public figures, and count the medians that lie in their band."""
    regions = story.scenario.table("regions")
    named = map(words.own, regions.text("name"))
    names = dict(zip(regions.text("id"), named, strict=True))
    lines = [_Line(row, names, words, story.public) for _, row in table.iterrows()]
    rows = [
        figure.Row(
            name=line.name,
            note=words.say("form.joint").join((line.span, line.said_by)),
            said=line.with_range(line.value, *line.band, exact=True),
            model=line.with_range(line.levels[1], line.levels[0], line.levels[2]),
            band=line.band,
            value=line.value,
            levels=(line.levels[0], line.levels[1], line.levels[2]),
            met=line.met,
        )
        for line in lines
    ]
    judges = [line for line in lines if line.proves]
    met = sum(line.met for line in judges)
    title = words.say("hindcast.title", count=met, all=len(judges))
    notes = [words.say("hindcast.note")]
    if len(judges) < len(lines):
        notes.append(words.say("hindcast.defaults", count=len(lines) - len(judges)))
    head = tuple(
        words.say(f"hindcast.{column}")
        for column in ("what", "when", "said", "model", "chance", "met", "who")
    )
    told = tuple(
        (
            line.name,
            line.span,
            row.said,
            row.model,
            words.say("form.percent", value=words.numbers.number(100 * line.chance, 2)),
            words.say("form.yes" if line.met else "form.no"),
            line.said_by,
        )
        for line, row in zip(lines, rows, strict=True)
    )
    measure = words.say("hindcast.measure")
    return Section(
        identity="hindcast",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "hindcast", title, measure, lambda width: figure.draw(rows, width, words)
        ),
        keys=[
            Key("line", words.say("hindcast.key_band")),
            Key("power", words.say("hindcast.key_in"), "dot"),
            Key("power", words.say("hindcast.key_out"), "ring"),
            Key("soft", words.say("hindcast.key_said"), "tick"),
        ],
        numbers=Numbers(words.say("form.numbers"), head, told),
        notes=notes,
    )
