"""What stands on the screen of runs: what can be asked for, and the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from holdfast.page.desk import Desk, Progress
from holdfast.page.jobs import DONE, FAILED, OPEN, PAUSED, QUEUED, RUNNING
from holdfast.page.screens.said import called, time_left
from holdfast.questions.refused import Refused
from holdfast.scenario.fault import short
from holdfast.scenario.folder import RUN_CARD
from holdfast.show.catalogue import Catalogue

ACTS = {
    QUEUED: ("pause", "cancel"),
    RUNNING: ("pause", "cancel"),
    PAUSED: ("resume", "cancel"),
    FAILED: ("resume", "cancel"),
}
"""What can be asked of a job in each state."""
LARGEST_SEED = 2**32 - 1
RUN, RUNS = "run", ("run", "whatif_run")
"""The kinds of jobs that live futures, of which the first is told while it lives them; of others
only their share is told."""
MOST_ENDED = 8
"""Jobs that have ended and are still shown."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in the queue."""

    id: int
    name: str
    called: str
    """What is made, and of which scenario or run."""
    scenario: str
    state: str
    told: str
    """Its state in words, or that it ends."""
    share: float | None
    """Of what there is to do; None where there is no bar."""
    progress: str
    said: str
    acts: tuple[str, ...]
    finished: bool
    """There is a run to be looked at."""
    watched: bool
    """What is known of it so far has a screen."""
    by: str
    """Who asked for it; blank where nobody had logged in."""


@dataclass(frozen=True, slots=True)
class Queued:
    """The queue."""

    open: tuple[JobRow, ...]
    ended: tuple[JobRow, ...]


def queue(desk: Desk, words: Catalogue) -> Queued:
    """The queue of a desk, as this reader sees it."""
    rows = [row(desk, each, words) for each in desk.jobs()]
    alive = (*OPEN, FAILED)
    return Queued(
        tuple(each for each in rows if each.state in alive),
        tuple(each for each in rows if each.state not in alive)[:MOST_ENDED],
    )


def row(desk: Desk, each: Progress, words: Catalogue) -> JobRow:
    """A job in the queue."""
    job = each.job
    of_run, of = job.kind in RUNS, str(job.about.get("of", ""))
    said = [words.say("page.progress", lived=each.lived, futures=each.futures)] if of_run else []
    if job.state == RUNNING and each.left is not None and job.done < job.total:
        said.append(words.say("page.left", time=time_left(each.left, words)))
    begun = job.state in (RUNNING, PAUSED, FAILED) or (job.state == QUEUED and job.done > 0)
    return JobRow(
        job.id,
        job.name,
        words.say("page.of_scenario", name=job.name, scenario=of) if of_run else job.name,
        of,
        job.state,
        words.say(f"page.state_{job.state}"),
        job.done / max(job.total, 1) if begun else None,
        " · ".join(said),
        job.said,
        () if job.wish else ACTS.get(job.state, ()),
        of_run and job.state == DONE and (desk.place.of(job.name) / RUN_CARD).is_file(),
        job.kind == RUN,
        job.by,
    )


def choices(desk: Desk, words: Catalogue) -> Sequence[tuple[str, str]]:
    """The scenarios that can be run: (name, how it is shown)."""
    return [
        (kept.name, kept.name if title == kept.name else f"{title} ({kept.name})")
        for kept in desk.shelf.scenarios()
        for title in [called(kept, words)]
    ]


def whole(text: str, most: int) -> int:
    """A whole number from 1. Raises Refused."""
    if not (text.isascii() and text.isdigit() and len(text) < 12 and 1 <= int(text) <= most):
        raise Refused(f"'{text[:20]}' is not a whole number of 1 to {most:,}")
    return int(text)


def seed(text: str) -> int | None:
    """A seed; None if none is named. Raises Refused."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= LARGEST_SEED):
        raise Refused(f"seed '{short(text)}' cannot be used; take one of 0 to {LARGEST_SEED}")
    return int(text)


def day(text: str) -> date | None:
    """A day; None if none is named. Raises Refused."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"'{short(text)}' is not a day (YYYY-MM-DD)") from None
