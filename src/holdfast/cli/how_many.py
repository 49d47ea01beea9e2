"""How the answer of `plan --item` reads at a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from holdfast.cli import output

if TYPE_CHECKING:
    import pandas as pd

    from holdfast.questions.how_many import HowMany
    from holdfast.show.voice import Voice


def print_how_many(made: HowMany, voice: Voice) -> None:
    """How many, ordered by when and beside what, then the tables."""
    from holdfast.questions import words
    from holdfast.show import numbering

    for text in numbering.sentences(made, voice):
        output.say(text)
    unit = voice.write(words.million(made.scenario.settings.currency))
    cost = voice.say("worth.cost", unit=unit)
    arrives = voice.say("worth.arrives")
    number = [
        (
            voice.whole(row["quantity"]),
            voice.plain(row["cost"]),
            voice.day(row["complete"]),
            voice.plain(row["per_million"], sign=True),
        )
        for row in made.numbers.to_dict("records")
    ]
    each = numbering.per_million(made, voice)
    lists = (voice.say("many.quantity"), cost, voice.say("many.complete"), each)
    _print(voice.say("many.title_numbers"), lists, number, made.numbers, "many.step", voice)
    what = numbering.amount(made, made.number, voice)
    title = voice.say("many.title_dates", what=what, count=made.number)
    days = [
        (voice.day(row["ordered"]), voice.day(row["arrives"]))
        for row in made.dates.to_dict("records")
    ]
    _print(title, (voice.say("many.ordered"), arrives), days, made.dates, "many.less", voice)
    if len(made.beside):
        other = [
            (numbering.other(row, made, voice), voice.plain(row["cost"]), voice.day(row["arrives"]))
            for row in made.beside.to_dict("records")
        ]
        heads = (voice.say("worth.contents"), cost, arrives)
        _print(voice.say("many.title_beside"), heads, other, made.beside, "many.over", voice)
    output.say(voice.say("many.caution"))
    output.say(voice.say("basis.read_verdict"))


def _print(
    title: str,
    heads: tuple[str, ...],
    first: Sequence[tuple[str, ...]],
    table: pd.DataFrame,
    apart: str,
    voice: Voice,
) -> None:
    """One table: what each row is, what it saves, and what that is apart from another."""
    from holdfast.cli.worths import print_rare

    typer.echo()
    lines = [
        (
            *what,
            voice.plus_minus(row["saved"], row["standard_error"], True),
            voice.verdict_or_none(row, short=True),
            voice.plus_minus(row["apart"], row["apart_error"], True),
            voice.verdict_or_none(row, "apart_", short=True),
        )
        for what, row in zip(first, table.to_dict("records"), strict=True)
    ]
    told = ("worth.saved", "worth.verdict", apart, "many.apart_verdict")
    every = (*heads, *(voice.say(key) for key in told))
    count = len(heads)
    output.print_table(title, every, lines, words=(0, count + 1, count + 3))
    print_rare(table.to_dict("records"), voice, ("", "apart_"))
