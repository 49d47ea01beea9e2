"""What the interface says and takes of tables."""

from __future__ import annotations

from pydantic import BaseModel, Field

from holdfast.page.draft_steps import mark_of
from holdfast.page.records import Sheet
from holdfast.scenario.fault import Fault
from holdfast.scenario.schema import Column, Schema


class ColumnTold(BaseModel):
    """A column that a table may have."""

    name: str
    type: str
    unit: str
    doc: str
    required: bool
    default: str
    allowed: list[str]
    references: str

    @classmethod
    def of(cls, column: Column) -> ColumnTold:
        """As its schema declares it."""
        return cls(name=column.name, type=column.type, unit=column.unit, doc=column.doc,
                   required=column.required, default=column.default, allowed=list(column.allowed),
                   references=column.references)  # fmt: skip


class TableTold(BaseModel):
    """A table that a scenario has or may have."""

    name: str
    doc: str
    there: bool = Field(description="Whether the scenario has a file of it.")
    rows: int
    mark: str = Field(description="Of its text; what `if-match` of a change must say.")
    faults: list[str]

    @classmethod
    def of(cls, schema: Schema, text: str, faults: list[Fault]) -> TableTold:
        """By its text."""
        own = [str(each) for each in faults if each.file == schema.file]
        rows = sum(1 for _ in Sheet.of(text).rows())
        return cls(name=schema.name, doc=schema.doc, there=bool(text), rows=rows,
                   mark=mark_of(text), faults=own)  # fmt: skip


class TableWhole(TableTold):
    """A table with its columns and its text."""

    columns: list[ColumnTold]
    text: str = Field(description="The file as it stands, comma-separated.")


class TableText(BaseModel):
    """What a table is to be."""

    text: str = Field(max_length=50_000_000)


class TableSaved(BaseModel):
    """A table that was saved."""

    mark: str
