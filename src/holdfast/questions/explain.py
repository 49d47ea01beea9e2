"""Why did this future go as it did?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import xarray as xr

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.outcome.outcome import Outcome
from holdfast.outcome.windows import as_date
from holdfast.power.progress import Progress
from holdfast.questions import gas_told, words
from holdfast.questions.deliveries import described
from holdfast.questions.pairing import absent
from holdfast.questions.refused import Refused
from holdfast.questions.run import crew
from holdfast.questions.said import Said, listed
from holdfast.version import __version__

SUMS = ("launched", "jammed", "leaked", "mended")
"""Counts that are summed over what they are counted by."""
NATIONAL = ("dark_evening", "deficit", "schedule_hours", "temperature", "gas_stock")
PER_PERSON = ("hours_without_power", "hours_planned", "cold_hours")
WORST = ("worst_region", "worst_region_hours", "collapses")
COLUMNS = ("date", *PER_PERSON, *NATIONAL, *SUMS, "out_of_use", *WORST, "events")


def explain(
    outcome: Outcome,
    future: int,
    workers: int | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> pd.DataFrame:
    """One future day by day, replayed from the outcome's scenario, seed and version alone.

    Columns `COLUMNS`: means over people in h/person, shares, degree C, mcm, counts, and in `events`
    what happened, in words; `worst_region` names the region worst off. `cluster` as of `run`.
    Raises Refused for a future that the run does not hold, an outcome of another version or workers
    beside a cluster, RuntimeError if the replay is not what was recorded, cluster.ClusterError.
    """
    hands = crew(workers, cluster)
    refuse_absent(outcome, future)
    if outcome.version != __version__:
        raise Refused(
            f"the run was made by version {outcome.version}, this is {__version__}; "
            "only the same version replays the same future, so run it again"
        )
    again = ensemble.run(
        outcome.scenario, futures=[future], seed=outcome.seed, workers=hands, progress=progress
    )
    refuse_unlike(outcome.data.sel(future=[future]), again.data)
    return narrated(again)


def recorded(outcome: Outcome, future: int) -> Outcome:
    """One future of a run as it was recorded: what a replay gives, bit by bit.

    Raises Refused for a future that the run does not hold.
    """
    refuse_absent(outcome, future)
    return replace(outcome, data=outcome.data.sel(future=[future]), folder=None)


def narrated(one: Outcome) -> pd.DataFrame:
    """The day-by-day table of an outcome of one future."""
    data = one.data.isel(future=0)
    people = one.people[0] / one.people[0].sum()
    days = [as_date(day) for day in data["day"].values]
    columns: dict[str, object] = {"date": days}
    for name in PER_PERSON:
        columns[name] = np.asarray(data[name].transpose("day", "region").values, float) @ people
    for name in NATIONAL:
        columns[name] = data[name].values.astype(float)
    for name in SUMS:
        columns[name] = data[name].transpose("day", ...).values.sum(axis=1).astype(float)
    count = data["damaged"].transpose("day", "kind").values @ data["count"].values
    columns["out_of_use"] = np.asarray(count, float)
    columns |= _worst(one, data)
    table = pd.DataFrame(columns)
    events = [listed(said) if said else "" for said in _events(one, data, table)]
    table["events"] = np.array(events, dtype=object)
    return table[list(COLUMNS)]


def _worst(one: Outcome, data: xr.Dataset) -> dict[str, object]:
    """Of each day the region worst off, by name, its hours, and collapses of the grid."""
    hours = np.asarray(data["hours_without_power"].transpose("day", "region").values, float)
    at = hours.argmax(axis=1)
    names = regions(one)
    return {
        "worst_region": [names[i] for i in at],
        "worst_region_hours": hours.max(axis=1),
        "collapses": (data["collapsed"].values > 0).astype(float),
    }


def regions(one: Outcome) -> list[str]:
    """The names of the regions, in the order of the outcome."""
    table = one.scenario.table("regions")
    names = dict(zip(table.text("id"), table.text("name"), strict=True))
    return [names.get(str(region), str(region)) for region in one.data["region"].values]


def _events(one: Outcome, data: xr.Dataset, table: pd.DataFrame) -> list[list[Said]]:
    """What happened on each day, in words."""
    said: list[list[Said]] = [[] for _ in range(len(table))]
    raids = zip(table["launched"], table["jammed"], table["leaked"], strict=True)
    for day, (launched, jammed, leaked) in enumerate(raids):
        if launched > 0:
            said[day].append(words.raid(launched, jammed, leaked))
    for day in np.flatnonzero(data["collapsed"].values > 0).tolist():
        said[day].append(words.collapse(float(data["restart_left"].values[day])))
    running = table["schedule_hours"].to_numpy() > 0
    for day in np.flatnonzero(np.diff(running, prepend=False)).tolist():
        said[day].append(words.schedules(bool(running[day])))
    for day, name in _first_out(one):
        said[day].append(words.ran_out(name))
    for day, text in _due(one, list(table["date"])):
        said[day].append(words.planned_arrival(text))
    for day, text in gas_told.events(data, regions(one)):
        said[day].append(text)
    for day, text in gas_told.oil_events(data, regions(one)):
        said[day].append(text)
    darkest = int(table["dark_evening"].to_numpy().argmax())
    if table["dark_evening"].iloc[darkest] > 0:
        said[darkest].append(words.darkest(float(table["dark_evening"].iloc[darkest])))
    return said


def _first_out(one: Outcome) -> list[tuple[int, str]]:
    out, names = one.ran_out[0], one.data["item_name"].values
    return [
        (int(days.argmax()), str(name))
        for days, name in zip(out.T, names, strict=True)
        if days.any()
    ]


def _due(one: Outcome, days: list[date]) -> list[tuple[int, Said]]:
    place = {day: index for index, day in enumerate(days)}
    rows = [
        row
        for row in one.scenario.table("deliveries").rows()
        if date.fromisoformat(row["date"]) in place
    ]
    return [
        (place[date.fromisoformat(row["date"])], described(one.scenario, [row])[0]) for row in rows
    ]


def refuse_absent(outcome: Outcome, future: int) -> None:
    """Raise Refused for a future that the run does not hold."""
    if why := absent(future, outcome.futures):
        raise Refused(why)


def refuse_unlike(recorded: xr.Dataset, again: xr.Dataset) -> None:
    """Raise RuntimeError if futures that were simulated again differ in a bit from the record."""
    unlike = [
        name for name in recorded.data_vars if not _same(recorded[name].values, again[name].values)
    ]
    if unlike:
        raise RuntimeError(
            f"the replay differs from the record in {unlike[0]}: the machine or its "
            "libraries compute differently; run the scenario again here"
        )


def _same(one: Array, other: Array) -> bool:
    if one.dtype.kind not in "fiub":
        return bool(np.array_equal(one, other))
    return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
