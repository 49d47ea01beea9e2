"""Where the two sides of a comparison are simulated: in memory, or written as they go.

They are written if a place is named for one of them, or if they are too many for memory. A side
without a place of its own, and the steps of a comparison that adds futures, stand in a workshop
beside the place that is named, or among the temporary files of the system if none is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

import numpy as np

from holdfast.campaign import ensemble
from holdfast.campaign.axes import labels
from holdfast.campaign.keep import Mismatch, forget
from holdfast.campaign.pool import Crew
from holdfast.campaign.record import weight
from holdfast.campaign.workshop import Workshop
from holdfast.outcome import store
from holdfast.outcome.outcome import Outcome, joined
from holdfast.power.progress import Progress
from holdfast.questions.deliveries import fork
from holdfast.questions.refused import Refused
from holdfast.questions.run import differs
from holdfast.scenario import Scenario

A, B = "a", "b"


@dataclass(frozen=True, slots=True)
class Sides:
    """How, and to where, both sides are simulated."""

    workers: Crew = None
    progress: Progress | None = None
    resume: bool = False
    """Go on with what an interruption left."""
    places: Mapping[str, Path] = field(default_factory=dict)
    """Where a side is to stand in the end, for those of which it was said."""
    shop: Workshop | None = None
    """None if everything stays in memory."""
    steps: bool = False
    """Futures may be added: nothing is in its place before the last were."""

    @classmethod
    def opened(
        cls,
        scenario: Scenario,
        most: int,
        places: Mapping[str, Path],
        resume: bool = False,
        steps: bool = False,
        workers: Crew = None,
        progress: Progress | None = None,
    ) -> Sides:
        """Ready for `most` futures of a scenario; `places` are those named for a side.

        Raises Refused or FileExistsError if a side cannot be written to its place, keep.Busy if
        another process writes there.
        """
        _refuse_places(places, resume)
        shop = None
        if places:
            shop = Workshop.beside(places[B if B in places else A], resume)
        elif weight(labels(scenario), most, scenario.settings.days) > store.IN_MEMORY:
            shop = Workshop.passing()
        return cls(workers, progress, resume, places, shop, steps)

    def run(self, scenario: Scenario, futures: Sequence[int], seed: int, side: str = A) -> Outcome:
        """A side from the first day."""

        def make(out: Path | None) -> Outcome:
            return ensemble.run(
                scenario, futures, seed, self.workers, self.progress, out, self.resume
            )

        return self._made(side, scenario, seed, tuple(futures), make)

    def branched(self, side: str, scenario: Scenario, trunk: Outcome) -> Outcome:
        """The trunk with the deliveries of a scenario, from the first day that differs."""
        apart = fork(trunk.scenario, scenario)
        if apart is None:
            return trunk
        day = scenario.day(apart)

        def make(out: Path | None) -> Outcome:
            return ensemble.branch(
                scenario, trunk, day, self.workers, self.progress, out, self.resume
            )

        return self._made(side, scenario, trunk.seed, trunk.futures, make)

    def finished(self, side: str, steps: Sequence[Outcome]) -> Outcome:
        """One outcome of all futures of a side, in its place if it has one."""
        place = self.places.get(side)
        if self.shop is None or (place is None and len(steps) == 1):
            return reduce(joined, steps)
        if place is None:
            place = self.shop.folder / side
        if steps[0].folder == place and len(steps) == 1:
            return steps[0]
        first = steps[0]
        numbers = tuple(number for step in steps for number in step.futures)
        if self._there(place):
            return self._read(place, first.scenario, first.seed, numbers)
        ensemble.write(place, steps)
        return self._read(place, first.scenario, first.seed, numbers)

    def broken_off(self) -> None:
        """Keep what an answer that is resumed can use."""
        if self.shop is not None:
            self.shop.broken_off()

    def _made(
        self,
        side: str,
        scenario: Scenario,
        seed: int,
        numbers: tuple[int, ...],
        make: Callable[[Path | None], Outcome],
    ) -> Outcome:
        """Futures of a side, taken from where they stand already or made there."""
        if self.shop is None:
            return make(None)
        named = self.places.get(side)
        if named is not None and self._there(named):
            return self._read(named, scenario, seed, numbers)
        place = named
        if place is None or self.steps:
            place = self.shop.folder / f"{side}-{numbers[0]}"
        made = None if self._there(place) else make(place)
        return self._read(place, scenario, seed, numbers, made)

    def _there(self, place: Path) -> bool:
        return self.resume and store.is_outcome(place)

    def _read(
        self,
        place: Path,
        scenario: Scenario,
        seed: int,
        numbers: tuple[int, ...],
        made: Outcome | None = None,
    ) -> Outcome:
        """These futures of what stands in a place, where `made` is what was written there just now.

        Raises an error if it is of another run.
        """
        assert self.shop is not None
        inside = place.parent == self.shop.folder
        found = Outcome.load(place, self.shop) if inside else made or Outcome.load(place)
        few = self.steps and set(numbers) < set(found.futures)
        if other := differs(found, scenario, seed, found.futures if few else numbers):
            if inside:
                raise Mismatch(
                    f"{place} belongs to another comparison ({other}); ask for what it had, or run "
                    "without --resume to start afresh"
                )
            raise FileExistsError(
                f"{place} holds the outcome of another run ({other}); choose another name"
            )
        forget(place)
        if few:
            data = found.data.isel(future=np.isin(found.futures, numbers))
            return replace(found, data=data, folder=None)
        if not inside:
            return found
        kept = ensemble.checkpoints(found)
        if found.data.nbytes <= store.IN_MEMORY:
            kept = kept.before(found.data.sizes["day"])  # the folder may go before the data
        return replace(found, folder=None, checkpoints=kept)


def _refuse_places(places: Mapping[str, Path], resume: bool) -> None:
    """Raise an error if a side cannot be written to where it is to go."""
    if resume and not places:
        raise Refused("--resume needs --out or --out-a, the folder of what was interrupted")
    for place in places.values():
        if not (resume and store.is_outcome(place)):
            store.refuse_taken(place)
    if len(places) < 2:
        return
    a, b = (places[side].absolute() for side in (A, B))
    if a == b:
        raise Refused(f"both sides would be written to {places[A]}: name two folders")
    if a in b.parents or b in a.parents:
        raise Refused("one side would be written into the folder of the other: name two folders")
