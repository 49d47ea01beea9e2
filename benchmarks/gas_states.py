"""Least shed of gas on damaged public networks: time, laws, limits and fall-backs.

    python benchmarks/gas_states.py [--states 2000] [--seed 2026] [--networks GasLib-40]

Fresh states as `beside/gas_states.py` draws them, on one core, compiled before; times are the
median of `--runs`. A fall-back is a solve that did not end at first: `searched` were found by
halves, `dropped` lost a class for it, `plain` are left a rounding short of whole deliveries.
Upper limits are of nodes through which more than 1e-5 of what is asked flows, lower ones of those
to which more than 1e-5 of it is delivered.
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np
from beside.gas_states import NAMES, WEIGHTS, damage, network

from holdfast.gas import GasResult, Network, least_shed


def over(net: Network, found: GasResult, total: np.ndarray) -> float:
    """By how much a node through which gas flows is over its upper bound [bar]."""
    through = np.zeros(found.pressure.shape)
    moved = np.abs(found.flow).T
    np.add.at(through.T, net.pipe_from, moved)
    np.add.at(through.T, net.pipe_to, moved)
    above = found.pressure - net.pressure_max
    return float(np.where(through > 1e-5 * total[:, None], above, -np.inf).max())


def under(net: Network, found: GasResult, total: np.ndarray) -> float:
    """By how much a node to which gas is delivered is under its least pressure [bar]."""
    gets = found.delivered.sum(axis=2) > 1e-5 * total[:, None]
    return float(np.where(gets, net.pressure_min - found.pressure, -np.inf).max())


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
        begin = time.perf_counter()
        least_shed(net, *(each[:1] for each in all_))
        first, seconds = time.perf_counter() - begin, []
        for _ in range(given.runs):
            begin = time.perf_counter()
            found = least_shed(net, *all_)
            seconds.append(time.perf_counter() - begin)
        total = states.demand.sum(axis=(1, 2))
        came = found.delivered.sum(axis=(1, 2))
        used = came + found.fuel.sum(axis=1)
        served = (found.delivered * WEIGHTS).sum() / (states.demand * WEIGHTS).sum()
        print(
            f"{name}: {1e3 * statistics.median(seconds) / given.states:.3f} ms a state"
            f" (first call {first:.0f} s), {found.solves.mean():.1f} solves,"
            f" {found.iterations.mean():.0f} steps, {found.iterations.max()} at most\n"
            f"  law {found.residual.max():.1e} bar2, balance {found.imbalance.max():.0e}, mass"
            f" {(np.abs(used - found.supplied.sum(axis=1)) / total).max():.0e} of demand,"
            f" {over(net, found, total):+.1e} bar over and {under(net, found, total):+.1e} under"
            f" limits;"
            f" {(came > (1 - 1e-9) * total).mean():.0%} served whole, weighted {served:.4f}\n"
            f"  fall-backs {found.fallback.mean():.2%}: {(found.retries > 0).sum()} searched,"
            f" {(found.dropped == 1).sum()} dropped, {(found.dropped == 2).sum()} empty,"
            f" {found.plain.sum()} plain",
            flush=True,
        )


if __name__ == "__main__":
    main()
