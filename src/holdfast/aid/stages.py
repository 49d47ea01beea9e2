"""From pledge to use: what is left of the way, when crews are trained, what is late and what never.

Pledge -> commitment -> shipment -> arrival -> in service. Pure: arrays in and out; every random
number is drawn by whoever calls, by the name of the delivery.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from holdfast.arrays import Array

STAGES = ("pledged", "committed", "shipped", "arrived")
NEVER = np.int64(1_000_000)
"""The day of use of what never comes: after the end of any campaign."""
_DAYS_PER_DELAY = 30
MOST_DELAYS = 12
"""A delivery late by a year is late enough for two winters."""


def delays(hazard: Array, uniform: Array) -> Array:
    """Months of delay, geometric: P(delay >= k) = hazard^k, at most 12.

    hazard [1/month] and uniform in (0, 1) of like shape. Falls with `uniform` and rises with
    `hazard`, so that a higher hazard never brings a delivery forward in any future.
    """
    with np.errstate(divide="ignore"):
        months = np.floor(np.log(uniform) / np.log(hazard))
    months = np.where(hazard >= 1.0, MOST_DELAYS, np.where(hazard <= 0.0, 0.0, months))
    return np.asarray(np.minimum(months, MOST_DELAYS))


def never(share: Array, uniform: Array) -> Array:
    """Whether a delivery never comes: a higher share takes none back that did not come before."""
    return np.asarray(uniform < share)


def earliest(since: Array, stage: Array, steps: Array) -> Array:
    """(F, N) the first day on which a delivery can arrive: the rest of its way after `since`.

    since (N,) [days]; stage (N,) place in STAGES, -1 where none is told; steps (F, N, 3) [days] of
    the ways to commitment, shipment and arrival. -inf where no stage is told.
    """
    ahead = np.arange(3) >= stage[:, None]
    rest = (steps * ahead).sum(axis=2)
    return np.where(stage >= 0, since + rest, -np.inf)


def chosen(
    wanted: Sequence[tuple[str, str, str]], offered: Sequence[tuple[str, str, str]]
) -> Array:
    """(N,) the row of leads that holds for each item, partner and route; -1 where there is none.

    Of rows for the same item that name no other partner or route the one that names most holds;
    a partner goes before a route, an earlier row before a later.
    """
    made = np.full(len(wanted), -1)
    for at, (item, partner, route) in enumerate(wanted):
        fits = [
            (bool(p), bool(r), -row)
            for row, (i, p, r) in enumerate(offered)
            if i == item and p in ("", partner) and r in ("", route)
        ]
        if fits:
            made[at] = -max(fits)[2]
    return made


def trained(begin: Array, crews: Array, course: Array, places: int) -> Array:
    """(F, N) the day on which the last crew of each delivery is trained.

    Deliveries in the order in which their crews take places: begin (F, N) first day [days], crews
    (N,) whole numbers, course (F,) length [days], at most `places` at once. A delivery without
    crews is trained when it begins. The order is that of plans, never of what is drawn, so that a
    delivery that slips takes no place from another.
    """
    free = np.full((begin.shape[0], places), -np.inf)
    made = begin.astype(float)
    for row in range(begin.shape[1]):
        for _ in range(int(crews[row])):
            place = free.argmin(axis=1)[:, None]
            start = np.maximum(np.take_along_axis(free, place, axis=1)[:, 0], begin[:, row])
            np.put_along_axis(free, place, (start + course)[:, None], axis=1)
            made[:, row] = np.maximum(made[:, row], start + course)
    return made


def in_service(arrival: Array, months: Array, use: Array, ready: Array, lost: Array) -> Array:
    """(F, N) whole days of use: max(arrival + 30 k + use, crews trained) from 0 on; NEVER if lost.

    arrival, use, ready (F, N) [days], months k and lost (F, N).
    """
    days = np.maximum(arrival + _DAYS_PER_DELAY * months + use, ready)
    return np.where(lost, NEVER, np.maximum(np.ceil(days), 0)).astype(np.int64)
