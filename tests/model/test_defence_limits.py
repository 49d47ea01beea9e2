"""The defence block: mixed rival, jamming, launchers, shots by type, trained units, bad rows."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.aid import arrivals
from holdfast.draws import Luck
from holdfast.model import coverage, defence, readiness
from holdfast.scenario import ScenarioError, read_scenario
from model.raid_world import cover, defence_params, raid

VALLEY = Path(__file__).parents[2] / "examples" / "valley"
START = (4.0, 2.0)
RICH = 1e6


@pytest.fixture(scope="module")
def valley():
    return read_scenario(VALLEY)


def luck(futures=4, day=3, seed=1):
    return Luck.of(seed, range(futures)).on(day)


def fought(params, raid, cover, held=RICH, waiting=0.0, dice=None):
    futures = len(raid.toward)
    return defence.step(
        params,
        raid,
        cover,
        np.full((futures, params.full.shape[1]), held),
        np.full(cover.ready.shape, waiting),
        dice or luck(futures),
    )


def even(number, futures, classes=2, regions=2):
    return raid(np.full((futures, classes, regions), float(number)))


def jammed_by(params, share, first=0):
    """The parameters where jamming takes a share of every class in every region."""
    pairs = len(params.pairs)
    return dataclasses.replace(
        params, jam_from=np.array([first]), jammed=np.full((1, 1, pairs), share)
    )


def with_rows(scenario, table, **columns):
    rows = [row | columns for row in scenario.table(table).rows()]
    return scenario.replace_rows(table, rows)


# ---- rivals -------------------------------------------------------------------------------------


def test_the_mixed_rival_engages_the_mean_of_the_others():
    """30 targets where 12 can be engaged: all, 12 / 30, and the mean of the two."""
    share = defence.engaged_share(
        np.array([0.0, 1.0, 2.0]), np.full((3, 2), 12.0), np.tile([30.0, 6.0], (3, 1))
    )
    np.testing.assert_allclose(share, [[1, 1], [0.4, 1], [0.7, 1]])


def test_rivals_are_drawn_with_their_chances():
    """By the mixed probability none is lost to the proportional one."""
    uniform = (np.arange(10_000) + 0.5) / 10_000
    made = defence.rival_of(uniform, np.array([0.5]), np.array([0.15]))
    np.testing.assert_allclose(np.bincount(made.astype(int)) / 10_000, [0.5, 0.35, 0.15])
    without = defence.rival_of(uniform, np.array([0.5]), np.array([0.0]))
    np.testing.assert_array_equal(made == 0, without == 0)
    assert without.max() == 1


def test_the_tables_say_the_chances(valley):
    named = [{"id": "defence.mixed_probability", "value": "0.4"}]
    params = defence.prepare(valley.add_rows("parameters", named), Luck.of(1, range(2000)))
    share = np.bincount(params.rival.astype(int), minlength=3) / 2000
    assert (np.abs(share - [0.5, 0.1, 0.4]) < 3 * 0.5 / np.sqrt(1000)).all()


# ---- jamming ------------------------------------------------------------------------------------


def test_the_national_share_lost_is_that_of_the_table(valley):
    first, later = (valley.date(day).isoformat() for day in (1, 5))
    rows = [
        {"class": "missile", "from": first, "share": "0.3"},
        {"class": "missile", "from": later, "share": "0.6"},
        {"class": "missile", "from": first, "region": "MID", "share": "0"},
    ]
    nation = valley.replace_rows("defence/jamming", rows[:2])
    own = valley.replace_rows("defence/jamming", rows)
    late = valley.replace_rows("defence/jamming", [rows[0], {**rows[2], "from": later}])
    futures = 4000
    toward = raid(np.full((futures, 1, 3), 10.0))
    stand = cover([4.0], futures)

    def lost(scenario, day):
        params = defence.prepare(scenario, Luck.of(1, range(futures)))
        dice = Luck.of(1, range(futures)).on(day)
        made = fought(params, toward, stand, dice=dice)
        assert (made.jammed + made.destroyed + made.leaks.sum(axis=2) == 30).all()
        return made.jammed.mean() / 30

    error = 3 * np.sqrt(0.25 / (30 * futures))
    assert lost(nation, 0) == 0
    assert abs(lost(nation, 1) - 0.3) < error
    assert abs(lost(nation, 5) - 0.6) < error
    assert abs(lost(own, 1) - 0.2) < error
    assert abs(lost(late, 1) - 0.3) < error
    assert abs(lost(late, 5) - 0.2) < error


def test_what_is_jammed_takes_no_interceptor():
    params = defence_params()
    all_lost = fought(jammed_by(params, 1.0), even(10, 8), cover(START, 8))
    np.testing.assert_array_equal(all_lost.jammed, np.full((8, 2), 20.0))
    assert all_lost.fired.sum() == all_lost.destroyed.sum() == all_lost.leaks.sum() == 0
    before = fought(jammed_by(params, 1.0, first=4), even(10, 8), cover(START, 8))
    np.testing.assert_array_equal(before.leaks, fought(params, even(10, 8), cover(START, 8)).leaks)


def test_what_the_record_claims_as_lost_includes_what_was_jammed():
    params = defence_params(("a",), worth=((0.1,), (0.2,)), spared=((0,), (0,)))
    toward = np.full((64, 1, 2), 10.0)
    said = raid(toward, claimed=np.full((64, 1), 12.0))
    plain = fought(params, said, cover(START, 64))
    made = fought(jammed_by(params, 0.3), said, cover(START, 64))
    np.testing.assert_array_equal(made.leaks, plain.leaks)
    np.testing.assert_array_equal(made.jammed + made.destroyed, plain.destroyed)
    assert made.jammed.sum() > 0
    assert made.fired.sum() < plain.fired.sum()


# ---- launchers ----------------------------------------------------------------------------------


def limited(rounds, days=1.0, **changes):
    """One class and region; the first of two systems has so many rounds ready a unit."""
    params = defence_params(("a",), ("N",), worth=((0.1,), (0.2,)), spared=((0,), (0,)), **changes)
    return dataclasses.replace(
        params, ready_rounds=np.array([rounds, np.inf]), reloaded=np.array([1 / days, 1.0])
    )


def test_launchers_that_hold_half_of_what_is_asked_for_count_half():
    """10 targets: 6 kills, half of them by the first system, 4.5 rounds; 4 x .5625 are ready."""
    free = limited(np.inf)
    short = fought(limited(0.5625), even(10, 64, 1, 1), cover(START, 64))
    half = fought(free, even(10, 64, 1, 1), cover((2.0, 2.0), 64))
    np.testing.assert_array_equal(short.leaks, half.leaks)
    assert (short.fired <= 4 * 0.5625 + 1e-12).all()


def test_launchers_are_full_again_after_the_days_to_reload():
    """Three days for four units of 6: 8 rounds a day come back; what waits cannot be fired."""
    params = limited(6.0, days=3.0)
    fight = fought(params, even(40, 64, 1, 1), cover(START, 64))
    assert (fight.waiting[:, 1] == 0).all()
    np.testing.assert_allclose(fight.waiting[:, 0], np.maximum(fight.fired[:, 0] - 8.0, 0.0))
    quiet = fought(params, even(0, 64, 1, 1), cover(START, 64), waiting=20.0)
    np.testing.assert_allclose(quiet.waiting[:, 0], 12.0)
    empty = fought(params, even(10, 64, 1, 1), cover(START, 64), waiting=24.0)
    gone = fought(limited(np.inf), even(10, 64, 1, 1), cover((0.0, 2.0), 64))
    np.testing.assert_array_equal(empty.leaks, gone.leaks)
    assert empty.fired.sum() == 0


def test_ready_rounds_and_shots_come_from_the_table(valley):
    made = with_rows(valley, "defence/systems", ready_rounds="4", reload_days="2", shots="1")
    params = defence.prepare(made, Luck.of(1, range(4)))
    np.testing.assert_array_equal(params.ready_rounds, [4.0])
    np.testing.assert_array_equal(params.reloaded, [0.5])
    plain = defence.prepare(valley, Luck.of(1, range(4)))
    assert np.isinf(plain.ready_rounds).all()
    # Shots move what a newcomer is worth; what stood at the start is held to the record.
    newcomer = with_rows(made, "defence/systems", units="0")
    alone = defence.prepare(newcomer, Luck.of(1, range(4)))
    np.testing.assert_allclose(alone.worth / 0.8, -np.log(1 - 0.2 * 0.7), rtol=0.6)
    more = defence.prepare(with_rows(newcomer, "defence/systems", shots="3"), Luck.of(1, range(4)))
    np.testing.assert_allclose(
        more.worth / alone.worth, np.log(1 - 0.2 * (1 - 0.3**3)) / np.log(1 - 0.2 * 0.7)
    )


# ---- crews --------------------------------------------------------------------------------------


def test_only_units_whose_crews_are_trained_stand_and_fail(valley):
    """A battery of the valley arrives on day 2 and its crews learn: until then none is counted."""
    row = {"id": "b", "partner": "P", "item": "battery", "quantity": "1", "slips": "no"}
    partner = valley.table("actors").text("id")[-1]
    row |= {"partner": partner, "date": valley.date(2).isoformat()}
    scenario = valley.replace_rows("deliveries", [row])
    dice = Luck.of(1, range(2))
    come = arrivals.prepare(scenario, dice)
    used = int(come.in_use[0, 0])
    assert used > 2
    stand, ready = coverage.prepare(scenario, dice), readiness.prepare(scenario, dice)
    down, held = np.zeros((2, 1)), np.zeros((2, len(scenario.table("items"))))
    for today in (used - 1, used):
        there = coverage.step(stand, arrivals.step(come, today), down)
        falls = readiness.step(ready, there, down, held).down
        units = 4.0 + (today >= used)
        np.testing.assert_array_equal(there.ready, np.full((2, 1), units))
        np.testing.assert_allclose(falls, np.full((2, 1), units * ready.fails_per_day[0, 0]))


# ---- properties ---------------------------------------------------------------------------------

NUMBERS = st.integers(0, 60)
RAIDS = st.lists(NUMBERS, min_size=4, max_size=4).map(lambda n: np.reshape(n, (1, 2, 2)))


@settings(max_examples=60, deadline=None)
@given(
    RAIDS,
    st.floats(0, 60),
    st.floats(0, 8),
    st.floats(0, 1),
    st.floats(0, 20),
    st.sampled_from([0.0, 1.0, 2.0]),
)
def test_what_comes_is_jammed_killed_or_through_and_rounds_hold(
    toward, held, rounds, share, waiting, rival
):
    params = dataclasses.replace(
        jammed_by(defence_params(), share),
        rival=np.array([rival]),
        overdispersion=np.array([0.5, 1.0]),
        ready_rounds=np.array([rounds, np.inf]),
        reloaded=np.array([0.5, 1.0]),
    )
    toward = np.repeat(toward, 8, axis=0).astype(float)
    made = fought(params, raid(toward), cover(START, 8), held, waiting)
    total = made.leaks.sum(axis=2) + made.destroyed + made.jammed
    np.testing.assert_array_equal(total, toward.sum(axis=2))
    assert (made.leaks >= 0).all()
    assert (made.destroyed >= 0).all()
    assert (made.fired <= min(held, max(4 * rounds - waiting, 0.0)) + 1e-9).all()
    assert (made.waiting >= 0).all()


@settings(max_examples=40, deadline=None)
@given(RAIDS, st.floats(0, 8), st.floats(0, 8), st.integers(0, 1000))
def test_more_rounds_ready_never_let_more_through(toward, rounds, more, seed):
    one, dice = raid(np.repeat(toward, 8, axis=0)), luck(8, seed=seed)
    few, many = (
        dataclasses.replace(defence_params(), ready_rounds=np.array([ready, np.inf]))
        for ready in (rounds, rounds + more)
    )
    worse = fought(few, one, cover(START, 8), dice=dice)
    better = fought(many, one, cover(START, 8), dice=dice)
    assert (better.leaks <= worse.leaks).all()


@settings(max_examples=40, deadline=None)
@given(RAIDS, st.floats(0, 1), st.floats(0, 1), st.integers(0, 1000))
def test_more_jamming_never_lets_more_through_where_magazines_last(toward, share, more, seed):
    one, dice = raid(np.repeat(toward, 8, axis=0)), luck(8, seed=seed)
    less = jammed_by(defence_params(), min(share, more))
    most = jammed_by(defence_params(), max(share, more))
    lost, gained = (fought(each, one, cover(START, 8), dice=dice) for each in (less, most))
    assert (gained.jammed >= lost.jammed).all()


def test_limits_are_the_same_alone_and_in_a_batch():
    params = dataclasses.replace(
        jammed_by(defence_params(), 0.3),
        ready_rounds=np.array([2.0, 3.0]),
        overdispersion=np.array([0.5, 1.0]),
    )
    toward = np.random.default_rng(1).integers(0, 40, (64, 2, 2)).astype(float)
    many = fought(params, raid(toward), cover(START, 64), waiting=1.0)
    one = fought(
        params, raid(toward[17:18]), cover(START), waiting=1.0, dice=Luck.of(1, [17]).on(3)
    )
    for name in ("leaks", "destroyed", "jammed", "fired", "waiting"):
        np.testing.assert_array_equal(getattr(many, name)[17], getattr(one, name)[0])


# ---- bad rows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "columns", "column", "message"),
    [
        ("defence/systems", {"reload_days": "2"}, "reload_days", "is not used without ready_round"),
        ("defence/systems", {"shots": "0"}, "shots", "at least 1"),
        ("defence/systems", {"ready_rounds": "-1"}, "ready_rounds", "at least 0"),
        ("defence/systems", {"layer": "mobile"}, "item", "is not used with layer mobile"),
        ("stocks", {"rationing": "program"}, "rationing", "needs a system of defence/systems"),
        ("stocks", {"rationing": "none"}, "rationing", "fixed"),
        ("defence/systems", {"exposure": "-1"}, "exposure", "at least 0"),
        ("threat/classes", {"channel_use": "1.5"}, "channel_use", "0 to 1"),
    ],
)
def test_bad_rows_are_named(valley, table, columns, column, message):
    with pytest.raises(ScenarioError) as raised:
        with_rows(valley, table, **columns)
    fault = raised.value.faults[0]
    assert (fault.file, fault.column) == (f"{table}.csv", column)
    assert message in fault.message


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"class": "kite", "from": "2024-11-01", "share": "0.1"}, "class"),
        ({"class": "missile", "from": "soon", "share": "0.1"}, "from"),
        ({"class": "missile", "from": "2024-11-01", "share": "1.1"}, "share"),
        ({"class": "missile", "from": "2024-11-01", "share": "0.1", "region": "ZZZ"}, "region"),
    ],
)
def test_bad_rows_of_jamming_are_named(valley, row, column):
    with pytest.raises(ScenarioError) as raised:
        valley.replace_rows("defence/jamming", [row])
    fault = raised.value.faults[0]
    assert (fault.file, fault.row, fault.column) == ("defence/jamming.csv", 2, column)
    assert fault.value == row[column]


def test_chances_of_rivals_above_one_are_refused(valley):
    row = {"id": "defence.mixed_probability", "value": "0.6"}
    with pytest.raises(ScenarioError) as raised:
        valley.add_rows("parameters", [row])
    fault = raised.value.faults[0]
    assert (fault.column, fault.value) == ("value", "0.6")
    assert "with 0.5 of defence.proportional_probability, more than 1" in fault.message
