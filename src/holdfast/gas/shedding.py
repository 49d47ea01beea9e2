"""Least shed of many states of one gas network with pressures, by priority.

What pressures cannot carry is not served; higher classes go first. `docs/blocks/gas-pressures.md`
has the equations, their sources and what they were compared with.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from holdfast.gas.attempts import answer
from holdfast.gas.inputs import (
    read_amounts,
    read_shares,
    read_workers,
    resistance_of,
    same_states,
)
from holdfast.gas.judging import imbalance, law_of
from holdfast.gas.network import Flags, Floats, Ints, Network
from holdfast.gas.steady.layout import (
    CAREFUL,
    DROPPED,
    EMPTY,
    PLAIN,
    SOLVES,
    STEPS,
    TRIMMED,
    Answers,
    States,
    Tuning,
    blank_answers,
    room_for,
)
from holdfast.gas.steady.model import Ready, ready_for
from holdfast.gas.work import compression_power, unit_work

WIDTH = 8
"""States side by side."""
PART = 512
"""States that are worked on at once."""
TUNING = Tuning()


@dataclasses.dataclass(frozen=True, slots=True)
class GasResult:
    """What S states come to; flow in the network's unit."""

    delivered: Floats
    """(S, N, K)."""
    pressure: Floats
    """(S, N) [bar]; 0 in a part that has no supply or is asked for nothing, where nothing flows."""
    flow: Floats
    """(S, P) from the first end of each pipe to the second."""
    compressor_flow: Floats
    """(S, C), through the compressor or its bypass; below 0 if it goes back by the latter."""
    compressor_power: Floats
    """(S, C) [MW] that lifts this flow to the outlet's pressure, see `work`."""
    fuel: Floats
    """(S, C) gas that is burnt for that at the inlets, beyond this flow; 0 without `fuel`."""
    regulator_flow: Floats
    """(S, V)."""
    supplied: Floats
    """(S, N)."""
    residual: Floats
    """(S,) largest violation of Weymouth's law [bar^2]; where a guard throttles, less than it."""
    imbalance: Floats
    """(S,) largest difference of what comes to and leaves a node, in shares of what is asked."""
    solves: Ints
    """(S,) steady states that were solved, one a class and more at most."""
    iterations: Ints
    """(S,) steps of Newton's method in all of them."""
    fallback: Flags
    """(S,) whether any of them did not end at first: `retries`, `dropped` and `plain` count how."""
    retries: Ints
    """(S,) solves that were done again, more carefully."""
    dropped: Ints
    """(S,) 1 if classes got nothing as no solve ended with them, 2 if so all did."""
    plain: Flags
    """(S,) whether deliveries are left a rounding of the method short of whole."""
    trims: Ints
    """(S,) times that draws were cut as a node that carries flow came under its least pressure."""


def least_shed(
    network: Network,
    pipe_out: npt.ArrayLike,
    compressor_out: npt.ArrayLike,
    supply: npt.ArrayLike,
    demand: npt.ArrayLike,
    workers: int = 1,
    fuel: npt.ArrayLike | None = None,
) -> GasResult:
    """What reaches whom in S states of a network.

    `pipe_out` (S, P) and `compressor_out` (S, C) are bool, or the share that is lost, 0 to 1. A
    pipe is a bank of equal ones: its resistance grows as 1 / (1 - lost)^2. A compressor loses that
    share of its lift, ratio - 1, and of its power; one that is out lets gas through forward, by its
    bypass, as long as the pipes beside it are there. `supply` (S, N) or (N,) is the most that can
    enter, `demand` (S, N, K) or (N, K) what is asked for by K classes, the first the highest
    [unit], `fuel` (S, C) or (C,) instead of the network's [unit/MW]. Any of them may have one row
    for all states. `workers` are threads. A state's bits hang neither on them nor on other states.

    Raises ValueError that names the argument if a shape or value does not fit.
    """
    workers = read_workers(workers)
    nodes, stations = len(network.nodes), len(network.ratio)
    given = {
        "pipe_out": read_shares("pipe_out", pipe_out, len(network.pipe_from)),
        "compressor_out": read_shares("compressor_out", compressor_out, len(network.ratio)),
        "supply": read_amounts("supply", supply, (nodes,), 2),
        "demand": read_amounts("demand", demand, (nodes,), 3),
        "fuel": read_amounts("fuel", network.fuel if fuel is None else fuel, (stations,), 2),
    }
    count = same_states(**given)
    wide = {name: np.broadcast_to(a, (count, *a.shape[1:])) for name, a in given.items()}
    ready = ready_for(
        network,
        (network.supply > 0) | (given["supply"] > 0).any(axis=0),
        (network.demand > 0) | (given["demand"] > 0).any(axis=(0, 2)),
    )
    states = _states(network, ready, **wide)
    answers = blank_answers(ready.pattern.starts.size - 1, states)
    parts = [slice(first, min(first + PART, count)) for first in range(0, count, PART)]

    def work(share: list[slice]) -> None:
        room = room_for(ready.model, ready.pattern, WIDTH)
        for part in share:
            some = States._make(a[part] for a in states)
            mine = Answers._make(a[part] for a in answers)
            answer(ready, some, TUNING, room, mine)

    if workers > 1:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(work, [parts[first::workers] for first in range(workers)]))
    else:
        work(parts)
    return _result(network, ready, states, answers, wide["demand"])


