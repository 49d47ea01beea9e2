"""The parts of the dossier, in the order of their numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from holdfast.questions.validate import (
    alike,
    extremes,
    hindcast,
    interception,
    monotone,
    outside,
    paired,
    recomputed,
    rules,
    unknowns,
)
from holdfast.questions.validate.finding import Finding, Given


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One part: its number of the ten, its name, and what answers it."""

    number: int
    name: str
    find: Callable[[Given], Finding]


PARTS: tuple[Part, ...] = (
    Part(1, "hindcast", hindcast.find),
    Part(2, "recomputed", recomputed.find),
    Part(3, "outside", outside.find),
    Part(4, "alike", alike.find),
    Part(5, "interception", interception.find),
    Part(6, "monotone", monotone.find),
    Part(7, "paired", paired.find),
    Part(8, "unknowns", unknowns.find),
    Part(9, "extremes", extremes.find),
    Part(10, "rules", rules.find),
)
