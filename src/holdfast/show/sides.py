"""What a report is about: one run, or two paired runs, with their names, days and plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from holdfast.outcome.metrics import BY_NAME
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.statistics import Difference, Estimate, difference, estimate
from holdfast.outcome.windows import Window, as_date
from holdfast.questions.deliveries import changes
from holdfast.questions.whatif import WhatIf
from holdfast.scenario import Scenario
from holdfast.show import reductions
from holdfast.show.catalogue import Catalogue
from holdfast.show.reductions import Array, Days

Row = Mapping[str, str]
DAILY = "hours_without_power"
MILITARY = "military"


@dataclass(frozen=True)
class Side:
    """One run as the figures read it: its label, its token, and its reported days."""

    label: str
    phrase: str
    """The label as it stands in a sentence: "as pledged"."""
    token: str
    outcome: Outcome

    @cached_property
    def window(self) -> Window:
        """All of the reported time."""
        return self.outcome.windows()[-1]

    @cached_property
    def days(self) -> slice:
        """The reported days among those of the run."""
        return self.window.among(self.outcome.data["day"].values)

    def values(self, name: str) -> Array:
        """The reported days of a (future, day, ...) variable as float64."""
        return np.asarray(self.outcome.data[name].values[:, self.days], dtype=float)

    @cached_property
    def by_region(self) -> Array:
        """Hours without power per person and day: (future, day, region)."""
        return self.values(DAILY)

    @cached_property
    def hours(self) -> Array:
        """Hours without power per person and day, mean over people: (future, day)."""
        return reductions.nation(self.by_region, self.outcome.people)

    @cached_property
    def _counted(self) -> dict[tuple[str, Window], Array]:
        return {}

    def metric(self, name: str, window: Window) -> Array:
        """One number a future of a metric in a window, (future,); counted once."""
        key = (name, window)
        if key not in self._counted:
            self._counted[key] = np.asarray(self.outcome.values(name, window), dtype=float)
        return self._counted[key]

    def estimate(self, metric: str, window: Window) -> Estimate:
        """Mean over futures of a metric in a window, with its standard error."""
        return estimate(self.metric(metric, window), self.outcome.pair)

    def first_empty(self, item: str) -> Days:
        """The first reported day on which a stock that had been held is gone, (future,); or -1."""
        held = self.outcome.data["held"].sel(item=item).values[:, self.days]
        empty = self.outcome.data["empty"].sel(item=item).values[:, self.days] > 0
        had = np.logical_or.accumulate(held >= 1, axis=1)
        return reductions.first_day(empty & had)


@dataclass(frozen=True)
class Story:
    """The sides of a report and how they are spoken of; `named` is the second one's plan."""

    sides: tuple[Side, ...]
    named: str
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    public: bool
    fork: dt.date | None = None
    """First day on which two plans differ."""
    package: str = ""
    """The package of the scenario that is all that is added, if it is one."""

    @classmethod
    def of(cls, answer: Outcome | WhatIf, words: Catalogue, public: bool) -> Story:
        """Tell what an answer is about, in the words of a language."""
        pledged = (words.say("side.pledged"), words.say("side.pledged_in"))
        if isinstance(answer, Outcome):
            return cls((Side(*pledged, "power", answer),), "", (), (), public)
        added, removed = changes(answer.a.scenario, answer.b.scenario)
        package = "" if removed else _package(answer.b.scenario, added)
        if removed:
            first, second = (
                (words.say(f"side.{which}"), words.say(f"side.{which}_in"))
                for which in ("first", "second")
            )
            named = words.say("side.second_named")
        else:
            named, label = _names(answer.b.scenario, added, package, words)
            first, second = pledged, (label, label[:1].lower() + label[1:])
        sides = (Side(*first, "none", answer.a), Side(*second, "power", answer.b))
        return cls(sides, named, tuple(added), tuple(removed), public, answer.fork, package)

    @property
    def shown(self) -> Side:
        """The side that the report is about: the only one, or the second."""
        return self.sides[-1]

    @property
    def baseline(self) -> Side:
        """What it is compared with: the first side, or the only one."""
        return self.sides[0]

    @property
    def paired(self) -> bool:
        """Whether two runs are compared."""
        return len(self.sides) > 1

    @property
    def scenario(self) -> Scenario:
        """The scenario of the side shown, whose plan holds all that is added."""
        return self.shown.outcome.scenario

    @property
    def futures(self) -> int:
        """How many futures there are."""
        return len(self.shown.outcome.futures)

    @cached_property
    def dates(self) -> list[dt.date]:
        """The reported days."""
        return [as_date(day) for day in self.shown.outcome.data["day"].values[self.shown.days]]

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """Each reported winter, then the reported time in all."""
        return self.shown.outcome.windows()

    def difference(self, metric: str, window: Window, among: Array | None = None) -> Difference:
        """Second side minus first, paired; `among` is a (future,) mask of the futures counted."""
        a, b = (side.metric(metric, window) for side in self.sides)
        chosen = np.full(len(a), True) if among is None else among
        pair = self.shown.outcome.pair[chosen]
        return difference(a[chosen], b[chosen], pair, BY_NAME[metric].better)

    def position(self, date: dt.date) -> int:
        """The place of a date among the reported days, below 0 before them."""
        return (date - self.dates[0]).days


def _package(scenario: Scenario, added: list[dict[str, str]]) -> str:
    """Find the package that is just what is added, or give an empty name."""
    wanted = sorted(map(_core, added))
    found: dict[str, list[Row]] = {}
    for row in scenario.table("packages").rows():
        found.setdefault(row["package"], []).append(row)
    same = (name for name, rows in found.items() if sorted(map(_core, rows)) == wanted)
    return next(same, "")


def _names(
    scenario: Scenario, added: list[dict[str, str]], package: str, words: Catalogue
) -> tuple[str, str]:
    """Name what is added: in a sentence, and as the label of a side."""
    if not added:
        return words.say("side.nothing"), words.say("side.with_nothing")
    if package:
        name = package.replace("_", " ")
        return words.say("side.package", name=name), words.say("side.with", name=name)
    if len(added) == 1:
        items = scenario.table("items")
        names = dict(zip(items.text("id"), items.text("name"), strict=True))
        quantity = words.numbers.exact(float(added[0]["quantity"]))
        what = f"{quantity} × {names[added[0]['item']]}"
        return what, words.say("side.with_one", what=what)
    count = len(added)
    return words.say("side.added", count=count), words.say("side.with_added", count=count)


def _core(row: Row) -> tuple[str, str, float, str, str]:
    """What makes a delivery the same as another, whatever its id."""
    return row["partner"], row["item"], float(row["quantity"]), row["date"], row.get("region", "")
