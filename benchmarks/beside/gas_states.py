"""Public gas networks and damaged states of them, as a study of ours drew them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from holdfast.gas import Network, read_belgian, read_gaslib

ROOT = Path(__file__).parents[2]
NAMES = ("Belgian", "GasLib-11", "GasLib-24", "GasLib-40", "GasLib-135")
CLASSES = (0.02, 0.38, 0.15, 0.20, 0.25)
"""Shares of demand: hospitals, households, district heat, power, industry."""
WEIGHTS = np.array([81.0, 27.0, 9.0, 3.0, 1.0])
LEAST_ENTRY = 10.0
"""kg/s that an entry of GasLib can give at least."""
MARGIN = 1.25
"""What entries of GasLib can give over what is nominated, so that a loss can be made good."""
LEAST_PRESSURE = {"GasLib-40": 25.0, "GasLib-135": 25.0}
"""bar; the files ask for that of the air alone."""


@dataclasses.dataclass(frozen=True, slots=True)
class Damaged:
    """S states of a network."""

    pipe_out: np.ndarray
    compressor_out: np.ndarray
    supply: np.ndarray
    demand: np.ndarray

    def some(self, which: slice) -> Damaged:
        """Some of the states."""
        return Damaged(*(getattr(self, f.name)[which] for f in dataclasses.fields(self)))


def network(name: str) -> Network:
    """A public network; entries of GasLib give a quarter more than is nominated."""
    if name == "Belgian":
        return read_belgian(ROOT / "data" / "gas")
    number = name.removeprefix("GasLib-")
    path = ROOT / "data" / "gaslib" / f"GasLib-{number}_no_coords.json"
    made = read_gaslib(path, least_pressure=LEAST_PRESSURE.get(name, 0.0))
    entries = made.supply > 0
    if name == "GasLib-11":
        entries = entries | (np.array(made.nodes) == "entry03")  # nominated with 0
    supply = np.where(entries, np.maximum(made.supply, LEAST_ENTRY) * MARGIN, 0.0)
    return dataclasses.replace(made, supply=supply)


def damage(net: Network, count: int, seed: int) -> Damaged:
    """Pipes and compressors that are lost, supplies that are weak, demands that vary by class.

    The first four are not drawn: whole, without supply, without compressors, without pipes. A state
    is the same however many are drawn.
    """
    states = [_state(net, np.random.default_rng([seed, s])) for s in range(count)]
    pipe_out, station_out, weak, asked = (np.array(each) for each in zip(*states, strict=True))
    pipe_out[:3], pipe_out[3:4] = False, True
    station_out[0], station_out[2:3] = False, True
    weak[0], weak[1:2], weak[2:3] = 1.0, 0.0, 1.0
    asked[0] = np.array(CLASSES)
    demand = net.demand[:, None] * asked
    return Damaged(pipe_out, station_out, net.supply * weak, demand)


def _state(net: Network, draw: np.random.Generator) -> tuple[np.ndarray, ...]:
    """One state: lost pipes and compressors, share of supply, demand by class."""
    nodes, pipes, stations = len(net.nodes), len(net.resistance), len(net.ratio)
    pipe_out = draw.random(pipes) < min(0.06, 2.0 / pipes)
    station_out = draw.random(stations) < 0.235
    weak = np.where(draw.random(nodes) < 0.2, 0.0, draw.uniform(0.5, 1.0, nodes))
    asked = draw.uniform(0.7, 1.3) * draw.uniform(0.8, 1.2, nodes)
    shares = np.array(CLASSES) * draw.uniform(0.7, 1.3, (nodes, len(CLASSES)))
    shares /= shares.sum(axis=1, keepdims=True)
    return pipe_out, station_out, weak, asked[:, None] * shares
