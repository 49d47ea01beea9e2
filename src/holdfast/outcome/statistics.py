"""What can be said of numbers that come one a future, two futures a pair.

Futures 2i and 2i + 1 share one draw of everything that nobody knows, so they are not independent:
standard errors are clustered by pair. Outcomes of bombing are skewed, so the interval is corrected
for skewness (Hall 1992, "On the removal of skewness by transformation", inverse of his eq. 2); with
q pair means of skewness g, a = g / sqrt(q) and z the 97.5 % point of Student's t with q - 1 degrees

    h(z) = 3/a (cbrt(1 + a (z - a/6)) - 1),    [m - h(z) s/sqrt(q), m - h(-z) s/sqrt(q)].

`n_eff` = (sum |d|)^2 / sum d^2 counts the futures that carry a result. Under five of them a result
is rare, whatever its standard errors say: no interval is to be trusted and nothing is judged. Nor
is it under ten pairs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from holdfast.arrays import Array

POINT = 0.975
"""Quantile of Student's t at the upper end of a two-sided 95 % interval."""
LEANS, TOLD_APART = 2.0, 3.0
"""Standard errors from nought at which a difference leans, and above which it is told apart."""
TRUSTED = 5.0
"""Least n_eff with which an interval is to be trusted."""
TOO_FEW = "too few futures"
TRIFLE, SPECK = 1e-3, 1e-6
"""Shares of what it is a difference of under which one that is open, and any other, is no change
worth telling."""
LEAST_PAIRS = 10
"""Pairs of futures under which no standard error is to be trusted."""
_NEARLY_SYMMETRIC = 1e-6


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over futures and how sure of it one can be."""

    mean: float
    standard_error: float
    """Clustered by pair; nan with fewer than two pairs."""
    low: float
    """Lower end of the skew-corrected 95 % interval of the mean."""
    high: float
    n: int
    """Futures."""
    n_eff: float
    """Futures that carry the result."""
    pairs: int
    """Pairs of futures, complete or not."""

    @property
    def trusted(self) -> bool:
        """Whether enough futures stand behind the standard error."""
        return self.n_eff >= TRUSTED and self.pairs >= LEAST_PAIRS


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A over the same futures."""

    estimate: Estimate
    paired_gain: float
    """Variance of the unpaired difference over that of the paired one; inf where they agree."""
    p_better: float
    """Share of futures in which B is better."""
    p_worse: float
    changed: int
    """Futures in which A and B differ."""
    verdict: str


def scatter(values: Array, pair: Array) -> Array:
    """Deviation of each pair's mean from the mean of all, (Q,) from (F,) values and pair numbers.

    A pair of which only one future was run counts half.
    """
    _, place = np.unique(pair, return_inverse=True)
    pairs = int(place.max()) + 1
    sums = np.bincount(place, weights=values - values.mean(), minlength=pairs)
    return np.asarray(sums * (pairs / len(values)))


def standard_error(values: Array, pair: Array) -> float:
    """Standard error of the mean of (F,) values, clustered by (F,) pair; nan with one pair."""
    apart = scatter(values, pair)
    pairs = len(apart)
    if pairs < 2:
        return math.nan
    return math.sqrt(float(apart @ apart) / (pairs - 1) / pairs)


def untwisted(z: float, a: float) -> float:
    """h(z): the normal quantile z moved by the skewness a = g / sqrt(q) of a mean."""
    if abs(a) < _NEARLY_SYMMETRIC:
        return z
    return float(3.0 / a * (np.cbrt(1.0 + a * (z - a / 6.0)) - 1.0))


