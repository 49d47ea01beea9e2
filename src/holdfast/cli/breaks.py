"""How a break-even date reads at a terminal, and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli import output, pages

if TYPE_CHECKING:
    from holdfast.questions.break_even import BreakEven, Meeting
    from holdfast.show.voice import Voice


def told_of(made: BreakEven) -> dict[str, Any]:
    """What the JSON of a comparison says of it besides."""
    given = dict(zip("ab", map(output.plain, made.given), strict=True))
    costs = {side: asdict(each) for side, each in zip("ab", made.costs, strict=True)}
    rivals = {name: _meeting(each) for name, each in made.rivals.items()}
    besides = {"given": given, "costs": costs, "rivals": rivals, "flips": _flips(made)}
    return {"break_even": {**_meeting(made), **besides}}


def _meeting(made: Meeting) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "day": output.plain(made.day),
        "first": output.plain(made.first),
        "last": output.plain(made.last),
        "later_first": made.later_first,
        "several": [[output.plain(a), output.plain(b)] for a, b in made.several],
        "points": {"rows": output.rows(made.points)},
        "futures": made.futures,
    }


def _flips(made: BreakEven) -> list[dict[str, Any]] | None:
    """What flips the difference as it was asked for; None where that cannot be said."""
    found = made.flips
    if found is None or found.open or found.few:
        return None
    return [
        {
            "what": each.part.name,
            "side": each.part.side,
            "b_saves_more": output.plain(each.estimate.mean),
            "standard_error": output.plain(each.estimate.standard_error),
        }
        for each in found.found
    ]


def print_break_even(made: BreakEven, voice: Voice, page: Path | None = None) -> None:
    """The date in a sentence, what it hangs on, the days looked at, and where its page stands."""
    from holdfast.show import breaks

    output.say(breaks.sentence(made, voice))
    output.say(breaks.asked(made, voice))
    output.say(" ".join(breaks.costs(made, voice)))
    for model, text in breaks.rivals(made, voice):
        capital = model[:1].upper() + model[1:]
        output.say(voice.say("breaks.rival", model=capital, text=_within(text)))
    output.say(voice.say("breaks.flips", text=breaks.flipped(made, voice)))
    typer.echo()
    _print_points(made, voice)
    output.say(voice.say("breaks.read"))
    output.say(voice.say("basis.read_verdict"))
    pages.told(page, voice)
    typer.echo()
    output.say(voice.say("breaks.beside"))


def _within(text: str) -> str:
    """A sentence as it stands behind a colon: A and B keep their capitals."""
    return text if text[1:2] == " " else text[:1].lower() + text[1:]


def _print_points(made: BreakEven, voice: Voice) -> None:
    from holdfast.questions.judging import rivals_of

    rivals = rivals_of(made.scenario)

    lines = [
        (
            _day(row, made, voice),
            voice.plus_minus(row["b_saves_more"], row["standard_error"], True),
            voice.span(row["low"], row["high"], row["standard_error"]),
            *(voice.under(row, rival, sign=True) for rival in rivals),
            voice.verdict_of(row, short=True),
        )
        for row in made.points.to_dict("records")
    ]
    heads = [voice.say(f"breaks.{key}") for key in ("arrives", "b_saves_more", "interval")]
    heads += [voice.if_rival(rival) for rival in rivals]
    heads.append(voice.say("breaks.verdict"))
    title = voice.say("breaks.title", count=made.futures)
    output.print_table(title, heads, lines, words=(0, 5), drop=(2, 4, 3))


def _day(row: dict[Any, Any], made: BreakEven, voice: Voice) -> str:
    day = voice.day(row["date"])
    return voice.say("breaks.as_said", day=day) if row["date"] == made.given[1] else day
