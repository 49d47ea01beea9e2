"""What batches left, put together as an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import xarray as xr

from holdfast.arrays import Array
from holdfast.campaign.axes import labels
from holdfast.campaign.batch import Done
from holdfast.campaign.checkpoint import merge
from holdfast.campaign.record import Measure
from holdfast.model.types import RIVALS
from holdfast.outcome import Outcome
from holdfast.scenario import Scenario
from holdfast.version import __version__


def assembled(
    scenario: Scenario,
    seed: int,
    numbers: tuple[int, ...],
    done: list[Done],
    end: int,
    daily: tuple[Measure, ...],
    early: Mapping[str, Array] = MappingProxyType({}),
    futures: int = 0,
) -> Outcome:
    """What batches left as an outcome; `futures` of the whole run if these are a part of it.

    `early` are pages of the same futures of the days before those that were lived.
    """
    pages = {name: np.concatenate([part.pages[name] for part in done]) for name in done[0].pages}
    for name, days in early.items():
        pages[name] = np.concatenate([days, pages[name]], axis=1)
    data = _dataset(scenario, seed, numbers, pages, daily, end)
    data["population"] = (("future", "region"), np.concatenate([part.population for part in done]))
    rival = np.concatenate([part.rival for part in done]).astype(int)
    data["rival"] = ("future", np.array(RIVALS)[rival])
    data["pair"] = ("future", np.array(numbers) // 2)
    data.attrs["futures"] = futures or len(numbers)
    return Outcome(data, scenario, seed, __version__, merge([part.checkpoints for part in done]))


def _dataset(
    scenario: Scenario,
    seed: int,
    numbers: tuple[int, ...],
    pages: dict[str, Array],
    daily: tuple[Measure, ...],
    end: int,
) -> xr.Dataset:
    settings, names = scenario.settings, labels(scenario)
    days = np.datetime64(settings.start, "D") + np.arange(end)
    variables = {
        measure.name: (
            measure.axes,
            pages[measure.name],
            {"units": measure.unit, "long_name": measure.doc},
        )
        for measure in daily
    }
    axes = {
        axis: list(names[axis])
        for axis in ("region", "class", "unit", "item", "kind", "technology", "skill")
    }
    for axis in ("group", "echelon", "dwelling"):
        if names[axis]:
            axes[axis] = list(names[axis])
    return xr.Dataset(
        variables,
        coords={
            "future": np.array(numbers),
            "day": days.astype("datetime64[ns]"),
            **axes,
            **_notes(scenario),
        },
        attrs={
            "scenario": settings.name,
            "digest": scenario.digest,
            "seed": seed,
            "version": __version__,
            "start": str(settings.start),
            "report_from": str(settings.report_from or settings.freeze or settings.start),
        },
    )


def _notes(scenario: Scenario) -> dict[str, tuple[str, list[str] | Array]]:
    """Names and flags along axes, as coordinates that are no index."""
    kinds, cells = scenario.table("damage/kinds"), scenario.table("assets")
    count = np.zeros(len(kinds))
    np.add.at(count, cells.index("kind", kinds.text("id")), cells.number("count"))
    return {
        "kind_name": ("kind", list(kinds.text("name"))),
        "power_station": ("kind", kinds.flag("power_station")),
        "thermal": ("kind", kinds.flag("thermal")),
        "main_grid": ("kind", kinds.flag("main_grid")),
        "count": ("kind", count),
        "region_name": ("region", list(scenario.table("regions").text("name"))),
        "class_name": ("class", list(scenario.table("threat/classes").text("name"))),
        "unit_name": ("unit", list(scenario.table("defence/systems").text("name"))),
        "item_name": ("item", list(scenario.table("items").text("name"))),
    }
