"""Places hurt by fragments of what was brought down, by the public record: how many rows say it?

python benchmarks/debris.py missile_attacks_daily.csv

The file as published ("Massive Missile Attacks on Ukraine", P. Ivaniuk), whose columns
num_fall_fragment_location and num_hit_location the table that is shipped leaves out. Of the raids
of 5 or more launched that tell both places with fragments and how many were claimed destroyed:
places for each claimed kill, over all and from raid to raid.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np

LEAST = 5


def told(path: Path) -> list[tuple[str, float, float, float]]:
    """Day, launched, claimed destroyed and places with fragments of each raid that tells them."""
    made = []
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cells = [row[name] for name in ("launched", "destroyed", "num_fall_fragment_location")]
            if all(cells):
                launched, destroyed, places = (float(cell) for cell in cells)
                if launched >= LEAST and destroyed > 0:
                    made.append((row["time_start"][:10], launched, destroyed, places))
    return made


def main() -> None:
    """Print how many raids tell it, and the range."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("path", type=Path)
    rows = told(asked.parse_args().path)
    destroyed, places = np.array([row[2:] for row in rows]).T
    days = sorted(row[0] for row in rows)
    each = places / destroyed
    low, middle, high = np.quantile(each, [0.05, 0.5, 0.95])
    resample = np.random.default_rng(1).integers(0, len(rows), (10_000, len(rows)))
    sums = places[resample].sum(axis=1) / destroyed[resample].sum(axis=1)
    print(f"{len(rows)} raids tell it, {days[0]} to {days[-1]}")
    print(f"places for each kill, all together: {places.sum() / destroyed.sum():.3f}", end="")
    print(f" (90 % bootstrap {np.quantile(sums, 0.05):.3f} to {np.quantile(sums, 0.95):.3f})")
    print(f"from raid to raid: median {middle:.3f}, 5 to 95 % {low:.3f} to {high:.3f}")


if __name__ == "__main__":
    main()
