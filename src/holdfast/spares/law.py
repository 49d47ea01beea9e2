"""Demand that changes in steps, and what of it is still in repair: the dynamic Palm theorem.

Failures come as a Poisson process whose rate is constant between given dates; before the first of
them the first rate has held forever. What is in repair at t is then Poisson of mean

    integral of rate(u) P(repair takes longer than t - u) du                                   (1)

(Hillestad and Carrillo 1980; Hillestad 1982, RAND R-2785, section II).
"""

from __future__ import annotations

import dataclasses

import numpy as np
from scipy.sparse import csc_matrix, dia_matrix
from scipy.sparse.linalg import expm_multiply
from scipy.stats import poisson

from holdfast.spares.asked import Floats

REPAIRS = ("constant", "exponential")


@dataclasses.dataclass(frozen=True, slots=True)
class Rates:
    """Rates (P, B) [1/year] that hold from `since` (P,) [year] on; the first since ever."""

    rate: Floats
    since: Floats

    @property
    def start(self) -> Floats:
        """(P,) where each begins, -inf first."""
        return np.concatenate([[-np.inf], self.since[1:]])

    @property
    def end(self) -> Floats:
        """(P,) where each ends, inf last."""
        return np.concatenate([self.since[1:], [np.inf]])

    def scaled(self, share: Floats) -> Rates:
        """The rates times a share (B,)."""
        return Rates(self.rate * share, self.since)

    def summed(self) -> Rates:
        """All bases as one, (P, 1)."""
        return Rates(self.rate.sum(axis=1, keepdims=True), self.since)

    def between(self, low: Floats, high: Floats) -> Floats:
        """(..., B) expected demand from `low` (...) to `high` (...)."""
        first = np.maximum(low[..., None], self.start)
        last = np.minimum(high[..., None], self.end)
        return np.asarray(np.maximum(last - first, 0.0) @ self.rate)

    def reached(self, since: Floats, amount: Floats) -> Floats:
        """Time at which so much demand of all bases has come after `since`; both (...)."""
        time, left = np.broadcast_arrays(since, amount)
        for rate, end in zip(self.rate.sum(axis=1), self.end, strict=True):
            time, left = _walked(time, left, rate, np.maximum(end - time, 0.0), 1.0)
        return time

    def reached_back(self, until: Floats, amount: Floats) -> Floats:
        """Time since which so much demand of all bases has come up to `until`; both (...)."""
        time, left = np.broadcast_arrays(until, amount)
        rates = self.rate.sum(axis=1)
        for rate, start in zip(rates[::-1], self.start[::-1], strict=True):
            time, left = _walked(time, left, rate, np.maximum(time - start, 0.0), -1.0)
        return time


def _walked(
    time: Floats, left: Floats, rate: float, room: Floats, way: float
) -> tuple[Floats, Floats]:
    """On through one stretch of constant rate: the time come to, and the amount still to come."""
    if rate == 0:
        step = np.where((left > 0) & np.isfinite(room), room, 0.0)
        return time + way * step, left
    step = np.minimum(left / rate, room)
    return time + way * step, np.where(left / rate > room, left - room * rate, 0.0)


def in_repair(rates: Rates, time: Floats, repair: Floats, law: str) -> Floats:
    """(T, B) mean in repair at each time, equation (1); `repair` (B,) mean time [year]."""
    if law == "constant":
        return np.stack(
            [rates.between(time - one, time)[..., number] for number, one in enumerate(repair)],
            axis=-1,
        )
    ago_end = np.maximum(time[:, None] - np.minimum(time[:, None], rates.end), 0.0)
    ago_start = time[:, None] - np.minimum(time[:, None], rates.start)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.exp(-ago_end[..., None] / repair) - np.exp(-ago_start[..., None] / repair)
    left = np.where((ago_start > ago_end)[..., None] & (repair > 0), left, 0.0)
    return np.asarray((left * rates.rate * repair).sum(axis=1))


def law_of(mean: Floats) -> Floats:
    """(T, X) Poisson probabilities of the means (T,), to where less than 1e-15 is left."""
    most = int(poisson.isf(1e-15, mean.max(initial=0.0))) + 1
    return np.asarray(poisson.pmf(np.arange(most + 1), mean[:, None]))


def queue(rates: Rates, time: Floats, repair: float, servers: int) -> Floats:
    """(T, X) probabilities of units in a shop of so many servers with exponential times.

    Forward equations of the queue M(t)/M/c, from rest under the first rate (there must be one),
    solved by the exponential of the generator between changes. `rates` of one base.
    """
    most = int(20 + 2 * servers + 3 * float(rates.rate.max()) * repair)
    while True:
        chance = _forward(rates, time, repair, servers, most)
        if chance[:, -1].max() < 1e-13:
            return chance
        most *= 2


def _forward(rates: Rates, time: Floats, repair: float, servers: int, most: int) -> Floats:
    """As `queue`, with room for so many units."""
    first = float(rates.rate[0, 0])
    count = np.arange(most + 1)
    out = np.minimum(count, servers) / repair
    with np.errstate(divide="ignore"):
        climb = np.concatenate([[0.0], np.cumsum(np.log(first) - np.log(out[1:]))])
    chance = np.exp(climb - climb.max())
    chance = chance / chance.sum()
    begin = float(min([time.min(), *rates.since[1:]]))
    seen, now = {begin: chance}, begin
    for stop in np.unique(np.concatenate([rates.since[1:], time])):
        if stop > now:
            rate = float(rates.rate[np.searchsorted(rates.since[1:], now, side="right"), 0])
            come = np.where(count < most, rate, 0.0)
            bands = np.stack([come, -(come + out), out])
            change = csc_matrix(dia_matrix((bands, [-1, 0, 1]), shape=(most + 1, most + 1)))
            chance = np.maximum(expm_multiply(change * (stop - now), chance), 0.0)
            chance = chance / chance.sum()
            now = float(stop)
        seen[float(stop)] = chance
    return np.stack([seen[float(one)] for one in time])
