"""The compiled loops of a block of power against their plain twins, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.model.networks import (
    blow_kernels,
    delivery_kernels,
    fixed,
    fuel_kernels,
    kernels,
)
from holdfast.model.types import BLOCK_HOURS
from holdfast.power import operation
from twins import network_kernels as twin

BORDERS, NODES, SLICES, BLOCKS = 2, 14, 3, 4
TANK = np.array([1, 4])
"""Generators that have oil."""


def frozen(*values):
    return [fixed.frozen(np.asarray(each)) for each in values]


def world(draw, futures, regions, certain):
    """Groups of one random country; where it is `certain` all futures share what is fixed."""
    rows, generators, machines, banks = 1 if certain else futures, 6, 9, 4
    machine_of = np.sort(draw.integers(0, generators, machines))
    share = draw.dirichlet([1, 3, 2], (rows, regions))
    people = share * [1, 1, 0]
    hours = draw.uniform(1, 6, rows)
    one, none = np.ones(1), np.zeros((1, 1))
    plant = (
        draw.uniform(0, 900, (rows, generators)),
        draw.random((BLOCKS, generators)),
        draw.choice([0.0, 0.2], generators),
        draw.integers(0, regions, generators),
        machine_of,
        1 / np.bincount(machine_of, minlength=generators)[machine_of],
        draw.uniform(0, 0.2, rows),
        TANK,
        draw.random((rows, TANK.size)),
    )
    taps = (
        draw.permutation(NODES)[: regions + 1],
        np.append(np.arange(regions), 0),
        np.append(1.0, [1.0] * regions) / np.append(2.0, [1.0] * (regions - 1) + [2.0]),
        draw.uniform(0, 500, (rows, 3)),
    )
    habits = (
        share,
        people / people.sum(axis=2, keepdims=True),
        share[:, :, 0],
        draw.uniform(0, 0.1, rows),
        draw.uniform(1, 1.5, rows),
        draw.uniform(1, 1.3, rows),
        draw.uniform(0.1, 0.4, rows),
        operation.rebound(one, hours, BLOCK_HOURS),
        operation.put_off(one, none, 0.0, hours, BLOCK_HOURS),
        draw.uniform(0.5, 1, rows),
        draw.uniform(10, 18, rows),
        draw.uniform(0.5, 1, rows),
        *operation.reconnected(draw.uniform(0, 8, rows), BLOCK_HOURS),
        fixed.BEGIN,
        fixed.END,
    )
    conditions = [
        fixed.Left(
            *frozen(
                draw.random((futures, generators)),
                draw.uniform(0, 900, (futures, banks)),
                draw.random((futures, 5)),
                draw.random((futures, regions)),
            )
        )
        for _ in range(2)
    ]
    now = fixed.Carried(
        np.maximum(draw.uniform(-20, 14, (futures, regions)), 0),
        np.maximum(draw.uniform(-3, 3, (futures, machines)), 0),
        draw.uniform(0, 0.3, (futures, regions)),
        np.maximum(draw.uniform(-0.5, 1, (futures, regions)), 0),
        draw.uniform(0, 50, (futures, regions)),
    )
    groups = (
        fixed.Plant(*frozen(*plant)),
        fixed.Taps(*frozen(*taps)),
        fixed.Habits(*frozen(*habits)),
    )
    return fixed.Fixed(*groups), conditions, now


def blank(futures, regions, plant, carriers):
    generators = plant.gas_rate.size + TANK.size
    return fixed.Asked(
        *(np.full((futures, regions), np.nan) for _ in range(4)),
        *(np.full((futures, regions, SLICES), np.nan) for _ in range(3)),
        np.full((futures, generators + BORDERS), np.nan),
        np.full((futures, carriers), np.nan),
        np.full((futures, 5), np.nan),
        np.zeros((futures, NODES, SLICES)),
    )


def equal(made, meant):
    for name, one, other in zip(made._fields, made, meant, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=name)


@pytest.mark.parametrize("certain", [True, False])
@pytest.mark.parametrize(("futures", "regions"), [(1, 3), (7, 6), (5, 12), (1, 12)])
def test_a_block_equals_that_of_the_twins(futures, regions, certain):
    draw = np.random.default_rng(futures * regions)
    given, conditions, now = world(draw, futures, regions, certain)
    every = np.arange(futures)
    past, fuelled, borders, heating, unrestricted, announced = frozen(
        draw.random(futures) < 0.5,
        draw.random((futures, regions + TANK.size)),
        draw.uniform(0, 300, (futures, BORDERS)),
        np.maximum(draw.uniform(-50, 90, (futures, BLOCKS, regions)), 0),
        draw.uniform(0, 900, (futures, BLOCKS, regions)),
        np.maximum(draw.uniform(-0.5, 1, (futures, BLOCKS, regions)), 0),
    )
    known = unrestricted, announced, 2, BLOCK_HOURS
    asked = blank(futures, regions, given.plant, conditions[0].bank.shape[1] + 3)
    kernels.ask(given, every, *conditions, past, fuelled, borders, heating, *known, now, asked)
    equal(asked, twin.ask(given, *conditions, past, fuelled, borders, heating, *known, now, NODES))

    shed = asked.demand * draw.choice([0.0, 0.0, 0.3, 1.0], asked.demand.shape)
    meant, later = twin.settle(given, *known, shed, asked, now)
    came = fixed.Came(
        np.empty((futures, regions * SLICES)),
        *(np.empty((futures, regions)) for _ in range(5)),
        np.empty(futures),
    )
    room = np.empty((regions, SLICES)), np.empty((2, regions))
    kernels.settle(given, every, *known, shed, asked, now, came, *room)
    equal(came, meant)
    equal(now, later)


def test_only_futures_that_are_named_are_lived():
    futures, regions = 7, 6
    draw = np.random.default_rng(5)
    given, conditions, now = world(draw, futures, regions, False)
    given_out = frozen(
        draw.random(futures) < 0.5,
        draw.random((futures, regions + TANK.size)),
        draw.uniform(0, 300, (futures, BORDERS)),
        np.zeros((futures, BLOCKS, regions)),
    )
    known = *frozen(*draw.uniform(0, 900, (2, futures, BLOCKS, regions))), 1, BLOCK_HOURS
    made = []
    rows = np.array([1, 4, 6])
    for some in (np.arange(futures), rows):
        carried = fixed.Carried(*(values.copy() for values in now))
        asked = blank(futures, regions, given.plant, conditions[0].bank.shape[1] + 3)
        kernels.ask(given, some, *conditions, *given_out, *known, carried, asked)
        came = fixed.Came(
            *(np.full(n, np.nan) for n in [(futures, regions * SLICES)]),
            *(np.full((futures, regions), np.nan) for _ in range(5)),
            np.full(futures, np.nan),
        )
        room = np.empty((regions, SLICES)), np.empty((2, regions))
        kernels.settle(given, some, *known, asked.demand, asked, carried, came, *room)
        made.append((*came, *carried))
    others = np.setdiff1d(np.arange(futures), rows)
    for whole, part in zip(*made, strict=True):
        np.testing.assert_array_equal(part[rows], whole[rows])
    for part in made[1][:7]:
        assert np.isnan(part[others]).all()
    for part, before in zip(made[1][7:], now, strict=True):
        np.testing.assert_array_equal(part[others], before[others])


@pytest.mark.parametrize("nothing", [0, 1])
def test_a_future_without_demand_has_no_deficit(nothing):
    draw = np.random.default_rng(3)
    given, conditions, now = world(draw, 2, 4, False)
    now.rebound[nothing] = 0.0
    mean = np.ones((2, BLOCKS, 4))
    mean[nothing] = 0.0
    past, fuelled, borders, heating, unrestricted, announced = frozen(
        np.ones(2, bool),
        np.ones((2, 4 + TANK.size)),
        np.ones((2, BORDERS)),
        np.zeros_like(mean),
        mean,
        np.zeros((2, BLOCKS, 4)),
    )
    known = unrestricted, announced, 0, BLOCK_HOURS
    asked = blank(2, 4, given.plant, conditions[0].bank.shape[1] + 3)
    kernels.ask(
        given, np.arange(2), *conditions, past, fuelled, borders, heating, *known, now, asked
    )
    came = fixed.Came(np.empty((2, 4 * SLICES)), *(np.empty((2, 4)) for _ in range(5)), np.empty(2))
    room = np.empty((4, SLICES)), np.empty((2, 4))
    kernels.settle(given, np.arange(2), *known, asked.demand, asked, now, came, *room)
    assert came.deficit[nothing] == 0
    assert came.deficit[1 - nothing] > 0


@pytest.mark.parametrize("certain", [True, False])
@pytest.mark.parametrize("regions", [3, 12])
def test_what_a_raid_finds_equals_that_of_the_twins(regions, certain):
    draw = np.random.default_rng(regions)
    given, (before, after), now = world(draw, 9, regions, certain)
    rows = np.array([0, 3, 4, 8])
    fuelled = draw.random((4, regions + TANK.size))
    found = []
    for left, waits in ((before, now.trip_left[rows]), (after, now.trip_left[rows] + 1.0)):
        made = np.empty((4, given.plant.gas_rate.size + TANK.size))
        told = given.plant, left.generation, rows, 1, waits, fuelled
        blow_kernels.generate(*told, made)
        np.testing.assert_array_equal(made, twin.generate(*told))
        found.append(made)

    told = (
        *found,
        draw.uniform(0, 500, (4, regions)),
        draw.random((4, regions)),
        rows,
        before.bank,
        after.bank,
        np.sort(draw.integers(0, regions, before.bank.shape[1])),
    )
    out = np.empty((4, 4))
    blow_kernels.weigh(*told, np.empty((3, regions)), out)
    np.testing.assert_array_equal(out, twin.weigh(*told))


@pytest.mark.parametrize("stations", [1, 7])
def test_stations_are_held_back_to_the_same_share(stations):
    draw = np.random.default_rng(3)
    futures, regions = 40, 3
    most = draw.uniform(0, 900, (futures, BLOCKS, stations))
    ran = most * draw.random(most.shape) * draw.choice([0, 1], most.shape, p=[0.2, 0.8])
    rate, region = draw.uniform(0.1, 0.3, stations) / 1e3, draw.integers(0, regions, stations)
    fuelled = draw.choice([1.0, 0.4, 0.0], (futures, regions))
    gas = draw.choice([0.0, 0.2, 1.0, 9.0], (futures, regions))
    given = (ran, most, rate, region, BLOCK_HOURS, fuelled, gas, 30)
    low, room = np.empty((futures, regions)), np.empty((3, regions))
    fuel_kernels.halve(*given, low, room)
    assert np.array_equal(low, twin.halve(*given))
    assert len(np.unique(low)) > 10


@pytest.mark.parametrize("certain", [True, False])
def test_what_a_grid_delivers_equals_the_twin(certain):
    draw = np.random.default_rng(11)
    futures, banks, nodes, own = 40, 4, 7, 1 if certain else 40
    out = np.array([0.0, 0.1, 0.4, 1.0])
    given = (
        np.array([300.0, 0.0, 120.0, 80.0]),
        np.array([1.0, 0.0, 0.6, 0.4]),
        np.array([0, 1, 5, 5]),
        draw.uniform(0.6, 1, own),
        np.array([0.7, 1.0, 1.5]),
        out,
        np.sort(draw.random((own, 3, out.size)))[:, :, ::-1],
        draw.choice([1.0, 0.95, 0.5, 0.0], (futures, banks)),
        draw.choice([0.0, 30.0, 200.0], (futures, nodes, SLICES)),
    )
    given = [np.ascontiguousarray(each) for each in given]
    rows = np.flatnonzero(draw.random(futures) < 0.7)
    carried = draw.uniform(0, 400, (futures, banks + 2))
    meant = twin.limit(*given, rows, carried)
    delivery_kernels.limit(*given, rows, carried)
    np.testing.assert_allclose(carried, meant, rtol=1e-14)
