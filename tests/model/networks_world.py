"""A day of the networks on the valley: what it is given, and variants of the valley."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from holdfast.draws import Luck
from holdfast.model import networks
from holdfast.model.types import Arrived, Harm, Service, Weather
from holdfast.scenario import Scenario

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
ASSETS = 11
"""Nine transformers, three a region, then the two units of the plant."""


def luck(futures: int = 3, seed: int = 1) -> Luck:
    return Luck.of(seed, range(futures)).on(5)


def weather(temperature: float = 0.0, futures: int = 3) -> Weather:
    return Weather(anomaly=np.zeros(futures), temperature=np.full((futures, 3), temperature))


def arrived(futures: int = 3, import_mw: float = 0.0, saving_mw: float = 0.0) -> Arrived:
    return Arrived(
        systems=np.zeros((futures, 1)),
        pieces=np.zeros((futures, 1)),
        crews=np.zeros((futures, 1)),
        generator_sets=np.zeros((futures, 3)),
        import_mw=np.full(futures, import_mw),
        gas_mcm=np.zeros(futures),
        saving_mw=np.full(futures, saving_mw),
        protection=np.zeros((futures, ASSETS)),
    )


def harm(left: np.ndarray, before: np.ndarray | None = None, pocket: float = 0.0) -> Harm:
    """Installations with these shares of their function, for three futures alike."""
    futures = 3
    now = np.tile(left, (futures, 1)).astype(float)
    was = now if before is None else np.tile(before, (futures, 1)).astype(float)
    none = np.zeros((futures, ASSETS))
    return Harm(
        state=none,
        work_left=none,
        has_part=none,
        times_hit=none,
        hit=(now < was).astype(float),
        left=now,
        left_before=was,
        pocket=np.full((futures, 3), pocket),
    )


def live(
    scenario: Scenario, sky: Weather, hurt: Harm, come: Arrived, **dawn: np.ndarray
) -> Service:
    params = networks.prepare(scenario, luck())
    start = {
        name: np.broadcast_to(v, (3, *v.shape[1:])) for name, v in networks.start(params).items()
    }
    return networks.step(params, sky, hurt, come, **(start | dawn), today=5, luck=luck())


WHOLE = np.ones(ASSETS)


def certain(scenario: Scenario, **values: float) -> Scenario:
    """The scenario with some parameters of the networks set."""
    rows = {row["id"]: row for row in scenario.table("parameters").rows()}
    for name, value in values.items():
        rows[f"network.{name}"] = {"id": f"network.{name}", "value": str(value)}
    return scenario.replace_rows("parameters", list(rows.values()))
