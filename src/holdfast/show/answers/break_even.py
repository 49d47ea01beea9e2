"""Where a later, larger gift meets an earlier, smaller one: what it saves more, by the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from holdfast.questions.break_even import BreakEven, refuse_public
from holdfast.questions.deliveries import with_deliveries
from holdfast.questions.judging import spans_of
from holdfast.show import breaks
from holdfast.show.answers import command
from holdfast.show.answers.page import Fact, Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import meeting as figure
from holdfast.show.headline import Headline
from holdfast.show.plans import Plan, thing
from holdfast.show.section import Drawing, Key, Numbers, Section

STYLES: Mapping[str, figure.Style] = {
    "first": "dashed", "day": "solid", "last": "dashed", "given": "dotted",
}  # fmt: skip
"""How the days that are marked are drawn."""
NEAR = dt.timedelta(days=10)
"""Days looked at that lie nearer to one in the table than this stand in no row of their own."""


def page(made: BreakEven, teller: Teller) -> Page:
    """Make the page: what B saves more than A, by the day on which B comes.

    Raises Refused for a public page of military help.
    """
    a, b = (made.asked.get(side, ()) for side in ("a", "b"))
    if teller.public:
        refuse_public(made.scenario, [*a, *b])
    commands: tuple[str, ...] = ()
    again = teller.say("answer.again_unknown")
    packages = set(made.scenario.table("packages").text("package"))
    if teller.public and not {*a, *b} <= packages:
        again = teller.say("answer.again_public")
    elif a and b:
        words = [word for text in a for word in ("--a", text)]
        words += [word for text in b for word in ("--b", text)]
        words += ["--futures", str(made.futures), "--break-even"]
        commands = command.asked_of(teller, "whatif", words, made.seed, "--page")
        again = command.where(teller)
    looked = teller.say("answer_break.looked", count=len(made.points))
    judged = teller.say("answer.judged_same", count=made.futures)
    return Page(
        head=_head(made, a, b, teller),
        sections=(section(made, teller),),
        facts=(*_hangs(made, teller), *teller.basis(judged, looked, made.seed)),
        left_out=(teller.say("answer_break.between"),),
        read=tuple(
            teller.say(key) for key in ("breaks.read", "answer.read_error", "basis.read_verdict")
        ),
        commands=commands,
        again=again,
    )


def _hangs(made: BreakEven, teller: Teller) -> list[Fact]:
    """Say what both cost, what the rival models say of the date, and what flips the answer."""
    voice = teller.voice
    said = [Fact(teller.say("answer_break.cost"), " ".join(breaks.costs(made, voice)))]
    for model, text in breaks.rivals(made, voice, teller.on):
        said.append(Fact(model[:1].upper() + model[1:], text))
    flipped = breaks.flipped(made, voice)
    return [*said, Fact(teller.say("answer_break.flips"), flipped[:1].upper() + flipped[1:])]


def _named(made: BreakEven, asked: Sequence[str], side: str, teller: Teller) -> str:
    """Name a side by what it adds."""
    if not asked:
        return teller.say("answer_break.side", side=side)
    within = with_deliveries(made.scenario, asked, side.lower())
    return thing(Plan.of(within), within, teller.words)


def _head(made: BreakEven, a: Sequence[str], b: Sequence[str], teller: Teller) -> Headline:
    """Say where the two meet, and what they are."""
    said = breaks.sentence(made, teller.voice, teller.on)
    names = {"a": _named(made, a, "A", teller), "b": _named(made, b, "B", teller)}
    if a and b:
        said = teller.say("answer_break.headline", said=said, **names)
    lead = teller.say(
        "answer_break.lead",
        **names,
        first=teller.on(made.given[0]),
        given=teller.on(made.given[1]),
        as_asked=breaks.asked(made, teller.voice, teller.on),
        count=made.futures,
    )
    return Headline(said, lead, teller.say("answer_break.caution"))


def section(made: BreakEven, teller: Teller) -> Section:
    """Draw the difference against the day on which the first delivery of B comes."""
    span = spans_of(made.scenario)[-1]
    dates = [span.first + dt.timedelta(days=day) for day in range((span.end - span.first).days)]
    rows = made.points.to_dict("records")

    def place(day: dt.date) -> float:
        at = (day - span.first).days
        return float(at - day.weekday() if teller.public else at)

    view = figure.Meeting(
        dates,
        np.array([max(place(row["date"]), 0.0) for row in rows]),
        made.points["b_saves_more"].to_numpy(dtype=float),
        (made.points["low"].to_numpy(dtype=float), made.points["high"].to_numpy(dtype=float)),
        _lines(made, teller, place),
        teller.say("answer_break.above"),
        teller.say("answer_break.below"),
    )
    shown = _apart(made, rows)
    near = len(rows) - len(shown)
    drawn = [("told", "dash")] if made.first or made.last else []
    drawn += [("given", "dotted")] if made.as_asked is not None else []
    title = teller.say(f"answer_break.title_{made.kind.replace(' ', '_')}")
    measure = teller.say("answer_break.measure")
    return Section(
        identity="meeting",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "meeting", title, measure, lambda width: figure.draw(view, width, teller.words)
        ),
        keys=[
            Key("power", teller.say("answer_break.key_mean"), "square"),
            Key("power", teller.say("answer_break.key_band"), "band"),
            *(Key("soft", teller.say(f"answer_break.key_{key}"), style) for key, style in drawn),
        ],
        numbers=_numbers(shown, teller),
        notes=[teller.say("answer_break.near", count=near)] if near else (),
    )


def _lines(made: BreakEven, teller: Teller, place: object) -> list[figure.Line]:
    """Mark the crossing, the days from which the two are told apart, and B as asked for."""
    assert callable(place)
    found = []
    given = made.given[1] if made.as_asked else None
    marked = ("first", made.first), ("day", made.day), ("last", made.last), ("given", given)
    for key, day in marked:
        if day is not None:
            text = teller.say(f"answer_break.line_{key}", day=teller.on(day))
            found.append(figure.Line(max(place(day), 0.0), text, STYLES[key]))
    return found


def _apart(made: BreakEven, rows: Sequence[Row]) -> list[Row]:
    """Leave out days that only led to a mark and lie near one that is shown: paper is short."""
    marked = {made.first, made.day, made.last, made.given[1], rows[-1]["date"]}
    kept: list[Row] = []
    for row in rows:
        if row["date"] in marked or not kept or row["date"] - kept[-1]["date"] >= NEAR:
            kept.append(row)
    return kept


def _numbers(rows: Sequence[Row], teller: Teller) -> Numbers:
    numbers = teller.words.numbers
    heads = [teller.say("breaks.arrives"), teller.say("answer_break.b_saves_more")]
    heads += [teller.say("breaks.interval"), teller.either_head()]
    heads.append(teller.say("breaks.verdict"))
    lines = tuple(
        (
            teller.day(row["date"]),
            numbers.plus_minus(row["b_saves_more"], row["standard_error"], sign=True),
            numbers.interval(row["low"], row["high"], row["standard_error"]),
            teller.either(row),
            teller.verdict(row),
        )
        for row in rows
    )
    return Numbers(teller.say("answer.table"), tuple(heads), lines, words=(4,))
