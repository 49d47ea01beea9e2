"""A break-even date in a sentence: where the sides meet, how far that is sure, or why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from holdfast.questions.break_even import BreakEven
from holdfast.show.voice import Voice


def sentence(made: BreakEven, voice: Voice, day: Callable[[date], str] | None = None) -> str:
    """Say it; `day` writes a day where that is not to be to the day."""
    day = day or voice.day
    better = "b" if made.later_first else "a"
    if made.kind == "several":
        dates = "; ".join(voice.between(day(first), day(last)) for first, last in made.several)
        return voice.say("breaks.several", dates=dates)
    if made.kind == "none":
        return voice.say(f"breaks.none_{better}")
    if made.day is None:
        return voice.say("breaks.open")
    first = day(made.first) if made.first else voice.say("breaks.not_before")
    last = day(made.last) if made.last else voice.say("breaks.not_after")
    return voice.say(f"breaks.one_{better}", day=day(made.day), first=first, last=last)
