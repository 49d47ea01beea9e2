"""Outcomes without a simulation: the variables a run records, filled with plain numbers.

Numbers depend on seed and future alone, as those of a run do, so two outcomes of one seed are
paired.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import xarray as xr

from holdfast.outcome import Outcome
from holdfast.scenario import Scenario
from holdfast.version import __version__

AXES = {
    "hours_without_power": ("region",), "hours_planned": ("region",), "dark_evening": (),
    "dark_evening_region": ("region",), "dark_worst": (), "deficit": (), "collapsed": (),
    "thermal_damaged": (),
    "restart_left": (), "schedule_hours": (), "unserved": ("region",), "imported": (),
    "import_cost": (), "gas_stock": (), "gas_withdrawn": (), "gas_unserved": (),
    "temperature": (), "degree_hours": ("region",), "cold_hours": ("region",),
    "no_heat": ("region",), "launched": ("class",), "leaked": ("class",), "destroyed": ("class",),
    "fired": ("item",), "held": ("item",), "empty": ("item",), "ready": ("unit",),
    "damaged": ("kind",), "ever_damaged": ("kind",), "twice_damaged": ("kind",),
    "lost": ("kind",), "mended": ("kind",), "available": ("technology",), "busy": ("skill",),
    "jammed": ("class",), "frozen_hours": ("region",),
}  # fmt: skip
SHARES = ("dark_evening", "dark_evening_region", "dark_worst", "deficit", "no_heat", "damaged",
          "ever_damaged", "twice_damaged", "lost", "thermal_damaged")  # fmt: skip
NONE = ("collapsed", "restart_left", "empty", "jammed")


def labels(scenario: Scenario) -> dict[str, list[str]]:
    """Names along each axis, in the order of the tables."""
    return {
        "region": list(scenario.table("regions").text("id")),
        "class": list(scenario.table("threat/classes").text("id")),
        "item": list(scenario.table("items").text("id")),
        "unit": list(scenario.table("defence/systems").text("id")),
        "kind": list(scenario.table("damage/kinds").text("id")),
        "technology": list(dict.fromkeys(scenario.table("power/generators").text("class"))),
        "skill": list(scenario.table("repair/crews").text("skill")),
    }


def outcome(
    scenario: Scenario,
    futures: int | Sequence[int] = 8,
    seed: int = 1,
    days: int | None = None,
    **given: object,
) -> Outcome:
    """An outcome of made-up numbers; `given` sets whole variables, broadcast to their shape."""
    numbers = list(range(futures)) if isinstance(futures, int) else list(futures)
    names = labels(scenario)
    count = scenario.settings.days if days is None else days
    first = scenario.settings.start
    dates = np.array([first + timedelta(days=day) for day in range(count)], "datetime64[ns]")
    variables = {}
    for name, axes in AXES.items():
        shape = (len(numbers), count, *(len(names[axis]) for axis in axes))
        variables[name] = (("future", "day", *axes), _values(name, shape, numbers, seed))
    kinds = scenario.table("damage/kinds")
    data = xr.Dataset(
        variables,
        coords={
            "future": np.array(numbers),
            "day": dates,
            **names,
            "kind_name": ("kind", list(kinds.text("name"))),
            "power_station": ("kind", kinds.flag("power_station")),
            "thermal": ("kind", kinds.flag("thermal")),
            "main_grid": ("kind", kinds.flag("main_grid")),
            "count": ("kind", np.arange(1.0, 1.0 + len(kinds))),
            "item_name": ("item", list(scenario.table("items").text("name"))),
            "region_name": ("region", list(scenario.table("regions").text("name"))),
            "class_name": ("class", list(scenario.table("threat/classes").text("name"))),
            "unit_name": ("unit", list(scenario.table("defence/systems").text("name"))),
        },
    )
    people = scenario.table("regions").number("population")
    data["population"] = (("future", "region"), np.tile(people, (len(numbers), 1)))
    rival = np.array(["proportional", "saturating"])[np.array(numbers) // 2 % 2]
    data["rival"] = ("future", rival)
    data["pair"] = ("future", np.array(numbers) // 2)
    for name, values in given.items():
        old = data[name]
        data[name] = (old.dims, np.broadcast_to(np.asarray(values, old.dtype), old.shape).copy())
    return Outcome(data, scenario, seed, __version__)


def _values(name: str, shape: tuple[int, ...], numbers: list[int], seed: int) -> np.ndarray:
    if name in NONE:
        return np.zeros(shape, np.float32)
    top = {True: 1.0, False: 10.0}[name in SHARES]
    made = np.empty(shape, np.float32)
    for place, number in enumerate(numbers):
        purpose = sum(map(ord, name))
        made[place] = np.random.default_rng([seed, number, purpose]).random(shape[1:]) * top
    return made
