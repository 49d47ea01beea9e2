"""Steady flow, least cost and least shed of gas networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.optimize import linprog

from holdfast.arrays import Array
from holdfast.gas import (
    Network,
    friction_factor,
    least_shed,
    read_belgian,
    read_gaslib,
    resistance,
    reynolds,
    square_of_sound,
    steady_flow,
)
from holdfast.questions.validate.finding import Given
from holdfast.questions.validate.ours.rows import Figure, exact, rows

AIR = 1.01325
"""bar."""
SOUND, FRICTION = 371.6643, 0.01
"""m/s and friction factor of GasModels.jl's case-6."""
BETWEEN = (30.0, 60.0)
"""bar, of every junction of that case."""
MOST_FLOW = 1000.0
"""kg/s through a compressor of it: no limit."""
LIFTED, SET_POINT = (11, 24, 40, 135), 66.2
"""Networks of GasLib; bar behind a compressor of the Belgian network at most."""


def figures(given: Given) -> Iterator[Figure]:
    """Give the figures of gas."""
    yield exact("stanet", "", _stanet(given.file("stanet")))
    yield from _belgian(given.file("gas"))
    yield exact("case6", "", _served(_case6(given.file("outside/gas_case6.csv")))[0])
    for number in LIFTED:
        network = read_gaslib(given.file(f"gaslib/GasLib-{number}_no_coords.json"))
        asked = network.demand.sum()
        yield exact("gaslib", number, _served(network)[0] / asked)
        if number == LIFTED[-1]:
            yield exact("gaslib_still", number, _served(network, lifting=False)[0] / asked)


def _served(network: Network, lifting: bool = True) -> tuple[float, Array]:
    """Give what is delivered when no pipe is lost, in all and by node."""
    pipe_out = np.zeros((1, len(network.resistance)), bool)
    compressor_out = np.full((1, len(network.ratio)), not lifting)
    found = least_shed(network, pipe_out, compressor_out, network.supply, network.demand[:, None])
    got = found.delivered[0].sum(axis=1)
    return float(got.sum()), got


def _stanet(folder: Path) -> float:
    """Give the largest share by which a pressure of any case is off STANET's."""
    nodes, pipes = rows(folder / "nodes.csv"), rows(folder / "pipes.csv")
    off = []
    for about in rows(folder / "cases.csv"):
        mine = [[row for row in table if row["case"] == about["case"]] for table in (nodes, pipes)]
        ours = _pressures(about, *mine)
        theirs = np.array([float(row["stanet_bar"] or "nan") for row in mine[0]])
        off.append(np.nanmax(np.abs(ours / theirs - 1)))
    return float(max(off))


def _pressures(
    about: dict[str, str], nodes: list[dict[str, str]], pipes: list[dict[str, str]]
) -> Array:
    """Give the pressures of a case over that of the air [bar]."""
    count = len(nodes)
    place = {row["node"]: k for k, row in enumerate(nodes)}
    tied = [(k, place[row["joined_to"]]) for k, row in enumerate(nodes) if row["joined_to"]]
    names = ("length_km", "diameter_mm", "roughness_mm", "loss")
    length, bore, rough, loss = (np.array([float(row[name]) for row in pipes]) for name in names)
    bore = bore / 1e3
    none = np.zeros(count)
    network = Network(
        nodes=tuple(place),
        pressure_min=none,
        pressure_max=np.full(count, np.inf),
        supply_pressure=none,
        supply=none,
        demand=none,
        pipe_from=np.array([place[row["from"]] for row in pipes]),
        pipe_to=np.array([place[row["to"]] for row in pipes]),
        resistance=np.ones(len(pipes)),
        volume=np.zeros(len(pipes)),
        tie_from=np.array([k for k, _ in tied], dtype=int),
        tie_to=np.array([k for _, k in tied], dtype=int),
    )
    columns = ("normal_density", "viscosity", "temperature", "compressibility_slope")
    density, viscosity, kelvin, slope = (float(about[name]) for name in columns)

    def law(flow: Array, mean: Array) -> Array:
        number = reynolds(flow, bore, viscosity)
        factor = friction_factor(about["friction"], bore, rough / 1e3, number)
        square = square_of_sound(density, kelvin, 1 + slope * mean)
        return resistance(length * 1e3, bore, factor, square, loss)

    held = np.array([float(row["held_bar"]) + AIR if row["held_bar"] else np.nan for row in nodes])
    put = np.array([float(row["injection_kg_s"]) for row in nodes])
    return np.asarray(steady_flow(network, put, held, law).pressure - AIR)


