"""What the grid behind a bank of transformers still delivers when a part of the bank is out.

A region's bank counts its capacity as if any unit could feed anyone. In a grid each unit feeds its
own surroundings, and what is left is delivered within the ratings of lines that were built for
another flow. How much that is was computed on public grids with a network under their main grid
(`benchmarks/delivery.py`); here their curves are read, one grid a pair of futures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array, array, bundle
from holdfast.scenario.rules_delivery import STRUCK
from holdfast.scenario.uncertain import one_of

if TYPE_CHECKING:
    from holdfast.draws import Luck
    from holdfast.scenario import Scenario


@bundle
class Delivery:
    """Curves of what is delivered, and the demand that grids were built for."""

    design: Array = array("bank", "MW", "demand that the grid behind it was built for; 0: unknown")
    part: Array = array("bank", "1", "share of the demand at its lower node that a bank feeds")
    node: Array = array("bank", "index", "its lower node")
    secure: Array = array("future", "1", "share of ratings that operators use")
    stress: Array = array("stress", "1", "secure share over demand as a share of design")
    out: Array = array("step", "1", "share that is out")
    served: Array = array("future stress step", "1", "share of demand that is delivered")


def prepare(scenario: Scenario, luck: Luck) -> Delivery | None:
    """The curves of a scenario; None if it has none, or no bank tells what it was built for."""
    banks, rows = scenario.table("power/transformers"), scenario.table("power/delivery")
    design = np.nan_to_num(banks.number("design_mw"))
    if not len(rows) or not design.any():
        return None
    node = banks.index("to_bus", scenario.table("power/buses").text("id"))
    below = np.bincount(node, design)[node]
    stress, out, curves = _curves(scenario)
    grid = one_of(luck, "delivery grid", curves.shape[0])
    mixed = scenario.parameter("network.substation_share", luck)[:, None, None]
    served = curves[grid, 0] * (1 - mixed) + curves[grid, 1] * mixed
    return Delivery(
        design=design,
        part=np.divide(design, below, out=np.zeros_like(design), where=below > 0),
        node=node,
        secure=scenario.parameter("network.secure_share", luck),
        stress=stress,
        out=out,
        served=served,
    )


def _curves(scenario: Scenario) -> tuple[Array, Array, Array]:
    """Stress (Q,), shares out (X,) from 0 on, and what is served (grid, STRUCK, Q, X)."""
    table = scenario.table("power/delivery")
    grids = tuple(dict.fromkeys(table.text("grid")))
    stress, out = np.unique(table.number("stress")), np.unique(table.number("out"))
    made = np.ones((len(grids), len(STRUCK), len(stress), 1 + len(out)))
    made[
        table.index("grid", grids),
        table.index("struck", STRUCK),
        np.searchsorted(stress, table.number("stress")),
        1 + np.searchsorted(out, table.number("out")),
    ] = table.number("served")
    return stress, np.concatenate([[0.0], out]), made
