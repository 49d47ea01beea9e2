"""Time of `least_shed` of gas, beside pandapipes' `pipeflow` on the same intact states.

python benchmarks/gas_speed.py --states 64

One core. Damaged states are those of `beside/gas_states.py`. For pandapipes (0.16.0 was used; it is
not a dependency) a state is intact with demand drawn about the nominated one: what our answer
delivers and supplies is given to it, with the ratio of each compressor, so that it has only to find
flows and pressures; ours finds also who is served. Where both answer, the largest difference of
pressure is shown. Its network is built outside the clock, and its first run, which compiles, is not
counted. Growth: GasLib-40 put side by side 1 to 16 times, and 1 to 4096 states.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import statistics
import time
import warnings

import numpy as np
from beside.gas_states import CLASSES, NAMES, damage, network

from holdfast.gas import Network, least_shed


def timed(work, runs: int = 5) -> tuple[float, object]:
    """Median seconds of the processor of several runs, and what the last gave."""
    seconds = []
    for _ in range(runs):
        begin = time.process_time()
        made = work()
        seconds.append(time.process_time() - begin)
    return statistics.median(seconds), made


def damaged(name: str, count: int) -> str:
    """Time of damaged states with five classes."""
    net = network(name)
    states = damage(net, count, 2027)
    given = (states.pipe_out, states.compressor_out, states.supply, states.demand)
    least_shed(net, *given)
    seconds, found = timed(lambda: least_shed(net, *given))
    return (
        f"{name}: {len(net.nodes)} nodes, {seconds / count * 1e3:.3f} ms a state,"
        f" {found.solves.mean():.1f} solves, {found.iterations.mean():.0f} steps,"
        f" {int(found.fallback.sum())} fall-backs of {count}"
    )


def intact(net: Network, count: int) -> np.ndarray:
    """(S, N, 1) demand of one class about the nominated one."""
    draw = np.random.default_rng(2028)
    return (net.demand * draw.uniform(0.8, 1.0, (count, len(net.nodes))))[:, :, None]


def beside_pandapipes(name: str, count: int) -> str:
    """Time of intact states, ours and theirs."""
    from beside.pandapipes_flow import built, flow

    net = network(name)
    demand = intact(net, count)
    pipes, lifts = (np.zeros((1, len(a)), bool) for a in (net.resistance, net.ratio))
    least_shed(net, pipes, lifts, net.supply, demand)
    ours, found = timed(lambda: least_shed(net, pipes, lifts, net.supply, demand))
    seconds, apart, failed = [], [], 0
    for s in range(count):
        put = found.supplied[s] - found.delivered[s].sum(axis=1)
        made = built(net, put, found.pressure[s], pipes[0])
        for run in range(2):
            begin = time.process_time()
            try:
                pressure = flow(made)
            except Exception as error:
                failed += run
                said = type(error).__name__
                continue
            if s or run:
                seconds.append(time.process_time() - begin)
            if run:
                apart.append(np.nanmax(np.abs(pressure - found.pressure[s])))
    if not seconds:
        return (
            f"{name}: pandapipes ended none of {count} ({said}); ours {ours / count * 1e3:.3f} ms"
        )
    theirs = statistics.median(seconds)
    return (
        f"{name}: ours {ours / count * 1e3:.3f} ms, pandapipes {theirs * 1e3:.1f} ms, times"
        f" {theirs * count / ours:,.0f}; pressures within {np.median(apart):.2g} bar;"
        f" {failed} of {count} it did not end"
    )


def several(net: Network, copies: int) -> Network:
    """The network so many times side by side, unjoined."""
    count = len(net.nodes)
    made: dict[str, object] = {
        "nodes": tuple(f"{name} {c}" for c in range(copies) for name in net.nodes)
    }
    for field in dataclasses.fields(net):
        value = getattr(net, field.name)
        if not isinstance(value, np.ndarray):
            continue
        ends = field.name.endswith(("_from", "_to"))
        parts = [value + c * count if ends else value for c in range(copies)]
        made[field.name] = np.concatenate(parts)
    return dataclasses.replace(net, **made)


def growth() -> None:
    """Time against nodes and against states."""
    base = network("GasLib-40")
    for copies in (1, 2, 4, 8, 16):
        net = several(base, copies)
        demand = net.demand[None, :, None] * np.array(CLASSES)
        states = damage(net, 16, 2029)
        given = (states.pipe_out, states.compressor_out, net.supply, np.repeat(demand, 16, 0))
        least_shed(net, *given)
        seconds, _ = timed(lambda n=net, g=given: least_shed(n, *g), 3)
        print(f"{len(net.nodes)} nodes: {seconds / 16 * 1e3:.2f} ms a state", flush=True)
    for count in (1, 8, 64, 512, 4096):
        states = damage(base, count, 2030)
        given = (states.pipe_out, states.compressor_out, states.supply, states.demand)
        seconds, _ = timed(lambda g=given: least_shed(base, *g), 3)
        print(f"{count} states: {seconds / count * 1e3:.3f} ms a state", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--states", type=int, default=64)
    asked.add_argument("--networks", default=",".join(NAMES))
    asked.add_argument("--pandapipes", type=int, default=0, help="states to put beside it")
    asked.add_argument("--growth", action="store_true")
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    names = given.networks.split(",")
    for name in names:
        print(damaged(name, given.states), flush=True)
    if given.pandapipes:
        for name in names:
            if name != "Belgian":  # in mcm/day
                print(beside_pandapipes(name, given.pandapipes), flush=True)
    if given.growth:
        growth()


if __name__ == "__main__":
    main()
