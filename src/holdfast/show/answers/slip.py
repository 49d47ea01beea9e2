"""Which pledge that slips hurts most: what each costs, with its sign, those alike held together."""

from __future__ import annotations

import pandas as pd

from holdfast.questions.slip import Slip
from holdfast.show import slipping
from holdfast.show.answers import command, framed
from holdfast.show.answers.page import Page
from holdfast.show.answers.teller import Row, Teller
from holdfast.show.figures import ranked as figure
from holdfast.show.headline import Headline
from holdfast.show.section import Numbers, Section


def page(made: Slip, teller: Teller) -> Page:
    """Make the page: what every late pledge costs."""
    table = made.table
    if teller.public:
        table = table[[not teller.military(_item(row, teller)) for row in _rows(table)]]
    hidden = len(made.table) - len(table)
    tried = teller.say("worth.evaluations", count=round(100 * made.evaluations))
    judged = teller.say("answer.judged_fresh", count=made.futures)
    words = ["--weeks", str(made.weeks), "--futures", str(made.futures)]
    return Page(
        head=_head(made, table, teller),
        sections=(section(made, table, teller, hidden),) if len(table) else (),
        facts=tuple(teller.basis(judged, tried, made.seed)),
        left_out=(teller.say("answer_slip.alone"),),
        read=(teller.say("answer.read_error"), teller.say("worth.read_group")),
        commands=command.asked_of(teller, "slip", words, made.seed),
        again=command.where(teller),
    )


def _rows(table: pd.DataFrame) -> list[Row]:
    return list(table.to_dict("records"))


def _item(row: Row, teller: Teller) -> str:
    """Give the id of the item of a delivery."""
    deliveries = teller.scenario.table("deliveries")
    return deliveries.text("item")[deliveries.text("id").index(row["delivery"])]


def _what(row: Row, teller: Teller) -> str:
    return teller.voice.write(row["contents"])


def _cost(row: Row, teller: Teller) -> str:
    return teller.words.numbers.plus_minus(row["costs"], row["standard_error"], sign=True)


def _head(made: Slip, table: pd.DataFrame, teller: Teller) -> Headline:
    """Say which delivery hurts most, and whether it is told apart from the next."""
    lead = teller.say("answer_slip.lead", count=made.weeks, futures=made.futures)
    lead = " ".join(filter(None, (slipping.winters(made, table, teller.voice), lead)))
    sentence = slipping.sentence(made, table, teller.voice, teller.partner)
    caution = teller.say("answer_slip.caution")
    if len(table) < len(made.table):
        caution = " ".join([teller.say("answer_slip.rest"), caution])
    return Headline(sentence, lead, caution)


def section(made: Slip, table: pd.DataFrame, teller: Teller, hidden: int) -> Section:
    """Draw what each pledge costs if it is late, the largest effect first."""
    rows = [_row(row, teller) for row in _rows(table)]
    title = teller.say("answer_slip.title", count=made.weeks)
    measure = teller.say("answer_slip.measure")
    notes = [teller.say("worth.read_slip")]
    notes += [teller.say("answer.hidden", count=hidden)] if hidden else []
    view, keys = figure.Ranked(rows), framed.keys(rows, teller)
    return framed.section(
        "late", title, measure, view, _numbers(table, teller), teller, keys, notes
    )


def _row(row: Row, teller: Teller) -> figure.Row:
    group = None if row["group"] != row["group"] else int(row["group"])
    note = (teller.partner(row["partner"]), row["delivery"], teller.day(row["date"]))
    return figure.Row(
        name=_what(row, teller),
        note=", ".join(note),
        mean=row["costs"],
        interval=(row["low"], row["high"]),
        value=_cost(row, teller),
        verdict=teller.short(row),
        token=teller.token(_item(row, teller)),
        marks=teller.rivals(row),
        group=group,
        pale=group is None,
    )


def _numbers(table: pd.DataFrame, teller: Teller) -> Numbers:
    """Give the whole table: a row a delivery."""
    keys = ("contents", "delivery", "arrives", "costs")
    heads = [teller.say(f"worth.{key}") for key in keys]
    heads += [teller.say("answer.interval"), teller.say("answer.either")]
    heads += [teller.say(f"worth.{key}") for key in ("survival", "group", "verdict")]
    numbers = teller.words.numbers
    lines = tuple(
        (
            _what(row, teller),
            f"{row['delivery']}, {teller.partner(row['partner'])}",
            teller.day(row["date"]),
            _cost(row, teller),
            numbers.interval(row["low"], row["high"], row["standard_error"]),
            teller.either(row),
            numbers.plus_minus(100 * row["survival"], 100 * row["survival_error"], sign=True),
            teller.group(row),
            teller.verdict(row),
        )
        for row in _rows(table)
    )
    return Numbers(teller.say("answer.table"), tuple(heads), lines, words=(1, 8))
