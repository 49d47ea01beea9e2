"""Whose demands the depot owes, while demand changes and repair times are exponential.

The depot owes its last k demands where k more than its stock s are in repair. Let the k-th last
have come at u. Of the demands since, and of that at u, each was some base's and is still in repair
or not; of those before u a Poisson number of mean M(u) is. With x for a demand of the base, z for
one in repair, L and R expected demand since u and what of it is still in repair, of the base and of
all others, the chances of j owed to the base are the coefficients of x^j in

    integral du  e^-L  1/(2 pi i) contour integral dz  z^-(s+2)
        exp((x (R_b z + L_b - R_b) + R_o z + L_o - R_o) / z)  (l_b x + l_o) (g z + 1 - g)
        exp(M (z - 1))

with l the rates and g = exp(-(t - u) / T) at u: the sum over k is done by the exponential. Where
bases' shares of demand stay the same, each demand owed is simply the base's with its share.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

from holdfast.spares.asked import Floats
from holdfast.spares.law import Rates, in_repair, law_of, queue

UNSEEN = 1e-15
"""Chances below this are not split among bases."""
FAINT = 1e-12
"""Chances below this fold back onto others where whose demands are owed is asked."""
MOST_OWED = 250
"""Where the depot may owe more than this, and shares change, they are those to be expected."""

Waves = npt.NDArray[np.complex128]


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
    if steady is None and not depot.crews and 0 < most <= MOST_OWED and depot.time > 0:
        return _by_last_demands(base, asks, depot, time, owed)
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


def _by_last_demands(base: int, asks: Rates, depot: Depot, time: Floats, owed: Floats) -> Floats:
    """(T, K) the integral above; `owed` (T, K') the law of all that is owed."""
    most = int(np.flatnonzero((owed > FAINT).any(axis=0)).max(initial=0)) + 2
    turns = most + most % 2
    x = np.exp(2j * np.pi * np.arange(turns // 2 + 1) / turns)
    made = np.zeros((len(time), turns))
    for row, now in enumerate(time):
        y, weight = _nodes(asks, now, most + 7 * np.sqrt(most) + 5)
        seen = _seen_from(asks, depot, now, asks.reached_back(np.full(y.shape, now), y))
        own, still = _around(base, seen, depot.stock, weight)
        whole = np.array([(np.exp(one * own) * still).sum(axis=1) for one in x]) / own.shape[1]
        value = (whole * (seen.share[:, base] * x[:, None] + 1 - seen.share[:, base])).sum(axis=1)
        made[row] = np.maximum(np.fft.irfft(np.conj(value), turns), 0)
    made[:, 0] += owed[:, 0]
    return made


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """What has become, by now, of demand before and since each of U times."""

    before: Floats
    """(U,) mean still in repair of what came before."""
    there: Floats
    """(U, B) of what came since, mean still in repair, and mean that is not."""
    gone: Floats
    share: Floats
    """(U, B) of each base in the demand at that time."""
    left: Floats
    """(U,) chance that what came at that time is still in repair."""


def _seen_from(asks: Rates, depot: Depot, now: float, u: Floats) -> Seen:
    """Of demand around the times u."""
    left = np.exp(-(now - u) / depot.time)
    lasts = np.full(asks.rate.shape[1], depot.time)
    before = in_repair(asks, u, lasts, "exponential") * left[:, None]
    there = np.maximum(in_repair(asks, np.array([now]), lasts, "exponential") - before, 0)
    rate = asks.rate[np.searchsorted(asks.since[1:], u, side="right")]
    whole = rate.sum(axis=1, keepdims=True)
    return Seen(
        before=before.sum(axis=1),
        there=there,
        gone=np.maximum(asks.between(u, np.full(u.shape, now)) - there, 0),
        share=np.divide(rate, whole, out=np.zeros_like(rate), where=whole > 0),
        left=left,
    )


def _around(base: int, seen: Seen, stock: float, weight: Floats) -> tuple[Waves, Waves]:
    """(U, Z) exponent of x, and all else of the integrand, on the unit circle of z."""
    rest = seen.there.sum(axis=1), seen.gone.sum(axis=1)
    up, down = seen.before + rest[0], stock + 1 + rest[1]
    size = int((up + down + 7 * (np.sqrt(up) + np.sqrt(down))).max()) + 12
    z = np.exp(2j * np.pi * np.arange(size) / size)
    own = (seen.there[:, base, None] * z + seen.gone[:, base, None]) / z
    every = (rest[0][:, None] * z + rest[1][:, None]) / z
    power = every - own - sum(rest)[:, None] + seen.before[:, None] * (z - 1)
    last = seen.left[:, None] * z + 1 - seen.left[:, None]
    return own, np.exp(power) * last * z ** -(stock + 1) * weight[:, None]


def _nodes(asks: Rates, now: float, far: float) -> tuple[Floats, Floats]:
    """Points and weights on demand back from now, in pieces between which rates change."""
    changes = asks.since[1:][asks.since[1:] < now]
    amount = asks.between(changes, np.full(changes.shape, now)).sum(axis=-1)
    ends = np.unique(np.concatenate([[0.0], amount[amount < far], [far]]))
    points, weights = [], []
    for low, high in itertools.pairwise(ends):
        x, w = np.polynomial.legendre.leggauss(int(14 + 1.5 * (high - low)))
        points.append(low + (high - low) / 2 * (1 + x))
        weights.append((high - low) / 2 * w)
    return np.concatenate(points), np.concatenate(weights)
