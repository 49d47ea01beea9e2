"""A MATPOWER case as a grid that was found."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np

from holdfast.adopt.grid.found import (
    BASE,
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
from holdfast.power import Grid, read_matpower
from holdfast.power.casefile import CaseError, CaseFault, number, ragged, read_rows, row_name
from holdfast.scenario import Fault

AREA, KILOVOLT, ZONE = 6, 9, 10
"""Columns of mpc.bus that the engine has no use for (MATPOWER manual, appendix B)."""
_MODEL, _TERMS, _FIRST, _POLYNOMIAL = 0, 3, 4, 2
"""Columns of mpc.gencost, and the model that is a polynomial."""
_TIE = {"fbus": 0, "tbus": 1, "status": 2, "Pmax": 10}
"""Columns of mpc.dcline."""


def found_in_matpower(path: Path) -> Found:
    """Read a case (`.m`, version 2). Raises GridError with all faults, OSError."""
    more = _More(path.read_text(encoding="utf-8", errors="replace"))
    regions, kilovolt = more.regions(), more.column("bus", KILOVOLT, "baseKV")
    costs, ties = more.costs(), more.ties()
    wrong = more.faults
    try:
        grid = read_matpower(path)
    except CaseError as error:
        wrong = [*error.faults, *wrong]
    if wrong:
        raise GridError([_told(path.name, each) for each in wrong])
    held = np.flatnonzero(grid.in_service & (grid.branch_from != grid.branch_to))
    given = np.flatnonzero(grid.capacity > 0)
    return Found(
        nodes=[
            Node(name, volt if volt > 0 else math.nan, region)
            for name, volt, region in zip(grid.buses, kilovolt, regions, strict=True)
        ],
        corridors=[
            Corridor(
                name=f"{grid.buses[grid.branch_from[k]]}-{grid.buses[grid.branch_to[k]]}-{k + 1}",
                one=int(grid.branch_from[k]),
                other=int(grid.branch_to[k]),
                reactance=float(BASE / grid.susceptance[k]),
                rating=float(grid.rating[k]),
            )
            for k in held
        ],
        plants=[
            Plant(
                name=f"{grid.buses[grid.generator_bus[g]]}-{g + 1}",
                node=int(grid.generator_bus[g]),
                kind="",
                capacity=float(grid.capacity[g]),
                cost=costs[g],
            )
            for g in given
        ],
        loads=[Load(n, (float(mw),) * 4) for n, mw in enumerate(grid.demand) if mw],
        ties=ties,
        lines=_left_out(grid, len(held), len(given)),
    )


def _told(file: str, each: CaseFault) -> Fault:
    place = f"{file} {each.table}"
    return fault(place, each.message, each.column, each.value, each.row, each.name)


def _left_out(grid: Grid, held: int, given: int) -> list[str]:
    made = []
    if gone := len(grid.branch_from) - held:
        made.append(f"{counted(gone, 'branch', 'branches')} out of service left out")
    if gone := len(grid.capacity) - given:
        made.append(f"{counted(gone, 'generator')} without capacity left out")
    if turned := int(np.count_nonzero(grid.shift[grid.in_service])):
        made.append(f"{counted(turned, 'phase shifter')} taken at an angle of 0")
    made.append("demand is one number in a case: it stands in all four blocks of the day")
    return made


@dataclasses.dataclass(slots=True)
class _More:
    """What of a case the engine has no use for, and what is wrong with it."""

    text: str
    faults: list[CaseFault] = dataclasses.field(default_factory=list)

    def rows(self, table: str) -> list[list[str]]:
        return read_rows(self.text, table) or []

    def wrong(
        self, table: str, row: int, cells: list[str], column: str, value: str, message: str
    ) -> None:
        name = row_name(table, cells)
        self.faults.append(CaseFault(f"mpc.{table}", row, name, column, value, message))

    def number(self, table: str, row: int, column: str, cells: list[str], at: int) -> float:
        """A cell of a row, 0 where the row is shorter."""
        if at >= len(cells):
            return 0.0
        value = number(cells[at])
        if value is not None and math.isfinite(value):
            return value
        self.wrong(table, row, cells, column, cells[at], "is not a finite number")
        return 0.0

    def column(self, table: str, at: int, name: str) -> list[float]:
        """The numbers of a column."""
        return [
            self.number(table, k, name, cells, at)
            for k, cells in enumerate(self.rows(table), start=1)
        ]

    def regions(self) -> list[str]:
        """Area of each bus, or its zone where there is one area; "" where there is one of both."""
        areas, zones = self.column("bus", AREA, "area"), self.column("bus", ZONE, "zone")
        for values in (areas, zones):
            if len(set(values)) > 1:
                return [f"{value:g}" for value in values]
        return [""] * len(areas)

    def costs(self) -> list[float]:
        """Linear part of the cost of each generator; nan if there is none or it is piecewise."""
        count, rows = len(self.rows("gen")), self.rows("gencost")
        if rows and len(rows) not in (count, 2 * count):
            message = f"has {len(rows)} rows; mpc.gen has {count}, so {count} or {2 * count} can be"
            self.faults.append(CaseFault("mpc.gencost", None, "", None, None, message))
        made = [math.nan] * count
        for g, cells in enumerate(rows[:count]):
            if len(cells) < _FIRST:
                message = f"has {len(cells)} columns, at least {_FIRST} are needed"
                self.faults.append(CaseFault("mpc.gencost", g + 1, "", None, None, message))
                continue
            model, terms = (
                self.number("gencost", g + 1, column, cells, at)
                for column, at in (("model", _MODEL), ("n", _TERMS))
            )
            if model != _POLYNOMIAL:
                continue
            if terms != math.floor(terms) or not 0 <= terms <= len(cells) - _FIRST:
                message = f"is no whole number of 0 to {len(cells) - _FIRST}, the numbers after it"
                self.wrong("gencost", g + 1, cells, "n", cells[_TERMS], message)
            elif terms >= 2:
                made[g] = self.number("gencost", g + 1, "c1", cells, _FIRST + int(terms) - 2)
        return made

    def ties(self) -> list[Tie]:
        """Lines of direct current in service."""
        buses = (number(cells[0]) for cells in self.rows("bus"))
        place = {f"{bus:.0f}": n for n, bus in enumerate(buses) if bus is not None}
        rows, made = self.rows("dcline"), []
        self.faults += ragged("dcline", rows, max(_TIE.values()) + 1)
        for k, cells in enumerate(rows, start=1):
            one, other, status, most = (
                self.number("dcline", k, name, cells, at) for name, at in _TIE.items()
            )
            ends = [f"{one:.0f}", f"{other:.0f}"]
            for column, bus in zip(("fbus", "tbus"), ends, strict=True):
                if bus not in place:
                    self.wrong("dcline", k, cells, column, bus, "is no bus of mpc.bus")
            if status > 0 and most > 0 and all(bus in place for bus in ends):
                name = f"{ends[0]}-{ends[1]}-dc{k}"
                made.append(Tie(name, place[ends[0]], place[ends[1]], most))
        return made
