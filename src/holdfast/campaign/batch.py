"""A batch of futures from one day to another: the unit of work of a run."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from holdfast.arrays import Array
from holdfast.campaign.checkpoint import Dawn, Dawns
from holdfast.campaign.parcel import packed, unpacked
from holdfast.campaign.recorder import Recorder
from holdfast.campaign.state import State
from holdfast.scenario import Scenario

Part = TypeVar("Part", bound=Sequence[int])
SIZE = 128
"""Most futures in a batch: enough that a day of it costs little more than numpy's overhead, which
is that of some sixty futures, and few enough that memory stays small."""
WIDE = 400
"""Most futures in a batch of which only few measures are kept, so that pages take little memory."""
PAIR = 2
"""Processors that the batches of a run on disk are cut for, whoever works at it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """What one batch has to do; it can be sent to another process."""

    scenario: Scenario
    seed: int
    futures: tuple[int, ...]
    begin: int
    until: int
    state: State | Dawn | Dawns | None
    """The state at dawn of `begin`, or where it is to be found; None for the first day."""
    record: tuple[Recorder, ...] = ()
    """What is kept besides what every run keeps."""
    beside: tuple[Scenario, ...] = ()
    """Plans that differ from the scenario by deliveries alone, lived side by side with it: each on
    the same futures, which stand once more after those before; the state is of all."""
    only: tuple[str, ...] = ()
    """Names of the measures that are kept; all if none is named."""
    goes_on: bool = True
    """States are kept every few days, for another plan to go on from."""
    ends_open: bool = False
    """The state at the end is kept, for the days after it to be lived from."""

    @property
    def size(self) -> int:
        """How many futures are lived, counted once for each plan."""
        return len(self.futures) * (1 + len(self.beside))

    def dawn(self) -> State | None:
        """The state itself, read if need be."""
        return self.state.read() if isinstance(self.state, (Dawn, Dawns)) else self.state

    def ready(self) -> Job:
        """The job with its state read, as it is sent to another process."""
        return dataclasses.replace(self, state=self.dawn())


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """What a batch leaves: recorded pages, checkpoints, and what was fixed.

    It goes from one process to another as a parcel.
    """

    pages: dict[str, Array]
    checkpoints: dict[int, dict[str, Array]]
    population: Array
    rival: Array

    def parcel(self) -> bytes:
        """All of it in few bytes."""
        fields = {"population": self.population, "rival": self.rival}
        fields.update((f"page {name}", values) for name, values in self.pages.items())
        for day, state in self.checkpoints.items():
            fields.update((f"state {day} {name}", values) for name, values in state.items())
        return packed(fields)

    @classmethod
    def of(cls, parcel: bytes) -> Done:
        """What is in a parcel. Raises parcel.Damaged if it is not whole."""
        pages: dict[str, Array] = {}
        states: dict[int, dict[str, Array]] = {}
        fields = unpacked(parcel)
        population, rival = fields.pop("population"), fields.pop("rival")
        for name, values in fields.items():
            kind, _, rest = name.partition(" ")
            if kind == "page":
                pages[rest] = values
            else:
                day, _, field = rest.partition(" ")
                states.setdefault(int(day), {})[field] = values
        return cls(pages, states, population, rival)

    def __reduce__(self) -> tuple[Callable[[bytes], Done], tuple[bytes]]:
        return Done.of, (self.parcel(),)

    def split(self, plans: int) -> list[Done]:
        """What each of so many plans leaves that were lived side by side."""
        size = len(self.rival) // plans
        return [self._cut(slice(first * size, (first + 1) * size)) for first in range(plans)]

    def _cut(self, mine: slice) -> Done:
        return Done(
            {name: values[mine] for name, values in self.pages.items()},
            {
                day: {name: values[mine] for name, values in state.items()}
                for day, state in self.checkpoints.items()
            },
            self.population[mine],
            self.rival[mine],
        )


def parts(numbers: Part, hands: int = PAIR, most: int | None = None) -> list[Part]:
    """Parts of one size, the last perhaps smaller, as many as give each of `hands` the same work.

    None is larger than `most`, which is SIZE if it is not given.

    What is written as it goes leaves `hands` as it is, so that it can be resumed with any number of
    workers.
    """
    most = most or SIZE
    count = min(hands * math.ceil(len(numbers) / (hands * most)), len(numbers))
    size = math.ceil(len(numbers) / count)
    return [numbers[first : first + size] for first in range(0, len(numbers), size)]  # type: ignore[misc]
