"""Least shed of gas with pressures against figures from elsewhere.

`case-6-ls` of GasModels.jl (github lanl-ansi/GasModels.jl at 36cbbdfc, test/data/matgas/case-6-ls.m
and test/ls.jl): six junctions of 30 to 60 bar, 5 kg/s to be had, 7.5 asked for; all its models
deliver 5.0. Nominations of GasLib (Schmidt et al. 2017) are feasible: all is delivered.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdfast.gas import Network, least_shed, read_belgian, read_gaslib
from holdfast.gas.friction import resistance

DATA = Path(__file__).parents[2] / "data"
SOUND = 371.6643
CASE6 = Network(
    nodes=("1", "2", "3", "4", "5", "6"),
    pressure_min=np.full(6, 30.0),
    pressure_max=np.full(6, 60.0),
    supply_pressure=np.full(6, 60.0),
    supply=np.array([5.0, 0, 0, 0, 0, 0]),
    demand=np.array([0, 1.0, 2.0, 1.5, 2.0, 1.0]),
    pipe_from=np.array([4, 1, 5, 2]),
    pipe_to=np.array([1, 2, 3, 3]),
    resistance=resistance(
        np.array([50e3, 80e3, 80e3, 80e3]), np.array([0.6, 0.6, 0.6, 0.3]), 0.01, SOUND**2
    ),
    volume=np.pi / 4 * np.array([0.6, 0.6, 0.6, 0.3]) ** 2 * np.array([50e3, 80e3, 80e3, 80e3]),
    compressor_from=np.array([0, 1]),
    compressor_to=np.array([4, 5]),
    ratio=np.array([1.4, 1.35]),
    set_point=np.full(2, 60.0),
    most_flow=np.full(2, 1000.0),
    most_power=np.array([3.0, 2.0]),
    electric=np.zeros(2, dtype=bool),
    sound_speed=SOUND,
)


def served(network, lifting=True):
    """What one class gets when no pipe is lost, and the whole answer."""
    pipe_out = np.zeros((1, len(network.resistance)), bool)
    compressor_out = np.full((1, len(network.ratio)), not lifting)
    given = (network.supply, network.demand[:, None])
    found = least_shed(network, pipe_out, compressor_out, *given)
    return found.delivered[0].sum(axis=1), found


def test_case_6_delivers_all_that_there_is():
    got, found = served(CASE6)
    assert got.sum() == pytest.approx(5.0, abs=1e-3)
    assert found.pressure[0].min() >= 30.0 - 1e-2
    assert found.pressure[0].max() <= 60.0 + 1e-2


@pytest.mark.parametrize(
    ("number", "lifting"), [(11, True), (24, True), (40, True), (135, True), (135, False)]
)
def test_nominations_of_gaslib_are_feasible(number, lifting):
    """GasLib-135 needs no compressor; if all lifted their most, 4 % of it would be crowded out."""
    network = read_gaslib(DATA / "gaslib" / f"GasLib-{number}_no_coords.json")
    got, found = served(network, lifting)
    # What is nominated to enter is what is to leave, so that a rounding of either is missing.
    assert got == pytest.approx(network.demand, rel=1e-3, abs=1e-6)
    assert found.residual[0] <= 1e-2
    flowing = found.pressure[0] > 0
    assert (found.pressure[0] <= network.pressure_max + 1e-3)[flowing].all()


def test_the_belgian_network_serves_all_it_sells():
    network = read_belgian(DATA / "gas")
    got, found = served(network)
    assert got == pytest.approx(network.demand, rel=1e-3, abs=1e-6)
    assert found.residual[0] <= 1e-2
