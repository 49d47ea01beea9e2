"""What a report is about: one run, or two paired runs, with their names, days and plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from holdfast.outcome.metrics import BY_NAME
from holdfast.outcome.outcome import BLOCK, Outcome
from holdfast.outcome.statistics import Difference, Estimate, difference, estimate
from holdfast.outcome.windows import Window, as_date
from holdfast.questions.compare import beyond_plans
from holdfast.questions.whatif import WhatIf
from holdfast.scenario import Scenario
from holdfast.show import reductions
from holdfast.show.catalogue import Catalogue
from holdfast.show.plans import Plans, Row, called, spoken_of
from holdfast.show.reductions import Array, Days

DAILY = "hours_without_power"
MILITARY = "military"


def scenario_of(answer: Outcome | WhatIf) -> Scenario:
    """Give the scenario of a run, or of the second of two."""
    return answer.scenario if isinstance(answer, Outcome) else answer.b.scenario


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

    def parts(self, name: str) -> Iterator[tuple[Array, Array]]:
        """The reported days of a (future, day, ...) variable and people (future, region).

        A few hundred futures at a time, as float64.
        """
        people, first = self.outcome.people, 0
        for part in self.outcome.read(name):
            values = np.asarray(part[name].values[:, self.days], dtype=float)
            yield values, people[first : first + len(values)]
            first += len(values)

    @cached_property
    def _passed(self) -> tuple[Array, Array, Array]:
        """Hours without power per person and day, in one passage through the futures.

        Mean over people (future, day), mean over futures (day, region), sum over days (future,
        region).
        """
        nation, totals, days = [], [], []
        for values, people in self.parts(DAILY):
            nation.append(reductions.nation(values, people))
            totals.append(values.sum(axis=1))
            days.append(values.sum(axis=0))
        count = len(self.outcome.futures)
        return np.concatenate(nation), np.sum(days, axis=0) / count, np.concatenate(totals)

    @property
    def hours(self) -> Array:
        """Hours without power per person and day, mean over people: (future, day)."""
        return self._passed[0]

    @property
    def mean_by_region(self) -> Array:
        """Hours without power per person and day, mean over futures: (day, region)."""
        return self._passed[1]

    @property
    def total_by_region(self) -> Array:
        """Hours without power per person in the reported time: (future, region)."""
        return self._passed[2]

    def of_region(self, place: int) -> Array:
        """Hours without power per person and day of one region: (future, day)."""
        one = self.outcome.data[DAILY].isel(region=place, day=self.days)
        return np.asarray(one.values, dtype=float)

    def held(self, item: str) -> Array:
        """Pieces of an item held at midnight of each reported day: (future, day)."""
        one = self.outcome.data["held"].isel(day=self.days).sel(item=item)
        return np.asarray(one.values, dtype=float)

    @cached_property
    def _counted(self) -> dict[tuple[str, Window], Array]:
        return {}

    def metric(self, name: str, window: Window) -> Array:
        """One number a future of a metric in a window, (future,); counted once."""
        key = (name, window)
        if key not in self._counted and len(self.outcome.futures) > BLOCK:
            found = self.outcome.counted()  # all at once: each would be a passage of its own
            self._counted.update({(each.name, span): values for each, span, values in found})
        if key not in self._counted:
            self._counted[key] = np.asarray(self.outcome.values(name, window), dtype=float)
        return self._counted[key]

    def estimate(self, metric: str, window: Window) -> Estimate:
        """Mean over futures of a metric in a window, with its standard error."""
        return estimate(self.metric(metric, window), self.outcome.pair)

    def first_empty(self, item: str) -> Days:
        """The first reported day on which a stock that had been held is gone, (future,); or -1."""
        items = [str(each) for each in self.outcome.data["item"].values]
        return np.asarray(self._first_outs[:, items.index(item)], dtype=np.int64)

    @cached_property
    def _first_outs(self) -> Array:
        return self.outcome.first_outs()


@dataclass(frozen=True)
class Story:
    """The sides of a report and how they are spoken of."""

    sides: tuple[Side, ...]
    named: str
    """What the second side has, in a sentence: "the package “winter”"."""
    plans: Plans
    public: bool
    words: Catalogue
    fork: dt.date | None = None
    """First day on which two plans differ."""

    @classmethod
    def of(cls, answer: Outcome | WhatIf, words: Catalogue, public: bool) -> Story:
        """Tell what an answer is about, in the words of a language."""
        if isinstance(answer, Outcome):
            plans = Plans.of(answer.scenario)
            label, phrase = called(plans.b, answer.scenario, words)
            return cls((Side(label, phrase, "power", answer),), "", plans, public, words)
        plans = Plans.between(answer.a.scenario, answer.b.scenario)
        unlike = beyond_plans(answer.a, answer.b)
        named, labels = spoken_of(plans, answer.a.scenario, answer.b.scenario, words, unlike)
        sides = (
            Side(*labels[0], "none", answer.a),
            Side(*labels[1], "power", answer.b),
        )
        return cls(sides, named, plans, public, words, answer.fork)

    @property
    def shown(self) -> Side:
        """The side that the report is about: the only one, or the second."""
        return self.sides[-1]

    @property
    def baseline(self) -> Side:
        """What it is compared with: the first side, or the only one."""
        return self.sides[0]

    @property
    def added(self) -> tuple[Row, ...]:
        """Deliveries that the side shown has and the other has not."""
        return self.plans.added

    @property
    def removed(self) -> tuple[Row, ...]:
        """Deliveries that the first side has and the one shown has not."""
        return self.plans.removed

    @property
    def paired(self) -> bool:
        """Whether two runs are compared."""
        return len(self.sides) > 1

    @cached_property
    def unlike(self) -> tuple[str, ...]:
        """What two runs differ in beyond their plans."""
        return beyond_plans(self.sides[0].outcome, self.sides[1].outcome) if self.paired else ()

    @property
    def scenario(self) -> Scenario:
        """The scenario of the side shown, whose plan holds all that is added."""
        return self.shown.outcome.scenario

    @property
    def homes(self) -> bool:
        """Whether the scenario models homes, so that somebody may be in the cold."""
        return len(self.scenario.table("heat/buildings")) > 0

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
