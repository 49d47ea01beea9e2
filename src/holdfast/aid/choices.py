"""Which gifts a package may hold together, for a planner: bars, ties and linear limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.aid import coalition
from holdfast.aid.limits import Cap, coefficients
from holdfast.aid.rules import Gift, Stance, Tie, crossed, kept, standing
from holdfast.arrays import Array
from holdfast.scenario import Scenario

_ROUNDING = 1e-9
"""A sum may exceed what is left by this, and this share of it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A tie among candidates: each of `tied` needs at least `least` of the groups in `needs`.

    A need is met by any gift of its group: y_tied <= 1 only if the count of groups with a chosen
    gift reaches `least`. What the plan meets already is taken off. Positions are those of
    `Choices.gifts` and, after the last of them, of `Choices.waiting`.
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
    waiting: tuple[Gift, ...]
    """Gifts of the plan whose conditions the plan does not meet and candidates may: they are given
    whenever all that is given meets them, and cost nothing."""
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
        if not self.closed(chosen) >= set(chosen):
            return False
        y = np.zeros(len(self.gifts))
        y[list(chosen)] = 1.0
        return bool(self.fits(self.matrix @ y).all())

    def fits(self, sums: Array) -> Array:
        """(caps,) bool: which caps have room for these sums (caps,), but for rounding."""
        return np.asarray(sums <= self.left * (1 + _ROUNDING) + _ROUNDING)

    def closed(self, chosen: Sequence[int]) -> frozenset[int]:
        """What is left of a package when all in it keep to their conditions, all at once.

        The gifts of the plan that wait are among those that keep to theirs.
        """
        mine = range(len(self.gifts))
        there = {*chosen, *range(len(mine), len(mine) + len(self.waiting))}
        while True:
            lost = {
                at
                for link in self.links
                if sum(bool(there & set(group)) for group in link.needs) < link.least
                for at in link.tied
            }
            if not lost & there:
                return frozenset(at for at in there if at in mine)
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
    waiting = _waiting(gifts, plan, ties)
    return Choices(
        gifts=tuple(gifts),
        barred=tuple(
            tuple(one for one in crossed(gift, held, ties) if one.binds) for gift in gifts
        ),
        waiting=waiting,
        links=_links([*gifts, *waiting], kept(plan, ties), ties),
        caps=tuple(caps),
        matrix=matrix,
        left=np.maximum(most - used.sum(axis=1), 0.0),
    )


def _waiting(gifts: Sequence[Gift], plan: Sequence[Gift], ties: Sequence[Tie]) -> tuple[Gift, ...]:
    """Gifts of the plan that are given if all candidates are, and not without them."""
    sure = set(kept(plan, ties))
    with_all = set(kept([*plan, *gifts], ties))
    return tuple(gift for gift in plan if gift in with_all and gift not in sure)


def _links(open_: Sequence[Gift], sure: Sequence[Gift], ties: Sequence[Tie]) -> tuple[Link, ...]:
    """Ties with what is `sure` taken off; a tie that this meets is left out."""
    made = []
    for tie in ties:
        tied = tuple(at for at, gift in enumerate(open_) if tie.binds(gift))
        others = [gift.names for gift in sure if not tie.binds(gift)]
        needs = [need for need in tie.needs if not any(need in names for names in others)]
        least = tie.least - (len(tie.needs) - len(needs))
        groups = tuple(
            tuple(at for at, gift in enumerate(open_) if need in gift.names and not tie.binds(gift))
            for need in needs
        )
        if tied and least > 0:
            made.append(Link(tied, groups, least, tie.row))
    return tuple(made)
