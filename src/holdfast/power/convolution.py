"""Adequacy of a set of units on one bus, by exact convolution of their outages.

Each unit is up or down, independently. The distribution of available capacity is built unit by unit
(Billinton and Allan 1996, "Reliability Evaluation of Power Systems", 2nd ed., section 2.2), on the
capacities that occur, so no rounding step is chosen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from holdfast.power.numbers import floats

Floats = npt.NDArray[np.float64]

SAME = 1e-9
"""Capacities closer than this are one [MW]: sums of the same units in another order."""


@dataclasses.dataclass(frozen=True, slots=True)
class Adequacy:
    """How often and by how much capacity falls short, over the hours given."""

    lole: float
    """Loss of load expectation [h]."""
    eens: float
    """Expected energy not served [MWh]."""


def adequacy(units: Iterable[tuple[float, float]], load: npt.ArrayLike) -> Adequacy:
    """Loss of load and energy not served of `units` (MW, forced outage rate) against hourly `load`.

    `load` (H,) is in MW, one value an hour; the results are for these hours. An hour counts as lost
    where available capacity is below load.

    Raises ValueError if a capacity or load is negative or nan, or a rate is not in [0, 1].
    """
    hours = np.sort(floats("load", load).ravel())
    if not (np.isfinite(hours).all() and (hours >= 0).all()):
        raise ValueError("load holds a value that is negative, nan or infinite")
    capacity, chance = capacities(units)
    below = np.concatenate([[0.0], np.cumsum(chance)])
    energy = np.concatenate([[0.0], np.cumsum(chance * capacity)])
    # States with less than the load, and not merely equal to it by another order of summing.
    short = np.searchsorted(capacity, hours - SAME, side="left")
    return Adequacy(
        lole=float(below[short].sum()),
        eens=float((hours * below[short] - energy[short]).sum()),
    )


def capacities(units: Iterable[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Available capacities that can occur, rising [MW], and their probabilities."""
    capacity, chance = np.zeros(1), np.ones(1)
    pairs = floats("units", list(units))
    if pairs.size and (pairs.ndim != 2 or pairs.shape[1] != 2):
        raise ValueError(f"units has shape {pairs.shape}, expected (units, 2)")
    for size, rate in pairs.tolist():
        if not (np.isfinite(size) and size >= 0):
            raise ValueError(f"units: capacity {size} is negative, nan or infinite")
        if not 0 <= rate <= 1:
            raise ValueError(f"units: forced outage rate {rate} is not in [0, 1]")
        both = np.concatenate([capacity, capacity + size])
        weight = np.concatenate([chance * rate, chance * (1.0 - rate)])
        order = np.argsort(both, kind="stable")
        both, weight = both[order], weight[order]
        first = np.concatenate([[True], np.diff(both) > SAME])
        capacity = both[first]
        chance = np.add.reduceat(weight, np.flatnonzero(first))
    return capacity, chance
