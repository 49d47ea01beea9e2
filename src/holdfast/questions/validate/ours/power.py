"""Adequacy of small systems, shed of damaged grids, and the order of repairs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from holdfast.arrays import Array
from holdfast.power import (
    Grid,
    Reliability,
    adequacy,
    adequacy_sampled,
    least_shed,
    read_matpower,
    read_reliability,
    read_restoration,
    restore,
)
from holdfast.questions.validate.finding import Given
from holdfast.questions.validate.ours.rows import Figure, exact, rows

PEAK = 185.0
"""MW of the Roy Billinton Test System."""
HOURS, SAMPLES = 200_000, 40_000
"""Hours that are sampled of that system, and of the systems of PRAS."""
FAILS, MENDED = 0.1, 0.9
"""In PRAS's systems: the chance of an element to fail within an hour, and to be mended."""
PERIODS = {"case5_restoration": 3, "case5_restoration_strg": 4}
"""Repairs a period of the published cases."""
FIRST_SUMMER, LAST_SUMMER, LAST_WINTER, FIRST_WINTER = 18, 30, 8, 44
"""Weeks that bound the seasons of the load of 1979."""


def figures(given: Given) -> Iterator[Figure]:
    """Give the figures of power."""
    yield from _billinton(given)
    small = rows(given.file("outside/pras.csv"))
    for system, lines in itertools.groupby(small, lambda row: row["system"]):
        yield from _small(system, list(lines))
    yield from _pypsa(given)
    for case, period in PERIODS.items():
        found = restore(
            *read_restoration(given.file(f"restoration/{case}.m")), period, allow_opening=True
        )
        yield exact("restore", case, found.objective)


def load_shares(path: Path) -> Array:
    """Give the (8736,) hourly load of 1979 over its annual peak, from its three tables."""
    share: dict[tuple[str, str, str, int], float] = {
        (row["part"], row["season"], row["day"], int(row["place"])): float(row["percent"]) / 100
        for row in rows(path)
    }
    made = []
    for week, day, hour in itertools.product(range(1, 53), range(1, 8), range(1, 25)):
        season = (
            "winter"
            if week <= LAST_WINTER or week >= FIRST_WINTER
            else "summer"
            if FIRST_SUMMER <= week <= LAST_SUMMER
            else "between"
        )
        kind = "working" if day < 6 else "weekend"
        weekly, daily = share["week", "", "", week], share["day", "", "", day]
        made.append(weekly * daily * share["hour", season, kind, hour])
    return np.array(made)


def _billinton(given: Given) -> Iterator[Figure]:
    grid, made, weight = read_reliability(given.file("rbts"))
    load = load_shares(given.file("rbts/load_1979.csv"))
    units = list(zip(grid.capacity.tolist(), made.generator_rate.tolist(), strict=True))
    alone = adequacy(units, PEAK * load)
    yield exact("rbts_lole", "", alone.lole)
    yield exact("rbts_eens", "", alone.eens)
    found = adequacy_sampled(
        grid, made, load, HOURS, seed=given.seed, weight=weight, progress=given.progress
    )
    for bus in (3, 5, 6):
        error = float(found.bus_eens_error[bus - 1])
        yield "rbts_bus", str(bus), float(found.bus_eens[bus - 1]), error


def _small(system: str, lines: list[dict[str, str]]) -> Iterator[Figure]:
    """Sum a system of PRAS over the calls of which it is made, each with its own load."""
    calls = sorted({row["call"] for row in lines})
    found = []
    for place, call in enumerate(calls):
        grid, made, load = _areas([row for row in lines if row["call"] == call])
        found.append(adequacy_sampled(grid, made, load, SAMPLES, seed=1 + place))
    for name in ("lole", "eens"):
        errors = [getattr(each, f"{name}_error") for each in found]
        total = sum(getattr(each, name) for each in found)
        yield f"pras_{name}", system, float(total), float(np.hypot.reduce(errors))


def _areas(lines: list[dict[str, str]]) -> tuple[Grid, Reliability, Array]:
    """Lay a call out: areas joined by lines of chosen flow, elements that fail, load by hour.

    One area has its load by hour; several have one hour.
    """
    demand = {row["area"]: row["mw"] for row in lines if row["kind"] == "load"}
    areas = sorted(demand)
    units = [row for row in lines if row["kind"] == "unit"]
    ties = [row for row in lines if row["kind"].startswith("line")]
    alone = len(areas) == 1
    none, limit = np.zeros(0), np.array([float(row["mw"]) for row in ties])
    grid = Grid(
        buses=tuple(areas),
        demand=np.ones(1) if alone else np.array([float(demand[area]) for area in areas]),
        branch_from=none.astype(int),
        branch_to=none.astype(int),
        susceptance=none,
        rating=none,
        shift=none,
        in_service=none.astype(bool),
        generator_bus=np.array([areas.index(row["area"]) for row in units]),
        capacity=np.array([float(row["mw"]) for row in units]),
        link_from=np.array([areas.index(row["area"]) for row in ties], dtype=int),
        link_to=np.array([areas.index(row["to"]) for row in ties], dtype=int),
        link_low=-limit,
        link_high=limit,
    )
    links = len(ties) if any(row["kind"] == "line" for row in ties) else 0
    reliability = Reliability(
        np.full(len(units), FAILS), np.full(len(units), 1 / MENDED),
        link_rate=np.full(links, FAILS), link_repair=np.full(links, 1 / MENDED),
    )  # fmt: skip
    load = np.array(demand[areas[0]].split(), dtype=float) if alone else np.ones(1)
    return grid, reliability, load


def _pypsa(given: Given) -> Iterator[Figure]:
    """Shed of the damaged states that PyPSA was asked of, in the mean and at its farthest."""
    states = rows(given.file("outside/pypsa_states.csv"))
    for case, group in itertools.groupby(states, lambda row: row["case"]):
        lines = list(group)
        grid = read_matpower(given.file(f"grids/pglib_opf_{case}.m"))
        branch = np.zeros((len(lines), len(grid.rating)), bool)
        generator = np.zeros((len(lines), len(grid.capacity)), bool)
        for state, row in enumerate(lines):
            branch[state, [int(k) for k in row["branches_out"].split()]] = True
            generator[state, [int(k) for k in row["generators_out"].split()]] = True
        ours = least_shed(grid, branch, generator).shed.sum(axis=1)
        theirs = np.array([float(row["shed_mw"]) for row in lines])
        yield exact("pypsa_mean", case, ours.mean())
        yield exact("pypsa_farthest", case, np.abs(ours - theirs).max())
