"""Who should give how much: two sharing rules of a sum, each within what a partner can give.

Equal share of income: everybody gives the same share. Equal sacrifice: everybody loses the same
utility a head,

    u(c) - u(c - t) = s,   u(c) = c^(1 - e) / (1 - e),   u = log c where e = 1,

with c income and t the gift a head and s such that the gifts make the sum. With e = 1 this is the
equal share of income; above it the rich give a larger share. What somebody cannot give (a limit)
the others give by the same rule. What each saves is another matter: see `shapley`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scipy.optimize import brentq

STEEPEST = 10.0
"""Elasticity of marginal utility up to which the equations can be solved: far above any found."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a partner gives from."""

    income: float
    """In the currency of the sum, a year."""
    people: float
    limit: float = math.inf
    """The most it can give."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Gifts by partner, names in order."""

    given: Mapping[str, float]
    missing: float
    """What limits leave ungiven."""


def equal_share(total: float, partners: Mapping[str, Means]) -> Shares:
    """Everybody the same share of income, within limits; amounts sum to the total less missing.

    Raises ValueError for a negative total, or a partner without income, people or a limit from 0.
    """
    _refuse(total, partners)
    return _within(total, partners, lambda sacrifice, means: sacrifice * means.income)


def equal_sacrifice(total: float, partners: Mapping[str, Means], elasticity: float) -> Shares:
    """Everybody the same loss of utility a head, within limits.

    `elasticity` e is that of marginal utility, from 0: how much less a euro is worth to one who is
    richer. Raises ValueError as `equal_share`, for an elasticity below 0, and where a total is not
    below the income of all.
    """
    _refuse(total, partners)
    if not 0 <= elasticity <= STEEPEST:
        raise ValueError(
            f"elasticity of marginal utility {elasticity} is not between 0 and {STEEPEST:g}"
        )
    if total >= sum(means.income for means in partners.values()):
        raise ValueError("the sum to share is not below the income of all")
    # Utility is scaled by the mean income a head, so that sacrifices are near 1.
    people = sum(means.people for _, means in sorted(partners.items()))
    scale = sum(means.income for _, means in sorted(partners.items())) / people

    def gift(sacrifice: float, means: Means) -> float:
        head = means.income / means.people / scale
        return means.people * scale * _gift_a_head(head, sacrifice, elasticity)

    return _within(total, partners, gift)


def _gift_a_head(income: float, sacrifice: float, elasticity: float) -> float:
    """The gift that costs a head so much utility; all of the income where that is not enough."""
    if abs(elasticity - 1.0) < 1e-9:
        return income * -math.expm1(-sacrifice)
    power = 1.0 - elasticity
    left = income**power - power * sacrifice
    return income - left ** (1.0 / power) if left > 0 else income


def _within(
    total: float, partners: Mapping[str, Means], gift: Callable[[float, Means], float]
) -> Shares:
    """The level at which gifts, each at most its limit, make the total."""
    ordered = dict(sorted(partners.items()))

    def gifts(level: float) -> dict[str, float]:
        return {name: min(gift(level, means), means.limit) for name, means in ordered.items()}

    most = sum(min(means.limit, means.income) for means in ordered.values())
    if total >= most:
        held = {name: min(means.limit, means.income) for name, means in ordered.items()}
        return Shares(held, total - most)
    high = 1e-3
    while sum(gifts(high).values()) < total:
        high *= 2.0
    level = brentq(lambda s: sum(gifts(s).values()) - total, 0.0, high, xtol=1e-15, rtol=1e-14)
    return Shares(gifts(float(level)), 0.0)


def _refuse(total: float, partners: Mapping[str, Means]) -> None:
    """Raise ValueError with all that is wrong."""
    wrong = [] if total >= 0 and math.isfinite(total) else [f"sum to share {total} is not from 0"]
    if not partners:
        wrong.append("there is nobody to share among")
    for name, means in sorted(partners.items()):
        if not (means.income > 0 and math.isfinite(means.income)):
            wrong.append(f"income of {name!r} is {means.income}, not above 0")
        if not (means.people > 0 and math.isfinite(means.people)):
            wrong.append(f"people of {name!r} are {means.people}, not above 0")
        if not means.limit >= 0:
            wrong.append(f"limit of {name!r} is {means.limit}, not from 0 up")
    if wrong:
        raise ValueError("; ".join(wrong))
