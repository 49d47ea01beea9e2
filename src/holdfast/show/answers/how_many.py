"""How many of an item, ordered by when, and what else the money would buy."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from holdfast.questions.how_many import HowMany
from holdfast.show import numbering
from holdfast.show.answers import command, framed
from holdfast.show.answers.page import Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import curve
from holdfast.show.figures import ranked as figure
from holdfast.show.headline import Headline
from holdfast.show.section import Drawing, Key, Numbers, Section


def page(made: HowMany, teller: Teller) -> Page:
    """Make the page: a curve over numbers of pieces, days of order, other items.

    Raises Refused for a public page of military help.
    """
    made.refuse_public(teller.public)
    first, *rest = numbering.sentences(made, teller.voice, teller.on)
    caution = teller.say("many.caution")
    sections = [_numbers(made, teller), _dates(made, teller)]
    shown = made.beside
    if teller.public:
        shown = shown[[not teller.military(row["item"]) for row in _rows(shown)]]
    if len(shown):
        sections.append(_beside(made, shown, len(made.beside) - len(shown), teller))
    tried = teller.say("many.tried", count=len(made.numbers) + len(made.dates) + len(made.beside))
    judged = teller.say("answer.judged_run", count=made.futures)
    return Page(
        head=Headline(first, " ".join(rest), caution),
        sections=tuple(sections),
        facts=tuple(teller.basis(judged, tried, made.seed)),
        left_out=(teller.say("many.left_out"),),
        read=(teller.say("answer.read_error"), teller.say("basis.read_verdict")),
        commands=command.asked_of(teller, "plan", _words(made), made.seed),
        again=command.where(teller),
    )


def _words(made: HowMany) -> list[str]:
    asked = made.asked
    given = ["--item", made.item, "--budget", command.number(float(str(asked["budget"])))]
    beside = asked["beside"]
    if isinstance(beside, tuple):
        given += [word for item in beside for word in ("--beside", item)]
    return [*given, "--futures", str(made.futures)]


def _rows(table: pd.DataFrame) -> list[Row]:
    return list(table.to_dict("records"))


def _saved(row: Row, teller: Teller) -> tuple[str, ...]:
    numbers = teller.words.numbers
    return (
        numbers.plus_minus(row["saved"], row["standard_error"], sign=True),
        numbers.interval(row["low"], row["high"], row["standard_error"]),
        teller.either(row),
        teller.voice.verdict_or_none(row),
        numbers.plus_minus(row["apart"], row["apart_error"], sign=True),
        teller.voice.verdict_or_none(row, "apart_"),
    )


def _heads(teller: Teller, apart: str) -> tuple[str, ...]:
    heads = [teller.say("worth.saved"), teller.say("answer.interval"), teller.say("answer.either")]
    heads += [teller.say("worth.verdict"), teller.say(apart), teller.say("many.apart_verdict")]
    return tuple(heads)


def _numbers(made: HowMany, teller: Teller) -> Section:
    """Draw what each number of pieces saves."""
    rows = _rows(made.numbers)
    token = teller.token(made.item)
    view = curve.Curve(
        [row["quantity"] for row in rows],
        made.numbers["saved"].to_numpy(dtype=float),
        (made.numbers["low"].to_numpy(dtype=float), made.numbers["high"].to_numpy(dtype=float)),
        made.number,
        teller.say(numbering.mark(made), count=made.number),
        teller.say("many.axis"),
        token,
    )
    title, measure = teller.say("many.title_numbers"), teller.say("many.measure")
    cost, arrives = teller.say("worth.cost", unit=teller.unit), teller.say("worth.arrives")
    each = numbering.per_million(made, teller.voice)
    heads = (teller.say("many.quantity"), cost, arrives, each, *_heads(teller, "many.step"))
    lines = tuple(
        (
            teller.words.numbers.exact(float(row["quantity"])),
            teller.price(row["cost"]),
            _span(row, teller),
            teller.voice.plain(row["per_million"], sign=True),
            *_saved(row, teller),
        )
        for row in rows
    )
    return Section(
        identity="numbers",
        title=title,
        measure=measure,
        drawing=Drawing.of(
            "numbers", title, measure, lambda width: curve.draw(view, width, teller.words)
        ),
        keys=[
            Key(token, teller.say("many.key_mean"), "square"),
            Key(token, teller.say("answer_break.key_band"), "band"),
        ],
        numbers=Numbers(teller.say("answer.table"), heads, lines, words=(2, 7, 9)),
    )


def _span(row: Row, teller: Teller) -> str:
    first, last = row["arrives"], row["complete"]
    if first == last:
        return teller.day(first)
    return teller.voice.between(teller.day(first), teller.day(last))


def _dates(made: HowMany, teller: Teller) -> Section:
    """Draw what the number saves by the day on which it is ordered."""
    rows = _rows(made.dates)
    what = numbering.amount(made, made.number, teller.voice)
    title = teller.say("many.title_dates", what=what, count=made.number)
    days = teller.say("many.ordered"), teller.say("worth.arrives")
    heads = (*days, *_heads(teller, "many.less"))
    drawn = [_drawn(row, teller.day(row["ordered"]), made, teller) for row in rows]
    lines = tuple(
        (teller.day(row["ordered"]), teller.day(row["arrives"]), *_saved(row, teller))
        for row in rows
    )
    return _section("dates", title, drawn, Numbers(teller.say("answer.table"), heads, lines,
                    words=(1, 5, 7)), teller)  # fmt: skip


def _beside(made: HowMany, shown: pd.DataFrame, hidden: int, teller: Teller) -> Section:
    """Draw what other items save for no more money."""
    rows = _rows(shown)
    title = teller.say("many.title_beside")
    cost, arrives = teller.say("worth.cost", unit=teller.unit), teller.say("worth.arrives")
    heads = (teller.say("worth.contents"), cost, arrives, *_heads(teller, "many.over"))
    drawn = [_drawn(row, numbering.other(row, made, teller.voice), made, teller) for row in rows]
    lines = tuple(
        (
            numbering.other(row, made, teller.voice),
            teller.price(row["cost"]),
            teller.day(row["arrives"]),
            *_saved(row, teller),
        )
        for row in rows
    )
    notes = [teller.say("answer.hidden", count=hidden)] if hidden else []
    table = Numbers(teller.say("answer.table"), heads, lines, words=(2, 6, 8))
    return _section("beside", title, drawn, table, teller, notes)


def _drawn(row: Row, name: str, made: HowMany, teller: Teller) -> figure.Row:
    item = row.get("item", made.item)
    return figure.Row(
        name=name,
        note=teller.say("many.note", day=teller.day(row["arrives"])),
        mean=row["saved"],
        interval=(row["low"], row["high"]),
        value=teller.words.numbers.plus_minus(row["saved"], row["standard_error"], sign=True),
        verdict=teller.voice.verdict_or_none(row, short=True),
        token=teller.token(item),
        marks=teller.rivals(row),
    )


def _section(
    identity: str,
    title: str,
    rows: list[figure.Row],
    table: Numbers,
    teller: Teller,
    notes: Sequence[str] = (),
) -> Section:
    measure, view = teller.say("many.measure"), figure.Ranked(rows)
    keys = framed.keys(rows, teller)
    return framed.section(identity, title, measure, view, table, teller, keys, notes)
