"""Random gas networks with all that there can be: does any answer break what each must keep?

    python benchmarks/gas_random.py [--networks 1500] [--flows 3000] [--seed 0]

Networks of 3 to 9 nodes in a tree with up to 3 more edges, which are pipes over three orders of
resistance, compressors with limits, regulators and ties; least and highest pressures anywhere; a
tenth of the pipes and two fifths of the compressors hurt; three classes. A third of them is at 15
to 60 bar, a third at 1 to 10, a third at 15 to 60 with ways back beside compressors and fuel. An
answer is odd that breaks balance, Weymouth's law, mass, a bound of pressure, a supply, or drives
more round than all that is asked; it is flagged if the kernel says that it fell back. Then
`steady_flow` on random networks of 3 to 11 nodes under one or two held pressures, over five orders
of resistance: law to 1e-9 of the highest square of pressure, balance to 2e-6 of what enters. Exit
status 1 if any answer is odd or any flow that pressures carry is not found.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from collections import Counter

import numpy as np

from holdfast.gas import GasResult, Network, least_shed, steady_flow, with_fuel

KINDS = {
    "15 to 60 bar": (15.0, 60.0, False),
    "1 to 10 bar": (1.0, 10.0, False),
    "with ways back and fuel": (15.0, 60.0, True),
}
CARRIES = 1e-3
"""Flow in shares of what is asked, from which a node's bounds are looked at."""


def edges(draw: np.random.Generator, nodes: int, more: int) -> list[tuple[int, int]]:
    """A tree and up to `more` edges beside it."""
    tree = [(int(draw.integers(0, i)), i) for i in range(1, nodes)]
    beside = int(draw.integers(0, more + 1))
    extra = [draw.choice(nodes, 2, replace=False).tolist() for _ in range(beside)]
    made = [*tree, *((a, b) for a, b in extra)]
    return [(a, b) if draw.random() < 0.5 else (b, a) for a, b in made]


def network(draw: np.random.Generator, low: float, high: float, all_: bool) -> Network:
    """One network."""
    nodes = int(draw.integers(3, 10))
    ends = np.array(edges(draw, nodes, 3))
    kinds = draw.choice(4, len(ends), p=[0.7, 0.15, 0.1, 0.05])
    kinds[0] = 0
    pipe, station, regulator, tie = (ends[kinds == kind] for kind in range(4))
    count = len(station)
    supply = np.where(draw.permutation(nodes) < draw.integers(1, 3), draw.uniform(1, 25, nodes), 0)
    most = np.where(draw.random(nodes) < 0.2, draw.uniform(0.6, 1.2, nodes) * high, np.inf)
    least = np.where(draw.random(nodes) < 0.8, draw.uniform(low, 0.6 * high, nodes), 0.0)
    made = Network(
        nodes=tuple(f"n{i}" for i in range(nodes)),
        pressure_min=np.minimum(least, most),
        pressure_max=most,
        supply_pressure=draw.uniform(0.6, 1.0, nodes) * high,
        supply=supply,
        demand=np.where(least > 0, draw.uniform(0.5, 6, nodes), 0.0),
        pipe_from=pipe[:, 0],
        pipe_to=pipe[:, 1],
        resistance=10 ** draw.uniform(-1.5, 1.3, len(pipe)) * (high / 60) ** 2,
        volume=np.ones(len(pipe)),
        compressor_from=station[:, 0],
        compressor_to=station[:, 1],
        ratio=draw.choice([1.0, 1.2, 1.5, 2.0, 3.0], count),
        set_point=draw.choice([np.inf, high], count),
        most_flow=draw.choice([np.inf, 6.0], count),
        most_power=draw.choice([np.inf, 0.2, 2.0], count),
        electric=np.zeros(count, dtype=bool),
        regulator_from=regulator[:, 0],
        regulator_to=regulator[:, 1],
        regulator_set_point=draw.uniform(low, high, len(regulator)),
        tie_from=tie[:, 0],
        tie_to=tie[:, 1],
    )
    if not all_:
        return made
    made = dataclasses.replace(made, bypass=draw.random(count) < 0.3)
    return with_fuel(made) if draw.random() < 0.5 else made


def odd(net: Network, demand: np.ndarray, found: GasResult) -> list[str]:
    """What an answer breaks."""
    asked, came = demand.sum(), found.delivered[0].sum(axis=1)
    through = came.copy()
    for ends, moved in (
        (net.pipe_from, found.flow),
        (net.pipe_to, found.flow),
        (net.compressor_from, found.compressor_flow),
        (net.compressor_to, found.compressor_flow),
    ):
        np.add.at(through, ends, np.abs(moved[0]))
    carries, pressure = through > CARRIES * asked, found.pressure[0]
    enters = found.supplied[0] > CARRIES * asked
    used = found.delivered.sum() + found.fuel.sum()
    round_ = np.abs(found.compressor_flow).max(initial=0.0)
    broken = {
        "not finite": not np.isfinite(pressure).all() or not np.isfinite(found.delivered).all(),
        "balance": found.imbalance[0] > 1e-6,
        "law": found.residual[0] > 1e-2,
        "mass": abs(found.supplied.sum() - used) > 1e-9 * asked,
        "over a bound": (carries & (pressure > net.pressure_max + 1e-2)).any(),
        "under a bound": (carries & (pressure < net.pressure_min - 1e-2)).any(),
        "more than asked": (found.delivered[0] > demand * (1 + 1e-9)).any(),
        "more than supply": (found.supplied[0] > net.supply * (1 + 1e-9)).any(),
        "supply at its pressure": (enters & (pressure > net.supply_pressure + 1e-2)).any(),
        "goes round": round_ > 2.0 * max(asked, found.supplied.sum()),
    }
    return [name for name, bad in broken.items() if bad]


