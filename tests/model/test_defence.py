"""The defence block: cover, the anchor, rival models, magazines, the record's claims."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import binom

from holdfast.draws import Luck
from holdfast.model import defence
from holdfast.model.types import Cover
from holdfast.scenario import Scenario, read_scenario
from model.raid_world import ALL, cover, defence_params, raid

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
START = (4.0, 2.0)
"""Units at the start of the parameters built by hand."""


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY)


def luck(futures=4, day=3, seed=1):
    return Luck.of(seed, range(futures)).on(day)


def fought(params, raid, cover, held, luck, waiting=0.0):
    """The fight of a day on which launchers wait for these rounds."""
    return defence.step(params, raid, cover, held, np.full(cover.ready.shape, waiting), luck)


def full(futures=1):
    return np.full((futures, 1), 100.0)


def even(number, futures, classes=2, regions=2):
    return raid(np.full((futures, classes, regions), float(number)))


# ---- worked by hand -----------------------------------------------------------------------------


def test_worth_by_hand():
    """Reach .5, .8 a shot, two shots: kill .5 (1 - .04) = .48 of tracks, -ln .52."""
    made = defence.layer_worth(np.array([[0.5, 1.0]]), np.array([[0.8, 1.0]]), np.array([[2.0]]))
    assert made[0, 0] == pytest.approx(-np.log(0.52))
    assert np.isfinite(made).all()


def test_the_anchor_by_hand():
    """Even deployment: every region kills the national share; twice the cover squares survival."""
    params = defence_params()
    worth = params.worth[0].reshape(2, 2)
    strength = (4 * worth[0] + 2 * worth[1])[None]
    survives = np.exp(-defence.survival_exponent(params, strength))
    np.testing.assert_allclose(survives, 0.4)
    np.testing.assert_allclose(np.exp(-defence.survival_exponent(params, 2 * strength)), 0.16)
    np.testing.assert_allclose(np.exp(-defence.survival_exponent(params, 0 * strength)), 1.0)


def test_the_anchor_is_national_where_deployment_is_uneven():
    share, deployment = np.array([[0.5, 0.3, 0.2]]), np.array([0.6, 0.3, 0.1])
    gain = defence.anchor(np.array([[2.5]]), np.array([[0.7]]), share, deployment, ALL)
    killed = 1 - np.exp(-gain[0, 0] * 2.5 * deployment)
    assert (share[0] * killed).sum() == pytest.approx(0.7, abs=1e-12)
    assert killed[0] > 0.7 > killed[2]


@pytest.mark.parametrize(("start", "kill_share", "expected"), [(0, 0.6, 1), (1, 0, 0), (0, 0, 0)])
def test_without_an_anchor_the_start_counts_as_the_tables_say_or_not_at_all(
    start, kill_share, expected
):
    share, deployment = np.full((1, 2), 0.5), np.array([0.5, 0.5])
    gain = defence.anchor(np.array([[start]]), np.array([[kill_share]]), share, deployment, ALL)
    assert gain[0, 0] == expected


def test_no_systems_at_all_let_everything_through():
    made = fought(defence_params(), even(7, 4), cover((0, 0), 4), full(4), luck())
    np.testing.assert_array_equal(made.leaks, np.full((4, 2, 2), 7.0))
    np.testing.assert_array_equal(made.fired, np.zeros((4, 1)))


def test_kill_share_one_lets_almost_nothing_through():
    made = fought(defence_params(kill_share=1.0), even(7, 50), cover(START, 50), full(50), luck(50))
    assert made.leaks.sum() == 0


def test_a_fight_by_hand():
    """One class, one region, survival .4: the quantile of 10 trials at .6; half the worth is fired.

    System one adds 4 x .1, system two 2 x .2: each brings down half, and only the first fires
    counted rounds, 1.5 for each kill.
    """
    params = defence_params(("a",), ("N",), worth=((0.1,), (0.2,)), spared=((0,), (0,)))
    made = fought(params, even(10, 64, 1, 1), cover(START, 64), full(64), luck(64))
    uniform = luck(64).uniform("defence kill", "a N")
    np.testing.assert_array_equal(made.destroyed[:, 0], binom.ppf(uniform, 10, 0.6))
    np.testing.assert_array_equal(made.leaks[:, 0, 0], 10 - made.destroyed[:, 0])
    np.testing.assert_allclose(made.fired[:, 0], made.destroyed[:, 0] / 2 * 1.5)


def test_the_stated_capacity_is_the_nations_and_spread_as_the_cover_is():
    deployment = np.array([0.75, 0.25])
    per = defence.capacity_per_channel(np.array([200.0]), np.array([[32.0, 8.0]]), deployment)
    np.testing.assert_allclose(per * 40.0, [[150.0, 50.0]])
    none = defence.capacity_per_channel(np.array([200.0]), np.array([[0.0, 0.0]]), deployment)
    np.testing.assert_allclose(none, [deployment])


def test_the_saturating_rival_engages_up_to_its_capacity():
    """100 targets on a region that can engage 20: one in five is engaged, and all of these die."""
    params = defence_params(
        ("a",), ("N",), worth=((0.1,), (0.2,)), spared=((0,), (0,)), kill_share=1.0
    )
    tight = dataclasses.replace(
        params, rival=np.array([0.0, 1.0]), capacity=params.capacity * 20.0 / 200.0
    )
    big = even(100, 2, 1, 1)
    made = fought(tight, big, cover(START, 2), np.full((2, 1), 1e6), luck(2))
    assert made.leaks[0, 0, 0] == 0
    assert 60 < made.leaks[1, 0, 0] < 95
    small = fought(tight, even(5, 2, 1, 1), cover(START, 2), np.full((2, 1), 1e6), luck(2))
    assert small.leaks.sum() == 0


def test_an_empty_magazine_takes_its_system_out():
    params = defence_params(("a",), ("N",), worth=((0.1,), (0.2,)), spared=((0,), (0,)))
    luck_ = luck(64)
    empty = fought(params, even(10, 64, 1, 1), cover(START, 64), np.zeros((64, 1)), luck_)
    other = fought(params, even(10, 64, 1, 1), cover((0, 2.0), 64), full(64), luck_)
    np.testing.assert_array_equal(empty.leaks, other.leaks)
    np.testing.assert_array_equal(empty.fired, np.zeros((64, 1)))


def test_a_short_magazine_scales_its_system():
    """10 targets: 6 kills expected, 3 by the first system, 4.5 rounds; 2.25 held are half."""
    params = defence_params(("a",), ("N",), worth=((0.1,), (0.2,)), spared=((0,), (0,)))
    held = np.full((64, 1), 2.25)
    short = fought(params, even(10, 64, 1, 1), cover(START, 64), held, luck(64))
    half = fought(params, even(10, 64, 1, 1), cover((2.0, 2.0), 64), full(64), luck(64))
    np.testing.assert_array_equal(short.leaks, half.leaks)
    assert (short.fired <= held).all()


def test_a_spared_class_is_let_through():
    """Under half a magazine the first system fires at class a alone, and a is served first."""
    params = defence_params(spared=((0.0, 0.5), (0.0, 0.0)), units=(4.0, 0.0))
    above = defence.fires(params, np.array([[50.0]]), 3)
    below = defence.fires(params, np.array([[49.9]]), 3)
    np.testing.assert_array_equal(above, [[1, 1, 1, 1]])
    np.testing.assert_array_equal(below, [[1, 0, 1, 1]])
    made = fought(params, even(6, 4), cover((4.0, 0.0), 4), np.full((4, 1), 40.0), luck())
    np.testing.assert_array_equal(made.leaks[:, 1], np.full((4, 2), 6.0))
    assert made.destroyed[:, 0].sum() > 0


def test_claims_by_hand():
    """10 + 10 launched, 12 claimed, a quarter of the claims false: 9 true, 11 leak."""
    params = defence_params(("a",), worth=((0.1,), (0.2,)), spared=((0,), (0,)))
    params = dataclasses.replace(params, overclaim=np.array([[0.25]]))
    toward = np.tile([[[10.0, 10.0]]], (400, 1, 1))
    made = fought(
        params,
        raid(toward, claimed=np.full((400, 1), 12.0)),
        cover(START, 400),
        full(400),
        luck(400),
    )
    np.testing.assert_array_equal(made.destroyed, np.full((400, 1), 9.0))
    np.testing.assert_array_equal(made.leaks.sum(axis=2), np.full((400, 1), 11.0))
    assert set(np.unique(made.leaks)) == {5.0, 6.0}
    assert abs(made.leaks[:, 0, 0].mean() - 5.5) < 3 * 0.5 / np.sqrt(400)
    np.testing.assert_allclose(made.fired, np.full((400, 1), 9 / 2 * 1.5))


def test_what_is_not_claimed_is_left_to_the_model():
    params = defence_params()
    claimed = np.array([[3.0, np.nan]] * 64)
    free = fought(params, even(8, 64), cover(START, 64), full(64), luck(64))
    said = fought(
        params, raid(np.full((64, 2, 2), 8.0), claimed), cover(START, 64), full(64), luck(64)
    )
    np.testing.assert_array_equal(said.destroyed[:, 0], np.full(64, 3.0))
    np.testing.assert_array_equal(said.leaks[:, 1], free.leaks[:, 1])


# ---- statistical --------------------------------------------------------------------------------


@pytest.mark.parametrize("rival", [0.0, 1.0])
def test_the_start_kills_the_share_of_the_record(rival):
    params = dataclasses.replace(defence_params(), rival=np.array([rival]))
    made = fought(params, even(10, 4000), cover(START, 4000), np.full((4000, 1), 1e6), luck(4000))
    share = made.destroyed / 20.0
    assert abs(share.mean() - 0.6) < 3 * np.sqrt(0.6 * 0.4 / 20 / 8000)


@pytest.mark.parametrize("spread", [0.5, 1.37])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.74, 0.9])
def test_noise_common_to_a_raid_keeps_the_mean(spread, share):
    noise = ndtri((np.arange(20_000) + 0.5) / 20_000)
    exponent = np.full(20_000, -np.log1p(-share))
    made = defence.kill_chance(exponent, np.array(spread), noise)
    assert made.mean() == pytest.approx(share, abs=0.012)
    assert (np.diff(made) > 0).all()


def test_noise_is_common_to_a_raid():
    params = dataclasses.replace(defence_params(), overdispersion=np.array([1.0, 0.0]))
    made = fought(params, even(30, 4000), cover(START, 4000), np.full((4000, 1), 1e6), luck(4000))
    both = made.leaks[:, 0]
    assert np.corrcoef(both.T)[0, 1] > 0.5
    apart = made.leaks[:, 1]
    assert abs(np.corrcoef(apart.T)[0, 1]) < 3 / np.sqrt(4000)


# ---- properties ---------------------------------------------------------------------------------

NUMBERS = st.integers(0, 60)
RAIDS = st.lists(NUMBERS, min_size=4, max_size=4).map(lambda n: np.reshape(n, (1, 2, 2)))


def harder(made, other):
    """No class leaks more in any region of any future."""
    return (made.leaks <= other.leaks).all()


@settings(max_examples=60, deadline=None)
@given(RAIDS, st.floats(0, 8), st.floats(0, 4), st.integers(0, 1), st.integers(0, 1000))
def test_more_units_never_let_more_through(toward, more, less, rival, seed):
    params = dataclasses.replace(
        defence_params(), rival=np.array([float(rival)]), overdispersion=np.array([0.5, 1.0])
    )
    one = raid(np.repeat(toward, 8, axis=0))
    rich = np.full((8, 1), 1e6)
    dice = luck(8, seed=seed)
    made = fought(params, one, cover((less + more, 2.0), 8), rich, dice)
    assert harder(made, fought(params, one, cover((less, 2.0), 8), rich, dice))


@settings(max_examples=60, deadline=None)
@given(
    RAIDS,
    st.floats(0, 120),
    st.floats(0, 120),
    st.sampled_from([0.0, 0.3, 0.6]),
    st.sampled_from([0, 1]),
    st.integers(0, 1000),
)
def test_more_interceptors_never_let_more_through(toward, held, more, level, shared, seed):
    params = defence_params(spared=((0.0, level), (level, 0.0)), items=(0, 0 if shared else -1))
    params = dataclasses.replace(params, overdispersion=np.array([0.5, 1.0]))
    one, dice = raid(np.repeat(toward, 8, axis=0)), luck(8, seed=seed)
    few, many = np.full((8, 1), held), np.full((8, 1), held + more)
    made = fought(params, one, cover(START, 8), many, dice)
    assert harder(made, fought(params, one, cover(START, 8), few, dice))


@settings(max_examples=60, deadline=None)
@given(RAIDS, st.floats(0, 30), st.lists(st.floats(0, 1), min_size=2, max_size=2), st.booleans())
def test_numbers_add_up_and_magazines_hold(toward, held, claim, said):
    params = dataclasses.replace(defence_params(), overdispersion=np.array([0.5, 1.0]))
    toward = np.repeat(toward, 8, axis=0).astype(float)
    claimed = np.floor(toward.sum(axis=2) * claim) if said else None
    store = np.full((8, 1), held)
    made = fought(params, raid(toward, claimed), cover(START, 8), store, luck(8))
    assert (made.leaks >= 0).all()
    assert (made.leaks == np.floor(made.leaks)).all()
    np.testing.assert_array_equal(made.leaks.sum(axis=2) + made.destroyed, toward.sum(axis=2))
    assert (made.fired >= 0).all()
    assert (made.fired <= store).all()


@given(
    st.lists(st.integers(0, 50), min_size=3, max_size=3), st.floats(0, 1), st.floats(0.001, 0.999)
)
def test_spreading_keeps_the_total_and_the_bounds(toward, part, uniform):
    toward = np.array([[toward]], float)
    total = np.floor(toward.sum(axis=2) * part)
    made = defence.spread(total, toward, np.array([[uniform]]))
    np.testing.assert_array_equal(made.sum(axis=2), total)
    assert (made >= 0).all()
    assert (made <= toward).all()


# ---- pairing ------------------------------------------------------------------------------------


def test_another_class_and_region_leave_the_luck_of_the_others():
    small = dataclasses.replace(defence_params(), overdispersion=np.array([0.5, 1.0]))
    large = defence_params(
        ("z", "a", "b"), worth=((0.1, 0.1, 0.05), (0.2, 0.2, 0.1)), spared=np.zeros((2, 3))
    )
    large = dataclasses.replace(large, overdispersion=np.array([0.5, 0.5, 1.0]))
    one = fought(small, even(9, 64), cover(START, 64), np.full((64, 1), 1e6), luck(64))
    two = fought(large, even(9, 64, 3), cover(START, 64), np.full((64, 1), 1e6), luck(64))
    np.testing.assert_array_equal(one.leaks, two.leaks[:, 1:])


def test_another_system_that_is_not_there_changes_nothing():
    small = defence_params()
    large = defence_params(
        units=(4.0, 2.0, 0.0),
        worth=((0.1, 0.05), (0.2, 0.1), (0.9, 0.9)),
        items=(0, -1, -1),
        spared=np.zeros((3, 2)),
    )
    one = fought(small, even(9, 64), cover(START, 64), full(64), luck(64))
    two = fought(large, even(9, 64), cover((4.0, 2.0, 0.0), 64), full(64), luck(64))
    np.testing.assert_array_equal(one.leaks, two.leaks)
    np.testing.assert_array_equal(one.fired, two.fired)


def test_a_future_is_the_same_alone_and_in_a_batch():
    params = dataclasses.replace(defence_params(), overdispersion=np.array([0.5, 1.0]))
    toward = np.random.default_rng(1).integers(0, 40, (64, 2, 2))
    held = np.random.default_rng(2).random((64, 1)) * 60
    many = fought(params, raid(toward), cover(START, 64), held, luck(64))
    one = fought(params, raid(toward[17:18]), cover(START), held[17:18], Luck.of(1, [17]).on(3))
    for name in ("leaks", "destroyed", "fired"):
        np.testing.assert_array_equal(getattr(many, name)[17], getattr(one, name)[0])


def test_inputs_are_left_as_they_were():
    held = full(4)
    held.flags.writeable = False
    fought(defence_params(), even(9, 4), cover(START, 4), held, luck())


# ---- tables -------------------------------------------------------------------------------------


def test_tables_become_parameters(valley):
    params = defence.prepare(valley, Luck.of(1, range(4)))
    # Held to the record: .2 y + .4 y^2 + .4 y = .4 has y = .5, so four batteries are worth 4 ln 2.
    np.testing.assert_allclose(params.worth, np.log(2))
    np.testing.assert_allclose(params.deployment, [0.25, 0.5, 0.25])
    np.testing.assert_allclose(params.full[0], [0, 60, 10, 1, 0, 20_000, 0])
    np.testing.assert_allclose(params.channels, [[8.0]])
    np.testing.assert_allclose(params.capacity * 32, [[50, 100, 50]])
    assert params.rival[0] == params.rival[1]
    # Nationally, over the prior target regions, the systems at the start kill .6.
    survives = np.exp(-defence.survival_exponent(params, 4 * params.worth))[0, 0]
    assert ([0.2, 0.4, 0.4] * survives).sum() == pytest.approx(0.4)


def test_both_rivals_are_drawn_and_pairs_agree(valley):
    params = defence.prepare(valley, Luck.of(1, range(1000)))
    rival = params.rival.reshape(-1, 2)
    np.testing.assert_array_equal(rival[:, 0], rival[:, 1])
    assert abs(rival[:, 0].mean() - 0.5) < 3 * 0.5 / np.sqrt(500)


def test_ranges_are_drawn_alike_alone_and_in_a_batch(valley):
    ranged = valley.replace_rows(
        "defence/systems",
        [
            {**row, "units_low": "2", "units_high": "8", "reach_low": "0.1", "reach_high": "0.3"}
            for row in valley.table("defence/systems").rows()
        ],
    )
    many = defence.prepare(ranged, Luck.of(1, range(64)))
    one = defence.prepare(ranged, Luck.of(1, [17]))
    toward = np.full((64, 1, 3), 12.0)
    held = np.full((64, 7), 20.0)
    first = fought(many, raid(toward), Cover(np.full((64, 1), 5.0)), held, luck(64))
    second = fought(
        one, raid(toward[:1]), Cover(np.full((1, 1), 5.0)), held[:1], Luck.of(1, [17]).on(3)
    )
    np.testing.assert_array_equal(first.leaks[17], second.leaks[0])
    np.testing.assert_array_equal(first.fired[17], second.fired[0])
