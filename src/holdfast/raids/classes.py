"""Classes of the models of the public record, as shipped in classes.csv beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from os import PathLike
from types import MappingProxyType
from typing import Any

from holdfast.raids.files import model_of, refuse, rows_of

MIXED = "mixed"
"""What a row of models of several classes is, instead of a class."""
UNKNOWN = "unknown"
"""What a row is that names a model which the table lacks."""


def read_classes(path: str | PathLike[str]) -> dict[str, str]:
    """Class of each model, from a table with the columns model and class.

    Raises ValueError naming file, row and column, a line a fault, if a column is missing, a row has
    too many cells, a model is blank or stands there twice, or its class is blank.
    """
    made: dict[str, str] = {}
    faults: list[str] = []
    for number, row in rows_of(path, ("model", "class"), faults):
        try:
            model = model_of(row["model"] or "")
        except ValueError as error:
            faults.append(f"{path}, row {number}, model: {error}")
            continue
        if model in made:
            faults.append(f"{path}, row {number}, model: {model!r} stands there twice")
        made[model] = (row["class"] or "").strip()
        if not made[model]:
            faults.append(f"{path}, row {number}, class: is blank")
    refuse(faults)
    return made


@cache
def known() -> MappingProxyType[str, str]:
    """Class of each model that the shipped table knows."""
    with resources.as_file(resources.files("holdfast.raids") / "classes.csv") as path:
        return MappingProxyType(read_classes(path))


def models_of(text: Any) -> list[str]:
    """The models of a row; several are joined by " and ". A cell that is no text is no model."""
    if not isinstance(text, str):
        return [""]
    return [part.strip() for part in text.split(" and ")]


def class_of(text: str, table: Mapping[str, str] | None = None) -> str:
    """Class of a row by its models: one class, MIXED for several, UNKNOWN if one has none.

    `table` is the class of each model; the shipped table if left out.
    """
    table = known() if table is None else table
    classes = {table.get(model, UNKNOWN) for model in models_of(text)}
    if UNKNOWN in classes:
        return UNKNOWN
    return classes.pop() if len(classes) == 1 else MIXED
