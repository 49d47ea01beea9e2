"""Branches lived side by side: a day of many futures costs little more than a day of few."""

from __future__ import annotations

import dataclasses
import heapq
import operator
from collections.abc import Callable, Iterator, Sequence

from holdfast.campaign.batch import Done, Job
from holdfast.campaign.branch import Branch
from holdfast.campaign.checkpoint import Dawn, Dawns
from holdfast.outcome import Outcome

CALLS = 60
"""Futures whose day costs as much as a day's calls, which cost the same for any number."""
MOST = 640
"""Most futures lived side by side, each counted once a plan."""


@dataclasses.dataclass(frozen=True, slots=True)
class Stack:
    """Branches of the same futures in the same batches, begun on the same day."""

    numbers: tuple[int, ...]
    """Of the branches, as they were asked for."""
    each: tuple[Branch, ...]

    @classmethod
    def of(cls, numbers: Sequence[int], asked: Sequence[Branch]) -> Stack:
        """These of the branches asked for, all begun with the one that parts first."""
        begin = min(asked[number].begin for number in numbers)
        each = tuple(dataclasses.replace(asked[number], begin=begin) for number in numbers)
        return cls(tuple(numbers), each)

    def jobs(self) -> list[Job]:
        """What each batch has to do: the jobs of the branches, put together."""
        return [_together(jobs) for jobs in zip(*(each.jobs() for each in self.each), strict=True)]

    def parts(self, batch: int, done: Done) -> Iterator[tuple[int, Outcome]]:
        """The number of each branch, with the outcome of the futures of one batch."""
        split = done.split(len(self.each))
        for number, branch, mine in zip(self.numbers, self.each, split, strict=True):
            yield number, branch.part(batch, mine)


def _together(jobs: Sequence[Job]) -> Job:
    """Jobs of several plans on the same futures from the same day, as one."""
    dawns = tuple(job.state for job in jobs if isinstance(job.state, Dawn))
    beside = tuple(job.scenario for job in jobs[1:])
    return dataclasses.replace(jobs[0], state=Dawns(dawns) if dawns else None, beside=beside)


def stacked(asked: Sequence[Branch], hands: int) -> list[Stack]:
    """Branches of the same futures, with one end, in stacks: what takes longest first, so that all
    of `hands` end together; in the order in which they were asked for where there is one hand.

    What parts late may be lived from where an earlier one parts, if all are there earlier so.
    """
    if not asked:
        return []
    futures = max(len(places) for places in asked[0].places)
    order = sorted(range(len(asked)), key=lambda number: asked[number].begin)
    days = [asked[number].end - asked[number].begin for number in order]
    cuts = grouped(days, futures, max(1, hands // len(asked[0].places)))
    if hands > 1:
        cuts = sorted(cuts, key=lambda cut: -cost(days, futures, cut))
    made = [Stack.of(order[first:end], asked) for first, end in cuts]
    return made if hands > 1 else sorted(made, key=lambda stack: min(stack.numbers))


def cost(days: Sequence[int], futures: int, cut: tuple[int, int]) -> int:
    """What a group of branches of so many futures costs, in days of one future."""
    first, end = cut
    return (CALLS + (end - first) * futures) * days[first]


def grouped(days: Sequence[int], futures: int, hands: int) -> list[tuple[int, int]]:
    """Where to cut branches of so many days, the longest first: the first of each group, and the
    one after its last.

    Of the ways to cut them into so many groups the one of least cost in all and the one whose
    dearest costs least are looked at; taken is the one that is over first where each of `hands`
    takes the dearest that is left, then the cheaper in all, then that of fewer groups.
    """
    ways = [
        cuts
        for join in (operator.add, max)
        for cuts in _cut(days, futures, max(1, MOST // max(futures, 1)), join)
    ]

    def taken(cuts: list[tuple[int, int]]) -> tuple[int, int, int]:
        costs = sorted((cost(days, futures, cut) for cut in cuts), reverse=True)
        busy = [0] * hands
        for each in costs:
            heapq.heapreplace(busy, busy[0] + each)
        return max(busy), sum(costs), len(costs)

    return min(ways, key=taken)


def _cut(
    days: Sequence[int], futures: int, most: int, join: Callable[[int, int], int]
) -> list[list[tuple[int, int]]]:
    """For each number of groups, none larger than `most`, the cuts whose joined costs are least."""
    count = len(days)
    none: list[tuple[int, list[tuple[int, int]]] | None] = [None] * (count + 1)
    best, made = [(0, []), *none[1:]], []
    for _ in range(count):
        row = list(none)
        for end in range(1, count + 1):
            for first in range(max(0, end - most), end):
                before = best[first]
                if before is None:
                    continue
                whole = join(before[0], cost(days, futures, (first, end)))
                so_far = row[end]
                if so_far is None or whole < so_far[0]:
                    row[end] = whole, [*before[1], (first, end)]
        best = row
        if (last := row[count]) is not None:
            made.append(last[1])
    return made
