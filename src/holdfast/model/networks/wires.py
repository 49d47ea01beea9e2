"""What carries power between nodes: capacities alone, or a grid with reactances (DC).

Where the scenario has no branches the network is one of capacities, as PyPSA's links, and is
balanced by maximum flows; with branches it is solved by the power kernel. Both share cuts out in
proportion to demand and use generators in their order of merit.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from holdfast import power
from holdfast.arrays import Array
from holdfast.model.types import BLOCKS
from holdfast.power import balance
from holdfast.power.operation import islands

if TYPE_CHECKING:
    from holdfast.scenario import Scenario, Table

BASE = 100.0
"""MVA of one per unit."""
WEIGHTS = (1.0, 0.1, 0.01)
"""What a MW of each slice weighs on a grid with reactances: protected, ordinary, industry. Far
enough apart that one is not traded for another, whatever flows in a loop."""
AMPLE = 2.0
"""The kernel's grid is made for so many times the usual generation and demand: ends of branches
that cannot carry as much are kept. A state that asks for more is solved too, only more slowly."""
OPEN = 1.0
"""MW either way that a link of the kernel's grid carries for each MW of its capacity."""


@dataclasses.dataclass(frozen=True, slots=True)
class Wires:
    """Ready to be solved: one of the two is there."""

    nodes: int
    branches: int
    ends: Array
    """(L, 2) the nodes that each bank, then each link, then each branch joins."""
    places: Array
    """(G,) node of each generator, then of each that burns oil too, then of each border."""
    homes: Array
    """(R,) node of the largest tap of each region: it belongs to the island of that node."""
    whole: Array
    """(N,) the island of each node while nothing is damaged, by its first node."""
    single: bool
    """All regions and sources are then in one island."""
    network: balance.Network | None
    solver: power.Solver | None


class Taps(NamedTuple):
    """Where regions take power."""

    bus: Array
    """(T,) the node."""
    region: Array
    """(T,) the region."""
    share: Array
    """(T,) share of the region's demand."""


class Delivered(NamedTuple):
    """What F states come to."""

    shed: Array
    """(F, N, K) demand not served, by slice [MW]."""
    dispatch: Array
    """(F, G) output of generators, then of these on oil, then of borders [MW]."""
    again: Array
    """(F,) bool: the kernel did not settle it, another solver did."""


def prepare_wires(scenario: Scenario) -> Wires:
    """The network of a scenario: banks and links, then branches if there are any."""
    buses = scenario.table("power/buses").text("id")
    branches = scenario.table("power/branches")
    ends = np.concatenate(
        [
            np.stack([table.index("from_bus", buses), table.index("to_bus", buses)], axis=1)
            for table in (scenario.table("power/transformers"), scenario.table("power/links"))
        ]
    )
    places, merit, most = _sources(scenario, buses)
    taps = read_taps(scenario)
    lines = np.stack(
        [branches.index("from_bus", buses), branches.index("to_bus", buses)], axis=1
    ).reshape(-1, 2)
    joints = np.concatenate([ends, lines])
    homes = _homes(taps)
    whole = islands(len(buses), joints, np.ones((1, len(joints)), dtype=bool))[0]
    frame: dict[str, Any] = {
        "nodes": len(buses),
        "branches": len(branches),
        "ends": joints,
        "places": places,
        "homes": homes,
        "whole": whole,
        "single": len(np.unique(whole[np.concatenate([homes, places])])) == 1,
    }
    if not len(branches):
        order = np.argsort(merit, kind="stable").astype(np.int64)
        network = balance.Network(nodes=len(buses), links=ends, places=places, merit=order)
        return Wires(**frame, network=network, solver=None)
    usual = np.zeros(len(buses))
    np.add.at(usual, taps.bus, AMPLE * taps.share * peak_of(scenario)[taps.region])
    grid = grid_of(branches, buses, lines, ends, usual, places, AMPLE * most)
    weight = np.tile(WEIGHTS, (len(buses), 1))
    solver = power.Solver(grid, weight, merit, slices=len(WEIGHTS))
    return Wires(**frame, network=None, solver=solver)


def _homes(taps: Taps) -> Array:
    """(R,) the node of the largest tap of each region, the first of equals."""
    regions = range(int(taps.region.max()) + 1)
    return np.array(
        [taps.bus[np.where(taps.region == r, taps.share, -1.0).argmax()] for r in regions],
        dtype=np.int64,
    )


