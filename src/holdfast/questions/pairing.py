"""Whether two runs can be compared future by future, and every reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pairing:
    """What two runs must have alike to be compared future by future."""

    name: str
    """Of the scenario; it may differ where all else is alike."""
    futures: tuple[int, ...]
    facts: tuple[tuple[str, str], ...]
    """The rest, each by what it is called; the same of every run, in the same order."""


def unpaired(a: Pairing, b: Pairing) -> str:
    """Every reason why two runs cannot be compared future by future; blank if they can."""
    differ = [
        f"{name} ({one} and {other})"
        for (name, one), (_, other) in zip(a.facts, b.facts, strict=True)
        if one != other
    ]
    if not differ and a.futures != b.futures:
        differ = ["numbers of the futures"]
    if not differ:
        return ""
    if a.name != b.name:
        return (
            f"the runs are of different scenarios ({a.name} and {b.name}) and not paired: they "
            f"differ in {'; '.join(differ)}; compare runs of one scenario"
        )
    return (
        f"the runs are not paired: they differ in {'; '.join(differ)}; "
        "run both with the same seed, futures, start and version"
    )


def absent(future: int, futures: Sequence[int]) -> str:
    """Why a future of this number cannot be told; blank if it is among these."""
    if future in futures:
        return ""
    return (
        f"future {future} is not in the run; it holds {len(futures)} futures "
        f"from {min(futures)} to {max(futures)}"
    )
