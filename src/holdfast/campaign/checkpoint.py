"""States kept every few days, from which another plan can go on."""

from __future__ import annotations

import dataclasses
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

    def save(self, folder: Path) -> None:
        """One compressed file a day."""
        folder.mkdir(parents=True)
        for day, fields in self.states.items():
            np.savez_compressed(folder / f"day-{day:04d}.npz", **fields)  # type: ignore[arg-type]

    @classmethod
    def load(cls, folder: Path) -> Checkpoints:
        """What `save` wrote; empty if the folder is not there."""
        states = {}
        for file in sorted(folder.glob("day-*.npz")):
            with np.load(file) as found:
                states[int(file.stem[4:])] = {name: found[name] for name in found.files}
        return cls(states)


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
