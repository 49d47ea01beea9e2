"""Who is cut first, and how much of an island goes down when it falls."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import networks
from holdfast.model.networks import activity, shock
from holdfast.model.networks.activity import INDUSTRY, ORDINARY, cut_first
from holdfast.scenario import Scenario, read_scenario
from model.networks_world import VALLEY, WHOLE, arrived, certain, harm, live, luck, weather

SHARE = np.array([[[0.2, 0.6, 0.2], [0.1, 0.4, 0.5]]])
PROTECTED = 3 - ORDINARY - INDUSTRY
SHARES = st.lists(st.floats(0, 1), min_size=6, max_size=6)


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY)


def short(scenario: Scenario, **values: float):
    """A day on which UPP has a third of its bank: 36 of 60 to 100 MW."""
    left = WHOLE.copy()
    left[:2] = 0
    return live(certain(scenario, rebound=0, **values), weather(), harm(left), arrived())


def test_a_part_of_industry_is_cut_in_turn_with_ordinary_feeders() -> None:
    assert (PROTECTED, ORDINARY, INDUSTRY) == (0, 1, 2)
    made = cut_first(SHARE, np.array([0.25, 0.0, 1.0]))
    np.testing.assert_allclose(made[0], [[0.2, 0.75, 0.05], [0.1, 0.775, 0.125]])
    np.testing.assert_allclose(made[1], [[0.2, 0.8, 0], [0.1, 0.9, 0]])
    assert np.array_equal(made[2], SHARE[0])


def test_all_of_industry_first_is_the_same_array() -> None:
    assert cut_first(SHARE, np.array([1.0])) is SHARE


@settings(max_examples=50, deadline=None, derandomize=True)
@given(raw=SHARES, first=st.lists(st.floats(0, 1), min_size=1, max_size=3))
def test_slices_still_make_up_all_that_is_asked(raw: list[float], first: list[float]) -> None:
    share, of = np.reshape(raw, (1, 2, 3)), np.array(first)
    made = cut_first(share, of)
    whole = np.broadcast_to(share, made.shape)
    np.testing.assert_allclose(made.sum(axis=2), whole.sum(axis=2), atol=1e-12)
    assert np.array_equal(made[:, :, PROTECTED], whole[:, :, PROTECTED])
    assert (made[:, :, INDUSTRY] <= whole[:, :, INDUSTRY]).all()
    assert np.array_equal(share, np.reshape(raw, (1, 2, 3))), "what was given stays"


def test_people_are_cut_sooner_where_industry_shares_their_feeders(valley: Scenario) -> None:
    """36 MW where 100 are asked in the evening: 20 protected, then people's or all that is left."""
    served = [short(valley, industry_first=first, overcut=1) for first in (1, 0.5, 0)]
    asked = np.array([[20, 60, 20], [20, 70, 10], [20, 80, 0]])
    for each, (_, ordinary, _) in zip(served, asked, strict=True):
        assert each.dark_ordinary[:, 3, 0] == pytest.approx(1 - 16 / ordinary)
        assert each.dark_protected[:, 3, 0] == pytest.approx(0)
        np.testing.assert_allclose(each.unserved[:, :, 0].sum(axis=2), [[24, 54, 44, 64]] * 3)


def test_slices_that_change_by_date_are_split_alike(valley: Scenario) -> None:
    """Industry asks for half from the first day on: what of it shares feeders is cut in turn."""
    row = {"who": "industry", "from": "2030-12-01", "region": ""}
    row |= dict.fromkeys(("night", "morning", "day", "evening"), "0.5")
    moved = valley.add_rows("power/activity", [row])
    whole, half = (
        networks.prepare(certain(moved, industry_first=first), luck()) for first in (1, 0.5)
    )
    for params, industry in ((whole, 0.1 / 0.9), (half, 0.05 / 0.9)):
        fixed = networks.fixed.fixed_of(params)
        first = params.behaviour.industry_first
        made = activity.blocks(params.activity, fixed, params.demand.share, first, 5)
        for block in made:
            share = block.habits.share
            assert share.sum(axis=2) == pytest.approx(1)
            assert share[:, :, INDUSTRY] == pytest.approx(industry)


@pytest.mark.parametrize("falls", [0.0, 0.65, 1.0])
def test_the_rest_of_a_fallen_island_stays_up(valley: Scenario, falls: float) -> None:
    """With nothing short those are dark who wait for the restart: that share of the island."""
    state = {"restart_left": np.full((3, 3), 40.0)}
    slow = certain(valley, restart_hours=60, rebound=0)
    given_ = weather(10.0), harm(WHOLE), arrived()
    whole = live(slow, *given_, **state)
    part = live(certain(slow, collapse_affected=falls), *given_, **state)
    assert whole.dark[:, 0].min() > 0.3
    np.testing.assert_allclose(part.dark, falls * whole.dark, atol=1e-12)
    if falls == 1:
        assert np.array_equal(part.dark, whole.dark)
        assert np.array_equal(part.unserved, whole.unserved)


def test_units_fall_with_their_share_of_the_island(valley: Scenario) -> None:
    futures = np.arange(3000)
    source = Luck.of(2, futures).on(4)
    all_ = networks.prepare(certain(valley, collapse_affected=1), source)
    assert shock._inside(all_, futures, source).all()
    some = networks.prepare(certain(valley, collapse_affected=0.7), source)
    fell = shock._inside(some, futures, source)
    assert fell.shape == (3000, 2)
    assert abs(fell.mean() - 0.7) < 3 * np.sqrt(0.7 * 0.3 / fell.size)
    fewer = shock._inside(
        networks.prepare(certain(valley, collapse_affected=0.4), source), futures, source
    )
    assert not (fewer & ~fell).any(), "with less that falls no other unit does"
    assert np.array_equal(shock._inside(some, futures[[7, 4]], source), fell[[7, 4]])


def test_units_come_back_one_after_another(valley: Scenario) -> None:
    """Turns fill the restart evenly, each unit has its own, and the day's dice draw it."""
    futures = np.arange(2000)
    source = Luck.of(2, futures).on(4)
    params = networks.prepare(valley, source)
    turn = shock._turn(params, futures, source)
    assert turn.shape == (2000, 2)
    assert ((turn > 0) & (turn < 1)).all()
    assert abs(turn.mean() - 0.5) < 3 * np.sqrt(1 / 12 / turn.size)
    assert np.unique(turn).size == turn.size
    assert np.array_equal(shock._turn(params, futures[[9, 2]], source), turn[[9, 2]])
