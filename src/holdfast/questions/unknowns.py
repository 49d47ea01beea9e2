"""What nobody knows, as one future drew it: the inputs that lie furthest from their middle."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import ndtr

from holdfast.questions.inputs import Input, called, drawn
from holdfast.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Unknown:
    """A parameter, or a column of a table, and where in its range a future drew it."""

    name: str
    """Id of the parameter; of a column `table.column`, with the row in brackets if it is one."""
    doc: str
    """What it is, in words."""
    table: str
    """Table of the column; blank for a parameter."""
    row: str
    """The only row that is drawn, a region by its name; blank for a parameter or several rows."""
    unit: str
    rows: int
    """Rows of the column that are drawn; 1 for a parameter."""
    value: float
    """What was drawn; nan for several rows."""
    middle: float
    """Its median; nan for several rows."""
    z: float
    """Standard normal number of the draw, below 0 under the middle; of several rows that of their
    mean, so that many rows are as seldom far from the middle as one."""

    @property
    def below(self) -> float:
        """Share of all draws that are lower."""
        return float(ndtr(self.z))


def most_extreme(scenario: Scenario, seed: int, future: int, count: int = 3) -> list[Unknown]:
    """The unknowns that a future drew furthest from their middle, the furthest first.

    The rows of a column count as one: they are many, and each by itself moves little.
    """
    found = []
    every = drawn(scenario, scenario.luck(seed, [future]))
    for _, group in itertools.groupby(every, key=lambda one: (one.table, one.column)):
        inputs = list(group)
        of_table = inputs[0].table != ""
        found.append((_of_column if of_table else _of_parameter)(scenario, inputs))
    return sorted(found, key=lambda one: (-abs(one.z), one.name))[:count]


def _of_parameter(scenario: Scenario, inputs: Sequence[Input]) -> Unknown:
    (one,) = inputs
    spec = scenario.parameters[one.column]
    z, value = float(one.z[0]), float(one.values[0])
    return Unknown(one.column, spec.doc, "", "", spec.unit, 1, value, one.middle, z)


def _of_column(scenario: Scenario, inputs: Sequence[Input]) -> Unknown:
    first, rows = inputs[0], len(inputs)
    spec = scenario.table(first.table).schema.column(first.column)
    name = called(first.table, first.column)
    if rows == 1:
        value, z = float(first.values[0]), float(first.z[0])
        regions = scenario.table("regions")
        named = dict(zip(regions.text("id"), regions.text("name"), strict=True))
        row = named.get(first.key, first.key)
        name = called(first.table, first.column, first.key)
        return Unknown(name, spec.doc, first.table, row, spec.unit, 1, value, first.middle, z)
    # the variance of a mean of rows of which `shared` is common to all
    spread = math.sqrt(spec.shared + (1 - spec.shared) / rows)
    z = sum(float(one.z[0]) for one in inputs) / rows / spread
    return Unknown(name, spec.doc, first.table, "", spec.unit, rows, math.nan, math.nan, z)
