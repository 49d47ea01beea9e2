"""Order of repairs: the fast order against the exact one, and its time on a large grid.

Run: python benchmarks/restoration.py
On case14 and case24, 50 cases each of 8 to 14 parts out, drawn by a fixed seed, one repair a period
(and three, in turn). The distance is what the fast order's objective lacks of the exact one, as a
share of it, and of what it has beyond no repair at all. On case118, 60 parts are out, with one
repair a period; the bound is that of `restoration.relaxed`.
"""

from __future__ import annotations

import platform
import time
from pathlib import Path

import numpy as np

from holdfast.cli.progress import bar
from holdfast.power import Grid, Restoration, read_matpower, restore

ROOT = Path(__file__).parents[1]


def read(case: str) -> Grid:
    if case == "case118_ieee":  # the one that is shipped
        return read_matpower(ROOT / "src" / "holdfast" / "adopt" / "country" / "case118.m")
    return read_matpower(ROOT / "data" / "grids" / f"pglib_opf_{case}.m")


def damage(grid: Grid, draw: np.random.Generator, parts: int) -> tuple[np.ndarray, np.ndarray]:
    """Branches and generators out, so many in all, any as likely as any other that counts."""
    can = np.flatnonzero(np.r_[grid.in_service, grid.capacity > 0])
    out = np.zeros(len(grid.rating) + len(grid.capacity), dtype=bool)
    out[draw.choice(can, parts, replace=False)] = True
    return out[: len(grid.rating)], out[len(grid.rating) :]


def timed(*arguments: object, **options: object) -> tuple[float, Restoration]:
    begin = time.perf_counter()
    found = restore(*arguments, **options)  # type: ignore[arg-type]
    return time.perf_counter() - begin, found


def beside_exact(case: str, cases: int = 50) -> None:
    grid, draw = read(case), np.random.default_rng(11)
    for opening in (True, False):
        lacks, gains, seconds, falls = [], [], np.zeros(2), 0
        for number in range(cases):
            branch, generator = damage(grid, draw, 8 + number % 7)
            a_period = (1, 3)[number % 2]
            taken = []
            for method in ("exact", "fast"):
                second, found = timed(
                    grid, branch, generator, a_period, method=method, allow_opening=opening
                )
                taken.append(second)
                if method == "exact":
                    exact = found
            seconds += taken
            lacks.append(1 - found.objective / exact.objective)
            gain = exact.objective - exact.served[0] * exact.weight.sum()
            gains.append((exact.objective - found.objective) / max(gain, 1e-9))
            falls += bool((np.diff(exact.served) < -1e-5 * exact.served.max()).any())
        share = np.maximum(np.array(lacks), 0.0)
        print(
            f"{case:16} openings {'yes' if opening else 'no ':3}: fast equals exact in "
            f"{(share < 1e-6).sum()} of {cases}; lacks {100 * share.mean():.3f} % in the mean, "
            f"{100 * share.max():.2f} % at most ({100 * max(gains):.1f} % of what repairs bring); "
            f"served falls on the exact way in {falls}; {1e3 * seconds[0] / cases:.0f} ms exact, "
            f"{1e3 * seconds[1] / cases:.0f} ms fast",
            flush=True,
        )


def large(parts: int = 60, cases: int = 3) -> None:
    grid, draw = read("case118_ieee"), np.random.default_rng(12)
    for number in range(cases):
        branch, generator = damage(grid, draw, parts)
        with bar(f"case118, {parts} parts, {number + 1} of {cases}") as progress:
            second, found = timed(grid, branch, generator, 1, progress=progress)
        chance = np.random.default_rng(number).permutation(parts)
        print(
            f"case118, {parts} parts: {second:.1f} s, objective {found.objective:.2f}, at most "
            f"{100 * found.gap:.2f} % below the best; {found.served[0]:.2f} of "
            f"{found.served[-1]:.2f} per unit served before; a drawn order has "
            f"{drawn(grid, branch, generator, chance):.2f}",
            flush=True,
        )


def drawn(grid: Grid, branch: np.ndarray, generator: np.ndarray, order: np.ndarray) -> float:
    """Objective of an order that is drawn, everything closed at once."""
    from holdfast.power.restoration.fast import Orders
    from holdfast.power.restoration.parts import Served, damage_of
    from holdfast.power.restoration.restore import weights

    found = damage_of(grid, branch, generator)
    orders = Orders(Served(found), weights(found.count, 1), False)
    return float(orders.values(order[None])[0]) * found.asked / grid.base


def main() -> None:
    print(platform.processor() or platform.machine())
    for case in ("case14_ieee", "case24_ieee_rts"):
        beside_exact(case)
    large()


if __name__ == "__main__":
    main()
