"""Classes of the models of the public record, as shipped in classes.csv beside this file."""

from __future__ import annotations

from functools import cache
from importlib import resources
from types import MappingProxyType

from holdfast.raids.record import read_classes

MIXED = "mixed"
"""What a row of models of several classes is, instead of a class."""
UNKNOWN = "unknown"
"""What a row is that names a model which the table lacks."""


@cache
def known() -> MappingProxyType[str, str]:
    """Class of each model that the shipped table knows."""
    with resources.as_file(resources.files("holdfast.raids") / "classes.csv") as path:
        return MappingProxyType(read_classes(path))


def models_of(text: str) -> list[str]:
    """The models of a row; several are joined by " and "."""
    return [part.strip() for part in text.split(" and ")]


def class_of(text: str) -> str:
    """Class of a row by its models: one class, MIXED for several, UNKNOWN if one has none."""
    table = known()
    classes = {table.get(model, UNKNOWN) for model in models_of(text)}
    if UNKNOWN in classes:
        return UNKNOWN
    return classes.pop() if len(classes) == 1 else MIXED
