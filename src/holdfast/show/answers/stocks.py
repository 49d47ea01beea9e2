"""When stocks run out: the fan of those that matter, the dates of all, and what is ready."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shlex
from collections.abc import Sequence
from typing import TypeAlias

from holdfast.questions.readiness import PART, READY, least_ready, readiness
from holdfast.questions.stocks import Stocks
from holdfast.questions.words import MEASURES
from holdfast.show import again, spares_said
from holdfast.show.answers import command
from holdfast.show.answers.page import Fact, Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.headline import Headline
from holdfast.show.of_futures import counted
from holdfast.show.section import Numbers, Section
from holdfast.show.sections import fleets, shelves
from holdfast.show.sides import Story

Rows: TypeAlias = Sequence[Row]
TRIED = 1
"""Place among the facts of what was tried: here nothing is."""


def page(made: Stocks, teller: Teller) -> Page:
    """Make the page: how stocks go down, when each is out, and what of air defence is ready."""
    story = Story.of(made.outcome, teller.words, teller.public)
    rows = _shown(made, teller)
    sections = [_levels(story, rows, teller)]
    if (ready := fleets.fleets(story, teller.words)) is not None:
        sections.append(_least_ready(ready, story, teller))
    facts = teller.basis(
        teller.say("answer_stocks.judged", count=story.futures), "", made.outcome.seed
    )
    del facts[TRIED]
    if not teller.public:
        spared = " ".join(spares_said.sentences(made.spares, teller.voice))
        facts.insert(0, Fact(teller.say("answer_stocks.spared"), spared))
    commands, where = _again(story, teller)
    first = teller.on(story.dates[0])
    return Page(
        head=_head(rows, story, teller),
        sections=tuple(sections),
        facts=tuple(facts),
        left_out=(teller.say("answer_stocks.below"),),
        read=(teller.say("answer_stocks.read", first=first),),
        commands=commands,
        again=where,
    )


def _shown(made: Stocks, teller: Teller) -> Rows:
    """Give the stocks that may be told of, the first to run out first; military ones to few."""
    rows: Rows = made.runs_out.to_dict("records")
    if teller.public:
        rows = [row for row in rows if not teller.military(row["item"])]
    never = dt.date.max
    return sorted(
        rows,
        key=lambda row: (
            row["passes_10_percent"] or never,
            row["median_zero_day"] or never,
            -row["p_empty"],
        ),
    )


def _again(story: Story, teller: Teller) -> tuple[tuple[str, ...], str]:
    """Give the commands that make the run and ask of it again; deliveries are not public."""
    if teller.public and story.plans.b.single:
        return (), teller.say("answer.again_public")
    commands, runs = again.runs(story)
    said = " ".join(map(shlex.quote, command.ending(teller)))
    return (*commands, f"holdfast stocks {runs[-1]} {said}"), command.where(teller)


def _head(rows: Rows, story: Story, teller: Teller) -> Headline:
    """Say which stock is out first in a tenth of the futures, and by when; else which is likely."""
    held = [row for row in rows if row["ever_held"]]
    out = [row for row in held if row["passes_10_percent"] is not None]
    end = teller.on(story.dates[-1])
    if not held:
        return Headline(teller.say("answer_stocks.nothing"), "", "")
    first = _first(rows)
    (count,), of = counted([first["p_empty"]], story.futures, teller.words)
    named = {"item": teller.words.own(first["name"]), "count": count, "of": of, "end": end}
    if not first["p_empty"]:
        sentence = teller.say("answer_stocks.none", count=story.futures, end=end)
    elif not out:
        sentence = teller.say("answer_stocks.seldom", **named)
    elif first["p_out_at_first"] >= shelves.LEVELS[0]:
        day = teller.on(story.dates[0])
        sentence = teller.say("answer_stocks.already", day=day, **named)
    else:
        day = teller.on(first["passes_10_percent"])
        sentence = teller.say("answer_stocks.sentence", day=day, **named)
    many = teller.say("answer_stocks.counted", count=len(held))
    if out:
        many = teller.say("answer_stocks.lead", count=len(out), held=len(held))
    told = [many]
    if out and first["median_zero_day"] is not None:
        half = teller.on(first["median_zero_day"])
        told.insert(0, teller.say("answer_stocks.half", item=named["item"], day=half))
    return Headline(sentence, " ".join(told), teller.say("answer_stocks.caution"))


def _first(rows: Rows) -> Row:
    """Give the stock that is out first in a tenth of the futures, else the likeliest to be out;
    {} if none is ever held."""
    held = [row for row in rows if row["ever_held"]]
    out = [row for row in held if row["passes_10_percent"] is not None]
    return next(iter(out), max(held, key=lambda row: row["p_empty"], default={}))


def _levels(story: Story, rows: Rows, teller: Teller) -> Section:
    """Draw the stocks that the report draws, over the dates of all of them."""
    table = _table(rows, story, teller)
    drawn = shelves.stocks(story, teller.words, str(_first(rows).get("item", "")))
    if drawn is not None:
        return dataclasses.replace(drawn, numbers=table, notes=list(drawn.notes)[:1])
    title, measure = teller.say("stocks.title_none"), teller.say("answer_stocks.undrawn")
    return Section(identity="stocks", title=title, measure=measure, drawing=None, numbers=table)


def _table(rows: Rows, story: Story, teller: Teller) -> Numbers:
    """Give of every stock what is held at first, and by when it is out in how many futures."""
    first = story.dates[0]
    keys = (
        "stocks.item",
        "terminal.unit",
        "answer_stocks.held",
        "answer_stocks.tenth",
        "answer_stocks.median",
        "answer_stocks.ever",
    )
    lines = tuple(_line(row, first, teller) for row in rows)
    heads = tuple(map(teller.say, keys))
    return Numbers(teller.say("answer.table"), heads, lines, words=(1,))


def _line(row: Row, first: dt.date, teller: Teller) -> tuple[str, ...]:
    name, unit = teller.words.own(row["name"]), teller.words.own(row["unit"])
    if not row["ever_held"]:
        return (name, unit, teller.say("terminal.never_held"), "", "", "")

    def when(day: dt.date | None) -> str:
        if day is None:
            return teller.say("terminal.not_out")
        return teller.say("terminal.already") if day == first else teller.day(day)

    return (
        name,
        unit,
        _pieces(row["held_at_first"], str(row["unit"]), teller),
        when(row["passes_10_percent"]),
        when(row["median_zero_day"]),
        teller.share(row["p_empty"]),
    )


def _least_ready(drawn: Section, story: Story, teller: Teller) -> Section:
    """Draw what is ready as the report does, over the week in which least is, type by type."""
    table, lines = readiness(story.shown.outcome), []
    for system, week in least_ready(table):
        found = table[(table["system"] == system) & (table["week"] == week)].to_dict("records")
        by_state = {str(row["state"]): row for row in found}
        ready = by_state[READY]
        units = {name: teller.words.numbers.fixed(ready[name], 1) for name in ("units", "fleet")}
        lines.append(
            (
                teller.words.own(str(ready["name"])),
                teller.day(week),
                teller.say("readiness.units_of", **units),
                teller.share(ready["median"]),
                teller.voice.between(teller.share(ready["p10"]), teller.share(ready["p90"])),
                teller.share(by_state[PART]["median"]),
            )
        )
    keys = ("system", "week", "ready_units", "ready", "four_in_five", "awaits_part")
    heads = tuple(teller.say(f"terminal.{key}") for key in keys)
    return dataclasses.replace(
        drawn,
        measure=teller.say("answer_stocks.ready"),
        numbers=Numbers(teller.say("answer.table"), heads, tuple(lines)),
        notes=list(drawn.notes)[1:-1],  # the others are of the table of the report
    )


def _pieces(count: float, unit: str, teller: Teller) -> str:
    """Pieces are whole; what is less than one of a measure keeps its decimals."""
    if 0 < count < 1 and (unit in MEASURES or unit.startswith("million")):
        return teller.voice.plain(count)
    if 0 < count < 1:
        return teller.say("form.under", least=teller.voice.whole(1))
    return teller.voice.whole(count)
