"""Recorders as a user asks for them: a field of the day and the axes that stay, as plain data."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable

import numpy as np

from holdfast.arrays import Array, Declared, declared
from holdfast.campaign.record import MEASURES, SOMETIMES, Measure, View
from holdfast.scenario import Scenario

HOW: dict[str, Callable[..., Array]] = {"sum": np.sum, "mean": np.mean, "max": np.max}
"""What may be done over the axes that do not stay."""
UNTOLD = frozenset({"raid.toward", "raid.aimed", "fight.kills"})
"""Fields that no recorder gives: what is aimed at whom is a prior that may drift, and no result."""


@dataclasses.dataclass(frozen=True, slots=True)
class Recorder:
    """Keep one field of every day: `Recorder("service.unserved", keep="future day region")`."""

    field: str
    """Verb and field of a bundle of the day; the variable gets this name."""
    keep: str = "future day"
    """Axes that stay, as words, beginning with "future day"."""
    how: str = "sum"
    """What is done over the others: sum, mean or max."""

    def measure(self) -> Measure:
        """The recorder as a measure, with the unit and the meaning of its field.

        Raises ValueError naming what is allowed if there is no such field, axis or way.
        """
        verb, _, name = self.field.partition(".")
        spec = _one_of("field", self.field, fields())
        if self.how not in HOW:
            raise ValueError(f"how: {self.how!r} is not one of: {', '.join(HOW)}")
        axes = self.keep.split()
        if axes[:2] != ["future", "day"] or not set(axes[2:]) <= set(spec.axes[1:]):
            allowed = " ".join(("future", "day", *spec.axes[1:]))
            raise ValueError(f"keep: {self.keep!r} is not 'future day' and some of: {allowed}")
        stay = [axis for axis in spec.axes[1:] if axis in axes]
        gone = tuple(1 + i for i, axis in enumerate(spec.axes[1:]) if axis not in axes)
        reduce = HOW[self.how]

        def of(view: View) -> Array:
            values = np.asarray(getattr(getattr(view.day, verb), name))
            return np.asarray(reduce(values, axis=gone)) if gone else values

        return Measure(self.field, " ".join(("future", "day", *stay)), spec.unit, spec.doc, of)


def measures(
    scenario: Scenario, record: tuple[Recorder, ...], only: tuple[str, ...] = ()
) -> tuple[Measure, ...]:
    """What a run keeps by itself, or what is named of it, and what is asked for besides."""
    there = (each for each in SOMETIMES if each.among is not None and each.among(scenario))
    own = tuple(each for each in (*MEASURES, *there) if not only or each.name in only)
    return own + tuple(recorder.measure() for recorder in record)


def fields() -> dict[str, Declared]:
    """Every field that can be recorded, by "verb.field"; what is aimed at is none."""
    from holdfast.campaign.day import Day  # with all blocks, which few who record nothing need

    bundles = typing.get_type_hints(Day)
    return {
        f"{verb}.{spec.name}": spec
        for verb, bundle in bundles.items()
        for spec in declared(bundle)
        if spec.axes[0] == "future" and f"{verb}.{spec.name}" not in UNTOLD
    }


def _one_of(what: str, value: str, allowed: dict[str, Declared]) -> Declared:
    if value not in allowed:
        raise ValueError(f"{what}: {value!r} is not one of: {', '.join(sorted(allowed))}")
    return allowed[value]
