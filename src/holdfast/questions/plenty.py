"""Spare parts that never lack in the plan as it stands, so that more of them change nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from holdfast.arrays import Array
from holdfast.outcome.outcome import Outcome
from holdfast.scenario import Scenario

NEEDS = ("awaiting",)
"""Measures that a run keeps for it."""


def parts(scenario: Scenario, items: Sequence[str]) -> list[str]:
    """Those of the items that are parts of types in echelons alone, of which it is known."""
    fits = set(scenario.table("readiness/parts").text("item"))
    in_place = set(scenario.table("defence/systems").text("part"))
    return [item for item in dict.fromkeys(items) if item in fits - in_place]


def plenty(scenario: Scenario, items: Sequence[str], runs: Sequence[Outcome]) -> tuple[str, ...]:
    """Those of `parts` for which no fire unit waits at the end of any day of any future.

    `runs` are of the plan and have NEEDS. A type that waits, waits perhaps for another of its
    parts: then of none it is said that it does not lack.
    """
    table = scenario.table("readiness/parts")
    fits = list(zip(table.text("system"), table.text("item"), strict=True))
    waits = {
        str(unit)
        for run in runs
        for unit, most in zip(run.data["unit"].values, _most(run), strict=True)
        if most > 0
    }
    return tuple(
        item for item in items if not waits & {system for system, one in fits if one == item}
    )


def _most(run: Outcome) -> Array:
    """Fire units of each type that wait for a part on the day and in the future with most."""
    waiting = run.data[NEEDS[0]].transpose("unit", "future", "day").values
    return np.asarray(waiting.max(axis=(1, 2)))
