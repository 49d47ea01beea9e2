"""Tables of regions: who lives there and how, gas, warmth, weather, installations, raids."""

from __future__ import annotations

import math

import numpy as np

from holdfast.adopt.country import recipe
from holdfast.adopt.country.grid import (
    Table,
    circuits,
    classes,
    plant_names,
    ranged,
    units_of,
)
from holdfast.adopt.country.plan import Plan
from holdfast.adopt.grid.tables import number
from holdfast.arrays import Array

FICTION = ["fiction", "ESTIMATE"]
MILLION = 1e6
MONTHS = range(1, 13)


def regions(plan: Plan) -> Table:
    """People, who holds the region, and its share of air defence."""
    spread = recipe.number("demand.people_range")
    east = plan.eastern()
    held = np.argsort(np.argsort(-east, kind="stable"), kind="stable")
    contested = held < round(recipe.number("people.contested") * len(east))
    guard = plan.people ** recipe.number("people.defence_power")
    guard = guard / guard.sum()
    rows = [
        ["id", "name", *ranged("population"), "status", "defence_share", "source", "row_status"]
    ]
    for r, name in enumerate(plan.ids):
        people = [
            number(float(round(plan.people[r] * k, -3)), 9) for k in (1, 1 - spread, 1 + spread)
        ]
        status = "contested" if contested[r] else "held"
        rows.append([name, plan.regions[r], *people, status, number(float(guard[r]), 2), *FICTION])
    return rows


def outlines(plan: Plan) -> Table:
    """The map, in units of drawing."""
    rows = [["region", "point", "x", "y", "source"]]
    for name, outline in zip(plan.ids, plan.land.outlines, strict=True):
        for k, (x, y) in enumerate(outline, start=1):
            rows.append([name, str(k), number(float(x)), number(float(y)), "fiction"])
    return rows


def homes(plan: Plan) -> tuple[Array, list[dict[str, str]]]:
    """(R, C) share of people by class of dwelling, and the classes."""
    kinds = recipe.rows("homes.csv")
    town = np.array([float(kind["urban"]) for kind in kinds])
    land = np.array([float(kind["rural"]) for kind in kinds])
    shares = plan.urban[:, None] * town + (1 - plan.urban)[:, None] * land
    return np.floor(shares / shares.sum(axis=1, keepdims=True) * 1000) / 1000, kinds


def heated_by(plan: Plan, source: str) -> Array:
    """(R,) millions of people whose homes are heated by a source."""
    shares, kinds = homes(plan)
    own = np.array([kind["source"] == source for kind in kinds])
    return np.asarray(shares[:, own].sum(axis=1) * plan.people / MILLION)


def buildings(plan: Plan) -> Table:
    """Dwellings by class."""
    same = [
        "source",
        *ranged("time_constant_hours"),
        "reserve",
        *ranged("needs_power"),
    ]
    rows = [["region", "class", "people_share", *same, "row_source", "status"]]
    shares, kinds = homes(plan)
    for r, name in enumerate(plan.ids):
        for share, kind in zip(shares[r], kinds, strict=True):
            cells = [kind[column] for column in same]
            rows.append([name, kind["class"], number(float(share)), *cells, *FICTION])
    return rows


def normals(plan: Plan) -> Table:
    """A synthetic climate: a cosine of the month, colder in the north."""
    mean, swing = recipe.number("weather.mean"), recipe.number("weather.swing")
    north, spread = recipe.number("weather.north"), recipe.number("weather.range")
    rows = [["region", "month", *ranged("mean_c"), "source", "status"]]
    for name, place in zip(plan.ids, plan.northern(), strict=True):
        for month in MONTHS:
            cold = mean - swing * math.cos(2 * math.pi * (month - 1) / 12)
            here = round(cold - north * (2 * float(place) - 1), 1)
            cells = [number(round(here + by, 1)) for by in (0, -spread, spread)]
            rows.append([name, str(month), *cells, "climate", "ESTIMATE"])
    return rows


def gas(plan: Plan) -> dict[str, Table]:
    """Demand by use, production, imports and stores."""
    wanted = _uses(plan)
    total = float(sum(wanted[use].sum() for use in wanted)) + _burnt(plan)
    fields = _chosen(plan, "gas field", int(recipe.number("gas.producers")))
    stores = _chosen(plan, "gas store", int(recipe.number("gas.stores")))
    made = _split(plan, "size of gas fields", fields)
    own = np.zeros(len(plan.ids))
    own[fields] = made * recipe.numbers("gas.production")[0] * total
    wanted["own_use"] = own * recipe.number("gas.own_use")
    return {
        "gas/demand": _gas_demand(plan, wanted),
        "gas/supply": _gas_supply(plan, fields, made, total),
        "gas/storage": _gas_storage(plan, stores, total),
    }


def _uses(plan: Plan) -> dict[str, Array]:
    """(R,) mcm a day at 0 degrees C by use."""
    return {
        "household": heated_by(plan, "household_gas") * recipe.number("gas.household"),
        "district_heat": heated_by(plan, "district_heat") * recipe.number("gas.district_heat"),
        "industry": plan.people / MILLION * recipe.number("gas.industry"),
    }


def _burnt(plan: Plan) -> float:
    """mcm a day that power stations burn when half of those that burn gas run."""
    share = recipe.number("power.capacity")
    return sum(
        plant.capacity * share * 0.012 * float(kind["gas_mcm_per_gwh"])
        for plant, kind in zip(plan.found.plants, classes(plan), strict=True)
    )


