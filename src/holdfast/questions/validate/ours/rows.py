"""Rows of the files of public data."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import TypeAlias

Figure: TypeAlias = tuple[str, str, float, float]
"""Id, at which of several, value, standard error."""


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a csv file, by the names of their columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exact(identity: str, at: object, value: float) -> Figure:
    """A figure that is not sampled."""
    return identity, str(at), float(value), math.nan
