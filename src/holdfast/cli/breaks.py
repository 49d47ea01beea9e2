"""How a break-even date reads at a terminal, and as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from holdfast.cli import output, pages

if TYPE_CHECKING:
    from holdfast.questions.break_even import BreakEven
    from holdfast.show.voice import Voice


def told_of(made: BreakEven) -> dict[str, Any]:
    """What the JSON of a comparison says of it besides."""
    return {
        "break_even": {
            "kind": made.kind,
            "day": output.plain(made.day),
            "first": output.plain(made.first),
            "last": output.plain(made.last),
            "later_first": made.later_first,
            "several": [[output.plain(a), output.plain(b)] for a, b in made.several],
            "points": {"rows": output.rows(made.points)},
        }
    }


def print_break_even(made: BreakEven, voice: Voice, page: Path | None = None) -> None:
    """The date in a sentence, the days that were looked at, and where its page was written."""
    from holdfast.show.breaks import sentence

    typer.echo()
    output.say(sentence(made, voice))
    lines = [
        (
            voice.day(row["date"]),
            voice.plus_minus(row["difference"], row["standard_error"], True),
            voice.span(row["low"], row["high"], row["standard_error"]),
        )
        for row in made.points.to_dict("records")
    ]
    heads = [voice.say(f"breaks.{key}") for key in ("arrives", "difference", "interval")]
    output.print_table(voice.say("breaks.title", count=made.futures), heads, lines)
    pages.told(page, voice)
