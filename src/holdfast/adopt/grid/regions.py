"""Which region each node belongs to: as the source says, or by a partition."""

from __future__ import annotations

import numpy as np

from holdfast.adopt.grid.found import Found, GridError, fault
from holdfast.adopt.grid.partition import partition
from holdfast.arrays import Array


def edges(found: Found) -> Array:
    """(E, 2) nodes of every corridor and tie."""
    pairs = [(each.one, each.other) for each in found.corridors]
    pairs += [(each.one, each.other) for each in found.ties]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def demand(found: Found) -> Array:
    """(N, 4) MW asked for at each node in the blocks of the day; what is below 0 counts as 0."""
    made = np.zeros((len(found.nodes), 4))
    for load in found.loads:
        made[load.node] += np.maximum(load.blocks, 0.0)
    return made


def regions_of(found: Found, file: str, parts: int | None) -> tuple[Array, list[str]]:
    """(N,) number of the region of each node, and what the source calls the regions.

    Without `parts` the source must have regions of its own; with it the graph is cut into so many,
    alike in demand and nodes, and names are blank. Raises GridError.
    """
    if parts is None:
        named = list(dict.fromkeys(node.region for node in found.nodes))
        if len(named) < 2:
            message = (
                "has no column that tells regions apart (country, sub_network, area or zone): say "
                "by --regions into how many it is to be cut"
            )
            raise GridError([fault(file, message)])
        return np.array([named.index(node.region) for node in found.nodes]), named
    if not 1 <= parts <= len(found.nodes):
        message = f"is not between 1 and {len(found.nodes)}, the number of buses of {file}"
        raise GridError([fault("--regions", message, None, parts)])
    return partition(edges(found), demand(found).mean(axis=1), parts), [""] * parts
