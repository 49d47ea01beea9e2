"""How a part of the dossier is told: its sentences and its tables in a language."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

import pandas as pd

from holdfast.questions.validate.finding import Finding, Fixed, Measured, Sentence
from holdfast.show.catalogue import Catalogue
from holdfast.show.numbers import UNKNOWN
from holdfast.show.section import Numbers

STATES = {True: "dossier.holds", False: "dossier.fails", None: "dossier.shown"}
SMALL, LARGE = 1e-4, 1e3
"""Sizes under which a number has an exponent, and from which it is written whole."""
ERROR = "_error"
"""Ends the name of a column of standard errors, behind the column that they are of."""


def state(found: Finding) -> str:
    """Give the key of the message that says whether a part holds."""
    return STATES[found.holds]


def _beside(column: str, table: pd.DataFrame) -> list[str]:
    """Columns that are told within this one: the end of a window, a range, whether it is met."""
    row = column.removesuffix("_median")
    for ends in (["to"], ["low", "high"], [f"{row}_p05", f"{row}_p95", f"{row}_met"]):
        of = {"to": "from", "low": "value"}.get(ends[0], f"{row}_median")
        if column == of and all(name in table for name in ends):
            return ends
    return []


class PartTeller:
    """Says what one part found, by its own words.

    Raises KeyError for a sentence, a table or a column that its file of words does not have.
    """

    def __init__(self, words: Catalogue, part: str) -> None:
        self.words = words
        self.part = part

    def say(self, key: str, **fields: object) -> str:
        """A message of the part: its title, the head of a column."""
        return self.words.say(f"dossier.{self.part}.{key}", **fields)

    def sentence(self, said: Sentence) -> str:
        """A sentence with its values put in."""
        fields = {
            name: value if name == "count" or isinstance(value, int) else self.value(value)
            for name, value in said.values.items()
        }
        return self.say(f"says.{said.name}", **fields)

    def value(self, value: object) -> str:
        """A value of a sentence or a cell of a table."""
        match value:
            case None:
                return UNKNOWN
            case bool():
                return self.words.say("dossier.yes" if value else "dossier.no")
            case Sentence():
                return self.sentence(value)
            case Fixed(number, decimals):
                return self.words.numbers.fixed(number, decimals)
            case Measured(mean, error):
                return self.words.numbers.plus_minus(mean, error)
            case dt.date():
                return self.words.numbers.day(value, year=True)
            case tuple():
                return self.words.in_a_row([self.value(part) for part in value])
            case str():
                return self.words.own(value) if self.words.knows(value) else value
            case int():
                return self.words.numbers.fixed(value)
            case float():
                return self.number(value)
        if hasattr(value, "item"):
            return self.value(value.item())
        raise TypeError(f"a {type(value).__name__} cannot be told")

    def number(self, value: float) -> str:
        """A number without an error, to three digits."""
        numbers = self.words.numbers
        if not math.isfinite(value):
            return UNKNOWN
        if 0 < abs(value) < SMALL:
            digits, _, power = f"{value:.1e}".partition("e")
            return numbers.local(f"{digits.removesuffix('.0')}e{int(power)}").replace("-", "\u2212")
        return numbers.fixed(value) if abs(value) >= LARGE else numbers.number(value)

    def table(self, name: str, table: pd.DataFrame) -> Numbers:
        """A table under its title, means beside their errors."""
        beside = {name for column in table.columns for name in _beside(column, table)}
        columns = [
            column
            for column in table.columns
            if column not in beside and not self._is_error(column, table)
        ]
        head = tuple(self.say(f"column.{column}") for column in columns)
        rows = tuple(tuple(self._row(row, columns, table)) for row in table.to_dict("records"))
        words = tuple(
            place
            for place, column in enumerate(columns)
            if place and any(isinstance(cell, (str, Sentence, tuple)) for cell in table[column])
        )
        return Numbers(self.say(f"table.{name}"), head, rows, words)

    def _row(
        self, row: dict[object, object], columns: list[str], table: pd.DataFrame
    ) -> Iterator[str]:
        for column in columns:
            mean, error = row[column], row.get(f"{column}{ERROR}")
            if ends := _beside(column, table):
                yield self._with_ends(mean, [row[name] for name in ends])
            elif isinstance(mean, float) and isinstance(error, float) and math.isfinite(error):
                yield self.words.numbers.plus_minus(mean, error)
            else:
                yield self.value(mean)

    def _with_ends(self, value: object, ends: list[object]) -> str:
        """A day and the last of its window; or a value, its range, and whether it meets a band."""
        if isinstance(value, dt.date):
            (last,) = ends
            text = self.value(value)
            return text if last == value else f"{text} {self.words.numbers.to} {self.value(last)}"
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return UNKNOWN
        low, high = map(self.value, ends[:2])
        told = f"{self.value(value)} ({low} {self.words.numbers.to} {high})"
        return self.words.say("dossier.met", text=told) if len(ends) > 2 and ends[2] else told

    @staticmethod
    def _is_error(column: str, table: pd.DataFrame) -> bool:
        return column.endswith(ERROR) and column.removesuffix(ERROR) in table.columns
