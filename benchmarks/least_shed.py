"""Least shed on damaged public grids: this kernel on one core, HiGHS and PyPSA on the same states.

Run: python benchmarks/least_shed.py [--pypsa] [--quick] In each state 2, 5, 10 or 25 % of the
branches and 8 % of the generators are out. HiGHS keeps one model whose bounds alone change, warm
(simplex from the last basis) and cold; PyPSA builds and solves its network for some of them. All
run in this process on one core; times are medians of several runs, and the ratio is to the faster
mode of HiGHS. Then: the compilation, time against buses and states, two threads, and what opening
branches saves.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from pathlib import Path

import highspy
import numpy as np
from scipy import sparse

from holdfast.power import Grid, least_shed, read_matpower

GRIDS = Path(__file__).parents[1] / "data" / "grids"
CASES = (("case24_ieee_rts", 200), ("case118_ieee", 200), ("case1354_pegase", 40))
SHARES = (0.02, 0.05, 0.10, 0.25)


def read(case: str) -> Grid:
    return read_matpower(GRIDS / f"pglib_opf_{case}.m")


def damage(grid: Grid, count: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Branches and generators that are out in some states."""
    draw = np.random.default_rng(seed)
    shares = np.resize(SHARES, count)
    branch = np.array([draw.random(len(grid.rating)) < share for share in shares])
    generator = np.array([draw.random(len(grid.capacity)) < 0.08 for _ in shares])
    return branch, generator


class Persistent:
    """One model of HiGHS. Columns: dispatch, shed, spilled, angle, flow, what Ohm's law lacks."""

    def __init__(self, grid: Grid, warm: bool) -> None:
        self.grid, self.warm = grid, warm
        buses, branches, generators = len(grid.buses), len(grid.rating), len(grid.capacity)
        each, eye = np.arange(branches), sparse.eye
        balance = sparse.hstack(
            [
                sparse.csr_matrix(
                    (np.ones(generators), (grid.generator_bus, np.arange(generators))),
                    (buses, generators),
                ),
                eye(buses),
                -eye(buses),
                sparse.csr_matrix((buses, buses)),
                sparse.csr_matrix(
                    (
                        np.r_[-np.ones(branches), np.ones(branches)],
                        (np.r_[grid.branch_from, grid.branch_to], np.r_[each, each]),
                    ),
                    (buses, branches),
                ),
                sparse.csr_matrix((buses, branches)),
            ]
        )
        own = grid.susceptance
        ohm = sparse.hstack(
            [
                sparse.csr_matrix((branches, generators + 2 * buses)),
                sparse.csr_matrix(
                    (
                        np.r_[-own, own],
                        (np.r_[each, each], np.r_[grid.branch_from, grid.branch_to]),
                    ),
                    (branches, buses),
                ),
                eye(branches),
                eye(branches),
            ]
        )
        matrix = sparse.vstack([balance, ohm]).tocsc()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
        cost = np.zeros(matrix.shape[1])
        cost[generators : generators + buses] = 1.0
        model.col_cost_ = cost
        whole = np.zeros(branches, dtype=bool)
        model.col_lower_, model.col_upper_ = self.bounds(whole, np.zeros(generators, dtype=bool))
        model.row_lower_ = model.row_upper_ = np.r_[grid.demand, -own * grid.shift]
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        self.columns = np.arange(matrix.shape[1], dtype=np.int32)
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.solver.passModel(model)
        self.solver.run()

    def bounds(self, branch: np.ndarray, generator: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        grid = self.grid
        on = grid.in_service & ~branch
        rating = np.minimum(grid.rating, 1e5)
        buses, infinite = len(grid.buses), 1e30
        none = np.zeros(buses)
        spill = np.maximum(-grid.demand, 0.0)
        return (
            np.concatenate(
                [
                    np.zeros(len(grid.capacity)),
                    none,
                    none,
                    np.full(buses, -infinite),
                    np.where(on, -rating, 0.0),
                    np.where(on, 0.0, -infinite),
                ]
            ),
            np.concatenate(
                [
                    grid.capacity * ~generator,
                    np.maximum(grid.demand, 0.0),
                    spill,
                    np.full(buses, infinite),
                    np.where(on, rating, 0.0),
                    np.where(on, 0.0, infinite),
                ]
            ),
        )

    def shed(self, branch: np.ndarray, generator: np.ndarray) -> np.ndarray:
        """Least shed of each state [MW]."""
        found = []
        for state in zip(branch, generator, strict=True):
            if not self.warm:
                self.solver.clearSolver()
            self.solver.changeColsBounds(len(self.columns), self.columns, *self.bounds(*state))
            self.solver.run()
            found.append(self.solver.getInfo().objective_function_value)
        return np.array(found)


def timed(work, runs: int) -> tuple[float, object]:
    """Median seconds of several runs, and what the last gave."""
    seconds = []
    for _ in range(runs):
        begin = time.perf_counter()
        made = work()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds), made


