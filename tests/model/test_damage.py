"""The damage block: what is aimed at, what is hit, how badly, and what stays after it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.draws import Luck
from holdfast.model import damage, sizes
from holdfast.model.types import Harm
from holdfast.scenario import Scenario, read_scenario
from model.raid_world import arrived, damage_params, fight, raid

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
SURE = 1e9
"""Hits per leaker that make every exposed installation lose function."""


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY)


def luck(futures=4, day=3, seed=1):
    return Luck.of(seed, range(futures)).on(day)


def fresh(params, futures):
    """State of an intact country."""
    return {
        name: np.broadcast_to(value, (futures, value.shape[1])).copy()
        for name, value in damage.start(params).items()
    }


def struck(params, leaks, dice, aimed=None, protection=0.0, **state) -> Harm:
    """One day of damage with these leaks (F, C, R)."""
    leaks = np.asarray(leaks, float)
    whole = fresh(params, len(leaks)) | state
    return damage.step(
        params,
        raid(leaks, aimed=aimed),
        fight(leaks),
        arrived(len(params.names), protection),
        **whole,
        luck=dice,
    )


def leaks(number, futures, region=0):
    made = np.zeros((futures, 1, 2))
    made[:, 0, region] = number
    return made


# ---- worked by hand -----------------------------------------------------------------------------


def test_expected_hits_by_hand():
    """Class one: 10 leak to N; class two: 4 to N and 6 to S."""
    made = damage.expected_hits(
        np.array([[[10.0, 0.0], [4.0, 6.0]]]), np.array([[[0.5, 0.2], [0.25, 0.0]]])
    )
    np.testing.assert_allclose(made, [[[5 + 1, 1.5], [2, 0]]])


def test_the_chance_of_loss_by_hand():
    """4 leakers, half aimed at the grid: 2 hits over 4 substations, each takes function by .5."""
    params = damage_params()
    made = struck(params, leaks(4, 20_000), luck(20_000))
    substations, units = made.hit[:, :4], made.hit[:, 4:]
    # Units: 1.2 hits over 2 units, each hit takes function.
    for hit, expected in ((substations, 2 / 4 * 0.5), (units, 1.2 / 2 * 1.0)):
        exact = 1 - np.exp(-expected)
        assert abs(hit.mean() - exact) < 3 * np.sqrt(exact * (1 - exact) / hit.size)


def test_no_leak_does_nothing():
    made = struck(damage_params(), leaks(0, 4), luck())
    assert made.hit.sum() == 0
    np.testing.assert_array_equal(made.left, np.ones((4, 6)))
    np.testing.assert_array_equal(made.pocket, np.zeros((4, 2)))


def test_hits_on_a_group_without_installations_go_nowhere():
    made = struck(damage_params(), leaks(SURE, 4, region=1), luck())
    assert made.hit.sum() == 0


def test_full_protection_absorbs_every_hit():
    made = struck(damage_params(), leaks(SURE, 4), luck(), protection=1.0)
    assert made.hit.sum() == 0


def test_severity_by_hand():
    uniform = np.array([0.1, 0.25, 0.4, 0.5, 0.9])
    heavy, destroyed = np.full(5, 0.5), np.full(5, 0.25)
    state, place = damage.graded(uniform, heavy, destroyed)
    np.testing.assert_array_equal(state, [3, 2, 2, 1, 1])
    np.testing.assert_allclose(place, [0.4, 0, 0.6, 0, 0.8], atol=1e-12)
    np.testing.assert_array_equal(damage.graded(uniform, 0 * heavy, 0 * heavy)[0], np.ones(5))
    np.testing.assert_array_equal(
        damage.graded(uniform, 0 * heavy + 1, 0 * heavy + 1)[0], np.full(5, 3)
    )


def test_what_a_hit_leaves_by_hand():
    """Every state takes its median repair (no noise) and leaves its share of function."""
    params = damage_params()
    made = struck(params, leaks(SURE, 200), luck(200))
    np.testing.assert_array_equal(made.hit, np.ones((200, 6)))
    np.testing.assert_array_equal(made.times_hit, np.ones((200, 6)))
    np.testing.assert_array_equal(made.left_before, np.ones((200, 6)))
    for kind, assets in ((0, slice(0, 4)), (1, slice(4, 6))):
        state = made.state[:, assets]
        assert set(np.unique(state)) == {1, 2, 3}
        np.testing.assert_allclose(made.work_left[:, assets], params.days[0, kind][state])
        np.testing.assert_allclose(made.left[:, assets], params.left[kind][state])
        lacks = (state == 3) & (kind == 0)
        np.testing.assert_array_equal(made.has_part[:, assets], np.where(lacks, 0.0, 1.0))


def test_a_pocket_by_hand():
    """Three of four hit on distribution: 1 - .98 ** 3; the plant's units cut nobody locally."""
    params = damage_params()
    made = struck(params, leaks(6, 500), luck(500))
    hits = made.hit[:, :4].sum(axis=1)
    assert 3 in hits
    np.testing.assert_allclose(made.pocket[:, 0], 1 - 0.98**hits)
    np.testing.assert_array_equal(made.pocket[:, 1], np.zeros(500))


