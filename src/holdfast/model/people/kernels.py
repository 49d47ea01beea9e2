"""Indoor temperature over the four blocks of a day, in closed form: the kernel of `people`."""

from __future__ import annotations

import math

import numba
from numba import types

from holdfast.arrays import Array

_HOURS = 6.0
"""Length of a block, as model.types.BLOCK_HOURS; a global of compiled code must be its own."""
_NEAR = 1e-12
"""K within which a temperature that is approached is the mark itself, and is never crossed."""
_READ1 = types.Array(types.float64, 1, "C", readonly=True)
_READ2 = types.Array(types.float64, 2, "C", readonly=True)
_READ3 = types.Array(types.float64, 3, "C", readonly=True)
_READ4 = types.Array(types.float64, 4, "C", readonly=True)
_WRITE3 = types.float64[:, :, ::1]


@numba.njit("UniTuple(float64, 3)(float64, float64, float64, float64, float64)", cache=True)
def drift(
    first: float, rest: float, tau: float, hours: float, mark: float
) -> tuple[float, float, float]:
    """Exponential approach from `first` to `rest` [degree C] with time constant tau [h] over hours.

    Gives the temperature at the end, the hours under `mark` and the degree-hours under it. Between
    two temperatures on the same side of the mark the integral is
    (mark - rest) h - (first - rest) tau (1 - exp(-h / tau)); a crossing splits the time in two. A
    mark that is approached and not passed is crossed by rounding alone, which counts as not at all.
    """
    last = rest + (first - rest) * math.exp(-hours / tau)
    met = abs(mark - rest) < _NEAR
    if first >= mark and (last >= mark or met):
        return last, 0.0, 0.0
    if first < mark and (last < mark or met):
        area = (mark - rest) * hours - tau * (first - last)
        return last, hours, max(area, 0.0)
    crossing = min(tau * math.log((first - rest) / (mark - rest)), hours)
    if first < mark:
        area = (mark - rest) * crossing - tau * (first - mark)
        return last, crossing, max(area, 0.0)
    under = hours - crossing
    area = (mark - rest) * under - tau * (mark - last)
    return last, under, max(area, 0.0)


@numba.njit(
    "UniTuple(float64, 3)(float64, float64, float64, float64, float64, float64)", cache=True
)
def block(
    first: float, outdoor: float, lift: float, tau: float, target: float, mark: float
) -> tuple[float, float, float]:
    """One block of six hours under a thermostat; results as of `drift`.

    Heat can hold at most outdoor + lift. A home above the target is not heated until it has cooled
    to it; a home below is heated with all there is until it reaches it; there it stays if heat
    suffices (or drifts up if it is warmer outside).
    """
    full = outdoor + lift
    free = outdoor if first > target else full
    if first == target:
        free = min(max(target, outdoor), full)
    met = _HOURS
    if (first > target > free) or (first < target < free):
        met = min(tau * math.log((first - free) / (target - free)), _HOURS)
    last, hours, area = drift(first, free, tau, met, mark)
    if met < _HOURS:
        held = min(max(target, outdoor), full)
        last, more_hours, more_area = drift(target, held, tau, _HOURS - met, mark)
        hours, area = hours + more_hours, area + more_area
    return last, hours, area


@numba.njit(
    types.void(_READ3, _READ2, _READ4, _READ3, _READ3, *(_READ1,) * 3, *(_WRITE3,) * 4), cache=True
)
def warm(
    indoor: Array,
    outdoor: Array,
    lift: Array,
    tau: Array,
    gain: Array,
    target: Array,
    mark: Array,
    frost: Array,
    last: Array,
    hours: Array,
    area: Array,
    frozen: Array,
) -> None:
    """All homes over a day.

    In: indoor (F, R, H) and outdoor (F, R) [degree C], lift (F, B, R, H) [K] that heat can hold
    above outdoors, tau (F or 1, R, H) [h], gain (F or 1, R, H) [K] that homes without any are
    warmer than outdoors, target, mark and frost (F or 1,) [degree C]. Out, (F, R, H): last
    [degree C], hours under the mark [h], area [K h], frozen, hours under the frost.
    """
    for f in range(indoor.shape[0]):
        own_tau = f if tau.shape[0] > 1 else 0
        own_gain = f if gain.shape[0] > 1 else 0
        aim = target[f if target.shape[0] > 1 else 0]
        level = mark[f if mark.shape[0] > 1 else 0]
        harm = frost[f if frost.shape[0] > 1 else 0]
        for r in range(indoor.shape[1]):
            for h in range(indoor.shape[2]):
                now, cold, deep, harsh = indoor[f, r, h], 0.0, 0.0, 0.0
                free = outdoor[f, r] + gain[own_gain, r, h]
                for b in range(lift.shape[1]):
                    full, slow = lift[f, b, r, h], tau[own_tau, r, h]
                    first = now
                    now, more, deeper = block(first, free, full, slow, aim, level)
                    cold, deep = cold + more, deep + deeper
                    # between first, target and last it only rises or only falls
                    if min(first, now) < harm or aim <= harm:
                        harsh += block(first, free, full, slow, aim, harm)[1]
                last[f, r, h], hours[f, r, h], area[f, r, h] = now, cold, deep
                frozen[f, r, h] = harsh
