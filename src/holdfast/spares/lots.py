"""Units that are sent to the depot and asked for in lots of Q.

For depot repair times that do not vary: a base that had U units waiting, any number of 0..Q-1 as
likely as any other, has asked for Q times the whole part of (U + N) / Q after N failures, and has
the rest waiting. Sums of these counts over the bases are what is in repair (their moments are
those of Deuermeyer and Schwarz 1981). Of S units that the depot had for them, a base got those in
whole lots of its own among the first S asked for, lots in any order being as likely: the one
approximation, exact for lots of one and for a depot without stock.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import hypergeom, poisson

from holdfast.spares.asked import Floats
from holdfast.spares.tails import backorders

UNSEEN = 1e-14
"""Chances below this are left out."""


def owed_in_lots(mean: Floats, quantity: Floats, stock: Floats) -> Floats:
    """(...) expected backorders of the depot.

    `mean` (..., B) demand of each base in a depot repair time, `quantity` (..., B), `stock` (...).
    """
    made = np.zeros(stock.shape)
    for at in np.ndindex(stock.shape):
        law = _sum(
            [_asked(*one).sum(axis=1) for one in _each(mean[at], quantity[at])], quantity[at]
        )
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
        joint = [_asked(*one) for one in _each(mean[at], quantity[at])]
        sizes = quantity[at].astype(np.int64)
        for base, size in enumerate(sizes):
            others = _sum(
                [law.sum(axis=1) for number, law in enumerate(joint) if number != base],
                np.delete(sizes, base),
            )
            law = _waiting(joint[base], int(size), others, int(depot_stock[at]))
            waits = np.arange(float(len(law)))
            first = law @ waits
            place = (*at, base)
            made[(0, *place)] = law @ backorders(base_stock[place] - waits, own[place] + 0 * waits)
            made[(1, *place)] = own[place] + first
            made[(2, *place)] = own[place] + law @ (waits - first) ** 2
    return made[0], made[1], made[2]


def _each(mean: Floats, quantity: Floats) -> list[tuple[float, int]]:
    return [(float(one), int(size)) for one, size in zip(mean, quantity, strict=True)]


def _asked(mean: float, size: int) -> Floats:
    """(K, Q) chances of k lots asked for and u units that wait, at the end of a repair time."""
    most = int(poisson.isf(1e-16, mean)) + 1
    chance = np.convolve(poisson.pmf(np.arange(most + 1), mean), np.full(size, 1 / size))
    whole = -(-len(chance) // size)
    return np.pad(chance, (0, whole * size - len(chance))).reshape(whole, size)


def _sum(lots: list[Floats], sizes: Floats) -> Floats:
    """Chances of 0, 1, 2 ... units in all from those of lots of given sizes."""
    law = np.ones(1)
    for one, size in zip(lots, sizes, strict=True):
        units = np.zeros((len(one) - 1) * int(size) + 1)
        units[:: int(size)] = one
        law = np.convolve(law, units)
    return law


def _waiting(joint: Floats, size: int, others: Floats, stock: int) -> Floats:
    """Chances of units that a base has waiting or is owed, of its own (K, Q) and others' lots."""
    lots = np.arange(len(joint))
    seen = np.flatnonzero(others > UNSEEN)
    owed = np.zeros((len(joint), len(joint) * size + 1))
    for units in seen:
        low, part = divmod(int(units), size)
        for other, weight in ((low, 1 - part / size), (low + 1, part / size)):
            if weight:
                owed += others[units] * weight * _owed(lots, other, size, stock)
    made = np.zeros(owed.shape[1] + size)
    for waits in range(size):
        made[waits : waits + owed.shape[1]] += joint[:, waits] @ owed
    return made


def _owed(lots: np.ndarray, other: int, size: int, stock: int) -> Floats:
    """(K, X) chances of units owed to who asked for k lots of its own among `other` more."""
    full, rest = divmod(stock, size)
    law = np.zeros((len(lots), len(lots) * size + 1))
    for k in lots:
        whole = int(k) + other
        if whole <= full:
            law[k, 0] = 1.0
            continue
        met = np.arange(max(0, full - other), min(full, int(k)) + 1)
        chance = hypergeom.pmf(met, whole, int(k), full)
        ours = (int(k) - met) / (whole - full)
        np.add.at(law[k], (int(k) - met) * size, chance * (1 - ours))
        np.add.at(law[k], np.maximum((int(k) - met) * size - rest, 0), chance * ours)
    return law
