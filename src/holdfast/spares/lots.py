"""Units that are sent to the depot and asked for in lots.

A base asks for Q at a time. In a time of mean demand m it has asked for Q times the whole part of
(U + N) / Q, N Poisson and U uniform on 0..Q-1, what waits at its beginning. Given N the mean of
this is N and its variance c (Q - c), c = N mod Q. For depot repair times that do not vary, what is
in repair is the sum of such counts over the bases (Deuermeyer and Schwarz 1981 take its moments).
"""

from __future__ import annotations

import numpy as np
from scipy.stats import poisson

from holdfast.spares.asked import Floats


def lumps(mean: Floats, quantity: Floats) -> Floats:
    """Variance beyond the Poisson, E[c (Q - c)], of what is asked in a time of mean demand."""
    extra = np.zeros(mean.shape)
    for size in np.unique(quantity[quantity > 1]):
        here = quantity == size
        left = np.arange(int(size))
        turn = np.exp(2j * np.pi * left / size)
        wave = np.exp(mean[here][..., None] * (turn - 1))
        chance = (wave @ np.conj(turn[:, None] ** left)).real / size
        extra[here] = np.maximum(chance @ (left * (size - left)), 0.0)
    return extra


def owed_in_lots(mean: Floats, quantity: Floats, stock: Floats) -> tuple[Floats, Floats, Floats]:
    """(...) mean and variance of the depot's backorders, and the chance that there are any.

    `mean` (..., B) demand of each base in a depot repair time, `quantity` (..., B), `stock` (...).
    """
    made = np.zeros((3, *stock.shape))
    for at in np.ndindex(stock.shape):
        law = np.ones(1)
        for one, size in zip(mean[at], quantity[at], strict=True):
            law = np.convolve(law, _asked(float(one), int(size)))
        owed = np.maximum(np.arange(len(law)) - stock[at], 0.0)
        first = law @ owed
        made[(slice(None), *at)] = first, law @ (owed - first) ** 2, law[owed > 0].sum()
    return made[0], made[1], made[2]


def _asked(mean: float, size: int) -> Floats:
    """Probabilities of 0, 1, 2 ... units asked for: multiples of the size alone."""
    most = int(poisson.isf(1e-16, mean)) + 1
    chance = poisson.pmf(np.arange(most + 1), mean)
    waits = np.convolve(chance, np.full(size, 1 / size))
    whole = -(-len(waits) // size)
    waits = np.pad(waits, (0, whole * size - len(waits)))
    made = np.zeros((whole - 1) * size + 1)
    made[::size] = waits.reshape(whole, size).sum(axis=1)
    return made