def test_a_damaged_installation_takes_the_worse_of_both():
    params = damage_params(heavy=np.zeros((1, 2)), destroyed=np.zeros((1, 2)))
    state = {
        "state": np.tile([0, 1, 2, 3, 0, 3], (4, 1)),
        "work_left": np.tile([0.0, 1.0, 9.0, 2.0, 0.0, 50.0], (4, 1)),
        "has_part": np.tile([1.0, 1.0, 1.0, 0.4, 1.0, 1.0], (4, 1)),
        "times_hit": np.tile([2, 1, 1, 1, 0, 1], (4, 1)),
    }
    made = struck(params, leaks(SURE, 4), luck(), **state)
    # All hits are light: 3 days for a substation, 5 for a unit.
    np.testing.assert_array_equal(made.state[0], [1, 1, 2, 3, 1, 3])
    np.testing.assert_allclose(made.work_left[0], [3, 3, 9, 3, 5, 50])
    np.testing.assert_allclose(made.has_part[0], [1, 1, 1, 0.4, 1, 1])
    np.testing.assert_array_equal(made.times_hit[0], [3, 2, 2, 2, 1, 2])
    np.testing.assert_allclose(made.left_before[0], [1, 0.5, 0, 0, 1, 0])


def test_a_part_on_its_way_is_lost_when_its_place_is_destroyed_again():
    params = damage_params(heavy=np.ones((1, 2)), destroyed=np.ones((1, 2)))
    made = struck(
        params, leaks(SURE, 4), luck(), state=np.full((4, 6), 3), has_part=np.full((4, 6), 0.8)
    )
    np.testing.assert_array_equal(made.has_part[:, :4], np.zeros((4, 4)))
    np.testing.assert_array_equal(made.has_part[:, 4:], np.full((4, 2), 0.8))


def test_weights_within_a_cell_by_hand():
    uniform = np.exp(-np.array([[1.0, 3.0, 2.0]]))
    cell = np.array([0, 0, 1])
    even = sizes.hit_weight(uniform, np.zeros((1, 3)), cell)
    np.testing.assert_allclose(even, [[1, 1, 1]])
    made = sizes.hit_weight(uniform, np.ones((1, 3)), cell)
    np.testing.assert_allclose(made, [[0.5, 1.5, 1]])
    np.testing.assert_allclose(
        sizes.hit_weight(uniform, np.full((1, 3), 2.0), cell), [[0.2, 1.8, 1]]
    )


# ---- statistical --------------------------------------------------------------------------------


def test_severity_has_the_stated_shares():
    made = struck(damage_params(), leaks(SURE, 4000), luck(4000)).state[:, :4]
    for state, exact in ((1, 0.5), (2, 0.25), (3, 0.25)):
        error = np.sqrt(exact * (1 - exact) / made.size)
        assert abs((made == state).mean() - exact) < 3 * error


def test_repair_times_have_the_stated_median_and_spread():
    params = damage_params(days_noise=np.array([0.4]))
    made = struck(params, leaks(SURE, 4000), luck(4000))
    for state in (1, 2, 3):
        logs = np.log(made.work_left[:, :4][made.state[:, :4] == state] / params.days[0, 0, state])
        assert abs(logs.mean()) < 3 * 0.4 / np.sqrt(len(logs))
        assert logs.std() == pytest.approx(0.4, abs=3 * 0.4 / np.sqrt(2 * len(logs)))


