"""Damage by class of weapon: effects, levels of protection, second hits, debris."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.aid import arrivals
from holdfast.draws import Luck
from holdfast.model import damage
from holdfast.model.damage.effects import Effects
from holdfast.model.damage.step import again, worst
from holdfast.model.types import Harm
from holdfast.scenario import Scenario, read_scenario
from holdfast.scenario.by_class import absorbs
from model.raid_world import arrived, damage_params, fight, raid

VALLEY = Path(__file__).parents[2] / "examples" / "valley"


@pytest.fixture(scope="module")
def valley() -> Scenario:
    return read_scenario(VALLEY)


def luck(futures=4, day=3, seed=1):
    return Luck.of(seed, range(futures)).on(day)


def two_classes(lost=((1.0, 1.0), (1.0, 1.0)), heavy=None, shield=0.0, local=0.0, **changes):
    """Substations (kind 0, local) and units (kind 1) in N; factors are by kind and class."""
    heavier = np.full((1, 2, 3), 0.5) if heavy is None else np.asarray(heavy, float)[None]
    params = damage_params()
    effects = Effects(
        graded=heavy is not None,
        group=np.array([0, 0, 0, 0, 1, 1]),
        kind=np.array([0, 1]),
        region=np.array([0, 0]),
        target=np.array([0, 1]),
        through=np.asarray(lost, float)[None] * (1.0 - shield),
        heavy=heavier,
        debris=np.array([[1.0 - shield, 0.0]]),
        destroyed_share=np.array([[0.5, 0.5]]),
    )
    return dataclasses.replace(params, effects=effects, debris_local=np.array([local]), **changes)


def struck(params, leaks, dice, absorbed=None, toward=None, jammed=0.0, **state) -> Harm:
    leaks = np.asarray(leaks, float)
    whole = {
        name: np.broadcast_to(value, (len(leaks), value.shape[1])).copy()
        for name, value in damage.start(params).items()
    } | state
    come = arrived(len(params.names))
    if absorbed is not None:
        come = dataclasses.replace(come, absorbed=np.asarray(absorbed, float))
    sent = raid(leaks if toward is None else toward)
    lost = fight(leaks, sent.toward - leaks - jammed)
    return damage.step(params, sent, lost, come, **whole, luck=dice)


def leaks(one, two, futures):
    made = np.zeros((futures, 2, 2))
    made[:, 0, 0], made[:, 1, 0] = one, two
    return made


# ---- worked by hand -----------------------------------------------------------------------------


def test_a_class_takes_its_share_of_function_by_hand():
    """Class one does half on substations, class two a tenth of what the kind says."""
    params = two_classes(lost=((0.5, 0.1), (1.0, 1.0)))
    made = struck(params, leaks(4, 10, 20_000), luck(20_000)).hit[:, :4]
    # 2 and 5 hits over 4 substations, function lost in half of the usual hits
    exact = 1 - np.exp(-(2 * 0.5 + 5 * 0.1) / 4 * 0.5)
    assert abs(made.mean() - exact) < 3 * np.sqrt(exact * (1 - exact) / made.size)


def test_the_same_bits_where_every_class_does_what_the_kind_says():
    plain, by_class = damage_params(days_noise=np.array([0.4])), two_classes()
    by_class = dataclasses.replace(by_class, days_noise=np.array([0.4]))
    number = np.random.default_rng(2).integers(0, 9, (64, 2, 2)).astype(float)
    one, two = struck(plain, number, luck(64)), struck(by_class, number, luck(64))
    for name in ("hit", "state", "work_left", "has_part", "times_hit", "left", "pocket"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_the_worst_of_a_days_hits_by_hand():
    """1 - exp(-.3) = .259 is heavy or worse, 1 - exp(-.15) = .139 destroyed."""
    state = worst(np.array([0.1, 0.2, 0.3]), np.full(3, 0.3), np.full(3, 0.5))
    np.testing.assert_array_equal(state, [3, 2, 1])


def test_how_badly_a_class_damages_by_hand():
    """Class one never damages heavily, class two always; of the heavy half are destroyed."""
    params = two_classes(heavy=[[0.0, 1.0, 0.5], [0.0, 1.0, 0.5]])
    light = struck(params, leaks(20, 0, 500), luck(500))
    assert set(np.unique(light.state)) == {0, 1}
    heavy = struck(params, leaks(0, 2, 20_000), luck(20_000)).state[:, :4]
    assert set(np.unique(heavy)) == {0, 2, 3}
    losses = 1.0 / 4 * 0.5
    for state, exact in ((2, 1 - np.exp(-losses)), (3, 1 - np.exp(-losses / 2))):
        found = (heavy >= state).mean()
        assert abs(found - exact) < 3 * np.sqrt(exact * (1 - exact) / heavy.size)


def test_an_added_level_absorbs_by_class():
    """All of class one, nothing of class two, on substations alone."""
    shield = [[[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]]
    made = struck(two_classes(), leaks(1e9, 0, 4), luck(), absorbed=shield)
    np.testing.assert_array_equal(made.hit, np.tile([0, 0, 0, 0, 1, 1], (4, 1)))
    made = struck(two_classes(), leaks(0, 1e9, 4), luck(), absorbed=shield)
    np.testing.assert_array_equal(made.hit, np.ones((4, 6)))


def test_debris_by_hand():
    """40 kills, a tenth hurts a place, half of these are local distribution: 2 hits on it."""
    params = two_classes(local=0.5, debris=np.array([0.1]))
    sent = leaks(30, 10, 20_000)
    made = struck(params, 0 * sent, luck(20_000), toward=sent)
    assert abs(made.debris[:, 0].mean() - 4) < 3 * np.sqrt(40 * 0.1 * 0.9 / 20_000)
    np.testing.assert_array_equal(made.debris[:, 1], np.zeros(20_000))
    np.testing.assert_array_equal(made.hit[:, 4:], np.zeros((20_000, 2)))
    places = np.arange(41)
    chance = np.array([np.mean(made.debris[:, 0] == n) for n in places])
    exact = (chance * (1 - np.exp(-places * 0.5 / 4 * 0.5))).sum()
    hit = made.hit[:, :4].mean()
    assert abs(hit - exact) < 3 * np.sqrt(exact * (1 - exact) / (4 * 20_000))
    assert (made.pocket[made.hit[:, :4].any(axis=1), 0] > 0).all()


def test_what_is_jammed_sheds_no_debris():
    """40 come, 25 are led astray, 15 are brought down and each hurts a place."""
    params = two_classes(local=0.5, debris=np.array([1.0]))
    sent = leaks(30, 10, 8)
    made = struck(params, 0 * sent, luck(8), toward=sent, jammed=leaks(20, 5, 8))
    np.testing.assert_array_equal(made.debris, np.tile([15.0, 0.0], (8, 1)))
    none = struck(params, 0 * sent, luck(8), toward=sent, jammed=sent)
    assert none.debris.sum() == none.hit.sum() == 0


def test_second_hits_by_hand():
    """One of four was hit: it weighs 3 of 6, in place of 1 of 4."""
    params = damage_params(second_hit=np.array([3.0]))
    weight = again(params, np.array([[1, 0, 0, 0, 0, 0]]))
    np.testing.assert_allclose(weight, [[2, 2 / 3, 2 / 3, 2 / 3, 1, 1]])


# ---- properties ---------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 20), st.integers(0, 10_000))
def test_second_hits_leave_the_expected_hits_as_they_are(factor, seed):
    draw = np.random.default_rng(seed)
    bare = draw.exponential(1, (1, 6))
    params = damage_params(second_hit=np.array([factor]), bare_per_hit=bare)
    times = draw.integers(0, 3, (8, 6))
    made = again(params, times) * bare
    for assets in (slice(0, 4), slice(4, 6)):
        np.testing.assert_allclose(made[:, assets].sum(axis=1), bare[0, assets].sum())
    assert (made >= 0).all()


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 20), st.integers(0, 10_000))
def test_what_was_hit_before_is_never_the_safer(factor, seed):
    params = damage_params(second_hit=np.array([factor]))
    times = np.random.default_rng(seed).integers(0, 2, (8, 6))
    weight = again(params, times)
    for row, hit in zip(weight[:, :4], times[:, :4], strict=True):
        if 0 < hit.sum() < 4:
            assert row[hit == 1].min() >= row[hit == 0].max()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 30), st.integers(0, 30), st.integers(0, 20), st.integers(0, 20),
    st.floats(0, 1), st.floats(0, 1), st.integers(0, 10_000),
)  # fmt: skip
def test_more_protection_and_more_kills_never_damage_more(
    one, two, spared_one, spared_two, shield, added, seed
):
    """Classes differ in all they do, and some installations were hit before."""
    draw = np.random.default_rng(seed)
    lost, heavy = draw.uniform(0, 2, (2, 2)), draw.uniform(0, 1, (2, 3))
    both = {"lost": lost, "heavy": heavy, "second_hit": np.array([3.0])}
    times = draw.integers(0, 2, (16, 6))
    dice = luck(16, seed=seed)
    bare = struck(
        two_classes(**both), leaks(one + spared_one, two + spared_two, 16), dice, times_hit=times
    )
    helped = struck(
        two_classes(**both, shield=shield),
        leaks(one, two, 16),
        dice,
        absorbed=np.full((1, 2, 3), added),
        times_hit=times,
    )
    assert (helped.hit <= bare.hit).all()
    assert (helped.state <= bare.state).all()
    assert (helped.work_left <= bare.work_left).all()
    assert (helped.left >= bare.left).all()
    assert (helped.pocket <= bare.pocket).all()


def test_no_leak_and_no_kill_is_no_hit_whatever_is_switched_on():
    params = two_classes(local=1.0, debris=np.array([1.0]), second_hit=np.array([5.0]))
    made = struck(params, leaks(0, 0, 8), luck(8), times_hit=np.ones((8, 6), np.int64))
    assert made.hit.sum() == made.debris.sum() == made.pocket.sum() == 0


def test_a_future_is_the_same_alone_and_in_a_batch():
    draw = np.random.default_rng(1)
    params = two_classes(
        lost=((0.5, 2.0), (1.0, 0.3)),
        heavy=[[0.2, 0.9, 0.5], [0.1, 0.6, 0.5]],
        local=0.5,
        debris=np.array([0.2]),
        second_hit=np.array([4.0]),
    )
    sent = draw.integers(0, 30, (64, 2, 2)).astype(float)
    through, times = np.floor(sent / 3), draw.integers(0, 3, (64, 6))
    many = struck(params, through, luck(64), toward=sent, times_hit=times)
    one = struck(
        params, through[17:18], Luck.of(1, [17]).on(3), toward=sent[17:18], times_hit=times[17:18]
    )
    for name in ("hit", "state", "work_left", "has_part", "times_hit", "left", "pocket", "debris"):
        np.testing.assert_array_equal(getattr(many, name)[17], getattr(one, name)[0])


# ---- tables -------------------------------------------------------------------------------------


LEVELS = [
    {"id": "wall", "name": "Wall", "absorbs": "0.2"},
    {"id": "roof", "name": "Roof", "absorbs": "0.5"},
]
ITEM = {
    "id": "walls", "name": "Walls", "kind": "humanitarian", "unit": "object",
    "unit_cost_meur": "0.5", "adds": "protection", "adds_to": "substation", "amount": "2",
    "level": "wall",
}  # fmt: skip


def shielded(valley: Scenario) -> Scenario:
    made = valley.replace_rows("damage/protection", LEVELS)
    return made.replace_rows(
        "damage/shields", [{"level": "wall", "class": "missile", "absorbs": "0.1"}]
    )


def test_levels_by_class_by_hand(valley):
    made = absorbs(shielded(valley), Luck.of(1, range(2)))
    np.testing.assert_allclose(made, [[[0.1, 0.2], [0.5, 0.5]]])


def test_a_level_of_the_cells_goes_to_all_their_installations(valley):
    rows = [{**row, "level": ""} for row in shielded(valley).table("assets").rows()]
    rows[0]["level"] = "wall"
    params = damage.prepare(shielded(valley).replace_rows("assets", rows), Luck.of(1, range(2)))
    effects = params.effects
    assert effects is not None
    assert not effects.graded
    through = effects.through[0, effects.group, 0]
    np.testing.assert_allclose(through, [0.9] * 3 + [1.0] * (len(params.names) - 3))


def test_effects_of_a_group_give_way_to_those_of_a_kind(valley):
    rows = [
        {"on": "substation", "class": "missile", "function_lost_factor": "3"},
        {"on": "grid", "class": "missile", "function_lost_factor": "0.5"},
        {"on": "stations", "class": "missile", "heavy_share_factor": "0.5"},
    ]
    changed = valley.replace_rows("damage/effects", rows)
    effects = damage.prepare(changed, Luck.of(1, range(2))).effects
    assert effects is not None
    assert effects.graded
    kinds = valley.table("damage/kinds").text("id")
    # function lost is .5 for a substation, so a factor of 3 reaches 1 / .5 and no farther
    for kind, factor, heavy in ((0, 2.0, 0.5), (1, 1.0, 0.5)):
        mine = effects.kind == kind
        np.testing.assert_allclose(effects.through[0, mine, 0], factor, err_msg=kinds[kind])
        np.testing.assert_allclose(effects.heavy[0, mine, 0], heavy, err_msg=kinds[kind])


def test_a_level_can_be_bought(valley):
    """Three objects of two substations each, of nine, from the third day."""
    plan = shielded(valley)
    plan = plan.add_rows("items", [ITEM])
    row = {
        "id": "D", "partner": plan.table("actors").text("id")[0], "item": "walls",
        "quantity": "3", "date": "2030-12-03",
    }  # fmt: skip
    params = arrivals.prepare(plan.add_rows("deliveries", [row]), Luck.of(1, range(2)))
    before, after = (arrivals.step(params, day).absorbed for day in (1, 2))
    assert not before.any()
    np.testing.assert_allclose(after[0], [[6 / 9 * 0.1, 6 / 9 * 0.2], [0, 0]])
    # the share of all kinds of weapon is left as it is
    assert not arrivals.step(params, 2).protection.any()


def test_no_table_no_effects(valley):
    assert damage.prepare(valley, Luck.of(1, range(2))).effects is None


def test_kills_are_what_went_toward_and_did_not_leak():
    sent = leaks(3, 0, 4)
    made = struck(two_classes(local=1.0, debris=np.array([1.0])), 0 * sent, luck(), toward=sent)
    np.testing.assert_array_equal(made.debris, np.tile([3.0, 0.0], (4, 1)))


def test_second_hits_fall_where_hits_fell_before():
    """Over days of raids more of what was ever hit was hit twice, and no more is hit in all."""
    dice, plain = luck(4000), damage_params()
    again_and_again = dataclasses.replace(plain, second_hit=np.array([20.0]))
    hits, twice = [], []
    for params in (plain, again_and_again):
        state: dict[str, np.ndarray] = {}
        for day in range(3):
            made = struck(params, leaks(2, 0, 4000), dice.on(day), **state)
            state = {"times_hit": made.times_hit}
        hits.append(made.times_hit.sum())
        twice.append((made.times_hit >= 2).sum() / (made.times_hit >= 1).sum())
    assert twice[1] > twice[0] + 0.05
    assert hits[1] <= hits[0] * 1.02
