"""What if, asked again and again of one base: what a hand that moves deliveries waits for.

The base stays in memory. Only days after the fork are lived, of a side only once, and only what is
counted is kept. Where many are to be lived, what comes of the first of them is told before the
rest, which is lived of those futures alone in which the side is not yet again what the base is. The
answers are those of `whatif` with this base, bit for bit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.campaign.branch import Branch, checkpoints
from holdfast.campaign.checkpoint import EVERY, Checkpoints, merge
from holdfast.campaign.pool import Crew, hands
from holdfast.campaign.rejoined import apart
from holdfast.outcome.metrics import COUNTED
from holdfast.outcome.outcome import Outcome, joined
from holdfast.power.progress import Progress
from holdfast.questions.deliveries import fork
from holdfast.questions.whatif import Pair, WhatIf, between, both_sides
from holdfast.scenario import Scenario

HELD = 6
"""Sides that are remembered, those that were last asked for."""
SOON = 140
"""Days that are lived before a first answer, at most: to the end of a winter."""
REACH = 98
"""Days that are lived before it where no winter ends by then."""
FEW = 28
"""Days that are not worth an answer of their own, before the first one or after it."""
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
        """Live the last days once, so that workers are there with all they need, and so is this."""
        last = self.base.data.sizes["day"] - 1
        kept = checkpoints(self.base).latest(last)
        if kept is not None:
            apart(self.base, self.base, kept)
        self._lived({"": self._branch(self.base.scenario, last)}, None)

    def ask(
        self,
        a: Sequence[str],
        b: Sequence[str],
        progress: Progress | None = None,
        early: Callable[[WhatIf], None] | None = None,
    ) -> WhatIf:
        """The plan with deliveries `a` against that with `b`, as `whatif` says what they are.

        Where more than SOON days are to be lived, `early` is given what both come to by an earlier
        day, that of runs which end there: by the end of the first winter, if that is soon.

        Raises QuestionError for deliveries that cannot be read.
        """
        scenario = self.base.scenario
        plans = both_sides(scenario, a, b)
        missing = {_key(plan): plan for plan in plans if not self._known(plan)}
        asked = {key: self._branch(plan, self._day(plan)) for key, plan in missing.items()}
        if until := self._soon(list(asked.values())):
            cut, days = _at_checkpoint(until), _days(asked.values())
            # a side that parts later is until then what the base is
            first = {key: dataclasses.replace(each, until=cut)
                     for key, each in asked.items() if each.begin < cut}  # fmt: skip
            done = _days(first.values())
            begun = self._lived(first, _share(progress, 0, done, days))
            if early is not None:
                one, other = self._both(plans, {**self._sides, **begun})
                early(between(_by(one, until), _by(other, until), scenario))
            late = {key: each for key, each in asked.items() if key not in begun}
            self._sides.update(self._rest(begun, late, cut, _share(progress, done, days, days)))
        else:
            self._sides.update(self._lived(asked, progress))
        one, other = self._both(plans, self._sides)
        for plan in plans:
            if (key := _key(plan)) in self._sides:
                self._sides[key] = self._sides.pop(key)
        while len(self._sides) > HELD:
            del self._sides[next(iter(self._sides))]
        return between(one, other, scenario)

    def _rest(
        self,
        begun: Mapping[str, Outcome],
        late: Mapping[str, Branch],
        cut: int,
        progress: Progress | None,
    ) -> dict[str, Outcome]:
        """Sides that were lived up to a day in whole, and beside them those that part later.

        Futures in which a side is from that day on what the base is are not lived again.
        """

        def gone_on(sides: Mapping[str, Outcome]) -> dict[str, Branch]:
            return {key: self._branch(each.scenario, cut, each) for key, each in sides.items()}

        if late:  # all branches that are lived together are of the same futures
            return self._lived({**gone_on(begun), **late}, progress)
        parted = np.logical_or.reduce([apart(self.base, each, cut) for each in begun.values()])
        if parted.all():
            return self._lived(gone_on(begun), progress)
        some = np.flatnonzero(parted)
        few = {key: _of(each, some) for key, each in begun.items()} if some.size else {}
        lived = self._lived(gone_on(few), progress)
        return {key: _filled(self.base, each, some, lived.get(key)) for key, each in begun.items()}

    def _both(self, plans: Sequence[Scenario], known: Mapping[str, Outcome]) -> Pair:
        one, other = (known.get(_key(plan), self.base) for plan in plans)
        return one, other

    def _soon(self, asked: Sequence[Branch]) -> int | None:
        """The day up to which a first answer goes; None if all is lived soon enough."""
        if not asked:
            return None
        settings, windows = self.base.scenario.settings, self.base.windows()
        begin = max(min(each.begin for each in asked), (windows[-1].first - settings.start).days)
        end = self.base.data.sizes["day"]
        if end - begin <= SOON + FEW:
            return None
        ends = [(window.end - settings.start).days for window in windows]
        winters = [day for day in ends if begin + FEW <= day <= begin + SOON]
        return max(winters, default=_at_checkpoint(begin + REACH))

    def _known(self, plan: Scenario) -> bool:
        return _key(plan) in self._sides or fork(self.base.scenario, plan) is None

    def _day(self, plan: Scenario) -> int:
        apart = fork(self.base.scenario, plan)
        assert apart is not None
        return plan.day(apart)

    def _branch(self, plan: Scenario, day: int, begun: Outcome | None = None) -> Branch:
        """The days of a plan from a day on, of the base or of what is lived of the plan itself."""
        only = tuple(str(name) for name in self.base.data.data_vars)
        base = self.base if begun is None else begun
        return Branch.of(
            plan, base, day, hands(self._workers), only, goes_on=False,
            until=self.base.data.sizes["day"],
        )  # fmt: skip

    def _lived(self, asked: Mapping[str, Branch], progress: Progress | None) -> dict[str, Outcome]:
        """Each branch in whole with its last state, all through one pool."""
        parts: list[dict[int, Outcome]] = [{} for _ in asked]
        branches = list(asked.values())
        for number, batch, part in ensemble.branches(branches, self._workers, progress):
            parts[number][batch] = part
        return {
            key: _whole([batches[place] for place in sorted(batches)])
            for key, batches in zip(asked, parts, strict=True)
        }


def _whole(parts: Sequence[Outcome]) -> Outcome:
    """The futures of all batches, with the states that these keep."""
    states = merge([part.checkpoints.states for part in parts])
    return dataclasses.replace(reduce(joined, parts), checkpoints=states)


def _of(made: Outcome, some: Array) -> Outcome:
    """Some futures of a run that keeps its states in memory."""
    kept = checkpoints(made)
    assert isinstance(kept, Checkpoints)
    states = {
        day: {name: values[some] for name, values in state.items()}
        for day, state in kept.states.items()
    }
    data = made.data.isel(future=some)
    return dataclasses.replace(made, data=data, checkpoints=Checkpoints(states))


def _filled(base: Outcome, begun: Outcome, some: Array, lived: Outcome | None) -> Outcome:
    """A side in whole: begun as it was, then what the base is, but for `some` that were `lived`."""
    data = base.data.copy(deep=True).assign_attrs(begun.data.attrs)
    early = begun.data.sizes["day"]
    for name, found in data.data_vars.items():
        if "day" in found.dims:
            found[{"day": slice(0, early)}] = begun.data[name].values
            if lived is not None:
                found[{"future": some}] = lived.data[name].values
    return dataclasses.replace(begun, data=data, checkpoints=None)


def _at_checkpoint(day: int) -> int:
    """A day or the first after it on which runs keep states."""
    return -(-day // EVERY) * EVERY


def _days(asked: Iterable[Branch]) -> int:
    """Days that are lived in all."""
    return sum(each.end - each.begin for each in asked)


def _by(made: Outcome, day: int) -> Outcome:
    """What a run had come to before a day."""
    return dataclasses.replace(made, data=made.data.isel(day=slice(0, day)), checkpoints=None)


def _share(progress: Progress | None, first: int, last: int, whole: int) -> Progress | None:
    """What tells of days `first` to `last` of a whole as if they were all."""
    if progress is None:
        return None

    def tell(done: int, total: int) -> None:
        size = total / max(last - first, 1)
        progress(round(first * size) + done, round(whole * size))

    return tell


def _key(plan: Scenario) -> str:
    """A side by the deliveries it has: all else of it is the base's."""
    return plan.files.get("deliveries.csv", "")
