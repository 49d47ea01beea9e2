"""Of what was hit, how much was hit twice or more, beside what the public record says of sites.

python benchmarks/second_hits.py [examples/bucharest-2022] [--futures 32] [--until 2023-06-20]

The record: 70 % of repaired sites were hit at least twice (bykvu, 20 June 2023). It is a check that
is reported. Nothing is fitted to it: a site is several installations, and which were repaired by
then is not told.
"""

from __future__ import annotations

import argparse
import datetime

import numpy as np

from holdfast.campaign import ensemble
from holdfast.scenario import Scenario, read_scenario

FACTORS = (1.0, 2.0, 4.0, 8.0)
PARAMETER = "damage.second_hit_factor"


def weighted(scenario: Scenario, factor: float) -> Scenario:
    """The scenario with this weight of what was damaged before."""
    rows = [row for row in scenario.table("parameters").rows() if row["id"] != PARAMETER]
    return scenario.replace_rows("parameters", [*rows, {"id": PARAMETER, "value": f"{factor:g}"}])


def main() -> None:
    """Print a line for each factor."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("path", nargs="?", default="examples/bucharest-2022")
    asked.add_argument("--futures", type=int, default=32)
    asked.add_argument("--until", default="2023-06-20")
    said = asked.parse_args()
    scenario = read_scenario(said.path)
    days = scenario.day(datetime.date.fromisoformat(said.until)) + 1
    print("factor, of main-grid installations: ever hit, of these twice or more; power stations")
    for factor in FACTORS:
        data = ensemble.run(
            weighted(scenario, factor), said.futures, workers=1, until=days,
            only=("ever_damaged", "twice_damaged"),
        ).data  # fmt: skip
        told = []
        for flag in ("main_grid", "power_station"):
            mine = data[flag].values
            count = data["count"].values[mine]
            ever, twice = (
                (data[name].values[:, -1][:, mine] * count).sum(axis=1)
                for name in ("ever_damaged", "twice_damaged")
            )
            share = twice.sum() / max(ever.sum(), 1.0)
            low, high = np.quantile(twice / np.maximum(ever, 1.0), [0.05, 0.95])
            part = ever.mean() / count.sum()
            told.append(f"{part:.2f}, {share:.2f} (futures {low:.2f} to {high:.2f})")
        print(f"{factor:g}: {'; '.join(told)}", flush=True)


if __name__ == "__main__":
    main()
