"""People who leave after days of strain, and return when they are over."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.model.carried import Homes
from holdfast.model.people.heat import Warmth
from holdfast.model.people.params import Params


def gone(
    params: Params, hours: Array, warmth: Warmth, apart: Array, homes: Homes
) -> tuple[Array, Array]:
    """Days of strain in a row and the share of people who are away, (F, R) each.

    hours (F, R) without power today, apart (F, R) dark all day. A day is one of strain from
    `Leaving.hours` without power on, or where homes are under `Leaving.degrees` at midnight, in the
    mean. After more than `Leaving.after` such days in a row a share of those present leaves each
    day; on a day without strain a share of those away returns. From the next day on they ask for
    `Leaving.asks` of power, gas and water; they are taken out of no figure a person.
    """
    leaving = params.leaving
    if not leaving.leave.any():
        return homes.strained, homes.away
    indoor = _mean_indoor(params, warmth, apart)
    bad = (hours >= leaving.hours[:, None]) | (indoor < leaving.degrees[:, None])
    strained = np.where(bad, homes.strained + 1, 0.0)
    leave = np.where(strained > leaving.after[:, None], leaving.leave[:, None], 0.0)
    back = np.where(bad, 0.0, leaving.back[:, None])
    return strained, np.asarray(homes.away + leave * (1 - homes.away) - back * homes.away)


def _mean_indoor(params: Params, warmth: Warmth, apart: Array) -> Array:
    """(F, R) degree C: mean over people of the classes of dwellings at midnight."""
    part = apart[:, :, None] * params.needs_power
    mean = (1 - part) * warmth.indoor + part * warmth.indoor_apart
    total = np.maximum(params.share.sum(axis=2), 1e-9)
    return np.asarray((mean * params.share).sum(axis=2) / total)
