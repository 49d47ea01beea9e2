"""Plain twins of the kernels of `people`: `drift`, `block` and `warm`."""

from __future__ import annotations

from itertools import pairwise

import numpy as np


def drift(
    first: float, rest: float, tau: float, hours: float, mark: float
) -> tuple[float, float, float]:
    """End, hours and degree-hours under the mark: the times under it are found, then integrated."""

    def at(t: float) -> float:
        return rest + (first - rest) * np.exp(-t / tau)

    def degree_hours(since: float, until: float) -> float:
        gone = tau * (np.exp(-since / tau) - np.exp(-until / tau))
        return (mark - rest) * (until - since) - (first - rest) * gone

    times = [0.0, hours]
    if (first - mark) * (at(hours) - mark) < 0 and abs(rest - mark) > 1e-12:
        times.insert(1, -tau * np.log((mark - rest) / (first - rest)))
    under, area = 0.0, 0.0
    for since, until in pairwise(times):
        if at((since + until) / 2) < mark:
            under += until - since
            area += degree_hours(since, until)
    return at(hours), under, area


def block(
    first: float, outdoor: float, lift: float, tau: float, target: float, mark: float
) -> tuple[float, float, float]:
    """Six hours under a thermostat, as a list of stretches of one regime each."""
    hold = min(max(target, outdoor), outdoor + lift)
    if first > target:
        regime = outdoor
    elif first < target:
        regime = outdoor + lift
    else:
        regime = hold
    crosses = min(first, regime) < target < max(first, regime)
    until = tau * np.log((first - regime) / (target - regime)) if crosses else 6.0
    stretches = [(first, regime, min(until, 6.0))]
    if until < 6.0:
        stretches.append((target, hold, 6.0 - until))
    made = [drift(start, rest, tau, hours, mark) for start, rest, hours in stretches]
    return made[-1][0], sum(one[1] for one in made), sum(one[2] for one in made)


def warm(indoor, outdoor, lift, tau, gain, target, mark, frost):
    """(last, hours, area, frozen), each (F, R, H); arguments as of the kernel."""
    futures, regions, dwellings = indoor.shape
    tau, gain = (np.broadcast_to(each, indoor.shape) for each in (tau, gain))
    target, mark, frost = (np.broadcast_to(each, futures) for each in (target, mark, frost))
    out = np.zeros((4, *indoor.shape))
    for f, r, h in np.ndindex(futures, regions, dwellings):
        now = indoor[f, r, h]
        for b in range(lift.shape[1]):
            home = (now, outdoor[f, r] + gain[f, r, h], lift[f, b, r, h], tau[f, r, h], target[f])
            made = block(*home, mark[f])
            out[1:3, f, r, h] += made[1:]
            out[3, f, r, h] += block(*home, frost[f])[1]
            now = made[0]
        out[0, f, r, h] = now
    return out
