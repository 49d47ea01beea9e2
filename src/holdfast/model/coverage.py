"""Coverage: the air defence that stands ready in the morning, as national counts of fire units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.types import Arrived, Cover

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


@bundle
class Params:
    """Fire units at the start."""

    names: tuple[str, ...]
    units: Array = array("future unit", "1", "fire units ready to be used at the start")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read the systems; uncertain counts are drawn once per pair of futures.

    Where fire units are whole ones (readiness.whole_units) counts are rounded.
    """
    units = scenario.uncertain("defence/systems", "units", luck)
    whole = bool(scenario.known("readiness.whole_units"))
    return Params(
        names=scenario.table("defence/systems").text("id"),
        units=np.rint(units) if whole else units,
    )


def step(params: Params, arrived: Arrived, down: Array) -> Cover:
    """Units of the start and those arrived, less those that are down (F, U) [1]; never below 0."""
    return Cover(ready=np.maximum(params.units + arrived.systems - down, 0.0))
