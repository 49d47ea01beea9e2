"""States kept every few days, from which another plan can go on."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path
from typing import Any

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign.parcel import packed, unpacked
from holdfast.campaign.state import State, pack

EVERY = 14
"""Days between checkpoints."""
AT_ONCE = 64
"""Most futures in one file of a day."""
FEWER = (np.uint8, np.uint16, np.float32)
"""Types of fewer bytes than a state has, the fewest first."""


@dataclasses.dataclass(frozen=True, slots=True)
class Checkpoints:
    """States at dawn of some days, one of all futures of a run in order."""

    states: dict[int, dict[str, Array]]
    """day -> field -> (F, ...)."""

    def latest(self, day: int) -> int | None:
        """The last day at or before `day` with a state; None if there is none."""
        return max((kept for kept in self.states if kept <= day), default=None)

    def state(self, day: int, index: Array) -> State:
        """The state at dawn of `day` of the futures at these positions."""
        return State(
            **{
                name: np.array(values[index], dtype=float)
                for name, values in self.states[day].items()
            }
        )

    def before(self, day: int, index: Array | None = None) -> Checkpoints:
        """Only the states up to `day`, those that a branch from there shares, of these futures."""
        return Checkpoints(
            {
                kept: {
                    name: values if index is None else values[index]
                    for name, values in state.items()
                }
                for kept, state in self.states.items()
                if kept <= day
            }
        )

    def save(self, folder: Path, first: int = 0) -> None:
        """Parcels, named by the day and by the position of their first future.

        Each holds at most AT_ONCE futures, so that few are read where few are asked for.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for day, fields in self.states.items():
            count = len(next(iter(fields.values())))
            for start in range(0, count, AT_ONCE):
                some = {name: values[start : start + AT_ONCE] for name, values in fields.items()}
                name = f"day-{day:04d}-{first + start:07d}.parcel"
                (folder / name).write_bytes(packed(some))


@dataclasses.dataclass(frozen=True, slots=True)
class Shelf:
    """Checkpoints on disk, as `Checkpoints.save` wrote them; only what is asked for is read."""

    folder: Path
    """Need not be there: then there are none."""

    def days(self) -> dict[int, dict[int, Path]]:
        """Files by day and by position of their first future."""
        found: dict[int, dict[int, Path]] = {}
        for file in sorted(self.folder.glob("day-*-*.parcel")):
            day, first = (int(part) for part in file.stem.split("-")[1:])
            found.setdefault(day, {})[first] = file
        return found

    def latest(self, day: int) -> int | None:
        """As of `Checkpoints`."""
        return max((kept for kept in self.days() if kept <= day), default=None)

    def state(self, day: int, index: Array) -> State:
        """As of `Checkpoints`; index (F,) ascending."""
        found = self._read(self.days()[day], index)
        return State(**{name: values.astype(float) for name, values in found.items()})

    def before(self, day: int, index: Array | None = None) -> Checkpoints:
        """As of `Checkpoints`, read into memory; index (F,) ascending."""
        return Checkpoints(
            {kept: self._read(files, index) for kept, files in self.days().items() if kept <= day}
        )

    def _read(self, files: dict[int, Path], index: Array | None) -> dict[str, Array]:
        """The fields of a day, of all futures or of those at these positions."""
        parts: dict[str, list[Array]] = {}
        for first, last in itertools.pairwise([*files, np.iinfo(np.int64).max]):
            mine: Any = slice(None)
            if index is not None:
                mine = index[(index >= first) & (index < last)] - first
                if not mine.size:
                    continue
            for name, values in unpacked(files[first].read_bytes()).items():
                parts.setdefault(name, []).append(values[mine])
        return {name: np.concatenate(values) for name, values in parts.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class Dawn:
    """Where the state of some futures at dawn of a day is to be found."""

    kept: Checkpoints | Shelf
    day: int
    index: Array
    """(F,) positions of the futures, ascending."""

    def read(self) -> State:
        """The state itself."""
        return self.kept.state(self.day, self.index)


@dataclasses.dataclass(frozen=True, slots=True)
class Dawns:
    """The same of several runs, one after the other."""

    each: tuple[Dawn, ...]

    def read(self) -> State:
        """The states as one."""
        packed = [pack(dawn.read()) for dawn in self.each]
        return State(**{name: np.concatenate([one[name] for one in packed]) for name in packed[0]})


def small(state: State) -> dict[str, Array]:
    """A state in as few bytes as keep all its bits; joined with others it still keeps them."""
    with np.errstate(invalid="ignore", over="ignore"):  # what does not fit is seen and let be
        return {name: _fewest(values) for name, values in pack(state).items()}


def _fewest(values: Array) -> Array:
    """The values in the type of fewest bytes from which each comes back bit for bit."""
    bits = values.view(np.uint64)
    for kind in FEWER:
        fewer = values.astype(kind)
        if np.array_equal(fewer.astype(values.dtype).view(np.uint64), bits):
            return fewer
    return values


def merge(parts: list[dict[int, dict[str, Array]]]) -> Checkpoints:
    """Checkpoints of batches, joined along futures in order."""
    days = sorted(set.intersection(*(set(part) for part in parts))) if parts else []
    return Checkpoints(
        {
            day: {
                name: np.concatenate([part[day][name] for part in parts]) for name in parts[0][day]
            }
            for day in days
        }
    )
