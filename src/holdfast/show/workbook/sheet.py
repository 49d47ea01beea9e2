"""A sheet of numbers: its columns with units and notes, and its rows."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from holdfast.show.catalogue import Catalogue

Cell = str | float | int | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head with the unit, and a note on what it holds."""

    head: str
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of one answer; numbers are numbers, days are days, what is not known is None."""

    name: str
    """Name of the sheet and of the csv file."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def column(key: str, words: Catalogue, unit: str = "") -> Column:
    """The column of a key of the catalogue ("book.mean" and "book.mean_note")."""
    head = words.say(f"book.{key}")
    return Column(f"{head} [{unit}]" if unit else head, words.say(f"book.{key}_note"))


def columns(keys: Sequence[str | tuple[str, str]], words: Catalogue) -> tuple[Column, ...]:
    """The columns of some keys, each alone or with its unit."""
    return tuple(
        column(key, words) if isinstance(key, str) else column(key[0], words, key[1])
        for key in keys
    )


def made(key: str, keys: Sequence[str | tuple[str, str]], rows: object, words: Catalogue) -> Sheet:
    """A sheet of these columns; cells of numpy and what is not finite are turned plain."""
    assert isinstance(rows, list)
    plain = tuple(tuple(cell(value) for value in row) for row in rows)
    return Sheet(words.say(f"book.sheet_{key}"), columns(keys, words), plain)


def cell(value: object) -> Cell:
    """A value as a cell holds it: nan is None, infinity a text, a numpy number a plain one."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, (str, float, int, bool, dt.date)):
        return value
    raise TypeError(f"a cell cannot hold {type(value).__name__}")
