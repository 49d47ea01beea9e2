"""The tables of a scenario from a grid that was found."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from holdfast.adopt.grid.found import ALL_DAY, Corridor, Found, GridError, Plant, fault
from holdfast.adopt.grid.regions import demand
from holdfast.adopt.sheets import csv_text
from holdfast.arrays import Array
from holdfast.scenario import Fault, schemas
from holdfast.scenario.cells import ID

T = TypeVar("T")
TRANSMISSION = 100.0
"""kV from which a bus counts as transmission; so does one whose voltage is not known."""
SOURCE = "grid"
"""The row of sources.csv for what was read."""
EVER = "2000-01-01"
"""First day of what always holds."""
UNSAID = "generation"
"""Class of generation whose technology the source does not say."""


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """What things are called in the tables."""

    regions: Sequence[str]
    buses: Sequence[str]
    branches: Sequence[str]
    links: Sequence[str]
    plants: Sequence[str]
    borders: Sequence[str]


def merged(found: Found) -> Found:
    """The grid with like corridors between the same nodes as one, with that many circuits."""
    groups: dict[tuple[float, ...], list[Corridor]] = {}
    for each in found.corridors:
        low, high = sorted((each.one, each.other))
        like = (low, high, round(each.reactance, 9), round(min(each.rating, 1e12), 3))
        groups.setdefault(like, []).append(each)
    corridors = [
        dataclasses.replace(
            group[0],
            reactance=group[0].reactance / len(group),
            rating=group[0].rating * len(group),
            circuits=sum(each.circuits for each in group),
        )
        for group in groups.values()
    ]
    return dataclasses.replace(found, corridors=corridors)


def name_all(found: Found, file: str, regions: Sequence[str], keep: bool) -> Named:
    """Names of one's own (B001, L001 ...), or with `keep` those of the source.

    Raises GridError with every name that is kept and is no id or stands twice.
    """
    names = (
        ("R", "region", [name or f"R{n:02}" for n, name in enumerate(regions, 1)]),
        ("B", "bus", [each.name for each in found.nodes]),
        ("L", "branch", [each.name for each in found.corridors]),
        ("K", "link", [each.name for each in found.ties]),
        ("G", "generator", [each.name for each in found.plants]),
        ("X", "border", [each.name for each in found.borders]),
    )
    if not keep:
        return Named(*(own_names(letter, len(those)) for letter, _, those in names))
    if faults := [each for _, what, those in names for each in bad_names(file, what, those)]:
        raise GridError(faults)
    return Named(*(those for _, _, those in names))


def own_names(letter: str, count: int) -> list[str]:
    """So many names of one's own, B001, B002 ..., of one width; regions take a digit less."""
    width = max(2 if letter == "R" else 3, len(str(count)))
    return [f"{letter}{number:0{width}}" for number in range(1, count + 1)]


def bad_names(file: str, what: str, names: Sequence[str]) -> list[Fault]:
    """Each name of the source that is kept and is no id or stands twice."""
    seen: set[str] = set()
    made = []
    for name in names:
        if not ID.fullmatch(name):
            message = "cannot be kept: it is no id of up to 64 letters, digits and . _ - + / &"
            made.append(fault(f"{file} {what}", message, "name", name))
        elif name in seen:
            message = "cannot be kept: it stands twice"
            made.append(fault(f"{file} {what}", message, "name", name))
        seen.add(name)
    return made


def number(value: float, digits: int = 6) -> str:
    """A number as it stands in a table; blank if there is none."""
    if not math.isfinite(value):
        return ""
    text = f"{value:.{digits}g}"
    return f"{float(text):.10f}".rstrip("0").rstrip(".") if "e" in text else text


def grid_tables(found: Found, region: Array, named: Named) -> dict[str, list[list[str]]]:
    """Rows of power/buses, branches, links, generators, demand and interconnectors, with heads.

    region (N,) is the number of the region of each node.
    """
    asked = demand(found)
    made = {
        "power/buses": _buses(found, region, named, asked),
        "power/branches": _branches(found, named),
        "power/generators": _generators(found, named),
        "power/demand": _demand(region, named, asked),
    }
    if found.ties:
        made["power/links"] = _table(
            ["id", "from_bus", "to_bus", "capacity_mw"],
            found.ties,
            lambda k, tie: [
                named.links[k],
                named.buses[tie.one],
                named.buses[tie.other],
                number(tie.capacity),
            ],
        )
    if found.borders:
        made["power/interconnectors"] = _table(
            ["id", "bus", "from", "import_mw"],
            found.borders,
            lambda k, border: [
                named.borders[k],
                named.buses[border.node],
                EVER,
                number(_border_limit(found, border.node, border.limit)),
            ],
        )
    return made


