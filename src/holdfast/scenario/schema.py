"""The schemas of the tables: one toml file each, read by the check, by the docs and by adopt."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

COMMON = (
    {"name": "source", "type": "sources", "doc": "Ids of sources.csv, separated by ;"},
    {"name": "as_of", "type": "known", "doc": "When the row became public: a day, month or year"},
    {
        "name": "status",
        "type": "choice",
        "allowed": ["READ", "MEMORY", "ESTIMATE"],
        "doc": "Read in the source, remembered, or estimated",
    },
    {"name": "note", "type": "text", "doc": "Anything a reader should know"},
)
"""Columns that every table may have beside its own. Where a table has a column of its own of the
same name, the common one is called `row_` and the name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as its schema declares it."""

    name: str
    type: str
    """id, text, number, integer, date, choice, sources (ids separated by ;) or known (a date)."""
    doc: str
    unit: str = ""
    required: bool = False
    """A column that must be there, and whose cells may not be blank."""
    default: str = ""
    """What a blank cell means, as it would be written in the table; "" if blank stays blank."""
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    references: str = ""
    """`table.column` whose values the cell must be one of."""
    range: bool = False
    """The columns `<name>_low` and `<name>_high` may stand beside it."""
    shared: float = 0.0
    """Of the variance of a range, the part that all rows have in common."""
    bounds: str = ""
    """For a column `<name>_low` or `<name>_high`: the column whose range it gives."""
    common: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Schema:
    """One table: what it is, its key and its columns, those of ranges and common ones included."""

    name: str
    doc: str
    required: bool
    least_rows: int
    key: tuple[str, ...]
    dated: str
    """Not blank: the table holds what was said or happened, and rows that became public later than
    the scenario's `as_of` are hidden. "as_of": by that column alone; "date": without it by the
    column date; "month": without it by the last day of the columns year and month."""
    columns: Mapping[str, Column]

    @property
    def file(self) -> str:
        """The file of the table, relative to the folder of the scenario."""
        return f"{self.name}.csv"

    def common(self, name: str) -> str:
        """What the common column of that name ("status") is called in this table."""
        return f"row_{name}" if f"row_{name}" in self.columns else name

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError naming the table if it has none."""
        try:
            return self.columns[name]
        except KeyError:
            raise KeyError(f"table {self.name} has no column {name!r}") from None


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """One scalar parameter: its default, the range it is drawn from, and where that comes from."""

    id: str
    default: float
    low: float
    high: float
    unit: str
    doc: str
    source: str
    status: str
    minimum: float | None = None
    maximum: float | None = None
    own: bool = False
    """Whether a row of the scenario gives it; its source is then ids of sources.csv, and it and the
    status are blank where the row gives none."""

    def column(self) -> Column:
        """The column that its value would stand in, for a check of the value."""
        return Column(
            self.id,
            "number",
            self.doc,
            unit=self.unit,
            minimum=self.minimum,
            maximum=self.maximum,
        )


@lru_cache(maxsize=1)
def schemas() -> Mapping[str, Schema]:
    """All schemas by the name of their table ("power/demand"), in alphabetical order."""
    root = resources.files("holdfast.scenario") / "schema"
    found: dict[str, Any] = {}
    for entry in root.iterdir():
        if entry.is_dir():
            found |= {f"{entry.name}/{file.name}": file for file in entry.iterdir()}
        else:
            found[entry.name] = entry
    names = sorted(name for name in found if name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): _schema(
            name.removesuffix(".toml"), tomllib.loads(found[name].read_text("utf-8"))
        )
        for name in names
    }


@lru_cache(maxsize=1)
def parameters() -> Mapping[str, Parameter]:
    """All scalar parameters by id, in the order of parameters.toml."""
    text = (resources.files("holdfast.scenario") / "parameters.toml").read_text("utf-8")
    return {entry["id"]: Parameter(**entry) for entry in tomllib.loads(text)["parameter"]}


def _schema(name: str, raw: dict[str, Any]) -> Schema:
    own = [_column(entry) for entry in raw["column"]]
    columns: dict[str, Column] = {}
    for column in own:
        columns[column.name] = column
        if column.range:
            for end in ("low", "high"):
                made = _bound(column, end)
                columns[made.name] = made
    for entry in COMMON:
        column = dataclasses.replace(_column(entry), common=True)
        if column.name in columns:
            column = dataclasses.replace(column, name=f"row_{column.name}")
        columns[column.name] = column
    return Schema(
        name=name,
        doc=raw["doc"],
        required=raw["required"],
        least_rows=raw.get("least_rows", 0),
        key=tuple(raw["key"]),
        dated=raw.get("dated", ""),
        columns=columns,
    )


def _column(entry: Mapping[str, Any]) -> Column:
    values = dict(entry)
    values["default"] = str(values.get("default", ""))
    values["allowed"] = tuple(values.get("allowed", ()))
    return Column(**values)


def _bound(column: Column, end: str) -> Column:
    point = {"low": "5 %", "high": "95 %"}[end]
    return dataclasses.replace(
        column,
        name=f"{column.name}_{end}",
        doc=f"{point} point of {column.name}",
        required=False,
        default="",
        range=False,
        bounds=column.name,
    )
