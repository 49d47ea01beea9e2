"""What stands on the screen that asks what the sheets of a workbook are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.page.imports import Waiting
from holdfast.scenario.schema import schemas
from holdfast.show.catalogue import Catalogue

LEFT_OUT = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet and what it may be."""

    source: str
    header: str
    samples: str
    to: str
    factor: str
    why: str
    unclear: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and what it may be."""

    name: str
    table: str
    header: int
    why: str
    columns: Sequence[Column]
    missing: Sequence[str]
    """Needed columns of the table that no column seems to be."""


def sheets(waiting: Waiting) -> list[Sheet]:
    """The sheets of a workbook that waits."""
    return list(map(sheet, waiting.sheets))


def sheet(told: Mapping[str, Any]) -> Sheet:
    """A sheet, as it is proposed."""
    return Sheet(
        told["name"],
        told["table"]["taken"],
        told["header"],
        told["table"]["why"],
        [
            Column(
                each["from"], each["header"], ", ".join(each["samples"]), each["taken"],
                each["factor"], each["why"], each["sureness"] == "unclear",
            )
            for each in told["columns"]
        ],
        told["missing"],
    )  # fmt: skip


def tables() -> list[str]:
    """Names of all tables."""
    return sorted(schemas())


def columns_of(table: str) -> list[str]:
    """Names of the columns of a table."""
    return list(schemas()[table].columns) if table in schemas() else []


def meaning(table: str, column: str, words: Catalogue) -> str:
    """What a column of a table is."""
    found = schemas()[table].columns[column]
    told = words.meaning(found)
    return f"{told} [{words.own(found.unit)}]" if found.unit else told


def mapping(shown: Sequence[Sheet], given: Mapping[str, str]) -> dict[str, Any]:
    """What a form says of the sheets, as the file of a mapping says it.

    Fields are named by the places of sheets and columns: `table-0`, `to-0-2`, `constant-0-id`.
    """
    made: dict[str, Any] = {
        "sheet": [_sheet(place, each, given) for place, each in enumerate(shown)]
    }
    if given.get("settings", "").strip() and not given.get("onto"):
        made["settings"] = given["settings"].replace("\r\n", "\n")
    return made


def _sheet(place: int, shown: Sheet, given: Mapping[str, str]) -> dict[str, Any]:
    header = given.get(f"header-{place}", "")
    constants = f"constant-{place}-"
    return {
        "name": shown.name,
        "table": given.get(f"table-{place}", ""),
        "header": int(header) if header.isascii() and header.isdigit() and header != "0" else 1,
        "columns": [
            {
                "from": each.source,
                "to": given.get(f"to-{place}-{n}", ""),
                "factor": given.get(f"factor-{place}-{n}", "").strip(),
            }
            for n, each in enumerate(shown.columns)
        ],
        "constants": {
            name.removeprefix(constants): value
            for name, value in given.items()
            if name.startswith(constants)
        },
    }
