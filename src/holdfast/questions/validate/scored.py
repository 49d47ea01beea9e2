"""How well a model says published figures: one by one, and all of them together.

A model that is the truth misses figures too, by luck. How often is asked of its own futures: each
is taken for the truth in turn, with the bands laid around its figures, and the others are scored.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.statistics import Estimate, estimate
from holdfast.questions.facts import Fact


def luck_share(values: Array) -> float | None:
    """Share of the variance of (F,) values, in pairs, that is luck; None without any variance.

    Two futures of a pair share what nobody knows and differ by luck alone, so half the mean square
    of their difference is the variance by luck.
    """
    first, second = values[0::2], values[1::2]
    first = first[: len(second)]
    had = np.isfinite(first) & np.isfinite(second)
    spread = np.concatenate([first[had], second[had]]).var() if had.sum() > 1 else 0.0
    if not spread > 0:
        return None
    return float(min(np.mean((first[had] - second[had]) ** 2) / 2 / spread, 1.0))


def perfect_chance(values: Array, fact: Fact, pair: Array) -> float | None:
    """Mean chance of the band, were the truth one of the futures (F,) and the model right.

    The band is laid around each future in turn, and the futures of other pairs are counted in it.
    None if no two futures of different pairs have a value.
    """
    counts, within = _around(values, fact, pair)
    return float(within[counts].mean()) if counts.any() else None


def mean_chance(values: Array, facts: Sequence[Fact], pair: Array) -> Estimate:
    """Mean over N figures of the chance of the band, its error clustered by pair; values (F, N).

    Raises ValueError without futures.
    """
    had = np.isfinite(values)
    within = np.stack([fact.within(v) for fact, v in zip(facts, values.T, strict=True)], axis=1)
    share = len(values) / np.maximum(had.sum(axis=0), 1)
    return estimate(((within & had) * share).mean(axis=1), pair)


def perfect_scores(values: Array, facts: Sequence[Fact], pair: Array) -> tuple[Array, Array]:
    """Were each of the futures the truth: (F,) the mean chance of N figures, and the number of
    medians of the model (F,) that lie in their bands.

    values (F, N). Figures that a truth does not have are left out of its mean; nan without any.
    """
    chances, met = np.full(values.shape, np.nan), np.zeros(values.shape, dtype=bool)
    for place, fact in enumerate(facts):
        own = values[:, place]
        counts, within = _around(own, fact, pair)
        number = counts.sum(axis=1)
        hit = (within & counts).sum(axis=1)
        chances[:, place] = np.where(number > 0, hit / np.maximum(number, 1), np.nan)
        if np.isfinite(own).any():
            middle = np.quantile(own[np.isfinite(own)], 0.5, method="inverted_cdf")
            met[:, place] = fact.near(own, middle)
    some = np.isfinite(chances).any(axis=1)
    mean = np.full(len(values), np.nan)
    mean[some] = np.nanmean(chances[some], axis=1)
    return mean, met.sum(axis=1)


def _around(values: Array, fact: Fact, pair: Array) -> tuple[Array, Array]:
    """(F, F) whether a truth and another future of another pair have a value, and whether the
    other lies in the band around the truth."""
    truth, other = values[:, None], values[None, :]
    counts = (pair[:, None] != pair) & np.isfinite(truth) & np.isfinite(other)
    return counts, fact.near(truth, other)
