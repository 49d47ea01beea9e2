"""A mapping of sheets and columns with other names: a small toml file that is read back."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

from openpyxl.utils import column_index_from_string
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from holdfast.adopt.book import Book, Sheet, name_of
from holdfast.adopt.fault import BookError
from holdfast.adopt.tables import Plan, Taken
from holdfast.scenario import Fault, Schema, schemas
from holdfast.scenario.fault import hint, short

LEFT_OUT = "-"
"""Stands for a sheet or a column that is not taken."""


@dataclasses.dataclass(frozen=True, slots=True)
class Mapped:
    """Which sheet becomes which table, and which become none."""

    plans: tuple[Plan, ...]
    unknown: tuple[str, ...] = ()
    """Sheets that nobody has decided on."""
    dropped: tuple[str, ...] = ()
    """Sheets that are left out on purpose."""
    settings: str | None = None
    """The text of scenario.toml, where the workbook has no sheet of it."""
    name: str = ""
    """The file of the mapping."""


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


Words = Annotated[str, BeforeValidator(_as_text)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Column(_Part):
    source: str = Field(alias="from", pattern=r"^[A-Za-z]{1,3}$")
    header: str = ""
    to: str
    factor: Words = ""


class _Sheet(_Part):
    name: str
    table: str
    header: int = Field(default=1, ge=1)
    columns: list[_Column] = []
    constants: dict[str, Words] = {}


class _File(_Part):
    settings: str | None = None
    sheet: list[_Sheet] = []


def read_mapping(path: str | os.PathLike[str], book: Book) -> Mapped:
    """The mapping in a file, whole and fitting the workbook. Raises BookError with all faults."""
    file = Path(path)
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        said = getattr(error, "strerror", None) or str(error) or "is nested too deeply"
        raise BookError([Fault(file.name, None, None, None, f"cannot be read: {said}")]) from None
    return decided(found, book, file.name)


def decided(given: Mapping[str, Any], book: Book, name: str) -> Mapped:
    """A mapping as its file says it, whole and fitting the workbook; `name` is told of faults.

    Raises BookError with all faults.
    """
    try:
        found = _File.model_validate(given)
    except ValidationError as error:
        raise BookError([_shape_fault(name, one) for one in error.errors()]) from None
    faults = list(_faults(name, found, book))
    if faults:
        raise BookError(faults)
    plans = tuple(
        Plan(
            one.name,
            one.table,
            one.header,
            (
                *(
                    Taken(column.to, column_index_from_string(column.source), column.factor)
                    for column in one.columns
                    if column.to != LEFT_OUT
                ),
                *(Taken(name, constant=value) for name, value in one.constants.items() if value),
            ),
        )
        for one in found.sheet
        if one.table != LEFT_OUT
    )
    dropped = tuple(one.name for one in found.sheet if one.table == LEFT_OUT)
    return Mapped(plans, (), dropped, found.settings, name)


def _shape_fault(file: str, error: Any) -> Fault:
    where = ".".join(str(part) for part in error["loc"])
    return Fault(file, None, short(where), None, f"is not allowed: {error['msg'].lower()}")


def _faults(file: str, found: _File, book: Book) -> Iterator[Fault]:
    """All that is not decided in a mapping, or does not fit the workbook."""
    sheets = {sheet.title: sheet for sheet in book.sheets}
    for one in found.sheet:
        where = f"sheet {short(one.name)}"
        if one.name not in sheets:
            yield Fault(
                file, None, where, None, f"is not in the workbook; {hint(one.name, sheets)}"
            )
        elif not one.table:
            message = f"no table is given: name one, or {LEFT_OUT} to leave the sheet out"
            yield Fault(f"{file} {where}", None, None, None, message)
        elif one.table != LEFT_OUT and one.table not in schemas():
            message = f"is not a table; {hint(one.table, schemas())}"
            yield Fault(f"{file} {where}", None, None, short(one.table), message)
        elif one.table != LEFT_OUT:
            schema = schemas()[one.table]
            yield from _sheet_faults(file, where, one, schema, sheets[one.name])


def _sheet_faults(
    file: str, where: str, one: _Sheet, schema: Schema, sheet: Sheet
) -> Iterator[Fault]:
    used: list[str] = []
    for column in one.columns:
        place = f"{where} column {column.source}"
        at = (one.header, column_index_from_string(column.source))
        header = sheet.text(*at)
        if column.header and column.header != header:
            message = f"cell {name_of(*at)} of the workbook holds {short(header)!r} now"
            yield Fault(f"{file} {place}", None, None, short(column.header), message)
        if not column.to:
            message = f"is not decided: name a column of {schema.name}, or {LEFT_OUT} to leave it"
            yield Fault(f"{file} {place}", None, None, short(column.header), message)
        elif column.to != LEFT_OUT:
            used.append(column.to)
            yield from _column_faults(file, place, column, schema)
    for name, value in one.constants.items():
        if not value and name in used:
            continue
        place = f"{where} constant {short(name)}"
        used.append(name)
        if name not in schema.columns:
            yield Fault(
                f"{file} {place}",
                None,
                None,
                None,
                f"is not a column; {hint(name, schema.columns)}",
            )
        elif not value:
            yield Fault(
                f"{file} {place}", None, None, None, "is not decided: give the value of every row"
            )
    for name in sorted({name for name in used if used.count(name) > 1}):
        yield Fault(f"{file} {where}", None, None, name, "is given by more than one column")
    for name, spec in schema.columns.items():
        if spec.required and name not in used:
            message = f"the column {name} is needed ({spec.doc}): give a column or a constant"
            yield Fault(f"{file} {where}", None, None, None, message)


def _column_faults(file: str, place: str, column: _Column, schema: Schema) -> Iterator[Fault]:
    spec = schema.columns.get(column.to)
    if spec is None:
        message = f"is not a column of {schema.name}; {hint(column.to, schema.columns)}"
        yield Fault(f"{file} {place}", None, None, short(column.to), message)
    elif column.factor:
        try:
            usable = Decimal(column.factor).is_finite() and Decimal(column.factor) != 0
        except InvalidOperation:
            usable = False
        if not usable or spec.type not in ("number", "integer"):
            message = "is no factor: a number other than 0, and only for a column of numbers"
            yield Fault(f"{file} {place}", None, None, short(column.factor), message)
