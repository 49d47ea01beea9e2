"""Draw the share of function that is left by hits and protection, for docs/blocks/damage.md.

    python tools/damage_figure.py [--out docs/images/damage.svg] [--futures 400]

The damage block itself is run on the substations of the Bucharest example: one raid, of which so
many hits fall on each installation in the mean, and passive protection that absorbs so much of
them. A line is the median of the futures, the band nine in ten without protection.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from holdfast.aid import arrivals
from holdfast.draws import Luck
from holdfast.model import damage
from holdfast.model.types import Arrived, Fight, Raid
from holdfast.scenario import read_scenario
from holdfast.show.theme import LIGHT

ROOT = Path(__file__).parents[1]
HITS = np.linspace(0.0, 4.0, 33)
PROTECTION = {
    "no protection": (0.0, "ink"),
    "a third absorbed": (1 / 3, "gas"),
    "two thirds absorbed": (2 / 3, "money"),
}


def left(futures: int) -> dict[str, np.ndarray]:
    """Share of function left after one raid by protection: (hits, futures) each."""
    scenario = read_scenario(ROOT / "examples" / "bucharest-2022")
    luck = Luck.of(1, range(futures))
    params = damage.prepare(scenario, luck)
    come = arrivals.step(arrivals.prepare(scenario, Luck.of(1, range(1))), 0)
    mine = params.main_grid[params.kind]
    group = int(params.target[params.kind[mine][0]])
    there = np.bincount(params.region[mine], minlength=len(params.regions)).astype(float)
    aimed = np.zeros((1, 1, len(params.targets)))
    aimed[0, 0, group] = 1.0
    intact = {
        name: np.array(np.broadcast_to(value, (futures, value.shape[1])), float)
        for name, value in damage.start(params).items()
    }

    def after(hits: float, protection: float) -> np.ndarray:
        leaks = np.tile(hits * there, (futures, 1))[:, None, :]
        one = np.zeros((futures, 1))
        raid = Raid(one[:, 0], one[:, 0], one, one, leaks, one, aimed, np.ones((1, 1)))
        shield = np.full((1, len(params.names)), protection)
        arrived = Arrived(
            come.systems, come.pieces, come.crews, come.generator_sets, come.import_mw,
            come.gas_mcm, come.saving_mw, shield,
        )  # fmt: skip
        fight = Fight(leaks, 0.0 * leaks, one, one, one, one)
        made = damage.step(params, raid, fight, arrived, **intact, luck=luck.on(0))
        return np.asarray(made.left[:, mine].mean(axis=1))

    return {
        name: np.stack([after(float(hits), share) for hits in HITS])
        for name, (share, _) in PROTECTION.items()
    }


def draw(found: dict[str, np.ndarray], out: Path) -> None:
    """Write the figure; the same numbers give the same bytes."""
    mpl.rcParams |= {"svg.hashsalt": "holdfast", "svg.fonttype": "none", "font.size": 11}
    figure = Figure(figsize=(7.2, 3.8), layout="constrained")
    axes = figure.add_subplot()
    low, high = np.quantile(found["no protection"], [0.05, 0.95], axis=1)
    axes.fill_between(HITS, low, high, color=LIGHT["none"], alpha=0.2, lw=0)
    for name, (_, token) in PROTECTION.items():
        middle = np.median(found[name], axis=1)
        axes.plot(HITS, middle, color=LIGHT[token], lw=2)
        axes.text(HITS[-1] + 0.06, middle[-1], name, color=LIGHT[token], va="center")
    axes.set(xlim=(0, HITS[-1]), ylim=(0, 1), xlabel="hits for each substation in one raid, mean")
    axes.set_ylabel("share of function left")
    axes.grid(color=LIGHT["faint"])
    for side in axes.spines.values():
        side.set_visible(False)
    figure.savefig(out, dpi=130, metadata={"Date": None} if out.suffix == ".svg" else None)


def main() -> None:
    """Draw, and say what the lines come to at one hit."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "images" / "damage.svg")
    asked.add_argument("--futures", type=int, default=400)
    said = asked.parse_args()
    found = left(said.futures)
    draw(found, said.out)
    at = int(np.argmin(np.abs(HITS - 1.0)))
    for name, values in found.items():
        low, middle, high = np.quantile(values[at], [0.05, 0.5, 0.95])
        print(f"{name}: {middle:.2f} ({low:.2f} to {high:.2f}) left after one hit for each")


if __name__ == "__main__":
    main()
