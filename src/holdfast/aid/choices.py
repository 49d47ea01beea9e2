"""Which gifts a package may hold together, for a planner: bars, ties and linear limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.aid import coalition
from holdfast.aid.limits import Cap, coefficients
from holdfast.aid.rules import CONDITION, Gift, Stance, Tie, against, kept, rule_of, standing
from holdfast.arrays import Array
from holdfast.scenario import Scenario

_ROUNDING = 1e-9
"""A sum may exceed what is left by this, and this share of it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A tie among candidates: each of `tied` needs at least `least` of the groups in `needs`.

    A need is met by any gift of its group: y_tied <= 1 only if the count of groups with a chosen
    gift reaches `least`. What the plan meets already is taken off.
    """

    tied: tuple[int, ...]
    needs: tuple[tuple[int, ...], ...]
    least: int
    row: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What a planner may choose from; positions are those of `gifts`."""

    gifts: tuple[Gift, ...]
    barred: tuple[tuple[Stance, ...], ...]
    """(gifts) the stances that bind against each: y = 0 where there is one."""
    links: tuple[Link, ...]
    caps: tuple[Cap, ...]
    matrix: Array
    """(caps, gifts): what one whole gift adds to each sum."""
    left: Array
    """(caps,): what is left of each after the plan; A y <= left."""

    def allowed(self, chosen: Sequence[int]) -> bool:
        """Whether a package of these positions crosses nothing."""
        if any(self.barred[at] for at in chosen):
            return False
        there = set(chosen)
        for link in self.links:
            met = sum(bool(there & set(group)) for group in link.needs)
            if there & set(link.tied) and met < link.least:
                return False
        y = np.zeros(len(self.gifts))
        y[list(chosen)] = 1.0
        return bool(self.fits(self.matrix @ y).all())

    def fits(self, sums: Array) -> Array:
        """(caps,) bool: which caps have room for these sums (caps,), but for rounding."""
        return np.asarray(sums <= self.left * (1 + _ROUNDING) + _ROUNDING)

    def closed(self, chosen: Sequence[int]) -> frozenset[int]:
        """What is left of a package when all in it keep to their conditions, all at once."""
        there = set(chosen)
        while True:
            lost = {
                at
                for link in self.links
                if sum(bool(there & set(group)) for group in link.needs) < link.least
                for at in link.tied
            }
            if not lost & there:
                return frozenset(there)
            there -= lost


def choices(
    scenario: Scenario,
    rows: Iterable[coalition.Row],
    waived: Iterable[int] = (),
) -> Choices:
    """The candidates in `rows` (cells as in deliveries.csv, with ids) beside the plan.

    `waived` are rows of positions taken as never said: what a price of a caveat compares with.
    """
    drop = set(waived)
    said = [one for one in coalition.stances(scenario) if one.row not in drop]
    return among(
        coalition.gifts(scenario, rows),
        coalition.gifts(scenario),
        standing(said),
        coalition.ties(scenario),
        coalition.caps(scenario),
    )


def among(
    gifts: Sequence[Gift],
    plan: Sequence[Gift],
    held: Sequence[Stance],
    ties: Sequence[Tie],
    caps: Sequence[Cap],
) -> Choices:
    """The same of gifts and rules as they are; `held` are the stances that hold."""
    matrix, most = coefficients(gifts, caps)
    used, _ = coefficients(plan, caps)
    return Choices(
        gifts=tuple(gifts),
        barred=tuple(_bars(gift, held, ties) for gift in gifts),
        links=_links(gifts, plan, ties),
        caps=tuple(caps),
        matrix=matrix,
        left=np.maximum(most - used.sum(axis=1), 0.0),
    )


def _bars(gift: Gift, held: Sequence[Stance], ties: Sequence[Tie]) -> tuple[Stance, ...]:
    tied = any(tie.gift in gift.names for tie in ties)
    return tuple(
        one for one in against(gift, held) if one.binds and not (tied and rule_of(one) == CONDITION)
    )


def _links(gifts: Sequence[Gift], plan: Sequence[Gift], ties: Sequence[Tie]) -> tuple[Link, ...]:
    """Ties with what the plan itself meets taken off; a tie that the plan meets is left out."""
    sure = kept(plan, ties)
    made = []
    for tie in ties:
        tied = tuple(at for at, gift in enumerate(gifts) if tie.gift in gift.names)
        others = [gift.names for gift in sure if tie.gift not in gift.names]
        open_ = [need for need in tie.needs if not any(need in names for names in others)]
        least = tie.least - (len(tie.needs) - len(open_))
        groups = tuple(
            tuple(
                at
                for at, gift in enumerate(gifts)
                if need in gift.names and tie.gift not in gift.names
            )
            for need in open_
        )
        if tied and least > 0:
            made.append(Link(tied, groups, least, tie.row))
    return tuple(made)
