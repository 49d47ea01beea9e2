"""The parts of the dossier, in the order of their numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from holdfast.questions.validate import alike, hindcast, interception, monotone, outside
from holdfast.questions.validate.finding import Finding, Given


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One part: its number of the ten, its name, and what answers it."""

    number: int
    name: str
    find: Callable[[Given], Finding]


PARTS: tuple[Part, ...] = (
    Part(1, "hindcast", hindcast.find),
    Part(3, "outside", outside.find),
    Part(4, "alike", alike.find),
    Part(5, "interception", interception.find),
    Part(6, "monotone", monotone.find),
)
