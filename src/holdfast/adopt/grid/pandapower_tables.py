"""The tables of the json that `pandapower.to_json` writes, without the library."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from holdfast.adopt.grid.found import GridError, fault

Row = dict[str, Any]
_TWO_ENDS = {"l": "line", "t": "trafo", "t3": "trafo3w"}
"""What the switches of a kind open."""


@dataclasses.dataclass(frozen=True, slots=True)
class Tables:
    """Rows of each table by the number of the element, and what open switches take out."""

    rows: Mapping[str, Mapping[Any, Row]]
    opened: Mapping[str, set[Any]]

    def __getitem__(self, name: str) -> Mapping[Any, Row]:
        return self.rows[name]

    def get(self, name: str) -> Mapping[Any, Row]:
        """Rows of a table, none if there is no such table."""
        return self.rows.get(name, {})


def read_tables(path: Path) -> Tables:
    """Read the file. Raises GridError if it is no network of pandapower, OSError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise GridError([fault(path.name, "cannot be read as json")]) from None
    held = data.get("_object") if isinstance(data, dict) else None
    if not isinstance(held, dict) or data.get("_class") != "pandapowerNet" or "bus" not in held:
        raise GridError([fault(path.name, "is no network that pandapower.to_json wrote")])
    rows, wrong = {}, []
    for name, table in held.items():
        if isinstance(table, dict) and table.get("_class") == "DataFrame":
            try:
                rows[name] = _rows(table)
            except (KeyError, TypeError, ValueError):
                wrong.append(fault(f"{path.name} {name}", "is not a table by columns and index"))
    if wrong:
        raise GridError(wrong)
    opened: dict[str, set[Any]] = {name: set() for name in _TWO_ENDS.values()}
    for row in rows.get("switch", {}).values():
        if not row.get("closed", True) and row.get("et") in _TWO_ENDS:
            opened[_TWO_ENDS[row["et"]]].add(row.get("element"))
    return Tables(rows, opened)


def _rows(table: Mapping[str, Any]) -> dict[Any, Row]:
    inner = table["_object"]
    made = json.loads(inner) if isinstance(inner, str) else inner
    columns = made["columns"]
    return {
        key: {c: _plain(cell) for c, cell in zip(columns, cells, strict=True)}
        for key, cells in zip(made["index"], made["data"], strict=True)
    }


def _plain(cell: Any) -> Any:
    """A cell as a number or a text; nan and what is neither are blank."""
    if isinstance(cell, float) and math.isnan(cell):
        return None
    return cell if isinstance(cell, (bool, int, float, str)) else None


def fused(tables: Tables) -> dict[Any, Any]:
    """The first of the buses that closed switches join, for each bus."""
    head = {key: key for key in tables["bus"]}
    for row in tables.get("switch").values():
        ends = row.get("bus"), row.get("element")
        if row.get("et") == "b" and row.get("closed", True) and all(end in head for end in ends):
            one, other = (_root(head, end) for end in ends)
            head[max(one, other)] = min(one, other)
    return {key: _root(head, key) for key in head}


def _root(head: Mapping[Any, Any], key: Any) -> Any:
    """The bus at the end of the chain that starts at `key`; `head` names the next of each."""
    while head[key] != key:
        key = head[key]
    return key
