"""What nobody knows of a country, each thing once: ranges that are drawn, and which grid it has.

The rows of a column share a part of their draw, as its schema says (`shared`): who judged one
region too high judged the next too high. Where that is most of it the rows are one unknown, told by
the mean of what they drew.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks import delivery
from holdfast.questions.edited import with_values
from holdfast.questions.inputs import Input, called, drawn
from holdfast.questions.validate.finding import Sentence
from holdfast.scenario import Scenario

MOSTLY = 0.5
"""Part of a draw that all rows of a column share, above which they are one unknown."""
WHERE_STRUCK = "network.substation_share"
"""The other thing that curves of delivery hang on, an unknown of its own."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing that nobody knows."""

    name: str | Sentence
    values: Array
    """(F,) what futures drew; of several rows their mean."""
    inputs: int
    """Ranges that stand behind it."""


def unknowns_of(scenario: Scenario, luck: Luck) -> list[Unknown]:
    """All that futures of a scenario draw and do not agree on; what has two values is left out."""
    made: list[Unknown] = []
    every = drawn(scenario, luck)
    for (table, column), group in itertools.groupby(every, key=lambda one: (one.table, one.column)):
        rows = list(group)
        if table and len(rows) > 1 and scenario.table(table).schema.column(column).shared > MOSTLY:
            made.append(_together(scenario, rows))
        else:
            made += [Unknown(called(table, column, one.key), one.values, 1) for one in rows]
    made += grid(scenario, luck)
    return [one for one in made if np.unique(one.values).size > 2]


def _together(scenario: Scenario, rows: Sequence[Input]) -> Unknown:
    first = rows[0]
    there = {"count": len(rows), "all": len(scenario.table(first.table))}
    name = Sentence("rows", {"name": called(first.table, first.column), **there})
    return Unknown(name, np.mean([one.values for one in rows], axis=0), len(rows))


def grid(scenario: Scenario, luck: Luck) -> Iterator[Unknown]:
    """Which grid's curve each future was given, by the mean share of demand that it leaves out.

    Where on it damage strikes is another unknown, so it is held at its middle.
    """
    held = with_values(scenario, {WHERE_STRUCK: scenario.known(WHERE_STRUCK)})
    curves = delivery.prepare(held, luck)
    if curves is not None and len(curves.served) > 1:
        yield Unknown(Sentence("grid"), 1.0 - curves.served.mean(axis=(1, 2)), 1)