def _border_limit(found: Found, node: int, limit: float) -> float:
    """What a border may bring: as said, or what the lines at its node carry, or all demand."""
    if math.isfinite(limit):
        return limit
    near = [each.rating for each in found.corridors if node in (each.one, each.other)]
    carried = sum(rating for rating in near if math.isfinite(rating))
    return carried or float(demand(found).max(axis=1).sum())


def _table(
    head: list[str], things: Sequence[T], row: Callable[[int, T], list[str]]
) -> list[list[str]]:
    return [head, *(row(k, each) for k, each in enumerate(things))]


def _buses(found: Found, region: Array, named: Named, asked: Array) -> list[list[str]]:
    rows = [["id", "region", "level", "demand_share"]]
    for n, node in enumerate(found.nodes):
        low = node.kilovolt < TRANSMISSION
        rows.append(
            [
                named.buses[n],
                named.regions[int(region[n])],
                "distribution" if low else "transmission",
                number(float(asked[n].mean())),
            ]
        )
    return rows


def _branches(found: Found, named: Named) -> list[list[str]]:
    return _table(
        ["id", "from_bus", "to_bus", "reactance_pu", "rating_mw", "units"],
        found.corridors,
        lambda k, each: [
            named.branches[k],
            named.buses[each.one],
            named.buses[each.other],
            number(each.reactance),
            number(each.rating),
            str(each.circuits),
        ],
    )


def _generators(found: Found, named: Named) -> list[list[str]]:
    costs = sorted({plant.cost for plant in found.plants if math.isfinite(plant.cost)})
    merit = {cost: str(number) for number, cost in enumerate(costs, start=1)}
    blocks = ["night", "morning", "day", "evening"]
    head = ["id", "class", "bus", "units", "available_mw", *blocks, "merit"]
    fed = [
        Plant(f"feed-in-{load.node + 1}", load.node, "feed-in", -min(load.blocks), 0.0, ALL_DAY)
        for load in found.loads
        if min(load.blocks) < 0
    ]
    extra = [
        [f"F{k:03}", one.kind, named.buses[one.node], "1", number(one.capacity), *[""] * 4, ""]
        for k, one in enumerate(fed, start=1)
    ]
    rows = _table(
        head, found.plants, lambda k, plant: _generator(plant, k, named, merit.get(plant.cost, ""))
    )
    return [*rows, *extra]


def _generator(plant: Plant, k: int, named: Named, merit: str) -> list[str]:
    """The row of plant `k`: its shape by block is blank where all of it is there."""
    shape = ["" if share == 1 else number(share, 3) for share in plant.shape]
    return [
        named.plants[k],
        plant.kind or UNSAID,
        named.buses[plant.node],
        "1",
        number(plant.capacity),
        *shape,
        merit,
    ]


def _demand(region: Array, named: Named, asked: Array) -> list[list[str]]:
    """A row a region; one whose buses ask for nothing names its first bus."""
    blocks = ["night_mw", "morning_mw", "day_mw", "evening_mw"]
    rows = [["region", "bus", *blocks]]
    for r, name in enumerate(named.regions):
        own = np.flatnonzero(region == r)
        total = asked[own].sum(axis=0)
        bus = "" if total.any() else named.buses[int(own[0])]
        rows.append([name, bus, *(number(float(mw)) for mw in total)])
    return rows


def with_source(rows: list[list[str]], source: str = SOURCE) -> list[list[str]]:
    """The rows with a last column that says where they come from."""
    return [[*rows[0], "source"], *([*row, source] for row in rows[1:])]


def texts(tables: dict[str, list[list[str]]]) -> dict[str, str]:
    """The text of the file of each table."""
    return {schemas()[name].file: csv_text(rows) for name, rows in tables.items()}
