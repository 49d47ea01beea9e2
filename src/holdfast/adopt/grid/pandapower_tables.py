"""The tables of the json that `pandapower.to_json` writes, without the library."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from holdfast.adopt.grid.found import GridError, fault
from holdfast.scenario import Fault

Row = dict[str, Any]
_TWO_ENDS = {"l": "line", "t": "trafo", "t3": "trafo3w"}
"""What the switches of a kind open."""
NOT_READ = (
    "motor",
    "ward",
    "xward",
    "storage",
    "asymmetric_load",
    "asymmetric_sgen",
    "svc",
    "tcsc",
    "ssc",
    "vsc",
    "line_dc",
    "load_dc",
    "source_dc",
)
"""Tables of elements that are counted and left out."""
COLUMNS = {
    "bus": ("vn_kv",),
    "line": ("from_bus", "to_bus", "x_ohm_per_km", "length_km", "parallel"),
    "impedance": ("from_bus", "to_bus", "sn_mva", "xft_pu"),
    "trafo": ("hv_bus", "lv_bus", "sn_mva", "vk_percent", "vn_hv_kv", "vn_lv_kv"),
    "trafo3w": tuple(
        name.format(side)
        for side in ("hv", "mv", "lv")
        for name in ("{}_bus", "sn_{}_mva", "vk_{}_percent")
    ),
    "dcline": ("from_bus", "to_bus"),
    "gen": ("bus", "p_mw"),
    "sgen": ("bus", "p_mw"),
    "load": ("bus", "p_mw"),
    "ext_grid": ("bus",),
    "switch": ("bus", "element", "et", "closed"),
    "poly_cost": ("et", "element"),
}
"""Columns that a table with rows must have."""


@dataclasses.dataclass(frozen=True, slots=True)
class Tables:
    """Rows of each table by the number of the element, and what open switches take out."""

    rows: Mapping[str, Mapping[Any, Row]]
    opened: Mapping[str, set[Any]]
    joined: list[tuple[Any, Any]]
    """Buses that a closed switch makes one."""
    faults: list[Fault]
    """What is wrong with the tables as such, and with switches."""

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
    rows: dict[str, dict[Any, Row]] = {}
    wrong: list[Fault] = []
    for name in filter(held.__contains__, (*COLUMNS, *NOT_READ)):
        place = f"{path.name} {name}"
        try:
            rows[name] = _rows(place, held[name], wrong)
        except (KeyError, TypeError, ValueError, RecursionError):
            said = None if isinstance(held[name], (dict, list)) else held[name]
            wrong.append(fault(place, "is no table with columns, index and data", None, said))
            continue
        columns = next(iter(rows[name].values()), None)
        wrong += [
            fault(place, "is not there; it is needed", column)
            for column in COLUMNS.get(name, ())
            if columns is not None and column not in columns
        ]
    if "bus" not in rows:
        raise GridError(wrong)
    opened: dict[str, set[Any]] = {name: set() for name in _TWO_ENDS.values()}
    made = Tables(rows, opened, [], wrong)
    for key, row in made.get("switch").items():
        _take_switch(made, f"{path.name} switch", key, row)
    return made


def _take_switch(tables: Tables, place: str, key: Any, row: Row) -> None:
    """Note what a switch opens or joins."""
    kind, element, closed = row.get("et"), row.get("element"), row.get("closed")
    if closed not in (True, False):
        message = "is neither true nor false"
        said = "(blank)" if closed is None else closed
        tables.faults.append(at_row(place, message, "closed", said, key, row))
    table = "bus" if kind == "b" else _TWO_ENDS.get(str(kind))
    if table is None:
        message = f"is no kind of switch: b, {', '.join(_TWO_ENDS)} are known"
        said = "(blank)" if kind is None else kind
        tables.faults.append(at_row(place, message, "et", said, key, row))
        return
    ends = [("element", table, element)] + ([("bus", "bus", row.get("bus"))] if kind == "b" else [])
    bad = [(c, t, e) for c, t, e in ends if e not in tables.get(t)]
    for column, of, end in bad:
        said = "(blank)" if end is None else end
        tables.faults.append(at_row(place, f"is no index of {of}", column, said, key, row))
    if not bad and table == "bus" and closed:
        tables.joined.append((row["bus"], element))
    elif not bad and table != "bus" and not closed:
        tables.opened[table].add(element)


def at_row(place: str, message: str, column: str, value: object, key: Any, row: Row) -> Fault:
    """The fault of a cell, by the index of its row and the name there."""
    named = row.get("name")
    whole = isinstance(key, int) and not isinstance(key, bool)
    name = named if named is not None else None if whole else key
    return fault(place, message, column, value, key if whole else None, name)


def _rows(place: str, table: Any, wrong: list[Fault]) -> dict[Any, Row]:
    """Rows by index. Raises KeyError, TypeError, ValueError if it is no table."""
    if table["_class"] != "DataFrame":
        raise ValueError("no table")
    inner = table["_object"]
    held = json.loads(inner) if isinstance(inner, str) else inner
    columns, index, data = (held[part] for part in ("columns", "index", "data"))
    if not all(isinstance(part, list) for part in (columns, index, data, *data)):
        raise TypeError("no lists")
    if len(index) != len(data):
        wrong.append(fault(place, f"has {len(data)} rows of data and {len(index)} of index"))
    made: dict[Any, Row] = {}
    for key, cells in zip(index, data, strict=False):
        if not isinstance(key, (int, str)) or isinstance(key, bool):
            wrong.append(fault(place, "is no index of a row: a whole number", "index", key))
        elif key in made:
            wrong.append(fault(place, "stands twice; each row has its own", "index", key, None))
        elif len(cells) != len(columns):
            message = f"has {len(cells)} cells, there are {len(columns)} columns"
            wrong.append(fault(f"{place} row {key}", message))
        else:
            made[key] = {
                str(column): _plain(cell) for column, cell in zip(columns, cells, strict=True)
            }
    return made


def _plain(cell: Any) -> Any:
    """A cell as a number or a text; nan is blank, and what is neither is told as its text."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    return cell if isinstance(cell, (bool, int, float, str)) else json.dumps(cell)


def fused(tables: Tables) -> dict[Any, Any]:
    """The first of the buses that closed switches join, for each bus."""
    order = {key: place for place, key in enumerate(tables["bus"])}
    head = {key: key for key in order}
    for ends in tables.joined:
        one, other = sorted((_root(head, end) for end in ends), key=order.__getitem__)
        head[other] = one
    return {key: _root(head, key) for key in head}


def _root(head: Mapping[Any, Any], key: Any) -> Any:
    """The bus at the end of the chain that starts at `key`; `head` names the next of each."""
    while head[key] != key:
        key = head[key]
    return key
