"""A plan that goes on from where a run of another plan last agreed with it."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast.campaign.assemble import assembled
from holdfast.campaign.batch import PAIR, WIDE, Done, Job, parts
from holdfast.campaign.checkpoint import Checkpoints, Dawn, Shelf
from holdfast.campaign.recorder import measures
from holdfast.outcome import Outcome
from holdfast.scenario import Scenario


@dataclasses.dataclass(frozen=True, slots=True)
class Branch:
    """The futures of a run under another scenario, cut into batches.

    Of a base on disk no more is read than the batch at hand needs.
    """

    scenario: Scenario
    base: Outcome
    kept: Checkpoints | Shelf
    begin: int
    """The day from which it is simulated: that of a checkpoint of the base, or the first."""
    places: tuple[range, ...]
    """Positions in the base of the futures of each batch."""
    only: tuple[str, ...] = ()
    """Names of the measures that are kept, all of them also in the base; all if none is named."""
    goes_on: bool = True
    """States are kept every few days, for another plan to go on from."""
    until: int | None = None
    """The day before which it ends; None if that is the end of the base. One that ends before the
    scenario does keeps its last state, and another branch may go on from there."""

    @property
    def end(self) -> int:
        """The day before which it ends."""
        return self.base.data.sizes["day"] if self.until is None else self.until

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        base: Outcome,
        day: int,
        hands: int = PAIR,
        only: tuple[str, ...] = (),
        goes_on: bool = True,
        until: int | None = None,
    ) -> Branch:
        """A branch from the last checkpoint of `base` at or before `day`, or from the first day.

        `hands` as of `batch.parts`; `only`, `goes_on` and `until` as kept.
        """
        kept = checkpoints(base)
        count = base.data.sizes["future"]
        cut = tuple(parts(range(count), hands, WIDE if only else None))
        return cls(scenario, base, kept, kept.latest(day) or 0, cut, only, goes_on, until)

    def jobs(self) -> list[Job]:
        """What each batch has to do; states are read when a batch begins."""
        numbers, end = self.base.futures, self.end
        return [
            Job(
                self.scenario,
                self.base.seed,
                tuple(numbers[place] for place in places),
                self.begin,
                end,
                Dawn(self.kept, self.begin, np.array(places)) if self.begin else None,
                only=self.only,
                goes_on=self.goes_on,
                ends_open=self.until is not None and end < self.scenario.settings.days,
            )
            for places in self.places
        ]

    def whole(self, done: list[Done]) -> Outcome:
        """All batches in order as one outcome in memory."""
        return self._joined(range(len(self.base.futures)), done)

    def part(self, number: int, done: Done) -> Outcome:
        """The outcome of the futures of one batch."""
        return self._joined(self.places[number], [done])

    def _joined(self, places: range, done: list[Done]) -> Outcome:
        """Days before the branch from the base, the rest as made."""
        base, begin = self.base, self.begin
        mine = slice(places.start, places.stop)
        numbers = tuple(int(number) for number in base.data["future"].values[mine])
        end, total = self.end, base.data.sizes["future"]
        kept = measures(self.scenario, (), self.only)
        days = base.data.isel(future=mine, day=slice(0, begin))
        early = {measure.name: days[measure.name].values for measure in kept} if begin else {}
        made = assembled(self.scenario, base.seed, numbers, done, end, kept, early, total)
        if not (begin and self.goes_on):
            return made
        before = self.kept.before(begin, np.array(places)).states
        states = Checkpoints({**before, **made.checkpoints.states})
        return dataclasses.replace(made, checkpoints=states)


def checkpoints(outcome: Outcome) -> Checkpoints | Shelf:
    """The states that an outcome carries in memory or on disk; none if it carries none."""
    if isinstance(outcome.checkpoints, (Checkpoints, Shelf)):
        return outcome.checkpoints
    if outcome.folder is not None:
        return Shelf(outcome.folder / "checkpoints")
    return Checkpoints({})
