"""Parts of the futures by what nobody knows: the outer thirds of inputs, and the rival models."""

from __future__ import annotations

import numpy as np

from holdfast.arrays import Array
from holdfast.questions.flips import Part, thirds
from holdfast.questions.inputs import Input
from holdfast.scenario import Scenario

LOWER, UPPER, MODEL = "lower", "upper", "model"


def parts_of(inputs: list[Input], rival: Array, pair: Array, scenario: Scenario) -> list[Part]:
    """The outer thirds of every input that was drawn, and each rival model of air defence.

    `rival` is the model that each future drew, `pair` the number of its pair, both (future,).
    """
    found = []
    for given in inputs:
        name = input_name(given, scenario)
        low, high = thirds(given.values, pair)
        found += [Part(name, LOWER, low), Part(name, UPPER, high)]
    models = sorted(set(rival.tolist()))
    if len(models) > 1:
        found += [Part(model, MODEL, np.asarray(rival == model)) for model in models]
    return found


def input_name(given: Input, scenario: Scenario) -> str:
    """What an input is: a parameter as its schema says, a cell by its column, table and row."""
    if not given.table:
        return scenario.parameters[given.column].doc.partition(":")[0].partition(";")[0]
    table = scenario.table(given.table)
    row = given.key
    if "name" in table.schema.columns and len(table.schema.key) == 1:
        row = dict(zip(table.keys, table.text("name"), strict=True))[given.key] or row
    return f"{given.column} ({given.table}: {row})".replace("_", " ")
