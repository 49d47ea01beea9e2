"""Sampled adequacy against published figures: the Roy Billinton Test System, and small systems."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.power import (
    Grid,
    Reliability,
    adequacy,
    adequacy_sampled,
    adequacy_sequential,
    read_reliability,
)
from power.test_sampling import one_bus, within
from reference.load_1979 import load_shares

METHODS = pytest.mark.parametrize(
    ("method", "samples"), [(adequacy_sampled, 40_000), (adequacy_sequential, 4000)]
)


@pytest.mark.parametrize(
    ("method", "samples"), [(adequacy_sampled, 400_000), (adequacy_sequential, 1000)]
)
def test_roy_billinton_test_system_with_its_network(root, method, samples):
    # CompositeSystems.jl, sequential, 1,000 years: EENS [MWh] of buses 3, 5 and 6. In that study
    # and in this demand is cut first at bus 3, where an interruption costs least.
    grid, made, weight = read_reliability(root / "data" / "rbts")
    found = method(grid, made, load_shares(), samples, seed=1, weight=weight)
    printed = {2: (9.80, 1.37), 4: (0.02, 0.02), 5: (127.67, 5.64)}
    for bus, (value, error) in printed.items():
        both = np.hypot(error, found.bus_eens_error[bus])
        assert within(found.bus_eens[bus], both, value)
    assert found.bus_eens[[0, 1, 3]].max() < 0.1


@pytest.mark.parametrize(
    ("method", "samples"), [(adequacy_sampled, 2_000_000), (adequacy_sequential, 1000)]
)
def test_roy_billinton_test_system_on_one_bus(root, method, samples):
    grid, made, _ = read_reliability(root / "data" / "rbts")
    load = 185 * load_shares()
    units = list(zip(grid.capacity, made.generator_rate, strict=True))
    exact = adequacy(units, load)
    alone = Reliability(made.generator_rate, made.generator_repair)
    found = method(one_bus(list(grid.capacity), 185.0), alone, load_shares(), samples, seed=1)
    assert within(found.lole, found.lole_error, exact.lole)
    assert within(found.eens, found.eens_error, exact.eens)


def areas(capacity: list[tuple[int, float]], demand: list[float], lines, limit: float) -> Grid:
    """Areas joined by lines of chosen flow."""
    none = np.zeros(0)
    ends = np.array(lines, dtype=int).reshape(-1, 2)
    return Grid(
        buses=tuple("abc"[: len(demand)]),
        demand=np.array(demand),
        branch_from=none.astype(int),
        branch_to=none.astype(int),
        susceptance=none,
        rating=none,
        shift=none,
        in_service=none.astype(bool),
        generator_bus=np.array([area for area, _ in capacity]),
        capacity=np.array([mw for _, mw in capacity]),
        link_from=ends[:, 0],
        link_to=ends[:, 1],
        link_low=np.full(len(ends), -limit),
        link_high=np.full(len(ends), limit),
    )


# Systems and truths of PRAS (NREL), PRASCore.jl/src/Systems/TestData.jl. An element fails in the
# next hour with .1 and is repaired with .9. Wind is constant by hour and taken from the load; where
# something else than load changes by hour, each hour is a call of its own.
REPAIR = 1 / 0.9


def rates(units: int, links: int = 0) -> Reliability:
    return Reliability(
        [0.1] * units, [REPAIR] * units, link_rate=[0.1] * links, link_repair=[REPAIR] * links
    )


@METHODS
def test_two_areas_and_a_line(method, samples):
    grid = areas([(0, 15.0), (1, 15.0)], [8.0, 9.0], [(0, 1)], 8.0)
    found = method(grid, rates(2, 1), [1.0], samples, seed=6)
    assert within(found.lole, found.lole_error, 0.19)
    assert within(found.eens, found.eens_error, 0.647)


@METHODS
def test_one_area_with_wind(method, samples):
    grid = one_bus([10.0] * 3, 1.0)
    load = np.array([25, 28, 27, 24]) - np.array([5, 6, 7, 8])
    found = method(grid, rates(3), load.astype(float), samples, seed=6)
    assert within(found.lole, found.lole_error, 0.355)
    assert within(found.eens, found.eens_error, 1.59)


def summed(calls) -> tuple[float, float, float, float]:
    """LOLE and EENS of calls by hour, each with its error."""
    return tuple(
        combine(getattr(call, name) for call in calls)
        for name, combine in (
            ("lole", lambda v: sum(v)),
            ("lole_error", lambda v: np.hypot.reduce(list(v))),
            ("eens", lambda v: sum(v)),
            ("eens_error", lambda v: np.hypot.reduce(list(v))),
        )
    )


@METHODS
def test_one_area_with_units_that_change(method, samples):
    parts = [([10.0, 20.0], [21, 21, 21]), ([15.0, 25.0], [22, 24, 26])]
    calls = [
        method(one_bus(units, 1.0), rates(2), np.array(load, float), samples, seed=k)
        for k, (units, load) in enumerate(parts)
    ]
    lole, lole_error, eens, eens_error = summed(calls)
    assert within(lole, lole_error, 0.96)
    assert within(eens, eens_error, 7.11)


@METHODS
def test_three_areas(method, samples):
    wind = np.array([[4, 3, 2, 3], [6, 5, 3, 4], [2, 1, 2, 1]])
    load = np.array([[19, 20, 21, 20], [20, 21, 21, 22], [22, 21, 23, 22]]) - wind
    calls = []
    for hour in range(4):
        units = [10.0, 10, 10, 15 if hour == 2 else 10, 25 if hour == 2 else 20]
        places = [0, 1, 1, 2, 2]
        grid = areas(
            list(zip(places, units, strict=True)),
            load[:, hour].astype(float),
            [(0, 1), (0, 2), (1, 2)],
            8.0,
        )
        calls.append(method(grid, rates(5), [1.0], samples, seed=hour))
    lole, lole_error, eens, eens_error = summed(calls)
    assert within(lole, lole_error, 1.3756)
    assert within(eens, eens_error, 12.12885)
