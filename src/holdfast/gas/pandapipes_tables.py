"""The tables and the fluid of the json that `pandapipes.to_json` writes, without the library."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from holdfast.gas.fault import GasError, GasFault, number_fault
from holdfast.gas.units import NORMAL_TEMPERATURE

Row = dict[str, Any]
_MOST = 1e12


@dataclasses.dataclass(slots=True)
class Tables:
    """Rows of each table by index, and what is wrong with them."""

    rows: dict[str, dict[Any, Row]]
    fluid: Any
    faults: list[GasFault] = dataclasses.field(default_factory=list)

    def wrong(self, table: str, key: object, column: str | None, value: Any, said: str) -> None:
        """Note something that is wrong."""
        place = table if key is None else f"{table} {key}"
        self.faults.append(
            GasFault(place, column, None if value is None else str(value)[:60], said)
        )

    def number(
        self,
        table: str,
        key: object,
        column: str,
        least: float,
        above: bool = False,
        otherwise: float | None = None,
    ) -> float:
        """A finite number of at least `least`, or above it; `otherwise` where it is blank."""
        value: Any = self.rows[table][key].get(column)
        if value is None and otherwise is not None:
            return otherwise
        said = number_fault(value, least, _MOST, above)
        if said is None:
            return float(value)
        self.wrong(table, key, column, value, said)
        return least + 1.0 if otherwise is None else otherwise

    def flag(self, table: str, key: object, column: str) -> bool:
        """Whether a cell is true, also where the table has no such column."""
        value = self.rows[table][key].get(column, True)
        if value not in (True, False) or isinstance(value, str):
            self.wrong(table, key, column, value, "is neither true nor false")
        return bool(value)

    def running(self, table: str) -> Iterator[Any]:
        """The indices of what is in service."""
        for key in self.rows.get(table, {}):
            if self.flag(table, key, "in_service"):
                yield key

    def density(self) -> float:
        """Density of the gas at 273.15 K and 1.01325 bar [kg/m3]."""
        return self._property("density", NORMAL_TEMPERATURE)

    def compressibility(self, pressure: float) -> float:
        """K at an absolute pressure [bar]."""
        return self._property("compressibility", pressure)

    def _property(self, name: str, at: float) -> float:
        try:
            held = _unpacked(self.fluid)
            if held.get("is_gas") is not True:
                self.wrong(
                    "fluid", None, "is_gas", held.get("is_gas"), "is not true; gas is needed"
                )
                return 1.0
            value = _evaluated(held["all_properties"][name], at)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            self.wrong("fluid", None, name, None, "is missing, or of no form that is known")
            return 1.0
        if not 0 < value < math.inf:
            self.wrong("fluid", None, name, value, f"is not above 0 at {at:g}")
            return 1.0
        return value


def read_tables(path: Path) -> Tables:
    """Read the file. Raises GasError if it is no network of pandapipes; OSError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise GasError(path.name, [GasFault("", None, None, f"is no json: {error}")]) from None
    held = data.get("_object") if isinstance(data, dict) else None
    if not isinstance(held, dict) or data.get("_class") != "pandapipesNet":
        said = "is no network that pandapipes.to_json wrote"
        raise GasError(path.name, [GasFault("", None, None, said)])
    made = Tables({}, held.get("fluid"))
    for name, table in held.items():
        if isinstance(table, dict) and table.get("_class") == "DataFrame":
            try:
                made.rows[name] = _rows(table)
            except (KeyError, TypeError, ValueError, RecursionError):
                made.wrong(name, None, None, None, "is no table with columns, index and data")
                made.rows[name] = {}
    if not made.rows.get("junction"):
        made.wrong("junction", None, None, None, "has no rows; at least one is needed")
    if made.faults:
        raise GasError(path.name, made.faults)
    return made


def _rows(table: dict[str, Any]) -> dict[Any, Row]:
    """The rows of a data frame that was written in the form `split`."""
    held = _unpacked(table)
    columns = held["columns"]
    return {
        key: dict(zip(columns, row, strict=True))
        for key, row in zip(held["index"], held["data"], strict=True)
    }


def _unpacked(held: Any) -> Any:
    """What stands in an `_object`, which may be text of json once more."""
    inner = held["_object"]
    return json.loads(inner) if isinstance(inner, str) else inner


def _evaluated(held: dict[str, Any], at: float) -> float:
    """A property that is constant, linear, or given at points."""
    inner = {key: _plain(value) for key, value in _unpacked(held).items()}
    if "value" in inner:
        return float(inner["value"])
    if "slope" in inner:
        return float(inner["offset"]) + float(inner["slope"]) * at
    x, y = (np.array([_plain(each) for each in inner[axis]]) for axis in "xy")
    order = np.argsort(x)
    return float(np.interp(at, x[order], y[order]))


def _plain(value: Any) -> Any:
    """A number or list as pandapower writes it, with or without its class."""
    return value["_object"] if isinstance(value, dict) and "_object" in value else value
