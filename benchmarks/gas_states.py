"""Least shed of gas on damaged public networks: time, laws, limits and fall-backs.

    python benchmarks/gas_states.py [--states 2000] [--seed 2026] [--networks GasLib-40]

Fresh states as `beside/gas_states.py` draws them, on one core, compiled before; times are of the
processor, the median of `--runs`. A fall-back is a solve that did not end at first: `searched`
were found by halves, `dropped` lost a class for it, `plain` are left a rounding short of whole
deliveries. `cut` had draws cut for the sake of a least pressure. Limits, upper and lower, are of
nodes through which more than 1e-5 of what is asked flows, delivered there or not; `only passed` are
lower ones of those to which nothing is delivered.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np
from beside.gas_states import NAMES, WEIGHTS, damage, network

from holdfast.gas import GasResult, Network, least_shed


def through(net: Network, found: GasResult) -> np.ndarray:
    """(S, N) what flows through nodes."""
    made = np.zeros(found.pressure.shape)
    for ends, moved in (
        (net.pipe_from, found.flow),
        (net.pipe_to, found.flow),
        (net.compressor_from, found.compressor_flow),
        (net.compressor_to, found.compressor_flow),
        (net.regulator_from, found.regulator_flow),
        (net.regulator_to, found.regulator_flow),
    ):
        np.add.at(made.T, ends, np.abs(moved).T)
    return (made + found.supplied + found.delivered.sum(axis=2)) / 2


def limits(net: Network, found: GasResult, total: np.ndarray) -> tuple[np.ndarray, ...]:
    """How far nodes that carry flow are over, under, and under where gas only passes [bar] (S,)."""
    carries = through(net, found) > 1e-5 * total[:, None]
    passed = carries & (found.delivered.sum(axis=2) <= 1e-5 * total[:, None])
    above, below = found.pressure - net.pressure_max, net.pressure_min - found.pressure
    return tuple(
        np.where(where, off, -np.inf).max(axis=1)
        for where, off in ((carries, above), (carries, below), (passed, below))
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--states", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--networks", default=",".join(NAMES))
    given = asked.parse_args()
    for name in given.networks.split(","):
        net = network(name)
        states = damage(net, given.states, given.seed)
        all_ = (states.pipe_out, states.compressor_out, states.supply, states.demand)
        begin = time.process_time()
        least_shed(net, *(each[:1] for each in all_))
        first, seconds = time.process_time() - begin, []
        for _ in range(given.runs):
            begin = time.process_time()
            found = least_shed(net, *all_)
            seconds.append(time.process_time() - begin)
        total = states.demand.sum(axis=(1, 2))
        came = found.delivered.sum(axis=(1, 2))
        over, under, passed = limits(net, found, total)
        used = came + found.fuel.sum(axis=1)
        served = (found.delivered * WEIGHTS).sum() / (states.demand * WEIGHTS).sum()
        print(
            f"{name}: {1e3 * statistics.median(seconds) / given.states:.3f} ms a state"
            f" (first call {first:.0f} s), {found.solves.mean():.1f} solves,"
            f" {found.iterations.mean():.0f} steps, {found.iterations.max()} at most\n"
            f"  law {found.residual.max():.1e} bar2, balance {found.imbalance.max():.0e}, mass"
            f" {(np.abs(used - found.supplied.sum(axis=1)) / total).max():.0e} of demand,"
            f" {over.max():+.1e} bar over and {under.max():+.1e} under limits"
            f" ({passed.max():+.1e} only passed; {(under > 1e-2).sum()} states by over .01 bar);"
            f" {(came > (1 - 1e-9) * total).mean():.0%} served whole, weighted {served:.4f}\n"
            f"  fall-backs {found.fallback.mean():.2%}: {(found.retries > 0).sum()} searched,"
            f" {(found.dropped == 1).sum()} dropped, {(found.dropped == 2).sum()} empty,"
            f" {found.plain.sum()} plain; {(found.trims > 0).sum()} cut",
            flush=True,
        )


if __name__ == "__main__":
    main()
