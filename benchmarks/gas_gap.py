"""How far `least_shed` of gas is from the true optimum, by a global solver.

python benchmarks/gas_gap.py --states 200

Fresh damaged states of five public networks (`beside/gas_states.py`): pipes lost, compressors
without drive, weak supplies, demand by class. What is delivered counts 81, 27, 9, 3 and 1 by class.
The true optimum is a mixed-integer model of the same network (`beside/scip_gas.py`), solved by SCIP
to 1e-5: gap = (proven bound - ours) / all that is asked, each by weight. A state that SCIP does not
close in `--seconds` counts with its bound. SCIP is not a dependency: `pip install pyscipopt` (6.3.0
was used). What ours lacks: higher classes go first at any price, where
weights would trade (`--ordered` shows what is left of the gap then), compressors lift all they can
or stand still all together, and lower classes keep a few 1e-4.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from beside.gas_states import NAMES, WEIGHTS, Damaged, damage, network
from beside.scip_gas import Optimum, in_order, optimum
from gas_states import limits

from holdfast.gas import GasResult, Network, least_shed


def solved(net: Network, states: Damaged) -> tuple[GasResult, float]:
    """Our answers and seconds a state, compiled before."""
    given = (states.pipe_out, states.compressor_out, states.supply, states.demand)
    least_shed(net, *(each[:1] for each in given))
    begin = time.perf_counter()
    found = least_shed(net, *given)
    return found, (time.perf_counter() - begin) / len(states.supply)


def bounds(net: Network, states: Damaged, weights: np.ndarray, seconds: float) -> list[Optimum]:
    """The true optimum of each state."""
    return [
        optimum(
            net,
            states.pipe_out[s],
            states.compressor_out[s],
            states.supply[s],
            states.demand[s],
            weights,
            seconds,
        )
        for s in range(len(states.supply))
    ]


def gaps(delivered: np.ndarray, states: Damaged, best: list[Optimum], weights) -> np.ndarray:
    """(S,) share of what is asked, by weight, that ours is short of the bound."""
    asked = (states.demand * weights).sum(axis=(1, 2))
    ours = (delivered * weights).sum(axis=(1, 2))
    return (np.array([each.bound for each in best]) - ours) / asked


def ordered(delivered: np.ndarray, states: Damaged, net: Network, seconds: float) -> np.ndarray:
    """(S,) share that ours is short, by weight, of serving class by class as far as each goes."""
    made = []
    for s in range(len(delivered)):
        given = (states.pipe_out[s], states.compressor_out[s], states.supply[s], states.demand[s])
        short = in_order(net, *given, seconds) - delivered[s].sum(axis=0)
        made.append((short * WEIGHTS).sum() / (states.demand[s] * WEIGHTS).sum())
    return np.array(made)


def carried(net: Network, states: Damaged, found: GasResult) -> str:
    """How far answers miss laws and limits, worked out anew from pressures and flows."""
    over, under, _ = (each.max() for each in limits(net, found, states.demand.sum(axis=(1, 2))))
    square = found.pressure**2
    drop = square[:, net.pipe_from] - square[:, net.pipe_to]
    law = np.abs(drop - net.resistance * found.flow * np.abs(found.flow))
    miss = np.where(states.pipe_out, 0.0, law).max()
    return (
        f"law {miss:.1e} bar2, {over:+.1e} bar over upper and {under:+.1e} under lower limits,"
        f" balance {found.imbalance.max():.0e} of demand"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--states", type=int, default=200)
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--seconds", type=float, default=30.0, help="of SCIP a state")
    asked.add_argument("--networks", default=",".join(NAMES))
    asked.add_argument("--total", action="store_true", help="also by total, all weights 1")
    asked.add_argument(
        "--ordered", action="store_true", help="also against higher classes first, at any price"
    )
    asked.add_argument("--worst", type=int, default=0, help="show so many states of each network")
    given = asked.parse_args()
    for name in given.networks.split(","):
        net = network(name)
        states = damage(net, given.states, given.seed)
        found, each = solved(net, states)
        best = bounds(net, states, WEIGHTS, given.seconds)
        gap = gaps(found.delivered, states, best, WEIGHTS)
        proved = sum(one.status in ("optimal", "gaplimit") for one in best)
        print(
            f"{name}: weighted gap {gap.mean():.1e} mean, {gap.max():.1e} max, least"
            f" {gap.min():.0e}; {proved} of {len(best)} proved; {int(found.fallback.sum())}"
            f" fall-backs; {each * 1e3:.3f} ms, SCIP"
            f" {1e3 * np.mean([one.seconds for one in best]):.0f} ms\n"
            f"  {carried(net, states, found)}",
            flush=True,
        )
        if given.total:
            ones = np.ones(len(WEIGHTS))
            plain = gaps(found.delivered, states, bounds(net, states, ones, given.seconds), ones)
            print(f"  total delivered: gap {plain.mean():.1e} mean, {plain.max():.1e} max")
        if given.ordered:
            strict = ordered(found.delivered, states, net, given.seconds)
            print(f"  class by class: gap {strict.mean():.1e} mean, {strict.max():.1e} max")
        for s in np.argsort(-gap)[: given.worst]:
            share = found.delivered[s].sum(axis=0) / np.maximum(states.demand[s].sum(axis=0), 1e-9)
            top = best[s].delivered.sum(axis=0) / np.maximum(states.demand[s].sum(axis=0), 1e-9)
            print(f"  state {s}: gap {gap[s]:.1e}; by class {share.round(4)}, best {top.round(4)}")


if __name__ == "__main__":
    main()