def estimate(values: Array, pair: Array) -> Estimate:
    """Mean, clustered error and skew-corrected interval of (F,) values with (F,) pair numbers.

    Raises ValueError if there is no value.
    """
    given = np.asarray(values, dtype=float)
    if given.size == 0:
        raise ValueError("no futures to estimate from")
    mean, error = float(given.mean()), standard_error(given, pair)
    apart = scatter(given, pair)
    pairs, second = len(apart), float(np.mean(apart**2))
    skew = float(np.mean(apart**3)) / second**1.5 if second > 0 else 0.0
    a = skew / math.sqrt(pairs)
    squares = float(given @ given)
    z = float(stdtrit(pairs - 1, POINT)) if pairs > 1 else math.nan
    return Estimate(
        mean=mean,
        standard_error=error,
        low=mean - untwisted(z, a) * error,
        high=mean - untwisted(-z, a) * error,
        n=given.size,
        n_eff=float(np.abs(given).sum()) ** 2 / squares if squares > 0 else 0.0,
        pairs=pairs,
    )


def share_interval(made: Estimate) -> tuple[float, float]:
    """95 % interval of a share of futures, within 0 to 1, from its estimate.

    Wilson's score interval with as many independent futures as the clustered error comes to, from
    the number of pairs up to that of futures (Korn and Graubard 1998); where fewer than TRUSTED
    futures differ from the others, with the pairs, since so few tell nothing of how alike the two
    of a pair are. (0, 1) with one pair.
    """
    if made.pairs < 2:
        return 0.0, 1.0
    p, error = made.mean, made.standard_error
    few = min(p, 1 - p) * made.n < TRUSTED - 0.5
    alone = 0.0 if few else p * (1 - p) / error**2
    n = min(max(alone, made.pairs), made.n)
    z = float(stdtrit(made.pairs - 1, POINT))
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def difference(a: Array, b: Array, pair: Array, better: str) -> Difference:
    """Paired difference b - a of (F,) values; `better` is "less" or "more"."""
    apart = np.asarray(b, dtype=float) - np.asarray(a, dtype=float)
    made = estimate(apart, pair)
    alone = standard_error(np.asarray(a, float), pair) ** 2
    alone += standard_error(np.asarray(b, float), pair) ** 2
    paired = made.standard_error**2
    sign = -1.0 if better == "less" else 1.0
    changed = int(np.count_nonzero(apart))
    return Difference(
        estimate=made,
        paired_gain=alone / paired if paired != 0 else math.inf,
        p_better=float((sign * apart > 0).mean()),
        p_worse=float((sign * apart < 0).mean()),
        changed=changed,
        verdict=verdict(made, changed),
    )


TOLD = "told apart"
"""The verdict on a difference that is sure."""


def verdict(made: Estimate, changed: int) -> str:
    """The words for a difference: told apart above 3 standard errors, leans from 2.

    Where under five futures carry it (`n_eff`) it is rare, which is said with how many it changes,
    and nothing is judged. Nor is anything of under ten pairs.
    """
    if changed and made.pairs < LEAST_PAIRS:
        return TOO_FEW
    if changed and made.n_eff < TRUSTED:
        carried = ", but under 5 carry it" if changed >= TRUSTED else ""
        return f"rare: changes {changed} of {made.n} futures{carried}; too few to judge"
    if not made.trusted or math.isnan(made.standard_error):
        return "not told apart"
    if abs(made.mean) > TOLD_APART * made.standard_error:
        return TOLD
    return "leans" if abs(made.mean) >= LEANS * made.standard_error else "not told apart"


def trifling(found: Difference, base: float) -> bool:
    """Whether futures differ by less than is worth telling, in the mean, of a mean of `base`."""
    judged = found.verdict == TOLD or found.verdict.startswith("rare")
    least = SPECK if judged else TRIFLE
    return found.changed > 0 and abs(found.estimate.mean) < least * abs(base)


def settled(made: Estimate) -> bool:
    """Whether more futures are needless: above 3 standard errors, or an error under a tenth."""
    if not made.trusted or math.isnan(made.standard_error):
        return False
    return abs(made.mean) > TOLD_APART * made.standard_error or made.standard_error < 0.1 * abs(
        made.mean
    )


def futures_needed(made: Estimate) -> float:
    """Futures after which a difference like this one would stand at 3 standard errors; inf if 0."""
    if made.mean == 0:
        return math.inf
    return TOLD_APART**2 * made.standard_error**2 * made.n / made.mean**2
