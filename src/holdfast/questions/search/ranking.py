"""VALUE: which offer is worth most, in groups of what is not told apart.

An offer is valued with what its conditions bring along, against giving nothing. What fewer than
five futures carry is not ranked: it changes k of n futures, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.statistics import Estimate, estimate, verdict
from holdfast.questions.search.atoms import cheapest
from holdfast.questions.search.halving import Schedule, groups, halve
from holdfast.questions.search.memo import Memo, pairs
from holdfast.questions.search.problem import Package, Problem


@dataclass(frozen=True, slots=True)
class Ranked:
    """An offer and what it saves."""

    name: str
    package: tuple[str, ...]
    """The offer with what its conditions bring along."""
    saves: Estimate
    """Of finalists on fresh futures, of others on those in which they were left."""
    verdict: str
    group: int | None
    """Group of what is not told apart, 1 the best; None of what was left early or is rare."""
    finalist: bool
    per_cost: Estimate | None
    """Saved per unit of cost; None where it costs nothing."""
    second: Estimate | None
    """The second criterion, in the same futures; None if none is asked."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Offers, the best first: finalists by group, what was left early, what is rare."""

    rows: tuple[Ranked, ...]
    groups: tuple[tuple[str, ...], ...]
    """Names of the finalists by group, the best group first."""
    barred: tuple[str, ...]
    """Offers that no package can hold."""
    per_cost: bool
    evaluations: float
    """Evaluations of 100 futures that were simulated, of both criteria."""


def rank(
    problem: Problem,
    memo: Memo,
    schedule: Schedule | None = None,
    per_cost: bool = False,
    second: Memo | None = None,
) -> Ranking:
    """Rank offers by what they save, or save per unit of cost, with a second criterion beside.

    To rank by another criterion, such as the chance of survival, pass its memo. Budgets are not
    asked; vetoes and ties are. Per cost, offers without a cost are not ranked but listed last.
    """
    schedule = schedule or Schedule()
    before = memo.simulated + (second.simulated if second else 0)
    atoms = [(i, atom) for i in problem.usable if (atom := cheapest(problem, i)) is not None]
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
    rows.sort(key=lambda row: (row.verdict.startswith("rare"), not row.finalist))
    count = max(numbered.values(), default=0)
    held = {i for i, _ in atoms}
    after = memo.simulated + (second.simulated if second else 0)
    return Ranking(
        rows=tuple(rows),
        groups=tuple(
            tuple(row.name for row in rows if row.group == k) for k in range(1, count + 1)
        ),
        barred=tuple(problem.names[i] for i in range(problem.size) if i not in held),
        per_cost=per_cost,
        evaluations=(after - before) / 100,
    )


def _sorted(last: list[int], scored: Array) -> list[int]:
    """Finalists by what they score on fresh futures, equal ones by number."""
    means = dict(zip(last, scored.mean(axis=1).tolist(), strict=True))
    return sorted(last, key=lambda row: (-means[row], row))


def _numbered(last: list[int], scored: Array, futures: Array) -> dict[int, int]:
    """Group of each finalist that enough futures carry."""
    pair = pairs(futures)
    place = {row: k for k, row in enumerate(last)}
    firm = [row for row in _sorted(last, scored) if not _rare(scored[place[row]], pair)]
    if not firm:
        return {}
    return dict(zip(firm, groups(scored[[place[row] for row in firm]], futures), strict=True))


def _rare(values: Array, pair: Array) -> bool:
    """Whether a result is carried by too few futures to be ranked."""
    return verdict(estimate(values, pair), int(np.count_nonzero(values))).startswith("rare")


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
    made = estimate(saved, pair)
    return Ranked(
        name=problem.names[offer],
        package=problem.named(package),
        saves=made,
        verdict=verdict(made, int(np.count_nonzero(saved))),
        group=group,
        finalist=finalist,
        per_cost=scaled(made, 1.0 / cost) if cost > 0 else None,
        second=estimate(second.values([package], futures)[0], pair) if second else None,
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
