"""VALUE: which offer is worth most, in groups of what is not told apart.

An offer is valued with what its conditions bring along, against giving nothing. What fewer than
five futures carry is not ranked: it changes k of n futures, and that is said. Nor is what changes
nothing in all of them.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.statistics import Estimate, estimate, verdict
from holdfast.questions.search.atoms import cheapest
from holdfast.questions.search.halving import Schedule, groups, halve
from holdfast.questions.search.memo import Memo, pairs
from holdfast.questions.search.problem import Package, Problem

NOTHING = "changes nothing"
"""The verdict on what is the same in each future, by both criteria."""
UNMOVED = "moves the other measure alone"
"""The verdict on what is the same in each future by the first criterion, but not by the second."""
_LAST = ("rare", UNMOVED, NOTHING)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An offer and what it saves."""

    name: str
    package: tuple[str, ...]
    """The offer with what its conditions bring along."""
    saves: Estimate
    """Of finalists on fresh futures, of others on those in which they were left."""
    verdict: str
    """On what is ranked by: as of a difference, NOTHING or UNMOVED."""
    group: int | None
    """Group of what is not told apart from its best, 1 the best; None of what was left early, is
    rare or moves nothing."""
    finalist: bool
    per_cost: Estimate | None
    """Saved per unit of cost; None where it costs nothing."""
    second: Estimate | None
    """The second criterion, in the same futures; None if none is asked."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Offers, the best first: finalists by group, what was left early, what is rare, what moves
    nothing."""

    rows: tuple[Ranked, ...]
    groups: tuple[tuple[str, ...], ...]
    """Names of the finalists by group, the best group first."""
    barred: tuple[str, ...]
    """Offers that no package can hold."""
    per_cost: bool
    evaluations: float
    """Evaluations of 100 futures that were simulated, of both criteria."""


def held(problem: Problem, among: Collection[str] | None = None) -> list[tuple[int, Package]]:
    """Offers with the cheapest package that may hold each; no budget is asked.

    Of offers that come only together, which are one package, the first by name stands for all. With
    `among` only these offers are looked at.
    """
    made: dict[Package, int] = {}
    for i in problem.usable:
        if among is not None and problem.names[i] not in among:
            continue
        if (atom := cheapest(problem, i, within=True)) is not None:
            made.setdefault(atom, i)
    return [(i, atom) for atom, i in made.items()]


def rank(
    problem: Problem,
    memo: Memo,
    schedule: Schedule | None = None,
    per_cost: bool = False,
    second: Memo | None = None,
    among: Collection[str] | None = None,
) -> Ranking:
    """Rank offers by what they save, or save per unit of cost, with a second criterion beside.

    To rank by another criterion, such as the chance of survival, pass its memo. Budgets are not
    asked; vetoes, ties and limits are. Per cost, offers without a cost are not ranked but listed
    after those that are. With `among` only these offers are ranked.
    """
    schedule = schedule or Schedule()
    before = memo.simulated + (second.simulated if second else 0)
    atoms = held(problem, among)
    cost = np.array([sum(problem.cost[j] for j in sorted(atom)) for _, atom in atoms])
    run = [k for k in range(len(atoms)) if cost[k] > 0 or not per_cost]
    free = [k for k in range(len(atoms)) if k not in run]

    def values(rows: list[int], futures: Array) -> Array:
        made = memo.values([atoms[run[row]][1] for row in rows], futures)
        return made / cost[[run[row] for row in rows]][:, None] if per_cost else made

    halved = halve(len(run), values, schedule)
    fresh = schedule.fresh
    first = np.arange(schedule.start, schedule.start + schedule.first)
    last = list(halved.finalists)
    scored = values(last, fresh) if last else np.zeros((0, fresh.size))
    numbered = _numbered(last, scored, fresh)
    asked = [(run[row], fresh, numbered.get(row), True) for row in _sorted(last, scored)]
    asked += [
        (run[row], np.arange(schedule.start, schedule.start + n), None, False)
        for row, n in halved.left
    ]
    asked += [(k, first, None, False) for k in free]
    rows = [
        _ranked(problem, memo, second, atoms[k], float(cost[k]), futures, group, final)
        for k, futures, group, final in asked
    ]
    rows.sort(key=_place)
    count = max(numbered.values(), default=0)
    standing = frozenset[int]().union(*(atom for _, atom in atoms))
    looked = [i for i in range(problem.size) if among is None or problem.names[i] in among]
    after = memo.simulated + (second.simulated if second else 0)
    return Ranking(
        rows=tuple(rows),
        groups=tuple(
            tuple(row.name for row in rows if row.group == k) for k in range(1, count + 1)
        ),
        barred=tuple(problem.names[i] for i in looked if i not in standing),
        per_cost=per_cost,
        evaluations=(after - before) / 100,
    )


def _place(row: Ranked) -> tuple[int, float]:
    """Where a row is listed: by verdict, then by group."""
    kind = next((k for k, word in enumerate(_LAST, 1) if row.verdict.startswith(word)), 0)
    return kind, (math.inf if row.group is None else row.group) if row.finalist else math.inf


def _sorted(last: list[int], scored: Array) -> list[int]:
    """Finalists by what they score on fresh futures, equal ones by number."""
    means = dict(zip(last, scored.mean(axis=1).tolist(), strict=True))
    return sorted(last, key=lambda row: (-means[row], row))


def _numbered(last: list[int], scored: Array, futures: Array) -> dict[int, int]:
    """Group of each finalist that enough futures carry."""
    pair = pairs(futures)
    place = {row: k for k, row in enumerate(last)}
    firm = [row for row in _sorted(last, scored) if _firm(scored[place[row]], pair)]
    if not firm:
        return {}
    return dict(zip(firm, groups(scored[[place[row] for row in firm]], futures), strict=True))


def _firm(values: Array, pair: Array) -> bool:
    """Whether a result moves anything, and is carried by enough futures to be ranked."""
    changed = int(np.count_nonzero(values))
    return changed > 0 and not verdict(estimate(values, pair), changed).startswith("rare")


def _ranked(
    problem: Problem,
    memo: Memo,
    second: Memo | None,
    atom: tuple[int, Package],
    cost: float,
    futures: Array,
    group: int | None,
    finalist: bool,
) -> Ranked:
    """The row of an offer."""
    offer, package = atom
    saved, pair = memo.values([package], futures)[0], pairs(futures)
    made, other = estimate(saved, pair), None
    moved = False
    if second is not None:
        beside = second.values([package], futures)[0]
        other, moved = estimate(beside, pair), bool(beside.any())
    said = verdict(made, int(np.count_nonzero(saved)))
    return Ranked(
        name=problem.names[offer],
        package=problem.named(package),
        saves=made,
        verdict=said if saved.any() else UNMOVED if moved else NOTHING,
        group=group,
        finalist=finalist,
        per_cost=scaled(made, 1.0 / cost) if cost > 0 else None,
        second=other,
    )


def scaled(made: Estimate, factor: float) -> Estimate:
    """An estimate in another unit; `factor` is above nought."""
    return replace(
        made,
        mean=made.mean * factor,
        standard_error=made.standard_error * factor,
        low=made.low * factor,
        high=made.high * factor,
    )
