"""Least shed on damaged public grids: this kernel on one core, HiGHS and PyPSA on the same states.

    python benchmarks/least_shed.py [--pypsa] [--quick] [--page docs/blocks/power-speed.md]

In each state 2, 5, 10 or 25 % of the
branches and 8 % of the generators are out. HiGHS keeps one model whose bounds alone change, warm
(simplex from the last basis) and cold; PyPSA builds and solves its network for some of them. All
run in this process on one core; times are medians of several runs, and the ratio is to the faster
mode of HiGHS. Then: the compilation, time against buses and states, two threads, and what opening
branches saves. `--page` writes it all down.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
from beside.highs import Persistent
from beside.pypsa_lopf import pypsa_shed

from holdfast.power import Grid, least_shed, read_matpower

ROOT = Path(__file__).parents[1]
CASES = (("case24_ieee_rts", 200), ("case118_ieee", 200), ("case1354_pegase", 40))
SHARES = (0.02, 0.05, 0.10, 0.25)
FIRST = """
import time
import numpy as np
from holdfast.power import Grid, least_shed
whole = lambda *values: np.array(values)
grid = Grid(("a", "b"), whole(0.0, 10.0), whole(0), whole(1), whole(100.0), whole(5.0), whole(0.0),
            whole(True), whole(0), whole(20.0))
begin = time.perf_counter()
least_shed(grid, [[0]], [[0]])
print(time.perf_counter() - begin)
"""
PAGE = """# Power: how fast, beside HiGHS and PyPSA

Written by `python benchmarks/least_shed.py --pypsa --page docs/blocks/power-speed.md`. In each
state 2, 5, 10 or 25 % of the branches and 8 % of the generators of a public grid (PGLib-OPF) are
out. All run in one process on one core, one thread each; times are medians. HiGHS keeps one
linear model whose bounds alone change from state to state: warm goes on from the last basis, cold
starts anew. PyPSA builds its network and calls `optimize` with HiGHS, as its users do. The totals
agree; who is cut does not, as a simplex method stops at one of many corners: some buses quite
dark, others not cut at all. Here cuts are shared out in proportion to demand, and there is one
answer ([how](power-kernel.md)).

"""


def read(case: str) -> Grid:
    if case == "case118_ieee":  # the one that is shipped
        return read_matpower(ROOT / "src" / "holdfast" / "adopt" / "country" / "case118.m")
    return read_matpower(ROOT / "data" / "grids" / f"pglib_opf_{case}.m")


def damage(grid: Grid, count: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Branches and generators that are out in some states."""
    draw = np.random.default_rng(seed)
    shares = np.resize(SHARES, count)
    branch = np.array([draw.random(len(grid.rating)) < share for share in shares])
    generator = np.array([draw.random(len(grid.capacity)) < 0.08 for _ in shares])
    return branch, generator


def timed(work, runs: int) -> tuple[float, object]:
    """Median seconds of several runs, and what the last gave."""
    seconds = []
    for _ in range(runs):
        begin = time.perf_counter()
        made = work()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds), made


def beside_highs(case: str, count: int) -> dict[str, str]:
    """A row of the table: this kernel and both modes of HiGHS."""
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
    return {
        "grid": case,
        "states": str(count),
        "here [ms a state]": f"{ours / count * 1e3:.4f}",
        "HiGHS warm [ms]": f"{highs['warm'][0] / count * 1e3:.2f}",
        "HiGHS cold [ms]": f"{highs['cold'][0] / count * 1e3:.2f}",
        "times the faster": f"{fastest / ours:.0f}",
        "totals within (of demand)": f"{apart:.0e}",
        "gap proven": f"{np.abs(found.gap).max():.0e}",
        "fall-backs": str(found.fallback.sum()),
    }


def beside_pypsa(case: str, count: int) -> dict[str, str]:
    """A row of the table: PyPSA's `optimize` of the same states."""
    grid = read(case)
    branch, generator = damage(grid, count)
    least_shed(grid, branch[:1], generator[:1])
    ours, found = timed(lambda: least_shed(grid, branch, generator), 7)
    seconds, shed = timed(lambda: pypsa_shed(grid, branch, generator), 1)
    asked = np.maximum(grid.demand, 0.0)
    apart = np.abs(shed.sum(axis=1) - found.weighted_shed).max() / asked.sum()
    taking = asked > 0
    other = np.abs(shed - found.shed)[:, taking] > 0.01 * asked[taking]
    spread = [np.where(taking, s / np.maximum(asked, 1e-9), 0.0) for s in (shed, found.shed)]
    dark = [100 * (each[:, taking] > 0.99).mean() for each in spread]
    return {
        "grid": case,
        "states": str(count),
        "PyPSA [ms a state]": f"{seconds / count * 1e3:.0f}",
        "here [ms]": f"{ours / count * 1e3:.3f}",
        "times": f"{seconds / ours:,.0f}",
        "totals within (of demand)": f"{apart:.0e}",
        "buses whose shed differs by over 1 % of their demand": f"{100 * other.mean():.0f} %",
        "buses quite dark, PyPSA": f"{dark[0]:.1f} %",
        "here": f"{dark[1]:.1f} %",
    }