def beside_highs(case: str, count: int, pypsa: bool) -> None:
    grid = read(case)
    branch, generator = damage(grid, count)
    least_shed(grid, branch[:1], generator[:1])
    modes = {"warm": Persistent(grid, True), "cold": Persistent(grid, False)}
    before, found = timed(lambda: least_shed(grid, branch, generator), 7)
    highs = {
        name: timed(lambda m=mode: m.shed(branch, generator), 1) for name, mode in modes.items()
    }
    after, _ = timed(lambda: least_shed(grid, branch, generator), 7)
    ours = statistics.median([before, after])
    asked = np.maximum(grid.demand, 0.0).sum()
    apart = max(np.abs(found.weighted_shed - shed).max() for _, shed in highs.values()) / asked
    fastest = min(seconds for seconds, _ in highs.values())
    line = (
        f"{case:16} {ours / count * 1e3:8.4f} ms   HiGHS warm {highs['warm'][0] / count * 1e3:7.2f}"
        f"  cold {highs['cold'][0] / count * 1e3:7.2f}   ratio {fastest / ours:5.0f}"
        f"   totals within {apart:.0e} of demand, gap {np.abs(found.gap).max():.0e}, "
        f"fall-backs {found.fallback.sum()}"
    )
    if pypsa:
        few = 5
        seconds, totals = timed(lambda: pypsa_shed(grid, branch[:few], generator[:few]), 1)
        apart = np.abs(totals - found.weighted_shed[:few]).max() / asked
        line += (
            f"   PyPSA {seconds / few * 1e3:.0f} ms, ratio {seconds / few / (ours / count):.0f}, "
            f"totals within {apart:.0e}"
        )
    print(line, flush=True)


def pypsa_shed(grid: Grid, branch: np.ndarray, generator: np.ndarray) -> np.ndarray:
    """Least shed by PyPSA's `optimize`: a generator at cost 1 stands for shed."""
    import pypsa

    found = []
    for out, lost in zip(branch, generator, strict=True):
        network = pypsa.Network()
        network.add("Bus", grid.buses)
        network.add("Load", [f"d{b}" for b in grid.buses], bus=grid.buses, p_set=grid.demand)
        network.add(
            "Generator",
            [f"g{k}" for k in range(len(lost))],
            bus=[grid.buses[k] for k in grid.generator_bus],
            p_nom=grid.capacity * ~lost,
        )
        shed = np.maximum(grid.demand, 0.0)
        network.add(
            "Generator",
            [f"s{b}" for b in grid.buses],
            bus=grid.buses,
            p_nom=shed,
            marginal_cost=1.0,
        )
        network.add(
            "Generator",
            [f"n{b}" for b in grid.buses],
            bus=grid.buses,
            sign=-1.0,
            p_nom=np.maximum(-grid.demand, 0.0),
        )
        for kind, chosen in (("Line", grid.shift == 0), ("Transformer", grid.shift != 0)):
            rows = np.flatnonzero(grid.in_service & ~out & chosen)
            if len(rows):
                more = {} if kind == "Line" else {"phase_shift": np.rad2deg(grid.shift[rows])}
                rating = np.minimum(grid.rating[rows], 1e5)
                reactance = 1.0 / grid.susceptance[rows]
                if kind == "Transformer":
                    reactance = reactance * rating
                network.add(
                    kind,
                    [f"l{k}" for k in rows],
                    bus0=[grid.buses[k] for k in grid.branch_from[rows]],
                    bus1=[grid.buses[k] for k in grid.branch_to[rows]],
                    x=reactance,
                    s_nom=rating,
                    **more,
                )
        network.optimize(solver_name="highs", solver_options={"output_flag": False, "threads": 1})
        found.append(network.objective)
    return np.array(found)


