"""What would flip an answer: the inputs whose outer third leaves nothing of it.

Futures come in pairs that share what nobody knows, so a mean difference can be looked at in the
third of the pairs in which an input is lowest, and in that in which it is highest. With hundreds of
inputs some third always looks odd, so it counts only if it is odder than chance would make the
oddest of all: the differences are dealt anew to the pairs many times, and the oddest of all thirds
is noted each time (Westfall and Young 1993, "Resampling-based multiple testing", max T). That holds
for any distribution and for inputs that go together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.statistics import LEANS, Estimate, estimate, verdict

CHANCE = 0.01
"""How often an input is named although none matters, at most."""
DEALS = 4000
"""How often the differences are dealt anew."""
LEAST_PAIRS = 30
"""Pairs below which thirds say nothing."""
_SEED = 19930501
"""Of the deals, so that the same differences give the same answer."""
_LUMP = 250
"""Deals at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the futures: those in which something that nobody knows lies on one side."""

    name: str
    side: str
    among: Array
    """(future,) bool, alike for both futures of a pair."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A part of the futures in which the answer is another."""

    part: Part
    estimate: Estimate
    """The mean difference there."""
    strength: float
    """How far that mean lies from the mean of all, in standard errors of chance."""


@dataclass(frozen=True, slots=True)
class Flips:
    """What flips an answer, the strongest first."""

    found: tuple[Flip, ...]
    open: bool = False
    """The answer is not told apart as it is: there is nothing to flip."""
    few: bool = False
    """There are too few pairs to say."""


def thirds(values: Array, pair: Array) -> tuple[Array, Array]:
    """(future,) bool twice: the third of the pairs with the lowest values, and with the highest.

    Ties are broken by the number of the pair.
    """
    numbers, first = np.unique(pair, return_index=True)
    order = np.argsort(np.asarray(values)[first], kind="stable")
    size = len(numbers) // 3
    low = np.isin(pair, numbers[order[:size]])
    high = np.isin(pair, numbers[order[len(order) - size :]])
    return low, high


def flips(change: Array, pair: Array, parts: Sequence[Part]) -> Flips:
    """The parts in which a (future,) difference flips: changes its sign, or is not told apart.

    Only of a difference that is told apart as a whole, and only parts whose mean lies further from
    that of all than the oddest part would by chance in one table of a hundred (`CHANCE`).
    """
    made = estimate(change, pair)
    if verdict(made, int(np.count_nonzero(change))) != "told apart":
        return Flips((), open=True)
    if len(np.unique(pair)) < LEAST_PAIRS:
        return Flips((), few=True)
    usable = [part for part in parts if _halves(part, pair)]
    if not usable:
        return Flips(())
    means, weights = _by_pair(change, pair), _weights(usable, pair)
    strength = weights @ means
    bar = _oddest_by_chance(means, weights)
    sign = np.sign(made.mean)
    found = []
    for part, far in zip(usable, strength.tolist(), strict=True):
        there = estimate(change[part.among], pair[part.among])
        gone = sign * there.mean < LEANS * there.standard_error
        if gone and -sign * far >= bar:
            found.append(Flip(part, there, abs(far)))
    return Flips(tuple(sorted(found, key=lambda each: -each.strength)))


def _halves(part: Part, pair: Array) -> bool:
    """Whether both the part and its rest hold enough pairs for a mean with an error."""
    inside = len(np.unique(pair[part.among]))
    return min(inside, len(np.unique(pair)) - inside) >= LEAST_PAIRS // 3


def _by_pair(change: Array, pair: Array) -> Array:
    """(pair,) means of a (future,) difference, less the mean of all, over their deviation."""
    _, place = np.unique(pair, return_inverse=True)
    means = np.bincount(place, weights=change) / np.bincount(place)
    apart = means - means.mean()
    return np.asarray(apart / np.sqrt(np.mean(apart**2)))


def _weights(parts: Sequence[Part], pair: Array) -> Array:
    """(part, pair): what turns means of pairs into the distance of a part from all, [errors].

    The mean of n of Q values drawn without return has the variance s2 (Q - n) / (Q - 1) / n.
    """
    _, first = np.unique(pair, return_index=True)
    inside = np.array([part.among[first] for part in parts], dtype=float)
    count, pairs = inside.sum(axis=1, keepdims=True), inside.shape[1]
    return np.asarray(inside / count / np.sqrt((pairs - count) / (pairs - 1) / count))


def _oddest_by_chance(means: Array, weights: Array) -> float:
    """What the oddest part reaches in one deal of a hundred (`CHANCE`)."""
    draw = np.random.default_rng(_SEED)
    oddest = []
    for start in range(0, DEALS, _LUMP):
        dealt = draw.permuted(np.tile(means, (min(_LUMP, DEALS - start), 1)), axis=1)
        oddest.append(np.abs(weights @ dealt.T).max(axis=0))
    return float(np.quantile(np.concatenate(oddest), 1 - CHANCE, method="higher"))
