"""How a sheet with other headings is read: a small toml file.

sheet = "Help"            # of a workbook; every sheet if left out
header = 3                # the row of the headings; 1 if left out
[columns]
"Country" = "partner"     # heading = field
"Remarks" = "-"           # is left out
[constants]
source = "desk"           # of every row
[values.kind]
"pledged" = "commitment"  # what stands in a cell = what it means
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from holdfast.ledger.draft import LedgerError
from holdfast.ledger.schema import columns
from holdfast.scenario.fault import Fault, hint, short

LEFT_OUT = "-"


class Headings(BaseModel):
    """What the file says; without one, headings are the names of fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    sheet: str = ""
    header: int = Field(default=1, ge=1)
    columns: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    values: Mapping[str, Mapping[str, str]] = {}


def read_mapping(path: str | os.PathLike[str]) -> Headings:
    """The mapping in a file. Raises LedgerError with all faults."""
    file = Path(path)
    try:
        return mapping_of(tomllib.loads(file.read_text("utf-8")), file.name)
    except LedgerError:
        raise
    except (OSError, ValueError, RecursionError) as error:
        said = getattr(error, "strerror", None) or str(error) or "is nested too deeply"
        raise LedgerError([Fault(file.name, None, None, None, f"cannot be read: {said}")]) from None


def mapping_of(told: object, name: str = "mapping") -> Headings:
    """The mapping that is told. Raises LedgerError with all faults."""
    try:
        found = Headings.model_validate(told)
    except ValidationError as error:
        faults = [
            Fault(
                name,
                None,
                short(".".join(map(str, one["loc"]))),
                None,
                f"is not allowed: {one['msg'].lower()}",
            )
            for one in error.errors()
        ]
        raise LedgerError(faults) from None
    if faults := list(_faults(name, found)):
        raise LedgerError(faults)
    return found


def _faults(file: str, found: Headings) -> Iterator[Fault]:
    for heading, field in found.columns.items():
        if field != LEFT_OUT and field not in columns():
            message = f"is not a field; {hint(field, columns())}; {LEFT_OUT} leaves the column out"
            yield Fault(file, None, f"columns.{short(heading)}", short(field), message)
    for part, fields in (("constants", found.constants), ("values", found.values)):
        for field in fields:
            if field not in columns():
                message = f"is not a field; {hint(field, columns())}"
                yield Fault(file, None, part, short(field), message)
    given = [field for field in found.columns.values() if field != LEFT_OUT]
    for field in sorted({one for one in given if given.count(one) > 1}):
        yield Fault(file, None, "columns", field, "is given by more than one heading")
