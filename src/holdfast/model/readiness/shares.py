"""What is dealt out where there is too little for all, and what luck splits or takes."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.kernels import binomial_quantile, split, total_by

_NEARLY = 1e-9
"""Counts this close to a whole number are that number."""


def sum_by(values: Array, owner: Array, size: int) -> Array:
    """(F, size) sums of values (F, N) by owner (N,), -1 for none, in the order of N."""
    made = np.empty((len(values), size))
    total_by(np.ascontiguousarray(values), owner, made)
    return made


def dealt(asked: Array, free: Array, owner: Array, whole: bool) -> Array:
    """What each gets (F, N) of what its owner has: asked (F, N), free (F or 1, G), owner (N,).

    If there is too little all get the same share of what they ask; whole ones go by the largest
    remainders, of equal ones to the first. Who has owner -1 gets all.
    """
    got = asked
    totals = sum_by(asked, owner, free.shape[1])
    limits = np.broadcast_to(np.floor(free + _NEARLY) if whole else free, totals.shape)
    for place in np.flatnonzero((totals > limits).any(axis=0)):
        mine = np.flatnonzero(owner == place)
        want, total, limit = asked[:, mine], totals[:, place], limits[:, place]
        scarce = total > limit
        part = want * (limit / np.where(scarce, total, 1.0))[:, None]
        part = _rounded(part, limit) if whole else part
        got = got.copy() if got is asked else got
        got[:, mine] = np.where(scarce[:, None], part, want)
    return got


def _rounded(part: Array, total: Array) -> Array:
    """Whole numbers that sum to `total` (F,), by the largest remainders of parts (F, N)."""
    base = np.floor(part + _NEARLY)
    order = np.argsort(base - part, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    return np.asarray(base + (rank < (total - base.sum(axis=1))[:, None]))


def sorted_out(
    count: Array, share: Array, purpose: str, names: tuple[str, ...], luck: Luck
) -> Array:
    """Whole numbers (F, C, N) of each of count (F, C), split by share (C, N): a multinomial draw.

    Where the shares of a row sum to less than 1 the rest goes nowhere.
    """
    rest = 1.0 - share.sum(axis=1, keepdims=True)
    full = np.concatenate([share, np.where(rest > _NEARLY, rest, 0.0)], axis=1)[None]
    uniform = luck.uniform(purpose, (*names, "rest"))[:, None]
    shape = (len(count), *full.shape[1:])
    made = np.empty(shape)
    split(
        np.ascontiguousarray(count),
        np.ascontiguousarray(full),
        np.ascontiguousarray(np.broadcast_to(uniform, shape)),
        made,
    )
    return made[:, :, :-1]


def drawn(count: Array, chance: Array, purpose: str, names: tuple[str, ...], luck: Luck) -> Array:
    """Of whole numbers count (F, N) those that meet a chance (F or 1, N): binomial quantiles."""
    made = np.empty(count.size)
    wide = np.broadcast_to(chance, count.shape)
    uniform = luck.uniform(purpose, names)
    binomial_quantile(uniform.ravel(), np.ascontiguousarray(count).ravel(), wide.ravel(), made)
    return made.reshape(count.shape)
