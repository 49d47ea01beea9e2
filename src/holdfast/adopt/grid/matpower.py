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
from holdfast.power.matpower import read_rows
from holdfast.scenario import Fault
from holdfast.scenario.fault import FOLDER

AREA, KILOVOLT, ZONE = 6, 9, 10
"""Columns of mpc.bus that the engine has no use for (MATPOWER manual, appendix B)."""
_MODEL, _TERMS, _FIRST, _POLYNOMIAL = 0, 3, 4, 2
"""Columns of mpc.gencost, and the model that is a polynomial."""
_TIE = {"fbus": 0, "tbus": 1, "status": 2, "Pmax": 10}
"""Columns of mpc.dcline."""


def found_in_matpower(path: Path) -> Found:
    """Read a case (`.m`, version 2). Raises GridError with all faults, OSError."""
    try:
        grid = read_matpower(path)
    except ValueError as error:
        told = [line.removeprefix(f"{path.name}: ") for line in str(error).splitlines()]
        raise GridError(
            [Fault(FOLDER, None, None, None, f"{path.name}: {line}") for line in told]
        ) from None
    more = _More(path.name, path.read_text(encoding="utf-8", errors="replace"))
    regions, kilovolt = more.regions(), more.column("bus", KILOVOLT, "baseKV")
    costs, ties = more.costs(len(grid.capacity)), more.ties(grid)
    if more.faults:
        raise GridError(more.faults)
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

    file: str
    text: str
    faults: list[Fault] = dataclasses.field(default_factory=list)

    def number(self, table: str, row: int, column: str, cells: list[str], at: int) -> float:
        """A cell of a row, 0 where the row is shorter."""
        if at >= len(cells):
            return 0.0
        try:
            value = float(cells[at])
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
        place = f"{self.file}: mpc.{table}, row {row}"
        self.faults.append(fault(place, "is not a number", column, cells[at]))
        return 0.0

    def column(self, table: str, at: int, name: str) -> list[float]:
        """The numbers of a column."""
        rows = read_rows(self.text, table) or []
        return [self.number(table, k, name, cells, at) for k, cells in enumerate(rows, start=1)]

    def regions(self) -> list[str]:
        """Area of each bus, or its zone where there is one area; "" where there is one of both."""
        areas, zones = self.column("bus", AREA, "area"), self.column("bus", ZONE, "zone")
        for values in (areas, zones):
            if len(set(values)) > 1:
                return [f"{value:g}" for value in values]
        return [""] * len(areas)

    def costs(self, count: int) -> list[float]:
        """Linear part of the cost of each generator; nan if there is none or it is piecewise."""
        made = [math.nan] * count
        for g, cells in enumerate((read_rows(self.text, "gencost") or [])[:count]):
            model, terms = (
                int(self.number("gencost", g + 1, column, cells, at))
                for column, at in (("model", _MODEL), ("n", _TERMS))
            )
            if model == _POLYNOMIAL and terms >= 2:
                made[g] = self.number("gencost", g + 1, "c1", cells, _FIRST + terms - 2)
        return made

    def ties(self, grid: Grid) -> list[Tie]:
        """Lines of direct current in service."""
        place = {name: n for n, name in enumerate(grid.buses)}
        made = []
        for k, cells in enumerate(read_rows(self.text, "dcline") or [], start=1):
            one, other, status, most = (
                self.number("dcline", k, name, cells, at) for name, at in _TIE.items()
            )
            ends = [f"{one:.0f}", f"{other:.0f}"]
            for column, bus in zip(("fbus", "tbus"), ends, strict=True):
                if bus not in place:
                    where = f"{self.file}: mpc.dcline, row {k}"
                    self.faults.append(fault(where, "is no bus", column, bus))
            if status > 0 and most > 0 and all(bus in place for bus in ends):
                name = f"{ends[0]}-{ends[1]}-dc{k}"
                made.append(Tie(name, place[ends[0]], place[ends[1]], most))
        return made
