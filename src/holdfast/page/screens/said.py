"""How the screens write amounts that no report has."""

from __future__ import annotations

from datetime import datetime

from holdfast.page.shelf import Kept, Lived
from holdfast.show.catalogue import Catalogue

MINUTE, HOUR = 60, 3600


def time_left(seconds: float, words: Catalogue) -> str:
    """Seconds as somebody who waits says them: in hours from two on, in minutes from two on."""
    for least, unit, key in ((2 * HOUR, HOUR, "hours"), (2 * MINUTE, MINUTE, "minutes")):
        if seconds >= least:
            return words.say(f"page.{key}", count=round(seconds / unit))
    return words.say("page.seconds", count=max(1, round(seconds)))


def called(thing: Kept | Lived, words: Catalogue) -> str:
    """The title of a scenario, or of that of a run, in the reader's language if that is known."""
    return thing.titles.get(words.language) or words.own(thing.title)


def moment(when: datetime, words: Catalogue) -> str:
    """A day and a time of this machine's clock."""
    here = when.astimezone()
    day = words.numbers.day(here.date(), year=True)
    return words.say("page.made", day=day, time=f"{here:%H:%M}")
