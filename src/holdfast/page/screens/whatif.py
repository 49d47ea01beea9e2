"""What stands on the screen of what if: a base, two sides, deliveries on their axis, an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from holdfast.page import whatif_drawn
from holdfast.page.desk import Desk, Progress
from holdfast.page.jobs import OPEN
from holdfast.page.screens.said import moment
from holdfast.page.shelf import Lived
from holdfast.page.whatif import Plan, Texts, both
from holdfast.page.whatif_drawn import Given
from holdfast.scenario import Scenario
from holdfast.show.catalogue import Catalogue
from holdfast.show.figures.thumbnail import thumbnail

KEPT = 200
"""Changes that can be taken back."""


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery as it stands on the screen."""

    given: Given
    what: str
    """Quantity and item."""
    note: str
    pale: tuple[float, float]
    """Where it is on its way: left end and length, as shares of the axis."""
    dark: tuple[float, float]
    """Where crews train and it is set up."""
    diamond: float | None
    """Where it is in service; None past the end of the axis."""
    place: int
    """Of the day of arrival on the axis."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that are drawn."""

    first: dt.date
    last: dt.date
    months: tuple[tuple[float, str], ...]
    """Where a month begins, and what it is called."""

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    def share(self, day: float) -> float:
        """A place on it, from 0 to 1."""
        return min(max(day, 0.0), float(self.days)) / self.days

    @classmethod
    def of(cls, scenario: Scenario, words: Catalogue) -> Axis:
        """The days of a scenario on which something may still change."""
        first, last = whatif_drawn.first_day(scenario), scenario.settings.last
        days, months = (last - first).days + 1, []
        day = first
        while day <= last:
            if day.day == 1 or day == first:
                months.append((day, (day - first).days / days))
            day += dt.timedelta(days=1)
        step = -(-len(months) // 9)
        written = [
            (share, words.numbers.day(day, year=day.month == 1).split(maxsplit=1)[1])
            for day, share in months
            if day.day == 1 and (day.month - 1) % step == 0
        ]
        return cls(first, last, tuple(written))


@dataclass(slots=True)
class Sides:
    """What both sides are, and what they were before each change."""

    a: Plan = field(default_factory=Plan)
    b: Plan = field(default_factory=Plan)
    _before: list[tuple[Plan, Plan]] = field(default_factory=list)
    _after: list[tuple[Plan, Plan]] = field(default_factory=list)

    def change(self, b: Plan, a: Plan | None = None) -> None:
        """Take a step; a step that changes nothing is none."""
        now = self.a if a is None else a, b
        if now == (self.a, self.b):
            return
        self._before = [*self._before, (self.a, self.b)][-KEPT:]
        self._after = []
        self.a, self.b = now

    @property
    def texts(self) -> tuple[list[str], list[str]]:
        """What each of them changes, as the command has it."""
        return self.a.texts, self.b.texts

    @property
    def can(self) -> tuple[bool, bool]:
        """Whether there is a step to be taken back, and one to be taken again."""
        return bool(self._before), bool(self._after)

    def undo(self) -> None:
        """Take the last step back."""
        if self._before:
            self._after = [*self._after, (self.a, self.b)]
            self.a, self.b = self._before.pop()

    def redo(self) -> None:
        """Take again what was taken back."""
        if self._after:
            self._before = [*self._before, (self.a, self.b)]
            self.a, self.b = self._after.pop()


def sides(scenario: Scenario, texts: Texts) -> Sides:
    """Both sides as texts have them. Raises Faulty."""
    a, b = (Plan.read(scenario, each) for each in texts)
    made = Sides(a, b)
    both(scenario, made.texts)
    return made


def way(scenario: str, base: str = "", texts: Texts = ((), ())) -> str:
    """The address at which a base and two sides are found, these as the command has them."""
    asked = [("scenario", scenario), *([("base", base)] if base else [])]
    for side, changed in zip("ab", texts, strict=True):
        asked += [(side, text) for text in changed]
    return f"/whatif?{urlencode(asked, quote_via=quote, safe=':@=')}"


def scenarios(desk: Desk, words: Catalogue) -> Sequence[tuple[str, str]]:
    """The scenarios that can be chosen."""
    from holdfast.page.screens.run import choices

    return choices(desk, words)


def bases(found: Sequence[Lived], words: Catalogue) -> Sequence[tuple[str, str]]:
    """The runs that can be gone on from, as they are shown."""
    return [
        (run.name, words.say("page_whatif.base_told", name=run.name,
                             futures=words.numbers.fixed(run.futures),
                             made=moment(run.made, words)))
        for run in found
    ]  # fmt: skip


def coming(desk: Desk, scenario: str) -> Progress | None:
    """A base of a scenario that is queued or runs."""
    for each in desk.jobs():
        job = each.job
        mine = job.kind == "run" and job.about.get("of") == scenario
        if mine and job.state in OPEN:
            return each
    return None


def rows(scenario: Scenario, plan: Plan, axis: Axis, words: Catalogue) -> list[Row]:
    """The deliveries of a side. Raises Faulty."""
    return [_row(each, scenario, axis, words) for each in whatif_drawn.given(scenario, plan)]


def _row(each: Given, scenario: Scenario, axis: Axis, words: Catalogue) -> Row:
    what = called(each.quantity, each.item, scenario, words)
    sent, there, used = (axis.share(day) for day in (each.sent, each.arrives, each.used))
    note = ""
    if each.kind == "moved" and each.pledged is not None:
        was = called(each.pledged[0], each.item, scenario, words)
        day = words.numbers.day(each.pledged[1], year=True)
        note = words.say("page_whatif.moved", what=was, day=day)
    elif each.kind == "gone":
        note = words.say("page_whatif.gone")
    elif each.kind == "added":
        note = words.say("page_whatif.added")
    return Row(
        each,
        what if not each.region else f"{what}, {words.of_scenario(scenario).own(each.region)}",
        note,
        (sent, there - sent),
        (there, used - there),
        used if each.used <= axis.days else None,
        (each.day - axis.first).days,
    )


def called(quantity: str, item: str, scenario: Scenario, words: Catalogue) -> str:
    """So many of an item, in the language of the reader."""
    return f"{words.numbers.exact(float(quantity))}\u00a0× {words.of_scenario(scenario).own(item)}"


def thumbnails(shown: Mapping[str, Any], words: Catalogue) -> list[tuple[str, str, str]]:
    """The signatures of both sides: name, hours, drawing."""
    made = []
    for name, found in zip(("side_a", "side_b"), shown["signatures"], strict=True):
        side = words.say(f"page_whatif.{name}")
        hours = words.numbers.plus_minus(*found["hours"])
        title = words.say("page_whatif.signature", side=side, hours=hours)
        told = words.say("page_whatif.hours", hours=hours)
        made.append((side, told, thumbnail(found["steps"], title)))
    return made
