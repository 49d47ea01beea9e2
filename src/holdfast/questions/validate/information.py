"""What it would be worth to know an input before one of several ways is chosen.

With what K ways save, V_k, and an input theta, the expected value of partial perfect information is

    E_theta[max_k E(V_k | theta)] - max_k E(V_k).

theta stands here for its normal score z: the standard normal number of its rank among the values
that the futures drew. So 0 is their median and a share of them lies beyond each z, whatever the
prior was and however a fit has shifted it.

E(V_k | theta) is regressed from one sample, as by Strong and Oakley (2013, "An efficient method for
computing single-parameter partial expected value of perfect information", Medical Decision Making
33, 755-766), here on 1, z and z^2. The maximum of fitted values
is too high, since it follows noise. So the fit is made on nine tenths of the pairs of futures, and
the way it names is judged by what it saves in the other tenth, for each tenth in turn. That is what
somebody who learnt from as many futures would gain: in the mean no more than the value above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from holdfast.arrays import Array

FOLDS = 10
"""Parts of the pairs that are judged in turn by a fit to the others."""
DEALS, CHANCE = 400, 0.05
"""Times that pairs are dealt anew, and how often the best of all inputs may then be passed."""
FARTHEST = 2.0
"""Normal scores beyond which a fit is not carried: one value in twenty lies there."""
GRID = 401
_SEED = 20130801
_RIDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Worth:
    """What it is worth to know each of P inputs, in the unit of the values."""

    mean: Array
    """(P,)."""
    error: Array
    """(P,) standard errors over pairs."""


@dataclass(frozen=True, slots=True)
class Flip:
    """Where along an input another way leads."""

    z: float
    """Normal score of the input, the nearest to 0 at which it does."""
    way: int
    """The way that leads there."""


def scores(values: Array) -> Array:
    """(P, Q) normal scores of (P, Q) values among one another (Blom 1958), ties sharing theirs."""
    ranks = rankdata(values, axis=1)
    return np.asarray(ndtri((ranks - 0.375) / (values.shape[1] + 0.25)))


def share_beyond(z: Array, at: float) -> float:
    """Share of (Q,) scores that lie at a place or farther on its side of the median."""
    return float(np.mean(z >= at if at > 0 else z <= at))


def value_at(values: Array, z: Array, at: float) -> float:
    """The value at a score, between those that were drawn; values and z (Q,)."""
    order = np.argsort(z, kind="stable")
    return float(np.interp(at, z[order], values[order]))


def worth(values: Array, inputs: Array) -> Worth:
    """What it is worth to know each input.

    values (K, Q) of what K ways save in Q pairs of futures, inputs (P, Q) normal scores. Raises
    ValueError under two pairs for each fold.
    """
    if values.shape[1] < 2 * FOLDS:
        raise ValueError(f"{values.shape[1]} pairs: {2 * FOLDS} or more are needed")
    weights, tests = _weights(inputs)
    gained, count = _gains(values, weights, tests), values.shape[1]
    return Worth(gained.mean(axis=1), gained.std(axis=1, ddof=1) / np.sqrt(count))


def strength(values: Array, inputs: Array) -> tuple[Array, float]:
    """(P,) how strongly each input moves what the first way saves beyond another, and the bar.

    values (K, Q), inputs (P, Q). It is the largest correlation of ranks (Spearman) over the other
    ways, times the root of the pairs: a few pairs carry much of what is saved. Above the bar the
    strongest of all inputs comes by chance in one table of twenty: the pairs are dealt anew DEALS
    times (Westfall and Young 1993, max T).
    """
    count = values.shape[1]
    ahead = _standard(rankdata(values[:1] - values[1:], axis=1))
    moved = _standard(rankdata(inputs, axis=1))
    draw = np.random.default_rng(_SEED)
    best = [
        np.abs(moved @ ahead[:, draw.permutation(count)].T).max() / np.sqrt(count)
        for _ in range(DEALS)
    ]
    found = np.abs(moved @ ahead.T).max(axis=1) / np.sqrt(count)
    return found, float(np.quantile(best, 1 - CHANCE, method="higher"))


def _standard(values: Array) -> Array:
    """(N, Q) less their mean, over their deviation; 0 where all are the same."""
    apart = values - values.mean(axis=1, keepdims=True)
    size = np.sqrt((apart**2).mean(axis=1, keepdims=True))
    return np.asarray(np.divide(apart, size, out=np.zeros_like(apart), where=size > 0))


def everything(first: Array, second: Array) -> tuple[Array, Array]:
    """(Q,) what it is worth to know all inputs, pair by pair: a lower and an upper end.

    first and second (K, Q): both futures of a pair share all that nobody knows and no luck. The way
    that is best in one is judged in the other, which gives at most the value of knowing; the best
    of both together, judged by themselves, gives at least that.
    """
    mean = (first + second) / 2
    lead, pair = int(mean.mean(axis=1).argmax()), np.arange(first.shape[1])
    crossed = (second[first.argmax(axis=0), pair] + first[second.argmax(axis=0), pair]) / 2
    return crossed - mean[lead], mean.max(axis=0) - mean[lead]


def flip(values: Array, z: Array) -> Flip | None:
    """Where along an input (Q,) another way than the best leads by the fit to all pairs.

    values (K, Q). None if the same way leads wherever draws lie.
    """
    basis = _basis(z[None])[0]
    fitted = np.linalg.lstsq(basis, values.T, rcond=None)[0]
    ends = max(z.min(), -FARTHEST), min(z.max(), FARTHEST)
    grid = np.linspace(*ends, GRID)
    leads = (_basis(grid[None])[0] @ fitted).argmax(axis=1)
    other = np.flatnonzero(leads != values.mean(axis=1).argmax())
    if not other.size:
        return None
    nearest = int(other[np.abs(grid[other]).argmin()])
    return Flip(float(grid[nearest]), int(leads[nearest]))


def _basis(z: Array) -> Array:
    """(P, Q, 3) of (P, Q)."""
    near = np.clip(z, -FARTHEST, FARTHEST)
    return np.stack([np.ones_like(near), near, near**2], axis=-1)


def _weights(inputs: Array) -> tuple[list[Array], list[Array]]:
    """By fold: what turns values of the other pairs into fitted ones here (P, q, Q - q), and the
    places of its pairs (q,)."""
    count = inputs.shape[1]
    basis, fold = _basis(inputs), np.arange(count) % FOLDS
    made, tests = [], []
    for number in range(FOLDS):
        train, test = basis[:, fold != number], basis[:, fold == number]
        square = np.swapaxes(train, 1, 2) @ train + _RIDGE * np.eye(3)
        made.append(test @ np.linalg.solve(square, np.swapaxes(train, 1, 2)))
        tests.append(np.flatnonzero(fold == number))
    return made, tests


def _gains(values: Array, weights: list[Array], tests: list[Array]) -> Array:
    """(P, Q) what the fitted way saves over the one that leads on the same other pairs."""
    made = np.empty((len(weights[0]), values.shape[1]))
    for weight, test in zip(weights, tests, strict=True):
        others = np.delete(values, test, axis=1)
        lead, chosen = int(others.mean(axis=1).argmax()), (weight @ others.T).argmax(axis=2)
        made[:, test] = values[chosen, test] - values[lead, test]
    return made
