"""Which regions and sources of power hang together, as damage leaves the grid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from holdfast.arrays import Array
from holdfast.model.networks.condition import Condition
from holdfast.model.networks.params import Params
from holdfast.power.operation import islands


class Split(NamedTuple):
    """The island of each region and source, by the number of its first node."""

    region: Array
    """(F, R) where a region's largest tap lies."""
    source: Array
    """(F, G) of generators, then borders."""


def split(params: Params, state: Condition, rows: Array | None = None) -> Split:
    """Islands of the grid in this condition: joined is what can carry anything at all.

    rows: positions in the batch of the futures of the condition, unless it is of all of them.
    """
    links = params.grid.capacity > 0
    if rows is not None and len(links) > 1:
        links = links[rows]
    futures = len(state.bank)
    joined = np.concatenate(
        [
            state.bank > 0,
            np.broadcast_to(links, (futures, links.shape[1])),
            state.branch > 0,
        ],
        axis=1,
    )
    wires = params.wires
    label = np.broadcast_to(wires.whole, (futures, wires.nodes))
    torn = np.flatnonzero(~joined.all(axis=1))
    if torn.size:
        label = label.copy()
        label[torn] = islands(wires.nodes, wires.ends, joined[torn])
    return Split(label[:, wires.homes], label[:, wires.places])
