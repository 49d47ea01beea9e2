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
    """(n, R) where a region's largest tap lies."""
    source: Array
    """(n, G) of generators, then borders."""


def joined(params: Params, state: Condition, rows: Array) -> Array:
    """(n, L) bool for futures in these n rows: banks, links and branches that can carry at all."""
    links = params.grid.capacity > 0
    able = links[rows] if len(links) > 1 else np.broadcast_to(links, (len(rows), links.shape[1]))
    return np.concatenate([state.bank[rows] > 0, able, state.branch[rows] > 0], axis=1)


def torn(params: Params, state: Condition, rows: Array) -> Array:
    """(n,) bool: is the grid more than one island, or less than whole, in these n rows?"""
    if not params.wires.single:
        return np.ones(len(rows), dtype=bool)
    return np.asarray(~joined(params, state, rows).all(axis=1))


def split(params: Params, state: Condition, rows: Array) -> Split:
    """Islands of the grid in this condition, for futures in these n rows."""
    return parts_of(params, joined(params, state, rows))


def parts_of(params: Params, alive: Array) -> Split:
    """Islands of the grid of n futures where these banks, links and branches (n, L) can carry."""
    wires = params.wires
    label = np.broadcast_to(wires.whole, (len(alive), wires.nodes))
    apart = np.flatnonzero(~alive.all(axis=1))
    if apart.size:
        label = label.copy()
        label[apart] = islands(wires.nodes, wires.ends, alive[apart])
    return Split(label[:, wires.homes], label[:, wires.places])
