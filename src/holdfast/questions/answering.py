"""What if, asked again and again of one base: what a hand that moves deliveries waits for.

The base stays in memory. Only days after the fork are lived, of a side only once, and only what is
counted is kept. The answers are those of `whatif` with this base, bit for bit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import reduce

from holdfast.campaign import ensemble
from holdfast.campaign.branch import Branch
from holdfast.campaign.pool import Crew, hands
from holdfast.outcome.metrics import COUNTED
from holdfast.outcome.outcome import Outcome, joined
from holdfast.power.progress import Progress
from holdfast.questions.deliveries import fork
from holdfast.questions.whatif import WhatIf, between, both_sides
from holdfast.scenario import Scenario

HELD = 6
"""Sides that are remembered, those that were last asked for."""
BESIDE = ("population", "rival", "pair")
"""Variables of a run that are no measure of a day."""


class Answering:
    """Answers about one base, which must fit in memory."""

    def __init__(self, base: Outcome, workers: Crew = None) -> None:
        names = [name for name in base.data.data_vars if name in (*COUNTED, *BESIDE)]
        other = [name for name in base.data.data_vars if name not in names]
        kept = ensemble.checkpoints(base).before(base.data.sizes["day"])
        self.base = dataclasses.replace(
            base, data=base.data.drop_vars(other).load(), checkpoints=kept, folder=None
        )
        self._workers = workers
        self._sides: dict[str, Outcome] = {}

    def warm(self) -> None:
        """Live the last days once, so that workers are there with all they need."""
        last = self.base.data.sizes["day"] - 1
        self._lived([self._branch(self.base.scenario, last)], None)

    def ask(self, a: Sequence[str], b: Sequence[str], progress: Progress | None = None) -> WhatIf:
        """The plan with deliveries `a` against that with `b`, as `whatif` says what they are.

        Raises QuestionError for deliveries that cannot be read.
        """
        scenario = self.base.scenario
        plans = both_sides(scenario, a, b)
        missing = {_key(plan): plan for plan in plans if not self._known(plan)}
        asked = [self._branch(plan, self._day(plan)) for plan in missing.values()]
        for key, made in zip(missing, self._lived(asked, progress), strict=True):
            self._sides[key] = made
        one, other = (self._sides.get(_key(plan), self.base) for plan in plans)
        for plan in plans:
            if (key := _key(plan)) in self._sides:
                self._sides[key] = self._sides.pop(key)
        while len(self._sides) > HELD:
            del self._sides[next(iter(self._sides))]
        return between(one, other, scenario)

    def _known(self, plan: Scenario) -> bool:
        return _key(plan) in self._sides or fork(self.base.scenario, plan) is None

    def _day(self, plan: Scenario) -> int:
        apart = fork(self.base.scenario, plan)
        assert apart is not None
        return plan.day(apart)

    def _branch(self, plan: Scenario, day: int) -> Branch:
        only = tuple(str(name) for name in self.base.data.data_vars)
        return Branch.of(plan, self.base, day, hands(self._workers), only, goes_on=False)

    def _lived(self, asked: Sequence[Branch], progress: Progress | None) -> list[Outcome]:
        """Each branch in whole, all through one pool."""
        parts: list[dict[int, Outcome]] = [{} for _ in asked]
        for number, batch, part in ensemble.branches(asked, self._workers, progress):
            parts[number][batch] = part
        return [reduce(joined, [batches[place] for place in sorted(batches)]) for batches in parts]


def _key(plan: Scenario) -> str:
    """A side by the deliveries it has: all else of it is the base's."""
    return plan.files.get("deliveries.csv", "")
