"""The day on which each delivery of a scenario is in use, in each future."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from holdfast.aid import stages
from holdfast.arrays import Array

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario

Read = Callable[[str, str], Array]
"""A column of a table as (F or 1, rows)."""
_STEPS = ("commit_days", "ship_days", "travel_days")


def in_use(scenario: Scenario, luck: Luck, item: Array) -> Array:
    """(F, deliveries) days: keyed by the id of the delivery, so that another one changes nothing.

    What arrived by the date of knowledge is a fact: it is not delayed, and it came. Two deliveries
    of one item only meet where their crews share the places of a training, or their loads those of
    heavy transport from the border.
    """
    table = scenario.table("deliveries")
    date, names = table.days("date"), table.text("id")
    open_ = _open(scenario)

    def read(name: str, column: str) -> Array:
        return scenario.uncertain(name, column, luck)

    slips = table.flag("slips") & open_
    hazard = scenario.uncertain("items", "slip_per_month", luck)[:, item] * slips
    late = stages.delays(hazard, luck.uniform("delivery late", names))
    share = scenario.uncertain("items", "never_share", luck)[:, item] * slips
    lost = np.zeros(1, np.bool_)
    if share.any():
        lost = stages.never(share, luck.uniform("delivery never comes", names))
    steps, use, soonest = _way(scenario, read, item)
    arrival = np.where(open_, np.maximum(date, soonest), date)
    ready = _crews(scenario, read, item, steps, open_)
    use = use + _hauled(scenario, read, item, open_)
    return np.asarray(stages.in_service(arrival, late, use, ready, lost))


def foreseen(scenario: Scenario) -> tuple[Array, Array]:
    """(N,) days of arrival and of use of each delivery if nothing slips, all by middle values."""
    table = scenario.table("deliveries")
    item = table.index("item", scenario.table("items").text("id"))

    def read(name: str, column: str) -> Array:
        return scenario.table(name).number(column)[None]

    date, open_ = table.days("date"), _open(scenario)
    steps, use, soonest = _way(scenario, read, item)
    arrival = np.where(open_, np.maximum(date, soonest), date)
    ready = _crews(scenario, read, item, steps, open_)
    use = use + _hauled(scenario, read, item, open_)
    return arrival[0], np.maximum(arrival + use, ready)[0]


def _open(scenario: Scenario) -> Array:
    """(N,) the deliveries that are not facts by the date of knowledge."""
    date = scenario.table("deliveries").days("date")
    if scenario.as_of is None:
        return np.ones(len(date), np.bool_)
    return np.asarray(date > scenario.day(scenario.as_of))


def _way(scenario: Scenario, read: Read, item: Array) -> tuple[Array, Array, Array]:
    """(F, N, 3) days of the steps, (F, N) days to use, (F, N) the first day of arrival."""
    table, leads = scenario.table("deliveries"), scenario.table("leads")
    use = np.ceil(read("items", "use_days")[:, item])
    whole = read("items", "lead_days")[:, item]
    steps = np.stack([np.zeros_like(whole), whole, np.zeros_like(whole)], axis=2)
    columns = ("item", "partner", "route")
    wanted, offered = (list(zip(*map(each.text, columns), strict=True)) for each in (table, leads))
    row = stages.chosen(wanted, offered)
    if (row >= 0).any():
        told = [read("leads", name)[:, row] for name in _STEPS]
        futures = max(each.shape[0] for each in (*told, whole))
        wide = np.stack([np.broadcast_to(each, (futures, len(row))) for each in told], axis=2)
        steps = np.where((row >= 0)[:, None], wide, steps)
        own = read("leads", "use_days")[:, row]
        use = np.where((row >= 0) & np.isfinite(own), np.ceil(own), use)
    stage = np.array([_stage(text) for text in table.text("stage")], np.int64)
    soonest = stages.earliest(table.days("since").astype(float), stage, steps)
    return steps, use, soonest


def _stage(text: str) -> int:
    return stages.STAGES.index(text) if text else -1


def _crews(scenario: Scenario, read: Read, item: Array, steps: Array, open_: Array) -> Array:
    """(F or 1, N) the day on which the crews of each delivery are trained; -inf if none need be.

    Crews begin on the day `since` of the delivery, else its lead before the day for which it was
    planned, and not before the training does. They take places in the order of these days and ids.
    """
    table, training = scenario.table("deliveries"), scenario.table("training")
    ready = np.full((1, len(table)), -np.inf)
    if not len(training):
        return ready
    course = read("training", "days")
    futures = max(course.shape[0], steps.shape[0])
    ready = np.repeat(ready, futures, axis=0)
    told, moved = (
        np.array([bool(text) for text in table.text(name)], np.bool_)
        for name in ("since", "planned")
    )
    planned = np.where(moved, table.days("planned"), table.days("date")).astype(float)
    begin = np.where(told, table.days("since").astype(float), planned - steps.sum(axis=2))
    first = training.days("from")
    for row, name in enumerate(training.text("item")):
        named = np.array(table.text("item")) == name
        mine = [at for at in np.flatnonzero(named & open_)]
        mine.sort(key=lambda at: (planned[at], table.text("id")[at]))
        crews = np.ceil(table.number("quantity")[mine] * training.number("crews")[row])
        length = np.broadcast_to(course[:, row], futures)
        when = np.broadcast_to(np.maximum(begin[:, mine], first[row]), (futures, len(mine)))
        places = int(training.number("places")[row])
        ready[:, mine] = stages.trained(when, crews, length, places)
    return ready


def _hauled(scenario: Scenario, read: Read, item: Array, open_: Array) -> Array:
    """(F or 1, N) days from the border to the last load being there; 0 without heavy transport.

    Loads from abroad take one of `abroad_slots` of their class for `abroad_days`, in the order of
    plans and ids. A delivery that slips waits as long, and takes no place from another.
    """
    table, ways = scenario.table("deliveries"), scenario.table("repair/transport")
    items, actors = scenario.table("items"), scenario.table("actors")
    slots = ways.number("abroad_slots")
    if np.isnan(slots).all():
        return np.zeros((1, len(table)))
    haul = items.index("transport", ways.text("id"))[item]
    kinds = dict(zip(actors.text("id"), actors.text("kind"), strict=True))
    foreign = np.array([kinds.get(name) != "recipient" for name in table.text("partner")], np.bool_)
    moved = np.array([bool(text) for text in table.text("planned")], np.bool_)
    planned = np.where(moved, table.days("planned"), table.days("date")).astype(float)
    loads = np.ceil(table.number("quantity") / items.number("per_load")[item])
    days = read("repair/transport", "abroad_days")
    made = np.zeros((len(days), len(table)))
    for row in np.flatnonzero(slots >= 1.0):
        mine = [at for at in np.flatnonzero((haul == row) & foreign & open_)]
        mine.sort(key=lambda at: (planned[at], table.text("id")[at]))
        begin = np.broadcast_to(planned[mine], (len(days), len(mine)))
        there = stages.trained(begin, loads[mine], days[:, row], int(slots[row]))
        made[:, mine] = there - begin
    return made
