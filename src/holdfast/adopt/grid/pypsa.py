"""A PyPSA network as a grid that was found.

Per unit as PyPSA has it: a line x / v_nom^2 on 1 MVA, a transformer x / s_nom times its ratio
(docs.pypsa.org, "Power flow"); here on 100 MVA.
"""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

from holdfast.adopt.grid.found import (
    ALL_DAY,
    BASE,
    OUT,
    Corridor,
    Found,
    GridError,
    Load,
    Node,
    Plant,
    Tie,
    counted,
    fault,
)
from holdfast.adopt.grid.pypsa_tables import Network, Row, is_number, read_network
from holdfast.arrays import Array
from holdfast.power.casefile import is_sized
from holdfast.scenario import Fault

ELECTRIC = ("", "AC", "DC", "low voltage")
"""Carriers of buses that are nodes of power; nodes of other carriers are left out."""
_BLOCKS = ((0, 6), (6, 12), (12, 18), (18, 24))
"""Hours of the four blocks of a day."""
_FLAGS = {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}
_REGIONS = ("country", "sub_network")
"""Columns of buses that may say the region."""


def found_in_pypsa(path: Path) -> Found:
    """Read a folder of csv files or a netCDF file. Raises GridError with all faults, OSError."""
    return _Reader(read_network(path)).found()


