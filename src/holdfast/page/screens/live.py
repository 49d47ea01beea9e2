"""What stands on the screen of one run that is under way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from holdfast.page.desk import Desk
from holdfast.page.jobs import CANCELLED, DONE
from holdfast.page.progress import Row, SoFar
from holdfast.page.screens.run import JobRow, row
from holdfast.show.catalogue import MANY, Catalogue

HEADLINE = "hours_without_power"


@dataclass(frozen=True, slots=True)
class Line:
    """A metric so far, as it is written."""

    name: str
    unit: str
    mean: str
    median: str
    worse: str


@dataclass(frozen=True, slots=True)
class Live:
    """A run under way, as this reader sees it."""

    job: JobRow
    title: str
    alive: bool
    """It is not at its end yet."""
    futures: int
    """Of which is known what stands here; 0 where nothing is."""
    mean: str
    survived: str
    lines: Sequence[Line]
    can_shorten: bool
    """Some futures are finished that can be kept as a run."""


def live(desk: Desk, number: int, words: Catalogue) -> Live:
    """One run of the queue. Raises Missing."""
    shown = desk.job(number)
    job, known = shown.job, desk.watch.so_far(shown.job)
    title = words.say(f"page_live.title_{job.state}", name=job.name)
    alive = job.state not in (DONE, CANCELLED)
    if known is None:
        return Live(row(desk, shown, words), title, alive, 0, "", "", (), False)
    return Live(
        row(desk, shown, words),
        title,
        alive,
        known.futures,
        mean(known, words),
        words.say("page.survival", count=known.survived, of=known.futures),
        [_line(each, words) for each in known.rows],
        known.leading > 0 and not job.wish and not job.about.get("short"),
    )


def mean(known: SoFar, words: Catalogue) -> str:
    """Hours without power so far, with their standard error."""
    found = next(each for each in known.rows if each.metric == HEADLINE)
    return words.numbers.plus_minus(found.mean, found.standard_error)


def _line(found: Row, words: Catalogue) -> Line:
    write = words.numbers
    return Line(
        words.say(f"metric.{found.metric}.name"),
        words.say(f"metric.{found.metric}.unit", count=MANY),
        write.plus_minus(found.mean, found.standard_error),
        write.number(found.median),
        write.number(found.worse),
    )