def _case6(path: Path) -> Network:
    """Read GasModels.jl's case-6-ls."""
    by_kind = {kind: list(group) for kind, group in itertools.groupby(rows(path), _kind)}
    nodes, pipes, lifts = (by_kind[kind] for kind in ("node", "pipe", "compressor"))

    def column(table: list[dict[str, str]], name: str) -> Array:
        return np.array([float(row[name]) for row in table])

    def ends(table: list[dict[str, str]], name: str) -> Array:
        return np.array([int(row[name]) - 1 for row in table])

    length, bore = column(pipes, "length_m"), column(pipes, "diameter_m")
    count = len(nodes)
    return Network(
        nodes=tuple(row["from"] for row in nodes),
        pressure_min=np.full(count, BETWEEN[0]),
        pressure_max=np.full(count, BETWEEN[1]),
        supply_pressure=np.full(count, BETWEEN[1]),
        supply=column(nodes, "supply_kg_s"),
        demand=column(nodes, "demand_kg_s"),
        pipe_from=ends(pipes, "from"),
        pipe_to=ends(pipes, "to"),
        resistance=resistance(length, bore, FRICTION, SOUND**2),
        volume=np.pi / 4 * bore**2 * length,
        compressor_from=ends(lifts, "from"),
        compressor_to=ends(lifts, "to"),
        ratio=column(lifts, "ratio"),
        set_point=np.full(len(lifts), BETWEEN[1]),
        most_flow=np.full(len(lifts), MOST_FLOW),
        most_power=column(lifts, "most_power_mw"),
        electric=np.zeros(len(lifts), dtype=bool),
        sound_speed=SOUND,
    )


def _kind(row: dict[str, str]) -> str:
    return row["kind"]


def _belgian(folder: Path) -> Iterator[Figure]:
    """Give the least cost that balance allows, and how far pressures that carry it are off limits.

    No cost is lower as balance alone allows none; one set of purchases of that cost is carried.
    """
    network, table = read_belgian(folder), rows(folder / "belgium20_nodes.csv")
    low, high, price = (
        np.array([float(row[name]) for row in table])
        for name in ("supply_min_1e6_m3_per_day", "supply_max_1e6_m3_per_day", "price")
    )
    arcs, lifts = len(network.resistance), len(network.ratio)
    balance = np.zeros((len(network.nodes), arcs + lifts + len(table)))
    arc, lift, bought = np.split(np.arange(balance.shape[1]), [arcs, arcs + lifts])
    for column, start, end in (
        (arc, network.pipe_from, network.pipe_to),
        (lift, network.compressor_from, network.compressor_to),
    ):
        balance[start, column] -= 1
        balance[end, column] += 1
    balance[np.arange(len(table)), bought] = 1
    bounds = [(None, None)] * arcs + [(0, None)] * lifts + list(zip(low, high, strict=True))
    cost = np.concatenate([np.zeros(arcs + lifts), price])
    found = linprog(
        cost, A_eq=balance, b_eq=np.zeros(len(network.nodes)), bounds=bounds, method="highs"
    )
    assert found.x is not None
    assert found.fun is not None
    yield exact("belgian_cost", "", found.fun)
    most = np.array([float(row["pressure_max_bar"]) for row in table])
    yield exact("belgian_beyond", "", _beyond(network, found.x[bought], high, most))


def _beyond(network: Network, put: Array, most_bought: Array, most: Array) -> float:
    """Give how far a pressure lies off its limits [bar] when these purchases flow.

    Which of the three dearest sells is not unique: Zeebrugge and Dudzele sell their most here. What
    passes each compressor is known: Voeren has no other way out, Sinsin none other in; the two at
    Voeren share by the size of their pipes.
    """
    place = {name: k for k, name in enumerate(network.nodes)}
    put = put.copy()
    total = sum(put[place[name]] for name in ("Zeebrugge", "Dudzele", "Loenhout"))
    for name in ("Zeebrugge", "Dudzele"):
        put[place[name]] = min(most_bought[place[name]], total)
        total -= put[place[name]]
    put[place["Loenhout"]] = total
    inner = np.concatenate([put, np.zeros(len(network.nodes) - len(put))])
    limit = np.concatenate([most, np.full(len(network.nodes) - len(most), SET_POINT)])
    size = network.resistance[[9, 10]] ** -0.5
    beyond_sinsin = -(put[place["Arlon"]] + put[place["Petange"]])
    passing = np.array([*put[place["Voeren"]] * size / size.sum(), beyond_sinsin])
    np.add.at(inner, network.compressor_from, -passing)
    np.add.at(inner, network.compressor_to, passing)
    held = np.full(len(limit), np.nan)
    for name, pressure in (("Voeren", 60.0), ("Zeebrugge", 61.0), ("Sinsin", 60.0)):
        held[place[name]] = pressure
    found = steady_flow(network, inner, held)
    over, under = found.pressure - limit, network.pressure_min - found.pressure
    return float(max(over.max(), under.max(), 0.0))
