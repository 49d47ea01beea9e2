"""States kept every few days, from which another plan can go on."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign.state import State, pack

EVERY = 14
"""Days between checkpoints."""
SMALL = {"state": np.uint8, "times_hit": np.uint16}
"""Whole numbers that are kept in fewer bytes; everything else keeps all its bits."""


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

    def before(self, day: int) -> Checkpoints:
        """Only the states up to `day`: those that a branch from there shares."""
        return Checkpoints({kept: state for kept, state in self.states.items() if kept <= day})

    def save(self, folder: Path, first: int = 0) -> None:
        """One compressed file a day, named by the day and by the position of its first future."""
        folder.mkdir(parents=True, exist_ok=True)
        for day, fields in self.states.items():
            name = f"day-{day:04d}-{first:07d}.npz"
            np.savez_compressed(folder / name, **fields)  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True, slots=True)
class Shelf:
    """Checkpoints on disk, as `Checkpoints.save` wrote them; only what is asked for is read."""

    folder: Path
    """Need not be there: then there are none."""

    def days(self) -> dict[int, dict[int, Path]]:
        """Files by day and by position of their first future."""
        found: dict[int, dict[int, Path]] = {}
        for file in sorted(self.folder.glob("day-*-*.npz")):
            day, first = (int(part) for part in file.stem.split("-")[1:])
            found.setdefault(day, {})[first] = file
        return found

    def latest(self, day: int) -> int | None:
        """As of `Checkpoints`."""
        return max((kept for kept in self.days() if kept <= day), default=None)

    def state(self, day: int, index: Array) -> State:
        """As of `Checkpoints`; index (F,) ascending."""
        files = self.days()[day]
        edges = [*files, np.iinfo(np.int64).max]
        parts: dict[str, list[Array]] = {}
        for first, last in itertools.pairwise(edges):
            mine = index[(index >= first) & (index < last)] - first
            if mine.size:
                with np.load(files[first]) as found:
                    for name in found.files:
                        parts.setdefault(name, []).append(found[name][mine].astype(float))
        return State(**{name: np.concatenate(values) for name, values in parts.items()})

    def before(self, day: int) -> Checkpoints:
        """As of `Checkpoints`, read into memory."""
        states = {}
        for kept, files in self.days().items():
            if kept <= day:
                parts = [dict(np.load(file)) for _, file in sorted(files.items())]
                states[kept] = {
                    name: np.concatenate([part[name] for part in parts]) for name in parts[0]
                }
        return Checkpoints(states)


def small(state: State) -> dict[str, Array]:
    """A state in as few bytes as keep all its bits."""
    return {
        name: values.astype(SMALL.get(name, values.dtype)) for name, values in pack(state).items()
    }


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
