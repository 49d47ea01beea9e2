"""Branches lived side by side: a day of many futures costs little more than a day of few."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence

from holdfast.campaign.batch import Done, Job
from holdfast.campaign.branch import Branch
from holdfast.campaign.checkpoint import Dawn, Dawns
from holdfast.outcome import Outcome

CALLS = 60
"""Futures whose day costs as much as a day's calls, which cost the same for any number."""
MOST = 320
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
    """Branches of the same futures in stacks, in the order in which they were asked for.

    What parts late may be lived from where an earlier one parts, if that costs less than a day's
    calls of its own, and there is a stack for each of `hands`.
    """
    if not asked:
        return []
    futures = max(len(places) for places in asked[0].places)
    order = sorted(range(len(asked)), key=lambda number: asked[number].begin)
    days = [asked[0].base.data.sizes["day"] - asked[number].begin for number in order]
    cuts = grouped(days, futures, hands)
    made = [Stack.of(order[first:end], asked) for first, end in cuts]
    return sorted(made, key=lambda stack: min(stack.numbers))


def grouped(days: Sequence[int], futures: int, hands: int) -> list[tuple[int, int]]:
    """Where to cut branches of so many days, the longest first: the first of each group, and the
    one after its last.

    The sum of (calls + futures) x days is least, where groups that leave some of `hands` idle at
    the end cost as much as if they did not.
    """
    count, most = len(days), max(1, MOST // max(futures, 1))
    # best[k][j]: least cost of the first j in k groups, and where the last of them begins
    best: list[list[tuple[float, int]]] = [[(0.0, 0)] + [(math.inf, 0)] * count]
    for _ in range(count):
        row = [(math.inf, 0)] * (count + 1)
        for end in range(1, count + 1):
            for first in range(max(0, end - most), end):
                cost = best[-1][first][0] + (CALLS + (end - first) * futures) * days[first]
                row[end] = min(row[end], (cost, first))
        best.append(row)

    def taken(groups: int) -> float:
        return best[groups][count][0] * math.ceil(groups / hands) * hands / groups

    groups = min(range(1, count + 1), key=taken)
    cuts, end = [], count
    for left in range(groups, 0, -1):
        first = best[left][end][1]
        cuts.append((first, end))
        end = first
    return cuts[::-1]
