"""What a depot is worth against another: readiness by week on both sides, what is saved."""

from __future__ import annotations

import datetime as dt

from holdfast.model.types import WEEK
from holdfast.questions.depot import Depot, refuse_public
from holdfast.questions.judging import spans_of
from holdfast.show import depots
from holdfast.show.answers import command, framed
from holdfast.show.answers.page import Fact, Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import fleets
from holdfast.show.figures import ranked as figure
from holdfast.show.headline import Headline
from holdfast.show.section import Drawing, Key, Numbers, Section

EVERY = 8
"""Weeks from one row of the table to the next."""


def page(made: Depot, teller: Teller) -> Page:
    """Make the page. Raises Refused for a public one: all of it is readiness of air defence."""
    refuse_public(teller.public)
    first, *rest = depots.sentences(made, teller.voice)
    sections = [_saved(made, teller)]
    if depots.known(made):
        sections += [_ready(made, teller), _units(made, teller)]
    judged = teller.say("answer.judged_same_run", count=made.futures)
    ways = [Fact(name, said) for name, said in depots.ways(made, teller.voice)]
    given = [made.depot, "--instead", made.instead]
    if made.crews:
        given += ["--crews", command.number(made.crews)]
    given += ["--futures", str(made.futures)]
    return Page(
        head=Headline(first, " ".join(rest), teller.say("depot.caution")),
        sections=tuple(sections),
        facts=(*ways, *teller.basis(judged, teller.say("depot.tried"), made.seed)),
        left_out=(teller.say("depot.left_out"),),
        read=(teller.say("answer.read_error"), teller.say("basis.read_verdict")),
        commands=command.asked_of(teller, "depot", given, made.seed),
        again=command.where(teller),
    )


def _saved(made: Depot, teller: Teller) -> Section:
    """Draw what the other depot saves in each winter and in all."""
    rows = made.saved.to_dict("records")
    numbers, instead = teller.words.numbers, depots.name(made, made.instead, teller.voice)
    drawn = [
        figure.Row(
            name=teller.voice.window(row["window"]),
            note="",
            mean=row["saved"],
            interval=(row["low"], row["high"]),
            value=numbers.plus_minus(row["saved"], row["standard_error"], sign=True),
            verdict=teller.voice.verdict_or_none(row, short=True),
            token="defence",
            marks=teller.rivals(row),
        )
        for row in rows
    ]
    lines = tuple(
        (
            teller.voice.window(row["window"]),
            numbers.plus_minus(row["saved"], row["standard_error"], sign=True),
            numbers.interval(row["low"], row["high"], row["standard_error"]),
            teller.either(row),
            teller.voice.verdict_or_none(row),
        )
        for row in rows
    )
    keys = ("risk.window", "worth.saved", "answer.interval", "answer.either", "worth.verdict")
    heads = tuple(map(teller.say, keys))
    title = teller.say("depot.title_saved", instead=instead)
    measure = teller.say("many.measure")
    table = Numbers(teller.say("answer.table"), heads, lines, words=(4,))
    view, marks = figure.Ranked(drawn), framed.keys(drawn, teller, kinds=False)
    return framed.section("saved", title, measure, view, table, teller, marks)


def _ready(made: Depot, teller: Teller) -> Section:
    """Draw the share ready by week, with the depot dashed and with the other beside it."""
    (first, dates), voice = _dates(made), teller.voice
    there = dict.fromkeys(row["system"] for row in depots.known(made))
    drawn = []
    for system in there:
        rows = made.ready[made.ready["system"] == system]
        more = teller.words.numbers.number(100 * float(rows["more"].mean()), 2, sign=True)
        drawn.append(
            fleets.Fleet(
                voice.own(str(rows["name"].iloc[0])),
                teller.say("depot.points", more=more),
                fleets.Ready.of(rows, first, "instead_"),
                fleets.Ready.of(rows, first),
            )
        )
    view = fleets.Fleets(dates, drawn)
    names = {side: depots.name(made, side, voice) for side in (made.depot, made.instead)}
    title = teller.say("depot.title_ready")
    measure = teller.say("depot.measure_ready")
    return Section(
        identity="ready",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "ready", title, measure, lambda width: fleets.draw(view, width, teller.words)
        ),
        keys=[
            Key("defence", names[made.instead]),
            Key("defence", teller.say("readiness.key_band"), "band"),
            Key("none", names[made.depot], "dash"),
        ],
        numbers=_weeks(made, tuple(there), first, teller),
        notes=[teller.say("depot.every", weeks=EVERY)],
    )


