"""The quantities that public figures speak of, computed from a run: one function a metric.

Each takes the record of a run, a region ("all" for national ones) and the first and last day of a
window, both included, and gives (F,) values; nan where a future has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import xarray as xr

from holdfast.arrays import Array
from holdfast.outcome.outcome import Outcome

DEFICIT_OVER = 0.10
"""Deficit under which supply counts as restored, by the name of the metric."""
DAYS_WITHOUT = 3
"""Days in a row without planned cuts that end the time of limits."""
DAY_HOURS = 24.0
MCM_IN_BCM = 1000.0
SOME = 0.01
"""Share of the people of a region from which a cut is counted as one."""


@dataclass(frozen=True, slots=True)
class Span:
    """A region and a window of days, both ends included."""

    region: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Record:
    """A run, read by day."""

    data: xr.Dataset
    people: Array
    """(F, R) persons."""
    restart_hours: Array
    """(F,) hours that the grid takes to be whole after a collapse."""

    @classmethod
    def of(cls, outcome: Outcome) -> Record:
        """The record of an outcome; what was drawn of the restart is drawn again from its seed."""
        luck = outcome.scenario.luck(outcome.seed, outcome.futures)
        hours = outcome.scenario.parameter("network.restart_hours", luck)
        return cls(outcome.data, outcome.people, np.broadcast_to(hours, len(outcome.futures)))

    def on(self, name: str, day: date) -> Array:
        """A variable on one day."""
        return np.asarray(self.data[name].sel(day=np.datetime64(day)).values, dtype=float)

    def during(self, name: str, first: date, last: date | None = None) -> Array:
        """A variable from the first day to the last included, or to the end of the run."""
        until = None if last is None else np.datetime64(last)
        days = self.data[name].sel(day=slice(np.datetime64(first), until))
        return np.asarray(days.values, dtype=float)

    def until(self, name: str, last: date) -> Array:
        """A variable from the start of the run to a day included."""
        return np.asarray(self.data[name].sel(day=slice(None, np.datetime64(last))).values, float)

    def share(self, values: Array, *among: str) -> Array:
        """Mean of (..., kind) shares over the kinds with one of the marks, weighted by their
        number, in %.

        Nan if the scenario has no such kind.
        """
        marked = np.logical_or.reduce([self.data[mark].values.astype(bool) for mark in among])
        weight = self.data["count"].values * marked.astype(float)
        total = weight.sum()
        return np.asarray(100.0 * (values @ weight) / (total if total > 0 else np.nan))

    def place(self, region: str) -> int:
        """Position of a region."""
        return int(np.flatnonzero(self.data["region"].values == region)[0])


Metric = Callable[[Record, Span], Array]


def power_stations_hit_share(record: Record, span: Span) -> Array:
    """Power stations damaged at least once by the last day, %."""
    return record.share(record.on("ever_damaged", span.last), "power_station")


def energy_assets_damaged_share(record: Record, span: Span) -> Array:
    """Power stations and main-grid installations damaged at least once by the last day, %.

    Those who gave such shares spoke of what the power system rests on, not of each of its
    supply points and boilers.
    """
    return record.share(record.on("ever_damaged", span.last), "power_station", "main_grid")


def large_transformers_damaged_share(record: Record, span: Span) -> Array:
    """Main-grid installations damaged at least once by the last day, %."""
    return record.share(record.on("ever_damaged", span.last), "main_grid")


def thermal_capacity_out_share(record: Record, span: Span) -> Array:
    """Thermal capacity in stations that are not whole on the last day, %."""
    return 100.0 * record.on("thermal_damaged", span.last)


def generation_available_change(record: Record, span: Span) -> Array:
    """Change of the available capacity from the first day to the last, %."""
    before = record.on("available", span.first).sum(axis=1)
    after = record.on("available", span.last).sum(axis=1)
    return np.asarray(100.0 * (after / before - 1.0))


def main_grid_repaired_share(record: Record, span: Span) -> Array:
    """Of the most main-grid installations out at once up to the first day, share whole again on the
    last day, %."""
    worst = record.share(record.until("damaged", span.first), "main_grid").max(axis=1)
    left = record.share(record.on("damaged", span.last), "main_grid")
    return np.asarray(100.0 * (1.0 - np.minimum(left / _or_nan(worst), 1.0)))


def people_cut_share_evening(record: Record, span: Span) -> Array:
    """People without power in the evening block of the last day, %."""
    return 100.0 * record.on("dark_evening", span.last)


def people_cut_share_worst(record: Record, span: Span) -> Array:
    """People without power in the worst block of the window, %."""
    return np.asarray(100.0 * record.during("dark_worst", span.first, span.last).max(axis=1))


def people_cut_region(record: Record, span: Span) -> Array:
    """People without power in a region in the evening of the last day, million."""
    place = record.place(span.region)
    return np.asarray(
        record.on("dark_evening_region", span.last)[:, place] * record.people[:, place] / 1e6
    )


def people_cut_region_remaining_day_1(record: Record, span: Span) -> Array:
    """Of those cut in a region on the first day, share still cut the day after, at most 100 %.

    Only futures in which at least one in a hundred was cut have it: a share of hardly anyone says
    nothing.
    """
    place = record.place(span.region)
    after = record.during("dark_evening_region", span.first)[:, :2, place]
    cut = np.where(after[:, 0] >= SOME, after[:, 0], np.nan)
    return np.asarray(100.0 * np.minimum(after[:, 1] / cut, 1.0))


def people_without_heat_region(record: Record, span: Span) -> Array:
    """People without heat in a region on the last day, thousand."""
    place = record.place(span.region)
    return np.asarray(record.on("no_heat", span.last)[:, place] * record.people[:, place] / 1e3)


def power_deficit_share(record: Record, span: Span) -> Array:
    """Unrestricted demand not met at the peak of the last day, %."""
    return 100.0 * record.on("deficit", span.last)


def days_until_deficit_below_10_percent(record: Record, span: Span) -> Array:
    """Days from the first day until the deficit is first under 10 %; inf if it never is."""
    return _first(record.during("deficit", span.first) < DEFICIT_OVER)


def hours_to_rejoin_after_collapse(record: Record, span: Span) -> Array:
    """Hours until the grid is whole after a collapse in the window; nan without one."""
    collapsed = record.during("collapsed", span.first, span.last) > 0
    return np.where(collapsed.any(axis=1), record.restart_hours, np.nan)


def hours_without_power_share(record: Record, span: Span) -> Array:
    """Hours without power in the window, mean over people, % of all hours."""
    hours = record.during("hours_without_power", span.first, span.last).mean(axis=1)
    people = record.people
    return np.asarray(100.0 * (hours * people).sum(axis=1) / people.sum(axis=1) / DAY_HOURS)


def first_day_without_limits(record: Record, span: Span) -> Array:
    """Days from the first day to the first of three in a row without planned cuts; inf if never."""
    free = record.during("schedule_hours", span.first) <= 0
    days = free.shape[1] - DAYS_WITHOUT + 1
    if days < 1:
        return np.full(len(free), np.inf)
    return _first(np.logical_and.reduce([free[:, k : k + days] for k in range(DAYS_WITHOUT)]))


def gas_drawn_from_storage(record: Record, span: Span) -> Array:
    """Gas drawn from storage in the window, less what was put in, bcm."""
    drawn = record.during("gas_withdrawn", span.first, span.last).sum(axis=1)
    return np.asarray(drawn / MCM_IN_BCM)


def outage_schedule_hours(record: Record, span: Span) -> Array:
    """Hours of the window in which planned cuts ran in most regions."""
    return np.asarray(record.during("schedule_hours", span.first, span.last).sum(axis=1))


def _first(true: Array) -> Array:
    """(F,) position of the first true of (F, D); inf where there is none."""
    return np.where(true.any(axis=1), true.argmax(axis=1).astype(float), np.inf)


def _or_nan(values: Array) -> Array:
    return np.where(values > 0, values, np.nan)


_ALL: tuple[Metric, ...] = (
    power_stations_hit_share,
    energy_assets_damaged_share,
    large_transformers_damaged_share,
    thermal_capacity_out_share,
    generation_available_change,
    main_grid_repaired_share,
    people_cut_share_evening,
    people_cut_share_worst,
    people_cut_region,
    people_cut_region_remaining_day_1,
    people_without_heat_region,
    power_deficit_share,
    days_until_deficit_below_10_percent,
    hours_to_rejoin_after_collapse,
    hours_without_power_share,
    first_day_without_limits,
    gas_drawn_from_storage,
    outage_schedule_hours,
)
METRICS: dict[str, Metric] = {metric.__name__: metric for metric in _ALL}
"""Every metric by the name under which figures are given."""
REGIONAL = ("people_cut_region", "people_cut_region_remaining_day_1", "people_without_heat_region")
"""Metrics of one region; all others are national."""
