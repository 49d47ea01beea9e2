"""Partners' limits and ring-fenced budgets, as sums over gifts that may not exceed a number.

Pure: a `Cap` says which gifts count and how much of each; `over` finds the caps that a plan breaks,
`coefficients` are the same as a matrix for a planner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from holdfast.aid.rules import Gift
from holdfast.arrays import Array

LIMIT, BUDGET = "limit", "budget"
EVERYBODY = "all"
"""Whose budget is that of all partners together."""
_ROUNDING = 1e-9
"""A sum may exceed a cap by this share of it: no more than rounding."""


@dataclass(frozen=True, slots=True)
class Cap:
    """What gifts may come to: sum of quantities or of values <= most."""

    rule: str
    """limit or budget."""
    row: int
    name: str
    partner: str
    """Whose gifts count; blank: everybody's."""
    most: float
    """In units of the item, or in million of the currency."""
    of_value: bool
    """It counts values, not pieces."""
    item: str = ""
    kind: str = ""
    """Only gifts of this item, or paid from this budget, count."""
    first: int | None = None
    last: int | None = None
    """Days of arrival between which gifts count; None: without end."""
    source: str = field(default="", compare=False)

    def counts(self, gift: Gift) -> bool:
        """Whether the gift is among those that are added up."""
        return (
            self.partner in ("", gift.partner)
            and self.item in ("", gift.item)
            and self.kind in ("", gift.kind)
            and (self.first is None or gift.day >= self.first)
            and (self.last is None or gift.day <= self.last)
        )

    def share(self, gift: Gift) -> float:
        """What the gift adds to the sum."""
        if not self.counts(gift):
            return 0.0
        return gift.value if self.of_value else gift.quantity


@dataclass(frozen=True, slots=True)
class Broken:
    """A cap that a plan exceeds, what it comes to, and the gifts that count."""

    cap: Cap
    reached: float
    gifts: tuple[Gift, ...]


def over(gifts: Sequence[Gift], caps: Sequence[Cap]) -> tuple[Broken, ...]:
    """The caps that these gifts exceed, in the order of the caps.

    What has arrived counts, but a cap that only the past exceeds is nobody's choice any more.
    """
    found = []
    for cap in caps:
        counted = tuple(gift for gift in gifts if cap.share(gift) > 0)
        reached = sum(cap.share(gift) for gift in counted)
        open_ = any(not gift.past for gift in counted)
        if open_ and reached > cap.most * (1 + _ROUNDING):
            found.append(Broken(cap, reached, counted))
    return tuple(found)


def coefficients(gifts: Sequence[Gift], caps: Sequence[Cap]) -> tuple[Array, Array]:
    """The matrix (caps, gifts) and the right side (caps,): a package y keeps all if A y <= b."""
    matrix = np.array([[cap.share(gift) for gift in gifts] for cap in caps], dtype=float)
    return matrix.reshape(len(caps), len(gifts)), np.array([cap.most for cap in caps], dtype=float)
