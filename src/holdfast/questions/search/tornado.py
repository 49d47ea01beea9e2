"""SLIP: which of many changes moves the outcome most, either way.

Halving on the size of the effect, with its sign kept. Bars whose sizes are not told apart share a
group: with few futures nobody can say which pledge that slips hurts most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.outcome.statistics import Estimate, estimate, verdict
from holdfast.questions.search.halving import Schedule, by_group, groups, halve
from holdfast.questions.search.memo import Memo, pairs
from holdfast.questions.search.problem import Package


@dataclass(frozen=True, slots=True)
class Bar:
    """One change and what it does."""

    name: str
    effect: Estimate
    """With its sign, in the unit of the value function."""
    verdict: str
    group: int | None
    """Group of sizes that are not told apart, 1 the largest; None of what was left or is rare."""
    finalist: bool


@dataclass(frozen=True, slots=True)
class Tornado:
    """Bars, the largest first; those left early follow in the order of what they showed."""

    bars: tuple[Bar, ...]
    groups: tuple[tuple[str, ...], ...]
    evaluations: float


def tornado(names: Sequence[str], memo: Memo, schedule: Schedule | None = None) -> Tornado:
    """The bars of changes; the value of {i} is what the change `names[i]` alone does.

    Names are to be in order and unique (ValueError), so that no order of rows can matter.
    """
    if list(names) != sorted(set(names)):
        raise ValueError("names of changes are to be in order and unique")
    schedule, before = schedule or Schedule(), memo.simulated
    alone: list[Package] = [frozenset({i}) for i in range(len(names))]
    halved = halve(
        len(names), lambda rows, futures: memo.values([alone[i] for i in rows], futures),
        schedule, size=True,
    )  # fmt: skip
    fresh, pair = schedule.fresh, pairs(schedule.fresh)
    scored = dict(
        zip(halved.finalists, memo.values([alone[i] for i in halved.finalists], fresh), strict=True)
    )
    last = sorted(scored, key=lambda i: (-abs(float(scored[i].mean())), i))
    said = {i: verdict(estimate(scored[i], pair), int(np.count_nonzero(scored[i]))) for i in last}
    firm = [i for i in last if not said[i].startswith("rare")]
    sized = np.array([np.sign(scored[i].mean()) * scored[i] for i in firm])
    group = dict(zip(firm, groups(sized, fresh), strict=True)) if firm else {}
    bars = [
        Bar(names[i], estimate(scored[i], pair), said[i], group.get(i), True)
        for i in map(last.__getitem__, by_group([group.get(i) for i in last]))
    ]
    for i, n in halved.left:
        futures = np.arange(schedule.start, schedule.start + n)
        row = memo.values([alone[i]], futures)[0]
        made = estimate(row, pairs(futures))
        bars.append(Bar(names[i], made, verdict(made, int(np.count_nonzero(row))), None, False))
    return Tornado(
        bars=tuple(bars),
        groups=tuple(
            tuple(bar.name for bar in bars if bar.group == k)
            for k in range(1, max(group.values(), default=0) + 1)
        ),
        evaluations=(memo.simulated - before) / 100,
    )
