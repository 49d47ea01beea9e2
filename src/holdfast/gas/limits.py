"""Zones: parts of a network that neither a compressor nor a regulator closes off."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.gas.joined import parts
from holdfast.gas.network import Floats, Ints, Network


def zones(network: Network) -> Ints:
    """(N,) the first node of the zone in which each node lies: joined by pipes and ties alone."""
    begin = np.concatenate([network.pipe_from, network.tie_from])
    end = np.concatenate([network.pipe_to, network.tie_to])
    part = parts(len(network.nodes), begin, end)[1]
    return np.asarray(np.unique(part, return_index=True)[1][part])


def hold_limits(network: Network) -> Network:
    """The network with all that enters a zone held at the lowest pressure limit of its nodes.

    Pressure falls along a pipe as gas flows, by nothing where little flows; so in a zone the lowest
    `pressure_max` holds in every state only if supplies, compressors and regulators that feed it
    stay at or under it. Supply pressures and set points are lowered to that, never raised, and
    `pressure_max` too, as nothing in the zone can pass it any more.
    """
    zone = zones(network)
    least = np.full(len(network.nodes), np.inf)
    np.minimum.at(least, zone, network.pressure_max)
    limit: Floats = least[zone]
    return dataclasses.replace(
        network,
        pressure_max=np.minimum(network.pressure_max, np.maximum(limit, network.pressure_min)),
        supply_pressure=np.minimum(network.supply_pressure, limit),
        set_point=np.minimum(network.set_point, limit[network.compressor_to]),
        regulator_set_point=np.minimum(network.regulator_set_point, limit[network.regulator_to]),
    )
