"""How unequal in size installations are, by how far they are aimed at."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import networks, sizes
from holdfast.model.networks.condition import condition
from holdfast.model.networks.sums import mean_by
from holdfast.scenario import Scenario
from model.small_country import TABLES, country

CELL = np.array([0, 0, 1, 1, 1, 2])
KINDS = TABLES["damage/kinds"].splitlines()


def follows(value: str) -> Scenario:
    """The small country with capacities that follow the weights in aiming to this power."""
    uneven = "\n".join(
        [f"{KINDS[0]},concentration"]
        + [f"{row},{int(row.startswith('plant,'))}" for row in KINDS[1:]]
    )
    parameters = f"id,value\ndamage.size_in_aim,{value}"
    return country({"damage/kinds": uneven, "parameters": parameters})


def test_sizes_by_hand() -> None:
    """Weights .5 and 1.5 of one cell: as they are to the power 1, their roots over the mean."""
    raw = np.array([[0.5, 1.5, 1.0, 1.0, 4.0, 7.0]])
    np.testing.assert_allclose(sizes.over_mean(raw, CELL), [[0.5, 1.5, 0.5, 0.5, 2.0, 1.0]])
    roots = sizes.over_mean(raw**0.5, CELL)
    np.testing.assert_allclose(roots, [[0.7320508, 1.2679492, 0.75, 0.75, 1.5, 1.0]])


@settings(max_examples=50, deadline=None, derandomize=True)
@given(raw=st.lists(st.floats(0.001, 1000), min_size=6, max_size=6), power=st.floats(0, 1))
def test_the_mean_of_a_cell_is_one_and_order_stays(raw: list[float], power: float) -> None:
    weight = np.array([raw])
    made = sizes.over_mean(weight**power, CELL)
    for cell in range(3):
        mine = cell == CELL
        assert made[0, mine].mean() == pytest.approx(1)
        assert (np.diff(made[0, mine][np.argsort(weight[0, mine])]) >= 0).all()


def test_stations_that_are_aimed_at_more_are_larger() -> None:
    scenario, luck = follows("0.5"), Luck.of(4, range(400))
    made, weight = sizes.of_installations(scenario, luck), sizes.weights(scenario, luck)
    cell = np.repeat(np.arange(6), scenario.table("assets").number("count").astype(int))
    assert made.shape == (400, 24)
    for each in range(6):
        mine = cell == each
        assert made[:, mine].mean(axis=1) == pytest.approx(1)
        np.testing.assert_allclose(
            made[:, mine] ** 2 / (made[:, mine] ** 2).sum(axis=1, keepdims=True),
            weight[:, mine] / weight[:, mine].sum(axis=1, keepdims=True),
        )
    assert np.array_equal(made[::2], made[1::2]), "a pair shares it"
    assert made[:, cell == 2].std() > 0.1
    assert np.array_equal(made[:, cell != 2], np.ones((400, 20))), "the others are hit evenly"


def test_a_large_station_that_is_out_takes_more() -> None:
    """Four stations of 400 MW in all: what is left is the part of those that work."""
    scenario, luck = follows("1"), Luck.of(4, range(6))
    params = networks.prepare(scenario, luck)
    left = np.ones((6, 24))
    left[:, 6] = 0
    size = sizes.of_installations(scenario, luck)[:, 6]
    found = condition(params, left).generation
    assert found[:, 0] == pytest.approx(1 - size / 4)
    assert np.unique(size).size == 3, "pairs differ"
    assert np.array_equal(found[:, 1], np.ones(6))
    few = condition(params, left, np.array([1, 4])).generation
    assert np.array_equal(few, found[[1, 4]])


def test_nought_leaves_every_bit() -> None:
    even, luck = country(), Luck.of(4, range(6))
    assert np.array_equal(sizes.of_installations(even, luck), np.ones((1, 1)))
    left = np.random.default_rng(2).random((6, 24))
    params = networks.prepare(even, luck)
    plain = mean_by(left, params.assets.generator, 2)
    assert np.array_equal(condition(params, left).generation, plain)
    alike = mean_by(left, params.assets.generator, 2, weight=np.ones((6, 24)))
    assert np.array_equal(alike, plain), "stations of one size are weighted alike"