def judged(seed: int, low: float, high: float, all_: bool) -> tuple[list[str], bool] | None:
    """What the answer to one state of one network breaks, and whether it is flagged."""
    draw = np.random.default_rng(seed)
    net = network(draw, low, high, all_)
    demand = net.demand[:, None] * draw.dirichlet(np.ones(3), len(net.nodes))
    if demand.sum() == 0:
        return None
    pipes, stations = (1, len(net.pipe_from)), (1, len(net.ratio))
    pipe_out = (draw.random(pipes) < 0.1) * draw.choice([1.0, 0.5])
    station_out = draw.choice([0.0, 0.0, 0.0, 1.0, 0.4], stations)
    found = least_shed(net, pipe_out, station_out, net.supply, demand)
    return odd(net, demand, found), bool(found.fallback[0])


def flow(seed: int) -> str:
    """How `steady_flow` ends on a random network: found, refused, or what it breaks."""
    draw = np.random.default_rng(seed)
    nodes = int(draw.integers(3, 12))
    ends = np.array(edges(draw, nodes, 4))
    held = np.full(nodes, np.nan)
    held[0] = draw.uniform(40, 80)
    if draw.random() < 0.5:
        held[-1] = draw.uniform(30, 60)
    asks = np.isnan(held) & (draw.random(nodes) < 0.6)
    put = -draw.uniform(0, 0.6, nodes) * asks
    none = np.zeros(0)
    net = Network(
        nodes=tuple(f"n{i}" for i in range(nodes)),
        pressure_min=np.zeros(nodes), pressure_max=np.full(nodes, np.inf),
        supply_pressure=np.full(nodes, 100.0), supply=np.zeros(nodes), demand=np.zeros(nodes),
        pipe_from=ends[:, 0], pipe_to=ends[:, 1],
        resistance=10 ** draw.uniform(-3, 2, len(ends)), volume=np.ones(len(ends)),
        compressor_from=none.astype(int), compressor_to=none.astype(int), ratio=none,
        set_point=none, most_flow=none, most_power=none, electric=none.astype(bool),
    )  # fmt: skip
    try:
        found = steady_flow(net, put, held)
    except ValueError as fault:
        return "refused" if "do not carry" in str(fault) else "not found"
    square, left = found.pressure**2, found.entered.copy()
    np.add.at(left, net.pipe_from, -found.flow)
    np.add.at(left, net.pipe_to, found.flow)
    lost = square[net.pipe_from] - square[net.pipe_to]
    missed = np.abs(lost - net.resistance * found.flow * np.abs(found.flow)).max()
    enters = np.maximum(found.entered, 0.0).sum()
    lawful = missed <= 1e-9 * square.max() and np.abs(left).max() <= 2e-6 * max(enters, 1e-6)
    return "found" if lawful else "breaks a law"


def main() -> int:
    """Print the counts; 1 if an answer is odd or a flow not found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--networks", type=int, default=1500)
    asked.add_argument("--flows", type=int, default=3000)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    wrong, begun = 0, time.process_time()
    for name, kind in KINDS.items():
        each = given.networks // len(KINDS)
        seen = [judged(seed, *kind) for seed in range(given.seed, given.seed + each)]
        made = [one for one in seen if one]
        flagged = sum(fell for _, fell in made)
        bad = Counter((what, fell) for broken, fell in made for what in broken)
        wrong += sum(bool(broken) for broken, _ in made)
        print(f"{name}: {len(made)} networks asked for gas, {flagged} fell back,"
              f" {sum(bool(broken) for broken, _ in made)} odd", flush=True)  # fmt: skip
        for (what, fell), count in sorted(bad.items()):
            first = next(s for s, one in enumerate(seen, given.seed) if one and what in one[0])
            print(f"  {what}: {count} {'flagged' if fell else 'not flagged'}, as seed {first}")
    ends = Counter(flow(seed) for seed in range(given.seed, given.seed + given.flows))
    print(f"steady_flow: {ends['found']} found, {ends['refused']} refused as pressures carry less,"
          f" {ends['not found']} not found, {ends['breaks a law']} break a law")  # fmt: skip
    print(f"{time.process_time() - begun:.0f} s of processor")
    return int(wrong + ends["not found"] + ends["breaks a law"] > 0)


if __name__ == "__main__":
    sys.exit(main())