def _states(
    network: Network,
    ready: Ready,
    pipe_out: Floats,
    compressor_out: Floats,
    supply: Floats,
    demand: Floats,
    fuel: Floats,
) -> States:
    """What there is in each state, as the kernel has it."""
    count, links = len(supply), len(ready.model.link_from)
    stations = len(network.ratio)
    left = 1.0 - compressor_out
    ratio, most = np.ones((count, links)), np.full((count, links), np.inf)
    ratio[:, :stations] = (1.0 + left * (network.ratio - 1.0)) ** 2
    most[:, :stations] = network.most_flow
    most[:, stations : stations + len(network.regulator_from)] = network.regulator_most_flow
    may = np.flatnonzero(ready.back >= 0)
    most[:, ready.back[may]] = np.where(ratio[:, may] > 1.0, 0.0, network.most_flow[may])
    most[:, ready.model.link_from == ready.model.link_to] = 0.0
    power = np.full((count, links), np.inf)
    power[:, :stations] = _times(left, network.most_power) / unit_work(network)
    burns = np.zeros((count, links))
    burns[:, :stations] = fuel * unit_work(network)
    return States(
        resistance=resistance_of(network, pipe_out) / ready.unit,
        ratio=ratio,
        most=most,
        power=power,
        burns=burns,
        supply=np.ascontiguousarray(supply[:, ready.supplying]),
        demand=np.ascontiguousarray(demand[:, ready.asking]),
    )


def _times(share: Floats, most: Floats) -> Floats:
    """share x most, where nothing of no bound is no bound: the ratio is 1 then."""
    return np.where(share > 0, share, 1.0) * most


def _result(
    network: Network, ready: Ready, states: States, answers: Answers, asked: Floats
) -> GasResult:
    """The answers by node of the network, with what they still violate."""
    model = ready.model
    burnt = answers.burnt[:, : len(network.ratio)]
    close_mass(answers.delivered, answers.supplied, burnt.sum(axis=1))
    delivered, supplied = np.zeros(asked.shape), np.zeros(asked.shape[:2])
    delivered[:, ready.asking] = answers.delivered
    supplied[:, ready.supplying] = answers.supplied
    potential = answers.potential
    pressure = np.sqrt(np.maximum(potential, 0.0) * ready.unit)
    stations = len(network.ratio)
    regulators = slice(stations, stations + len(network.regulator_from))
    moved = answers.link[:, :stations].copy()
    may = np.flatnonzero(ready.back >= 0)
    moved[:, may] -= answers.link[:, ready.back[may]]
    inlet, outlet = (
        pressure[:, ready.place[ends]] for ends in (network.compressor_from, network.compressor_to)
    )
    counts = answers.counts
    failed = np.asarray((counts[:, [CAREFUL, DROPPED, PLAIN, EMPTY]] > 0).any(axis=1))
    return GasResult(
        delivered=delivered,
        pressure=np.ascontiguousarray(pressure[:, ready.place]),
        flow=answers.flow,
        compressor_flow=moved,
        compressor_power=compression_power(network, moved, inlet, outlet),
        fuel=burnt,
        regulator_flow=answers.link[:, regulators],
        supplied=supplied,
        residual=law_of(model, states, answers).max(axis=1, initial=0.0) * ready.unit,
        imbalance=imbalance(model, answers, asked.sum(axis=(1, 2))),
        solves=counts[:, SOLVES],
        iterations=counts[:, STEPS],
        fallback=failed,
        retries=counts[:, CAREFUL],
        dropped=counts[:, DROPPED] + 2 * counts[:, EMPTY],
        plain=counts[:, PLAIN] > 0,
        trims=counts[:, TRIMMED],
    )


def close_mass(delivered: Floats, supplied: Floats, burnt: Floats) -> None:
    """Take off the larger of what is used and supplied what it is over the other, in place.

    What is `burnt` (S,) stays.

    Balance at nodes is met by the method but for rounding; where that adds up, in answers that a
    last draw did not settle, it is at most some 1e-7 of what is asked. Bounds still hold.
    """
    came, went = supplied.sum(axis=1), delivered.sum(axis=(1, 2))
    share = np.divide(came - burnt, went, out=np.ones(len(came)), where=went > 0)
    delivered *= np.minimum(share, 1.0)[:, None, None]
    share = np.divide(went + burnt, came, out=np.ones(len(came)), where=came > 0)
    supplied *= np.minimum(share, 1.0)[:, None]