def growth() -> None:
    """Time a state against buses, and against the number of states."""
    for case in ("case5_pjm", "case14_ieee", "case24_ieee_rts", "case118_ieee", "case1354_pegase"):
        grid = read(case)
        states = damage(grid, 128)
        least_shed(grid, *states)
        seconds, _ = timed(lambda g=grid, s=states: least_shed(g, *s), 5)
        print(
            f"{len(grid.buses):6} buses {seconds / 128 * 1e6:8.1f} microseconds a state", flush=True
        )
    grid = read("case118_ieee")
    for count in (1, 8, 64, 512, 4096):
        states = damage(grid, count)
        least_shed(grid, *states)
        seconds, _ = timed(lambda s=states: least_shed(grid, *s), 5)
        print(f"{count:6} states {seconds / count * 1e6:7.1f} microseconds a state", flush=True)


def threads() -> None:
    """Two threads against one, by turns."""
    grid = read("case118_ieee")
    states = damage(grid, 8192)
    ratios = []
    for _ in range(5):
        one, _ = timed(lambda: least_shed(grid, *states), 1)
        two, _ = timed(lambda: least_shed(grid, *states, workers=2), 1)
        ratios.append(one / two)
    print(f"two threads are {statistics.median(ratios):.2f} times as fast as one")


def openings() -> None:
    """Single repairs on case118: how often one raises least shed, without and with openings."""
    grid = read("case118_ieee")
    branch, generator = damage(grid, 40)
    rows = [(s, b) for s in range(40) for b in np.flatnonzero(branch[s])]
    mended = np.array([branch[s] for s, _ in rows])
    mended[np.arange(len(rows)), [b for _, b in rows]] = False
    lost = generator[[s for s, _ in rows]]
    for allowed in (False, True):
        before = least_shed(grid, branch, generator, allow_opening=allowed).weighted_shed
        seconds, found = timed(
            lambda a=allowed: least_shed(grid, mended, lost, allow_opening=a).weighted_shed, 1
        )
        start = before[[s for s, _ in rows]]
        worse = (found > start * 1.01) & (found > start + 1)
        name = "with openings" if allowed else "as it stands"
        print(
            f"{name:14}: {100 * worse.mean():.1f} % of {len(rows)} single repairs raise shed by "
            f"over 1 % and 1 MW; shed in all {before.sum():.0f} MW; {seconds / len(rows) * 1e6:.0f}"
            " microseconds a state",
            flush=True,
        )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pypsa", action="store_true", help="also PyPSA, if it is installed")
    asked.add_argument("--quick", action="store_true", help="only the table beside HiGHS")
    given = asked.parse_args()
    begin = time.perf_counter()
    least_shed(read("case5_pjm"), np.zeros((1, 6)), np.zeros((1, 5)))
    print(f"{platform.machine()}; first call {time.perf_counter() - begin:.2f} s")
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(everywhere)})
    for case, count in CASES:
        beside_highs(case, count, given.pypsa)
    if given.quick:
        return
    growth()
    openings()
    os.sched_setaffinity(0, everywhere)
    threads()


if __name__ == "__main__":
    main()
