"""What is counted of a run, as a table: each metric with its unit, its better direction, its words.

A metric is a function of one `View` (the days of a window of one run) to one number a future, (F,).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import xarray as xr

from holdfast.arrays import Array

LEAST_HOURS = 8.0
"""Hours of power a day under which a region is in danger, by the definition of survival."""
DAYS_IN_A_ROW = 5
"""Days in a row of that which no region may see."""
DAY_HOURS = 24.0
WEIGHED = ("hours_without_power", "cold_hours", "collapsed", "held", "empty", "away")
"""Variables of a run from which suffering and survival are counted; the last only where people may
leave."""
COUNTED = (
    *WEIGHED, "hours_planned", "degree_hours", "unserved", "import_cost", "leaked", "gas_unserved",
    "gas_cost", "frozen_hours", "dry_hours", "warmed",
)  # fmt: skip
"""Variables from which all metrics are counted; the last few only where there is such a thing."""
MILLION = 1e6
MWH_IN_GWH = 1e3


@dataclass(frozen=True, slots=True)
class View:
    """The days of one window of a run, and what it takes to weigh them."""

    data: xr.Dataset
    """Of all its days; only what is asked for is cut to the window, and read."""
    days: slice
    """The positions of the days of the window."""
    people: Array
    """(F, R) persons."""
    cold_weight: float
    """Hours without power that one hour in the cold counts for."""
    gone: Callable[[], Array]
    """(F,) whether an item that counts against survival had run out on a day of the window."""

    def values(self, name: str) -> Array:
        """A variable of the run as float64."""
        return np.asarray(self.data.variables[name].isel(day=self.days).values, dtype=float)

    def total(self, name: str) -> Array:
        """Sum over days of a (future, day) variable, (F,)."""
        return np.asarray(self.values(name).sum(axis=1))

    def person_hours(self, name: str) -> Array:
        """Millions of person-hours of a (future, day, region) variable in h/person, (F,)."""
        return np.asarray((self.values(name).sum(axis=1) * self.people).sum(axis=1) / MILLION)

    def per_person(self, name: str) -> Array:
        """Sum over days, mean over people, of a (future, day, region) variable, (F,)."""
        return np.asarray(self.person_hours(name) * MILLION / self.people.sum(axis=1))


@dataclass(frozen=True, slots=True)
class Metric:
    """One row of the table of metrics."""

    name: str
    unit: str
    better: str
    """"less" or "more"."""
    words: str
    of: Callable[[View], Array]
    needs: str = ""
    """Variable of a run without which it has no such metric; all have those of every run."""


def suffering(view: View) -> Array:
    """Person-hours without power, and weighted those below the threshold indoors, millions.

    Whoever has left counts as without power and in the cold all day, which is what drove them out.
    """
    cold = view.cold_weight * view.person_hours("cold_hours")
    stayed = view.person_hours("hours_without_power") + cold
    return np.asarray(stayed + _driven_out(view))


def _driven_out(view: View) -> Array:
    """(F,) millions of person-hours by which those away count for more than their homes do."""
    if "away" not in view.data:
        return np.zeros(len(view.people))
    hours, cold = (DAY_HOURS - view.values(name) for name in ("hours_without_power", "cold_hours"))
    more = view.values("away") * np.maximum(hours + view.cold_weight * cold, 0.0)
    return np.asarray((more.sum(axis=1) * view.people).sum(axis=1) / MILLION)


def survived(view: View) -> Array:
    """1 where none of the three that follow failed, else 0."""
    return np.asarray(served(view) * stood(view) * stocked(view))


def served(view: View) -> Array:
    """1 where no region was under 8 hours of power a day for 5 days in a row, else 0."""
    return np.where(longest_short(view) >= DAYS_IN_A_ROW, 0.0, 1.0)


def longest_short(view: View) -> Array:
    """(F,) most days in a row of any region under 8 hours of power a day."""
    return np.asarray(short_days(view.values("hours_without_power")).max(axis=1).astype(float))


def short_days(hours: Array) -> Array:
    """(F, ...) most days in a row under 8 hours of power, of hours without it (F, D, ...)."""
    return longest_run(hours > DAY_HOURS - LEAST_HOURS)


def stood(view: View) -> Array:
    """1 where the grid never collapsed, else 0."""
    return np.where(view.values("collapsed").max(axis=1, initial=0.0) > 0, 0.0, 1.0)


def stocked(view: View) -> Array:
    """1 where no defended item had run out, else 0."""
    return np.where(view.gone(), 0.0, 1.0)


def longest_run(true: Array) -> Array:
    """Longest run of true days, (F, ...) from (F, D, ...) bool."""
    return np.asarray(runs(true).max(axis=1, initial=0))


def runs(true: Array) -> Array:
    """(F, D, ...) how many days in a row it has been true, up to each day."""
    length = np.zeros(true.shape, dtype=int)
    run = np.zeros((len(true), *true.shape[2:]), dtype=int)
    for today in range(true.shape[1]):
        run = np.where(true[:, today], run + 1, 0)
        length[:, today] = run
    return length


def _worst_region(view: View) -> Array:
    return np.asarray(view.values("hours_without_power").sum(axis=1).max(axis=1))


def _most(view: View, name: str, whole: float) -> Array:
    """Most people on one day, millions, of a (future, day, region) variable over its whole."""
    share = view.values(name) / whole
    people = (share * view.people[:, None]).sum(axis=2)
    return np.asarray(people.max(axis=1, initial=0.0) / MILLION)


def _leaked(view: View) -> Array:
    return np.asarray(view.values("leaked").sum(axis=(1, 2)))


def _unserved(view: View) -> Array:
    """Energy that was asked for and not served [GWh].

    A share of what is cut is asked again in the hours that follow (the rebound), on top of what is
    asked anyway; of that, too, what is not served counts, so one wish can count more than once.
    Over a long outage it may therefore exceed what would have been asked without any cut.
    """
    return np.asarray(view.values("unserved").sum(axis=(1, 2)) / MWH_IN_GWH)


def _uncontrolled(view: View) -> Array:
    without = view.per_person("hours_without_power")
    return np.asarray(without - view.per_person("hours_planned"))


METRICS: tuple[Metric, ...] = (
    Metric(
        "hours_without_power",
        "h/person",
        "less",
        "hours without power per person",
        lambda view: view.per_person("hours_without_power"),
    ),
    Metric(
        "hours_planned",
        "h/person",
        "less",
        "of these, by schedule",
        lambda view: view.per_person("hours_planned"),
    ),
    Metric("hours_uncontrolled", "h/person", "less", "of these, without warning", _uncontrolled),
    Metric(
        "person_hours_without_power",
        "million person-hours",
        "less",
        "person-hours without power",
        lambda view: view.person_hours("hours_without_power"),
    ),
    Metric(
        "degree_hours",
        "K h/person",
        "less",
        "degree-hours below the cold threshold indoors",
        lambda view: view.per_person("degree_hours"),
    ),
    Metric(
        "cold_hours",
        "h/person",
        "less",
        "hours below the cold threshold indoors per person",
        lambda view: view.per_person("cold_hours"),
    ),
    Metric(
        "person_hours_cold",
        "million person-hours",
        "less",
        "person-hours in the cold indoors",
        lambda view: view.person_hours("cold_hours"),
    ),
    Metric(
        "suffering",
        "million person-hours",
        "less",
        "person-hours without power or, weighted, in the cold",
        suffering,
    ),
    Metric(
        "unserved_energy",
        "GWh",
        "less",
        "electricity asked for and not served",
        _unserved,
    ),
    Metric(
        "import_cost",
        "million EUR",
        "less",
        "cost of imported electricity",
        lambda view: view.total("import_cost"),
    ),
    Metric(
        "collapses",
        "days",
        "less",
        "days on which the grid collapsed",
        lambda view: view.total("collapsed"),
    ),
    Metric(
        "survival",
        "share of futures",
        "more",
        "no region under 8 hours of power a day for 5 days, no collapse, no stock-out",
        survived,
    ),
    Metric(
        "survival_of_service",
        "share of futures",
        "more",
        "no region under 8 hours of power a day for 5 days",
        served,
    ),
    Metric("survival_of_grid", "share of futures", "more", "no collapse of the grid", stood),
    Metric("survival_of_stocks", "share of futures", "more", "no stock-out that counts", stocked),
    Metric("leaked", "count", "less", "weapons that got through", _leaked),
    Metric(
        "gas_unserved",
        "mcm",
        "less",
        "gas asked for and not delivered",
        lambda view: view.total("gas_unserved"),
    ),
    Metric(
        "gas_cost",
        "million EUR",
        "less",
        "cost of imported gas",
        lambda view: view.total("gas_cost"),
        "gas_cost",
    ),
    Metric(
        "worst_region_hours",
        "h/person",
        "less",
        "hours without power per person in the region worst off",
        _worst_region,
    ),
    Metric(
        "longest_run",
        "days",
        "less",
        "most days in a row under 8 hours in any region",
        longest_short,
    ),
    Metric(
        "frozen_hours",
        "h/person",
        "less",
        "hours below the frost threshold indoors per person",
        lambda view: view.per_person("frozen_hours"),
        "frozen_hours",
    ),
    Metric(
        "frozen_most",
        "million people",
        "less",
        "most people below it on one day",
        lambda view: _most(view, "frozen_hours", DAY_HOURS),
        "frozen_hours",
    ),
    Metric(
        "dry_hours",
        "h/person",
        "less",
        "hours without water per person",
        lambda view: view.per_person("dry_hours"),
        "dry_hours",
    ),
    Metric(
        "warmed",
        "h/person",
        "more",
        "hours out of the cold at heating points per person",
        lambda view: view.per_person("warmed"),
        "warmed",
    ),
    Metric(
        "away_most",
        "million people",
        "less",
        "most people who have left their region on one day",
        lambda view: _most(view, "away", 1.0),
        "away",
    ),
)
"""All metrics, in the order in which they are reported."""

BY_NAME = {metric.name: metric for metric in METRICS}
