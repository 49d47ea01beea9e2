"""Tables of power: the grid as it is, demand scaled to people, generation by class."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from holdfast.adopt.country import recipe
from holdfast.adopt.country.plan import Plan
from holdfast.adopt.grid.tables import grid_tables, number, with_source
from holdfast.arrays import Array

Table = list[list[str]]
BLOCKS = ("night", "morning", "day", "evening")


def circuits(plan: Plan) -> list[int]:
    """Circuits of each corridor, by its rating."""
    one, most = recipe.number("power.mw_per_circuit"), recipe.number("power.most_circuits")
    made = []
    for each in plan.found.corridors:
        by_rating = each.rating / one if math.isfinite(each.rating) else each.circuits
        made.append(int(min(max(round(by_rating), each.circuits, 1), most)))
    return made


def power(plan: Plan) -> dict[str, Table]:
    """Rows of the tables of power."""
    read = grid_tables(plan.found, plan.region, plan.named)
    made = {
        "power/buses": with_source(_buses(plan, read["power/buses"])),
        "power/branches": with_source(_branches(plan, read["power/branches"])),
        "power/generators": _generators(plan),
        "power/demand": _demand(plan),
        "power/interconnectors": _borders(plan),
    }
    if "power/links" in read:
        made["power/links"] = with_source(read["power/links"])
    return made


def _buses(plan: Plan, read: Table) -> Table:
    """Buses as they were read, with demand spread a little and rounded."""
    head, *rows = read
    return [head, *([*row[:3], number(mw, 4)] for row, mw in zip(rows, plan.evening, strict=True))]


def _branches(plan: Plan, read: Table) -> Table:
    """Branches as they were read, with more circuits."""
    head, *rows = read
    return [
        head,
        *([*row[:-1], str(count)] for row, count in zip(rows, circuits(plan), strict=True)),
    ]


def _demand(plan: Plan) -> Table:
    blocks = recipe.numbers("demand.blocks")
    level, industry = recipe.number("demand.level_range"), recipe.number("demand.industry")
    slopes, protected = recipe.numbers("demand.slope"), recipe.numbers("demand.protected")
    luck = plan.draw("industry", plan.ids)
    # a uniform number of this width has the standard deviation of the recipe
    shares = industry + recipe.number("demand.industry_spread") * (luck - 0.5) * math.sqrt(12)
    known = recipe.number("demand.industry_range")
    rows = [
        [
            "region",
            *(f"{block}_mw" for block in BLOCKS),
            *ranged("level"),
            *ranged("mw_per_degree"),
            *ranged("protected_share"),
            *ranged("industry_share"),
            "source",
            "status",
        ]
    ]
    for r, (name, mw) in enumerate(zip(plan.ids, plan.summed(plan.evening), strict=True)):
        share = float(shares[r])
        rows.append(
            [
                name,
                *(number(mw * part, 4) for part in blocks),
                *(number(each) for each in (1, 1 - level, 1 + level)),
                *(number(mw * each, 3) for each in slopes),
                *(number(each) for each in protected),
                *(number(each, 2) for each in (share, max(share - known, 0), share + known)),
                "fiction",
                "ESTIMATE",
            ]
        )
    return rows


def ranged(column: str) -> list[str]:
    """The names of a column and of its range."""
    return [column, f"{column}_low", f"{column}_high"]


def classes(plan: Plan) -> list[dict[str, str]]:
    """The class of each plant: the one that lacks most of its share among those it is fit for."""
    kinds = recipe.rows("plants.csv")
    total = sum(each.capacity for each in plan.found.plants)
    lacking = {row["class"]: float(row["share"]) * total for row in kinds}
    # of plants of one size the draw decides which goes first
    luck = plan.draw("class of plants", plan.named.plants)
    order = sorted(
        range(len(plan.found.plants)), key=lambda g: (-plan.found.plants[g].capacity, luck[g])
    )
    made: list[dict[str, str]] = [kinds[-1]] * len(order)
    for g in order:
        size = plan.found.plants[g].capacity
        fit = [row for row in kinds if float(row["least_mw"]) <= size <= float(row["most_mw"])]
        near = min(kinds, key=lambda row: _beyond(size, row))
        kind = max(fit or [near], key=lambda row: lacking[row["class"]])
        lacking[kind["class"]] -= size
        made[g] = kind
    return made


def _beyond(size: float, kind: dict[str, str]) -> float:
    """How many times a plant is too small or too large for a class."""
    return max(float(kind["least_mw"]) / size, size / float(kind["most_mw"]))


def plant_names(plan: Plan) -> list[str]:
    """An id of each plant: its region, its class and a number."""
    seen: dict[str, int] = {}
    made = []
    for plant, kind in zip(plan.found.plants, classes(plan), strict=True):
        stem = f"{plan.ids[int(plan.region[plant.node])]}-{kind['class']}"
        seen[stem] = seen.get(stem, 0) + 1
        made.append(f"{stem}-{seen[stem]}")
    return made


def units_of(capacity: float, kind: dict[str, str]) -> int:
    """Like units of a plant of a class."""
    return max(1, round(capacity / float(kind["unit_mw"])))


def _generators(plan: Plan) -> Table:
    share = recipe.number("power.capacity")
    down, up = recipe.numbers("power.capacity_range")
    same = [*BLOCKS, "merit", "gas_mcm_per_gwh", "trips", *ranged("restart_days")]
    head = ["id", "class", "bus", "units", *ranged("available_mw"), *same, "source", "status"]
    rows = [head]
    for name, plant, kind in zip(plant_names(plan), plan.found.plants, classes(plan), strict=True):
        mw = plant.capacity * share
        rows.append(
            [
                name,
                kind["class"],
                plan.named.buses[plant.node],
                str(units_of(plant.capacity, kind)),
                *(number(mw * part, 4) for part in (1, 1 - down, 1 + up)),
                *(kind[column] for column in same),
                "grid;fiction",
                "ESTIMATE",
            ]
        )
    return rows


def border_bus(plan: Plan, side: str) -> int:
    """The bus with most corridors in the region that lies farthest to a side."""
    x, y = plan.land.places.T
    way = {"west": -x, "east": x, "south": -y, "north": y}[side]
    own = np.flatnonzero(plan.region == int(np.argmax(way)))
    degree = np.zeros(len(plan.region))
    for each in plan.found.corridors:
        degree[[each.one, each.other]] += 1
    return int(own[np.argmax(degree[own])])


def _borders(plan: Plan) -> Table:
    total, cost = float(plan.evening.sum()), recipe.word("power.import_cost")
    head = ["id", "bus", "from", *ranged("import_mw"), "cost_eur_per_mwh", "source", "as_of"]
    rows = [[*head, "status"]]
    for row in recipe.rows("borders.csv"):
        day = (plan.start + dt.timedelta(days=int(row["from"]))).isoformat()
        shares = [float(row[column]) for column in ranged("share")]
        bus = plan.named.buses[border_bus(plan, row["side"])]
        limits = [number(float(round(total * share, -1))) for share in shares]
        rows.append([row["id"], bus, day, *limits, cost, "fiction", day, "ESTIMATE"])
    return rows


def reserve(plan: Plan) -> Array:
    """Sudden loss that reserves cover [MW]: value, low, high."""
    shares = np.array(recipe.numbers("power.reserve"))
    return np.asarray(np.round(plan.evening.sum() * shares, -1))
