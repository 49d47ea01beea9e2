"""Homes of a scenario by region and class of dwellings, as heat and demand count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def dwellings(scenario: Scenario) -> tuple[str, ...]:
    """H classes of dwellings, in the order in which heat/buildings names them."""
    return tuple(dict.fromkeys(scenario.table("heat/buildings").text("class")))


def spread(scenario: Scenario, values: Array, blank: float) -> Array:
    """Values by row of heat/buildings (F, rows) as (F, R, H), `blank` where no row tells of any."""
    table, regions = scenario.table("heat/buildings"), scenario.table("regions").text("id")
    classes = dwellings(scenario)
    made = np.full((len(values), len(regions), len(classes)), blank)
    made[:, table.index("region", regions), table.index("class", classes)] = values
    return made


def people_share(scenario: Scenario, luck: Luck) -> Array:
    """(F or 1, R, H) share of people by class of dwellings, scaled where rows sum to over 1."""
    share = spread(scenario, scenario.uncertain("heat/buildings", "people_share", luck), 0.0)
    return np.asarray(share / np.maximum(share.sum(axis=2, keepdims=True), 1.0))
