"""Futures in which two plans that had parted stand alike again: what follows is the same in both.

Of a delivery that is moved by weeks many futures keep no trace a season later, to the last bit.
"""

from __future__ import annotations

import numpy as np

from holdfast.aid import arrivals
from holdfast.arrays import Array
from holdfast.campaign.branch import checkpoints
from holdfast.model import defence
from holdfast.outcome import Outcome


def apart(one: Outcome, other: Outcome, day: int) -> Array:
    """Where two runs may differ from `day` on: (F,) of the futures, which are those of both.

    Nowhere where both stand alike at its dawn, and what is fixed through the campaign is the same
    from then on, bit for bit; anywhere if one of them keeps no state of that dawn. Their
    scenarios differ by deliveries alone.
    """
    plans, found = (one.scenario, other.scenario), np.zeros(len(one.futures), bool)
    mine, theirs = (checkpoints(each).before(day).states.get(day) for each in (one, other))
    if mine is None or theirs is None or not defence.same_program(*plans, day):
        return ~found
    for name, values in mine.items():
        unlike = _bits(values, theirs[name]) != _bits(theirs[name], values)
        found |= unlike.reshape(len(found), -1).any(axis=1)
    if alike := [number for number, far in zip(one.futures, found, strict=True) if not far]:
        luck = one.scenario.luck(one.seed, alike)
        come, others = (arrivals.prepare(plan, luck) for plan in plans)
        found[~found] = arrivals.apart(come, others, day)
    return found


def _bits(values: Array, beside: Array) -> Array:
    """The values as whole numbers; those of two states may be kept in different types."""
    if values.dtype != beside.dtype:
        values = values.astype(float)
    return values.view(f"u{values.itemsize}")
