"""How the answer of `positions` reads at a terminal: a table each, wide enough at 80 columns."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli import output
from holdfast.show.stances import Row, marks, partners, quoted, stance, together

if TYPE_CHECKING:
    from holdfast.questions.positions import Positions
    from holdfast.show.voice import Voice

_SILENT = ("", "-")
"""What a table says where nothing was said."""


def print_positions(made: Positions, voice: Voice) -> None:
    """Stances by topic; conditions, limits, asks; the offers of one partner, else their count."""
    stances: list[Row] = list(made.stances.to_dict("records"))
    _print_count(made, stances, voice)
    if stances:
        _print_stances(together(stances), voice)
    _print_conditions(made, voice)
    _print_limits(made, voice)
    _print_asks(made, voice)
    if made.partner:
        _print_offers(made, voice)
    elif len(made.offers):
        output.say(voice.say("positions.offers_count", count=len(made.offers)))


def _print_count(made: Positions, stances: list[Row], voice: Voice) -> None:
    """How many stances there are, of whom and on what; what binds and where sources differ."""
    known = made.scenario.as_of
    when = voice.say("positions.as_known", day=known) if known else voice.say("positions.all_known")
    if not stances:
        key = "none_ever" if made.history else "none"
        output.say(voice.say(f"positions.{key}", when=when) + "\n")
        return
    differing = {(row["topic"], row["partner"], row["since"]) for row in stances if row["differs"]}
    counts = (
        ("stances", len(stances)),
        ("partners", len({row["partner"] for row in stances})),
        ("topics", len({row["topic"] for row in stances})),
        ("binding", sum(row["binds"] for row in stances)),
        ("differing", len(differing)),
    )
    told = {name: voice.say(f"positions.{name}", count=count) for name, count in counts}
    if not differing:
        told["differing"] = voice.say("positions.alike")
    output.say(voice.say("positions.sentence", when=when, **told))
    typer.echo()


def _print_stances(groups: list[list[Row]], voice: Voice) -> None:
    lines = []
    before: tuple[str, ...] = ("", "")
    for group in groups:
        row = group[0]
        now = row["topic"], row["partner"]
        lines.append(
            (
                "" if now[0] == before[0] else voice.own(now[0]),
                "" if now == before else partners(group, voice),
                voice.joint("; ").join([stance(row, voice), *marks(row, voice)]),
                quoted(row, voice),
                _told(row["since"], row, voice),
            )
        )
        before = now
    _print("stances_title", ("topic", "partner", "stance", "said", "since"), lines, voice)


def _print_conditions(made: Positions, voice: Voice) -> None:
    lines = []
    for row in made.conditions.to_dict("records"):
        if row["of"]:
            key = "all" if row["least"] >= row["of"] else "any" if row["least"] == 1 else "some"
            needs = voice.write(row["needs_words"])
            only = voice.say(f"positions.needs_{key}", count=row["least"], needs=needs)
            met = voice.say("form.yes" if row["met"] else "form.no")
        else:
            only, met = voice.say("positions.tie_lifted"), ""
        past = [] if row["holds"] else [voice.say("positions.past")]
        lines.append(
            (
                voice.write(row["gift_words"]),
                voice.joint("; ").join([only, *past]),
                met,
                voice.own(row["quote"]),
                _told(row["since"], row, voice),
            )
        )
    _print("conditions_title", ("gift", "only_if", "met", "said", "since"), lines, voice)


def _print_limits(made: Positions, voice: Voice) -> None:
    from holdfast.questions import words
    from holdfast.questions.said import Said

    money = words.million(made.scenario.settings.currency)
    lines = []
    for row in made.limits.to_dict("records"):
        unit = voice.unit(money if row["of_value"] else Said("objection_pieces"), row["most"])
        lines.append(
            (
                voice.own(row["name"]),
                voice.own(voice.write(row["what"])),
                f"{voice.exact(row['most'])} {unit}",
                _day(row["by"], voice),
                voice.plain(row["reached"]),
                row["source"],
            )
        )
    heads = ("partner", "what", "most", "by", "reached", "source")
    _print("limits_title", heads, lines, voice, numbers=(4,))


def _print_asks(made: Positions, voice: Voice) -> None:
    actors = made.scenario.table("actors")
    names = dict(zip(actors.text("id"), actors.text("name"), strict=True))
    lines = []
    before: tuple[str, ...] = ("", "")
    for row in made.asks.to_dict("records"):
        meeting = voice.own(row["meeting_name"]) or voice.say("positions.no_meeting")
        now = meeting, row["asked_by"]
        when = "" if row["by_when"] in _SILENT else voice.own(row["by_when"])
        lines.append(
            (
                "" if meeting == before[0] else meeting,
                "" if now == before else voice.own(row["name"]),
                _of_whom(row["asked_of"], names, voice),
                ", ".join(filter(None, (_amount(voice.own(row["item"]), row, voice), when))),
                _told(row["date"], row, voice),
            )
        )
        before = now
    heads = ("meeting", "asks", "of_whom", "what_when", "since")
    _print("asks_title", heads, lines, voice)


def _print_offers(made: Positions, voice: Voice) -> None:
    lines = [
        (
            _amount(voice.own(row["said"]), row, voice),
            _day(row["committed"], voice),
            _day(row["delivered"], voice),
            voice.own(row["caveat"]),
            row["source"].replace(";", voice.joint("; ")),
        )
        for row in made.offers.to_dict("records")
    ]
    heads = ("offered", "pledged", "arrived", "caveat", "source")
    _print("offers_title", heads, lines, voice)


def _print(
    title: str,
    heads: tuple[str, ...],
    lines: list[Any],
    voice: Voice,
    numbers: tuple[int, ...] = (),
) -> None:
    """A table of words, if it has a line; a line between two numbers stays whole."""
    if lines:
        columns = [voice.say(f"positions.{head}") for head in heads]
        words = [place for place in range(len(heads)) if place not in numbers]
        output.print_table(voice.say(f"positions.{title}"), columns, lines, words=words)


def _of_whom(text: str, names: dict[str, str], voice: Voice) -> str:
    """Who is asked: ids by the names they stand for, or words as they were said."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if all(part in names for part in parts):
        return ", ".join(voice.own(names[part]) for part in parts)
    return voice.own(text)


def _amount(what: str, row: Row, voice: Voice) -> str:
    if math.isnan(row["quantity"]):
        return what
    number = f"{voice.exact(row['quantity'])} {voice.own(row['unit'])}".strip()
    return f"{what} ({number})"


def _told(day: date, row: Row, voice: Voice) -> str:
    """The day, and by whom it is told."""
    told = (voice.day(day), row["source"].replace(";", voice.joint("; ")))
    return ", ".join(filter(None, told))


def _day(value: Any, voice: Voice) -> str:
    return voice.day(value) if isinstance(value, date) else ""
