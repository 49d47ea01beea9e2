"""The same linear model for HiGHS (through scipy): its columns, rows and bounds.

Columns are dispatch, shed, spilled, links, angles, flows, and what flows exceed limits by, each in
units of its own so that nothing is far from 1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from holdfast.power.grid import Floats
from holdfast.power.inputs import Lines
from holdfast.power.states import Given

Parts = dict[str, np.ndarray[Any, Any]]
OVER = 1e3
"""What a MW over a branch's limit costs where no flow keeps all limits (shifters in a loop can ask
for that), in shares of the dearest demand."""
WAYS: tuple[tuple[str, bool], ...] = (("highs", True), ("highs-ds", False), ("highs-ipm", False))
"""Methods, and whether they simplify first, in the order in which they are tried."""

EXACT = 1e-9
"""Tolerances of HiGHS; by itself it takes 1e-7, which large susceptances make 1e-6 of demand."""


class Program(NamedTuple):
    """The linear program of one state: least cost x with matrix x = right, within bounds (C, 2)."""

    cost: Floats
    matrix: Any
    right: Floats
    bounds: Floats
    parts: Parts
    """Places of the columns by what they stand for."""
    units: Floats
    """(C,) MW, or rad, of 1 in each column."""


def program_of(lines: Lines, weights: Floats, given: Given, state: int) -> Program:
    """The program of one state; what exceeds limits is not bounded away yet."""
    parts = columns_of(lines, weights, given, state)
    matrix, right = rows_of(lines, weights, given, state)
    cost = np.zeros(matrix.shape[1])
    cost[parts["shed"]] = weights.ravel()
    cost[parts["over"]] = cost[parts["under"]] = OVER
    bounds = bounds_of(lines, weights, given, state)
    units = units_of(lines, given, state, parts)
    scaled_matrix = matrix @ sparse.diags(units / units[0])
    return Program(cost, scaled_matrix, right / units[0], bounds / units[:, None], parts, units)


def least(program: Program) -> Any:
    """What HiGHS finds, first with all limits kept; None if nothing."""
    parts = program.parts
    for elastic in (False, True):
        kept = program.bounds.copy()
        if not elastic:
            kept[np.r_[parts["over"], parts["under"]], 1] = 0.0
        answer = least_within(program, program.cost, kept)
        if answer is not None:
            return answer
    return None


def least_within(program: Program, cost: Floats, bounds: Floats) -> Any:
    """What HiGHS finds with another cost and other bounds; None if nothing."""
    solver: Any = linprog
    for method, simplify in WAYS:
        answer = solver(
            cost,
            A_eq=program.matrix,
            b_eq=program.right,
            bounds=bounds,
            method=method,
            options={
                "presolve": simplify,
                "primal_feasibility_tolerance": EXACT,
                "dual_feasibility_tolerance": EXACT,
            },
        )
        if answer.status == 0:
            return answer
        if answer.status == 2 and simplify is False:
            return None
    return None


def units_of(lines: Lines, given: Given, state: int, parts: Parts) -> Floats:
    """(columns,) what one unit of each is: all demand, and angles that carry it, so that nothing
    is far from 1 whatever a grid's size and susceptances."""
    demand = np.maximum(given.demand[state if len(given.demand) > 1 else 0], 0.0).sum()
    most = np.abs(lines.susceptance).max(initial=0.0)
    units = np.full(sum(len(place) for place in parts.values()), demand or 1.0)
    units[parts["angle"]] /= most or 1.0
    return units


def left_of(lines: Lines, given: Given, state: int) -> Floats:
    """(L,) share of each branch that is there."""
    return np.where(lines.susceptance != 0, given.branch[state], 0.0)


def columns_of(lines: Lines, weights: Floats, given: Given, state: int) -> Parts:
    """Places of the columns by what they stand for."""
    branches = len(lines.rating)
    sizes = {
        "dispatch": len(lines.generator_bus),
        "shed": weights.size,
        "spilled": len(weights),
        "link": len(lines.link_low),
        "angle": len(weights),
        "flow": branches,
        "over": branches,
        "under": branches,
    }
    edges = np.cumsum([0, *sizes.values()])
    return {name: np.arange(edges[k], edges[k + 1]) for k, name in enumerate(sizes)}


def rows_of(lines: Lines, weights: Floats, given: Given, state: int) -> tuple[Any, Floats]:
    """Balance of each bus, then Ohm's law of each branch (nothing flows in one that is out)."""
    buses, slices = weights.shape
    own = lines.susceptance * left_of(lines, given, state)
    place, bus = columns_of(lines, weights, given, state), np.arange(buses)
    law = buses + np.arange(len(own))
    link, begin, end = place["link"], lines.branch_from, lines.branch_to
    entries: list[tuple[Any, Any, Any]] = [
        (lines.generator_bus, place["dispatch"], 1.0),
        (bus.repeat(slices), place["shed"], 1.0),
        (bus, place["spilled"], -1.0),
        (lines.link_from, link, -1.0),
        (lines.link_to, link, 1.0),
        (law, place["angle"][begin], -own),
        (law, place["angle"][end], own),
    ]
    for name, sign in (("flow", 1.0), ("over", 1.0), ("under", -1.0)):
        flow = place[name]
        entries += [(begin, flow, -sign), (end, flow, sign), (law, flow, sign)]
    rows, columns = (np.concatenate([entry[k] for entry in entries]) for k in (0, 1))
    values = np.concatenate([np.broadcast_to(entry[2], entry[1].shape) for entry in entries])
    shape = (buses + len(own), sum(map(len, place.values())))
    demand = given.demand[state if len(given.demand) > 1 else 0]
    right = np.concatenate([demand.sum(axis=1), -own * lines.shift])
    return sparse.csr_matrix((values, (rows, columns)), shape=shape), right


def bounds_of(lines: Lines, weights: Floats, given: Given, state: int) -> Floats:
    """(columns, 2) least and most of each."""
    left = left_of(lines, given, state)
    demand = given.demand[state if len(given.demand) > 1 else 0]
    limit = scaled(lines.rating, left)
    free = np.full(len(weights), np.inf)
    room = np.where(left > 0, np.inf, 0.0)
    none = np.zeros
    low = [
        none(len(lines.generator_bus)),
        none(weights.size),
        none(len(weights)),
        scaled(lines.link_low, given.link[state]),
        -free,
        -limit,
        none(len(left)),
        none(len(left)),
    ]
    high = [
        given.generation[state],
        np.maximum(demand, 0.0).ravel(),
        np.maximum(-demand, 0.0).sum(axis=1),
        scaled(lines.link_high, given.link[state]),
        free,
        limit,
        room,
        room,
    ]
    return np.stack([np.concatenate(low), np.concatenate(high)], axis=1)


def scaled(bound: Floats, share: Floats) -> Floats:
    """A bound times the share in service; 0 where nothing is, though the bound be infinite."""
    return np.where(share > 0, np.where(share > 0, bound, 0.0) * share, 0.0)
