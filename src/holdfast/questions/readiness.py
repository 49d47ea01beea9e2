"""How much of each type of air defence is ready, and where the rest is, week by week."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from holdfast.arrays import Array
from holdfast.model.types import WEEK
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.windows import as_date
from holdfast.scenario import Scenario

COLUMNS = ("system", "name", "week", "state", "p10", "median", "p90", "units", "fleet")
READY, PART, IN_PLACE = "ready", "part", "in_place"
"""States beside those named by echelons: ready, waiting for a part, mended where it stands."""
LEVELS = (0.1, 0.5, 0.9)
FEW = 10
"""Fire units under which a type has few: luck of single ones then counts."""
DECIMALS = 6
"""Of shares and units: what runs keep in single precision is no surer."""
NEEDS = ("fleet", "unready", "awaiting", "at_echelon")
"""Variables that a run keeps if a system is mended in echelons."""


def readiness(outcome: Outcome) -> pd.DataFrame:
    """A row for each system, reported week and state, columns COLUMNS.

    Of the fire units that are not lost, the share that is ready, waits for a part, is at an echelon
    or on the way there or back, or, of a type without echelons, is mended where it stands: mean
    over the days of the week, and over futures the median and the points between which four in five
    lie. `units` is how many that is in the mean over all futures, of `fleet` that are not lost: a
    future without any counts as none. `week` is its first day. Empty if no system is mended in
    echelons.
    """
    if not has(outcome):
        return pd.DataFrame([], columns=list(COLUMNS))
    weeks = weeks_of(outcome)
    names = outcome.data["unit_name"].values
    states = (READY, PART, *map(str, outcome.data["echelon"].values), IN_PLACE)
    rows: list[tuple[object, ...]] = []
    for place, system in enumerate(outcome.data["unit"].values):
        counts, fleet = _counts(outcome, _reported(outcome), place)
        share = _weekly(counts, fleet)
        there = np.isfinite(share[:, :, 0]).any(axis=0)
        points = _points(share[:, there])
        for at_levels, week in zip(np.moveaxis(points, 1, 0), np.flatnonzero(there), strict=True):
            days = slice(WEEK * week, WEEK * (week + 1))
            units = counts[:, days].mean(axis=(0, 1))
            told = np.round(
                [*at_levels, units, np.full(len(units), fleet[:, days].mean())], DECIMALS
            )
            rows += [
                (str(system), str(names[place]), weeks[week], state, *(told[:, at] + 0.0).tolist())
                for at, state in enumerate(states)
            ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def weeks_of(outcome: Outcome) -> list[date]:
    """The first day of each reported week."""
    days = outcome.data["day"].values[_reported(outcome)]
    return [as_date(day) for day in days[::WEEK]]


def weekly(outcome: Outcome, place: int) -> Array:
    """(F, weeks, states) shares of the fleet of one type; nan while there is none."""
    return _weekly(*_counts(outcome, _reported(outcome), place))


def _weekly(counts: Array, fleet: Array) -> Array:
    """(F, weeks, states) shares of (F, D, states) units in fleets (F, D)."""
    return by_week(_shares(counts, fleet), np.arange(fleet.shape[1]) // WEEK)


def _points(share: Array) -> Array:
    """(levels, weeks, states) quantiles over the futures of (F, weeks, states) that have a fleet.

    Most weeks all have one: then all are sorted at once, which gives the same bits.
    """
    made = np.quantile(share, LEVELS, axis=0)
    some = np.isnan(share).any(axis=0)
    if some.any():
        made[:, some] = np.nanquantile(share[:, some], LEVELS, axis=0)
    return made


def _reported(outcome: Outcome) -> slice:
    return outcome.windows()[-1].among(outcome.data["day"].values)


def least_ready(table: pd.DataFrame) -> list[tuple[str, date]]:
    """Each system with the week in which its median share ready is least, the least ready first."""
    ready = table[table["state"] == READY]
    worst = ready.loc[ready.groupby("system", sort=False)["median"].idxmin()]
    worst = worst.sort_values("median", kind="stable")
    return list(zip(worst["system"].tolist(), worst["week"].tolist(), strict=True))


def has(outcome: Outcome) -> bool:
    """Whether a system of the run is mended in echelons."""
    return all(name in outcome.data for name in NEEDS)


def expected_few(outcome: Outcome, scenario: Scenario) -> list[str]:
    """Names of types in echelons with under FEW fire units that are counted as expected numbers.

    Counted is the mean over futures on the day with most, of what is not lost.
    """
    if not has(outcome) or scenario.known("readiness.whole_units"):
        return []
    inside = set(scenario.table("readiness/mending").text("system"))
    most = outcome.data["fleet"].mean("future").max("day").transpose("unit").values
    names = zip(outcome.data["unit"].values, outcome.data["unit_name"].values, most, strict=True)
    return [str(name) for one, name, count in names if str(one) in inside and 0 < count < FEW]


def by_week(share: Array, weeks: Array) -> Array:
    """(F, weeks, states) means over the days of each week of (F, D, states), days of nan apart."""
    known = np.isfinite(share)
    starts = np.flatnonzero(np.diff(weeks, prepend=-1))
    total = np.add.reduceat(np.where(known, share, 0.0), starts, axis=1)
    count = np.add.reduceat(known.astype(float), starts, axis=1)
    blank = np.full(total.shape, np.nan)
    return np.asarray(np.divide(total, count, out=blank, where=count > 0.0))


def _shares(counts: Array, fleet: Array) -> Array:
    """(F, D, states) shares of the fleet of one type (F, D); nan while there is none."""
    there = fleet[:, :, None] > 1e-6
    blank = np.full(counts.shape, np.nan)
    return np.asarray(np.divide(counts, fleet[:, :, None], out=blank, where=there))


def _counts(outcome: Outcome, among: slice, place: int) -> tuple[Array, Array]:
    """(F, D, states) fire units of one type by state, and (F, D) of all that are not lost."""
    one = outcome.data[list(NEEDS)].isel(unit=place, day=among)
    fleet, unready, part = (
        one[name].transpose("future", "day").values.astype(float) for name in NEEDS[:3]
    )
    at = one["at_echelon"].transpose("future", "day", "echelon").values.astype(float)
    rest = np.maximum(unready - part - at.sum(axis=2), 0.0)
    parts = [fleet - unready, part, *np.moveaxis(at, 2, 0), rest]
    return np.stack(parts, axis=2), fleet
