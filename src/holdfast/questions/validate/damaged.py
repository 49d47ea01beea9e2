"""Random damaged states of the power network of a scenario, drawn by the names of its elements."""

from __future__ import annotations

import dataclasses

import numpy as np

from holdfast import power
from holdfast.arrays import Array
from holdfast.draws import Luck
from holdfast.model.networks import wires
from holdfast.power.inputs import read_inputs
from holdfast.power.reference import solve_reference
from holdfast.power.states import blank_found
from holdfast.scenario import Scenario

WHOLE = 0.6
"""Chance of an element to be whole; of one that is not any share is left."""
LEAST, MOST = 0.6, 1.4
"""Demand of a region over its evening peak."""


@dataclasses.dataclass(frozen=True, slots=True)
class Damaged:
    """S states of a network, in the order of the scenario's rows."""

    wires: wires.Wires
    grid: power.Grid
    """The same network for the kernel, with nothing damaged."""
    regions: tuple[str, ...]
    place: Array
    """(N,) region of each node."""
    sources: Array
    """(S, G) share left of generators, of these on oil, and of borders."""
    links: Array
    """(S, B) share left of banks and links."""
    branches: Array
    """(S, L) share left of branches."""
    demand: Array
    """(S, N, K) [MW]."""


def draw(scenario: Scenario, states: int, seed: int) -> Damaged:
    """Draw so many states; a row that stands elsewhere in its table is hurt alike."""
    luck = scenario.luck(seed, range(states))
    buses = scenario.table("power/buses")
    regions = scenario.table("regions").text("id")
    names, most = _sources(scenario)
    banks, links = scenario.table("power/transformers"), scenario.table("power/links")
    branches = scenario.table("power/branches")
    carried = np.concatenate(
        [
            banks.number("units") * banks.number("unit_mva")
            + np.nan_to_num(banks.number("other_mva")),
            links.number("capacity_mw"),
        ]
    )
    made = wires.prepare_wires(scenario)
    joints = (*banks.text("id"), *links.text("id"))
    return Damaged(
        wires=made,
        grid=_grid(scenario, made, most, carried),
        regions=regions,
        place=buses.index("region", regions),
        sources=_left(luck, "validate.sources", names),
        links=_left(luck, "validate.links", joints),
        branches=_left(luck, "validate.branches", branches.text("id")),
        demand=_demand(scenario, luck),
    )


def by_engine(states: Damaged) -> Array:
    """Shed (S, R) as the simulation asks for it [MW]."""
    found = wires.deliver(
        states.wires,
        np.ascontiguousarray(states.sources * states.grid.capacity),
        np.ascontiguousarray(states.links * states.grid.link_high),
        np.ascontiguousarray(states.branches),
        np.ascontiguousarray(states.demand),
    )
    return by_region(states, found.shed)


def by_kernel(states: Damaged, workers: int = 1) -> Array:
    """The same by the kernel of grids, without an order in which generators are used."""
    found = power.least_shed(
        states.grid,
        1.0 - states.branches,
        1.0 - states.sources,
        states.demand,
        _weight(states),
        1.0 - states.links,
        workers,
    )
    return by_region(states, found.shed_by_slice)


def by_highs(states: Damaged) -> Array:
    """The same by HiGHS: the least shed, then the one way to share it."""
    inputs = read_inputs(
        states.grid,
        1.0 - states.branches,
        1.0 - states.sources,
        states.demand,
        _weight(states),
        1.0 - states.links,
    )
    found = blank_found(inputs.given, states.wires.nodes)
    for state in range(len(states.demand)):
        solve_reference(inputs, inputs.given, found, state)
    return by_region(states, found.shed)


def by_region(states: Damaged, shed: Array) -> Array:
    """Sum what is shed at nodes (S, N, K) to regions (S, R)."""
    total = np.zeros((len(shed), len(states.regions)))
    for node, region in enumerate(states.place):
        total[:, region] += shed[:, node].sum(axis=1)
    return total


def _weight(states: Damaged) -> Array:
    return np.tile(wires.WEIGHTS, (states.wires.nodes, 1))


def _left(luck: Luck, purpose: str, names: tuple[str, ...]) -> Array:
    """Draw the share left (S, n) of elements by their names."""
    if not names:
        return np.zeros((len(luck.futures), 0))
    hurt, share = (luck.uniform(f"{purpose}.{what}", names) for what in ("hurt", "share"))
    return np.where(hurt < WHOLE, 1.0, share)


def _sources(scenario: Scenario) -> tuple[tuple[str, ...], Array]:
    """Names and MW of generators, of these on oil, and of borders, as `wires` has them."""
    generators, oil = scenario.table("power/generators"), scenario.table("power/oil")
    borders = scenario.table("power/interconnectors")
    ids, most = generators.text("id"), generators.number("available_mw")
    owner = oil.index("generator", ids)
    names = tuple(dict.fromkeys(borders.text("id")))
    border, limit = borders.index("id", names), borders.number("import_mw")
    widest = [limit[border == x].max() for x in range(len(names))]
    told = (*ids, *(f"{ids[g]} on oil" for g in owner), *names)
    return told, np.concatenate([most, most[owner] * oil.number("power_share"), widest])


def _demand(scenario: Scenario, luck: Luck) -> Array:
    """Draw demand (S, N, K): the highest block of each region, in its slices, at its taps."""
    regions, table = scenario.table("regions").text("id"), scenario.table("power/demand")
    order = table.order("region", regions)
    peak = wires.peak_of(scenario)
    kept, works = (table.number(f"{name}_share")[order] for name in ("protected", "industry"))
    slices = np.stack([kept, 1.0 - kept - works, works], axis=1)
    level = LEAST + (MOST - LEAST) * luck.uniform("validate.demand", regions)
    taps = wires.read_taps(scenario)
    made = np.zeros((len(luck.futures), len(scenario.table("power/buses")), slices.shape[1]))
    for bus, region, share in zip(taps.bus, taps.region, taps.share, strict=True):
        made[:, bus] += share * peak[region] * level[:, region, None] * slices[region]
    return made


def _grid(scenario: Scenario, made: wires.Wires, most: Array, carried: Array) -> power.Grid:
    """Lay the network out for the kernel, with what banks and links carry as their limits."""
    links, branches = len(carried), scenario.table("power/branches")
    buses, none = scenario.table("power/buses").text("id"), np.zeros(made.nodes)
    lines, ends = made.ends[links:], made.ends[:links]
    grid = wires.grid_of(branches, buses, lines, ends, none, made.places, most)
    return dataclasses.replace(grid, link_low=-carried, link_high=carried)
