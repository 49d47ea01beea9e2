"""Launches of 30 days forecast from 71 origins, beside days resampled from the last 90.

    python benchmarks/raid_launches.py [--record data/raids/launches.csv] [--futures 2000]

Origins every tenth day from 2023-07-01, the last with its 30 days by 2025-07-01: the public months
on which settings were chosen. Of each class: the mean continuous ranked probability score of ours
and of the baseline, their ratio, how often the central 90 % interval held what came, with standard
errors by a bootstrap of blocks of 90 days. It asks for a mean ratio of .90 and coverages of .83.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from holdfast.raids import read_record
from holdfast.raids.judge import cases_of_launches, summary

RECORD = Path(__file__).parents[1] / "data" / "raids" / "launches.csv"
START, HALF, END = date(2023, 7, 1), date(2024, 7, 1), date(2025, 7, 1)
MOST_RATIO, LEAST_COVERAGE = 0.90, 0.83


def main() -> int:
    """Print a line for each class; 1 if what is asked for is missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--record", type=Path, default=RECORD)
    asked.add_argument("--futures", type=int, default=2000)
    given = asked.parse_args()
    begun = time.perf_counter()
    cases = cases_of_launches(read_record(given.record), START, END, given.futures)
    took = time.perf_counter() - begun
    table = summary(cases)
    print("class         score  baseline    ratio +- error  coverage +- error  of baseline")
    for row in table.itertuples():
        print(
            f"{row[2]:12} {row.score:6.1f} {row.baseline_score:9.1f} {row.ratio:8.3f} "
            f"+- {row.ratio_error:.3f} {row.coverage:9.2f} +- {row.coverage_error:.2f} "
            f"{row.baseline_coverage:12.2f}"
        )
    first = summary(cases[cases["day"] < str(HALF)])["ratio"].mean()
    second = summary(cases[cases["day"] >= str(HALF)])["ratio"].mean()
    mean, least = table["ratio"].mean(), table["coverage"].min()
    print(f"mean ratio {mean:.3f} (first year {first:.3f}, second {second:.3f})")
    print(f"least coverage {least:.2f}; {table['n'].iloc[0]} origins in {took:.0f} s")
    return int(mean > MOST_RATIO or least < LEAST_COVERAGE)


if __name__ == "__main__":
    sys.exit(main())
