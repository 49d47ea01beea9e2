"""Does driving people out ever score better? The same futures with more and more who leave.

python benchmarks/leaving.py [examples/bucharest-2022 ...] [--futures 16] [--until D] [--asks 1]

Suffering counts who is away as without power and in the cold all day. With `--asks 0` they ask for
no power, gas and water, so that those who stay have more; by default they are taken in elsewhere
and ask for as much as before.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

from holdfast.arrays import Array
from holdfast.campaign import ensemble
from holdfast.outcome.metrics import BY_NAME, WEIGHED, View
from holdfast.scenario import Scenario, read_scenario

SHARES = (0.003, 0.01, 0.03, 0.1)
"""Of those present who leave on a day of strain."""
COUNTED = ("person_hours_without_power", "person_hours_cold", "suffering")


def leaving(scenario: Scenario, share: float, asks: float) -> Scenario:
    """The scenario in which so many leave on a day of strain and ask for so much afterwards."""
    told = {"people.leave_share": str(share), "people.away_asks": str(asks)}
    kept = [row for row in scenario.table("parameters").rows() if row["id"] not in told]
    rows = [{"id": name, "value": value} for name, value in told.items()]
    return scenario.replace_rows("parameters", [*kept, *rows])


def counted(
    scenario: Scenario, futures: int, until: int | None = None
) -> tuple[dict[str, Array], float]:
    """What is counted of each future, and the most people away on any day, share of all."""
    made = ensemble.run(scenario, futures, workers=1, until=until, only=WEIGHED)
    view: View = made.view(made.windows()[-1])
    values = {name: BY_NAME[name].of(view) for name in COUNTED}
    if "away" not in made.data:
        return values, 0.0
    away = (view.values("away") * view.people[:, None]).sum(axis=2)
    return values, float((away / view.people.sum(axis=1)[:, None]).max())


def judged(
    scenario: Scenario, futures: int, until: int | None = None, asks: float = 1.0
) -> Iterator[tuple[float, dict[str, Array], float]]:
    """For each share that leaves: what more is counted, over the mean of nobody leaving, and the
    most who are away."""
    bare, _ = counted(leaving(scenario, 0.0, asks), futures, until)
    for share in SHARES:
        found, most = counted(leaving(scenario, share, asks), futures, until)
        yield share, {n: (found[n] - bare[n]) / bare[n].mean() for n in COUNTED}, most


def main() -> None:
    """Print the audit of each scenario."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("paths", nargs="*", default=["examples/bucharest-2022", "examples/aldria"])
    asked.add_argument("--futures", type=int, default=16)
    asked.add_argument("--until", type=int, help="Days that are simulated")
    asked.add_argument("--asks", type=float, default=1.0, help="Share that those away ask for")
    said = asked.parse_args()
    for path in said.paths:
        found = judged(read_scenario(path), said.futures, said.until, said.asks)
        for share, change, most in found:
            told = "  ".join(f"{name} {np.mean(values):8.2%}" for name, values in change.items())
            better = int((change["suffering"] < -1e-9).sum())
            print(f"{path} {share:5.1%} leave: {told}  better {better}  away at most {most:.0%}")


if __name__ == "__main__":
    main()
