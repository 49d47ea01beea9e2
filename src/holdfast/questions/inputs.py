"""What nobody knows: every input that is drawn from a range, as the futures of a run drew it.

Which ranges are drawn is not listed anywhere: the blocks are asked to prepare themselves, and the
scenario notes what they ask for. So an input that a block leaves alone is never named.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign import country
from holdfast.draws import Luck
from holdfast.outcome.outcome import Outcome
from holdfast.scenario import Scenario


@dataclasses.dataclass(frozen=True, slots=True)
class Input:
    """One uncertain number and its values."""

    table: str
    """Table it stands in; blank for a parameter."""
    column: str
    """Column, or the id of the parameter."""
    key: str
    """Row of the table; blank for a parameter."""
    values: Array
    """(future,), the same for both futures of a pair."""


@dataclasses.dataclass(frozen=True, eq=False)
class _Noting(Scenario):
    """A scenario that notes which columns and parameters are drawn."""

    asked: dict[tuple[str, str], None] = dataclasses.field(default_factory=dict)

    def uncertain(self, table: str, column: str, luck: Luck) -> Array:
        self.asked[table, column] = None
        return super().uncertain(table, column, luck)

    def parameter(self, name: str, luck: Luck) -> Array:
        self.asked["", name] = None
        return super().parameter(name, luck)


def inputs(outcome: Outcome) -> list[Input]:
    """All inputs of a run that were drawn from a range, by table and column."""
    scenario = outcome.scenario
    parts = {field.name: getattr(scenario, field.name) for field in dataclasses.fields(Scenario)}
    noting = _Noting(**parts)
    country.prepare(noting, Luck.of(outcome.seed, outcome.futures[:2]))
    luck = Luck.of(outcome.seed, outcome.futures)
    found = []
    for table, column in sorted(noting.asked):
        found += list(_drawn(scenario, table, column, luck))
    return found


def _drawn(scenario: Scenario, table: str, column: str, luck: Luck) -> Iterator[Input]:
    """The inputs of one column, or of one parameter, that differ between pairs of futures."""
    if not table:
        values = scenario.parameter(column, luck)[:, np.newaxis]
        keys: tuple[str, ...] = ("",)
    else:
        values, keys = scenario.uncertain(table, column, luck), scenario.table(table).keys
    if len(values) != len(luck.futures):
        return
    for row, key in enumerate(keys):
        if np.unique(values[:, row]).size > 1:
            yield Input(table, column, key, values[:, row])
