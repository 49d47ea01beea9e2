"""What a fictional country is made of: sizes and shares, and tables that are the same for all."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib import resources

Row = dict[str, str]


@lru_cache(maxsize=64)
def _text(path: str) -> str:
    return (resources.files("holdfast.adopt.country") / path).read_text(encoding="utf-8")


def rows(path: str) -> list[Row]:
    """The rows of a table beside this file."""
    return list(csv.DictReader(io.StringIO(_text(path))))


def table(name: str) -> list[Row]:
    """The rows of a table that is written for every country, as `defence/systems`."""
    return rows(f"tables/{name}.csv")


@lru_cache(maxsize=1)
def _recipe() -> dict[str, str]:
    return {row["id"]: row["value"] for row in rows("recipe.csv")}


def word(name: str) -> str:
    """A value of the recipe as it stands there."""
    return _recipe()[name]


def number(name: str) -> float:
    """A value of the recipe that is one number."""
    return float(word(name))


def numbers(name: str) -> list[float]:
    """A value of the recipe that is several numbers."""
    return [float(part) for part in word(name).split()]
