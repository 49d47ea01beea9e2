"""Hours without power of groups, by their feeders and by what they supply themselves."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.people.params import Params
from holdfast.model.types import BLOCK_HOURS, Service

_DAY = 24.0


def on_feeders(service: Service, protected: Array) -> Array:
    """(F, B, R) share dark of those of whom the share `protected` is on protected feeders."""
    guarded, others = service.dark_protected, service.dark_ordinary
    return np.asarray(protected * guarded + (1 - protected) * others)


def hours_of(params: Params, service: Service, left: Array, apart: Array) -> Array:
    """(F, R, G) [h] without power; dark are left (F, B, R) of the people, apart (F, R) all day.

    Sets serve a group as they serve everyone. Its own supply covers the first hours of each day of
    those dark all day, and of the mean of those who take turns.
    """
    groups = params.groups
    if not groups.names:
        return np.zeros((*apart.shape, 0))
    served = np.divide(left, service.dark, out=np.ones(left.shape), where=service.dark > 0)
    guarded, others = (
        (dark * served)[:, :, :, None] for dark in (service.dark_protected, service.dark_ordinary)
    )
    protected = groups.protected[:, None]
    dark = protected * guarded + (1 - protected) * others
    always = np.minimum(apart[:, :, None], dark.min(axis=1))
    turns = BLOCK_HOURS * (dark - always[:, None]).sum(axis=1)
    own = groups.own
    hours = always * np.maximum(_DAY - own, 0.0) + np.maximum(turns - (1 - always) * own, 0.0)
    return np.where(groups.present > 0, hours, np.nan)
