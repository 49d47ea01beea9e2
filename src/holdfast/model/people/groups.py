"""Hours without power of groups, by their feeders and by what they supply themselves."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.people.params import Params
from holdfast.model.types import BLOCK_HOURS, Service

_OF_PROTECTED = 0.5
"""Of the power on protected feeders, the share that people draw, as in equation 3 of networks."""
_DAY = 24.0


def by_feeder(params: Params, service: Service) -> tuple[Array, Array]:
    """(F, B, R) share dark of those on protected feeders, and of all others."""
    asked = service.asked * params.protected[:, None]
    lacks = service.unserved[:, :, :, 0]
    guarded = np.divide(lacks, asked, out=np.zeros(lacks.shape), where=asked > 0)
    guarded = np.minimum(guarded, service.dark)
    few = _OF_PROTECTED * params.protected[:, None]
    others = (service.dark - few * guarded) / (1 - few)
    return guarded, np.minimum(others, 1.0)


def on_feeders(guarded: Array, others: Array, protected: Array) -> Array:
    """Share dark of those of whom a share is on protected feeders."""
    return np.asarray(protected * guarded + (1 - protected) * others)


def hours_of(params: Params, service: Service, left: Array, apart: Array) -> Array:
    """(F, R, G) [h] without power; dark are left (F, B, R) of the people, apart (F, R) all day.

    Sets serve a group as they serve everyone. Its own supply covers the first hours of each day of
    those dark all day, and of the mean of those who take turns.
    """
    groups = params.groups
    if not groups.names:
        return np.zeros((*apart.shape, 0))
    guarded, others = by_feeder(params, service)
    served = np.divide(left, service.dark, out=np.ones(left.shape), where=service.dark > 0)
    dark = on_feeders(
        (guarded * served)[:, :, :, None],
        (others * served)[:, :, :, None],
        groups.protected[:, None],
    )
    always = np.minimum(apart[:, :, None], dark.min(axis=1))
    turns = BLOCK_HOURS * (dark - always[:, None]).sum(axis=1)
    own = groups.own
    hours = always * np.maximum(_DAY - own, 0.0) + np.maximum(turns - (1 - always) * own, 0.0)
    return np.where(groups.present > 0, hours, np.nan)
