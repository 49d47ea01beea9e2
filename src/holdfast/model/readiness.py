"""Readiness: fire units fall out and are mended, as expected numbers (a mean field).

Of the units ready today the share `fails_per_day` falls out; of those down the share
1 / repair_days comes back (all of them if that is under a day), as far as spare parts last. Left
alone, a fleet rests at availability 1 / (1 + fails_per_day x repair_days).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.draws import Luck
from holdfast.model.types import Cover, Readiness

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


@bundle
class Params:
    """How often units fall out, and what mending takes."""

    names: tuple[str, ...]
    fails_per_day: Array = array("future unit", "1/day", "share of ready units that fall out")
    mended_per_day: Array = array("future unit", "1/day", "share of units down that are mended")
    part: Array = array("unit", "1", "position of the spare part among the items, -1 for none")


def prepare(scenario: Scenario, luck: Luck) -> Params:
    """Read the systems; uncertain rates are drawn once per pair of futures."""
    table = scenario.table("defence/systems")
    repair = scenario.uncertain("defence/systems", "repair_days", luck)
    return Params(
        names=table.text("id"),
        fails_per_day=scenario.uncertain("defence/systems", "fails_per_day", luck),
        mended_per_day=1 / np.maximum(repair, 1.0),
        part=table.index("part", scenario.table("items").text("id")),
    )


def start(params: Params) -> dict[str, Array]:
    """No unit is down: the counts at the start are of units ready to be used."""
    return {"down": np.zeros((1, len(params.names)))}


def step(params: Params, cover: Cover, down: Array, held: Array) -> Readiness:
    """Units down (F, U) [1] after the day, and spare parts spent out of those held (F, I) [pieces].

    down' = down + ready x fails - down x mended_per_day x min(1, held / wanted), where the last
    factor is common to all types that use the same part. One part is spent for each unit mended.
    """
    wanted = down * params.mended_per_day
    parts = np.zeros(held.shape)
    for unit in np.flatnonzero(params.part >= 0):
        parts[:, params.part[unit]] += wanted[:, unit]
    enough = np.minimum(1.0, np.divide(held, parts, out=np.ones(held.shape), where=parts > held))
    served = np.where(params.part >= 0, enough[:, params.part], 1.0)
    fails = cover.ready * params.fails_per_day
    return Readiness(down=down + fails - wanted * served, parts=np.minimum(parts, held))
