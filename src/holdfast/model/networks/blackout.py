"""Collapse of the grid after a sudden loss, and its restart."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks.params import Params
from holdfast.model.types import BLOCK_HOURS


def collapses(
    params: Params, lost: Array, dropped: Array, load: Array, main_grid_out: Array, luck: Luck
) -> Array:
    """(F,) bool: does a sudden loss bring the grid down?

    lost (F,) MW of generation, dropped (F,) MW of load, load (F,) MW served before.
    z = max(dG - dL - R, (dL - dG - R) / 2, 0) / (relays (1 - weakening x main grid out) load);
    the grid collapses where 1 + noise < z.
    """
    behaviour = params.behaviour
    short = np.maximum(lost - dropped - behaviour.reserve, (dropped - lost - behaviour.reserve) / 2)
    relays = behaviour.relays * (1 - behaviour.relay_weakening * main_grid_out) * load
    z = np.maximum(short, 0) / np.maximum(relays, 1e-9)
    return np.asarray(1 + behaviour.collapse_noise * luck.normal("collapse", "grid") < z)


def dark_share(restart_left: Array, restart_hours: Array) -> tuple[Array, Array]:
    """Mean share of people not yet reconnected in the coming block, and the hours left after it.

    Load comes back linearly over the restart: with h of H hours left the share h / H is still dark.
    """
    after = np.maximum(restart_left - BLOCK_HOURS, 0.0)
    spell = restart_left - after
    mean = (restart_left + after) / 2 / restart_hours * spell / BLOCK_HOURS
    return np.minimum(mean, 1.0), after
