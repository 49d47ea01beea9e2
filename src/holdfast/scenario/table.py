"""A table of a scenario: its cells as text, read as numbers, days, flags or positions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from holdfast.arrays import Array
from holdfast.scenario.cells import day
from holdfast.scenario.schema import Column, Schema

BLANK_DAY = -1_000_000
"""Day number of a blank date: long before any campaign."""


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """Rows of one table, checked; columns that the file leaves out read as blank or default."""

    schema: Schema
    start: date
    """Day 0 of the campaign, from which `days` counts."""
    lines: tuple[int, ...]
    """The row of the file that each row stood in; the header is row 1."""
    cells: Mapping[str, tuple[str, ...]]
    """Column -> the text of each row, without spaces around it; only columns of the file."""

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def name(self) -> str:
        """The name of the table, such as "power/demand"."""
        return self.schema.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the file has, in its order."""
        return tuple(self.cells)

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of each row: the cells of its key columns, joined by spaces.

        Blank ones at the end are left out, so that a key that may go on names its rows as before.
        """
        return tuple(" ".join(row).rstrip() for row in self.key_cells())

    def key_cells(self) -> list[tuple[str, ...]]:
        """The cells of the key columns of each row, whole numbers without leading zeros."""
        made = []
        for name in self.schema.key:
            texts = self.text(name)
            if self.schema.column(name).type == "integer":
                texts = tuple(str(int(text)) for text in texts)
            made.append(texts)
        return list(zip(*made, strict=True))

    def text(self, column: str) -> tuple[str, ...]:
        """The text of each row, the default filled in; "" where blank.

        Raises KeyError if the table has no such column.
        """
        spec = self.schema.column(column)
        cells = self.cells.get(column)
        if cells is None:
            return (spec.default,) * len(self)
        return tuple(text or spec.default for text in cells) if spec.default else cells

    def number(self, column: str) -> npt.NDArray[np.float64]:
        """(rows,) the number of each row, the default filled in; nan where blank.

        Raises KeyError if the table has no such column, TypeError if it holds no numbers.
        """
        self._of_type(column, "number", "integer")
        return np.array([float(text) if text else np.nan for text in self.text(column)], np.float64)

    def days(self, column: str, *, missing: int = BLANK_DAY) -> npt.NDArray[np.int64]:
        """(rows,) days since the start of the campaign; `missing` where blank.

        Raises KeyError if the table has no such column, TypeError if it holds no dates.
        """
        self._of_type(column, "date")
        made = [(day(text) - self.start).days if text else missing for text in self.text(column)]
        return np.array(made, np.int64)

    def flag(self, column: str) -> npt.NDArray[np.bool_]:
        """(rows,) True where a column of yes and no says yes.

        Raises KeyError if the table has no such column, TypeError if it is not one of yes and no.
        """
        if self._of_type(column, "choice").allowed != ("yes", "no"):
            raise TypeError(f"{self.name}.{column} is not a column of yes and no")
        return np.array([text == "yes" for text in self.text(column)], np.bool_)

    def index(self, column: str, labels: Sequence[str]) -> npt.NDArray[np.int64]:
        """(rows,) position of each row's value in `labels`; -1 where blank.

        Raises ValueError naming the first value that is not among the labels.
        """
        place = {label: at for at, label in enumerate(labels)} | {"": -1}
        try:
            return np.array([place[text] for text in self.text(column)], np.int64)
        except KeyError as missing:
            raise ValueError(f"{self.name}.{column}: {missing} is not among the labels") from None

    def order(self, column: str, labels: Sequence[str]) -> npt.NDArray[np.int64]:
        """(labels,) the first row that holds each label.

        Raises ValueError naming the first label that no row holds.
        """
        texts = self.text(column)
        first = {text: row for row, text in reversed(list(enumerate(texts)))}
        try:
            return np.array([first[label] for label in labels], np.int64)
        except KeyError as missing:
            raise ValueError(f"{self.name}.{column}: no row holds {missing}") from None

    def where(self, mask: Array) -> Table:
        """The rows for which the boolean mask (rows,) is True."""
        chosen = np.asarray(mask, np.bool_)
        if chosen.shape != (len(self),):
            raise ValueError(f"a mask of {len(self)} rows is needed, not of shape {chosen.shape}")
        at = np.flatnonzero(chosen).tolist()
        return dataclasses.replace(
            self,
            lines=tuple(self.lines[i] for i in at),
            cells={name: tuple(texts[i] for i in at) for name, texts in self.cells.items()},
        )

    def rows(self) -> list[dict[str, str]]:
        """Each row as column -> text, the columns of the file only, defaults not filled in."""
        return [
            dict(zip(self.cells, texts, strict=True))
            for texts in zip(*self.cells.values(), strict=True)
        ]

    def _of_type(self, column: str, *types: str) -> Column:
        spec = self.schema.column(column)
        if spec.type not in types:
            raise TypeError(f"{self.name}.{column} holds {spec.type}, not {' or '.join(types)}")
        return spec


def empty(schema: Schema, start: date) -> Table:
    """The table of a file that is not there."""
    return Table(schema, start, (), {})
