"""Pressures of steady flow against STANET, in all gas cases of pandapipes without pumps and height.

Theirs are given to four decimals of a bar; ours must agree to 1e-4 of the absolute pressure.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from holdfast.gas import Network, friction_factor, steady_flow
from holdfast.gas.friction import resistance, reynolds, square_of_sound

DATA = Path(__file__).parents[2] / "data" / "stanet"
AIR = 1.01325


def rows(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = {row["case"]: row for row in rows("cases")}


def computed(case, friction=None):
    """Pressures by us and by STANET, over that of the air [bar]."""
    about = CASES[case]
    nodes = [row for row in rows("nodes") if row["case"] == case]
    pipes = [row for row in rows("pipes") if row["case"] == case]
    count = len(nodes)
    place = {row["node"]: k for k, row in enumerate(nodes)}
    tied = [(k, place[row["joined_to"]]) for k, row in enumerate(nodes) if row["joined_to"]]
    length, bore, rough, loss = (
        np.array([float(row[name]) for row in pipes])
        for name in ("length_km", "diameter_mm", "roughness_mm", "loss")
    )
    bore = bore / 1e3
    network = Network(
        nodes=tuple(place),
        pressure_min=np.zeros(count),
        pressure_max=np.full(count, np.inf),
        supply_pressure=np.zeros(count),
        supply=np.zeros(count),
        demand=np.zeros(count),
        pipe_from=np.array([place[row["from"]] for row in pipes]),
        pipe_to=np.array([place[row["to"]] for row in pipes]),
        resistance=np.ones(len(pipes)),
        volume=np.zeros(len(pipes)),
        tie_from=np.array([k for k, _ in tied], dtype=int),
        tie_to=np.array([k for _, k in tied], dtype=int),
    )
    density, viscosity, kelvin, slope = (
        float(about[name])
        for name in ("normal_density", "viscosity", "temperature", "compressibility_slope")
    )

    def law(flow, mean):
        number = reynolds(flow, bore, viscosity)
        factor = friction_factor(friction or about["friction"], bore, rough / 1e3, number)
        square = square_of_sound(density, kelvin, 1 + slope * mean)
        return resistance(length * 1e3, bore, factor, square, loss)

    held = np.array([float(row["held_bar"]) + AIR if row["held_bar"] else np.nan for row in nodes])
    put = np.array([float(row["injection_kg_s"]) for row in nodes])
    found = steady_flow(network, put, held, law)
    assert found.residual < 1e-9
    theirs = np.array([float(row["stanet_bar"] or "nan") for row in nodes])
    return found.pressure - AIR, theirs


@pytest.mark.parametrize("case", CASES)
def test_pressures_of_stanet(case):
    ours, theirs = computed(case)
    known = ~np.isnan(theirs)
    assert known.sum() >= 2
    assert ours[known] == pytest.approx(theirs[known], rel=1e-4)


def test_the_figures_to_their_decimals():
    assert computed("pipe_1_N")[0][1] == pytest.approx(85.6834, abs=5e-5)
    assert computed("two_pipes_N")[0][1:] == pytest.approx([4.9988, 4.9977], abs=5e-5)


@pytest.mark.parametrize(("case", "law"), [("parallel_PC", "nikuradse"), ("pipe_1_N", "hofer")])
def test_another_law_would_not_pass(case, law):
    ours, theirs = computed(case, law)
    assert np.nanmax(np.abs(ours / theirs - 1)) > 1e-4
