"""A MATPOWER case as a grid that was found."""

from __future__ import annotations

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
)
from holdfast.power import Grid, read_matpower
from holdfast.power.matpower import read_rows
from holdfast.scenario import Fault
from holdfast.scenario.fault import FOLDER

AREA, KILOVOLT, ZONE = 6, 9, 10
"""Columns of mpc.bus that the engine has no use for (MATPOWER manual, appendix B)."""
_COST = {"model": 0, "count": 3, "first": 4}
"""Columns of mpc.gencost."""
_TIE = {"from": 0, "to": 1, "status": 2, "most": 10}
"""Columns of mpc.dcline."""


def found_in_matpower(path: Path) -> Found:
    """Read a case (`.m`, version 2). Raises GridError with all faults, OSError."""
    try:
        grid = read_matpower(path)
    except ValueError as error:
        raise GridError(
            [Fault(FOLDER, None, None, None, line) for line in str(error).splitlines()]
        ) from None
    text = path.read_text(encoding="utf-8", errors="replace")
    bus = read_rows(text, "bus") or []
    held = np.flatnonzero(grid.in_service & (grid.branch_from != grid.branch_to))
    given = np.flatnonzero(grid.capacity > 0)
    costs = _costs(text, len(grid.capacity))
    return Found(
        nodes=[
            Node(name, _kilovolt(cells), region)
            for name, cells, region in zip(grid.buses, bus, _regions(bus), strict=True)
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
        ties=_ties(text, grid),
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


def _regions(bus: list[list[str]]) -> list[str]:
    """Area of each bus, or its zone where there is only one area; "" where there is one of both."""
    for column in (AREA, ZONE):
        values = [_label(cells[column]) if len(cells) > column else "" for cells in bus]
        if len(set(values)) > 1:
            return values
    return [""] * len(bus)


def _label(text: str) -> str:
    number = float(text)
    return f"{number:g}"


def _kilovolt(cells: list[str]) -> float:
    value = float(cells[KILOVOLT]) if len(cells) > KILOVOLT else 0.0
    return value if value > 0 else float("nan")


def _costs(text: str, count: int) -> list[float]:
    """Linear part of the cost of each generator; nan if there is none or it is piecewise."""
    rows = read_rows(text, "gencost") or []
    made = [float("nan")] * count
    for g, cells in enumerate(rows[:count]):
        terms = int(float(cells[_COST["count"]]))
        if int(float(cells[_COST["model"]])) == 2 and terms >= 2:
            made[g] = float(cells[_COST["first"] + terms - 2])
    return made


def _ties(text: str, grid: Grid) -> list[Tie]:
    place = {name: n for n, name in enumerate(grid.buses)}
    made = []
    for k, cells in enumerate(read_rows(text, "dcline") or []):
        number = [float(cell) for cell in cells[:11]]
        ends = [f"{number[_TIE[end]]:.0f}" for end in ("from", "to")]
        if number[_TIE["status"]] > 0 and number[_TIE["most"]] > 0:
            one, other = (place[end] for end in ends)
            made.append(Tie(f"{ends[0]}-{ends[1]}-dc{k + 1}", one, other, number[_TIE["most"]]))
    return made