def growth() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Time a state against buses, and against the number of states."""
    by_buses, by_states = [], []
    for case in ("case5_pjm", "case14_ieee", "case24_ieee_rts", "case118_ieee", "case1354_pegase"):
        grid = read(case)
        states = damage(grid, 128)
        least_shed(grid, *states)
        seconds, _ = timed(lambda g=grid, s=states: least_shed(g, *s), 5)
        each = f"{seconds / 128 * 1e6:.1f}"
        by_buses.append({"buses": f"{len(grid.buses):,}", "microseconds a state": each})
    grid = read("case118_ieee")
    for count in (1, 8, 64, 512, 4096):
        states = damage(grid, count)
        least_shed(grid, *states)
        seconds, _ = timed(lambda s=states: least_shed(grid, *s), 5)
        each = f"{seconds / count * 1e6:.1f}"
        by_states.append({"states of case118": f"{count:,}", "microseconds a state": each})
    return by_buses, by_states


def threads() -> str:
    """Two threads against one, by turns."""
    grid = read("case118_ieee")
    states = damage(grid, 8192)
    ratios = []
    for _ in range(5):
        one, _ = timed(lambda: least_shed(grid, *states), 1)
        two, _ = timed(lambda: least_shed(grid, *states, workers=2), 1)
        ratios.append(one / two)
    return f"Two threads are {statistics.median(ratios):.2f} times as fast as one."


def openings() -> list[dict[str, str]]:
    """Single repairs on case118: how often one raises least shed, without and with openings."""
    grid = read("case118_ieee")
    branch, generator = damage(grid, 40)
    rows = [(s, b) for s in range(40) for b in np.flatnonzero(branch[s])]
    mended = np.array([branch[s] for s, _ in rows])
    mended[np.arange(len(rows)), [b for _, b in rows]] = False
    lost = generator[[s for s, _ in rows]]
    table = []
    for allowed in (False, True):
        before = least_shed(grid, branch, generator, allow_opening=allowed).weighted_shed
        seconds, found = timed(
            lambda a=allowed: least_shed(grid, mended, lost, allow_opening=a).weighted_shed, 1
        )
        start = before[[s for s, _ in rows]]
        worse = (found > start * 1.01) & (found > start + 1)
        table.append(
            {
                "branches": "may be opened" if allowed else "as they stand",
                "single repairs": str(len(rows)),
                "that raise shed by over 1 % and 1 MW": f"{100 * worse.mean():.1f} %",
                "shed before them [MW]": f"{before.sum():,.0f}",
                "microseconds a state": f"{seconds / len(rows) * 1e6:.0f}",
            }
        )
    return table


def first_call() -> str:
    """The first call of a new process, nothing compiled, and of one after it."""
    seconds = []
    with tempfile.TemporaryDirectory() as kept:
        for _ in range(2):
            done = subprocess.run(
                [sys.executable, "-c", FIRST],
                env={**os.environ, "NUMBA_CACHE_DIR": kept},
                capture_output=True,
                text=True,
                check=True,
            )
            seconds.append(float(done.stdout))
    return (
        f"A first call takes {seconds[0]:.1f} s while it is compiled, {seconds[1]:.2f} s in every "
        "later process."
    )


def markdown(rows: list[dict[str, str]]) -> str:
    """A table."""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> str:
    """What this is measured on."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(line.split(":")[1].strip() for line in told if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.processor() or platform.machine()
    versions = ", ".join(f"{name} {version(name)}" for name in ("numba", "numpy", "highspy"))
    system = f"{model}, {os.cpu_count()} cores, {platform.system()}"
    return f"{system}; Python {platform.python_version()}, {versions}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pypsa", action="store_true", help="also PyPSA, if it is installed")
    asked.add_argument("--quick", action="store_true", help="only the table beside HiGHS")
    asked.add_argument("--page", type=Path, help="write the tables down")
    given = asked.parse_args()
    made = [machine() + ".", first_call()]
    print("\n".join(made), flush=True)

    def add(title: str, rows: list[dict[str, str]]) -> None:
        made.append(f"## {title}\n\n{markdown(rows)}")
        print(made[-1], flush=True)

    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(everywhere)})
    add("Beside HiGHS", [beside_highs(case, count) for case, count in CASES])
    if given.pypsa:
        add("Beside PyPSA", [beside_pypsa(case, 20) for case, _ in CASES[1:]])
    if not given.quick:
        for title, rows in zip(("With buses", "With states"), growth(), strict=True):
            add(title, rows)
        add("Branches left open", openings())
        os.sched_setaffinity(0, everywhere)
        made.append(threads())
        print(made[-1])
    if given.page:
        given.page.write_text(PAGE + "\n\n".join(made) + "\n", "utf-8")


if __name__ == "__main__":
    main()
