"""What a grid delivers with a part of its banks out, on the valley with curves that are simple."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model.networks import delivery
from holdfast.model.networks.delivered import limited
from holdfast.model.networks.delivery_kernels import limit
from holdfast.model.types import Service
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import ASSETS, VALLEY, WHOLE, arrived, certain, harm, live, luck, weather

FLAT = {"transformers": {1.0: {0.5: 0.6, 1.0: 0.2}}, "substations": {1.0: {0.5: 0.4, 1.0: 0.2}}}
"""Share served by what is struck, stress and share out; half struck of each: .5, .2."""
STEEP = {
    "transformers": {0.8: {0.5: 0.9, 1.0: 0.4}, 1.6: {0.5: 1.0, 1.0: 0.5}},
    "substations": {0.8: {0.5: 0.7, 1.0: 0.2}, 1.6: {0.5: 0.8, 1.0: 0.3}},
}


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return certain(read_scenario(VALLEY), rebound=0, secure_share=0.8, substation_share=0.5)


def told(scenario: Scenario, curves: dict, design: dict[str, float]) -> Scenario:
    """The valley with curves of one grid, and banks built for so many MW."""
    rows = [
        {"grid": "g", "struck": kind, "stress": str(q), "out": str(x), "served": str(share)}
        for kind, of_stress in curves.items()
        for q, of_out in of_stress.items()
        for x, share in of_out.items()
    ]
    banks = [
        row | {"design_mw": str(design.get(row["id"], ""))}
        for row in scenario.table("power/transformers").rows()
    ]
    return scenario.add_rows("power/delivery", rows).replace_rows("power/transformers", banks)


def half_of(bank: int) -> np.ndarray:
    """Every unit of one bank gives half of what it gave."""
    left = WHOLE.copy()
    left[3 * bank : 3 * bank + 3] = 0.5
    return left


def same(one: Service, other: Service) -> bool:
    """All that is told of two days has the same bits."""
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in dataclasses.fields(Service)
    )


def test_a_bank_with_half_of_its_units_out_by_hand(valley: Scenario) -> None:
    """Built for 150 MW, asked for 100, .8 of ratings used: stress 1.2, between .8 and 1.6.

    Half of what is struck are substations: .5 out serves .8 at a stress of .8 and .9 at 1.6.
    """
    made = delivery.prepare(told(valley, STEEP, {"UPP-bank": 150}), luck())
    assert made is not None
    through = np.array([[0.5, 0.5, 1.0], [0.75, 1.0, 1.0], [0.0, 1.0, 1.0]])
    demand = np.zeros((3, 7, 2))
    demand[:, 1] = [60.0, 40.0]
    carried = np.full((3, 3), 95.0)
    limited(made, through, demand, np.array([0, 1]), carried)
    # a quarter out is half way from all served to .85; the bank of MID tells no design
    assert carried[0].tolist() == pytest.approx([85, 95, 95])
    assert carried[1].tolist() == pytest.approx([92.5, 95, 95])
    assert carried[2].tolist() == [95, 95, 95], "not among the rows"
    limited(made, through, demand, np.array([2]), carried)
    assert carried[2, 0] == pytest.approx((0.3 + 0.4) / 2 * 100)
    low = np.full((3, 3), 50.0)
    limited(made, through, demand, np.arange(2), low)
    assert low.tolist() == [[50, 50, 50]] * 3, "it never carries more than it can"


def test_stress_beyond_the_curves_counts_as_their_end(valley: Scenario) -> None:
    made = delivery.prepare(told(valley, STEEP, {"UPP-bank": 150}), luck())
    assert made is not None
    demand = np.zeros((2, 7, 1))
    demand[:, 1, 0] = [1000.0, 10.0]
    carried = np.full((2, 3), 5000.0)
    limited(made, np.full((2, 3), 0.5), demand, np.arange(2), carried)
    assert carried[:, 0] == pytest.approx([800, 9])


def test_banks_at_one_node_share_what_is_asked_there_by_what_they_were_built_for(
    valley: Scenario,
) -> None:
    rows = valley.table("power/transformers").rows()
    rows[1]["to_bus"] = "UPP-D"
    two = told(
        valley.replace_rows("power/transformers", rows), FLAT, {"UPP-bank": 100, "MID-bank": 300}
    )
    made = delivery.prepare(two, luck())
    assert made is not None
    assert made.part.tolist() == [0.25, 0.75, 0]
    demand = np.zeros((1, 7, 1))
    demand[0, 1, 0] = 80
    carried = np.full((1, 3), 500.0)
    limited(made, np.array([[0.5, 0.5, 0.5]]), demand, np.array([0]), carried)
    assert carried.tolist() == [pytest.approx([10, 30, 500])]


def test_a_day_is_short_of_what_is_not_delivered(valley: Scenario) -> None:
    """UPP asks for 60, 90, 80, 100 MW at 0 degrees; half of it is delivered, 50 of 54 MW."""
    served = live(told(valley, FLAT, {"UPP-bank": 200}), weather(), harm(half_of(0)), arrived())
    assert served.asked[0, :, 0] == pytest.approx([60, 90, 80, 100])
    lost = served.unserved.sum(axis=3)
    np.testing.assert_allclose(lost[:, :, 0], [[30, 45, 40, 50]] * 3)
    assert lost[:, :, 1:].max() == pytest.approx(0)


def test_curves_that_no_bank_reads_change_no_bit(valley: Scenario) -> None:
    given = weather(-8.0), harm(half_of(0), WHOLE), arrived()
    plain = live(valley, *given)
    assert plain.unserved[:, :, 0].max(axis=(1, 2)).min() > 0
    assert same(live(told(valley, FLAT, {}), *given), plain)
    assert delivery.prepare(valley, luck()) is None


def test_a_whole_grid_is_as_without_curves(valley: Scenario) -> None:
    made = told(valley, FLAT, {"UPP-bank": 200, "MID-bank": 400, "LOW-bank": 200})
    given = weather(), harm(np.concatenate([np.ones(9), [0, 1]]), WHOLE), arrived()
    assert same(live(made, *given), live(valley, *given))


def test_each_pair_has_one_grid_and_each_grid_its_share_of_pairs(valley: Scenario) -> None:
    steep = told(valley, STEEP, {"UPP-bank": 200})
    poor = [row | {"grid": "h", "served": "0.1"} for row in steep.table("power/delivery").rows()]
    made = delivery.prepare(steep.add_rows("power/delivery", poor), Luck.of(3, range(2000)))
    assert made is not None
    assert made.served.shape == (2000, 2, 3)
    low = made.served[:, 0, 1] == 0.1
    assert np.array_equal(low[::2], low[1::2])
    assert abs(low[::2].mean() - 0.5) < 3 * 0.5 / np.sqrt(1000)
    assert made.served[~low, 0].tolist() == [pytest.approx([1, 0.8, 0.3])] * int((~low).sum())


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    steps=st.lists(st.floats(0, 1), min_size=3, max_size=3),
    rise=st.lists(st.floats(0, 1), min_size=3, max_size=3),
    working=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    asked=st.floats(0.1, 1e4),
    room=st.floats(0.1, 1e4),
)
def test_more_out_never_carries_more(steps, rise, working, asked, room) -> None:
    less = np.concatenate([[1.0], np.sort(steps)[::-1]])
    more = np.concatenate([[1.0], np.sort(np.maximum(steps, rise))[::-1]])
    more = np.maximum(more, less)
    carried = np.full((2, 1), room)
    limit(
        np.array([120.0]), np.ones(1), np.zeros(1, dtype=np.int64), np.array([0.8]),
        np.array([0.7, 1.4]), np.array([0.0, 0.2, 0.5, 1.0]),
        np.array([[less, more]]), np.sort(working)[:, None], np.full((2, 1, 1), asked),
        np.arange(2), carried,
    )  # fmt: skip
    assert carried[0, 0] <= carried[1, 0] * (1 + 1e-12)
    assert carried.max() <= room


@pytest.mark.parametrize("out", range(1, 10))
def test_more_transformers_out_never_serve_more(valley: Scenario, out: int) -> None:
    made = told(valley, STEEP, {"UPP-bank": 120, "MID-bank": 240, "LOW-bank": 120})
    order = np.random.default_rng(out).permutation(9)
    fewer, more = np.ones(ASSETS), np.ones(ASSETS)
    fewer[order[: out - 1]] = 0
    more[order[:out]] = 0
    one, other = (live(made, weather(), harm(left), arrived()) for left in (fewer, more))
    assert (other.unserved >= one.unserved - 1e-9).all()
