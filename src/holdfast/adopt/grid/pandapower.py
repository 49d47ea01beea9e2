"""A network of pandapower, from its json file, as a grid that was found.

The library itself is not needed: the file is read as it stands, and reactances are computed as it
documents them. A line has x_ohm_per_km length_km / parallel over the square of the voltage of its
first bus; a transformer sqrt(vk^2 - vkr^2) on its rating, seen from its lower side, times its
ratio.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from holdfast.adopt.grid.found import (
    ALL_DAY,
    BASE,
    OUT,
    Border,
    Corridor,
    Found,
    GridError,
    Load,
    Node,
    Plant,
    Tie,
    counted,
)
from holdfast.adopt.grid.pandapower_tables import (
    NOT_READ,
    Row,
    Tables,
    at_row,
    fused,
    read_tables,
)
from holdfast.power.casefile import is_sized
from holdfast.scenario import Fault

_ROOT = math.sqrt(3)


def found_in_pandapower(path: Path) -> Found:
    """Read the json of `pandapower.to_json`. Raises GridError with all faults, OSError."""
    return _Reader(path.name, read_tables(path)).found()


@dataclasses.dataclass(slots=True)
class _Reader:
    """One network, the place of each bus, and what is wrong with it."""

    file: str
    tables: Tables
    place: dict[Any, int] = dataclasses.field(default_factory=dict)
    faults: list[Fault] = dataclasses.field(default_factory=list)
    nodes: list[Node] = dataclasses.field(default_factory=list)

    def found(self) -> Found:
        self.take_buses()
        corridors = [*self.of_lines(), *self.of_impedances(), *self.of_transformers()]
        corridors += self.of_three_windings()
        made = Found(
            nodes=self.nodes,
            corridors=[one for one in corridors if one.one != one.other],
            plants=[*self.plants("gen"), *self.plants("sgen")],
            loads=self.loads(),
            ties=self.ties(),
            borders=self.borders(),
            lines=self.left_out(),
        )
        if wrong := [*self.tables.faults, *dict.fromkeys(self.faults)]:
            raise GridError(wrong)
        return made

    def left_out(self) -> list[str]:
        made = [
            f"{counted(len(rows), name.replace('_', ' '))} left out"
            for name in NOT_READ
            if (rows := self.tables.get(name))
        ]
        if gone := len(self.tables["bus"]) - len(self.nodes):
            made.append(f"{counted(gone, 'bus', 'buses')} joined to others by switches or left out")
        made.append("demand is one number in a network: it stands in all four blocks of the day")
        return made

    def wrong(self, table: str, key: object, message: str, column: str, value: object) -> None:
        row = self.tables.get(table).get(key, {})
        said = "(blank)" if value is None else value
        self.faults.append(at_row(f"{self.file} {table}", message, column, said, key, row))

    def flag(self, table: str, key: object, row: Row, column: str) -> bool:
        """True or false of a cell, true where the table has no such column."""
        value = row.get(column, True)
        if isinstance(value, str) or value not in (True, False):
            self.wrong(table, key, "is neither true nor false", column, value)
        return bool(value)

    def number(
        self, table: str, key: object, row: Row, column: str, otherwise: float | None = None
    ) -> float:
        """A finite number of a cell; a blank is the default if there is one."""
        value = row.get(column)
        if value is None and otherwise is not None:
            return otherwise
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            if column in row:  # else the table as a whole lacks it, which is said once
                self.wrong(table, key, "is not a number", column, value)
            return math.nan
        if not is_sized(value):
            self.wrong(table, key, OUT, column, value)
            return math.nan
        return float(value)

    def above(self, table: str, key: object, row: Row, column: str) -> float:
        """A number above 0."""
        value = self.number(table, key, row, column)
        if value <= 0:
            self.wrong(table, key, "is not above 0", column, f"{value:g}")
            return math.nan
        return value

    def held(self, table: str, *ends: str) -> Iterator[tuple[Any, Row, list[int]]]:
        """Elements in service, with the places of their buses."""
        opened = self.tables.opened.get(table, set())
        for key, row in self.tables.get(table).items():
            if not self.flag(table, key, row, "in_service") or key in opened:
                continue
            if not all(end in row for end in ends):
                continue  # the table as a whole lacks the column, which is said once
            named = [row[end] for end in ends]
            known = self.tables["bus"]
            bad = [
                (end, bus)
                for end, bus in zip(ends, named, strict=True)
                if isinstance(bus, bool) or bus not in known
            ]
            for end, bus in bad:
                self.wrong(table, key, "is no index of bus", end, bus)
            if not bad and all(bus in self.place for bus in named):
                yield key, row, [self.place[bus] for bus in named]

    def take_buses(self) -> None:
        """Buses in service; those that a closed switch joins are one."""
        buses = self.tables["bus"]
        together = fused(self.tables)
        zones = {str(row.get("zone")) for row in buses.values() if row.get("zone") is not None}
        first: dict[Any, int] = {}
        for key, row in buses.items():
            if not self.flag("bus", key, row, "in_service"):
                continue
            head = together[key]
            if head not in first:
                first[head] = len(self.nodes)
                zone = "" if row.get("zone") is None or len(zones) < 2 else str(row["zone"])
                if not zone and len(zones) > 1:
                    self.wrong("bus", key, "is blank, where others have a zone", "zone", None)
                kilovolt = self.above("bus", key, row, "vn_kv")
                self.nodes.append(Node(str(row.get("name") or key), kilovolt, zone))
            self.place[key] = first[head]

    def of_lines(self) -> Iterator[Corridor]:
        for key, row, (one, other) in self.held("line", "from_bus", "to_bus"):
            count = self.above("line", key, row, "parallel")
            ohm = self.above("line", key, row, "x_ohm_per_km")
            ohm *= self.above("line", key, row, "length_km")
            kilovolt = self.nodes[one].kilovolt
            amps = self.number("line", key, row, "max_i_ka", math.inf)
            share = self.number("line", key, row, "df", 1.0)
            rating = amps * _ROOT * kilovolt * count * share
            if not math.isnan(count):
                reactance = ohm / count / kilovolt**2 * BASE
                name = str(row.get("name") or f"line-{key}")
                yield Corridor(name, one, other, reactance, rating or math.inf, int(count))

    def of_impedances(self) -> Iterator[Corridor]:
        for key, row, (one, other) in self.held("impedance", "from_bus", "to_bus"):
            size = self.above("impedance", key, row, "sn_mva")
            reactance = self.number("impedance", key, row, "xft_pu") * BASE / size
            if reactance == 0:
                self.wrong("impedance", key, "is no reactance", "xft_pu", "0")
            name = str(row.get("name") or f"impedance-{key}")
            yield Corridor(name, one, other, reactance, math.inf)

    def of_transformers(self) -> Iterator[Corridor]:
        for key, row, (high, low) in self.held("trafo", "hv_bus", "lv_bus"):
            count = self.above("trafo", key, {"parallel": 1, **row}, "parallel")
            size = self.above("trafo", key, row, "sn_mva")
            whole = self.above("trafo", key, row, "vk_percent")
            lossy = self.number("trafo", key, row, "vkr_percent", 0.0)
            if lossy >= whole:
                self.wrong(
                    "trafo", key, f"is not under vk_percent, {whole:g}", "vkr_percent", lossy
                )
                continue
            seen = self.above("trafo", key, row, "vn_lv_kv") / self.nodes[low].kilovolt
            ratio = self.above("trafo", key, row, "vn_hv_kv") / self.nodes[high].kilovolt / seen
            ratio *= self.tap("trafo", key, row)
            reactance = math.sqrt(whole**2 - lossy**2) / 100 * BASE / size * seen**2 * ratio
            name = str(row.get("name") or f"trafo-{key}")
            rating = size * count * self.number("trafo", key, row, "df", 1.0)
            if not math.isnan(reactance / count):
                yield Corridor(name, high, low, reactance / count, rating, max(1, int(count)))

    def tap(self, table: str, key: object, row: Row) -> float:
        """What the tap changer makes of the ratio: where the file says its type, if it has one."""
        if row.get("tap_changer_type", "Ratio") not in ("Ratio", "Symmetrical"):
            return 1.0
        side, step = row.get("tap_side"), self.number(table, key, row, "tap_step_percent", 0.0)
        at = self.number(table, key, row, "tap_pos", 0.0)
        moved = at - self.number(table, key, row, "tap_neutral", 0.0)
        turn = 1 + moved * step / 100
        return {"hv": turn, "lv": 1 / turn}.get(str(side), 1.0)

    def of_three_windings(self) -> Iterator[Corridor]:
        """A star of three branches with a node of its own in the middle."""
        sides = ("hv", "mv", "lv")
        for key, row, ends in self.held("trafo3w", *(f"{side}_bus" for side in sides)):
            size = {s: self.above("trafo3w", key, row, f"sn_{s}_mva") for s in sides}
            between = {}
            for name, one, other in (("hv", "hv", "mv"), ("mv", "mv", "lv"), ("lv", "hv", "lv")):
                whole = self.above("trafo3w", key, row, f"vk_{name}_percent")
                lossy = self.number("trafo3w", key, row, f"vkr_{name}_percent", 0.0)
                reactance = math.sqrt(max(whole**2 - lossy**2, 0.0)) / 100
                between[name] = reactance * BASE / min(size[one], size[other])
            star = {
                "hv": (between["hv"] + between["lv"] - between["mv"]) / 2,
                "mv": (between["hv"] + between["mv"] - between["lv"]) / 2,
                "lv": (between["mv"] + between["lv"] - between["hv"]) / 2,
            }
            middle, name = len(self.nodes), str(row.get("name") or f"trafo3w-{key}")
            self.nodes.append(dataclasses.replace(self.nodes[ends[0]], name=name))
            for side, end in zip(sides, ends, strict=True):
                # a winding of no reactance of its own still needs one for direct current
                reactance = star[side] or 1e-6
                yield Corridor(f"{name}-{side}", middle, end, reactance, size[side])

    def ties(self) -> list[Tie]:
        made = []
        for key, row, (one, other) in self.held("dcline", "from_bus", "to_bus"):
            flow = abs(self.number("dcline", key, row, "p_mw", 0.0))
            most = self.number("dcline", key, row, "max_p_mw", flow)
            if most > 0:
                made.append(Tie(str(row.get("name") or f"dcline-{key}"), one, other, most))
        return made

    def plants(self, table: str) -> Iterator[Plant]:
        for key, row, (node,) in self.held(table, "bus"):
            planned = self.number(table, key, row, "p_mw") * self.number(
                table, key, row, "scaling", 1.0
            )
            most = self.number(table, key, row, "max_p_mw", planned)
            name = str(row.get("name") or f"{table}-{key}")
            if most > 0:
                kind = str(row.get("type") or "")
                yield Plant(name, node, kind, most, self.cost(table, key), ALL_DAY)

    def cost(self, table: str, key: object) -> float:
        """Linear cost of an element; nan if none is given."""
        for number, row in self.tables.get("poly_cost").items():
            if row.get("et") == table and row.get("element") == key:
                return self.number("poly_cost", number, row, "cp1_eur_per_mw", 0.0)
        return math.nan

    def loads(self) -> list[Load]:
        made = []
        for key, row, (node,) in self.held("load", "bus"):
            asked = self.number("load", key, row, "p_mw")
            asked *= self.number("load", key, row, "scaling", 1.0)
            if asked:
                made.append(Load(node, (asked,) * 4))
        return made

    def borders(self) -> list[Border]:
        made = []
        for key, row, (node,) in self.held("ext_grid", "bus"):
            most = self.number("ext_grid", key, row, "max_p_mw", math.inf)
            made.append(Border(str(row.get("name") or f"ext_grid-{key}"), node, most))
        return made
