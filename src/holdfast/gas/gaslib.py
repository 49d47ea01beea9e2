"""Networks of GasLib in the json of kaarthiksundar/GasLib, in units of Pa, m and kg/s."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from holdfast.gas.fault import GasError, GasFault, number_fault
from holdfast.gas.limits import hold_limits
from holdfast.gas.network import Floats, Ints, Network
from holdfast.gas.units import AIR_DENSITY, BAR

GAS_CONSTANT = 8.314462618
"""J/(mol K), CODATA 2018."""
MOLAR_MASS_OF_AIR = 0.02896546
"""kg/mol, dry air (Picard and others 2008: CIPM-2007)."""
_Number = tuple[str, float, bool]
"""Key, least value, and whether it must be above that."""
_NUMBERS: dict[str, tuple[_Number, ...]] = {
    "pipes": (("friction_factor", 0.0, True), ("length", 0.0, True), ("diameter", 0.0, True)),
    "resistors": (("drag", 0.0, True), ("diameter", 0.0, True)),
    "loss_resistors": (("pressure_loss", 0.0, False),),
    "short_pipes": (),
    "valves": (),
    "compressors": (("max_c_ratio", 1.0, False), ("max_flow", 0.0, True), ("max_power", 0.0, True)),
    "control_valves": (("max_outlet_pressure", 0.0, True),),
}
"""What is read of each kind of element."""
_AT_NODES = ("entries", "exits")
_MOST = 1e15


def read_gaslib(
    path: str | Path,
    *,
    nomination: str | None = None,
    compressibility: float = 0.9,
    least_pressure: float = 0.0,
    limits_held: bool = True,
    losses_as_ties: bool = False,
) -> Network:
    """Read a GasLib network (json of kaarthiksundar/GasLib) with a nomination; flows are in kg/s.

    `nomination` names which, needed if the file has several. The file does not say the
    `compressibility` z of the gas: the speed of sound is sqrt(z R T / M), with T and the specific
    gravity of the file. `least_pressure` [bar] raises `pressure_min` of all nodes, for files that
    state none but that of the air. `limits_held` applies `hold_limits`; without it supplies enter
    at up to `pressure_max` of their node. A loss resistor takes a fixed pressure off, which
    `Network` has no element for: such a file is refused, or with `losses_as_ties` the loss is 0.

    Rules: valves are open; a resistor is a pipe without volume; a compressor's set point is
    `pressure_max` of its outlet node, its limits those of the file, and it burns gas; a control
    valve is a regulator with the lower of its `max_outlet_pressure` and that of its outlet node.
    Elevation, limits of flow of passive elements and least flows are left out.

    Raises GasError, a ValueError, with all faults by element and key; OSError if the file cannot be
    read.
    """
    path = Path(path)
    for name, value, lowest in (
        ("compressibility", compressibility, 1e-3),
        ("least_pressure", least_pressure, 0.0),
    ):
        if not lowest <= value <= 1e3:
            raise ValueError(f"{name} is {value}: a number of {lowest:g} to 1000 is needed")
    reader = _Reader()
    data = reader.document(path)
    made = reader.network(data, nomination, compressibility, least_pressure, losses_as_ties)
    if reader.faults or made is None:
        raise GasError(path.name, reader.faults)
    return hold_limits(made) if limits_held else made


class _Elements(NamedTuple):
    """The elements of one kind."""

    one: Ints
    other: Ints
    values: Floats
    """(elements, numbers of _NUMBERS)."""


@dataclasses.dataclass(slots=True)
class _Reader:
    """What is wrong with one file, and the places of its nodes."""

    faults: list[GasFault] = dataclasses.field(default_factory=list)
    place: dict[str, int] = dataclasses.field(default_factory=dict)

    def wrong(self, place: str, key: str | None, value: Any, message: str) -> None:
        said = None if value is None else str(value)[:60]
        self.faults.append(GasFault(place, key, said, message))

    def document(self, path: Path) -> dict[str, Any]:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise GasError(path.name, [GasFault("", None, None, f"is no json: {error}")]) from None
        return self.table("", data, None)

    def table(self, place: str, holder: Any, key: str | None) -> dict[str, Any]:
        """What stands under a key if it is a table, else an empty one and a fault."""
        found = holder if key is None else holder.get(key)
        if isinstance(found, dict):
            return found
        message = "is missing; a table {...} is needed" if found is None else "is no table {...}"
        self.wrong(place, key, found, message)
        return {}

    def number(
        self, place: str, row: dict[str, Any], key: str, least: float, above: bool = False
    ) -> float:
        """A finite number of at least `least`, or above it; one that is allowed if it is wrong."""
        value: Any = row.get(key)
        said = number_fault(value, least, _MOST, above)
        if said is None:
            return float(value)
        self.wrong(place, key, value, said)
        return least + 1.0 if above else least

    def node(self, place: str, row: dict[str, Any], key: str) -> int:
        value = row.get(key)
        found = None if isinstance(value, bool) else self.place.get(str(value))
        if found is None:
            message = "is missing; the id of a node is needed" if value is None else "is no node"
            self.wrong(place, key, value, message)
        return found or 0

    def nodes(self, rows: dict[str, Any]) -> tuple[tuple[str, ...], Floats]:
        """Names, and least and most pressure [bar]."""
        if not rows:
            self.wrong("network", "nodes", None, "has no rows; at least one node is needed")
        names: list[str] = []
        made = []
        for key in _ordered(rows):
            place = f"nodes {key}"
            row = self.table(place, rows[key], None)
            self.place[key] = len(names)
            name = str(row.get("name", key))
            if name in names:
                self.wrong(place, "name", name, "stands twice; each node has a name of its own")
            names.append(name)
            low = self.number(place, row, "min_pressure", 0.0)
            high = self.number(place, row, "max_pressure", 0.0, above=True)
            if low > high:
                self.wrong(place, "min_pressure", low, f"is above max_pressure {high:g}")
            made.append((low / BAR, high / BAR))
        return tuple(names), np.array(made).reshape(-1, 2)

    def elements(self, rows: dict[str, Any], kind: str, numbers: Sequence[_Number]) -> _Elements:
        """The elements of a section, by id."""
        ends, values = [], []
        for key in _ordered(rows):
            place = f"{kind} {key}"
            row = self.table(place, rows[key], None)
            ends.append((self.node(place, row, "fr_node"), self.node(place, row, "to_node")))
            if row.get("fr_node", 0) == row.get("to_node", 1):
                self.wrong(place, "to_node", row["to_node"], "is fr_node too")
            values.append([self.number(place, row, *each) for each in numbers])
        made = np.array(ends, dtype=np.int64).reshape(-1, 2)
        return _Elements(
            made[:, 0],
            made[:, 1],
            np.array(values, dtype=np.float64).reshape(len(ends), len(numbers)),
        )

    def nominated(
        self, data: dict[str, Any], parts: dict[str, dict[str, Any]], wanted: str | None
    ) -> tuple[Floats, Floats]:
        """Supply and demand by node [kg/s]."""
        made = np.zeros((2, len(self.place)))
        listed = self.table("", data, "nominations")
        name = next(iter(listed), None) if wanted is None and len(listed) == 1 else wanted
        if name not in listed:
            allowed = ", ".join(listed) or "none"
            self.wrong("nominations", None, wanted, f"is not there; nomination may be: {allowed}")
            return made[0], made[1]
        chosen = self.table("nominations", listed, name)
        for side, kind, section, amount in (
            (0, "entries", "entry_nominations", "max_injection"),
            (1, "exits", "exit_nominations", "max_withdrawal"),
        ):
            rows = self.table(f"nominations {name}", chosen, section)
            for key in _ordered(rows):
                place = f"{section} {key}"
                row = self.table(place, rows[key], None)
                if key not in parts[kind]:
                    self.wrong(place, None, None, f"is none of {kind} of the network")
                    continue
                at = self.node(f"{kind} {key}", self.table(kind, parts[kind], key), "node_id")
                if made.shape[1]:
                    made[side, at] += self.number(place, row, amount, 0.0)
        return made[0], made[1]

    def network(
        self,
        data: dict[str, Any],
        nomination: str | None,
        compressibility: float,
        least_pressure: float,
        losses_as_ties: bool,
    ) -> Network | None:
        """The network, None if anything is wrong."""
        held = self.table("", data, "network")
        names, limits = self.nodes(self.table("network", held, "nodes"))
        limits[:, 0] = np.minimum(np.maximum(limits[:, 0], least_pressure), limits[:, 1])
        rows = {kind: self.table("network", held, kind) for kind in (*_NUMBERS, *_AT_NODES)}
        params = self.table("params", self.table("", data, "params"), "params")
        kelvin = self.number("params", params, "Temperature (K):", 0.0, above=True)
        gravity = self.number("params", params, "Gas specific gravity (G):", 0.0, above=True)
        parts = {
            kind: self.elements(rows[kind], kind, numbers) for kind, numbers in _NUMBERS.items()
        }
        for key, loss in zip(
            _ordered(rows["loss_resistors"]), parts["loss_resistors"].values[:, 0], strict=True
        ):
            if loss > 0 and not losses_as_ties:
                message = "is a fixed loss, which is not read; losses_as_ties=True leaves it out"
                self.wrong(f"loss_resistors {key}", "pressure_loss", loss, message)
        amounts = self.nominated(data, rows, nomination)
        if self.faults:
            return None
        square = compressibility * GAS_CONSTANT * kelvin / (gravity * MOLAR_MASS_OF_AIR)
        return _built(names, limits, amounts, parts, square, gravity * AIR_DENSITY)


def _built(
    names: tuple[str, ...],
    limits: Floats,
    amounts: tuple[Floats, Floats],
    parts: dict[str, _Elements],
    square: float,
    density: float,
) -> Network:
    """The network; speed of sound squared [m2/s2], density when normal [kg/m3]."""
    pipes, drags = parts["pipes"], parts["resistors"]
    lifts, valves = parts["compressors"], parts["control_valves"]
    ties = [parts[kind] for kind in ("short_pipes", "valves", "loss_resistors")]
    friction, length, bore = pipes.values.T
    area = np.pi / 4.0 * bore**2
    drag_area = np.pi / 4.0 * drags.values[:, 1] ** 2
    drop = np.concatenate([friction * length / (bore * area**2), drags.values[:, 0] / drag_area**2])
    most = limits[:, 1]
    return Network(
        nodes=names,
        pressure_min=limits[:, 0],
        pressure_max=most,
        supply_pressure=most,
        supply=amounts[0],
        demand=amounts[1],
        pipe_from=np.concatenate([pipes.one, drags.one]),
        pipe_to=np.concatenate([pipes.other, drags.other]),
        resistance=square * drop / BAR**2,
        volume=np.concatenate([area * length, np.zeros(len(drags.one))]),
        compressor_from=lifts.one,
        compressor_to=lifts.other,
        ratio=lifts.values[:, 0],
        set_point=most[lifts.other],
        most_flow=lifts.values[:, 1],
        most_power=lifts.values[:, 2] / 1e6,
        electric=np.zeros(len(lifts.one), dtype=np.bool_),
        regulator_from=valves.one,
        regulator_to=valves.other,
        regulator_set_point=np.minimum(valves.values[:, 0] / BAR, most[valves.other]),
        tie_from=np.concatenate([tie.one for tie in ties]),
        tie_to=np.concatenate([tie.other for tie in ties]),
        unit="kg/s",
        sound_speed=math.sqrt(square),
        normal_density=density,
    )


def _ordered(rows: dict[str, Any]) -> list[str]:
    """Keys by number, then those that are none by text: not by their order in the file."""
    return sorted(
        rows, key=lambda key: (not key.isdecimal(), int(key) if key.isdecimal() else 0, key)
    )