def grid_of(
    branches: Table,
    buses: tuple[str, ...],
    lines: Array,
    ends: Array,
    usual: Array,
    places: Array,
    most: Array,
) -> power.Grid:
    """The kernel's grid: branches as they are, banks and links as links of it."""
    rating = branches.number("rating_mw")
    return power.Grid(
        buses=buses,
        demand=usual,
        branch_from=lines[:, 0],
        branch_to=lines[:, 1],
        susceptance=BASE / branches.number("reactance_pu"),
        rating=np.where(np.isnan(rating), np.inf, rating),
        shift=np.zeros(len(branches)),
        in_service=np.ones(len(branches), dtype=np.bool_),
        generator_bus=places,
        capacity=most,
        link_from=ends[:, 0],
        link_to=ends[:, 1],
        link_low=np.full(len(ends), -OPEN),
        link_high=np.full(len(ends), OPEN),
        base=BASE,
    )


def deliver(wires: Wires, supply: Array, carried: Array, branch: Array, demand: Array) -> Delivered:
    """Least shed of F states, shared alike.

    supply (F, G) [MW] of generators, of these on oil and of borders, carried (F, B) [MW] by banks
    and links, branch (F, L) share of each branch that is left, demand (F, N, K) [MW]; nothing is
    checked.
    """
    if wires.network is not None:
        shed, dispatch, _ = balance.least(wires.network, supply, carried, demand)
        return Delivered(shed, dispatch, np.zeros(len(shed), dtype=bool))
    assert wires.solver is not None
    return Delivered(*wires.solver.solve(branch, supply, carried, demand))


def read_taps(scenario: Scenario) -> Taps:
    """The nodes at which each region takes power: the one it names, or those with a share."""
    buses, demand = scenario.table("power/buses"), scenario.table("power/demand")
    regions = scenario.table("regions").text("id")
    home, weight = buses.index("region", regions), buses.number("demand_share")
    named = dict(zip(demand.text("region"), demand.index("bus", buses.text("id")), strict=True))
    found: list[tuple[int, int, float]] = []
    for r, region in enumerate(regions):
        if named[region] >= 0:
            found.append((int(named[region]), r, 1.0))
            continue
        own = np.flatnonzero((home == r) & (weight > 0))
        found += [(int(i), r, float(weight[i] / weight[own].sum())) for i in own]
    bus, of, share = zip(*found, strict=True)
    return Taps(np.array(bus, dtype=np.int64), np.array(of, dtype=np.int64), np.array(share))


def peak_of(scenario: Scenario) -> Array:
    """(R,) MW in the highest block at 0 degrees C."""
    table = scenario.table("power/demand")
    order = table.order("region", scenario.table("regions").text("id"))
    return np.asarray(np.max([table.number(f"{block}_mw")[order] for block in BLOCKS], axis=0))


def _sources(scenario: Scenario, buses: tuple[str, ...]) -> tuple[Array, Array, Array]:
    """Node, order of use and most MW of generators, then of these on oil, then of borders.

    Borders come after generators, and after borders oil of which no order is told.
    """
    generators = scenario.table("power/generators")
    oil, borders = scenario.table("power/oil"), scenario.table("power/interconnectors")
    names = tuple(dict.fromkeys(borders.text("id")))
    rows = borders.order("id", names)
    ids = generators.text("id")
    owner, merit = oil.index("generator", ids), oil.number("merit")
    told = ~np.isnan(merit)
    early = np.concatenate([generators.number("merit"), merit[told]])
    labels = [*ids, *(f"{ids[g]} on oil" for g in owner[told])]
    if scenario.table("power/branches"):
        rank = np.unique(early, return_inverse=True)[1]
    else:
        rank = np.argsort(sorted(range(len(early)), key=lambda g: (early[g], labels[g])))
    after = rank.max(initial=-1) + 1 + np.arange(len(names))
    on_oil = rank.max(initial=-1) + 1 + len(names) + np.arange(len(merit))
    on_oil[told] = rank[len(ids) :]
    limit, border = borders.number("import_mw"), borders.index("id", names)
    bus, most = generators.index("bus", buses), generators.number("available_mw")
    return (
        np.concatenate([bus, bus[owner], borders.index("bus", buses)[rows]]),
        np.concatenate([rank[: len(ids)], on_oil, after]).astype(np.int64),
        np.concatenate([most, most[owner], [limit[border == x].max() for x in range(len(names))]]),
    )