def _gas_demand(plan: Plan, wanted: dict[str, Array]) -> Table:
    cold, mild = recipe.number("gas.cold"), recipe.number("gas.mild")
    spread = recipe.number("gas.level_range")
    level = [number(each) for each in (1, 1 - spread, 1 + spread)]
    how = {
        "household": (mild, cold, "1", "0.2"),
        "district_heat": (mild, cold, "1", "0.3"),
        "industry": (0.95, 1.0, "3", "0.9"),
        "own_use": (1.0, 1.0, "1", "0.5"),
    }
    rows = [
        [
            "region",
            "use",
            "at_plus_10",
            "at_0",
            "at_minus_10",
            *ranged("level"),
            "priority",
            "needs_power",
            "source",
            "status",
        ]
    ]
    for r, name in enumerate(plan.ids):
        for use, (warm, chill, priority, dark) in how.items():
            mcm = float(wanted[use][r])
            if mcm > 0:
                knots = [number(mcm * part, 4) for part in (warm, 1, chill)]
                rows.append([name, use, *knots, *level, priority, dark, *FICTION])
    return rows


def _gas_supply(plan: Plan, fields: list[int], made: Array, total: float) -> Table:
    rows = [["id", "region", "kind", *ranged("mcm_per_day"), "source", "status"]]
    for r, share in zip(fields, made, strict=True):
        give = [number(total * part * share, 3) for part in recipe.numbers("gas.production")]
        rows.append([f"{plan.ids[r]}-gas", plan.ids[r], "production", *give, *FICTION])
    bought = [number(total * part, 3) for part in recipe.numbers("gas.imports")]
    return [*rows, ["import", "", "import", *bought, *FICTION]]


def _gas_storage(plan: Plan, stores: list[int], total: float) -> Table:
    held = total * recipe.number("gas.stored_days") / len(stores)
    full = held * recipe.number("gas.store_full")
    rows = [
        ["id", "region", "working_mcm", "capacity_mcm", *ranged("max_withdrawal"), "max_injection"]
    ]
    rows[0] += ["source", "status"]
    for r in stores:
        out = [number(total * part / len(stores), 3) for part in recipe.numbers("gas.withdrawal")]
        cells = [number(held, 3), number(full, 3), *out, number(total * 0.3 / len(stores), 3)]
        rows.append([f"{plan.ids[r]}-store", plan.ids[r], *cells, *FICTION])
    return rows


def _chosen(plan: Plan, what: str, count: int) -> list[int]:
    """Regions that have something, by draw, in the order of the table."""
    luck = plan.draw(what, plan.ids)
    return sorted(np.argsort(luck, kind="stable")[: min(count, len(luck))].tolist())


def _split(plan: Plan, what: str, of: list[int]) -> Array:
    """Shares of the regions of a list, by draw, that sum to 1."""
    luck = 0.5 + plan.draw(what, [plan.ids[r] for r in of])
    return np.asarray(luck / luck.sum())


def assets(plan: Plan, supply: Table) -> Table:
    """Cells of like installations, by kind and region."""
    rows = [
        ["id", "kind", "region", "count", "serves", "element", "protection", "source", "status"]
    ]

    def add(
        name: str, kind: str, region: str, count: float, serves: str, element: str = ""
    ) -> None:
        if kind and count > 0:
            cells = [kind, region, str(max(1, round(count))), serves, element, "0"]
            rows.append([f"{name}-{kind}", *cells, *FICTION])

    for name, plant, kind in zip(plant_names(plan), plan.found.plants, classes(plan), strict=True):
        count = math.ceil(units_of(plant.capacity, kind) / float(kind["units_per_asset"]))
        add(name, kind["kind"], plan.ids[int(plan.region[plant.node])], count, "generator", name)
    grid = zip(plan.named.branches, plan.found.corridors, circuits(plan), strict=True)
    for name, each, count in grid:
        region = plan.ids[int(plan.region[each.one])]
        add(name, recipe.word("assets.branch"), region, count, "branch", name)
    nodes = plan.people / recipe.number("assets.people_per_node")
    sources = heated_by(plan, "district_heat") * MILLION
    sources = sources / recipe.number("assets.people_per_source")
    for r, name in enumerate(plan.ids):
        add(name, recipe.word("assets.distribution"), name, float(nodes[r]), "distribution")
        add(name, recipe.word("assets.heat"), name, float(sources[r]), "heat")
    for row in supply[1:]:
        cell = dict(zip(supply[0], row, strict=True))
        if cell["kind"] == "production":
            plants = float(cell["mcm_per_day"]) * recipe.number("assets.wells_per_mcm")
            add(
                cell["id"],
                recipe.word("assets.gas"),
                cell["region"],
                plants,
                "gas_supply",
                cell["id"],
            )
    return rows


def targets(plan: Plan) -> Table:
    """Prior shares of target regions: by people, and more to the side of the attacker."""
    rows = [["class", "region", "share", "source", "status"]]
    reach = 1 + (recipe.number("threat.reach") - 1) * plan.eastern()
    weight = plan.people ** recipe.number("threat.people_power") * reach
    for kind in recipe.table("threat/classes"):
        for name, share in zip(plan.ids, weight / weight.sum(), strict=True):
            rows.append([kind["id"], name, number(float(share), 3), *FICTION])
    return rows
