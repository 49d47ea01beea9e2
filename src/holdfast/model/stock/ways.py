"""What is made abroad: it waits for a place in a transport, travels, and may be lost.

What is made goes to the quay; each day a seventh of the loads of a week sets out, items in
proportion to the loads that wait. A load is lost or comes through as a whole, and so does all that
is due on one day where loads are not counted.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.stock.making import production
from holdfast.model.types import WEEK
from holdfast.scenario.uncertain import largest

if TYPE_CHECKING:
    from holdfast.scenario import Scenario


def landed(scenario: Scenario, luck: Luck, names: tuple[str, ...]) -> Array:
    """Pieces made abroad that come through, (D, F, I); (1, 1, 1) of noughts if no row has a route.

    What is under way on the first day was sent before it, as the rows that had begun say.
    """
    routes = scenario.table("routes")
    taken = set(scenario.table("production").text("route")) - {""}
    if not taken:
        return np.zeros((1, 1, 1))
    came = np.zeros((scenario.settings.days, len(luck.futures), len(names)))
    held = scenario.table("items").number("per_load")
    days = np.rint(scenario.uncertain("routes", "days", luck))
    lost = scenario.uncertain("routes", "lost_share", luck)
    early = np.ceil(largest(routes, "days"))
    for row, (route, loads) in enumerate(
        zip(routes.text("id"), routes.number("loads_per_week"), strict=True)
    ):
        if route in taken:
            made = production(scenario, luck, names, route)
            most = math.inf if math.isnan(loads) else loads / WEEK
            sent = embarked(made, held, most, (-int(early[row]), len(came)))
            if math.isfinite(most):
                loads = np.cumsum(sent / held, axis=2)[:, :, -1]
                sent = sent * _loads_through(
                    loads, most, int(early[row]), lost[:, row], route, luck
                )
            due = arriving(sent, days[:, row], int(early[row]), len(luck.futures))
            if math.isinf(most):
                due = due * _through(len(due), lost[:, row], route, luck)
            came += due
    return came


def embarked(
    made: tuple[Array, Array], per_load: Array, most: float, span: tuple[int, int]
) -> Array:
    """Pieces that set out on each day of a span, (days, F, I).

    made: first days (K,) of regimes and pieces a day (F, K, I); per_load (I,) pieces of a load;
    most [loads/day].
    """
    begins, rate = made
    quay = np.zeros((len(rate), len(per_load)))
    sent = np.zeros((span[1] - span[0], *quay.shape))
    for at, today in enumerate(range(*span)):
        regime = int(np.searchsorted(begins, today, side="right")) - 1
        if regime >= 0:
            quay = quay + rate[:, regime]
        loads = np.cumsum(quay / per_load, axis=1)[:, -1:]
        share = np.minimum(1.0, np.divide(most, loads, out=np.ones_like(loads), where=loads > most))
        sent[at] = quay * share
        quay = quay - sent[at]
    return sent


def arriving(sent: Array, days: Array, early: int, futures: int) -> Array:
    """Pieces by day of arrival (D, F, I), of those sent from `early` days before the first on.

    days (F or 1,) of travel, whole, at most `early`.
    """
    length = len(sent) - early
    wide = np.broadcast_to(sent, (len(sent), futures, sent.shape[2]))
    came = np.empty((length, futures, sent.shape[2]))
    travel = np.broadcast_to(days.astype(np.int64), futures)
    for future in range(futures):
        begin = early - travel[future]
        came[:, future] = wide[begin : begin + length, future]
    return came


def _through(days: int, chance: Array, route: str, luck: Luck) -> Array:
    """Whether what is due on each day comes through (D, F, 1), 0 or 1."""
    if not chance.any():
        return np.ones((1, 1, 1))
    drawn = np.array([luck.on(today).uniform("load lost", route) for today in range(days)])
    return (drawn >= chance)[:, :, None].astype(float)


def _loads_through(
    loads: Array, most: float, early: int, chance: Array, route: str, luck: Luck
) -> Array:
    """The share that comes through of what sets out on each day (days, F or 1, 1), F if chance.

    loads (days, F or 1) set out from `early` days before the first on. The n-th place for a load
    since the first day, `most` a day, is the n-th load: all that sets out in it is lost, or none.
    """
    if not chance.any():
        return np.ones((1, 1, 1))
    begin = most * (np.arange(len(loads)) - early)[:, None]
    end = begin + loads
    first = math.floor(begin[0, 0])
    names = tuple(f"{route} {n}" for n in range(first, math.floor(end.max()) + 1))
    safe = (luck.uniform("load lost", names) >= chance[:, None]).astype(float)
    before = np.cumsum(safe, axis=1) - safe
    future = np.arange(len(safe))

    def safe_until(place: Array) -> Array:
        load = np.floor(place).astype(np.int64) - first
        return np.asarray(before[future, load] + safe[future, load] * (place - first - load))

    came = safe_until(end) - safe_until(begin)
    share = np.divide(came, loads, out=np.ones_like(came), where=loads > 0.0)
    return np.asarray(share[:, :, None])
