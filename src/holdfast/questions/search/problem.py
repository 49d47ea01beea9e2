"""Which packages of offers may be: budgets by kind, limits, ties, vetoes, variants.

Offers stand in the order of their names, and everything is said by name when a problem is made, so
no answer can depend on the order of rows. A package is a set of row numbers of `Problem.names`.
All rules but vetoes are rows `A y <= b` over y in {0, 1}; a program and the feasibility of many
packages at once read the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from holdfast.arrays import Array

Package: TypeAlias = frozenset[int]
NOTHING: Package = frozenset()
_SLACK = 1e-9
"""Share of a limit by which rounding may pass it."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Offer `offer` comes only with at least `least` of the offers `needs`."""

    offer: int
    needs: Package
    least: int


@dataclass(frozen=True, slots=True)
class Limit:
    """What a package weighs, `weight` (O,), is at most `most`: of a partner, of a sharing rule."""

    name: str
    weight: tuple[float, ...]
    most: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a package may not be: the rule, what it asks of it and what is allowed."""

    rule: Literal["barred", "budget", "limit", "exclusive", "tie"]
    name: str
    """Kind of budget, limit, the variants, or the offer that is barred or tied."""
    asked: float
    allowed: float


@dataclass(frozen=True)
class Problem:
    """The offers and every rule on packages of them. Build it with `make_problem`."""

    names: tuple[str, ...]
    """Of the O offers, in order."""
    cost: tuple[float, ...]
    kind: tuple[str, ...]
    """Of the budget that pays each offer."""
    budgets: Mapping[str, float]
    limits: tuple[Limit, ...] = ()
    ties: tuple[Tie, ...] = ()
    barred: Mapping[int, str] | None = None
    """Offers that no package may hold, and why."""
    exclusive: tuple[Package, ...] = ()
    """Variants of one offer (dates, sizes): at most one of each group."""

    def __post_init__(self) -> None:
        """Raise ValueError unless names are in order, without doubles."""
        if list(self.names) != sorted(set(self.names)):
            raise ValueError("names of offers are to be in order and unique: use make_problem")
        if not len(self.names) == len(self.cost) == len(self.kind):
            raise ValueError("names, cost and kind are to be of one length")

    @property
    def size(self) -> int:
        """Offers, O."""
        return len(self.names)

    @cached_property
    def usable(self) -> tuple[int, ...]:
        """Offers that no veto bars."""
        return tuple(i for i in range(self.size) if i not in (self.barred or {}))

    @cached_property
    def rows(self) -> tuple[Array, Array, tuple[Reason, ...]]:
        """All rules but vetoes: A (rows, O), b (rows,), and for each row whose rule it is."""
        found: list[tuple[Array, float, Reason]] = []
        cost = np.array(self.cost, float)
        for kind, most in sorted(self.budgets.items()):
            paid = np.array([k == kind for k in self.kind], dtype=bool)
            found.append((np.where(paid, cost, 0.0), most, Reason("budget", kind, 0.0, most)))
        for limit in self.limits:
            weight = np.array(limit.weight, float)
            found.append((weight, limit.most, Reason("limit", limit.name, 0.0, limit.most)))
        for group in self.exclusive:
            names = ", ".join(self.names[i] for i in sorted(group))
            row = self.mask([group])[0].astype(float)
            found.append((row, 1.0, Reason("exclusive", names, 0.0, 1.0)))
        for tie in self.ties:
            found += self._tied(tie)
        found = [entry for entry in found if np.isfinite(entry[1])]
        size = (len(found), self.size)
        matrix = np.array([row for row, _, _ in found]).reshape(size)
        return matrix, np.array([most for _, most, _ in found]), tuple(r for _, _, r in found)

    def _tied(self, tie: Tie) -> list[tuple[Array, float, Reason]]:
        """The rows of one tie; a row a need where all are needed, which is tighter."""
        parts = [tie.needs] if tie.least < len(tie.needs) else [frozenset({j}) for j in tie.needs]
        made = []
        for part in sorted(parts, key=sorted):
            least = min(tie.least, len(part))
            row = -self.mask([part])[0].astype(float)
            row[tie.offer] += least
            made.append((row, 0.0, Reason("tie", self.names[tie.offer], float(least), 0.0)))
        return made

    @cached_property
    def weight(self) -> Array:
        """Share of all budgets and limits that each offer takes, summed, (O,); for ratios."""
        matrix, most, why = self.rows
        taken = np.zeros(self.size)
        for row, allowed, reason in zip(matrix, most, why, strict=True):
            if reason.rule in ("budget", "limit") and allowed > 0:
                taken += np.maximum(row, 0.0) / allowed
        return taken

    def mask(self, packages: Iterable[Package]) -> Array:
        """Packages as rows of zeros and ones, (P, O) bool."""
        given = list(packages)
        made = np.zeros((len(given), self.size), dtype=bool)
        for row, package in zip(made, given, strict=True):
            row[list(package)] = True
        return made

    def feasible_rows(self, mask: Array) -> Array:
        """Whether each package, (P, O) bool, may be, (P,) bool."""
        matrix, most, _ = self.rows
        slack = _SLACK * (1.0 + np.abs(most))
        within = np.asarray((mask.astype(float) @ matrix.T <= most + slack).all(axis=1))
        banned = sorted(self.barred or {})
        return np.asarray(within & ~mask[:, banned].any(axis=1))

    def within(self, package: Package) -> bool:
        """Whether a package passes no limit; budgets, ties and vetoes are not asked."""
        return all(one.rule != "limit" for one in self.reasons(package))

    def feasible(self, package: Package) -> bool:
        """Whether a package may be."""
        return bool(self.feasible_rows(self.mask([package]))[0])

    def reasons(self, package: Package) -> list[Reason]:
        """Why a package may not be, all at once; empty if it may."""
        why = [
            Reason("barred", f"{self.names[i]}: {reason}", 1.0, 0.0)
            for i, reason in sorted((self.barred or {}).items())
            if i in package
        ]
        matrix, most, labels = self.rows
        asked = matrix @ self.mask([package])[0].astype(float)
        for value, allowed, label in zip(asked, most, labels, strict=True):
            if value > allowed + _SLACK * (1.0 + abs(allowed)):
                if label.rule == "tie":
                    why.append(Reason("tie", label.name, label.asked, label.asked - value))
                else:
                    why.append(Reason(label.rule, label.name, float(value), float(allowed)))
        return list(dict.fromkeys(why))

    def spent(self, package: Package) -> dict[str, float]:
        """Cost of a package by kind of budget, kinds in order."""
        return {
            kind: float(sum(self.cost[i] for i in sorted(package) if self.kind[i] == kind))
            for kind in sorted(set(self.kind))
        }

    def named(self, package: Package) -> tuple[str, ...]:
        """Names of a package, in order."""
        return tuple(self.names[i] for i in sorted(package))


def make_problem(
    cost: Mapping[str, float],
    budgets: Mapping[str, float],
    kind: Mapping[str, str] | None = None,
    limits: Mapping[str, tuple[Mapping[str, float], float]] | None = None,
    ties: Sequence[tuple[str, Iterable[str], int | None]] = (),
    barred: Mapping[str, str] | None = None,
    exclusive: Iterable[Iterable[str]] = (),
) -> Problem:
    """A problem from what is said by name, in any order.

    `kind` names the budget of an offer; without it the one budget pays all. A limit is (weights by
    offer, most), others weigh nothing; a tie (offer, needs, how many of them; None: all). Raises
    ValueError with all that is wrong: unknown names, kinds without a budget, negative costs.
    """
    names = tuple(sorted(cost))
    place = {name: i for i, name in enumerate(names)}
    only = next(iter(budgets)) if len(budgets) == 1 else ""
    kinds = {name: (kind or {}).get(name, only) for name in names}
    tied = sorted((offer, tuple(sorted(set(needs))), least) for offer, needs, least in ties)
    groups = sorted({tuple(sorted(set(group))) for group in exclusive})
    _refuse(cost, budgets, kinds, limits or {}, tied, barred or {}, groups)
    return Problem(
        names=names,
        cost=tuple(float(cost[name]) for name in names),
        kind=tuple(kinds[name] for name in names),
        budgets=dict(sorted((k, float(most)) for k, most in budgets.items())),
        limits=tuple(
            Limit(title, tuple(float(weight.get(name, 0.0)) for name in names), float(most))
            for title, (weight, most) in sorted((limits or {}).items())
        ),
        ties=tuple(
            Tie(place[offer], frozenset(place[n] for n in needs), least or len(needs))
            for offer, needs, least in tied
            if needs
        ),
        barred={place[name]: why for name, why in sorted((barred or {}).items())},
        exclusive=tuple(frozenset(place[n] for n in group) for group in groups),
    )


def _refuse(
    cost: Mapping[str, float],
    budgets: Mapping[str, float],
    kinds: Mapping[str, str],
    limits: Mapping[str, tuple[Mapping[str, float], float]],
    ties: Sequence[tuple[str, tuple[str, ...], int | None]],
    barred: Mapping[str, str],
    groups: Sequence[tuple[str, ...]],
) -> None:
    """Raise ValueError with all that is wrong in what is said of a problem."""
    said = [
        ("ties", {name for offer, needs, _ in ties for name in (offer, *needs)}),
        ("barred", set(barred)),
        ("exclusive", {name for group in groups for name in group}),
        *((f"limit {title!r}", set(weight)) for title, (weight, _) in sorted(limits.items())),
    ]
    wrong = [
        f"{where} names {name!r}, which is no offer"
        for where, names in said
        for name in sorted(names - set(cost))
    ]
    for name in sorted(cost):
        if not (np.isfinite(cost[name]) and cost[name] >= 0):
            wrong.append(f"cost of {name!r} is {cost[name]}, not a number from 0 up")
        if kinds[name] not in budgets:
            wrong.append(f"{name!r} is paid by {kinds[name]!r}, which has no budget")
    numbers = {**budgets, **{title: most for title, (_, most) in limits.items()}}
    wrong += [f"{k!r} allows {v}, not from 0 up" for k, v in sorted(numbers.items()) if not v >= 0]
    for title, (weight, _) in sorted(limits.items()):
        if not all(np.isfinite(value) for value in weight.values()):
            wrong.append(f"limit {title!r} has a weight that is no number")
    for offer, needs, least in ties:
        if least is not None and not 1 <= least <= len(needs):
            wrong.append(f"{offer!r} needs {least} of {len(needs)} offers")
        if offer in needs:
            wrong.append(f"{offer!r} needs itself")
    if wrong:
        raise ValueError("; ".join(wrong))
