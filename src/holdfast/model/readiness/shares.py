"""What is split or taken of fire units and parts, of whole ones by luck."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.kernels import binomial_quantile, split

_NEARLY = 1e-9
"""Shares that leave no more than this leave nothing."""


def sorted_out(
    count: Array, share: Array, purpose: str, names: tuple[str, ...], luck: Luck
) -> Array:
    """Whole numbers (F, C, N) of each of count (F, C), split by share (C, N): a multinomial draw.

    Where the shares of a row sum to less than 1 the rest goes nowhere. Nothing depends on the order
    of names (N,): what is drawn first is the first by its name.
    """
    order = np.argsort(np.array(names), kind="stable")
    names, share = tuple(names[n] for n in order), share[:, order]
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
    return np.take(made, np.argsort(order), axis=2)


def drawn(count: Array, chance: Array, purpose: str, names: tuple[str, ...], luck: Luck) -> Array:
    """Of whole numbers count (F, N) those that meet a chance (F or 1, N): binomial quantiles."""
    made = np.empty(count.size)
    wide = np.broadcast_to(chance, count.shape)
    uniform = luck.uniform(purpose, names)
    binomial_quantile(uniform.ravel(), np.ascontiguousarray(count).ravel(), wide.ravel(), made)
    return made.reshape(count.shape)


def portion(held: Array, asked: Array, beside: Array, uniform: Array | None) -> tuple[Array, Array]:
    """Parts (F, I) for those in echelons, and what of them is kept for another day (F, I).

    held, asked by them, and by others who are mended in place beside (F, I). If there is too little
    all get the same share of what they ask. Given uniform (F, I) only whole parts are dealt out,
    and the fraction of one in the portion is a chance.
    """
    free = held if uniform is None else np.floor(held + _NEARLY)
    total = asked + beside
    scarce = (asked > 0.0) & (beside > 0.0) & (total > free)
    due = free * np.divide(asked, total, out=np.ones_like(total), where=scarce)
    if uniform is not None:
        least = np.floor(due + _NEARLY)
        due = least + (uniform < due - least)
    return np.where(scarce, due, held), np.where(scarce, np.maximum(held - free, 0.0), 0.0)