@dataclasses.dataclass(slots=True)
class _Reader:
    """One network, the places of its buses, and what is wrong with it."""

    network: Network
    place: dict[str, int] = dataclasses.field(default_factory=dict)
    other: set[str] = dataclasses.field(default_factory=set)
    faults: list[Fault] = dataclasses.field(default_factory=list)
    lines: list[str] = dataclasses.field(default_factory=list)

    def found(self) -> Found:
        nodes = self.nodes()
        made = Found(
            nodes=nodes,
            corridors=[*self.of_lines(nodes), *self.transformers()],
            plants=[*self.plants("generators", ALL_DAY), *self.plants("storage_units", ALL_DAY)],
            loads=self.loads(),
            ties=self.ties(),
            lines=self.lines,
        )
        if wrong := [*self.network.faults, *dict.fromkeys(self.faults)]:
            raise GridError(wrong)
        for kind, what in (("stores", "store"), ("shunt_impedances", "shunt impedance")):
            if count := len(self.network.rows[kind]):
                self.lines.append(f"{counted(count, what)} left out")
        if self.network.rows["storage_units"]:
            self.lines.append("storage units are taken as generation that never runs empty")
        return made

    def wrong(self, kind: str, name: str, message: str, column: str, value: object) -> None:
        place, row = self.network.place(kind), self.network.at[kind].get(name)
        self.faults.append(fault(place, message, column, value, row, name))

    def number(self, kind: str, name: str, row: Row, column: str, otherwise: float) -> float:
        """A number of a cell; a blank, or nan as netCDF has it, is the default of PyPSA."""
        text = row.get(column, "")
        if text.lower() in ("", "nan"):
            return otherwise
        if text.lower() == "inf" and column.startswith("s_nom"):
            return math.inf
        if not is_number(text):
            self.wrong(kind, name, "is not a number", column, text)
            return otherwise
        if not is_sized(float(text)):
            self.wrong(kind, name, OUT, column, text)
            return otherwise
        return float(text)

    def flag(self, kind: str, name: str, row: Row, column: str, otherwise: bool) -> bool:
        """A yes or no of a cell; a blank is the default of PyPSA."""
        text = row.get(column, "")
        if text.lower() in ("", "nan"):
            return otherwise
        if text.lower() not in _FLAGS:
            self.wrong(kind, name, "is neither True nor False", column, text)
        return _FLAGS.get(text.lower(), otherwise)

    def held(self, kind: str, *ends: str) -> list[tuple[str, Row, list[int]]]:
        """Components in service with the places of their buses; other carriers are left out."""
        made, gone = [], 0
        for name, row in self.network.rows[kind].items():
            if not self.flag(kind, name, row, "active", True):
                gone += 1
                continue
            if not all(end in row for end in ends):
                continue  # the table as a whole lacks the column, which is said once
            named = [row[end] for end in ends]
            if any(bus in self.other for bus in named):
                gone += 1
                continue
            bad = [
                (end, bus) for end, bus in zip(ends, named, strict=True) if bus not in self.place
            ]
            for end, bus in bad:
                self.wrong(kind, name, "is no bus of the network", end, bus or "(blank)")
            if len(named) == 2 and named[0] == named[1] and not bad:
                self.wrong(kind, name, "is at both ends: a line joins two buses", ends[1], named[1])
            elif not bad:
                made.append((name, row, [self.place[bus] for bus in named]))
        if gone:
            words = kind.replace("_", " ")
            self.lines.append(f"{gone:,} of {words} not active or of another carrier left out")
        return made

    def nodes(self) -> list[Node]:
        rows = self.network.rows["buses"]
        kept = {n: row for n, row in rows.items() if row.get("carrier", "") in ELECTRIC}
        self.other = set(rows) - set(kept)
        self.place = {name: n for n, name in enumerate(kept)}
        if self.other:
            self.lines.append(
                f"{counted(len(self.other), 'bus', 'buses')} of another carrier left out"
            )
        column = next(
            (c for c in _REGIONS if len({row.get(c, "") for row in kept.values()}) > 1), ""
        )
        for name, row in kept.items():
            if column and not row.get(column, ""):
                self.wrong("buses", name, f"is blank, where others have a {column}", column, None)
        unsaid = sum(row.get("v_nom", "").lower() in ("", "nan") for row in kept.values())
        if unsaid:
            self.lines.append(
                f"{counted(unsaid, 'bus', 'buses')} without v_nom taken at 1 kV, PyPSA's default: "
                "reactances of lines in ohm are per unit of that"
            )
        return [
            Node(name, self.voltage(name, row), row.get(column, "")) for name, row in kept.items()
        ]

    def voltage(self, name: str, row: Row) -> float:
        """`v_nom` of a bus [kV]; 1 if it is none."""
        made = self.number("buses", name, row, "v_nom", 1.0)
        if made <= 0:
            self.wrong("buses", name, "is no voltage: a number of kV above 0", "v_nom", f"{made:g}")
            return 1.0
        return made

    def rating(self, kind: str, name: str, row: Row) -> float:
        """MW that may flow; 0 is no limit, since PyPSA's default is 0."""
        most = self.size(kind, name, row, "s_nom") * self.number(kind, name, row, "s_max_pu", 1.0)
        return most if most > 0 else math.inf

    def size(self, kind: str, name: str, row: Row, column: str) -> float:
        """`p_nom` or `s_nom`, or what an optimisation made of it."""
        best = self.number(kind, name, row, f"{column}_opt", 0.0)
        free = self.flag(kind, name, row, f"{column}_extendable", False)
        return best if free and best > 0 else self.number(kind, name, row, column, 0.0)

    def reactance(self, kind: str, name: str, row: Row) -> float:
        told = len(self.faults)
        value = self.number(kind, name, row, "x", 0.0)
        if value == 0 and told == len(self.faults):
            message = "is no reactance, which is a number other than 0"
            if kind_of := row.get("type", ""):
                message += (
                    f": PyPSA computes it from the type {kind_of}; call "
                    "calculate_dependent_values() and export the network again"
                )
            self.wrong(kind, name, message, "x", "0")
        return value or 1.0

    def of_lines(self, nodes: list[Node]) -> list[Corridor]:
        made = []
        for name, row, (one, other) in self.held("lines", "bus0", "bus1"):
            kilovolt = nodes[one].kilovolt
            reactance = self.reactance("lines", name, row) / kilovolt**2 * BASE
            circuits = self.number("lines", name, row, "num_parallel", 1.0)
            count = max(1, round(circuits)) if math.isfinite(circuits) else 1
            made.append(
                Corridor(name, one, other, reactance, self.rating("lines", name, row), count)
            )
        return made

    def transformers(self) -> list[Corridor]:
        made = []
        for name, row, (one, other) in self.held("transformers", "bus0", "bus1"):
            size = self.size("transformers", name, row, "s_nom")
            if not size > 0:
                message = "is no rating: a number of MVA above 0"
                self.wrong("transformers", name, message, "s_nom", f"{size:g}")
                continue
            ratio = self.number("transformers", name, row, "tap_ratio", 1.0) or 1.0
            reactance = self.reactance("transformers", name, row) / size * ratio * BASE
            rating = self.rating("transformers", name, row)
            made.append(Corridor(name, one, other, reactance, rating))
        return made

    def ties(self) -> list[Tie]:
        made, one_way = [], 0
        for name, row, (one, other) in self.held("links", "bus0", "bus1"):
            size = self.size("links", name, row, "p_nom")
            if size > 0:
                made.append(Tie(name, one, other, size))
                one_way += self.number("links", name, row, "p_min_pu", 0.0) >= 0
        if one_way:
            self.lines.append(
                f"{counted(one_way, 'link')} of one direction taken as able to carry both ways"
            )
        return made

    def plants(self, kind: str, shape: tuple[float, ...]) -> list[Plant]:
        made = []
        for name, row, (node,) in self.held(kind, "bus"):
            size = self.size(kind, name, row, "p_nom")
            most = self.number(kind, name, row, "p_max_pu", 1.0)
            if size <= 0:
                continue
            values = self.network.series.get((kind, "p_max_pu"), {}).get(name)
            blocks = self.blocks(values) if values is not None else tuple(s * most for s in shape)
            cost = self.number(kind, name, row, "marginal_cost", 0.0)
            shares = tuple(min(max(share, 0.0), 1.0) for share in blocks)
            made.append(Plant(name, node, row.get("carrier", ""), size, cost, shares))
        return made

    def loads(self) -> list[Load]:
        made = []
        for name, row, (node,) in self.held("loads", "bus"):
            sign = -self.number("loads", name, row, "sign", -1.0)
            values = self.network.series[("loads", "p_set")].get(name)
            flat = (self.number("loads", name, row, "p_set", 0.0),) * 4
            blocks = self.blocks(values) if values is not None else flat
            if any(blocks):
                made.append(Load(node, tuple(sign * mw for mw in blocks)))
        return made

    def blocks(self, values: Array) -> tuple[float, ...]:
        """Means of a series in the blocks of the day; its mean in all where hours are not told."""
        hours = self.network.hours
        if len(hours) == len(values):
            cut = [values[(hours >= low) & (hours < high)] for low, high in _BLOCKS]
            if all(len(part) for part in cut):
                return tuple(float(part.mean()) for part in cut)
        return (float(values.mean()),) * 4
