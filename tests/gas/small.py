"""Small gas networks whose answer can be worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from holdfast.gas import Network

INF = np.inf


def network(
    nodes: int,
    pipes: list[tuple[int, int, float]],
    wells: dict[int, tuple[float, float]],
    towns: dict[int, tuple[float, float]],
    stations: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Network:
    """Wells {node: (amount, pressure)}, towns {node: (amount, least pressure)}, pipes with K."""
    supply, pressure = np.zeros(nodes), np.zeros(nodes)
    demand, least = np.zeros(nodes), np.zeros(nodes)
    for node, (amount, bar) in wells.items():
        supply[node], pressure[node] = amount, bar
    for node, (amount, bar) in towns.items():
        demand[node], least[node] = amount, bar
    begin, end, resistance = (list(each) for each in zip(*pipes, strict=True))
    stations = stations or []
    for name, normal in (
        ("ratio", 1.0),
        ("set_point", INF),
        ("most_flow", INF),
        ("most_power", INF),
        ("electric", False),
    ):
        more[name] = np.array([each.get(name, normal) for each in stations])
    more["compressor_from"] = np.array([each["ends"][0] for each in stations], dtype=np.int64)
    more["compressor_to"] = np.array([each["ends"][1] for each in stations], dtype=np.int64)
    return Network(
        nodes=tuple(f"n{i}" for i in range(nodes)),
        pressure_min=least,
        pressure_max=more.pop("pressure_max", np.full(nodes, INF)),
        supply_pressure=pressure,
        supply=supply,
        demand=demand,
        pipe_from=np.array(begin),
        pipe_to=np.array(end),
        resistance=np.array(resistance, dtype=float),
        volume=np.zeros(len(pipes)),
        **more,
    )


def whole(net: Network) -> tuple[np.ndarray, np.ndarray]:
    """Nothing out, for one state."""
    return np.zeros((1, len(net.pipe_from))), np.zeros((1, len(net.ratio)))


def random_network(draw: np.random.Generator) -> Network:
    """A network of 8 to 14 nodes with all that there can be."""
    nodes = int(draw.integers(8, 15))
    tree = [(int(draw.integers(0, i)), i) for i in range(1, nodes)]
    extra = [tuple(int(i) for i in draw.choice(nodes, 2, replace=False)) for _ in range(3)]
    edges = tree + extra
    stations = sorted({int(e) for e in draw.choice(len(tree), 2, replace=False)})
    pipes = [
        (a, b, float(draw.uniform(0.5, 30.0)))
        for e, (a, b) in enumerate(edges)
        if e not in stations
    ]
    wells = {0: (float(draw.uniform(10, 30)), 70.0), nodes - 1: (5.0, 60.0)}
    towns = {
        i: (float(draw.uniform(0.5, 4.0)), float(draw.uniform(10.0, 35.0)))
        for i in range(1, nodes - 1)
    }
    limits = np.full(nodes, 75.0)
    limits[draw.integers(1, nodes - 1)] = 45.0
    made = [
        {
            "ends": edges[e],
            "ratio": float(draw.uniform(1.0, 1.8)),
            "set_point": 70.0,
            "most_power": float(draw.choice([INF, 0.3])),
        }
        for e in stations
    ]
    return network(nodes, pipes, wells, towns, made, pressure_max=limits)


def random_states(
    draw: np.random.Generator, net: Network, count: int, classes: int = 3
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """States of a network: pipes and compressors out, supply and demand by class."""
    nodes = len(net.nodes)
    shares = draw.uniform(0.1, 1.0, (count, nodes, classes))
    shares /= shares.sum(axis=2, keepdims=True)
    lost = draw.uniform(0.0, 1.0, (count, len(net.ratio)))
    return (
        draw.random((count, len(net.pipe_from))) < 0.1,
        np.where(lost < 0.3, 1.0, np.where(lost < 0.5, lost, 0.0)),
        net.supply * draw.uniform(0.3, 1.2, (count, nodes)),
        net.demand[:, None] * shares * draw.uniform(0.7, 1.5, (count, 1, 1)),
    )
