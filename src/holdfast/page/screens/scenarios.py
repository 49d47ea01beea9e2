"""What stands on the screen of scenarios: each with its runs, and each run as its own winter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from holdfast.outcome.windows import months
from holdfast.page.card import Card
from holdfast.page.desk import Desk
from holdfast.page.screens.said import called, moment
from holdfast.page.shelf import Kept, Lived
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.thumbnail import thumbnail

MOST_FAULTS = 5
"""Faults that are shown; the others are counted."""
HOURS_IN_DAY = 24.0
LEAST_APART = 0.12
"""Names of months, in shares of the width of a raster; where they would be nearer some are left
out."""
LEAST_DAYS = 10
"""Days of a month from which it is named."""
STEPS = (1, 2, 3, 6, 12)
"""Of so many months the first is named."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the list."""

    name: str
    notes: tuple[str, ...]
    futures: str
    made: str
    headline: str = ""
    svg: str = ""
    waiting: str = ""
    """Said in place of the drawing while it is made."""
    wrong: str = ""
    """Said in its place where it cannot be made."""
    days: str = ""
    error: str = ""
    survival: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A scenario with its runs; without a scenario, the runs of those that are not here."""

    name: str
    title: str
    facts: str
    faults: tuple[str, ...]
    more: str
    """How many faults there are besides."""
    faulty: str
    runs: tuple[RunRow, ...]
    months: tuple[tuple[str, float], ...]
    """Month and where it begins, in shares of the width; where all runs are over the same days."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The whole screen."""

    groups: tuple[Group, ...]
    trash: tuple[tuple[str, str], ...]
    """Token and name."""


def screen(desk: Desk, words: Catalogue) -> Screen:
    """What is on the shelf of a desk, as this reader sees it."""
    scenarios, runs = desk.shelf.scenarios(), desk.shelf.runs()
    homes = {run.name: home(run, scenarios) for run in runs}
    groups = [
        group(desk, kept, [run for run in runs if homes[run.name] == kept.name], words)
        for kept in scenarios
    ]
    if others := [run for run in runs if not homes[run.name]]:
        groups.append(group(desk, None, others, words))
    gone = tuple((each.token, each.name) for each in desk.trash.all())
    return Screen(tuple(groups), gone)


def home(run: Lived, scenarios: Sequence[Kept]) -> str:
    """The scenario of the folder that a run is of, by the folder it was read from; else blank."""
    names = {kept.name for kept in scenarios}
    return next((name for name in (run.of, run.scenario) if name in names), "")


def group(desk: Desk, kept: Kept | None, runs: Sequence[Lived], words: Catalogue) -> Group:
    """A scenario with its runs."""
    cards = [desk.card(run, words.language) for run in runs]
    if kept is None:
        rows = tuple(row(run, card, "", words) for run, card in zip(runs, cards, strict=True))
        return Group("", words.say("page.elsewhere"), "", (), "", "", rows, shared(cards, words))
    judged = desk.shelf.judged(kept.name)
    faults = judged.faults
    rows = tuple(
        row(run, card, _beside(desk, run, kept, judged.digest), words)
        for run, card in zip(runs, cards, strict=True)
    )
    rest = len(faults) - MOST_FAULTS
    return Group(
        kept.name,
        called(kept, words),
        facts(kept, words),
        faults[:MOST_FAULTS],
        words.say("page.more_faults", count=rest) if rest > 0 else "",
        words.say("page.faults", count=len(faults)) if faults else "",
        rows,
        shared(cards, words),
    )


def facts(kept: Kept, words: Catalogue) -> str:
    """The folder of a scenario, its days, and up to when what was said is known."""
    said = [kept.name]
    if kept.start is not None:
        first = words.numbers.day(kept.start, year=True)
        last = words.numbers.day(kept.start + timedelta(days=kept.days - 1), year=True)
        said.append(words.say("page.span", first=first, last=last, count=kept.days))
    if kept.freeze is not None:
        said.append(words.say("top.as_of", day=words.numbers.day(kept.freeze, year=True)))
    return " · ".join(said)


def _beside(desk: Desk, run: Lived, kept: Kept, digest: str) -> str:
    """What is said of a run beside its scenario as it now stands: a key of the catalogue."""
    if not digest or digest == run.digest:
        return ""
    return "own_plan" if desk.shelf.own_plan(run, kept.name) else "changed"


def row(run: Lived, card: Card | str | None, beside: str, words: Catalogue) -> RunRow:
    """A run in the list; `beside` is what is said of it beside its scenario."""
    say, numbers = words.say, words.numbers
    notes = []
    if run.as_of is not None:
        notes.append(say("top.as_of", day=numbers.day(run.as_of, year=True)))
    if beside:
        notes.append(say(f"page.{beside}"))
    made = RunRow(run.name, tuple(notes), numbers.fixed(run.futures), moment(run.made, words))
    if not isinstance(card, Card):
        return replace(made, wrong=card) if card else replace(made, waiting=say("page.counting"))
    mean, error = card.hours
    return replace(
        made,
        headline=card.headline,
        svg=thumbnail(card.steps, say("page.signature", name=run.name)),
        days=say("page.days", value=numbers.number(mean / HOURS_IN_DAY, 2)),
        error=say("page.hours_error", hours=numbers.plus_minus(mean, error)),
        survival=say("page.survival", count=round(card.service * run.futures), of=run.futures),
    )


def shared(cards: Sequence[Card | str | None], words: Catalogue) -> tuple[tuple[str, float], ...]:
    """The months over the rasters of runs, if all are over the same days."""
    spans = {(card.first, card.days) for card in cards if isinstance(card, Card)}
    if len(spans) != 1:
        return ()
    ((first, count),) = spans
    days = [first + timedelta(days=day) for day in range(count)]
    whole = [(month, span) for month, span in months(days) if span.stop - span.start >= LEAST_DAYS]
    found = [(month, span.start / count) for month, span in whole]
    step = next((each for each in STEPS if len(found) <= each / LEAST_APART), STEPS[-1])
    return tuple(
        (words.numbers.months_short[month.month - 1], share) for month, share in found[::step]
    )
