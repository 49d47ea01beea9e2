"""What the depot owes, and to whom, where repair times are exponential.

It owes its last demands, as many as units in repair exceed its stock. While the bases' shares of
demand stay the same, each of them is a base's with its share; else see `periods`.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from scipy.stats import binom

from holdfast.spares.asked import Floats
from holdfast.spares.law import Rates, in_repair, law_of, queue
from holdfast.spares.periods import FAINT, owed_by_periods

UNSEEN = 1e-15
"""Chances below this are not split among bases."""
MOST = 200
"""Where more may be in repair, and shares change, those owed are as the last k to be expected."""


@dataclasses.dataclass(frozen=True, slots=True)
class Depot:
    """Mean repair time [year], stock, and crews, 0 for enough of them."""

    time: float
    stock: float
    crews: int


def depot_law(asks: Rates, depot: Depot, time: Floats) -> Floats:
    """(T, N) probabilities of units in depot repair, times exponential."""
    every = asks.summed()
    if depot.crews and every.rate.any() and depot.time > 0:
        return queue(every, time, depot.time, depot.crews)
    return law_of(in_repair(every, time, np.array([depot.time]), "exponential")[:, 0])


def owed_law(law: Floats, stock: float) -> Floats:
    """(T, K) probabilities of what is owed from those of what is in repair."""
    kept = int(min(stock, law.shape[1] - 1))
    return np.concatenate([law[:, : kept + 1].sum(axis=1, keepdims=True), law[:, kept + 1 :]], 1)


def split(base: int, asks: Rates, depot: Depot, time: Floats) -> Floats:
    """(T, K) probabilities of what the depot owes to one base."""
    owed = owed_law(depot_law(asks, depot, time), depot.stock)
    most = int(np.flatnonzero((owed > UNSEEN).any(axis=0)).max(initial=0))
    steady = _steady_shares(asks)
    if steady is None and depot.time > 0:
        changes = asks.since[1:][asks.since[1:] < time.max(initial=-np.inf)]
        laws = depot_law(asks, depot, np.concatenate([changes, time]))
        size = int(np.flatnonzero((laws > FAINT).any(axis=0)).max(initial=0)) + 1
        if size <= MOST:
            count = np.arange(size)
            out = (np.minimum(count, depot.crews) if depot.crews else count) / depot.time
            return owed_by_periods(base, asks, laws[:, :size], out, int(depot.stock), time)
    many = np.arange(most + 1)
    if steady is None:
        since = asks.reached_back(time[:, None], np.maximum(many, 1e-3)[None, :])
        demand = asks.between(since, np.broadcast_to(time[:, None], since.shape))
        whole = demand.sum(axis=-1)
        share = np.divide(demand[..., base], whole, out=np.zeros_like(whole), where=whole > 0)
    else:
        share = np.full((len(time), most + 1), steady[base])
    made = np.zeros((len(time), most + 1))
    for row in range(len(time)):
        seen = many[owed[row, : most + 1] > UNSEEN]
        made[row] = owed[row, seen] @ binom.pmf(
            many[None, :], seen[:, None], share[row, seen][:, None]
        )
    return made


def _steady_shares(asks: Rates) -> Floats | None:
    """(B,) shares of demand, if they are the same in every period that has any."""
    whole = asks.rate.sum(axis=1, keepdims=True)
    if not whole.any():
        return np.zeros(asks.rate.shape[1])
    shares = (asks.rate / np.where(whole > 0, whole, 1.0))[whole[:, 0] > 0]
    return np.asarray(shares[0]) if np.allclose(shares, shares[0], rtol=1e-12, atol=0) else None
