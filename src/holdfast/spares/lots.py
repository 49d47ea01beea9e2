"""Units that are sent to the depot and asked for in lots of Q.

A base that had U units waiting, any number of 0..Q-1 as likely as any other, has asked for Q times
the whole part of (U + N) / Q after N failures, and has the rest W waiting. Let depot repair take a
constant time; then all is in repair that was asked for in that time, and the depot owes what was
asked for after its stock s ran out. Look at the instant v at which the bases had asked for more
than s, bases being independent until then:

- another base's lot was too many: ours is owed what it asked for later, so with what waits at the
  end it lacks W(v) and its failures since, a Poisson number;
- our own lot was: it lacks what was too many of that lot, and its failures since;
- it never came: it lacks what waits at the end.

Exact for repair and order-and-ship times that do not vary (for their moments see Deuermeyer and
Schwarz 1981). The density of the first case is minus the slope, in v, of the chance that the others
had not asked for too many.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from scipy.stats import poisson

from holdfast.spares.asked import Floats
from holdfast.spares.tails import backorders


def owed_in_lots(mean: Floats, quantity: Floats, stock: Floats) -> Floats:
    """(...) expected backorders of the depot.

    `mean` (..., B) demand of each base in a depot repair time, `quantity` (..., B), `stock` (...).
    """
    made = np.zeros(stock.shape)
    for at in np.ndindex(stock.shape):
        sizes = quantity[at].astype(np.int64).tolist()
        law = _together([_asked(one, size) for one, size in zip(mean[at], sizes, strict=True)])
        made[at] = law @ np.maximum(np.arange(len(law)) - stock[at], 0.0)
    return made


def short_in_lots(
    own: Floats, mean: Floats, quantity: Floats, depot_stock: Floats, base_stock: Floats
) -> tuple[Floats, Floats, Floats]:
    """(..., B) backorders of bases, mean and variance of what they wait for.

    `own` (..., B) is the mean of the Poisson number in base repair and on the way.
    """
    made = np.zeros((3, *own.shape))
    for at in np.ndindex(depot_stock.shape):
        lacks = _lacking(mean[at], quantity[at].astype(np.int64).tolist(), int(depot_stock[at]))
        for base, (weight, fixed, since) in enumerate(lacks):
            place = (*at, base)
            later = own[place] + since
            first = weight @ (fixed + later)
            made[(0, *place)] = weight @ backorders(base_stock[place] - fixed, later)
            made[(1, *place)] = first
            made[(2, *place)] = weight @ (later + (fixed + later - first) ** 2)
    return made[0], made[1], made[2]


def _lacking(mean: Floats, sizes: list[int], stock: int) -> list[tuple[Floats, Floats, Floats]]:
    """For each base a mixture: weights, whole units it lacks, and mean of a Poisson number more."""
    instant, weight, slope = _instants(float(mean.sum()))
    joint = [
        [_asked(one * v, size) for one, size in zip(mean, sizes, strict=True)]
        for v in [*instant, 1.0]
    ]
    found = []
    for base, size in enumerate(sizes):
        rest = [number for number in range(len(sizes)) if number != base]
        others = _stacked([_together([laws[number] for number in rest]) for laws in joint])
        ours = np.stack([_fitted(laws[base], len(joint[-1][base])) for laws in joint])
        short = np.concatenate([np.zeros((len(others), 1)), np.cumsum(others, axis=1)], axis=1)
        run = _Run(stock, size, ours, others, short)
        now = float(mean[base]) * (1 - instant)
        first = run.by_others(slope) * weight[:, None]
        second = run.by_own() * weight[:, None] * mean[base]
        waits = np.arange(size, dtype=np.float64)
        found.append(
            (
                np.concatenate([first.ravel(), second.ravel(), run.never()]),
                np.concatenate([np.tile(waits, len(now)), np.tile(waits + 1, len(now)), waits]),
                np.concatenate([np.repeat(now, size), np.repeat(now, size), np.zeros(size)]),
            )
        )
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class _Run:
    """A depot of `stock`, run down by a base's lots of `size` and others'; V instants, then 1."""

    stock: int
    size: int
    ours: Floats
    """(V + 1, K, Q) chances of k lots asked for and w units that wait."""
    others: Floats
    """(V + 1, X) chances of units that others have asked for."""
    short: Floats
    """(V + 1, X + 1) chances that these are under 0, 1, 2 ..."""

    def by_others(self, slope: Floats) -> Floats:
        """(V, Q) density of running out by others while w units wait at the base."""
        made = np.zeros((len(slope), self.size))
        for k in range(self.ours.shape[1]):
            level = self.stock + 1 - k * self.size
            if 0 < level < self.short.shape[1]:
                density = -slope @ self.short[:-1, level]
                made += self.ours[:-1, k] * density[:, None]
        return made

    def by_own(self) -> Floats:
        """(V, Q) chance, in its last place before a lot, of a lot of which 1 ... Q are too many."""
        made = np.zeros((len(self.ours) - 1, self.size))
        for k in range(self.ours.shape[1]):
            for many in range(1, self.size + 1):
                theirs = self.stock + many - (k + 1) * self.size
                if 0 <= theirs < self.others.shape[1]:
                    made[:, many - 1] += self.ours[:-1, k, -1] * self.others[:-1, theirs]
        return made

    def never(self) -> Floats:
        """(Q,) chances of w units that wait at the end, and a depot that did not run out."""
        made = np.zeros(self.size)
        for k in range(self.ours.shape[1]):
            level = min(self.stock + 1 - k * self.size, self.short.shape[1] - 1)
            if level > 0:
                made += self.ours[-1, k] * self.short[-1, level]
        return made


def _instants(mean: float) -> tuple[Floats, Floats, Floats]:
    """(V,) points of Gauss and Legendre on 0 to 1, weights, and the matrix (V, V) of slopes."""
    x, weight = np.polynomial.legendre.leggauss(int(28 + 4 * np.sqrt(mean)))
    gap = x[:, None] - x
    np.fill_diagonal(gap, 1.0)
    log = np.log(np.abs(gap)).sum(axis=1)
    sign = np.sign(gap).prod(axis=1)
    matrix = (sign[:, None] / sign) * np.exp(log[:, None] - log) / gap
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    return (1 + x) / 2, weight / 2, 2 * matrix


def _asked(mean: float, size: int) -> Floats:
    """(K, Q) chances of k lots asked for and w units that wait, after demand of a mean."""
    most = int(poisson.isf(1e-16, mean)) + 1
    chance = np.convolve(poisson.pmf(np.arange(most + 1), mean), np.full(size, 1 / size))
    whole = -(-len(chance) // size)
    return np.pad(chance, (0, whole * size - len(chance))).reshape(whole, size)


def _together(joint: list[Floats]) -> Floats:
    """Chances of 0, 1, 2 ... units asked for by several bases."""
    law = np.ones(1)
    for one in joint:
        size = one.shape[1]
        units = np.zeros((len(one) - 1) * size + 1)
        units[::size] = one.sum(axis=1)
        law = np.convolve(law, units)
    return law


def _fitted(law: Floats, length: int) -> Floats:
    return np.pad(law, ((0, length - len(law)), (0, 0)))


def _stacked(laws: list[Floats]) -> Floats:
    width = max(map(len, laws))
    return np.stack([np.pad(law, (0, width - len(law))) for law in laws])
