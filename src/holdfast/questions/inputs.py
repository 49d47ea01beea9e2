"""What nobody knows: every input that is drawn from a range, as the futures of a run drew it.

Which ranges are drawn is not listed anywhere: the blocks are asked to prepare themselves, and the
scenario notes what they ask for. So an input that a block leaves alone is never named.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.outcome.outcome import Outcome
from holdfast.scenario import Scenario
from holdfast.scenario.uncertain import normal_of


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
    middle: float
    """The value itself, which is the median of its draws."""
    z: Array
    """(future,) standard normal numbers of the draws, below 0 under the middle."""


def called(table: str, column: str, key: str = "") -> str:
    """What an input is called: a parameter by its id, a cell as `table.column (row)`."""
    name = f"{table}.{column}" if table else column
    return f"{name} ({key})" if key else name


@dataclasses.dataclass(frozen=True, eq=False)
class _Noting(Scenario):
    """A scenario that notes which columns and parameters are drawn."""

    asked: dict[tuple[str, str], None] = dataclasses.field(default_factory=dict)

    def uncertain(self, table: str, column: str, luck: Luck | None) -> Array:
        if luck is not None:
            self.asked[table, column] = None
        return super().uncertain(table, column, luck)

    def parameter(self, name: str, luck: Luck | None) -> Array:
        if luck is not None:
            self.asked["", name] = None
        return super().parameter(name, luck)


def inputs(outcome: Outcome) -> list[Input]:
    """All inputs of a run that were drawn from a range, by table and column."""
    every = drawn(outcome.scenario, outcome.scenario.luck(outcome.seed, outcome.futures))
    return [each for each in every if np.unique(each.values).size > 1]


def drawn(scenario: Scenario, luck: Luck) -> list[Input]:
    """All inputs that futures of a scenario draw from a range, by table and column."""
    found: list[Input] = []
    for table, column in _asked(scenario):
        if table:
            found += _of_column(scenario, table, column, luck)
        else:
            found += of_parameter(scenario, column, luck)
    return found


@functools.lru_cache(maxsize=8)
def _asked(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Table and column of what blocks ask for, whichever futures they are prepared for."""
    from holdfast.campaign import country  # with all blocks

    parts = {field.name: getattr(scenario, field.name) for field in dataclasses.fields(Scenario)}
    noting = _Noting(**parts)
    country.prepare(noting, Luck.of(0, range(2)))
    return tuple(sorted(noting.asked))


def of_parameter(scenario: Scenario, name: str, luck: Luck) -> Iterator[Input]:
    """A parameter, if it has a range."""
    spec = scenario.parameters[name]
    if spec.high > spec.low:
        values = scenario.parameter(name, luck)
        z = normal_of(spec.default, spec.low, spec.high, values)
        yield Input("", name, "", values, spec.default, z)


def _of_column(scenario: Scenario, name: str, column: str, luck: Luck) -> Iterator[Input]:
    """The rows of a column that have a range."""
    table = scenario.table(name)
    if f"{column}_low" not in table.columns:
        return
    middle = table.number(column)
    low, high = table.number(f"{column}_low"), table.number(f"{column}_high")
    values = scenario.uncertain(name, column, luck)
    for row in np.flatnonzero(high > low).tolist():
        given = values[:, row]
        z = normal_of(middle[row], low[row], high[row], given)
        yield Input(name, column, table.keys[row], given, float(middle[row]), z)
