"""Cost of a gas network with pressures within a day: microseconds a future-day, beside without.

python benchmarks/gas_day.py --futures 63 --days 4

One core. Public networks are put under the valley (`beside/gas_valley.py`). A third of the futures
each is whole, has the middle region in the dark, and has that and no power station. The block of
networks alone is timed on days from +5 to -10 degrees C, the same ones with the network and with
the national balance of the same tables; the time is that of the processor, after a first run that
compiles. `solved` are states of the network that were solved for a future-day, `rounds` those
between power and gas, mean and most; `short` is the share of future-days in which someone who asked
for gas got less.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from beside.gas_valley import on_network

from holdfast.draws import Luck
from holdfast.model import networks
from holdfast.model.networks import piped
from holdfast.model.types import Arrived, Harm, Service, Weather
from holdfast.scenario import Scenario

ASSETS = 11
"""Nine transformers, three a region, then the two units of the plant."""
TABLES = ("gas/nodes.csv", "gas/pipes.csv", "gas/compressors.csv")


def national(scenario: Scenario) -> Scenario:
    """The same tables of gas without the network."""
    files = {name: text for name, text in scenario.files.items() if name not in TABLES}
    for name in ("gas/supply.csv", "gas/storage.csv"):
        lines = [line.split(",") for line in files[name].splitlines()]
        place = lines[0].index("node")
        kept = [",".join(cell for k, cell in enumerate(line) if k != place) for line in lines]
        files[name] = "\n".join(kept) + "\n"
    return Scenario.from_files(files)


def fates(many: int) -> np.ndarray:
    """(F, A) what is left of installations."""
    left = np.ones((many, ASSETS))
    left[np.arange(many) % 3 > 0, 3:6] = 0.0
    left[np.arange(many) % 3 > 1, 9:] = 0.0
    return left


def lived(scenario: Scenario, many: int, days: int) -> tuple[float, list[Service]]:
    """Seconds a future-day, and the days but the first."""
    luck = Luck.of(1, range(many))
    params = networks.prepare(scenario, luck)
    left, none = fates(many), np.zeros((many, ASSETS))
    harm = Harm(none, none, none, none, none, left, left, np.zeros((many, 3)))
    come = Arrived(
        np.zeros((many, 1)), np.zeros((many, 1)), np.zeros((many, 1)), np.zeros((many, 3)),
        np.zeros(many), np.zeros(many), np.zeros(many), none,
    )  # fmt: skip
    state = {
        name: np.broadcast_to(v, (many, *v.shape[1:])) for name, v in networks.start(params).items()
    }
    made, spent = [], 0.0
    for today, mean in enumerate([0.0, *np.linspace(5.0, -10.0, days)]):
        cold = mean + 2 * np.sin(np.arange(many))[:, None] * np.ones((1, 3))
        sky = Weather(anomaly=np.zeros(many), temperature=cold)
        begin = time.process_time()
        served = networks.step(params, sky, harm, come, **state, today=today, luck=luck.on(today))
        spent += (time.process_time() - begin) * (today > 0)
        state = {name: np.array(getattr(served, name)) for name in state}
        made.append(served)
    return spent / (many * days), made[1:]


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many states of each call of the engine were solved meanwhile."""
    solve, made = piped.least_shed, []

    def count(*given, **more):
        found = solve(*given, **more)
        made.append(len(found.supplied))
        return found

    piped.least_shed = count
    try:
        yield made
    finally:
        piped.least_shed = solve


def line(name: str, drive: str, many: int, days: int) -> str:
    """What one network costs."""
    scenario = on_network(name, drive)
    plain = national(scenario)
    for each in (plain, scenario):
        lived(each, 8, days)
    without, _ = lived(plain, many, days)
    with counted() as states:
        spent, made = lived(scenario, many, days)
    lost = np.array([(s.gas_asked - s.gas_served).sum(axis=(1, 2)) for s in made])
    asked = np.array([s.gas_asked.sum(axis=(1, 2)) for s in made])
    rounds = np.array([s.rounds for s in made])
    nodes = scenario.files["gas/nodes.csv"].count("\n") - 1
    return (
        f"{name}, {nodes} nodes, {drive}: {spent * 1e6:.0f} us a future-day, {without * 1e6:.0f} "
        f"without; solved {sum(states) / (many * (days + 1)):.2f}; rounds {rounds.mean():.2f}, most"
        f" {rounds.max():.0f}; short {(lost > 1e-3 * asked).mean():.2f}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--futures", type=int, default=63)
    asked.add_argument("--days", type=int, default=4)
    asked.add_argument("--networks", default="GasLib-11,Belgian,GasLib-24,GasLib-40")
    given = asked.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for name in given.networks.split(","):
        for drive in ("electric", "gas"):
            print(line(name, drive, given.futures, given.days), flush=True)


if __name__ == "__main__":
    main()
