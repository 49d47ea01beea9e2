"""How well destroyed is forecast on the public record, beside the last 90 days.

    python benchmarks/raids.py [--record data/raids/launches.csv]

For the two years in which settings were chosen, by 300 to 430 runs a class (the page of the block
tells them), and for the months before, which chose nothing but how wide the start is: of each class
the rows, the score over launched of ours and of the baseline, their ratio with its standard error
(bootstrap of blocks of 30 days), how often the central 90 % interval held what came, ends included
and with counts spread evenly (randomised), and the probability integral transform in ten bins.
Takes half a minute.
"""

from __future__ import annotations

import argparse
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from holdfast.raids import SCORED, forecast_destroyed, read_record
from holdfast.raids.baselines import LEAST, rolling_destroyed, said
from holdfast.raids.scores import block_errors, pit_sums, pmf_interval, pmf_pit, pmf_score

RECORD = Path(__file__).parents[1] / "data" / "raids" / "launches.csv"
WINDOWS = {
    "chosen on": (date(2023, 7, 1), date(2025, 7, 1)),
    "before": (date(2022, 9, 1), date(2023, 7, 1)),
}
BLOCK = 30
"""Days of a block of the bootstrap."""
HEAD = "| window | class | rows | score | baseline | ratio | se | coverage | randomised | PIT |"


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--record", type=Path, default=RECORD)
    record = read_record(asked.parse_args().record)
    begun = time.perf_counter()
    ours = forecast_destroyed(record, date.min.replace(year=2000))
    took = time.perf_counter() - begun
    table = scored(record, ours, rolling_destroyed(record, date.min.replace(year=2000)))
    print(HEAD)
    print("|---" * HEAD.count(" | ") + "|---|")
    for window, (begin, end) in WINDOWS.items():
        for name in SCORED:
            when = table.time_start.between(pd.Timestamp(begin), pd.Timestamp(end), "left")
            print(f"| {window} | {name} |", line(table[when & (table["class"] == name)]))
    print(f"\n{len(ours)} rows in {took:.1f} s")


def scored(record: pd.DataFrame, ours: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """Score, baseline's score, whether the interval held, and transform of each forecast row."""
    rows = said(record)
    rows = rows[rows["class"].isin(SCORED) & (rows["launched"] >= LEAST)]
    seen = rows["destroyed"].astype(int).tolist()
    made = ours[["time_start", "class"]].copy()
    made["score"] = [pmf_score(*case) for case in zip(ours.pmf, seen, strict=True)]
    made["baseline"] = [pmf_score(*case) for case in zip(baseline.pmf, seen, strict=True)]
    ends = [pmf_interval(pmf) for pmf in ours.pmf]
    made["held"] = [low <= came <= high for (low, high), came in zip(ends, seen, strict=True)]
    made["pit"] = [pmf_pit(*case) for case in zip(ours.pmf, seen, strict=True)]
    return made


def line(rows: pd.DataFrame) -> str:
    """The figures of one class in one window."""
    days = rows.time_start.to_numpy("datetime64[D]").astype(np.int64)
    (score, base), spread = block_errors(days, rows[["score", "baseline"]].to_numpy(), BLOCK)
    slope = np.array([1 / base, -score / base**2])
    error = np.sqrt(slope @ spread @ slope)
    counts = len(rows) * np.diff(pit_sums(rows.pit.tolist()))
    sums = pit_sums(rows.pit.tolist(), 20)
    bins = " ".join(f"{count:.0f}" for count in counts)
    return (
        f"{len(rows)} | {score:.4f} | {base:.4f} | {score / base:.3f} | {error:.3f} | "
        f"{rows.held.mean():.3f} | {sums[-2] - sums[1]:.3f} | {bins} |"
    )


if __name__ == "__main__":
    main()