def _dates(made: Depot) -> tuple[dt.date, list[dt.date]]:
    span = spans_of(made.scenario)[-1]
    days = (span.end - span.first).days
    return span.first, [span.first + dt.timedelta(days=day) for day in range(days)]


def _weeks(made: Depot, there: tuple[str, ...], first: dt.date, teller: Teller) -> Numbers:
    numbers, names = teller.words.numbers, [made.depot, made.instead]
    heads = (
        teller.say("readiness.system"),
        teller.say("readiness.week"),
        *(depots.name(made, one, teller.voice) for one in names),
        teller.say("depot.more_points"),
        teller.say("worth.verdict"),
    )
    rows = [
        row for row in made.ready.to_dict("records")
        if row["system"] in there and not (row["week"] - first).days % (EVERY * WEEK)
    ]  # fmt: skip
    lines = tuple(
        (
            teller.voice.own(row["name"]),
            teller.day(row["week"]),
            _cell(row, "", teller),
            _cell(row, "instead_", teller),
            numbers.plus_minus(100 * row["more"], 100 * row["standard_error"], sign=True),
            teller.voice.verdict_or_none(row),
        )
        for row in rows
    )
    return Numbers(teller.say("answer.table"), heads, lines, words=(1, 5), paper=0)


def _cell(row: Row, side: str, teller: Teller) -> str:
    points = (f"{side}{point}" for point in ("median", "p10", "p90"))
    middle, low, high = (teller.words.numbers.fixed(100 * row[point]) for point in points)
    return teller.say("readiness.cell", middle=middle, low=low, high=high)


def _units(made: Depot, teller: Teller) -> Section:
    """Draw how many more unit-days of each system are ready, in parts of those of the depot."""
    last = made.saved["window"].iloc[-1]
    rows, numbers = depots.known(made), teller.words.numbers
    drawn = []
    for row in rows:
        if row["window"] != last or not row["unit_days"] > 0:
            continue
        part = 100 / row["unit_days"]
        drawn.append(
            figure.Row(
                name=teller.voice.own(row["name"]),
                note=teller.say("depot.of_days", of=numbers.number(row["unit_days"])),
                mean=part * row["more"],
                interval=(part * row["low"], part * row["high"]),
                value=numbers.plus_minus(row["more"], row["standard_error"], sign=True),
                verdict=teller.voice.verdict_or_none(row, short=True),
                token="defence",
            )
        )
    lines = tuple(
        (
            teller.voice.own(row["name"]),
            teller.voice.window(row["window"]),
            numbers.number(row["unit_days"]),
            numbers.plus_minus(row["more"], row["standard_error"], sign=True),
            numbers.interval(row["low"], row["high"], row["standard_error"]),
            teller.voice.verdict_or_none(row),
        )
        for row in rows
    )
    heads = (
        teller.say("readiness.system"), teller.say("risk.window"), teller.say("depot.unit_days"),
        teller.say("depot.more_days"), teller.say("answer.interval"), teller.say("worth.verdict"),
    )  # fmt: skip
    title, measure = teller.say("depot.title_units"), teller.say("depot.measure_units")
    table = Numbers(teller.say("answer.table"), heads, lines, words=(1, 5))
    return framed.section("units", title, measure, figure.Ranked(drawn), table, teller)