# ---- properties ---------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.floats(0, 1), st.integers(0, 1000))
def test_fewer_leaks_and_more_protection_hit_a_subset(few, more, protection, seed):
    params, dice = damage_params(), luck(16, seed=seed)
    less = struck(params, leaks(few, 16), dice, protection=protection)
    many = struck(params, leaks(few + more, 16), dice)
    assert (less.hit <= many.hit).all()
    assert (less.state <= many.state).all()
    assert (less.work_left <= many.work_left).all()
    assert (less.left >= many.left).all()
    assert (less.pocket <= many.pocket).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(0, 1000))
def test_damage_never_mends(number, seed):
    params, dice = damage_params(), luck(16, seed=seed)
    first = struck(params, leaks(number, 16), dice)
    state = {name: getattr(first, name) for name in ("state", "work_left", "has_part", "times_hit")}
    second = struck(params, leaks(number, 16), dice.on(9), **state)
    assert (second.state >= first.state).all()
    assert (second.work_left >= first.work_left).all()
    np.testing.assert_array_equal(second.times_hit - first.times_hit, second.hit)
    np.testing.assert_array_equal(second.left_before, first.left)
    assert ((second.pocket >= 0) & (second.pocket < 1)).all()


def test_inputs_are_left_as_they_were():
    params = damage_params()
    state = fresh(params, 4)
    for value in state.values():
        value.flags.writeable = False
    struck(params, leaks(SURE, 4), luck(), **state)
    assert state["state"].sum() == 0


# ---- pairing ------------------------------------------------------------------------------------


def test_another_cell_leaves_the_luck_of_the_others():
    """A cell of another region comes first in the table; the old ones meet the same dice."""
    small = damage_params()
    large = damage_params(
        (
            ("new", 0, "S", 3, "distribution"),
            ("sub", 0, "N", 4, "distribution"),
            ("plant", 1, "N", 2, "generator"),
        )
    )
    noise = np.array([0.4])
    small, large = (dataclasses.replace(p, days_noise=noise) for p in (small, large))
    one = struck(small, leaks(5, 64), luck(64))
    two = struck(large, leaks(5, 64), luck(64))
    for name in ("hit", "state", "work_left", "has_part", "times_hit", "left"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name)[:, 3:])


def test_a_future_is_the_same_alone_and_in_a_batch():
    params = damage_params(days_noise=np.array([0.4]))
    number = np.random.default_rng(1).integers(0, 9, (64, 1, 2)).astype(float)
    many = struck(params, number, luck(64))
    one = struck(params, number[17:18], Luck.of(1, [17]).on(3))
    for name in ("hit", "state", "work_left", "has_part", "times_hit", "left", "pocket"):
        np.testing.assert_array_equal(getattr(many, name)[17], getattr(one, name)[0])


# ---- tables -------------------------------------------------------------------------------------


def test_tables_become_parameters(valley):
    params = damage.prepare(valley, Luck.of(1, range(4)))
    assert params.names[2:4] == ("UPP-substations/3", "MID-substations/1")
    assert params.serves[0] == "transformer"
    assert params.elements[0] == "UPP-bank"
    assert params.targets == ("grid", "stations")
    np.testing.assert_array_equal(params.count, [9, 2])
    np.testing.assert_array_equal(params.needs_part, [True, False])
    np.testing.assert_array_equal(params.main_grid, [True, False])
    # 3 substations share the hits of their region, each takes function by half; the units are two.
    np.testing.assert_allclose(params.loss_per_hit[0], [0.5 / 3] * 9 + [1 / 2] * 2)
    np.testing.assert_allclose(params.destroyed, [[0.25, 0.0]])
    np.testing.assert_allclose(params.days, [[[0, 3, 14, 21], [0, 5, 30, 60]]])


def test_uneven_weights_are_shared_by_a_pair_and_keep_the_mean(valley):
    rows = [{**row, "concentration": "1"} for row in valley.table("damage/kinds").rows()]
    uneven = valley.replace_rows("damage/kinds", rows)
    params = damage.prepare(uneven, Luck.of(1, range(64)))
    np.testing.assert_array_equal(params.loss_per_hit[0], params.loss_per_hit[1])
    assert (params.loss_per_hit[0] != params.loss_per_hit[2]).all()
    np.testing.assert_allclose(params.loss_per_hit[:, :3].sum(axis=1), 0.5)
    alone = damage.prepare(uneven, Luck.of(1, [17]))
    number = np.zeros((1, 1, 3)) + 4.0
    many = struck(params, np.repeat(number, 64, axis=0), luck(64))
    one = struck(alone, number, Luck.of(1, [17]).on(3))
    np.testing.assert_array_equal(many.hit[17], one.hit[0])
