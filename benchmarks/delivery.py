"""What a grid still delivers when its large transformers or its substations are out.

    python benchmarks/delivery.py GRIDS [--out data/delivery/curves.csv] [--states 24] [--check]

GRIDS is a folder with cases of PGLib-OPF v23.07 (CC BY 4.0), named below; they are public test
systems with a network of 90 to 200 kV under the main grid: two snapshots of a European country and
two synthetic ones. A share of the transformers between both levels, or of the nodes of the main
grid with all that ends there, is out at random, everything else works, generators may give what
they can, and what cannot be delivered within the ratings is shed (DC, least shed). `stress` is
what the operator lets a line carry, over its rating, by what is asked for, over the demand of the
case: it says how much room the grid has. Each number is the mean over random states, as a share of
what is delivered when nothing is out, and that is printed beside.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import re
from pathlib import Path

import numpy as np
from rich.progress import track

from holdfast.power import Grid, least_shed, read_matpower

ROOT = Path(__file__).parents[1]
CASES = {
    "pl-winter": "case2383wp_k",
    "pl-evening": "case3012wp_k",
    "synthetic-500": "case500_goc",
    "synthetic-2000": "case2000_goc",
}
STRESS = (0.7, 0.85, 1.0, 1.2, 1.5, 2.0)
OUT = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
MAIN, UNDER = 200.0, 90.0
"""kV from which a node is of the main grid, and from which it is of the network under it."""
COLUMNS = ("grid", "struck", "stress", "out", "served")
AGAIN = 0.03
"""How far a curve may lie from a fresh one with other draws."""


def case_of(folder: Path, name: str) -> Path:
    """The file of a case, with or without the prefix of the collection."""
    for stem in (f"pglib_opf_{name}", name):
        if (folder / f"{stem}.m").exists():
            return folder / f"{stem}.m"
    raise SystemExit(f"{folder} holds no pglib_opf_{name}.m; it is part of PGLib-OPF v23.07")


def voltages(path: Path) -> np.ndarray:
    """(N,) kV of each node."""
    table = re.search(r"mpc\.bus\s*=\s*\[(.*?)\];", path.read_text("utf-8"), re.DOTALL)
    assert table is not None
    rows = (line.split(";")[0].split() for line in table.group(1).strip().splitlines())
    return np.array([float(row[9]) for row in rows if row and not row[0].startswith("%")])


def struck_branches(grid: Grid, kv: np.ndarray, struck: str, share: float, draw) -> np.ndarray:
    """(L,) bool: what is out of a grid of which this share was struck."""
    ends = kv[grid.branch_from], kv[grid.branch_to]
    if struck == "transformers":
        between = (np.maximum(*ends) >= MAIN) & (np.minimum(*ends) < MAIN)
        pool = np.flatnonzero(between & (np.minimum(*ends) >= UNDER) & grid.in_service)
        return _some(pool, share, len(grid.rating), draw)
    nodes = _some(np.flatnonzero(kv >= MAIN), share, len(kv), draw)
    return nodes[grid.branch_from] | nodes[grid.branch_to]


def _some(pool: np.ndarray, share: float, size: int, draw) -> np.ndarray:
    """(size,) bool: a random share of a pool of places."""
    out = np.zeros(size, dtype=bool)
    out[draw.permutation(pool)[: round(share * len(pool))]] = True
    return out


def curve(path: Path, struck: str, stress: float, states: int, seed: int) -> list[float]:
    """Share of demand served with nothing out; then for each share in OUT the mean, over that."""
    grid, kv = read_matpower(path), voltages(path)
    grid = dataclasses.replace(grid, rating=grid.rating * stress)
    draw = np.random.default_rng(seed)
    dead = ~grid.in_service
    out = [dead]
    for share in OUT:
        out += [dead | struck_branches(grid, kv, struck, share, draw) for _ in range(states)]
    units = np.zeros((1, len(grid.capacity)), dtype=bool)
    shed = least_shed(grid, np.array(out), units).weighted_shed
    served = 1 - shed / np.maximum(grid.demand, 0).sum()
    over = (served[1:] / served[0]).reshape(len(OUT), states).mean(axis=1)
    return [served[0], *over]


def rows(folder: Path, states: int, seed: int) -> list[dict[str, str]]:
    """The table: a row for each grid, what is struck, stress and share out."""
    asked = [
        (name, struck, stress)
        for name in CASES
        for struck in ("transformers", "substations")
        for stress in STRESS
    ]
    found = [
        curve(case_of(folder, CASES[name]), struck, stress, states, seed)
        for name, struck, stress in track(asked, "grids")
    ]
    for (name, struck, stress), (intact, *_) in zip(asked, found, strict=True):
        if struck == "substations" and intact < 1 - 1e-6:
            print(f"{name}, stress {stress:g}: {intact:.4f} of demand is served with nothing out")
    # more that is out never serves more, nor does less room: draws differ by thousandths
    curves = np.reshape([values[1:] for values in found], (-1, len(STRESS), len(OUT)))
    falling = np.minimum.accumulate(curves, axis=2)
    served = np.maximum.accumulate(falling, axis=1).reshape(len(asked), len(OUT))
    return [
        dict(zip(COLUMNS, (name, struck, f"{stress:g}", f"{out:g}", f"{value:.4f}"), strict=True))
        for (name, struck, stress), values in zip(asked, served, strict=True)
        for out, value in zip(OUT, values, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("grids", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "delivery" / "curves.csv")
    parser.add_argument("--states", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="compare with the file, write nothing")
    asked = parser.parse_args()
    made = rows(asked.grids, asked.states, asked.seed)
    if asked.check:
        with asked.out.open(encoding="utf-8", newline="") as file:
            kept = [float(row["served"]) for row in csv.DictReader(file)]
        apart = max(abs(a - float(row["served"])) for a, row in zip(kept, made, strict=True))
        print(f"largest difference from {asked.out.name}: {apart:.4f}; allowed {AGAIN}")
        raise SystemExit(apart > AGAIN)
    fresh = asked.out.with_suffix(".tmp")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    fresh.rename(asked.out)
    print(f"written to {asked.out}: {len(made)} rows")


if __name__ == "__main__":
    main()
